//! From mentions and clusters to the tally.

use std::collections::BTreeMap;

use newsloom_aggregate::{ClusterFacts, CountedArticle, Finished, Names, Tally};
use newsloom_corpus::ActorId;
use newsloom_diagnostics::Diagnostic;
use newsloom_score::{ActorContext, Context, contexts, counted_actors, wholes};
use rayon::prelude::*;

use super::{corpus::Corpus, labels::Labels, tallies::Tallies};
use crate::Plan;
use crate::map::story::Story;

/// The tally with what its numbers stand for.
pub(super) struct Counted {
    pub(super) finished: Finished,
    pub(super) labels: Labels,
}

impl Counted {
    pub(super) fn names<'a>(&'a self, plan: &'a Plan) -> Names<'a> {
        Names {
            actors: &plan.dictionary.actors,
            outlets: &self.labels.outlets,
            languages: &self.labels.languages,
            group_columns: &plan.groups.columns,
            groups: &self.labels.groups,
        }
    }
}

/// Takes a story in, whose outlet, language and group have these numbers.
pub(super) fn add(
    tally: &mut Tally,
    (story, reading): (&Story, &Reading),
    (plan, [outlet, language, group]): (&Plan, [u32; 3]),
) {
    let named = named(story, reading, plan);
    let date = story.published.date;
    let wholes: Vec<Vec<ActorId>> =
        named.iter().map(|(a, _)| wholes(&plan.dictionary.actors, *a, date)).collect();
    tally.add(&CountedArticle {
        outlet,
        language,
        group,
        date,
        n_chars_kept: story.n_chars_kept,
        is_set_aside: story.is_set_aside,
        cluster: cluster(story, plan),
        contexts: &reading.contexts,
        named: &named,
        wholes: &wholes,
    });
}

/// Tallies every article.
///
/// # Errors
/// R124, R125, as [`super::corpus::Walk::next_batch`].
pub(super) fn count(corpus: &Corpus, plan: &Plan) -> Result<Counted, Diagnostic> {
    let labels = Labels::of_corpus(corpus, plan)?;
    let (mut walk, mut tallies) = (corpus.walk(), Tallies::new(&corpus.scratch));
    loop {
        let stories = walk.next_batch()?;
        if stories.is_empty() {
            return Ok(Counted { finished: tallies.finish(), labels });
        }
        let parts = stories.par_iter().fold(Tally::default, |mut tally, story| {
            let numbers = labels.of_story(story, plan);
            add(&mut tally, (story, &Reading::of(story, plan)), (plan, numbers));
            tally
        });
        parts.collect::<Vec<_>>().into_iter().for_each(|part| tallies.take(part));
    }
}

/// What an article stands for, if it stands for a cluster (or for itself, where articles count).
fn cluster(story: &Story, plan: &Plan) -> Option<ClusterFacts> {
    let n_contexts = n_contexts(story, plan);
    if story.is_set_aside {
        None
    } else if plan.counts_articles {
        Some(ClusterFacts { day: story.published.date, n_contexts })
    } else {
        let of_representative = story.cluster.filter(|_| story.is_representative());
        of_representative.map(|cluster| ClusterFacts { day: cluster.first_day, n_contexts })
    }
}

/// What an article is counted by.
pub(super) struct Reading {
    pub(super) counted: Vec<Option<ActorId>>,
    pub(super) contexts: Vec<ActorContext>,
}

impl Reading {
    pub(super) fn of(story: &Story, plan: &Plan) -> Self {
        let counted =
            counted_actors(&plan.dictionary.actors, &story.mentions, plan.level, story.published.date);
        let contexts = contexts(&story.mentions, &counted, plan.context);
        Self { counted, contexts }
    }
}

/// All contexts of an article, with or without actors.
fn n_contexts(story: &Story, plan: &Plan) -> u64 {
    let has_body = story.n_sentences > 0;
    let has_title = plan.context.title && !story.title.trim().is_empty();
    match plan.context.context {
        Context::Sentence => u64::from(story.n_sentences) + u64::from(has_title),
        Context::Paragraph => u64::from(story.n_paragraphs) + u64::from(has_title),
        Context::Article => u64::from(has_body || has_title),
    }
}

/// The actors of the contexts with their counted mentions, sorted.
fn named(story: &Story, reading: &Reading, plan: &Plan) -> Vec<(ActorId, u32)> {
    let mut counts: BTreeMap<ActorId, u32> = BTreeMap::new();
    for (mention, actor) in story.mentions.iter().zip(&reading.counted) {
        let is_title = mention.field == newsloom_corpus::Field::Title;
        let is_in_context = if is_title { plan.context.title } else { !mention.in_heading };
        if let Some(actor) = actor.filter(|_| is_in_context) {
            *counts.entry(actor).or_default() += 1;
        }
    }
    counts.into_iter().collect()
}
