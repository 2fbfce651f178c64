//! Persons in the names of ships, airports and prizes: who lands at Julius Nyerere International Airport
//! has not met Julius Nyerere.

use newsloom_corpus::ActorType;

use super::{Reading, draft::Draft};
use crate::{rules::reason, tokens::Segment};

/// Words behind the name that make it the name of a thing.
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
/// Marks of warships before the name, as written.
const SHIPS: &[&str] = &["HMAS", "HMCS", "HMS", "INS", "USNS", "USS"];

/// Marks persons whose name is part of the name of a thing.
pub(super) fn judge(reading: &mut Reading<'_>) {
    for draft in &mut reading.drafts {
        let segment = &reading.segments[draft.segment];
        if draft.is_counted()
            && reading.extractor.kind(draft.actor) == ActorType::Person
            && (is_ship(segment, draft) || is_thing(segment, draft))
        {
            draft.not_counted = Some(reason::PART_OF_NAME);
        }
    }
}

/// "USS Harry S. Truman".
fn is_ship(segment: &Segment<'_>, draft: &Draft) -> bool {
    let before = draft.first.checked_sub(1).filter(|_| segment.is_joined(draft.first));
    before.is_some_and(|at| SHIPS.contains(&segment.tokens[at].span.of(segment.text)))
}

/// "Julius Nyerere International Airport".
fn is_thing(segment: &Segment<'_>, draft: &Draft) -> bool {
    let is = |at: usize, words: &[&str]| {
        segment.is_joined(at)
            && segment.tokens[at].starts_upper
            && segment.lower(at).is_some_and(|word| words.contains(&word.as_str()))
    };
    is(draft.end, THINGS) || (is(draft.end, BETWEEN) && is(draft.end + 1, THINGS))
}
