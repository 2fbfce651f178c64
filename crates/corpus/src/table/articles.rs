use jiff::{Timestamp, civil::Date};

use super::table;

table! {
    /// One row an article that was read, counted or set aside.
    pub struct ArticleRow = "articles", key [article_id] {
        /// 128-bit hash of outlet, url, date as written, title, text and record id.
        pub article_id: String = "id",
        /// The input's own id, verbatim.
        pub record_id: Option<String> = "id",
        /// File it was read from, relative to the recipe.
        pub source_path: String = "path",
        /// Number of the record in that file, from 1.
        pub source_record: u64 = "records",
        /// Who published it.
        pub outlet: Option<String> = "name",
        /// Address of the page.
        pub url: Option<String> = "url",
        /// The headline as read.
        pub title: Option<String> = "text",
        /// Publication time, if it is known to the second.
        pub published_at: Option<Timestamp> = "UTC",
        /// Publication day in the report's time zone; date-only values are never shifted.
        pub published_date: Option<Date> = "date",
        /// Time zone in which a value without offset was read.
        pub timezone_assumed: Option<String> = "IANA time zone",
        /// How exact the date is: instant, day, month, year, none.
        pub date_precision: String = "label",
        /// Where the date comes from: field, metadata, url, text, file, none.
        pub date_source: String = "label",
        /// Confidence that the date is right within a day, by its source; 0 without a date.
        pub date_confidence: f64 = "share",
        /// The words that the date was read from.
        pub date_evidence: Option<String> = "text",
        /// ISO year of the publication week.
        pub iso_year: Option<i32> = "year",
        /// Number of the ISO week, 1 to 53.
        pub iso_week: Option<u8> = "week",
        /// Monday of the ISO week.
        pub week_start: Option<Date> = "date",
        /// Why the article is not counted (language, filter); null if it is counted.
        pub set_aside_reason: Option<String> = "label",
        /// Language identified from the kept text (BCP 47, `und` if unknown).
        pub language: String = "language",
        /// Confidence of the identification, 0 to 1.
        pub language_confidence: f64 = "share",
        /// Language that the article says it was translated from; null if it names none.
        pub original_language: Option<String> = "language",
        /// Whether it says that it was translated; null if it says nothing.
        pub is_translated: Option<bool> = "flag",
        /// Characters of the text as read.
        pub n_chars: u64 = "characters",
        /// Characters of the text that are story.
        pub n_chars_kept: u64 = "characters",
        /// Sentences of the story, headings left out.
        pub n_sentences: u32 = "sentences",
        /// Paragraphs of the story, headings left out.
        pub n_paragraphs: u32 = "paragraphs",
        /// Share of the characters that are not story.
        pub boilerplate_share: f64 = "share",
        /// The cluster of near-duplicates: id of its representative.
        pub cluster_id: Option<String> = "id",
        /// Articles in the cluster.
        pub cluster_size: Option<u32> = "articles",
        /// Whether it stands for its cluster; null if it is set aside.
        pub is_representative: Option<bool> = "flag",
        /// How the representative is chosen.
        pub representative_rule: Option<String> = "label",
        /// Estimated resemblance to the representative, 0 to 1; null for the representative itself.
        pub similarity_to_representative: Option<f64> = "share",
        /// 128-bit hash of the text as read.
        pub text_hash: String = "hash",
    }
}

table! {
    /// One row a removal: a span of an article that is not its story, with the rule that found it.
    pub struct RemovalRow = "removals", key [article_id, field, start_char] {
        /// Id of the article.
        pub article_id: String = "id",
        /// Part of the article: title or text.
        pub field: String = "label",
        /// First character, from 0, in the field as read.
        pub start_char: u32 = "characters",
        /// One past the last character.
        pub end_char: u32 = "characters",
        /// The rule, as in `newsloom list rules`.
        pub rule: String = "name",
        /// Its sort: boilerplate, credit, navigation, appeal, repeated.
        pub kind: String = "label",
        /// The text removed.
        pub text: String = "text",
        /// Articles of the outlet that hold the same block; 1 where the rule does not count.
        pub n_articles_with_it: u32 = "articles",
    }
}
