use std::sync::Arc;

use crate::{Field, Span};

/// What sort of non-story text a removal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RemovalKind {
    /// Terms of use, markup leftovers, author notes, syndication footers.
    Boilerplate,
    /// Photo and file credits, captions.
    Credit,
    /// Breadcrumbs, menus, "related" and sharing lines.
    Navigation,
    /// Appeals for money or subscriptions.
    Appeal,
    /// Text that the outlet repeats over many articles, or an article repeats itself.
    Repeated,
}

impl RemovalKind {
    /// The word written in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Boilerplate => "boilerplate",
            Self::Credit => "credit",
            Self::Navigation => "navigation",
            Self::Appeal => "appeal",
            Self::Repeated => "repeated",
        }
    }
}

/// One found span of text that is not the story, with the rule that found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    /// Title or text.
    pub field: Field,
    /// Bytes of that field as read.
    pub span: Span,
    /// Name of the rule, as in `newsloom list rules`.
    pub rule: &'static str,
    /// Its sort.
    pub kind: RemovalKind,
    /// How many articles of the outlet hold the same text (1 where the rule does not count).
    pub n_articles_with_it: u32,
}

/// A paragraph of the story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Bytes of the text as read.
    pub span: Span,
    /// A heading or caption: kept text, but no context for co-mentions.
    pub is_heading: bool,
    /// Its sentences, in order, not overlapping; a heading is one sentence.
    pub sentences: Vec<Span>,
}

/// A language with the confidence of its identification.
#[derive(Debug, Clone, PartialEq)]
pub struct Language {
    /// BCP 47 code such as `en`, or `und`.
    pub code: Arc<str>,
    /// From 0 to 1.
    pub confidence: f64,
}

/// What of an article is its story: spans over the text as read, nothing copied.
#[derive(Debug, Clone, PartialEq)]
pub struct CleanArticle {
    /// The paragraphs of the story in order; a paragraph never overlaps a removal.
    pub paragraphs: Vec<Paragraph>,
    /// What is not the story, sorted by field and span, not overlapping.
    pub removals: Vec<Removal>,
    /// Identified from the kept text.
    pub language: Language,
    /// The language that the article says it was translated from, `und` if it names none; `None` if it
    /// says nothing of the kind.
    pub translated_from: Option<&'static str>,
    /// Characters of the text as read.
    pub n_chars: u64,
    /// Characters of the text that are kept.
    pub n_chars_kept: u64,
}

impl CleanArticle {
    /// Number of sentences outside headings.
    pub fn n_sentences(&self) -> usize {
        self.body().map(|p| p.sentences.len()).sum()
    }

    /// The paragraphs that are no headings.
    pub fn body(&self) -> impl Iterator<Item = &Paragraph> {
        self.paragraphs.iter().filter(|p| !p.is_heading)
    }

    /// The share of the text's characters that is not kept; 0 for an empty text.
    pub fn boilerplate_share(&self) -> f64 {
        if self.n_chars == 0 {
            return 0.0;
        }
        (self.n_chars - self.n_chars_kept) as f64 / self.n_chars as f64
    }
}
