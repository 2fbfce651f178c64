//! What a run leaves out, and the sizes that explain its tables.

use std::collections::BTreeMap;

use crate::{ActorNetwork, Finished, TableOptions, pairs::PairTotal};

impl Finished {
    /// The note of how much actors crowd into the same contexts of a story: the exponent of the test of closeness.
    const CROWDING: &str = "closeness_crowding_thousandths";

    /// Counts that explain what the grids leave out, and what has no week.
    pub fn notes(&self, options: &TableOptions, network: &ActorNetwork) -> BTreeMap<String, u64> {
        let pairs = &self.pairs;
        let named: Vec<&PairTotal> = pairs.iter().filter(|p| p.n_ij > 0).collect();
        let n_dense = named.iter().filter(|p| p.n_ij >= options.min_joint).count() as u64;
        let n_actors = self.n_dense_actors(0);
        let n_dense_actors = self.n_dense_actors(options.min_articles);
        let undated = self.totals.by_week.get(&None).copied().unwrap_or_default();
        [
            ("actors", n_actors),
            ("actors_in_weekly_grid", n_dense_actors),
            ("actors_left_out_of_weekly_grid", n_actors - n_dense_actors),
            ("pairs", named.len() as u64),
            ("pairs_with_every_week", n_dense),
            ("pairs_with_own_weeks_only", named.len() as u64 - n_dense),
            ("pairs_affiliated", named.iter().filter(|p| p.is_affiliation).count() as u64),
            ("contexts", self.totals.whole.n_contexts),
            ("contexts_with_actor", self.totals.whole.n_contexts_with_actor),
            ("contexts_undated", undated.n_contexts),
            ("clusters_undated", undated.n_clusters),
            ("weeks", self.weeks.len() as u64),
            ("network_actors", network.n_nodes() as u64),
            ("network_pairs", network.edges().len() as u64),
            ("network_communities", network.n_communities()),
            ("network_too_large_for_betweenness", u64::from(network.lacks_betweenness())),
            ("outlets_in_every_week", self.weeks.constant_outlets().len() as u64),
            ("change_point_penalty_thousandths", self.change_point_penalty(options)),
        ]
        .into_iter()
        .chain(self.crowding(options).map(|crowding| (Self::CROWDING, thousandths(crowding))))
        .map(|(name, n)| (name.to_owned(), n))
        .collect()
    }
}

impl Finished {
    /// What a change point costs in the weekly series, in thousandths of twice a log-likelihood.
    fn change_point_penalty(&self, options: &TableOptions) -> u64 {
        let n_covered = (0..self.weeks.len()).filter(|at| !self.weeks.is_gap(*at)).count();
        thousandths(options.series.change_points.cost_of_a_change(n_covered))
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn thousandths(number: f64) -> u64 {
    (1_000.0 * number).round() as u64
}
