//! Pairs by period: sparse, with every period for the pairs that are named together often enough.

use std::collections::BTreeMap;

use jiff::civil::Date;
use newsloom_corpus::{
    ActorId, Week,
    table::{CoMentionPeriodRow, CoMentionWeekRow},
};
use serde::{Deserialize, Serialize};

use crate::{
    Finished, Names, Stratification, TableOptions, UnequalSums, Verdicts,
    by_key::by_key,
    event::PairArticle,
    pairs::PairTotal,
    period::Grid,
    series::{Count, RateChange, burst_levels, q_within_selected, rate_changes_where},
    sorted::PairEvents,
    spread::Spread,
    strata::{Presence, PresenceTests},
};

const FAMILY: &str = "periods-of-significant-pairs";

/// What the rows of all pairs by period share.
#[derive(Debug)]
pub struct PairTable<'a> {
    pub(crate) finished: &'a Finished,
    pub(crate) names: &'a Names<'a>,
    pub(crate) options: &'a TableOptions,
    verdicts: &'a Verdicts,
    pub(crate) grid: &'a Grid,
    /// For each actor the contexts that name it in the periods that have any, and in what has no date.
    margins: Vec<BTreeMap<Option<usize>, u64>>,
    /// The null model, fitted to each period.
    presence: Presence,
}

/// What is told of a pair in a period: the numbers of a row.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct PairPeriod {
    /// Place of the period in its grid.
    pub(crate) at: u32,
    /// Number of the pair among all.
    pub(crate) pair: u32,
    pub(crate) n_ij: u64,
    pub(crate) n_articles: u64,
    pub(crate) n_clusters: u64,
    pub(crate) n_both: u64,
    n_outlets: u32,
    burst: Option<u8>,
    p_association: Option<f64>,
    q_association: Option<f64>,
    ratio: [Option<f64>; 3],
    p_change: Option<f64>,
    q_change: Option<f64>,
}

by_key!(PairPeriod: at, pair);

/// The integers of a pair in a period.
#[derive(Debug, Clone, Default)]
struct Tallied<'a> {
    n_ij: u64,
    n_clusters: u64,
    n_both: u64,
    articles: Vec<&'a PairArticle>,
}

/// The series of a pair.
struct PairSeries<'a> {
    tallied: BTreeMap<usize, Tallied<'a>>,
    p_association: Vec<Option<f64>>,
    q_association: Vec<Option<f64>>,
    changes: Vec<RateChange>,
    q_change: Vec<Option<f64>>,
    bursts: Vec<Option<u8>>,
}

impl<'a> PairTable<'a> {
    pub(crate) fn new(
        finished: &'a Finished,
        (names, options): (&'a Names<'a>, &'a TableOptions),
        (verdicts, grid): (&'a Verdicts, &'a Grid),
    ) -> Self {
        let mut margins = vec![BTreeMap::new(); names.actors.len()];
        for cluster in finished.events.actor_clusters.walk() {
            let at = cluster.day.and_then(|day| grid.index(day));
            *margins[cluster.actor.0 as usize].entry(at).or_default() += u64::from(cluster.n_contexts);
        }
        let by = Stratification { period: Some(grid.period), by_outlet: false };
        let presence = finished.presence(by, (names.actors.len(), options));
        Self { finished, names, options, verdicts, grid, margins, presence }
    }

    /// The tests of pairs, none made yet.
    pub(crate) fn tests(&self) -> PresenceTests<'_> {
        self.presence.tests()
    }

    /// The periods of a pair that have a row, in order.
    ///
    /// # Errors
    /// If they do not add up to the whole run.
    pub(crate) fn periods(
        &self,
        events: &PairEvents,
        tests: &mut PresenceTests<'_>,
    ) -> Result<Vec<PairPeriod>, UnequalSums> {
        let total = &self.finished.pairs[events.number];
        if total.n_ij == 0 {
            return Ok(Vec::new());
        }
        let series = self.series(total, tallied(events, self.grid), tests);
        let is_dense = total.n_ij >= self.options.min_joint;
        let is_written = |at: &usize| is_dense || series.is_joint(*at);
        let written = (0..self.grid.len()).filter(is_written);
        let pair = u32::try_from(events.number).expect("fewer than 2^32 pairs");
        let periods: Vec<PairPeriod> = written.map(|at| PairPeriod { pair, ..series.period(at) }).collect();
        self.check_pair(events, &periods)?;
        Ok(periods)
    }
}

fn tallied<'a>(events: &'a PairEvents, grid: &Grid) -> BTreeMap<usize, Tallied<'a>> {
    let mut tallied: BTreeMap<usize, Tallied<'_>> = BTreeMap::new();
    for cluster in &events.clusters {
        if let Some(at) = cluster.day.and_then(|day| grid.index(day)) {
            let slot = tallied.entry(at).or_default();
            slot.n_ij += u64::from(cluster.n_joint);
            slot.n_clusters += u64::from(cluster.n_joint > 0);
            slot.n_both += 1;
        }
    }
    for article in &events.articles {
        if let Some(at) = article.day.and_then(|day| grid.index(day)) {
            tallied.entry(at).or_default().articles.push(article);
        }
    }
    tallied
}

