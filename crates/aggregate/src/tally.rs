use newsloom_corpus::Pair;
use serde::{Deserialize, Serialize};

use crate::{
    actors::{ActorTotal, actor_totals},
    coverage::{Coverage, Totals},
    event::{ActorArticle, ActorCluster, CountedArticle, PairArticle, PairCluster, Placement},
    pair_tests::crowding_of,
    pairs::PairTotal,
    period::{Grid, Period},
    sorted::SortedEvents,
};

/// Counts of articles seen so far. Addition and merging commute, so neither the order of articles
/// nor their partition among threads, or machines, changes a number.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Tally {
    /// What was read.
    pub coverage: Coverage,
    /// Articles that name an actor, in no order.
    pub actor_articles: Vec<ActorArticle>,
    /// Representatives that name an actor.
    pub actor_clusters: Vec<ActorCluster>,
    /// Articles with a joint context of a pair.
    pub pair_articles: Vec<PairArticle>,
    /// Representatives that name both actors of a pair.
    pub pair_clusters: Vec<PairCluster>,
}

/// New numbers, each at the place of the old one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Of outlets.
    pub outlets: Vec<u32>,
    /// Of languages.
    pub languages: Vec<u32>,
    /// Of groups.
    pub groups: Vec<u32>,
}

/// A tally with its events sorted and its totals known: tables are made from it.
#[derive(Debug)]
pub struct Finished {
    pub(crate) coverage: Coverage,
    pub(crate) events: SortedEvents,
    pub(crate) totals: Totals,
    /// The grid of weeks.
    pub(crate) weeks: Grid,
    /// The totals of every actor by its index, as far as one is named.
    pub(crate) actors: Vec<ActorTotal>,
    /// Every pair that some representative names, sorted.
    pub(crate) pairs: Vec<PairTotal>,
    /// How much actors crowd into the same contexts, over all pairs.
    pub(crate) crowding: f64,
}

impl Tally {
    /// Takes an article in.
    pub fn add(&mut self, article: &CountedArticle<'_>) {
        self.coverage.add_article(article);
        if !article.is_set_aside {
            self.add_article(article);
            self.add_cluster(article);
        }
    }

    fn add_article(&mut self, article: &CountedArticle<'_>) {
        let (outlet, day) = (article.outlet, article.date);
        let named = article.named.iter().map(|(actor, _)| ActorArticle { actor: *actor, day, outlet });
        self.actor_articles.extend(named);
        let mut pairs = article.joint_contexts();
        pairs.dedup();
        self.pair_articles.extend(pairs.into_iter().map(|pair| PairArticle { pair, day, outlet }));
    }

    fn add_cluster(&mut self, article: &CountedArticle<'_>) {
        let Some(cluster) = article.cluster else { return };
        let (day, group) = (cluster.day, article.group);
        self.coverage.add_cluster(article, cluster);
        let by_actor = article.contexts_by_actor();
        let named = article.named.iter().zip(by_actor.iter().zip(article.shared_by_actor()));
        self.actor_clusters.extend(named.map(|((actor, n_mentions), (n_contexts, n_shared))| ActorCluster {
            actor: *actor,
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
            day,
            group,
            n_joint: n_equal(&joint, pair),
            is_affiliated: article.is_affiliated(i, j),
            place: Placement { n_first: by_actor[i], n_second: by_actor[j], n_contexts },
        }));
    }

    /// Takes everything that another tally has counted.
    pub fn merge(&mut self, other: Self) {
        self.coverage.merge(other.coverage);
        self.actor_articles.extend(other.actor_articles);
        self.actor_clusters.extend(other.actor_clusters);
        self.pair_articles.extend(other.pair_articles);
        self.pair_clusters.extend(other.pair_clusters);
    }

    /// Gives outlets, languages and groups other numbers: those that stand at their old ones. What was
    /// tallied with numbers of its own can then be merged with what was tallied elsewhere.
    ///
    /// ```
    /// use newsloom_aggregate::{CountedArticle, Numbers, Tally};
    /// let article = |outlet| CountedArticle {
    ///     outlet, language: 0, group: 0, date: None, n_chars_kept: 9, is_set_aside: false, cluster: None,
    ///     contexts: &[], named: &[], wholes: &[],
    /// };
    /// let (mut here, mut there) = (Tally::default(), Tally::default());
    /// here.add(&article(0));
    /// here.renumber(&Numbers { outlets: vec![7], languages: vec![0], groups: vec![0] });
    /// there.add(&article(7));
    /// assert_eq!(here, there);
    /// ```
    ///
    /// # Panics
    /// If there is no new number for an old one.
    pub fn renumber(&mut self, numbers: &Numbers) {
        self.coverage = std::mem::take(&mut self.coverage).renumbered(numbers);
        let outlet = |old: &mut u32| *old = numbers.outlets[*old as usize];
        let group = |old: &mut u32| *old = numbers.groups[*old as usize];
        self.actor_articles.iter_mut().for_each(|event| outlet(&mut event.outlet));
        self.pair_articles.iter_mut().for_each(|event| outlet(&mut event.outlet));
        self.pair_clusters.iter_mut().for_each(|event| group(&mut event.group));
        for event in &mut self.actor_clusters {
            outlet(&mut event.outlet);
            group(&mut event.group);
        }
    }

    /// Sorts the events in memory and sums up.
    pub fn finish(mut self) -> Finished {
        self.actor_articles.sort_unstable();
        self.actor_clusters.sort_unstable();
        self.pair_articles.sort_unstable();
        self.pair_clusters.sort_unstable();
        let events = SortedEvents {
            actor_articles: Box::new(self.actor_articles),
            actor_clusters: Box::new(self.actor_clusters),
            pair_articles: Box::new(self.pair_articles),
            pair_clusters: Box::new(self.pair_clusters),
        };
        Finished::new(self.coverage, events)
    }
}

impl Finished {
    /// Sums up events that were sorted elsewhere.
    pub fn new(coverage: Coverage, events: SortedEvents) -> Self {
        let totals = Totals::of(&coverage);
        let weeks = Grid::of(&coverage, Period::Week);
        let actors = actor_totals(&events);
        let pairs: Vec<PairTotal> = events.by_pair().map(|pair| PairTotal::of(&pair.clusters)).collect();
        let crowding = crowding_of(&pairs, &events);
        Self { coverage, events, totals, weeks, actors, pairs, crowding }
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
