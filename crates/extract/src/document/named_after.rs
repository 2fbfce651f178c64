//! Persons and organisations in the names of ships, airports, prizes and other people: who lands at
//! Julius Nyerere International Airport has not met Julius Nyerere.

use newsloom_corpus::ActorType;

use super::{Reading, draft::Draft, surnames::is_title};
use crate::{rules::reason, surname::PARTICLES, tokens::Segment};

/// Words behind the name of a person that make it the name of a thing, also in headlines.
const THINGS: &[&str] = &[
    "airport",
    "avenue",
    "boulevard",
    "bridge",
    "highway",
    "hospital",
    "mosque",
    "prize",
    "square",
    "stadium",
    "street",
    "university",
];
/// Words that may stand between: "International Airport", "Memorial Bridge".
const BETWEEN: &[&str] = &["international", "memorial", "peace", "state", "teaching"];
/// Words behind the name of an organisation that make it the name of a team, a contest, an arena.
const CONTESTS: &[&str] = &[
    "all",
    "arena",
    "bowl",
    "championship",
    "championships",
    "cup",
    "fc",
    "hawks",
    "industries",
    "invitational",
    "league",
    "marathon",
    "parliamentarians",
    "prix",
    "racing",
    "stadium",
    "trophy",
];
/// Words that may stand between: "World Cup", "Champions League".
const BETWEEN_CONTESTS: &[&str] = &["champions", "club", "golf", "grand", "national", "women", "world"];
/// Marks of warships before the name, as written.
const SHIPS: &[&str] = &["HMAS", "HMCS", "HMS", "INS", "USNS", "USS"];
/// Capitalised words behind a person's name that do not belong to it.
pub(super) const NOT_NAMES: &[&str] = &[
    "administration",
    "and",
    "era",
    "friday",
    "government",
    "monday",
    "opposition",
    "saturday",
    "sunday",
    "thursday",
    "tuesday",
    "wednesday",
];

/// Marks those whose name is part of another name.
pub(super) fn judge(reading: &mut Reading<'_>) {
    for i in 0..reading.drafts.len() {
        if is_in_another_name(reading, i) {
            reading.drafts[i].not_counted = Some(reason::PART_OF_NAME);
        }
    }
}

fn is_in_another_name(reading: &Reading<'_>, i: usize) -> bool {
    let draft = &reading.drafts[i];
    let segment = &reading.segments[draft.segment];
    if !draft.is_counted() {
        return false;
    }
    match reading.extractor.kind(draft.actor) {
        ActorType::Person => {
            is_ship(segment, draft)
                || is_before(segment, draft.end, (THINGS, BETWEEN))
                || is_namesake(segment, draft)
                || (!segment.is_title_case() && (goes_on(reading, draft) || has_begun(reading, draft)))
        }
        ActorType::Igo | ActorType::Organisation => {
            is_before(segment, draft.end, (CONTESTS, BETWEEN_CONTESTS))
        }
        _ => false,
    }
}

/// "USS Harry S. Truman".
fn is_ship(segment: &Segment<'_>, draft: &Draft) -> bool {
    let before = draft.first.checked_sub(1).filter(|_| segment.is_joined(draft.first));
    before.is_some_and(|at| SHIPS.contains(&segment.tokens[at].span.of(segment.text)))
}

/// "Julius Nyerere International Airport".
fn is_before(segment: &Segment<'_>, at: usize, (things, between): (&[&str], &[&str])) -> bool {
    let is = |at: usize, words: &[&str]| {
        segment.is_joined(at)
            && segment.tokens[at].starts_upper
            && segment.lower(at).is_some_and(|word| words.contains(&word.as_str()))
    };
    is(at, things) || (is(at, between) && is(at + 1, things))
}

/// "Leo XIII", "Donald Trump, Jr.": somebody else of that name.
fn is_namesake(segment: &Segment<'_>, draft: &Draft) -> bool {
    let Some(next) = segment.tokens.get(draft.end) else { return false };
    let between = &segment.text[segment.tokens[draft.end - 1].span.end()..next.span.start()];
    let word = next.span.of(segment.text);
    let is_numeral = word.len() > 1 && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'));
    match between {
        " " => is_numeral || matches!(word, "Jr" | "Sr"),
        ", " => matches!(word, "Jr" | "Sr"),
        _ => false,
    }
}

/// "Ismail Khan Achakzai": in running text another word of a name follows, which is none of this one's.
fn goes_on(reading: &Reading<'_>, draft: &Draft) -> bool {
    let segment = &reading.segments[draft.segment];
    let is_particle = |at: usize| segment.lower(at).is_some_and(|w| PARTICLES.contains(&w.as_str()));
    let at = draft.end + usize::from(segment.is_joined(draft.end) && is_particle(draft.end));
    let Some(token) = segment.tokens.get(at).filter(|_| is_spaced(segment, draft.end)) else { return false };
    let is_name = segment.is_joined(at) && token.starts_upper && token.has_lower;
    is_name
        && !segment.begins_sentence(at)
        && !reading.is_found(draft.segment, at)
        && segment.lower(at).is_some_and(|word| {
            !NOT_NAMES.contains(&word.as_str())
                && !is_title(&word)
                && !reading.extractor.offices.may_begin(token.hash)
                && !is_word_of(reading, draft, &word)
        })
}

/// "Ahmad Nawaf al-Sabah": in running text another given name stands before this one's.
fn has_begun(reading: &Reading<'_>, draft: &Draft) -> bool {
    let segment = &reading.segments[draft.segment];
    let Some(at) = draft.first.checked_sub(1).filter(|_| is_spaced(segment, draft.first)) else {
        return false;
    };
    let token = &segment.tokens[at];
    token.starts_upper
        && token.has_lower
        && !segment.begins_sentence(at)
        && !reading.is_found(draft.segment, at)
        && segment.lower(at).is_some_and(|word| {
            !is_title(&word)
                && reading.extractor.given.contains(&token.hash)
                && !is_word_of(reading, draft, &word)
        })
}

/// Whether nothing but one blank stands before a token.
fn is_spaced(segment: &Segment<'_>, at: usize) -> bool {
    segment
        .tokens
        .get(at)
        .filter(|_| at > 0)
        .is_some_and(|token| segment.text[segment.tokens[at - 1].span.end()..token.span.start()] == *" ")
}

/// Whether a word is part of some name of the person.
fn is_word_of(reading: &Reading<'_>, draft: &Draft, word: &str) -> bool {
    let names = reading.extractor.persons.get(&draft.actor);
    names.is_some_and(|names| {
        names.iter().any(|name| name.surname == word || name.given.iter().any(|given| given == word))
    })
}
