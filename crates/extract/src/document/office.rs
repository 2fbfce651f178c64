//! Offices: "the Turkish president" is whoever holds the office on the article's date.

use newsloom_corpus::{ActorId, ActorType, MentionKind, Reading as As};

use super::{Reading, draft::Draft};
use crate::{
    extractor::MAX_OFFICE_WORDS,
    rules::{self, reason},
    tokens::Segment,
};

/// Words before an office that take it from its holder.
const FORMER: &[&str] = &["former", "ex", "late", "onetime", "then"];
/// Words before an office that name another office.
const OTHER: &[&str] = &["deputy", "vice", "acting", "interim", "designate"];

/// Finds offices beside the countries and demonyms found so far.
pub(super) fn find(reading: &mut Reading<'_>) {
    for i in 0..reading.drafts.len() {
        let draft = &reading.drafts[i];
        let is_country = reading.extractor.kind(draft.actor) == ActorType::Country && draft.outer.is_none();
        let is_clear = draft.is_counted() || draft.kind == MentionKind::Demonym;
        if !is_country || !is_clear {
            continue;
        }
        let found = if draft.kind == MentionKind::Demonym { behind(reading, i) } else { before(reading, i) };
        if let Some(found) = found {
            hold(reading, i, found);
        }
    }
}

/// An office beside a country.
struct Office {
    first: usize,
    end: usize,
    holders: Vec<ActorId>,
    is_former: bool,
}

/// `DEMONYM [former] OFFICE`.
fn behind(reading: &Reading<'_>, i: usize) -> Option<Office> {
    let draft = &reading.drafts[i];
    let segment = &reading.segments[draft.segment];
    let word = segment.lower(draft.end).filter(|_| segment.is_joined(draft.end))?;
    if OTHER.contains(&word.as_str()) {
        return None;
    }
    let is_former_inside = FORMER.contains(&word.as_str());
    let start = draft.end + usize::from(is_former_inside);
    let n = office_at(reading, segment, start)?;
    let before = draft.first.checked_sub(1).and_then(|at| segment.lower(at)).unwrap_or_default();
    let holders = reading.extractor.offices.holders(draft.actor, &phrase(segment, start, n), reading.date);
    let is_former = is_former_inside || FORMER.contains(&before.as_str());
    Some(Office { first: draft.first, end: start + n, holders, is_former })
}

/// `OFFICE of COUNTRY`.
fn before(reading: &Reading<'_>, i: usize) -> Option<Office> {
    let draft = &reading.drafts[i];
    let segment = &reading.segments[draft.segment];
    let of = draft.first.checked_sub(1)?;
    if segment.lower(of).as_deref() != Some("of") {
        return None;
    }
    let n =
        (1..=MAX_OFFICE_WORDS).rev().find(|n| of >= *n && office_at(reading, segment, of - n) == Some(*n))?;
    let first = of - n;
    let word = first.checked_sub(1).and_then(|at| segment.lower(at)).unwrap_or_default();
    if OTHER.contains(&word.as_str()) {
        return None;
    }
    let holders = reading.extractor.offices.holders(draft.actor, &phrase(segment, first, n), reading.date);
    Some(Office { first, end: draft.end, holders, is_former: FORMER.contains(&word.as_str()) })
}

/// Number of words of the longest office that begins at a word.
fn office_at(reading: &Reading<'_>, segment: &Segment<'_>, start: usize) -> Option<usize> {
    let fits = |n: &usize| {
        start + n <= segment.tokens.len()
            && (start + 1..start + n).all(|at| segment.is_joined(at))
            && reading.extractor.offices.is_office(&phrase(segment, start, *n))
    };
    (1..=MAX_OFFICE_WORDS).rev().find(fits)
}

fn phrase(segment: &Segment<'_>, start: usize, n: usize) -> String {
    (start..start + n).filter_map(|at| segment.lower(at)).collect::<Vec<_>>().join(" ")
}

/// Drafts the office and nests the country in it.
fn hold(reading: &mut Reading<'_>, i: usize, office: Office) {
    let Some(&first_holder) = office.holders.first() else { return };
    let not_counted = if office.is_former {
        Some(reason::FORMER)
    } else if is_followed_by_name(reading, reading.drafts[i].segment, office.end) {
        Some(reason::APPOSITION)
    } else {
        (office.holders.len() > 1).then_some(reason::AMBIGUOUS)
    };
    let outer = reading.drafts.len();
    let counts_inside = reading.extractor.options.nested_in_office && reading.drafts[i].is_counted();
    let segment = reading.drafts[i].segment;
    reading.drafts.push(Draft {
        segment,
        first: office.first,
        end: office.end,
        actor: first_holder,
        alias: reading.extractor.actors.get(first_holder).name.clone(),
        kind: MentionKind::Office,
        reading: As::Actor,
        rule: rules::OFFICE,
        candidates: if office.holders.len() > 1 { office.holders } else { Vec::new() },
        not_counted,
        head: None,
        outer: None,
        needs_context: false,
    });
    let inner = &mut reading.drafts[i];
    inner.outer = Some(outer);
    if !counts_inside {
        inner.not_counted = Some(reason::NESTED);
    }
}

/// Whether a name follows: then it is named, and the office only describes it.
fn is_followed_by_name(reading: &Reading<'_>, segment: usize, end: usize) -> bool {
    let words = &reading.segments[segment];
    let is_next = words.is_joined(end) && words.tokens.get(end).is_some_and(|token| token.starts_upper);
    let is_told_apart = !words.is_all_caps() || reading.drafts.iter().any(|draft| draft.covers(segment, end));
    is_next && is_told_apart
}
