//! One article: the dictionary pass, and what the rest of the article says about its finds.

mod acronym;
mod ambiguity;
mod attribution;
mod capital;
mod demonym;
mod draft;
mod named_after;
mod names;
mod office;
mod part_of_name;
mod running;
mod sport;
mod surnames;
mod then;

use std::{cell::OnceCell, collections::BTreeSet};

use jiff::civil::Date;
use newsloom_corpus::{Article, CleanArticle, Field, Mention, Span};
use newsloom_text::HashedWords;

use crate::{
    Extractor, Sport,
    tokens::{Segment, segments},
};

use draft::Draft;
pub(crate) use office::FORMER;

/// An article being read.
pub(crate) struct Reading<'a> {
    pub(crate) extractor: &'a Extractor,
    pub(crate) outlet: Option<&'a str>,
    pub(crate) date: Option<Date>,
    pub(crate) segments: Vec<Segment<'a>>,
    /// Grows by [`Reading::push`] only.
    pub(crate) drafts: Vec<Draft>,
    /// Hashes of words that are names throughout, if anything asked for them.
    pub(crate) capitalised: OnceCell<BTreeSet<u64>>,
}

impl Reading<'_> {
    /// Adds a draft, and marks its words as found.
    pub(crate) fn push(&mut self, draft: Draft) {
        for token in &mut self.segments[draft.segment].tokens[draft.first..draft.end] {
            token.is_found = true;
        }
        self.drafts.push(draft);
    }

    /// Whether some draft covers the word `at` of `segment`.
    pub(crate) fn is_found(&self, segment: usize, at: usize) -> bool {
        self.segments[segment].tokens.get(at).is_some_and(|token| token.is_found)
    }
}

/// Reads an article.
pub(crate) fn read(
    extractor: &Extractor,
    (article, words): (&Article, &HashedWords),
    clean: &CleanArticle,
) -> Vec<Mention> {
    let mut reading = Reading {
        extractor,
        outlet: article.outlet.as_deref(),
        date: article.published.date,
        segments: segments(article, words, clean),
        drafts: Vec::new(),
        capitalised: OnceCell::new(),
    };
    names::find(&mut reading);
    if reading.drafts.is_empty() && extractor.prominent.is_empty() {
        return Vec::new();
    }
    running::judge(&mut reading);
    ambiguity::resolve(&mut reading);
    part_of_name::judge(&mut reading);
    named_after::judge(&mut reading);
    acronym::find(&mut reading);
    office::find(&mut reading);
    demonym::judge(&mut reading);
    surnames::find(&mut reading);
    attribution::judge(&mut reading);
    if extractor.options.sport == Sport::Teams {
        sport::judge(&mut reading);
    }
    mentions(&reading)
}

/// The drafts as mentions in their order.
fn mentions(reading: &Reading<'_>) -> Vec<Mention> {
    let key = |i: &usize| {
        let (field, span) = place(reading, &reading.drafts[*i]);
        (
            field,
            span.start(),
            std::cmp::Reverse(span.end()),
            reading.drafts[*i].outer.is_some(),
            reading.drafts[*i].actor,
        )
    };
    let mut order: Vec<usize> = (0..reading.drafts.len()).collect();
    order.sort_by_key(key);
    let mut position = vec![0; order.len()];
    for (draft, at) in order.iter().zip(0..) {
        position[*draft] = at;
    }
    order.iter().map(|i| mention(reading, &reading.drafts[*i], &position)).collect()
}

fn place(reading: &Reading<'_>, draft: &Draft) -> (Field, Span) {
    let segment = &reading.segments[draft.segment];
    (segment.field, draft.span(segment))
}

fn mention(reading: &Reading<'_>, draft: &Draft, position: &[u32]) -> Mention {
    let segment = &reading.segments[draft.segment];
    let span = draft.span(segment);
    Mention {
        actor: draft.actor,
        field: segment.field,
        span,
        surface: span.of(segment.text).into(),
        alias: draft.alias.clone(),
        kind: draft.kind,
        reading: draft.reading,
        confidence: draft.rule.confidence,
        paragraph: segment.paragraph,
        sentence: segment.tokens[draft.first].sentence,
        in_heading: segment.is_heading,
        in_quote: segment.is_quoted(span.start()),
        nested_in: draft.outer.map(|outer| position[outer]),
        candidates: draft.candidates.clone().into(),
        not_counted: draft.not_counted,
        head: draft.head.as_deref().map(Into::into),
        rule: draft.rule.name,
    }
}
