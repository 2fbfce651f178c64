use std::sync::Arc;

use crate::{ActorId, Field, Span};

/// By what an actor is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MentionKind {
    /// The full name.
    Name,
    /// Another name of the dictionary.
    Alias,
    /// A surname that points back to a full name in the article.
    Surname,
    /// An office ("the Turkish president").
    Office,
    /// "Russian", "Turks".
    Demonym,
    /// "the Kremlin"; a capital that stands for its government.
    Metonym,
    /// "UNSMIL".
    Acronym,
    /// A spelling variant.
    Variant,
    /// Found without a dictionary.
    Discovered,
}

impl MentionKind {
    /// Every kind, in order.
    pub const ALL: &'static [Self] = &[
        Self::Name,
        Self::Alias,
        Self::Surname,
        Self::Office,
        Self::Demonym,
        Self::Metonym,
        Self::Acronym,
        Self::Variant,
        Self::Discovered,
    ];

    /// The word written in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Alias => "alias",
            Self::Surname => "surname",
            Self::Office => "office",
            Self::Demonym => "demonym",
            Self::Metonym => "metonym",
            Self::Acronym => "acronym",
            Self::Variant => "variant",
            Self::Discovered => "discovered",
        }
    }
}

/// Whether a name is read as one who acts or as a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reading {
    /// An actor.
    Actor,
    /// A literal place: capitals, cities, regions.
    Place,
}

impl Reading {
    /// The word written in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Place => "place",
        }
    }
}

/// One occurrence of an actor in an article.
///
/// Mentions of an article are sorted by field, start, longest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Who is named; of an ambiguous mention the first candidate.
    pub actor: ActorId,
    /// Title or text.
    pub field: Field,
    /// Bytes of that field as read.
    pub span: Span,
    /// The text under the span.
    pub surface: Box<str>,
    /// The alias of the dictionary that matched, or the full name that a surname points to.
    pub alias: Arc<str>,
    /// By what it is named.
    pub kind: MentionKind,
    /// Actor or place.
    pub reading: Reading,
    /// From 0 to 1; a property of the rule.
    pub confidence: f32,
    /// Index in `CleanArticle::paragraphs`; 0 for the title.
    pub paragraph: u32,
    /// Number of the sentence in the whole text (headings included), from 0; 0 for the title.
    pub sentence: u32,
    /// Whether the paragraph is a heading (or the mention is in the title): no context.
    pub in_heading: bool,
    /// Whether it stands between quotation marks.
    pub in_quote: bool,
    /// Index, among the article's mentions, of the mention that holds this one.
    pub nested_in: Option<u32>,
    /// All candidates, first one included, where the mention is ambiguous; else empty.
    pub candidates: Box<[ActorId]>,
    /// Why it does not count; `None` if it counts.
    pub not_counted: Option<&'static str>,
    /// The head noun of a demonym ("officials").
    pub head: Option<Box<str>>,
    /// Name of the rule that made it.
    pub rule: &'static str,
}

impl Mention {
    /// Whether it takes part in contexts.
    pub fn is_counted(&self) -> bool {
        self.not_counted.is_none()
    }
}
