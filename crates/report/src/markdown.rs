//! A document as Markdown with figures beside it.

use crate::{
    document::{Block, Document, Part, Table},
    escape::markdown,
};

/// The text of `report.md`.
pub(crate) fn text(document: &Document) -> String {
    let parts: String = document.parts.iter().map(part).collect();
    format!("# {}\n\n{}\n\n{parts}", markdown(&document.title), markdown(&document.subtitle))
}

fn part(part: &Part) -> String {
    let blocks: String = part.blocks.iter().map(block).collect();
    format!("## {}\n\n{blocks}", markdown(part.title))
}

fn block(block: &Block) -> String {
    match block {
        Block::Text(text) => format!("{}\n\n", markdown(text)),
        Block::Note(text) => format!("> {}\n\n", markdown(text)),
        Block::Terms(terms) => terms_list(terms),
        Block::Table(table) if table.is_detail => String::new(),
        Block::Table(table) => table_of(table),
        Block::Figure(figure) => {
            let description = markdown(&figure.description);
            format!("![{description}](figures/{}.svg)\n\n{}\n\n", figure.name, markdown(&figure.caption))
        }
    }
}

fn terms_list(terms: &[(String, String)]) -> String {
    let line = |(word, text): &(String, String)| format!("- **{}**: {}\n", markdown(word), markdown(text));
    terms.iter().map(line).chain([String::from("\n")]).collect()
}

fn table_of(table: &Table) -> String {
    let head = row(table.columns.iter().map(|column| column.text.as_str()));
    let rules = table.columns.iter().map(|column| if column.is_number { " --: |" } else { " --- |" });
    let rule: String = rules.collect();
    let rows: String = table.rows.iter().map(|cells| row(cells.iter().map(String::as_str))).collect();
    format!("{}\n\n{head}|{rule}\n{rows}\n", markdown(&table.caption))
}

fn row<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let cells: Vec<String> = cells.map(markdown).collect();
    format!("| {} |\n", cells.join(" | "))
}
