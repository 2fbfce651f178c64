//! Actors by period: every period of the run for those named often enough.

use std::collections::BTreeMap;

use newsloom_corpus::{
    ActorId, Week,
    table::{ActorPeriodRow, ActorWeekRow},
};
use newsloom_score::wilson_share;

use crate::{
    ActorNetwork, Finished, Names, TableOptions, UnequalSums, Universe, Workers,
    actor_network::PeriodPosition,
    actors::is_dense,
    event::ActorCluster,
    period::Grid,
    series::{Count, burst_levels, change_points, dispersion_of_differences, standardised, z_scores},
    sorted::ActorEvents,
    workers::in_groups,
};

/// The outlets that shares are made from, and what they published in each period.
#[derive(Debug)]
struct Panel<'a> {
    grid: &'a Grid,
    universe: Universe,
    /// The outlets, sorted; all if `None`.
    outlets: Option<Vec<u32>>,
    /// Clusters of the panel in each period.
    totals: Vec<u64>,
    /// Clusters of each outlet over the run.
    weights: BTreeMap<u32, u64>,
}

impl<'a> Panel<'a> {
    fn new(grid: &'a Grid, options: &TableOptions) -> Self {
        let outlets = options.series.is_balanced.then(|| grid.constant_outlets());
        let mut panel =
            Self { grid, universe: options.universe, outlets, totals: Vec::new(), weights: BTreeMap::new() };
        for slot in &grid.slots {
            let mut total = 0;
            for (outlet, both) in &slot.outlets {
                *panel.weights.entry(*outlet).or_default() += panel.size(*both);
                total += if panel.holds(*outlet) { panel.size(*both) } else { 0 };
            }
            panel.totals.push(total);
        }
        panel
    }

    fn holds(&self, outlet: u32) -> bool {
        self.outlets.as_ref().is_none_or(|outlets| outlets.binary_search(&outlet).is_ok())
    }

    fn size(&self, (all, with_actor): (u64, u64)) -> u64 {
        if self.universe == Universe::All { all } else { with_actor }
    }

    /// The share of a period with the mix of outlets of the whole run.
    fn standardised(&self, at: usize, counts: &BTreeMap<u32, u64>) -> Option<f64> {
        let outlets = self.grid.slots[at].outlets.iter();
        let cells: Vec<(Count, u64)> = outlets
            .map(|(outlet, both)| {
                let k = counts.get(outlet).copied().unwrap_or(0);
                let n = self.size(*both);
                (Count { k: k.min(n), n }, self.weights.get(outlet).copied().unwrap_or(0))
            })
            .collect();
        standardised(&cells)
    }
}

/// The integers of an actor by period.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tallied {
    pub(crate) n_mentions: u64,
    pub(crate) n_articles: u64,
    pub(crate) n_clusters: u64,
    n_panel: u64,
    by_outlet: BTreeMap<u32, u64>,
}

/// The place of a row of an [`ActorTable`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActorPeriod {
    at: usize,
    actor: usize,
}

/// The series of the actors with enough articles.
#[derive(Debug)]
pub struct ActorTable<'a> {
    names: &'a Names<'a>,
    panel: Panel<'a>,
    series: Vec<ActorSeries>,
    positions: Vec<BTreeMap<ActorId, PeriodPosition>>,
    /// For each period the clusters of every actor named in it, those without a row of their own too, the
    /// most first.
    ranking: Vec<Vec<u64>>,
}

/// The series of an actor.
#[derive(Debug)]
struct ActorSeries {
    actor: ActorId,
    tallied: Vec<Tallied>,
    /// Clusters of the panel and how many name the actor.
    counts: Vec<Count>,
    dispersion: Option<f64>,
    z_scores: Vec<Option<f64>>,
    bursts: Vec<Option<u8>>,
    changes: Vec<usize>,
}

/// A number for some periods.
type NumberByPeriod = Vec<(usize, u64)>;

