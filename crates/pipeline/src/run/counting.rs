//! From mentions and clusters to the tally.

use std::collections::{BTreeMap, BTreeSet};

use newsloom_aggregate::{ClusterFacts, CountedArticle, Finished, Names, Tally};
use newsloom_corpus::ActorId;
use newsloom_diagnostics::Diagnostic;
use newsloom_score::{ActorContext, Context, contexts, counted_actors, wholes};
use rayon::prelude::*;

use super::{corpus::Corpus, tallies::Tallies};
use crate::Plan;
use crate::map::story::Story;

/// The tally with what its indices stand for.
pub(super) struct Counted {
    pub(super) finished: Finished,
    pub(super) outlets: Vec<Option<String>>,
    pub(super) languages: Vec<String>,
    /// The combinations of values of the columns that rows are grouped by, sorted.
    pub(super) groups: Vec<Vec<String>>,
}

impl Counted {
    pub(super) fn names<'a>(&'a self, plan: &'a Plan) -> Names<'a> {
        Names {
            actors: &plan.dictionary.actors,
            outlets: &self.outlets,
            languages: &self.languages,
            group_columns: &plan.groups.columns,
            groups: &self.groups,
        }
    }
}

/// What articles are counted by: the numbers of outlets, languages and groups.
pub(super) struct Counter<'a> {
    plan: &'a Plan,
    outlets: BTreeMap<Option<&'a str>, u32>,
    languages: BTreeMap<&'a str, u32>,
    groups: BTreeMap<Vec<String>, u32>,
}

impl<'a> Counter<'a> {
    /// Numbers what is found in a corpus.
    ///
    /// # Errors
    /// R124, R125, as [`super::corpus::Walk::next_batch`].
    pub(super) fn new(corpus: &'a Corpus, plan: &'a Plan) -> Result<Self, Diagnostic> {
        Ok(Self {
            plan,
            outlets: corpus.outlets.iter().map(Option::as_deref).zip(0..).collect(),
            languages: corpus.languages.iter().map(|code| &**code).zip(0..).collect(),
            groups: groups(corpus, plan)?.into_iter().zip(0..).collect(),
        })
    }

    /// Takes a story in.
    pub(super) fn add(&self, tally: &mut Tally, story: &Story, reading: &Reading) {
        let named = named(story, reading, self.plan);
        let date = story.published.date;
        let wholes: Vec<Vec<ActorId>> =
            named.iter().map(|(a, _)| wholes(&self.plan.dictionary.actors, *a, date)).collect();
        tally.add(&CountedArticle {
            outlet: self.outlets[&story.outlet.as_deref()],
            language: self.languages[&*story.language.code],
            group: self.groups[&self.plan.groups.of(story.outlet.as_deref(), &story.kept)],
            date,
            n_chars_kept: story.n_chars_kept,
            is_set_aside: story.is_set_aside,
            cluster: cluster(story, self.plan),
            contexts: &reading.contexts,
            named: &named,
            wholes: &wholes,
        });
    }

    /// The tally with what its indices stand for.
    pub(super) fn finish(self, tallies: Tallies) -> Counted {
        Counted {
            finished: tallies.finish(),
            outlets: self.outlets.into_keys().map(|outlet| outlet.map(str::to_owned)).collect(),
            languages: self.languages.into_keys().map(str::to_owned).collect(),
            groups: self.groups.into_keys().collect(),
        }
    }
}

/// Tallies every article.
///
/// # Errors
/// R124, R125, as [`super::corpus::Walk::next_batch`].
pub(super) fn count(corpus: &Corpus, plan: &Plan) -> Result<Counted, Diagnostic> {
    let counter = Counter::new(corpus, plan)?;
    let (mut walk, mut tallies) = (corpus.walk(), Tallies::new(&corpus.scratch));
    loop {
        let stories = walk.next_batch()?;
        if stories.is_empty() {
            return Ok(counter.finish(tallies));
        }
        let parts = stories.par_iter().fold(Tally::default, |mut tally, story| {
            counter.add(&mut tally, story, &Reading::of(story, plan));
            tally
        });
        parts.collect::<Vec<_>>().into_iter().for_each(|part| tallies.take(part));
    }
}

/// Every combination of values of the columns that rows are grouped by, sorted.
fn groups(corpus: &Corpus, plan: &Plan) -> Result<BTreeSet<Vec<String>>, Diagnostic> {
    if plan.groups.columns.is_empty() {
        return Ok(BTreeSet::from([plan.groups.of(None, &[])]));
    }
    let (mut walk, mut groups) = (corpus.walk(), BTreeSet::new());
    loop {
        let stories = walk.next_batch()?;
        if stories.is_empty() {
            return Ok(groups);
        }
        groups.extend(stories.iter().map(|story| plan.groups.of(story.outlet.as_deref(), &story.kept)));
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
