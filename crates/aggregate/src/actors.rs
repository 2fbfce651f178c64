//! Actors over the whole run and by week.

use newsloom_corpus::{
    ActorId, Week,
    table::{ActorRow, ActorWeekRow},
};
use newsloom_score::wilson;

use crate::{
    Finished, Names, TableOptions,
    coverage::Sizes,
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

/// Degree and strength over pairs that are no affiliations.
#[derive(Clone, Copy, Default)]
struct Ties {
    degree: u32,
    strength: u64,
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
    pub fn actors(&self, names: &Names<'_>) -> Vec<ActorRow> {
        let totals = self.actor_totals(names.actors.len());
        let ties = ties(&self.pairs, names.actors.len());
        let by_actor = self.events.actor_articles.chunk_by(|a, b| a.actor == b.actor);
        by_actor
            .map(|articles| {
                let i = articles[0].actor.0 as usize;
                self.actor_row(names, articles, (totals[i], ties[i]))
            })
            .collect()
    }

    fn actor_row(
        &self,
        names: &Names<'_>,
        articles: &[ActorArticle],
        (total, ties): (ActorTotal, Ties),
    ) -> ActorRow {
        let id = articles[0].actor;
        let actor = names.actors.get(id);
        let spread = Spread::of(articles.iter().map(|a| (a.outlet, a.day)));
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
            degree: ties.degree,
            strength: ties.strength,
            is_discovered: actor.id.starts_with("new:"),
        }
    }

    fn clusters_of(&self, actor: ActorId) -> &[ActorCluster] {
        let clusters = &self.events.actor_clusters;
        let start = clusters.partition_point(|c| c.actor < actor);
        &clusters[start..start + clusters[start..].partition_point(|c| c.actor == actor)]
    }

    /// Actors with enough articles for a row in every week, in order.
    pub(crate) fn dense_actors(&self, min_articles: u64) -> Vec<ActorId> {
        let by_actor = self.events.actor_articles.chunk_by(|a, b| a.actor == b.actor);
        by_actor
            .filter(|articles| articles.len() as u64 >= min_articles)
            .map(|articles| articles[0].actor)
            .collect()
    }

    /// Every week of the run for each actor with enough articles, sorted by week and actor.
    pub fn actor_weeks(&self, names: &Names<'_>, options: &TableOptions) -> Vec<ActorWeekRow> {
        let actors = self.dense_actors(options.min_articles);
        let mut rows = Vec::new();
        let mut previous: Option<(Sizes, Vec<u64>)> = None;
        for week in self.totals.weeks() {
            let sizes = self.totals.week(week);
            let counts: Vec<WeekCounts> = actors.iter().map(|a| self.week_counts(*a, week)).collect();
            let clusters: Vec<u64> = counts.iter().map(|c| c.n_clusters).collect();
            let mut ranked = clusters.clone();
            ranked.sort_unstable_by(|a, b| b.cmp(a));
            for (n, (actor, count)) in actors.iter().zip(&counts).enumerate() {
                let before = previous.as_ref().filter(|(s, _)| s.n_articles > 0).map(|(_, c)| c[n]);
                let place = Place { week, sizes, rank: rank(&ranked, clusters[n]), before };
                rows.push(self.actor_week_row(names, options, (*actor, *count, place)));
            }
            previous = Some((sizes, clusters));
        }
        rows
    }

    fn week_counts(&self, actor: ActorId, week: Week) -> WeekCounts {
        let key = (actor, Some(week));
        let clusters = &self.events.actor_clusters;
        let start = clusters.partition_point(|c| (c.actor, c.week) < key);
        let total = ActorTotal::of(run_of(&clusters[start..], |c| (c.actor, c.week) == key));
        let articles = &self.events.actor_articles;
        let start = articles.partition_point(|a| (a.actor, a.week) < key);
        let n_articles = run_of(&articles[start..], |a| (a.actor, a.week) == key).len() as u64;
        WeekCounts { n_mentions: total.n_mentions, n_clusters: total.n_clusters, n_articles }
    }

    fn actor_week_row(
        &self,
        names: &Names<'_>,
        options: &TableOptions,
        (actor, count, place): (ActorId, WeekCounts, Place),
    ) -> ActorWeekRow {
        let n_clusters_total = place.sizes.clusters(options.universe);
        let interval = wilson(count.n_clusters, n_clusters_total);
        let is_gap = place.sizes.n_articles == 0;
        ActorWeekRow {
            week: place.week.to_string(),
            iso_year: place.week.iso_year(),
            iso_week: place.week.iso_week(),
            week_start: place.week.start(),
            actor_id: names.actors.get(actor).id.to_string(),
            week_days_covered: place.sizes.days_covered,
            is_partial_week: self.totals.is_partial(place.week),
            n_articles_total: place.sizes.n_articles,
            n_clusters_total,
            n_mentions: count.n_mentions,
            n_articles: count.n_articles,
            n_clusters: count.n_clusters,
            share: (n_clusters_total > 0).then(|| count.n_clusters as f64 / n_clusters_total as f64),
            share_low: interval.map(|(low, _)| low),
            share_high: interval.map(|(_, high)| high),
            rank: place.rank,
            change_from_previous: place.before.filter(|_| !is_gap).map(|b| difference(count.n_clusters, b)),
            is_zero_filled: count.n_articles == 0 && count.n_clusters == 0,
            coverage_gap: is_gap,
        }
    }
}

#[derive(Clone, Copy)]
struct WeekCounts {
    n_mentions: u64,
    n_clusters: u64,
    n_articles: u64,
}

/// Where a row stands: its week, the week's sizes, its rank, the clusters of the week before.
struct Place {
    week: Week,
    sizes: Sizes,
    rank: Option<u32>,
    before: Option<u64>,
}

/// The items at the beginning of a sorted list that belong together.
pub(crate) fn run_of<T>(sorted: &[T], belongs: impl Fn(&T) -> bool) -> &[T] {
    &sorted[..sorted.partition_point(belongs)]
}

/// One more than the number of actors with more clusters, of counts in falling order; `None` without a
/// cluster.
fn rank(ranked: &[u64], n_clusters: u64) -> Option<u32> {
    let better = ranked.partition_point(|c| *c > n_clusters);
    (n_clusters > 0).then(|| u32::try_from(better).expect("fewer than 2^32 actors") + 1)
}

fn difference(now: u64, before: u64) -> i32 {
    let difference = i128::from(now) - i128::from(before);
    i32::try_from(difference).expect("fewer than 2^31 clusters a week")
}

fn ties(pairs: &[PairTotal], n_actors: usize) -> Vec<Ties> {
    let mut ties = vec![Ties::default(); n_actors];
    for total in pairs.iter().filter(|p| p.n_ij > 0 && !p.is_affiliation) {
        for actor in [total.pair.first(), total.pair.second()] {
            let tie = &mut ties[actor.0 as usize];
            tie.degree += 1;
            tie.strength += total.n_ij;
        }
    }
    ties
}