impl Finished {
    /// The series of each actor with enough articles, over the periods of a grid.
    ///
    /// # Errors
    /// If the counts of an actor do not add up to those over the run.
    pub fn actor_table<'a>(
        &'a self,
        (names, options): (&'a Names<'a>, &TableOptions),
        (grid, network): (&'a Grid, &ActorNetwork),
        workers: &impl Workers,
    ) -> Result<ActorTable<'a>, UnequalSums> {
        let panel = Panel::new(grid, options);
        let (mut series, mut ranking) = (Vec::new(), vec![Vec::new(); grid.len()]);
        let series_of = |of_actors: Vec<ActorEvents>| {
            let one = |events: ActorEvents| self.periods_of(&events, &panel, (names, options));
            of_actors.into_iter().map(one).collect::<Vec<_>>()
        };
        in_groups(workers, self.events.by_actor(), series_of, |found| {
            let (n_by_period, found) = found?;
            for (at, n) in n_by_period {
                ranking[at].push(n);
            }
            series.extend(found);
            Ok(())
        })?;
        for counts in &mut ranking {
            counts.sort_unstable_by(|a: &u64, b| b.cmp(a));
        }
        let positions = self.period_positions(network, grid, workers);
        Ok(ActorTable { names, panel, series, positions, ranking })
    }

    /// In how many clusters of each period an actor is named, and its series if it has enough articles.
    fn periods_of(
        &self,
        events: &ActorEvents,
        panel: &Panel<'_>,
        (names, options): (&Names<'_>, &TableOptions),
    ) -> Result<(NumberByPeriod, Option<ActorSeries>), UnequalSums> {
        let places: Vec<usize> = events.clusters.iter().filter_map(|c| panel.grid.index(c.day?)).collect();
        let n_by_period = places.chunk_by(usize::eq).map(|run| (run[0], run.len() as u64)).collect();
        if !is_dense(&self.actor_total(events.actor), options.min_articles) {
            return Ok((n_by_period, None));
        }
        let series = actor_series(events, panel, options);
        let of_panel = (panel.grid, panel.universe);
        self.check_actor(&names.actors.get(events.actor).id, (events, &series.tallied), of_panel)?;
        Ok((n_by_period, Some(series)))
    }

    /// The dispersion of an actor's weekly shares.
    pub(crate) fn weekly_dispersion(&self, clusters: &[ActorCluster], universe: Universe) -> Option<f64> {
        let mut counts: Vec<Count> =
            self.weeks.slots.iter().map(|slot| Count { k: 0, n: slot.sizes.clusters(universe) }).collect();
        for cluster in clusters {
            if let Some(at) = cluster.day.and_then(|day| self.weeks.index(day)) {
                counts[at].k = (counts[at].k + 1).min(counts[at].n);
            }
        }
        dispersion_of_differences(&counts)
    }
}

fn actor_series(events: &ActorEvents, panel: &Panel<'_>, options: &TableOptions) -> ActorSeries {
    let tallied = tallied(events, panel);
    let counts: Vec<Count> =
        tallied.iter().zip(&panel.totals).map(|(t, n)| Count { k: t.n_panel.min(*n), n: *n }).collect();
    let dispersion = dispersion_of_differences(&counts);
    ActorSeries {
        actor: events.actor,
        z_scores: z_scores(&counts),
        bursts: burst_levels(&counts, options.series.bursts),
        changes: change_points(&counts, dispersion.unwrap_or(1.0), options.series.change_points),
        dispersion,
        tallied,
        counts,
    }
}

fn tallied(events: &ActorEvents, panel: &Panel<'_>) -> Vec<Tallied> {
    let mut tallied = vec![Tallied::default(); panel.grid.len()];
    for cluster in &events.clusters {
        let Some(at) = cluster.day.and_then(|day| panel.grid.index(day)) else { continue };
        let slot = &mut tallied[at];
        slot.n_clusters += 1;
        slot.n_mentions += u64::from(cluster.n_mentions);
        slot.n_panel += u64::from(panel.holds(cluster.outlet));
        *slot.by_outlet.entry(cluster.outlet).or_default() += 1;
    }
    for article in &events.articles {
        if let Some(at) = article.day.and_then(|day| panel.grid.index(day)) {
            tallied[at].n_articles += 1;
        }
    }
    tallied
}

