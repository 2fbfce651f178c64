//! Offices: "the Turkish president" is whoever holds the office on the article's date.

use std::collections::{BTreeMap, BTreeSet};

use newsloom_corpus::{ActorId, ActorType, MentionKind, Reading as As};

use super::{Reading, draft::Draft, then};
use crate::{
    offices::{MAX_OFFICE_WORDS, canonical},
    rules::{self, reason},
    tokens::Segment,
};

/// Words before an office that take it from its holder.
pub(crate) const FORMER: &[&str] = &["former", "ex", "late", "onetime", "then"];
/// Words before an office that name another office.
const OTHER: &[&str] = &["deputy", "vice", "acting", "interim", "designate"];

/// Finds offices beside the countries, demonyms and organisations found so far.
pub(super) fn find(reading: &mut Reading<'_>) {
    let lessons = lessons(reading);
    for i in 0..reading.drafts.len() {
        if !has_offices(reading, &reading.drafts[i]) {
            continue;
        }
        let found = behind(reading, i, &lessons).or_else(|| before(reading, i, &lessons));
        if let Some(found) = found {
            hold(reading, i, found);
        }
    }
}

/// Whether offices can be of what is named: a country, clearly, or an organisation.
fn has_offices(reading: &Reading<'_>, draft: &Draft) -> bool {
    let kind = reading.extractor.kind(draft.actor);
    let is_person_or_place =
        matches!(kind, ActorType::Person | ActorType::City | ActorType::Media | ActorType::Government);
    let is_clear = draft.is_counted() || draft.kind == MentionKind::Demonym;
    draft.outer.is_none() && !is_person_or_place && is_clear
}

/// What the article itself says about who holds an office: "Turkish Foreign Minister Mevlüt Çavuşoğlu".
type Lessons = BTreeMap<(ActorId, String), BTreeSet<ActorId>>;

fn lessons(reading: &Reading<'_>) -> Lessons {
    let mut lessons = Lessons::new();
    let persons = persons(reading);
    if persons.is_empty() {
        return lessons;
    }
    for draft in reading.drafts.iter().filter(|draft| has_offices(reading, draft)) {
        let segment = &reading.segments[draft.segment];
        let Some((start, n, false)) = office_behind(reading, draft) else { continue };
        let named = persons.get(&(draft.segment, start + n)).filter(|_| segment.is_joined(start + n));
        if let Some(person) = named.filter(|d| d.candidates.is_empty()) {
            let office = canonical(&phrase(segment, start, n));
            lessons.entry((draft.actor, office)).or_default().insert(person.actor);
        }
    }
    lessons
}

/// The first draft of a person at each segment and word.
fn persons<'a>(reading: &'a Reading<'_>) -> BTreeMap<(usize, usize), &'a Draft> {
    let mut persons = BTreeMap::new();
    for draft in reading.drafts.iter().filter(|d| reading.extractor.kind(d.actor) == ActorType::Person) {
        persons.entry((draft.segment, draft.first)).or_insert(draft);
    }
    persons
}

/// Who holds an office: whom the article names in it, else who holds it on the article's date; where
/// the text speaks of a past year in which today's holder did not hold it, who then did.
fn holders(reading: &Reading<'_>, draft: &Draft, phrase: &str, lessons: &Lessons) -> Vec<ActorId> {
    let offices = &reading.extractor.offices;
    let now: Vec<ActorId> = match lessons.get(&(draft.actor, canonical(phrase))) {
        Some(taught) => taught.iter().copied().collect(),
        None => offices.holders(draft.actor, phrase, reading.date),
    };
    let Some(year) = then::past_year(reading, (draft.segment, draft.first)) else { return now };
    let mut then = then::days(year).map(|day| offices.holders(draft.actor, phrase, Some(day))).concat();
    then.sort_unstable();
    then.dedup();
    if now.iter().any(|holder| then.contains(holder)) { now } else { then }
}

