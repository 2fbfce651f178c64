//! Actors by period: every period of the run for those named often enough.

use std::collections::BTreeMap;

use newsloom_corpus::{
    ActorId,
    table::{ActorPeriodRow, ActorWeekRow},
};
use newsloom_score::wilson_share;
use serde::{Deserialize, Serialize};

use crate::{
    Finished, Names, PeriodPositions, TableOptions, UnequalSums, Universe, Workers,
    actor_network::PeriodPosition,
    actors::is_dense,
    by_key::by_key,
    event::ActorCluster,
    period::Grid,
    series::{Count, burst_levels, change_points, dispersion_of_differences, standardised, z_scores},
    sorted::ActorEvents,
    workers::{Task, in_groups},
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
    /// For each period its outlets, sorted.
    of_periods: Vec<Vec<OfOutlet>>,
}

/// An outlet in a period.
#[derive(Debug, Clone, Copy)]
struct OfOutlet {
    outlet: u32,
    /// Its clusters in the period.
    n: u64,
    /// Its clusters over the run.
    weight: u64,
}

impl<'a> Panel<'a> {
    fn new(grid: &'a Grid, options: &TableOptions) -> Self {
        let universe = options.universe;
        let outlets = options.series.is_balanced.then(|| grid.constant_outlets());
        let mut panel = Self { grid, universe, outlets, totals: Vec::new(), of_periods: Vec::new() };
        let mut weights: BTreeMap<u32, u64> = BTreeMap::new();
        for (outlet, both) in grid.slots.iter().flat_map(|slot| &slot.outlets) {
            *weights.entry(*outlet).or_default() += panel.size(*both);
        }
        for slot in &grid.slots {
            let of_outlet = |(outlet, both): (&u32, &(u64, u64))| OfOutlet {
                outlet: *outlet,
                n: panel.size(*both),
                weight: weights[outlet],
            };
            let outlets: Vec<OfOutlet> = slot.outlets.iter().map(of_outlet).collect();
            panel.totals.push(outlets.iter().filter(|of| panel.holds(of.outlet)).map(|of| of.n).sum());
            panel.of_periods.push(outlets);
        }
        panel
    }

    fn holds(&self, outlet: u32) -> bool {
        self.outlets.as_ref().is_none_or(|outlets| outlets.binary_search(&outlet).is_ok())
    }

    fn size(&self, (all, with_actor): (u64, u64)) -> u64 {
        if self.universe == Universe::All { all } else { with_actor }
    }

    /// The share of a period with the mix of outlets of the whole run, from the outlets of the clusters
    /// that count, sorted.
    fn standardised(&self, at: usize, outlets: &[u32]) -> Option<f64> {
        let mut counted = outlets.chunk_by(u32::eq).peekable();
        let cell = |of: &OfOutlet| {
            let k = counted.next_if(|run| run[0] == of.outlet).map_or(0, |run| run.len() as u64);
            (Count { k: k.min(of.n), n: of.n }, of.weight)
        };
        standardised(&self.of_periods[at].iter().map(cell).collect::<Vec<_>>())
    }
}

/// The integers of an actor in a period.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tallied {
    pub(crate) n_mentions: u64,
    pub(crate) n_articles: u64,
    pub(crate) n_clusters: u64,
    n_panel: u64,
    /// The outlets of its clusters.
    outlets: Vec<u32>,
}

/// What is told of an actor in a period: the numbers of a row.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct ActorPeriod {
    /// Place of the period in its grid.
    at: u32,
    actor: ActorId,
    n_mentions: u64,
    n_articles: u64,
    n_clusters: u64,
    n_panel: u64,
    change: Option<i32>,
    standardised: Option<f64>,
    z_score: Option<f64>,
    burst: Option<u8>,
    is_changepoint: bool,
    /// The sum over the segment that holds the period.
    segment: Count,
    dispersion: Option<f64>,
    position: PeriodPosition,
}

by_key!(ActorPeriod: at, actor);

/// What the rows of all actors by period share.
#[derive(Debug)]
pub struct ActorTable<'a> {
    names: &'a Names<'a>,
    panel: Panel<'a>,
    /// For each period the ranks.
    ranks: Vec<Ranks>,
}

/// How many actors have so many clusters in a period, those without a row of their own too.
#[derive(Debug, Clone, Default)]
struct Ranks(BTreeMap<u64, u32>);

impl Ranks {
    fn add(&mut self, n_clusters: u64) {
        *self.0.entry(n_clusters).or_default() += 1;
    }

