//! Actors over the whole run.

use newsloom_corpus::{ActorId, table::ActorRow};

use crate::{
    ActorNetwork, Finished, Names, TableOptions,
    event::{ActorArticle, ActorCluster},
    pairs::PairTotal,
    spread::{Spread, n_weeks},
};

/// The integers of an actor over the whole run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct ActorTotal {
    pub(crate) n_contexts: u64,
    pub(crate) n_clusters: u64,
    pub(crate) n_mentions: u64,
}

impl ActorTotal {
    fn of(clusters: &[ActorCluster]) -> Self {
        Self {
            n_contexts: clusters.iter().map(|c| u64::from(c.n_contexts)).sum(),
            n_clusters: clusters.len() as u64,
            n_mentions: clusters.iter().map(|c| u64::from(c.n_mentions)).sum(),
        }
    }
}

impl Finished {
    /// The totals of every actor by its index; zeros for those never counted.
    pub(crate) fn actor_totals(&self, n_actors: usize) -> Vec<ActorTotal> {
        let mut totals = vec![ActorTotal::default(); n_actors];
        for clusters in self.events.actor_clusters.chunk_by(|a, b| a.actor == b.actor) {
            totals[clusters[0].actor.0 as usize] = ActorTotal::of(clusters);
        }
        totals
    }

    /// One row an actor that is counted in some article.
    pub fn actors(&self, names: &Names<'_>, options: &TableOptions, network: &ActorNetwork) -> Vec<ActorRow> {
        let totals = self.actor_totals(names.actors.len());
        let partners = n_partners(&self.pairs, names.actors.len());
        let by_actor = self.events.actor_articles.chunk_by(|a, b| a.actor == b.actor);
        by_actor
            .map(|articles| {
                let total = totals[articles[0].actor.0 as usize];
                let row = self.actor_row(names, articles, (total, network));
                ActorRow {
                    n_partners: partners[articles[0].actor.0 as usize],
                    overdispersion: self.weekly_dispersion(articles[0].actor, options.universe),
                    ..row
                }
            })
            .collect()
    }

    fn actor_row(
        &self,
        names: &Names<'_>,
        articles: &[ActorArticle],
        (total, network): (ActorTotal, &ActorNetwork),
    ) -> ActorRow {
        let id = articles[0].actor;
        let actor = names.actors.get(id);
        let spread = Spread::of(articles.iter().map(|a| (a.outlet, a.day)));
        let position = network.position(id);
        ActorRow {
            actor_id: actor.id.to_string(),
            name: actor.name.to_string(),
            r#type: actor.kind.to_string(),
            country: actor.country.as_deref().map(str::to_owned),
            wikidata: actor.wikidata.as_deref().map(str::to_owned),
            n_mentions: total.n_mentions,
            n_articles: spread.n_articles,
            n_clusters: total.n_clusters,
            n_outlets: spread.n_outlets,
            first_date: spread.first,
            last_date: spread.last,
            n_weeks: n_weeks(self.clusters_of(id).iter().map(|c| c.week)),
            n_partners: 0,
            overdispersion: None,
            degree: position.degree,
            strength: position.strength,
            strength_fractional: self.clusters_of(id).iter().map(|c| u64::from(c.n_shared)).sum(),
            pagerank: position.pagerank,
            betweenness: position.betweenness,
            clustering: position.clustering,
            community: position.community,
            is_discovered: actor.id.starts_with("new:"),
        }
    }

    /// The representatives that name an actor, by day.
    pub(crate) fn clusters_of(&self, actor: ActorId) -> &[ActorCluster] {
        let clusters = &self.events.actor_clusters;
        run_of(&clusters[clusters.partition_point(|c| c.actor < actor)..], |c| c.actor == actor)
    }

    /// The articles that name an actor.
    pub(crate) fn articles_of_actor(&self, actor: ActorId) -> &[ActorArticle] {
        let articles = &self.events.actor_articles;
        run_of(&articles[articles.partition_point(|a| a.actor < actor)..], |a| a.actor == actor)
    }

    /// Actors with enough articles for a row in every week, in order.
    pub(crate) fn dense_actors(&self, min_articles: u64) -> Vec<ActorId> {
        let by_actor = self.events.actor_articles.chunk_by(|a, b| a.actor == b.actor);
        by_actor
            .filter(|articles| articles.len() as u64 >= min_articles)
            .map(|articles| articles[0].actor)
            .collect()
    }
}

/// The items at the beginning of a sorted list that belong together.
pub(crate) fn run_of<T>(sorted: &[T], belongs: impl Fn(&T) -> bool) -> &[T] {
    &sorted[..sorted.partition_point(belongs)]
}

/// For each actor the others it is named together with, affiliated ones left out.
fn n_partners(pairs: &[PairTotal], n_actors: usize) -> Vec<u32> {
    let mut counts = vec![0; n_actors];
    for total in pairs.iter().filter(|p| p.n_ij > 0 && !p.is_affiliation) {
        counts[total.pair.first().0 as usize] += 1;
        counts[total.pair.second().0 as usize] += 1;
    }
    counts
}
