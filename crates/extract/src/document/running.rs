//! Names that are words as well: "Apple sued" is the company, "Apple pie" is none.

use std::collections::BTreeSet;

use newsloom_corpus::ActorId;

use super::{Reading, draft::Draft};
use crate::{rules::reason, tokens::Segment};

/// Words behind a name that only somebody's name stands before.
const BEHIND: &[&str] = &[
    "accuses",
    "agrees",
    "and",
    "announced",
    "announces",
    "asks",
    "beats",
    "buys",
    "ceo",
    "chief",
    "could",
    "cuts",
    "delays",
    "denies",
    "employees",
    "executives",
    "faces",
    "fined",
    "fires",
    "has",
    "hires",
    "investors",
    "is",
    "just",
    "launches",
    "may",
    "might",
    "must",
    "offers",
    "owner",
    "plans",
    "pulls",
    "puts",
    "raises",
    "releases",
    "removes",
    "reportedly",
    "reports",
    "reveals",
    "said",
    "says",
    "sells",
    "shares",
    "should",
    "stock",
    "sued",
    "sues",
    "tells",
    "to",
    "unveils",
    "users",
    "wants",
    "warns",
    "was",
    "will",
    "wins",
    "workers",
    "would",
];

/// Marks such names where the capital says nothing, unless the article has the actor elsewhere.
pub(super) fn judge(reading: &mut Reading<'_>) {
    if !reading.drafts.iter().any(|draft| draft.is_word) {
        return;
    }
    let tells = |draft: &Draft| !draft.is_word || is_told(&reading.segments[draft.segment], draft);
    let clear = reading.drafts.iter().filter(|draft| draft.is_counted() && tells(draft));
    let clear: BTreeSet<ActorId> = clear.map(|draft| draft.actor).collect();
    for draft in &mut reading.drafts {
        if draft.is_word && draft.is_counted() && !clear.contains(&draft.actor) {
            draft.not_counted = Some(reason::NEEDS_CONTEXT);
        }
    }
}

/// Whether the capital, or what follows, says that it is a name.
fn is_told(segment: &Segment<'_>, draft: &Draft) -> bool {
    let next = segment.lower(draft.end).unwrap_or_default();
    let is_possessive = next == "s" && segment.tokens[draft.end].join == b'\'';
    let is_inside =
        !segment.begins_sentence(draft.first) && !segment.is_title_case() && !segment.is_all_caps();
    is_inside || is_possessive || (segment.is_joined(draft.end) && BEHIND.contains(&next.as_str()))
}
