//! Pairs by period: sparse, with every period for the pairs that are named together often enough.

use jiff::civil::Date;
use newsloom_corpus::{
    ActorId,
    table::{CoMentionPeriodRow, CoMentionWeekRow},
};
use serde::{Deserialize, Serialize};

use crate::{
    Finished, Names, Stratification, TableOptions, UnequalSums, Verdicts,
    by_key::by_key,
    event::PairArticle,
    optional::Optional,
    pairs::PairTotal,
    period::{Grid, Slot, add_to_last},
    series::{Count, RateChange, RatesOfOthers, burst_levels, q_within_selected},
    sorted::PairEvents,
    spread::n_outlets,
    strata::{Presence, PresenceTests},
    workers::Weighty,
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
    /// For each actor the contexts that name it: in what has no date, and in the periods that have any.
    margins: Vec<Vec<(Option<u32>, u64)>>,
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
    /// Contexts with the one actor, and with the other.
    pub(crate) margins: [u64; 2],
    pub(crate) n_articles: u32,
    pub(crate) n_clusters: u32,
    pub(crate) n_both: u32,
    n_outlets: u32,
    burst: Option<u8>,
    p_association: Optional,
    q_association: Optional,
    ratio: [Optional; 3],
    p_change: Optional,
    q_change: Optional,
}

by_key!(PairPeriod: at, pair);

/// The integers of a pair in a period.
#[derive(Debug, Clone, Copy, Default)]
struct Tallied<'a> {
    at: usize,
    n_ij: u64,
    n_clusters: u32,
    n_both: u32,
    articles: &'a [PairArticle],
}

impl Tallied<'_> {
    fn is_joint(&self) -> bool {
        self.n_ij > 0 || !self.articles.is_empty()
    }
}

/// The statistics of a pair, period by period.
struct PairSeries {
    p_association: Vec<Option<f64>>,
    q_association: Vec<Option<f64>>,
    changes: Vec<RateChange>,
    q_change: Vec<Option<f64>>,
}

impl<'a> PairTable<'a> {
    pub(crate) fn new(
        finished: &'a Finished,
        (names, options): (&'a Names<'a>, &'a TableOptions),
        (verdicts, grid): (&'a Verdicts, &'a Grid),
    ) -> Self {
        let margins = margins(finished, (names.actors.len(), grid));
        let by = Stratification { period: Some(grid.period), by_outlet: false };
        let presence = finished.presence(by, (names.actors.len(), options));
        Self { finished, names, options, verdicts, grid, margins, presence }
    }

    /// The tests of pairs, none made yet.
    pub(crate) fn tests(&self) -> PresenceTests<'_> {
        self.presence.tests()
    }