/// An office beside a country.
struct Office {
    first: usize,
    end: usize,
    holders: Vec<ActorId>,
    is_former: bool,
}

/// `DEMONYM [former] OFFICE`, `COUNTRY's [former] OFFICE`, `ORGANISATION['s] OFFICE`.
fn behind(reading: &Reading<'_>, i: usize, lessons: &Lessons) -> Option<Office> {
    let draft = &reading.drafts[i];
    let segment = &reading.segments[draft.segment];
    let (start, n, is_former_inside) = office_behind(reading, draft)?;
    let before = draft.first.checked_sub(1).and_then(|at| segment.lower(at)).unwrap_or_default();
    let holders = holders(reading, draft, &phrase(segment, start, n), lessons);
    let is_former = is_former_inside || FORMER.contains(&before.as_str());
    Some(Office { first: draft.first, end: start + n, holders, is_former })
}

/// The first word and the number of words of an office behind a draft, and whether it is a former one.
fn office_behind(reading: &Reading<'_>, draft: &Draft) -> Option<(usize, usize, bool)> {
    let segment = &reading.segments[draft.segment];
    let is_possessive = segment.tokens.get(draft.end).is_some_and(|token| token.join == b'\'')
        && segment.lower(draft.end).as_deref() == Some("s");
    let is_name_of_country =
        draft.kind != MentionKind::Demonym && reading.extractor.kind(draft.actor) == ActorType::Country;
    if is_name_of_country && !is_possessive && draft.kind != MentionKind::Acronym {
        return None;
    }
    let at = draft.end + usize::from(is_possessive);
    // The full stop of "U.N." stands between it and the office.
    let is_dotted =
        draft.alias.ends_with('.') && segment.tokens.get(at).is_some_and(|token| token.join == b'.');
    let is_next = is_dotted || segment.is_joined(at);
    if !is_next || !reading.extractor.offices.may_begin(segment.tokens[at].hash) {
        return None;
    }
    // "Vice president" is an office of its own; "acting president" is none.
    let is_former = segment.lower(at).is_some_and(|word| FORMER.contains(&word.as_str()));
    let start = at + usize::from(is_former);
    Some((start, office_at(reading, segment, start)?, is_former))
}

/// `OFFICE of [the] COUNTRY` or `OFFICE of [the] ORGANISATION`.
fn before(reading: &Reading<'_>, i: usize, lessons: &Lessons) -> Option<Office> {
    let draft = &reading.drafts[i];
    if draft.kind == MentionKind::Demonym {
        return None;
    }
    let segment = &reading.segments[draft.segment];
    let word = |at: usize| segment.lower(at);
    let has_article = draft.first > 0 && word(draft.first - 1).as_deref() == Some("the");
    let of = draft.first.checked_sub(1 + usize::from(has_article))?;
    if word(of).as_deref() != Some("of") {
        return None;
    }
    let n =
        (1..=MAX_OFFICE_WORDS).rev().find(|n| of >= *n && office_at(reading, segment, of - n) == Some(*n))?;
    let first = of - n;
    let word = first.checked_sub(1).and_then(word).unwrap_or_default();
    if OTHER.contains(&word.as_str()) {
        return None;
    }
    let holders = holders(reading, draft, &phrase(segment, first, n), lessons);
    Some(Office { first, end: draft.end, holders, is_former: FORMER.contains(&word.as_str()) })
}

/// Number of words of the longest office that begins at a word.
fn office_at(reading: &Reading<'_>, segment: &Segment<'_>, start: usize) -> Option<usize> {
    let first = segment.tokens.get(start)?;
    if !reading.extractor.offices.may_begin(first.hash) {
        return None;
    }
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
    reading.push(Draft {
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
        alone: None,
        needs_context: false,
        is_word: false,
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
    let is_told_apart = !words.is_all_caps() || reading.is_found(segment, end);
    is_next && is_told_apart
}