impl PairSeries<'_> {
    fn period(&self, at: usize) -> PairPeriod {
        let none = Tallied::default();
        let tallied = self.tallied.get(&at).unwrap_or(&none);
        let spread = Spread::of(tallied.articles.iter().map(|a| (a.outlet, a.day)));
        let change = self.changes[at];
        PairPeriod {
            at: u32::try_from(at).expect("fewer than 2^32 periods"),
            pair: 0,
            n_ij: tallied.n_ij,
            n_articles: spread.n_articles,
            n_clusters: tallied.n_clusters,
            n_both: tallied.n_both,
            n_outlets: spread.n_outlets,
            burst: self.bursts[at],
            p_association: self.p_association[at],
            q_association: self.q_association[at],
            ratio: [change.ratio, change.low, change.high],
            p_change: change.p,
            q_change: self.q_change[at],
        }
    }

    fn is_joint(&self, at: usize) -> bool {
        self.tallied.get(&at).is_some_and(|t| t.n_ij > 0 || !t.articles.is_empty())
    }
}

impl PairTable<'_> {
    fn series<'a>(
        &self,
        total: &PairTotal,
        tallied: BTreeMap<usize, Tallied<'a>>,
        tests: &mut PresenceTests<'_>,
    ) -> PairSeries<'a> {
        let sizes = |at: usize| self.grid.slots[at].sizes.clusters(self.options.universe);
        let counts: Vec<Count> = (0..self.grid.len())
            .map(|at| Count { k: tallied.get(&at).map_or(0, |t| t.n_clusters).min(sizes(at)), n: sizes(at) })
            .collect();
        let is_tested = !total.is_affiliation;
        let ends = [total.pair.first(), total.pair.second()];
        let p_association: Vec<Option<f64>> = (0..self.grid.len())
            .map(|at| {
                let n_both = tallied.get(&at).map_or(0, |t| t.n_both);
                let is_covered = is_tested && sizes(at) > 0;
                is_covered.then(|| match n_both {
                    0 => 1.0,
                    _ => tests.of_period(self.grid.starts[at], ends, n_both).p,
                })
            })
            .collect();
        let is_whole = total.n_ij >= self.options.min_joint || self.verdicts.is_significant(total.pair);
        let mut changes = rate_changes_where(&counts, |at| is_whole || tallied.contains_key(&at));
        changes.iter_mut().filter(|_| !is_tested).for_each(|change| change.p = None);
        let p_change: Vec<Option<f64>> = changes.iter().map(|change| change.p).collect();
        let q = |p_values: &[Option<f64>]| {
            let is_selected = self.verdicts.is_significant(total.pair);
            if is_selected {
                q_within_selected(p_values, self.verdicts.family())
            } else {
                vec![None; p_values.len()]
            }
        };
        PairSeries {
            q_association: q(&p_association),
            q_change: q(&p_change),
            bursts: burst_levels(&counts, self.options.series.bursts),
            tallied,
            p_association,
            changes,
        }
    }

    /// Contexts that name an actor in a period, or without a date.
    pub(crate) fn margin(&self, actor: ActorId, at: Option<usize>) -> u64 {
        self.margins[actor.0 as usize].get(&at).copied().unwrap_or_default()
    }

    /// What a row counts beside the pair itself: contexts with either actor, contexts and clusters at all.
    pub(crate) fn n_around(&self, period: &PairPeriod) -> [u64; 4] {
        let (at, pair) = (period.at as usize, self.finished.pairs[period.pair as usize].pair);
        let (sizes, universe) = (self.grid.slots[at].sizes, self.options.universe);
        let [n_i, n_j] = [pair.first(), pair.second()].map(|actor| self.margin(actor, Some(at)));
        [n_i, n_j, sizes.contexts(universe), sizes.clusters(universe)]
    }

    pub(crate) fn is_dense(&self, total: &PairTotal) -> bool {
        total.n_ij >= self.options.min_joint
    }

    /// The day on which a period begins, and the joint contexts in it.
    pub fn joint(&self, period: &PairPeriod) -> (Date, u64) {
        (self.grid.starts[period.at as usize], period.n_ij)
    }

    /// The row of a week.
    pub fn week(&self, period: &PairPeriod) -> CoMentionWeekRow {
        let (grid, at) = (self.grid, period.at as usize);
        let total = &self.finished.pairs[period.pair as usize];
        let [n_i, n_j, n, n_clusters_total] = self.n_around(period);
        let week = Week::of(grid.starts[at]);
        let id = |a: ActorId| self.names.actors.get(a).id.to_string();
        let [rate_ratio, rate_ratio_low, rate_ratio_high] = period.ratio;
        CoMentionWeekRow {
            week: week.to_string(),
            iso_year: week.iso_year(),
            iso_week: week.iso_week(),
            week_start: week.start(),
            source: id(total.pair.first()),
            target: id(total.pair.second()),
            weight: period.n_ij,
            n_ij: period.n_ij,
            n_i,
            n_j,
            n,
            share: (n > 0).then(|| period.n_ij as f64 / n as f64),
            is_affiliation: total.is_affiliation,
            n_articles: period.n_articles,
            n_clusters: period.n_clusters,
            n_clusters_both: period.n_both,
            n_clusters_total,
            n_outlets: period.n_outlets,
            p_association: period.p_association,
            q_association: period.q_association,
            rate_ratio,
            rate_ratio_low,
            rate_ratio_high,
            p_change: period.p_change,
            q_change: period.q_change,
            burst_level: period.burst,
            null_model: self.options.significance.model.name.into(),
            family: FAMILY.into(),
            is_zero_filled: period.n_ij == 0 && period.n_articles == 0,
            coverage_gap: grid.is_gap(at),
        }
    }

    /// The row of a period of any grid.
    pub fn period(&self, period: &PairPeriod) -> CoMentionPeriodRow {
        let at = period.at as usize;
        CoMentionPeriodRow::of(self.grid.name(at), self.grid.days(at), self.week(period))
    }
}
