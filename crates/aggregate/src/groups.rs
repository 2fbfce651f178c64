//! Pairs by groups of outlets or articles, each group against all others.

use std::collections::BTreeMap;

use newsloom_corpus::{ActorId, Pair, table::CoMentionGroupRow};
use newsloom_score::benjamini_hochberg;

use crate::{
    Finished, Names, TableOptions, Universe,
    pairs::PairTotal,
    series::{Count, dispersion_of_differences, tails},
};

/// The 97.5 % quantile of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// The values of one column, and which each combination holds.
struct Column<'a> {
    name: &'a str,
    values: Vec<&'a str>,
    /// For each combination the number of its value.
    value_of: Vec<usize>,
    /// Clusters of the universe by value.
    totals: Vec<u64>,
    /// Clusters that name an actor, by actor and value.
    margins: BTreeMap<(ActorId, usize), u64>,
}

/// The joint contexts and clusters of a pair with a value.
#[derive(Debug, Clone, Copy, Default)]
struct Joint {
    n_ij: u64,
    n_clusters: u64,
}

impl Finished {
    /// Rows sorted by column, value and pair: every value for pairs that reach `min-joint`, for others
    /// those with a joint cluster.
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
    pub fn comention_groups(&self, names: &Names<'_>, options: &TableOptions) -> Vec<CoMentionGroupRow> {
        let mut order: Vec<usize> = (0..names.group_columns.len()).collect();
        order.sort_by_key(|at| &names.group_columns[*at]);
        let mut rows = Vec::new();
        for at in order {
            let column = self.column(at, names, options.universe);
            let mut contrasts = Vec::new();
            for value in 0..column.values.len() {
                let of_value = |total| self.group_row(&column, value, (total, names, options));
                contrasts.extend(self.pairs.iter().filter(|p| p.n_clusters > 0).filter_map(of_value));
            }
            correct(&mut contrasts);
            rows.extend(contrasts);
        }
        rows
    }

    fn column<'a>(&self, at: usize, names: &'a Names<'_>, universe: Universe) -> Column<'a> {
        let mut values: Vec<&str> = names.groups.iter().map(|group| group[at].as_str()).collect();
        let of_groups = values.clone();
        values.sort_unstable();
        values.dedup();
        let place = |value: &&str| values.binary_search(value).expect("every value is listed");
        let value_of: Vec<usize> = of_groups.iter().map(place).collect();
        let mut totals = vec![0; values.len()];
        let is_counted = |n_with_actor: u64| universe == Universe::All || n_with_actor > 0;
        for cluster in self.events.covered_clusters.iter().filter(|c| is_counted(c.n_contexts_with_actor)) {
            totals[value_of[cluster.group as usize]] += 1;
        }
        let mut margins = BTreeMap::new();
        for cluster in &self.events.actor_clusters {
            *margins.entry((cluster.actor, value_of[cluster.group as usize])).or_default() += 1;
        }
        Column { name: &names.group_columns[at], values, value_of, totals, margins }
    }

    fn group_row(
        &self,
        column: &Column<'_>,
        value: usize,
        (total, names, options): (&PairTotal, &Names<'_>, &TableOptions),
    ) -> Option<CoMentionGroupRow> {
        let mut joint = Joint::default();
        for cluster in self.clusters_of_pair(total.pair).iter().filter(|c| c.n_joint > 0) {
            if column.value_of[cluster.group as usize] == value {
                joint.n_ij += u64::from(cluster.n_joint);
                joint.n_clusters += 1;
            }
        }
        if joint.n_clusters == 0 && total.n_ij < options.min_joint {
            return None;
        }
        let (i, j) = (total.pair.first(), total.pair.second());
        let margin = |actor| column.margins.get(&(actor, value)).copied().unwrap_or(0);
        let id = |a: ActorId| names.actors.get(a).id.to_string();
        let n = column.totals[value];
        let others = (total.n_clusters - joint.n_clusters, column.totals.iter().sum::<u64>() - n);
        let is_tested = !total.is_affiliation && total.n_ij >= options.min_joint;
        let overdispersion =
            if is_tested { self.pair_dispersion(total.pair, options.universe) } else { None };
        let phi = overdispersion.unwrap_or(1.0);
        let odds = log_odds_ratio((joint.n_clusters, n), others).map(|(ratio, e)| (ratio, e * phi.sqrt()));
        let pi = n as f64 / (n + others.1).max(1) as f64;
        let p = || tails((joint.n_clusters, total.n_clusters), pi, phi).two_sided();
        Some(CoMentionGroupRow {
            group_by: column.name.to_owned(),
            group: column.values[value].to_owned(),
            source: id(i),
            target: id(j),
            n_ij: joint.n_ij,
            n_clusters: joint.n_clusters,
            n_clusters_i: margin(i),
            n_clusters_j: margin(j),
            n_clusters_total: n,
            share: (n > 0).then(|| joint.n_clusters as f64 / n as f64),
            n_clusters_others: others.0,
            n_clusters_total_others: others.1,
            overdispersion,
            log_odds_ratio: odds.map(|(ratio, _)| ratio),
            log_odds_ratio_low: odds.map(|(ratio, error)| ratio - Z * error),
            log_odds_ratio_high: odds.map(|(ratio, error)| ratio + Z * error),
            p_value: odds.filter(|_| is_tested).map(|_| p()),
            q_value: None,
            family: format!("groups-of-pairs-min-joint-{}", options.min_joint),
            n_tests: 0,
            is_affiliation: total.is_affiliation,
        })
    }

    /// How much more the weekly joint clusters of a pair vary than independent ones would.
    fn pair_dispersion(&self, pair: Pair, universe: Universe) -> Option<f64> {
        let mut counts: Vec<Count> =
            self.weeks.slots.iter().map(|slot| Count { k: 0, n: slot.sizes.clusters(universe) }).collect();
        for cluster in self.clusters_of_pair(pair).iter().filter(|c| c.n_joint > 0) {
            if let Some(at) = cluster.day.and_then(|day| self.weeks.index(day)) {
                counts[at].k = (counts[at].k + 1).min(counts[at].n);
            }
        }
        dispersion_of_differences(&counts)
    }
}

/// Gives the contrasts of one column, which are a family, their q-values.
fn correct(contrasts: &mut [CoMentionGroupRow]) {
    let p_values: Vec<f64> = contrasts.iter().filter_map(|row| row.p_value).collect();
    let n_tests = p_values.len() as u64;
    let mut q_values = benjamini_hochberg(&p_values, n_tests).into_iter();
    for row in contrasts {
        row.q_value = row.p_value.and_then(|_| q_values.next());
        row.n_tests = n_tests;
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
