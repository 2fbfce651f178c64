use newsloom_corpus::{Pair, Week};

use crate::{
    coverage::Totals,
    event::{
        ActorArticle, ActorCluster, CountedArticle, CoveredArticle, CoveredCluster, PairArticle, PairCluster,
        Placement,
    },
    pair_tests::crowding_of,
    pairs::{PairTotal, pair_totals},
    period::{Grid, Period},
};

/// Counts of articles seen so far. Addition and merging commute, so neither the order of articles
/// nor their partition among threads changes a number.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tally {
    pub(crate) actor_articles: Vec<ActorArticle>,
    pub(crate) actor_clusters: Vec<ActorCluster>,
    pub(crate) pair_articles: Vec<PairArticle>,
    pub(crate) pair_clusters: Vec<PairCluster>,
    pub(crate) covered_articles: Vec<CoveredArticle>,
    pub(crate) covered_clusters: Vec<CoveredCluster>,
}

/// A tally with its events sorted and its totals known: tables are made from it.
#[derive(Debug)]
pub struct Finished {
    pub(crate) events: Tally,
    pub(crate) totals: Totals,
    /// The grid of weeks.
    pub(crate) weeks: Grid,
    /// Every pair that some representative names, sorted.
    pub(crate) pairs: Vec<PairTotal>,
    /// How much actors crowd into the same contexts, over all pairs.
    pub(crate) crowding: f64,
}

impl Tally {
    /// Takes an article in.
    pub fn add(&mut self, article: &CountedArticle<'_>) {
        let week = article.date.map(Week::of);
        self.covered_articles.push(CoveredArticle {
            week,
            outlet: article.outlet,
            language: article.language,
            day: article.date,
            is_set_aside: article.is_set_aside,
            n_chars: article.n_chars_kept,
        });
        if !article.is_set_aside {
            self.add_article(article, week);
            self.add_cluster(article);
        }
    }

    fn add_article(&mut self, article: &CountedArticle<'_>, week: Option<Week>) {
        let (outlet, day) = (article.outlet, article.date);
        let named = article.named.iter().map(|(actor, _)| ActorArticle { actor: *actor, week, outlet, day });
        self.actor_articles.extend(named);
        let mut pairs = article.joint_contexts();
        pairs.dedup();
        self.pair_articles.extend(pairs.into_iter().map(|pair| PairArticle { pair, week, outlet, day }));
    }

    fn add_cluster(&mut self, article: &CountedArticle<'_>) {
        let Some(cluster) = article.cluster else { return };
        let (day, week, group) = (cluster.day, cluster.day.map(Week::of), article.group);
        self.covered_clusters.push(CoveredCluster {
            week,
            day,
            group,
            outlet: article.outlet,
            language: article.language,
            n_contexts: cluster.n_contexts,
            n_contexts_with_actor: article.contexts.len() as u64,
            n_actors: count(article.named.len()),
        });
        let by_actor = article.contexts_by_actor();
        let named = article.named.iter().zip(by_actor.iter().zip(article.shared_by_actor()));
        self.actor_clusters.extend(named.map(|((actor, n_mentions), (n_contexts, n_shared))| ActorCluster {
            actor: *actor,
            week,
            day,
            outlet: article.outlet,
            group,
            n_contexts: *n_contexts,
            n_shared,
            n_mentions: *n_mentions,
        }));
        let joint = article.joint_contexts();
        let n_contexts = small(cluster.n_contexts);
        self.pair_clusters.extend(article.present_pairs().map(|(pair, [i, j])| PairCluster {
            pair,
            week,
            day,
            group,
            n_joint: n_equal(&joint, pair),
            is_affiliated: article.is_affiliated(i, j),
            place: Placement { n_first: by_actor[i], n_second: by_actor[j], n_contexts },
        }));
    }

    /// Takes everything that another tally has counted.
    pub fn merge(&mut self, other: Self) {
        self.actor_articles.extend(other.actor_articles);
        self.actor_clusters.extend(other.actor_clusters);
        self.pair_articles.extend(other.pair_articles);
        self.pair_clusters.extend(other.pair_clusters);
        self.covered_articles.extend(other.covered_articles);
        self.covered_clusters.extend(other.covered_clusters);
    }

    /// Sorts the events and sums up.
    pub fn finish(mut self) -> Finished {
        self.actor_articles.sort_unstable();
        self.actor_clusters.sort_unstable();
        self.pair_articles.sort_unstable();
        self.pair_clusters.sort_unstable();
        self.covered_articles.sort_unstable();
        self.covered_clusters.sort_unstable();
        let totals = Totals::of(&self);
        let pairs = pair_totals(&self.pair_clusters);
        let crowding = crowding_of(&pairs, &self.pair_clusters);
        let weeks = Grid::of(&self, Period::Week);
        Finished { events: self, totals, weeks, pairs, crowding }
    }
}

/// How often `pair` stands in a sorted list.
fn n_equal(sorted: &[Pair], pair: Pair) -> u32 {
    let start = sorted.partition_point(|p| *p < pair);
    count(sorted[start..].iter().take_while(|p| **p == pair).count())
}

fn count(n: usize) -> u32 {
    small(n as u64)
}

fn small(n: u64) -> u32 {
    u32::try_from(n).expect("fewer than 2^32 contexts in an article")
}
