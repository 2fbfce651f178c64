use jiff::civil::Date;

use super::period_tables;

period_tables! {
    /// One row an actor and ISO week: every week of the run for each actor with at least `min-articles`.
    weekly ActorWeekRow = "actors_weekly", key [iso_year, iso_week, actor_id];
    /// The same for the days or months that `by` asks for; written only then.
    others ActorPeriodRow = "actors_by_period", key [unit, period_start, actor_id];
    columns {
        /// The actor's dictionary id.
        pub actor_id: String = "id",
        /// Days of the period on which a counted article was published.
        pub week_days_covered: u8 = "days",
        /// Whether it is the first or last period of the run and not covered to its outer end.
        pub is_partial_week: bool = "flag",
        /// Counted articles of the period.
        pub n_articles_total: u64 = "articles",
        /// Clusters first published in the period.
        pub n_clusters_total: u64 = "clusters",
        /// Counted mentions in the period's representatives.
        pub n_mentions: u64 = "mentions",
        /// Articles of the period that name it, copies included.
        pub n_articles: u64 = "articles",
        /// Clusters of the period that name it.
        pub n_clusters: u64 = "clusters",
        /// Those of the outlets that the series is made from: all, or with `panel = "balanced"` the outlets with an article in every covered period.
        pub n_clusters_panel: u64 = "clusters",
        /// All clusters of those outlets in the period.
        pub n_clusters_panel_total: u64 = "clusters",
        /// n_clusters_panel over n_clusters_panel_total; null in a period without coverage.
        pub share: Option<f64> = "share",
        /// Lower end of the Wilson 95 % interval of the share, widened by the actor's overdispersion.
        pub share_low: Option<f64> = "share",
        /// Upper end of that interval.
        pub share_high: Option<f64> = "share",
        /// The share with each outlet weighted as in the whole run; outlets not covered in the period are left out and the others' weights scaled up.
        pub share_standardised: Option<f64> = "share",
        /// Rank by n_clusters among all actors of the period, those without rows of their own included, ties sharing the best; null without a cluster.
        pub rank: Option<u32> = "rank",
        /// n_clusters minus that of the period before; null for the first period and next to periods without coverage.
        pub change_from_previous: Option<i32> = "clusters",
        /// Distance of the share from that of the 8 covered periods before, in standard deviations, overdispersion included; null below 4 of them or where they never or always name it.
        pub z_score: Option<f64> = "standard deviations",
        /// 1 in a burst (Kleinberg's two states with totals), 0 outside; null without coverage.
        pub burst_level: Option<u8> = "level",
        /// Whether the share changes its level here: the first period of a new segment (PELT, binomial cost).
        pub is_changepoint: bool = "flag",
        /// Share over the segment between change points that holds the period; null without coverage.
        pub segment_share: Option<f64> = "share",
        /// Lower end of its Wilson 95 % interval, widened by the actor's overdispersion.
        pub segment_share_low: Option<f64> = "share",
        /// Upper end of that interval.
        pub segment_share_high: Option<f64> = "share",
        /// Its neighbours in the network of the period: pairs of the run's edge set with a joint context in it.
        pub degree: u32 = "actors",
        /// Sum of the joint counts of those pairs in the period.
        pub strength: u64 = "contexts",
        /// Its Leiden community in the network of the period, carrying the number of the earlier community that it shares most with; null without a neighbour.
        pub community: Option<u32> = "label",
        /// Whether the row is a zero put in by the grid.
        pub is_zero_filled: bool = "flag",
        /// Whether the period has no coverage at all.
        pub coverage_gap: bool = "flag",
    }
}
