//! Sorted events, walked over as often as needed, all of one actor or of one pair at a time.

use std::{fmt, iter::Peekable};

use newsloom_corpus::{ActorId, Pair};

use crate::{
    event::{ActorArticle, ActorCluster, PairArticle, PairCluster},
    workers::Weighty,
};

/// Sorted items that can be walked over again and again, in memory or anywhere else.
///
/// What lies on a disk can end before its end: whoever made it must find that out, and throw away what
/// was made of it.
pub trait Sorted<T>: fmt::Debug + Send + Sync {
    /// The items in order.
    fn walk(&self) -> Box<dyn Iterator<Item = T> + Send + '_>;
}

impl<T: Copy + fmt::Debug + Send + Sync> Sorted<T> for Vec<T> {
    fn walk(&self) -> Box<dyn Iterator<Item = T> + Send + '_> {
        Box::new(self.iter().copied())
    }
}

/// The events of a run, sorted.
#[derive(Debug)]
pub struct SortedEvents {
    /// Articles that name an actor.
    pub actor_articles: Box<dyn Sorted<ActorArticle>>,
    /// Representatives that name an actor.
    pub actor_clusters: Box<dyn Sorted<ActorCluster>>,
    /// Articles with a joint context of a pair.
    pub pair_articles: Box<dyn Sorted<PairArticle>>,
    /// Representatives that name both actors of a pair.
    pub pair_clusters: Box<dyn Sorted<PairCluster>>,
}

/// All events of an actor that an article names.
#[derive(Debug)]
pub(crate) struct ActorEvents {
    pub(crate) actor: ActorId,
    pub(crate) articles: Vec<ActorArticle>,
    /// By day.
    pub(crate) clusters: Vec<ActorCluster>,
}

/// All events of a pair that some representative names.
#[derive(Debug)]
pub(crate) struct PairEvents {
    /// Number of the pair among all.
    pub(crate) number: usize,
    pub(crate) pair: Pair,
    pub(crate) clusters: Vec<PairCluster>,
    pub(crate) articles: Vec<PairArticle>,
}

impl Weighty for ActorEvents {
    fn weight(&self) -> usize {
        self.articles.len() + self.clusters.len()
    }
}

impl Weighty for PairEvents {
    fn weight(&self) -> usize {
        self.articles.len() + self.clusters.len()
    }
}

impl SortedEvents {
    /// The events of every actor that an article names.
    pub(crate) fn by_actor(&self) -> impl Iterator<Item = ActorEvents> + Send + '_ {
        let (mut articles, mut clusters) =
            (self.actor_articles.walk().peekable(), self.actor_clusters.walk().peekable());
        std::iter::from_fn(move || {
            let actor = articles.peek()?.actor;
            let articles = run_of(&mut articles, |article| article.actor, actor);
            Some(ActorEvents { actor, articles, clusters: run_of(&mut clusters, |c| c.actor, actor) })
        })
    }

    /// The events of every pair that some representative names.
    pub(crate) fn by_pair(&self) -> impl Iterator<Item = PairEvents> + Send + '_ {
        let (mut articles, mut clusters) =
            (self.pair_articles.walk().peekable(), self.pair_clusters.walk().peekable());
        let mut numbers = 0..;
        std::iter::from_fn(move || {
            let pair = clusters.peek()?.pair;
            let clusters = run_of(&mut clusters, |cluster| cluster.pair, pair);
            let articles = run_of(&mut articles, |article| article.pair, pair);
            Some(PairEvents { number: numbers.next()?, pair, clusters, articles })
        })
    }
}

/// The next items with a key, those with smaller ones passed over.
fn run_of<T, K: PartialOrd + Copy>(
    items: &mut Peekable<impl Iterator<Item = T>>,
    key_of: impl Fn(&T) -> K,
    key: K,
) -> Vec<T> {
    while items.next_if(|item| key_of(item) < key).is_some() {}
    std::iter::from_fn(|| items.next_if(|item| key_of(item) == key)).collect()
}
