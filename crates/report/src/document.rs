//! A report as a value: sections write blocks of plain text, the renderers alone know markup.

use crate::svg::Svg;

/// A report.
pub(crate) struct Document {
    pub(crate) title: String,
    pub(crate) subtitle: String,
    pub(crate) parts: Vec<Part>,
}

/// A section as written.
pub(crate) struct Part {
    /// Its anchor.
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) blocks: Vec<Block>,
}

/// A piece of a section. Every text in it is plain: the renderers escape it.
pub(crate) enum Block {
    /// A paragraph.
    Text(String),
    /// A caveat that must not be missed.
    Note(String),
    /// Words with their explanations.
    Terms(Vec<(String, String)>),
    /// A table.
    Table(Table),
    /// A figure.
    Figure(Figure),
}

/// A table with a caption and a header.
pub(crate) struct Table {
    pub(crate) caption: String,
    pub(crate) columns: Vec<Heading>,
    pub(crate) rows: Vec<Vec<String>>,
    /// Whether it only repeats a figure in numbers: closed at first in HTML, left out of Markdown.
    pub(crate) is_detail: bool,
}

/// The header of a column.
#[derive(Clone)]
pub(crate) struct Heading {
    pub(crate) text: String,
    pub(crate) is_number: bool,
}

/// A chart.
pub(crate) struct Figure {
    /// File stem below `figures/`.
    pub(crate) name: &'static str,
    pub(crate) caption: String,
    /// What a reader who cannot see it should know.
    pub(crate) description: String,
    pub(crate) svg: Svg,
}

impl Block {
    /// A paragraph.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

impl Table {
    /// A table without rows; headings that begin with `#` are of numbers.
    pub(crate) fn new(caption: impl Into<String>, headings: &[&str]) -> Self {
        let columns = headings.iter().map(|text| Heading::new(text)).collect();
        Self { caption: caption.into(), columns, rows: Vec::new(), is_detail: false }
    }

    /// The same with rows.
    pub(crate) fn rows(mut self, rows: impl IntoIterator<Item = Vec<String>>) -> Self {
        self.rows.extend(rows);
        self
    }

    /// The same as a detail of a figure.
    pub(crate) fn detail(mut self) -> Self {
        self.is_detail = true;
        self
    }
}

impl Heading {
    pub(crate) fn new(text: &str) -> Self {
        let number = text.strip_prefix('#');
        Self { text: number.unwrap_or(text).to_owned(), is_number: number.is_some() }
    }
}

impl Document {
    /// The figures in order.
    pub(crate) fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.parts.iter().flat_map(|part| &part.blocks).filter_map(|block| match block {
            Block::Figure(figure) => Some(figure),
            _ => None,
        })
    }
}
