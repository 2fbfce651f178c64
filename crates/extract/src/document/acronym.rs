//! Acronyms that the article itself defines: "the Popular Salvation Front (PSF)".

use std::collections::BTreeMap;

use newsloom_corpus::{ActorId, ActorType, MentionKind, Reading as As};

use super::{Reading, draft::Draft};
use crate::{rules, tokens::Segment};

/// Finds the acronyms that stand in brackets behind names, wherever they stand.
pub(super) fn find(reading: &mut Reading<'_>) {
    let defined = defined(reading);
    if defined.is_empty() {
        return;
    }
    for segment in 0..reading.segments.len() {
        for at in 0..reading.segments[segment].tokens.len() {
            let token = &reading.segments[segment].tokens[at];
            let actor = defined.get(&token.hash).filter(|_| token.starts_upper && !token.has_lower);
            if let Some(actor) = actor.filter(|_| !reading.is_found(segment, at)) {
                let draft = draft(reading, (segment, at), *actor);
                reading.push(draft);
            }
        }
    }
}

/// The actors of the acronyms by their hash; one that is set behind two names defines nothing.
fn defined(reading: &Reading<'_>) -> BTreeMap<u64, ActorId> {
    let mut defined: BTreeMap<u64, Option<ActorId>> = BTreeMap::new();
    let is_group = |draft: &&Draft| {
        let kind = reading.extractor.kind(draft.actor);
        let is_other =
            matches!(kind, ActorType::Person | ActorType::Country | ActorType::City | ActorType::Region);
        !is_other
            && draft.kind != MentionKind::Acronym
            && draft.candidates.is_empty()
            && draft.outer.is_none()
    };
    for draft in reading.drafts.iter().filter(is_group) {
        let segment = &reading.segments[draft.segment];
        if is_defined_behind(segment, draft.end) && is_made_of(segment, draft) {
            let actor = defined.entry(segment.tokens[draft.end].hash).or_insert(Some(draft.actor));
            *actor = actor.filter(|actor| *actor == draft.actor);
        }
    }
    defined.into_iter().filter_map(|(hash, actor)| Some((hash, actor?))).collect()
}

/// Whether the word `at` is an acronym in brackets.
fn is_defined_behind(segment: &Segment<'_>, at: usize) -> bool {
    let Some(token) = segment.tokens.get(at).filter(|_| at > 0) else { return false };
    let between = &segment.text[segment.tokens[at - 1].span.end()..token.span.start()];
    let is_closed = segment.text[token.span.end()..].starts_with(')');
    let n_chars = token.span.of(segment.text).chars().count();
    between.trim_start() == "("
        && is_closed
        && token.starts_upper
        && !token.has_lower
        && (2..=8).contains(&n_chars)
}

/// Whether the acronym begins with the letter of a word of the name, so that "(AP)" behind a name defines nothing.
fn is_made_of(segment: &Segment<'_>, draft: &Draft) -> bool {
    let first = |at: usize| segment.lower(at).and_then(|word| word.chars().next());
    (draft.first..draft.end).any(|at| first(at) == first(draft.end))
}

fn draft(reading: &Reading<'_>, (segment, at): (usize, usize), actor: ActorId) -> Draft {
    Draft {
        segment,
        first: at,
        end: at + 1,
        actor,
        alias: reading.extractor.actors.get(actor).name.clone(),
        kind: MentionKind::Acronym,
        reading: As::Actor,
        rule: rules::DEFINED_ACRONYM,
        candidates: Vec::new(),
        not_counted: None,
        head: None,
        outer: None,
        alone: None,
        needs_context: false,
        is_word: false,
    }
}
