//! Pairs by groups of outlets or articles, each group against all others.

use std::collections::BTreeMap;

use newsloom_corpus::{ActorId, Pair, table::CoMentionGroupRow};
use newsloom_score::benjamini_hochberg;
use serde::{Deserialize, Serialize};

use crate::{
    Finished, Names, Sorted, TableOptions, UnequalSums, Universe,
    by_key::by_key,
    event::PairCluster,
    pairs::PairTotal,
    series::{Count, dispersion_of_differences, tails},
    sorted::PairEvents,
};

/// The 97.5 % quantile of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// The values of a column, and which each combination holds.
#[derive(Debug)]
pub(crate) struct Column<'a> {
    /// Place among the columns in the order of their names.
    number: u32,
    pub(crate) name: &'a str,
    pub(crate) values: Vec<&'a str>,
    /// For each combination the number of its value.
    value_of: Vec<usize>,
    /// Clusters of the universe by value.
    totals: Vec<u64>,
    /// Clusters that name an actor, by actor and value.
    margins: BTreeMap<(ActorId, usize), u64>,
}

/// The joint contexts and clusters of a pair with a value.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(crate) struct Joint {
    pub(crate) n_ij: u64,
    pub(crate) n_clusters: u64,
}

/// A pair with a value against all others: the numbers of a row.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct GroupContrast {
    column: u32,
    pub(crate) value: u32,
    /// Number of the pair among all.
    pair: u32,
    pub(crate) joint: Joint,
    overdispersion: Option<f64>,
    /// The logarithm of the odds ratio and its standard error.
    odds: Option<(f64, f64)>,
    p: Option<f64>,
}

by_key!(GroupContrast: column, value, pair);

/// What the rows of all pairs by group share.
#[derive(Debug)]
pub struct GroupTable<'a> {
    finished: &'a Finished,
    names: &'a Names<'a>,
    options: &'a TableOptions,
    pub(crate) columns: Vec<Column<'a>>,
}