    /// Makes ranks of the numbers: one more than that of actors with more clusters.
    fn finish(&mut self) {
        let mut n_better = 0;
        for n_actors in self.0.values_mut().rev() {
            n_better += std::mem::replace(n_actors, n_better + 1);
        }
    }

    /// None without a cluster.
    fn of(&self, n_clusters: u64) -> Option<u32> {
        self.0.get(&n_clusters).copied()
    }
}

/// A number for some periods.
type NumberByPeriod = Vec<(usize, u64)>;

impl Finished {
    /// The periods of each actor with enough articles, over those of a grid, are given to `take`: actor by
    /// actor, in order. What comes back makes rows of them.
    ///
    /// # Errors
    /// If the counts of an actor do not add up to those over the run.
    pub fn actor_table<'a>(
        &'a self,
        (names, options): (&'a Names<'a>, &TableOptions),
        grid: &'a Grid,
        workers: &impl Workers,
        mut take: impl FnMut(ActorPeriod) + Send,
    ) -> Result<ActorTable<'a>, UnequalSums> {
        let panel = Panel::new(grid, options);
        let mut ranks = vec![Ranks::default(); grid.len()];
        let series_of = |of_actors: Vec<Task<ActorEvents>>| {
            let one = |task: Task<ActorEvents>| self.periods_of(&task.events, &panel, (names, options));
            of_actors.into_iter().map(one).collect::<Vec<_>>()
        };
        let tasks = self.events.by_actor().map(|events| Task { n_rows: grid.len(), events });
        in_groups(workers, tasks, series_of, |found| {
            let (n_by_period, found) = found?;
            for (at, n) in n_by_period {
                ranks[at].add(n);
            }
            found.into_iter().for_each(&mut take);
            Ok(())
        })?;
        ranks.iter_mut().for_each(Ranks::finish);
        Ok(ActorTable { names, panel, ranks })
    }

    /// In how many clusters of each period an actor is named, and what is told of it if it has enough
    /// articles.
    fn periods_of(
        &self,
        events: &ActorEvents,
        panel: &Panel<'_>,
        (names, options): (&Names<'_>, &TableOptions),
    ) -> Result<(NumberByPeriod, Vec<ActorPeriod>), UnequalSums> {
        let places: Vec<usize> = events.clusters.iter().filter_map(|c| panel.grid.index(c.day?)).collect();
        let n_by_period = places.chunk_by(usize::eq).map(|run| (run[0], run.len() as u64)).collect();
        if !is_dense(&self.actor_total(events.actor), options.min_articles) {
            return Ok((n_by_period, Vec::new()));
        }
        let tallied = tallied(events, panel);
        let of_panel = (panel.grid, panel.universe);
        self.check_actor(&names.actors.get(events.actor).id, (events, &tallied), of_panel)?;
        Ok((n_by_period, periods(events.actor, (&tallied, panel), options)))
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

fn tallied(events: &ActorEvents, panel: &Panel<'_>) -> Vec<Tallied> {
    let mut tallied = vec![Tallied::default(); panel.grid.len()];
    for cluster in &events.clusters {
        let Some(at) = cluster.day.and_then(|day| panel.grid.index(day)) else { continue };
        let slot = &mut tallied[at];
        slot.n_clusters += 1;
        slot.n_mentions += u64::from(cluster.n_mentions);
        slot.n_panel += u64::from(panel.holds(cluster.outlet));
        slot.outlets.push(cluster.outlet);
    }
    for article in &events.articles {
        if let Some(at) = article.day.and_then(|day| panel.grid.index(day)) {
            tallied[at].n_articles += 1;
        }
    }
    for slot in &mut tallied {
        slot.outlets.sort_unstable();
    }
    tallied
}

/// All periods of an actor.
fn periods(
    actor: ActorId,
    (tallied, panel): (&[Tallied], &Panel<'_>),
    options: &TableOptions,
) -> Vec<ActorPeriod> {
    let counts: Vec<Count> =
        tallied.iter().zip(&panel.totals).map(|(t, n)| Count { k: t.n_panel.min(*n), n: *n }).collect();
    let dispersion = dispersion_of_differences(&counts);
    let (z_scores, bursts) = (z_scores(&counts), burst_levels(&counts, options.series.bursts));
    let changes = change_points(&counts, dispersion.unwrap_or(1.0), options.series.change_points);
    let segments = sums_of_segments(&counts, &changes);
    let period = |(at, t): (usize, &Tallied)| ActorPeriod {
        at: u32::try_from(at).expect("fewer than 2^32 periods"),
        actor,
        n_mentions: t.n_mentions,
        n_articles: t.n_articles,
        n_clusters: t.n_clusters,
        n_panel: counts[at].k,
        change: change(tallied, panel.grid, at),
        standardised: panel.standardised(at, &t.outlets),
        z_score: z_scores[at],
        burst: bursts[at],
        is_changepoint: changes.binary_search(&at).is_ok(),
        segment: segments[changes.partition_point(|start| *start <= at)],
        dispersion,
        position: PeriodPosition::default(),
    };
    tallied.iter().enumerate().map(period).collect()
}

/// What the segments that begin at 0 and at these periods sum to.
fn sums_of_segments(counts: &[Count], starts: &[usize]) -> Vec<Count> {
    let borders: Vec<usize> = [0].iter().chain(starts).chain([&counts.len()]).copied().collect();
    borders.windows(2).map(|ends| Count::sum(&counts[ends[0]..ends[1]])).collect()
}

fn change(tallied: &[Tallied], grid: &Grid, at: usize) -> Option<i32> {
    let before = at.checked_sub(1).filter(|before| !grid.is_gap(*before) && !grid.is_gap(at))?;
    let difference = i128::from(tallied[at].n_clusters) - i128::from(tallied[before].n_clusters);
    Some(i32::try_from(difference).expect("fewer than 2^31 clusters a period"))
}

impl ActorTable<'_> {
    /// The row of a week.
    pub fn week(&self, period: &ActorPeriod) -> ActorWeekRow {
        let (panel, grid, at) = (&self.panel, self.panel.grid, period.at as usize);
        let (sizes, (week, written)) = (grid.slots[at].sizes, grid.week(at));
        let count = Count { k: period.n_panel, n: panel.totals[at] };
        let interval = period.interval(count);
        let segment = count.share().map(|_| period.segment);
        let segment_interval = segment.and_then(|count| period.interval(count));
        ActorWeekRow {
            week: written,
            iso_year: week.iso_year(),
            iso_week: week.iso_week(),
            week_start: week.start(),
            actor_id: self.names.actors.get(period.actor).id.to_string(),
            week_days_covered: sizes.days_covered,
            is_partial_week: grid.is_partial(at),
            n_articles_total: sizes.n_articles,
            n_clusters_total: sizes.clusters(panel.universe),
            n_mentions: period.n_mentions,
            n_articles: period.n_articles,
            n_clusters: period.n_clusters,
            n_clusters_panel: count.k,
            n_clusters_panel_total: count.n,
            share: count.share(),
            share_low: interval.map(|(low, _)| low),
            share_high: interval.map(|(_, high)| high),
            share_standardised: period.standardised,
            rank: self.ranks[at].of(period.n_clusters),
            change_from_previous: period.change,
            z_score: period.z_score,
            burst_level: period.burst,
            is_changepoint: period.is_changepoint,
            segment_share: segment.and_then(Count::share),
            segment_share_low: segment_interval.map(|(low, _)| low),
            segment_share_high: segment_interval.map(|(_, high)| high),
            degree: period.position.degree,
            strength: period.position.strength,
            community: period.position.community,
            is_zero_filled: period.n_articles == 0 && period.n_clusters == 0,
            coverage_gap: grid.is_gap(at),
        }
    }

    /// The row of a period of any grid.
    pub fn period(&self, period: &ActorPeriod) -> ActorPeriodRow {
        let (grid, at) = (self.panel.grid, period.at as usize);
        ActorPeriodRow::of(grid.name(at), grid.days(at), self.week(period))
    }
}

/// Puts the actors of sorted periods in their places in the network, which are sorted by period.
pub fn placed(
    periods: impl Iterator<Item = ActorPeriod>,
    positions: impl Iterator<Item = PeriodPositions>,
) -> impl Iterator<Item = ActorPeriod> {
    let mut positions = positions.peekable();
    periods.map(move |period| {
        while positions.next_if(|of| of.at < period.at).is_some() {}
        let of_period = positions.peek().filter(|of| of.at == period.at);
        let position = of_period.and_then(|of| of.of(period.actor)).unwrap_or_default();
        ActorPeriod { position, ..period }
    })
}

impl ActorPeriod {
    fn interval(&self, count: Count) -> Option<(f64, f64)> {
        Some(wilson_share(count.share()?, count.n as f64 / self.dispersion.unwrap_or(1.0)))
    }
}