    /// Most rows that a pair can have.
    pub(crate) fn n_rows(&self, events: &PairEvents) -> usize {
        let is_dense = self.is_dense(&self.finished.pairs[events.number]);
        if is_dense { self.grid.len() } else { self.grid.len().min(events.weight()) }
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
        let tallied = tallied(events, self.grid);
        let counts = self.counts(&tallied);
        let (is_dense, is_selected) = (self.is_dense(total), self.verdicts.is_significant(total.pair));
        let tallied = if is_dense || is_selected { every(&tallied, self.grid.len()) } else { tallied };
        let series = self.series(total, (&tallied, &counts), tests);
        let bursts = burst_levels(&counts, self.options.series.bursts);
        let pair = u32::try_from(events.number).expect("fewer than 2^32 pairs");
        let margins = |at: usize| total.pair.both().map(|actor| self.margin(actor, Some(at)));
        let written = tallied.iter().enumerate().filter(|(_, t)| is_dense || t.is_joint());
        let of_pair =
            |(i, t): (usize, &Tallied<'_>)| series.period(i, (t, bursts[t.at]), (pair, margins(t.at)));
        let periods: Vec<PairPeriod> = written.map(of_pair).collect();
        self.check_pair(events, &periods)?;
        Ok(periods)
    }

    /// Clusters with a joint context in every period, of all.
    fn counts(&self, tallied: &[Tallied<'_>]) -> Vec<Count> {
        let size = |slot: &Slot| Count { k: 0, n: slot.sizes.clusters(self.options.universe) };
        let mut counts: Vec<Count> = self.grid.slots.iter().map(size).collect();
        for t in tallied {
            counts[t.at].k = u64::from(t.n_clusters).min(counts[t.at].n);
        }
        counts
    }

    /// What is told of some periods, among them all that have events; all, if the pair is selected.
    fn series(
        &self,
        total: &PairTotal,
        (tallied, counts): (&[Tallied<'_>], &[Count]),
        tests: &mut PresenceTests<'_>,
    ) -> PairSeries {
        let is_tested = !total.is_affiliation;
        let ends = total.pair.both();
        let mut p_association = |t: &Tallied<'_>| {
            let is_covered = is_tested && counts[t.at].n > 0;
            is_covered.then(|| match t.n_both {
                0 => 1.0,
                _ => tests.of_period(self.grid.starts[t.at], ends, t.n_both.into()).p,
            })
        };
        let p_association: Vec<Option<f64>> = tallied.iter().map(&mut p_association).collect();
        let rates = RatesOfOthers::new(counts);
        let mut changes: Vec<RateChange> = tallied.iter().map(|t| rates.change(counts[t.at])).collect();
        changes.iter_mut().filter(|_| !is_tested).for_each(|change| change.p = None);
        let p_change: Vec<Option<f64>> = changes.iter().map(|change| change.p).collect();
        let is_selected = self.verdicts.is_significant(total.pair);
        let q = |p_values: &[Option<f64>]| {
            if is_selected {
                q_within_selected(p_values, self.verdicts.family())
            } else {
                vec![None; p_values.len()]
            }
        };
        PairSeries { q_association: q(&p_association), q_change: q(&p_change), p_association, changes }
    }

    /// Contexts that name an actor in a period, or without a date.
    pub(crate) fn margin(&self, actor: ActorId, at: Option<usize>) -> u64 {
        let at = at.map(|at| u32::try_from(at).expect("fewer than 2^32 periods"));
        let margins = &self.margins[actor.0 as usize];
        margins.binary_search_by_key(&at, |(at, _)| *at).map_or(0, |place| margins[place].1)
    }

    /// What a row counts beside the pair itself: contexts with either actor, contexts and clusters at all.
    pub(crate) fn n_around(&self, period: &PairPeriod) -> [u64; 4] {
        let (sizes, universe) = (self.grid.slots[period.at as usize].sizes, self.options.universe);
        let [n_i, n_j] = period.margins;
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
        let (week, written) = grid.week(at);
        let id = |a: ActorId| self.names.actors.get(a).id.to_string();
        let [rate_ratio, rate_ratio_low, rate_ratio_high] = period.ratio.map(Optional::get);
        CoMentionWeekRow {
            week: written,
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
            n_articles: period.n_articles.into(),
            n_clusters: period.n_clusters.into(),
            n_clusters_both: period.n_both.into(),
            n_clusters_total,
            n_outlets: period.n_outlets,
            p_association: period.p_association.get(),
            q_association: period.q_association.get(),
            rate_ratio,
            rate_ratio_low,
            rate_ratio_high,
            p_change: period.p_change.get(),
            q_change: period.q_change.get(),
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

fn margins(finished: &Finished, (n_actors, grid): (usize, &Grid)) -> Vec<Vec<(Option<u32>, u64)>> {
    let mut margins: Vec<Vec<(Option<u32>, u64)>> = vec![Vec::new(); n_actors];
    for cluster in finished.events.actor_clusters.walk() {
        let at = cluster.day.and_then(|day| grid.index(day));
        let at = at.map(|at| u32::try_from(at).expect("fewer than 2^32 periods"));
        add_to_last(&mut margins[cluster.actor.0 as usize], (at, cluster.n_contexts.into()));
    }
    margins
}

/// The integers of a pair in the periods that have events of it, in order.
fn tallied<'a>(events: &'a PairEvents, grid: &Grid) -> Vec<Tallied<'a>> {
    let place = |day: Option<Date>| day.and_then(|day| grid.index(day));
    let mut tallied: Vec<Tallied<'_>> = Vec::new();
    for cluster in &events.clusters {
        let Some(at) = place(cluster.day) else { continue };
        if tallied.last().is_none_or(|last| last.at != at) {
            tallied.push(Tallied { at, ..Tallied::default() });
        }
        let Some(slot) = tallied.last_mut() else { continue };
        slot.n_ij += u64::from(cluster.n_joint);
        slot.n_clusters += u32::from(cluster.n_joint > 0);
        slot.n_both += 1;
    }
    for articles in events.articles.chunk_by(|one, other| place(one.day) == place(other.day)) {
        let Some(at) = place(articles[0].day) else { continue };
        match tallied.binary_search_by_key(&at, |t| t.at) {
            Ok(found) => tallied[found].articles = articles,
            Err(before) => tallied.insert(before, Tallied { at, articles, ..Tallied::default() }),
        }
    }
    tallied
}

/// Every period, those without events too.
fn every<'a>(tallied: &[Tallied<'a>], n_periods: usize) -> Vec<Tallied<'a>> {
    let mut all: Vec<Tallied<'_>> = (0..n_periods).map(|at| Tallied { at, ..Tallied::default() }).collect();
    for t in tallied {
        all[t.at] = *t;
    }
    all
}

impl PairSeries {
    /// What is told of the period at `i`.
    fn period(
        &self,
        i: usize,
        (tallied, burst): (&Tallied<'_>, Option<u8>),
        (pair, margins): (u32, [u64; 2]),
    ) -> PairPeriod {
        let change = self.changes[i];
        PairPeriod {
            at: u32::try_from(tallied.at).expect("fewer than 2^32 periods"),
            pair,
            n_ij: tallied.n_ij,
            margins,
            n_articles: u32::try_from(tallied.articles.len()).expect("fewer than 2^32 articles"),
            n_clusters: tallied.n_clusters,
            n_both: tallied.n_both,
            n_outlets: n_outlets(tallied.articles.iter().map(|article| article.outlet)),
            burst,
            p_association: self.p_association[i].into(),
            q_association: self.q_association[i].into(),
            ratio: [change.ratio, change.low, change.high].map(Optional::from),
            p_change: change.p.into(),
            q_change: self.q_change[i].into(),
        }
    }
}
