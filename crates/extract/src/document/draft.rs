use std::sync::Arc;

use newsloom_corpus::{ActorId, MentionKind, Reading, Span};

use crate::{rules::ExtractionRule, tokens::Segment};

/// A mention in the making.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    /// Index of the segment.
    pub(crate) segment: usize,
    /// First word.
    pub(crate) first: usize,
    /// One past the last word.
    pub(crate) end: usize,
    pub(crate) actor: ActorId,
    pub(crate) alias: Arc<str>,
    pub(crate) kind: MentionKind,
    pub(crate) reading: Reading,
    pub(crate) rule: &'static ExtractionRule,
    pub(crate) candidates: Vec<ActorId>,
    /// Of candidates the only one whose name needs no company.
    pub(crate) alone: Option<ActorId>,
    pub(crate) not_counted: Option<&'static str>,
    pub(crate) head: Option<String>,
    /// Index of the draft that holds it.
    pub(crate) outer: Option<usize>,
    /// Whether its name counts only with something else that points to the actor.
    pub(crate) needs_context: bool,
    /// Whether its name is a word as well.
    pub(crate) is_word: bool,
}

impl Draft {
    /// Its bytes in the field; a full stop that ends an abbreviation ("U.N.") belongs to it.
    pub(crate) fn span(&self, segment: &Segment<'_>) -> Span {
        let (first, last) = (segment.tokens[self.first].span, segment.tokens[self.end - 1].span);
        let is_dotted =
            self.alias.ends_with('.') && segment.text[last.end()..segment.span.end()].starts_with('.');
        Span::new(first.start(), last.end() + usize::from(is_dotted))
    }

    /// Whether it counts so far.
    pub(crate) fn is_counted(&self) -> bool {
        self.not_counted.is_none()
    }
}
