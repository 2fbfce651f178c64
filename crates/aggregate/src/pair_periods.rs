//! Pairs by period: sparse, with every period for the pairs that are named together often enough.

use std::collections::BTreeMap;

use newsloom_corpus::{
    ActorId, Pair, Week,
    table::{CoMentionPeriodRow, CoMentionWeekRow},
};

use crate::{
    Finished, Names, Stratification, TableOptions, Verdicts,
    actors::run_of,
    event::{PairArticle, PairCluster},
    pairs::PairTotal,
    period::Grid,
    series::{Count, RateChange, burst_levels, q_within_selected, rate_changes_where},
    spread::Spread,
    strata::{Presence, PresenceTests},
};

const FAMILY: &str = "periods-of-significant-pairs";

/// What all pairs of a table share.
struct Table<'a> {
    names: &'a Names<'a>,
    options: &'a TableOptions,
    verdicts: &'a Verdicts,
    grid: &'a Grid,
    /// For each actor the contexts that name it in the periods that have any.
    margins: Vec<BTreeMap<usize, u64>>,
    /// The null model, fitted to each period.
    presence: Presence,
}

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
    total: &'a PairTotal,
    tallied: BTreeMap<usize, Tallied<'a>>,
    p_association: Vec<Option<f64>>,
    q_association: Vec<Option<f64>>,
    changes: Vec<RateChange>,
    q_change: Vec<Option<f64>>,
    bursts: Vec<Option<u8>>,
}

impl Finished {
    /// Weekly rows sorted by week and pair.
    pub fn comention_weeks(
        &self,
        names: &Names<'_>,
        options: &TableOptions,
        verdicts: &Verdicts,
    ) -> Vec<CoMentionWeekRow> {
        self.pair_rows(&self.table(names, options, (verdicts, &self.weeks)))
            .into_iter()
            .map(|(_, row)| row)
            .collect()
    }

    /// The same for the other periods asked for.
    pub fn comention_periods(
        &self,
        names: &Names<'_>,
        options: &TableOptions,
        verdicts: &Verdicts,
    ) -> Vec<CoMentionPeriodRow> {
        let mut rows = Vec::new();
        for period in &options.series.periods {
            let grid = Grid::of(&self.events, *period);
            let found = self.pair_rows(&self.table(names, options, (verdicts, &grid)));
            rows.extend(
                found.into_iter().map(|(at, row)| CoMentionPeriodRow::of(grid.name(at), grid.days(at), row)),
            );
        }
        rows
    }

    fn table<'a>(
        &self,
        names: &'a Names<'a>,
        options: &'a TableOptions,
        (verdicts, grid): (&'a Verdicts, &'a Grid),
    ) -> Table<'a> {
        let mut margins = vec![BTreeMap::<usize, u64>::new(); names.actors.len()];
        for cluster in &self.events.actor_clusters {
            if let Some(at) = cluster.day.and_then(|day| grid.index(day)) {
                *margins[cluster.actor.0 as usize].entry(at).or_default() += u64::from(cluster.n_contexts);
            }
        }
        let by = Stratification { period: Some(grid.period), by_outlet: false };
        let presence = self.presence(by, (names.actors.len(), options));
        Table { names, options, verdicts, grid, margins, presence }
    }

    fn pair_rows(&self, table: &Table<'_>) -> Vec<(usize, CoMentionWeekRow)> {
        let mut rows: Vec<((usize, Pair), CoMentionWeekRow)> = Vec::new();
        let mut tests = table.presence.tests();
        for total in self.pairs.iter().filter(|p| p.n_ij > 0) {
            let series = table.series(total, self.tallied_pair(total.pair, table.grid), &mut tests);
            let is_dense = total.n_ij >= table.options.min_joint;
            let is_written = |at: &usize| is_dense || series.is_joint(*at);
            let written = (0..table.grid.len()).filter(is_written);
            rows.extend(written.map(|at| ((at, total.pair), table.row(&series, at))));
        }
        rows.sort_by_key(|(key, _)| *key);
        rows.into_iter().map(|((at, _), row)| (at, row)).collect()
    }

    fn tallied_pair(&self, pair: Pair, grid: &Grid) -> BTreeMap<usize, Tallied<'_>> {
        let mut tallied: BTreeMap<usize, Tallied<'_>> = BTreeMap::new();
        for cluster in self.clusters_of_pair(pair) {
            if let Some(at) = cluster.day.and_then(|day| grid.index(day)) {
                let slot = tallied.entry(at).or_default();
                slot.n_ij += u64::from(cluster.n_joint);
                slot.n_clusters += u64::from(cluster.n_joint > 0);
                slot.n_both += 1;
            }
        }
        for article in self.articles_of(pair) {
            if let Some(at) = article.day.and_then(|day| grid.index(day)) {
                tallied.entry(at).or_default().articles.push(article);
            }
        }
        tallied
    }

    pub(crate) fn clusters_of_pair(&self, pair: Pair) -> &[PairCluster] {
        let clusters = &self.events.pair_clusters;
        run_of(&clusters[clusters.partition_point(|c| c.pair < pair)..], |c| c.pair == pair)
    }
}

impl PairSeries<'_> {
    fn is_joint(&self, at: usize) -> bool {
        self.tallied.get(&at).is_some_and(|t| t.n_ij > 0 || !t.articles.is_empty())
    }
}

impl Table<'_> {
    fn series<'a>(
        &self,
        total: &'a PairTotal,
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
            total,
            q_association: q(&p_association),
            q_change: q(&p_change),
            bursts: burst_levels(&counts, self.options.series.bursts),
            tallied,
            p_association,
            changes,
        }
    }

    fn margin(&self, actor: ActorId, at: usize) -> u64 {
        self.margins[actor.0 as usize].get(&at).copied().unwrap_or_default()
    }

    fn row(&self, series: &PairSeries<'_>, at: usize) -> CoMentionWeekRow {
        let (grid, pair) = (self.grid, series.total.pair);
        let none = Tallied::default();
        let tallied = series.tallied.get(&at).unwrap_or(&none);
        let spread = Spread::of(tallied.articles.iter().map(|a| (a.outlet, a.day)));
        let sizes = grid.slots[at].sizes;
        let n = sizes.contexts(self.options.universe);
        let week = Week::of(grid.starts[at]);
        let id = |a: ActorId| self.names.actors.get(a).id.to_string();
        let change = series.changes[at];
        CoMentionWeekRow {
            week: week.to_string(),
            iso_year: week.iso_year(),
            iso_week: week.iso_week(),
            week_start: week.start(),
            source: id(pair.first()),
            target: id(pair.second()),
            weight: tallied.n_ij,
            n_ij: tallied.n_ij,
            n_i: self.margin(pair.first(), at),
            n_j: self.margin(pair.second(), at),
            n,
            share: (n > 0).then(|| tallied.n_ij as f64 / n as f64),
            is_affiliation: series.total.is_affiliation,
            n_articles: spread.n_articles,
            n_clusters: tallied.n_clusters,
            n_clusters_both: tallied.n_both,
            n_clusters_total: sizes.clusters(self.options.universe),
            n_outlets: spread.n_outlets,
            p_association: series.p_association[at],
            q_association: series.q_association[at],
            rate_ratio: change.ratio,
            rate_ratio_low: change.low,
            rate_ratio_high: change.high,
            p_change: change.p,
            q_change: series.q_change[at],
            burst_level: series.bursts[at],
            null_model: self.options.significance.model.name.into(),
            family: FAMILY.into(),
            is_zero_filled: tallied.n_ij == 0 && spread.n_articles == 0,
            coverage_gap: grid.is_gap(at),
        }
    }
}
