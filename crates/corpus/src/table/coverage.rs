use jiff::civil::Date;

use super::table;

table! {
    /// One row a week, outlet and language of the counted articles; a week without any stands with zeros and no outlet, undated articles without a week.
    pub struct CoverageRow = "coverage", key [week, outlet, language] {
        /// The ISO week; null for undated articles.
        pub week: Option<String> = "ISO week",
        /// Its ISO year.
        pub iso_year: Option<i32> = "year",
        /// Its number, 1 to 53.
        pub iso_week: Option<u8> = "week",
        /// Monday of the ISO week.
        pub week_start: Option<Date> = "date",
        /// Who published; null where the input does not say and for empty weeks.
        pub outlet: Option<String> = "name",
        /// Language of the articles; null for empty weeks.
        pub language: Option<String> = "language",
        /// Counted articles.
        pub n_articles: u64 = "articles",
        /// Clusters whose representative is among them.
        pub n_clusters: u64 = "clusters",
        /// Contexts of those representatives.
        pub n_contexts: u64 = "contexts",
        /// Kept characters of the counted articles.
        pub n_chars: u64 = "characters",
        /// Days of the week with a counted article.
        pub days_covered: u8 = "days",
        /// Whether it is the first or last week of the run and not covered to its outer end.
        pub is_partial_week: bool = "flag",
        /// Articles set aside (language, filter).
        pub n_set_aside: u64 = "articles",
    }
}