impl<'a> GroupTable<'a> {
    pub(crate) fn new(finished: &'a Finished, (names, options): (&'a Names<'a>, &'a TableOptions)) -> Self {
        let mut order: Vec<usize> = (0..names.group_columns.len()).collect();
        order.sort_by_key(|at| &names.group_columns[*at]);
        let columns = (0..).zip(order);
        let columns =
            columns.map(|(number, at)| Column { number, ..finished.column(at, names, options.universe) });
        Self { finished, names, options, columns: columns.collect() }
    }

    /// A pair by the values of all columns: every value if it reaches `min-joint`, otherwise those with a
    /// joint cluster.
    ///
    /// Stories of one event come together and are told by the same outlets, so clusters are no independent
    /// trials either: the overdispersion of the weeks stands for that. Share of contrasts with p at most .05,
    /// .01 and .001 over 3000 simulated pairs without a contrast (30 weeks of 4 stories, two groups, two thirds
    /// of the events told by one group alone), in thousandths:
    ///
    /// | stories an event | binomial | beta-binomial |
    /// |---|---|---|
    /// | 1 | 40, 9, 0.3 | 33, 7, 0.3 |
    /// | 1.75 | 136, 53, 15 | 37, 8, 1.0 |
    /// | 3.5 | 326, 184, 92 | 45, 11, 2.3 |
    ///
    /// # Errors
    /// If they do not add up to the whole run.
    pub(crate) fn contrasts(&self, events: &PairEvents) -> Result<Vec<GroupContrast>, UnequalSums> {
        let total = &self.finished.pairs[events.number];
        if total.n_clusters == 0 {
            return Ok(Vec::new());
        }
        let is_tested = !total.is_affiliation && total.n_ij >= self.options.min_joint;
        let overdispersion = || self.finished.pair_dispersion(&events.clusters, self.options.universe);
        let overdispersion = if is_tested && !self.columns.is_empty() { overdispersion() } else { None };
        let mut all = Vec::new();
        for column in &self.columns {
            let of_value = |value| self.contrast(column, value, (events, overdispersion));
            let found: Vec<GroupContrast> = (0..column.values.len()).filter_map(of_value).collect();
            self.check_groups(column, total, &found)?;
            all.extend(found);
        }
        Ok(all)
    }

    fn contrast(
        &self,
        column: &Column<'_>,
        value: usize,
        (events, overdispersion): (&PairEvents, Option<f64>),
    ) -> Option<GroupContrast> {
        let total = &self.finished.pairs[events.number];
        let mut joint = Joint::default();
        for cluster in events.clusters.iter().filter(|c| c.n_joint > 0) {
            if column.value_of[cluster.group as usize] == value {
                joint.n_ij += u64::from(cluster.n_joint);
                joint.n_clusters += 1;
            }
        }
        if joint.n_clusters == 0 && total.n_ij < self.options.min_joint {
            return None;
        }
        let n = column.totals[value];
        let others = (total.n_clusters - joint.n_clusters, column.n_clusters() - n);
        let is_tested = !total.is_affiliation && total.n_ij >= self.options.min_joint;
        let phi = overdispersion.unwrap_or(1.0);
        let odds = log_odds_ratio((joint.n_clusters, n), others).map(|(ratio, e)| (ratio, e * phi.sqrt()));
        let pi = n as f64 / (n + others.1).max(1) as f64;
        let p = || tails((joint.n_clusters, total.n_clusters), pi, [phi]).two_sided();
        let small = |n: usize| u32::try_from(n).expect("fewer than 2^32 pairs");
        Some(GroupContrast {
            column: column.number,
            value: small(value),
            pair: small(events.number),
            joint,
            overdispersion,
            odds,
            p: odds.filter(|_| is_tested).map(|_| p()),
        })
    }

    /// Rows sorted by column, value and pair. The contrasts of one column are a family.
    pub fn rows<'s>(
        &'s self,
        contrasts: &'s dyn Sorted<GroupContrast>,
    ) -> impl Iterator<Item = CoMentionGroupRow> + 's {
        let mut p_values = vec![Vec::new(); self.columns.len()];
        for contrast in contrasts.walk() {
            p_values[contrast.column as usize].extend(contrast.p);
        }
        let n_tests: Vec<u64> = p_values.iter().map(|p_values| p_values.len() as u64).collect();
        let q_values =
            p_values.iter().flat_map(|p_values| benjamini_hochberg(p_values, p_values.len() as u64));
        let mut q_values = q_values.collect::<Vec<f64>>().into_iter();
        contrasts.walk().map(move |contrast| {
            let q_value = contrast.p.and_then(|_| q_values.next());
            CoMentionGroupRow { q_value, n_tests: n_tests[contrast.column as usize], ..self.row(&contrast) }
        })
    }

    fn row(&self, contrast: &GroupContrast) -> CoMentionGroupRow {
        let (total, column) =
            (&self.finished.pairs[contrast.pair as usize], &self.columns[contrast.column as usize]);
        let value = contrast.value as usize;
        let id = |a: ActorId| self.names.actors.get(a).id.to_string();
        let [n_clusters_i, n_clusters_j] = column.margins_of(total.pair, value);
        let GroupContrast { joint, odds, .. } = *contrast;
        let n = column.totals[value];
        CoMentionGroupRow {
            group_by: column.name.to_owned(),
            group: column.values[value].to_owned(),
            source: id(total.pair.first()),
            target: id(total.pair.second()),
            n_ij: joint.n_ij,
            n_clusters: joint.n_clusters,
            n_clusters_i,
            n_clusters_j,
            n_clusters_total: n,
            share: (n > 0).then(|| joint.n_clusters as f64 / n as f64),
            n_clusters_others: total.n_clusters - joint.n_clusters,
            n_clusters_total_others: column.n_clusters() - n,
            overdispersion: contrast.overdispersion,
            log_odds_ratio: odds.map(|(ratio, _)| ratio),
            log_odds_ratio_low: odds.map(|(ratio, error)| ratio - Z * error),
            log_odds_ratio_high: odds.map(|(ratio, error)| ratio + Z * error),
            p_value: contrast.p,
            q_value: None,
            family: format!("groups-of-pairs-min-joint-{}", self.options.min_joint),
            n_tests: 0,
            is_affiliation: total.is_affiliation,
        }
    }

    pub(crate) fn is_dense(&self, total: &PairTotal) -> bool {
        total.n_ij >= self.options.min_joint
    }

    pub(crate) fn total_clusters(&self, actor: ActorId) -> u64 {
        self.finished.actor_total(actor).n_clusters
    }

    pub(crate) fn all_clusters(&self) -> u64 {
        self.finished.totals.whole.clusters(self.options.universe)
    }

    pub(crate) fn ids(&self, pair: Pair) -> String {
        self.names.ids(pair)
    }
}

