//! Actors over the whole run.

use newsloom_corpus::{ActorId, table::ActorRow};

use crate::{
    ActorNetwork, Finished, Names, TableOptions,
    pairs::PairTotal,
    sorted::{ActorEvents, SortedEvents},
    spread::{Spread, n_weeks},
};

/// The integers of an actor over the whole run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct ActorTotal {
    pub(crate) n_contexts: u64,
    pub(crate) n_clusters: u64,
    pub(crate) n_mentions: u64,
    pub(crate) n_articles: u64,
}

impl ActorTotal {
    fn of(events: &ActorEvents) -> Self {
        let clusters = &events.clusters;
        Self {
            n_contexts: clusters.iter().map(|c| u64::from(c.n_contexts)).sum(),
            n_clusters: clusters.len() as u64,
            n_mentions: clusters.iter().map(|c| u64::from(c.n_mentions)).sum(),
            n_articles: events.articles.len() as u64,
        }
    }
}

/// The totals of every actor by its index, up to the last that is named.
pub(crate) fn actor_totals(events: &SortedEvents) -> Vec<ActorTotal> {
    let mut totals = Vec::new();
    for of_actor in events.by_actor() {
        totals.resize(of_actor.actor.0 as usize, ActorTotal::default());
        totals.push(ActorTotal::of(&of_actor));
    }
    totals
}

impl Finished {
    /// The totals of an actor; zeros if it was never counted.
    pub(crate) fn actor_total(&self, actor: ActorId) -> ActorTotal {
        self.actors.get(actor.0 as usize).copied().unwrap_or_default()
    }

    /// One row an actor that is counted in some article.
    pub fn actors(&self, names: &Names<'_>, options: &TableOptions, network: &ActorNetwork) -> Vec<ActorRow> {
        let partners = n_partners(&self.pairs, names.actors.len());
        let row = |events: ActorEvents| ActorRow {
            n_partners: partners[events.actor.0 as usize],
            overdispersion: self.weekly_dispersion(&events.clusters, options.universe),
            ..self.actor_row(names, &events, network)
        };
        self.events.by_actor().map(row).collect()
    }

    fn actor_row(&self, names: &Names<'_>, events: &ActorEvents, network: &ActorNetwork) -> ActorRow {
        let (id, clusters) = (events.actor, &events.clusters);
        let total = self.actor_total(id);
        let actor = names.actors.get(id);
        let spread = Spread::of(events.articles.iter().map(|a| (a.outlet, a.day)));
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
            n_weeks: n_weeks(clusters.iter().map(|c| c.day)),
            n_partners: 0,
            overdispersion: None,
            degree: position.degree,
            strength: position.strength,
            strength_fractional: clusters.iter().map(|c| u64::from(c.n_shared)).sum(),
            pagerank: position.pagerank,
            betweenness: position.betweenness,
            clustering: position.clustering,
            community: position.community,
            is_discovered: actor.id.starts_with("new:"),
        }
    }

    /// The number of actors with enough articles for a row in every week.
    pub(crate) fn n_dense_actors(&self, min_articles: u64) -> u64 {
        self.actors.iter().filter(|total| is_dense(total, min_articles)).count() as u64
    }
}

/// Whether an actor has enough articles for a row in every period.
pub(crate) fn is_dense(total: &ActorTotal, min_articles: u64) -> bool {
    total.n_articles > 0 && total.n_articles >= min_articles
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
