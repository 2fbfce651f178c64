//! What one article brings to a tally, as events of a few integers.

use jiff::civil::Date;
use newsloom_corpus::{ActorId, Pair};
use newsloom_score::ActorContext;
use serde::{Deserialize, Serialize};

use crate::short_day;

/// An article that was read, as the tally sees it.
#[derive(Debug, Clone, Copy)]
pub struct CountedArticle<'a> {
    /// Index of its outlet.
    pub outlet: u32,
    /// Index of its language.
    pub language: u32,
    /// Index of its values in the columns that rows are grouped by.
    pub group: u32,
    /// Its day.
    pub date: Option<Date>,
    /// Characters of its text that are kept.
    pub n_chars_kept: u64,
    /// Whether it is set aside: it then shows in the coverage alone.
    pub is_set_aside: bool,
    /// What it stands for, if it is the representative of its cluster.
    pub cluster: Option<ClusterFacts>,
    /// Its contexts that name a counted actor.
    pub contexts: &'a [ActorContext],
    /// The actors named in those contexts with the number of counted mentions, sorted, each once.
    pub named: &'a [(ActorId, u32)],
    /// For each actor of `named` what it belongs to on the article's date, sorted.
    pub wholes: &'a [Vec<ActorId>],
}

/// What is known of a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClusterFacts {
    /// Day of its first publication.
    pub day: Option<Date>,
    /// All contexts of its representative, with or without actors.
    pub n_contexts: u64,
}

/// An article names an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ActorArticle {
    pub(crate) actor: ActorId,
    #[serde(with = "short_day")]
    pub(crate) day: Option<Date>,
    pub(crate) outlet: u32,
}

/// A representative names an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ActorCluster {
    pub(crate) actor: ActorId,
    #[serde(with = "short_day")]
    pub(crate) day: Option<Date>,
    pub(crate) outlet: u32,
    pub(crate) group: u32,
    pub(crate) n_contexts: u32,
    /// Contexts that it shares with an actor it is not affiliated with.
    pub(crate) n_shared: u32,
    pub(crate) n_mentions: u32,
}

/// An article has a joint context of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PairArticle {
    pub(crate) pair: Pair,
    #[serde(with = "short_day")]
    pub(crate) day: Option<Date>,
    pub(crate) outlet: u32,
}

/// A representative names both actors of a pair, in one context or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PairCluster {
    pub(crate) pair: Pair,
    #[serde(with = "short_day")]
    pub(crate) day: Option<Date>,
    pub(crate) group: u32,
    pub(crate) n_joint: u32,
    pub(crate) is_affiliated: bool,
    pub(crate) place: Placement,
}

/// How two actors stand in a representative that names both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Placement {
    /// Contexts that name the first.
    pub(crate) n_first: u32,
    /// Contexts that name the second.
    pub(crate) n_second: u32,
    /// All contexts.
    pub(crate) n_contexts: u32,
}

impl CountedArticle<'_> {
    /// The number of contexts that name each actor of `named`, in its order.
    pub(crate) fn contexts_by_actor(&self) -> Vec<u32> {
        let mut counts = vec![0; self.named.len()];
        for (actor, _) in self.contexts.iter().flat_map(|c| &c.actors) {
            if let Some(at) = self.place(*actor) {
                counts[at] += 1;
            }
        }
        counts
    }

    /// For each actor of `named` the contexts that it shares with one it is not affiliated with.
    pub(crate) fn shared_by_actor(&self) -> Vec<u32> {
        let mut counts = vec![0; self.named.len()];
        for context in self.contexts {
            let places: Vec<usize> = context.actors.iter().filter_map(|(a, _)| self.place(*a)).collect();
            for i in &places {
                let is_free = |j: &usize| i != j && !self.is_affiliated(*i, *j);
                counts[*i] += u32::from(places.iter().any(is_free));
            }
        }
        counts
    }

    fn place(&self, actor: ActorId) -> Option<usize> {
        self.named.binary_search_by_key(&actor, |(a, _)| *a).ok()
    }

    /// Whether one of two actors of `named` belongs to the other.
    pub(crate) fn is_affiliated(&self, i: usize, j: usize) -> bool {
        let is_part = |whole: &[ActorId], of: ActorId| whole.binary_search(&of).is_ok();
        is_part(&self.wholes[i], self.named[j].0) || is_part(&self.wholes[j], self.named[i].0)
    }

    /// Every pair in a context, once a context, sorted.
    pub(crate) fn joint_contexts(&self) -> Vec<Pair> {
        let mut pairs: Vec<Pair> = self.contexts.iter().flat_map(pairs_of).collect();
        pairs.sort_unstable();
        pairs
    }

    /// Every pair that the article names, sorted, as two places in `named`.
    pub(crate) fn present_pairs(&self) -> impl Iterator<Item = (Pair, [usize; 2])> {
        let n = self.named.len();
        (0..n)
            .flat_map(move |i| (i + 1..n).map(move |j| [i, j]))
            .filter_map(|[i, j]| Some((Pair::new(self.named[i].0, self.named[j].0)?, [i, j])))
    }
}

fn pairs_of(context: &ActorContext) -> impl Iterator<Item = Pair> {
    let actors = &context.actors;
    (0..actors.len())
        .flat_map(move |i| (i + 1..actors.len()).filter_map(move |j| Pair::new(actors[i].0, actors[j].0)))
}