impl ActorTable<'_> {
    /// The places of all rows: each period with each actor, in this order.
    pub fn places(&self) -> impl Iterator<Item = ActorPeriod> + use<> {
        let n_actors = self.series.len();
        (0..self.positions.len())
            .flat_map(move |at| (0..n_actors).map(move |actor| ActorPeriod { at, actor }))
    }

    /// The row of a week.
    pub fn week(&self, ActorPeriod { at, actor }: ActorPeriod) -> ActorWeekRow {
        self.row(&self.series[actor], at)
    }

    /// The row of a period of any grid.
    pub fn period(&self, place: ActorPeriod) -> ActorPeriodRow {
        let grid = self.panel.grid;
        ActorPeriodRow::of(grid.name(place.at), grid.days(place.at), self.week(place))
    }

    fn row(&self, one: &ActorSeries, at: usize) -> ActorWeekRow {
        let rank = rank(&self.ranking[at], one.tallied[at].n_clusters);
        let position = self.positions[at].get(&one.actor).copied().unwrap_or_default();
        let id = self.names.actors.get(one.actor).id.to_string();
        one.row(&self.panel, at, (id, rank, position))
    }
}

impl ActorSeries {
    fn row(
        &self,
        panel: &Panel<'_>,
        at: usize,
        (actor_id, rank, position): (String, Option<u32>, PeriodPosition),
    ) -> ActorWeekRow {
        let (grid, tallied, count) = (panel.grid, &self.tallied[at], self.counts[at]);
        let sizes = grid.slots[at].sizes;
        let week = Week::of(grid.starts[at]);
        let interval = self.interval(count);
        let segment = count.share().map(|_| self.segment(at));
        let segment_interval = segment.and_then(|count| self.interval(count));
        ActorWeekRow {
            week: week.to_string(),
            iso_year: week.iso_year(),
            iso_week: week.iso_week(),
            week_start: week.start(),
            actor_id,
            week_days_covered: sizes.days_covered,
            is_partial_week: grid.is_partial(at),
            n_articles_total: sizes.n_articles,
            n_clusters_total: sizes.clusters(panel.universe),
            n_mentions: tallied.n_mentions,
            n_articles: tallied.n_articles,
            n_clusters: tallied.n_clusters,
            n_clusters_panel: count.k,
            n_clusters_panel_total: count.n,
            share: count.share(),
            share_low: interval.map(|(low, _)| low),
            share_high: interval.map(|(_, high)| high),
            share_standardised: panel.standardised(at, &tallied.by_outlet),
            rank,
            change_from_previous: self.change(grid, at),
            z_score: self.z_scores[at],
            burst_level: self.bursts[at],
            is_changepoint: self.changes.binary_search(&at).is_ok(),
            segment_share: segment.and_then(Count::share),
            segment_share_low: segment_interval.map(|(low, _)| low),
            segment_share_high: segment_interval.map(|(_, high)| high),
            degree: position.degree,
            strength: position.strength,
            community: position.community,
            is_zero_filled: tallied.n_articles == 0 && tallied.n_clusters == 0,
            coverage_gap: grid.is_gap(at),
        }
    }

    fn interval(&self, count: Count) -> Option<(f64, f64)> {
        Some(wilson_share(count.share()?, count.n as f64 / self.dispersion.unwrap_or(1.0)))
    }

    /// The sum over the segment that holds a period.
    fn segment(&self, at: usize) -> Count {
        let behind = self.changes.partition_point(|start| *start <= at);
        let start = if behind > 0 { self.changes[behind - 1] } else { 0 };
        let end = self.changes.get(behind).copied().unwrap_or(self.counts.len());
        Count::sum(&self.counts[start..end])
    }

    fn change(&self, grid: &Grid, at: usize) -> Option<i32> {
        let before = at.checked_sub(1).filter(|before| !grid.is_gap(*before) && !grid.is_gap(at))?;
        let difference =
            i128::from(self.tallied[at].n_clusters) - i128::from(self.tallied[before].n_clusters);
        Some(i32::try_from(difference).expect("fewer than 2^31 clusters a period"))
    }
}

/// One more than the number of actors with more clusters; `None` without a cluster.
fn rank(descending: &[u64], n_clusters: u64) -> Option<u32> {
    let better = descending.partition_point(|other| *other > n_clusters);
    (n_clusters > 0).then(|| u32::try_from(better).expect("fewer than 2^32 actors") + 1)
}
