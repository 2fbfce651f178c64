//! A tally whose events do not fit in memory.

use std::{fmt, sync::Arc};

use newsloom_aggregate::{
    ActorArticle, ActorCluster, Coverage, Finished, PairArticle, PairCluster, SortedEvents, Tally,
};
use serde::de::DeserializeOwned;

use crate::spill::{Scratch, Sorted, Sorter};

impl<T> newsloom_aggregate::Sorted<T> for Sorted<T>
where
    T: Ord + Clone + DeserializeOwned + fmt::Debug + Send + Sync,
{
    fn walk(&self) -> Box<dyn Iterator<Item = T> + Send + '_> {
        Box::new(Sorted::walk(self))
    }
}

/// Takes tallies in; what does not fit is put aside.
#[derive(Debug)]
pub(super) struct Tallies {
    coverage: Coverage,
    actor_articles: Sorter<ActorArticle>,
    actor_clusters: Sorter<ActorCluster>,
    pair_articles: Sorter<PairArticle>,
    pair_clusters: Sorter<PairCluster>,
}

impl Tallies {
    pub(super) fn new(scratch: &Arc<Scratch>) -> Self {
        Self {
            coverage: Coverage::default(),
            actor_articles: Sorter::new(scratch),
            actor_clusters: Sorter::new(scratch),
            pair_articles: Sorter::new(scratch),
            pair_clusters: Sorter::new(scratch),
        }
    }

    pub(super) fn take(&mut self, tally: Tally) {
        self.coverage.merge(tally.coverage);
        self.actor_articles.extend(tally.actor_articles);
        self.actor_clusters.extend(tally.actor_clusters);
        self.pair_articles.extend(tally.pair_articles);
        self.pair_clusters.extend(tally.pair_clusters);
    }

    pub(super) fn finish(self) -> Finished {
        let events = SortedEvents {
            actor_articles: Box::new(self.actor_articles.finish()),
            actor_clusters: Box::new(self.actor_clusters.finish()),
            pair_articles: Box::new(self.pair_articles.finish()),
            pair_clusters: Box::new(self.pair_clusters.finish()),
        };
        Finished::new(self.coverage, events)
    }
}
