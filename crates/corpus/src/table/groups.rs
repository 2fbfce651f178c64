use super::table;

table! {
    /// One row a pair with a joint cluster, a column named in `by`, and a value of it: what the clusters of one group of outlets or articles do against all others. Written only if `by` names such a column.
    pub struct CoMentionGroupRow = "comentions_by_group", key [group_by, group, source, target] {
        /// The column of the input or of the outlets file.
        pub group_by: String = "name",
        /// Its value; empty where there is none.
        pub group: String = "label",
        /// The actor whose id comes first bytewise.
        pub source: String = "id",
        /// The other actor.
        pub target: String = "id",
        /// Contexts of the group that name both.
        pub n_ij: u64 = "contexts",
        /// Clusters of the group with a joint context; a cluster belongs to the group of its representative.
        pub n_clusters: u64 = "clusters",
        /// Clusters of the group that name the source.
        pub n_clusters_i: u64 = "clusters",
        /// Clusters of the group that name the target.
        pub n_clusters_j: u64 = "clusters",
        /// Clusters of the group in the run's universe.
        pub n_clusters_total: u64 = "clusters",
        /// n_clusters over n_clusters_total.
        pub share: Option<f64> = "share",
        /// Joint clusters of all other groups.
        pub n_clusters_others: u64 = "clusters",
        /// Clusters of all other groups in the run's universe.
        pub n_clusters_total_others: u64 = "clusters",
        /// How many times as much the weekly joint clusters of the pair vary as independent ones would, from neighbouring weeks, at least 1: stories of one event come together. Null below 5 weeks or for pairs that are not tested.
        pub overdispersion: Option<f64> = "ratio",
        /// Natural logarithm of the odds of a joint cluster in the group over those in all others, one half added to every cell (Haldane 1956, Anscombe 1956); null without other groups.
        pub log_odds_ratio: Option<f64> = "log odds",
        /// Lower end of its 95 % interval; clusters are the units, its width grows with the root of the overdispersion. Not corrected for the number of contrasts.
        pub log_odds_ratio_low: Option<f64> = "log odds",
        /// Upper end of that interval.
        pub log_odds_ratio_high: Option<f64> = "log odds",
        /// Two-sided p-value of the group having its part of the pair's joint clusters by the size of the group alone: beta-binomial given the pair's total, with its overdispersion (binomial at 1). Null for affiliated pairs, below `min-joint` contexts, and without other groups.
        pub p_value: Option<f64> = "probability",
        /// Its Benjamini–Hochberg q-value within the family.
        pub q_value: Option<f64> = "probability",
        /// What is corrected for: all groups of one column and all pairs with `min-joint` contexts over the run, affiliated ones left out. The total of a pair says nothing of how groups share it.
        pub family: String = "label",
        /// Contrasts in the family.
        pub n_tests: u64 = "tests",
        /// Whether the pair as a whole is an affiliation.
        pub is_affiliation: bool = "flag",
    }
}
