use jiff::civil::Date;

use super::{Word, period_tables};

period_tables! {
    /// One row a pair and ISO week: sparse, but every week of the run for pairs that reach `min-joint` over the run.
    weekly CoMentionWeekRow = "comentions_weekly", key [iso_year, iso_week, source, target];
    /// The same for the days or months that `by` asks for; written only then.
    others CoMentionPeriodRow = "comentions_by_period", key [unit, period_start, source, target];
    columns {
        /// The actor whose id comes first bytewise.
        pub source: String = "id",
        /// The other actor.
        pub target: String = "id",
        /// The same as n_ij.
        pub weight: u64 = "contexts",
        /// Contexts of the period that name both.
        pub n_ij: u64 = "contexts",
        /// Contexts of the period that name the source.
        pub n_i: u64 = "contexts",
        /// Contexts of the period that name the target.
        pub n_j: u64 = "contexts",
        /// Contexts of the period in the run's universe.
        pub n: u64 = "contexts",
        /// n_ij over n; null in a period without coverage.
        pub share: Option<f64> = "share",
        /// Whether the pair as a whole is an affiliation.
        pub is_affiliation: bool = "flag",
        /// Articles of the period with a joint context, copies included.
        pub n_articles: u64 = "articles",
        /// Clusters first published in the period whose representative has a joint context.
        pub n_clusters: u64 = "clusters",
        /// Clusters of the period that name both anywhere.
        pub n_clusters_both: u64 = "clusters",
        /// Clusters of the period in the run's universe.
        pub n_clusters_total: u64 = "clusters",
        /// Outlets of those articles.
        pub n_outlets: u32 = "outlets",
        /// P-value of n_clusters_both in this period alone, under the model of null_model; null for affiliated pairs and without coverage.
        pub p_association: Option<f64> = "probability",
        /// It after correction over the period rows of the family; null for pairs outside of it.
        pub q_association: Option<f64> = "probability",
        /// Joint clusters a cluster in this period over the same in the pair's other periods; null where they have none.
        pub rate_ratio: Option<f64> = "ratio",
        /// Lower end of its 95 % interval (Wilson interval of this period's part of the pair's clusters, widened by overdispersion).
        pub rate_ratio_low: Option<f64> = "ratio",
        /// Upper end of that interval; null where it has none.
        pub rate_ratio_high: Option<f64> = "ratio",
        /// Two-sided p-value of the rate ratio (beta-binomial given the pair's clusters, averaged over what the overdispersion of the other periods may be); null for affiliated pairs, without coverage and below 4 other covered periods.
        pub p_change: Option<f64> = "probability",
        /// It after correction over all covered periods of the pairs of the family.
        pub q_change: Option<f64> = "probability",
        /// 1 in a burst of the pair's clusters (Kleinberg's two states with totals), 0 outside; null without coverage.
        pub burst_level: Option<u8> = "level",
        /// Null model behind p_association.
        pub null_model: Word = "name",
        /// The family of the q-values: the periods of each pair that is significant over the run, corrected within the pair and for the selection (Benjamini and Bogomolov 2014).
        pub family: Word = "label",
        /// Whether the row is a zero put in by the grid.
        pub is_zero_filled: bool = "flag",
        /// Whether the period has no coverage at all.
        pub coverage_gap: bool = "flag",
    }
}
