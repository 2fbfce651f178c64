//! Names that several actors share, and names that mean something only in company.

use std::collections::{BTreeMap, BTreeSet};

use newsloom_corpus::{ActorId, MentionKind};

use super::{Reading, draft::Draft};
use crate::rules::reason;

/// What an article names clearly, and how often it names the countries of it.
#[derive(Default)]
struct Clear<'a> {
    actors: BTreeSet<ActorId>,
    /// What the actors belong to.
    parents: BTreeSet<ActorId>,
    countries: BTreeMap<&'a str, u32>,
}

impl<'a> Clear<'a> {
    fn of(reading: &Reading<'a>) -> Self {
        let is_clear_or_demonym = |d: &&Draft| {
            let counts = (d.is_counted() && !d.needs_context) || d.kind == MentionKind::Demonym;
            counts && d.candidates.is_empty()
        };
        let mut clear = Self::default();
        for draft in reading.drafts.iter().filter(is_clear_or_demonym) {
            if draft.is_counted() && clear.actors.insert(draft.actor) {
                clear.parents.extend(reading.extractor.actors.parents(draft.actor, reading.date));
            }
            if let Some(country) = country(reading, draft.actor) {
                *clear.countries.entry(country).or_default() += 1;
            }
        }
        clear
    }

    /// Whether the article clearly names the actor, something that belongs to it, or what it belongs to.
    fn is_related(&self, reading: &Reading<'_>, actor: ActorId) -> bool {
        let actors = &reading.extractor.actors;
        self.actors.contains(&actor)
            || self.parents.contains(&actor)
            || actors.parents(actor, reading.date).any(|parent| self.actors.contains(&parent))
    }

    /// How often the article names the country of an actor, or somebody of it.
    fn n_of_country(&self, reading: &Reading<'_>, actor: ActorId) -> u32 {
        country(reading, actor).and_then(|country| self.countries.get(country)).copied().unwrap_or(0)
    }
}

fn country<'a>(reading: &Reading<'a>, actor: ActorId) -> Option<&'a str> {
    reading.extractor.actors.get(actor).country.as_deref()
}

/// Settles shared names by what else the article names clearly; the rest stays ambiguous.
pub(super) fn resolve(reading: &mut Reading<'_>) {
    let is_open = |d: &Draft| d.is_counted() && d.kind != MentionKind::Metonym;
    let open = |d: &Draft| is_open(d) && (d.needs_context || !d.candidates.is_empty());
    if !reading.drafts.iter().any(open) {
        return;
    }
    let clear = Clear::of(reading);
    for i in 0..reading.drafts.len() {
        if open(&reading.drafts[i]) {
            settle(reading, i, &clear);
        }
    }
}

fn settle(reading: &mut Reading<'_>, i: usize, clear: &Clear<'_>) {
    let draft = &reading.drafts[i];
    if draft.candidates.is_empty() {
        let actor = draft.actor;
        let is_known = clear.is_related(reading, actor) || clear.n_of_country(reading, actor) > 0;
        if !is_known {
            reading.drafts[i].not_counted = Some(reason::NEEDS_CONTEXT);
        }
        return;
    }
    let chosen = only_related(reading, &draft.candidates, clear)
        .or_else(|| {
            most_named(reading, &draft.candidates, clear)
                .filter(|actor| is_at_home(reading, draft, *actor, clear))
        })
        .or(draft.alone);
    let draft = &mut reading.drafts[i];
    match chosen {
        Some(actor) => draft.actor = actor,
        // "The Senate" of nobody in the article has as many candidates as there are senates.
        None if draft.needs_context => {
            draft.candidates.truncate(MAX_CANDIDATES);
            draft.not_counted = Some(reason::NEEDS_CONTEXT);
        }
        None => draft.not_counted = Some(reason::AMBIGUOUS),
    }
}

/// Whether no country is named more often than that of the actor, if the name is one that many states
/// have: of those that the dictionary lacks, none may be meant.
fn is_at_home(reading: &Reading<'_>, draft: &Draft, actor: ActorId, clear: &Clear<'_>) -> bool {
    let is_shared = draft.needs_context || draft.alone.is_some();
    let most = clear.countries.values().max().copied().unwrap_or(0);
    !is_shared || clear.n_of_country(reading, actor) >= most
}

/// Candidates that are kept of a name that says nothing alone.
const MAX_CANDIDATES: usize = 10;

/// The only candidate that the article names in another way.
fn only_related(reading: &Reading<'_>, candidates: &[ActorId], clear: &Clear<'_>) -> Option<ActorId> {
    let mut related = candidates.iter().copied().filter(|actor| clear.is_related(reading, *actor));
    related.next().filter(|_| related.next().is_none())
}

/// The candidate whose country the article names at least twice as often as that of any other.
fn most_named(reading: &Reading<'_>, candidates: &[ActorId], clear: &Clear<'_>) -> Option<ActorId> {
    let mut counted: Vec<(u32, ActorId)> =
        candidates.iter().map(|actor| (clear.n_of_country(reading, *actor), *actor)).collect();
    counted.sort_unstable_by_key(|(n, actor)| (std::cmp::Reverse(*n), *actor));
    let (most, next) = (counted[0].0, counted.get(1).map_or(0, |(n, _)| *n));
    (most > 0 && most >= 2 * next).then_some(counted[0].1)
}