impl Column<'_> {
    /// Clusters of the universe.
    fn n_clusters(&self) -> u64 {
        self.totals.iter().sum()
    }

    pub(crate) fn margins_of(&self, pair: Pair, value: usize) -> [u64; 2] {
        let margin = |actor| self.margins.get(&(actor, value)).copied().unwrap_or(0);
        [margin(pair.first()), margin(pair.second())]
    }

    pub(crate) fn n_clusters_with(&self, value: usize) -> u64 {
        self.totals[value]
    }
}

impl Finished {
    fn column<'a>(&self, at: usize, names: &'a Names<'_>, universe: Universe) -> Column<'a> {
        let mut values: Vec<&str> = names.groups.iter().map(|group| group[at].as_str()).collect();
        let of_groups = values.clone();
        values.sort_unstable();
        values.dedup();
        let place = |value: &&str| values.binary_search(value).expect("every value is listed");
        let value_of: Vec<usize> = of_groups.iter().map(place).collect();
        let mut totals = vec![0; values.len()];
        for (clusters, counts) in self.coverage.clusters() {
            totals[value_of[clusters.group as usize]] += counts.clusters(universe);
        }
        let mut margins = BTreeMap::new();
        for cluster in self.events.actor_clusters.walk() {
            *margins.entry((cluster.actor, value_of[cluster.group as usize])).or_default() += 1;
        }
        Column { number: 0, name: &names.group_columns[at], values, value_of, totals, margins }
    }

    /// How much more the weekly joint clusters of a pair vary than independent ones would.
    fn pair_dispersion(&self, clusters: &[PairCluster], universe: Universe) -> Option<f64> {
        let mut counts: Vec<Count> =
            self.weeks.slots.iter().map(|slot| Count { k: 0, n: slot.sizes.clusters(universe) }).collect();
        for cluster in clusters.iter().filter(|c| c.n_joint > 0) {
            if let Some(at) = cluster.day.and_then(|day| self.weeks.index(day)) {
                counts[at].k = (counts[at].k + 1).min(counts[at].n);
            }
        }
        dispersion_of_differences(&counts)
    }
}

/// The logarithm of the odds ratio of `k` in `n` between two groups, one half added to every cell, and
/// its standard error (Haldane 1956, Anscombe 1956); `None` if either group is empty.
fn log_odds_ratio(here: (u64, u64), others: (u64, u64)) -> Option<(f64, f64)> {
    if here.1 == 0 || others.1 == 0 {
        return None;
    }
    let cells = [here, others].map(|(k, n)| [k as f64 + 0.5, n.saturating_sub(k) as f64 + 0.5]);
    let [[a, b], [c, d]] = cells;
    let error = (1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d).sqrt();
    Some(((a * d / (b * c)).ln(), error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_statsmodels() {
        // statsmodels Table2x2([[12.5, 88.5], [5.5, 195.5]]): log_oddsratio and log_oddsratio_se.
        let (ratio, error) = log_odds_ratio((12, 100), (5, 200)).unwrap();
        assert!((ratio - 1.613_538_379_481_367).abs() < 1e-12, "{ratio}");
        assert!((error - 0.527_477_683_281_953).abs() < 1e-12, "{error}");
        assert_eq!(log_odds_ratio((0, 0), (5, 20)), None);
    }
}
