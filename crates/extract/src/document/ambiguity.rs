//! Names that several actors share, and names that mean something only in company.

use std::collections::BTreeSet;

use newsloom_corpus::{ActorId, MentionKind};

use super::Reading;
use crate::rules::reason;

/// Settles shared names by what else the article names clearly; the rest stays ambiguous.
pub(super) fn resolve(reading: &mut Reading<'_>) {
    let clear: BTreeSet<ActorId> = reading
        .drafts
        .iter()
        .filter(|draft| draft.is_counted() && draft.candidates.is_empty() && !draft.needs_context)
        .map(|draft| draft.actor)
        .collect();
    for i in 0..reading.drafts.len() {
        if reading.drafts[i].is_counted() && reading.drafts[i].kind != MentionKind::Metonym {
            settle(reading, i, &clear);
        }
    }
}

fn settle(reading: &mut Reading<'_>, i: usize, clear: &BTreeSet<ActorId>) {
    let related = |actor: ActorId| is_related(reading, actor, clear);
    let draft = &reading.drafts[i];
    if draft.candidates.is_empty() {
        if draft.needs_context && !related(draft.actor) {
            reading.drafts[i].not_counted = Some(reason::NEEDS_CONTEXT);
        }
        return;
    }
    let named: Vec<ActorId> = draft.candidates.iter().copied().filter(|actor| related(*actor)).collect();
    let draft = &mut reading.drafts[i];
    match named[..] {
        [only] => draft.actor = only,
        _ => draft.not_counted = Some(reason::AMBIGUOUS),
    }
}

/// Whether the article clearly names the actor, something that belongs to it, what it belongs to, or
/// its country or somebody of it.
fn is_related(reading: &Reading<'_>, actor: ActorId, clear: &BTreeSet<ActorId>) -> bool {
    let actors = &reading.extractor.actors;
    clear.contains(&actor)
        || clear.iter().any(|other| actors.parents(*other, reading.date).any(|parent| parent == actor))
        || actors.parents(actor, reading.date).any(|parent| clear.contains(&parent))
        || is_of_a_named_country(reading, actor, clear)
}

fn is_of_a_named_country(reading: &Reading<'_>, actor: ActorId, clear: &BTreeSet<ActorId>) -> bool {
    let country = |actor: ActorId| reading.extractor.actors.get(actor).country.as_deref();
    let of = country(actor);
    of.is_some() && clear.iter().any(|other| country(*other) == of)
}
