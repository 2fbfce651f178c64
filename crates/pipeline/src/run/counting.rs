//! From mentions and clusters to the tally.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use newsloom_aggregate::{ClusterFacts, CountedArticle, Finished, Names, Tally};
use newsloom_corpus::ActorId;
use newsloom_score::{ActorContext, Context, contexts, counted_actors, wholes};
use rayon::prelude::*;

use super::corpus::Corpus;
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

/// Tallies every article.
pub(super) fn count(corpus: &Corpus, plan: &Plan) -> Counted {
    let outlets: BTreeSet<&Option<String>> = corpus.stories.iter().map(|s| &s.outlet).collect();
    let languages: BTreeSet<&str> = corpus.stories.iter().map(|s| &*s.language.code).collect();
    let values: Vec<Vec<String>> =
        corpus.stories.iter().map(|s| plan.groups.of(s.outlet.as_deref(), &s.kept)).collect();
    let groups: BTreeSet<&Vec<String>> = values.iter().collect();
    let numbers = index(&groups);
    let of_stories = values.iter().map(|values| numbers[values]).collect();
    let counter = Counter {
        corpus,
        plan,
        outlets: index(&outlets),
        languages: index(&languages),
        groups: of_stories,
        first_days: first_days(corpus),
    };
    let tally = (0..corpus.stories.len())
        .into_par_iter()
        .fold(Tally::default, |mut tally, i| {
            counter.add(&mut tally, i);
            tally
        })
        .reduce(Tally::default, |mut one, other| {
            one.merge(other);
            one
        });
    Counted {
        finished: tally.finish(),
        outlets: outlets.into_iter().cloned().collect(),
        languages: languages.into_iter().map(str::to_owned).collect(),
        groups: groups.into_iter().cloned().collect(),
    }
}

fn index<T: Ord + Copy>(sorted: &BTreeSet<T>) -> BTreeMap<T, u32> {
    sorted.iter().copied().zip(0..).collect()
}

/// For each representative the first day of its cluster.
fn first_days(corpus: &Corpus) -> BTreeMap<usize, Date> {
    let mut first: BTreeMap<usize, Date> = BTreeMap::new();
    for story in &corpus.stories {
        if let (Some(cluster), Some(day)) = (story.cluster, story.published.date) {
            first.entry(cluster.representative).and_modify(|d| *d = day.min(*d)).or_insert(day);
        }
    }
    first
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

struct Counter<'a> {
    corpus: &'a Corpus,
    plan: &'a Plan,
    outlets: BTreeMap<&'a Option<String>, u32>,
    languages: BTreeMap<&'a str, u32>,
    /// For each story the index of its values.
    groups: Vec<u32>,
    first_days: BTreeMap<usize, Date>,
}

impl Counter<'_> {
    fn add(&self, tally: &mut Tally, i: usize) {
        let story = &self.corpus.stories[i];
        let reading = Reading::of(story, self.plan);
        let named = named(story, &reading, self.plan);
        let date = story.published.date;
        let wholes: Vec<Vec<ActorId>> =
            named.iter().map(|(a, _)| wholes(&self.plan.dictionary.actors, *a, date)).collect();
        tally.add(&CountedArticle {
            outlet: self.outlets[&story.outlet],
            language: self.languages[&*story.language.code],
            group: self.groups[i],
            date,
            n_chars_kept: story.n_chars_kept,
            is_set_aside: story.is_set_aside,
            cluster: self.cluster(i),
            contexts: &reading.contexts,
            named: &named,
            wholes: &wholes,
        });
    }

    /// What an article stands for, if it stands for a cluster (or for itself, where articles count).
    fn cluster(&self, i: usize) -> Option<ClusterFacts> {
        let story = &self.corpus.stories[i];
        let n_contexts = n_contexts(story, self.plan);
        if story.is_set_aside {
            None
        } else if self.plan.counts_articles {
            Some(ClusterFacts { day: story.published.date, n_contexts })
        } else {
            let day = self.first_days.get(&i).copied();
            story.is_representative().then_some(ClusterFacts { day, n_contexts })
        }
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
