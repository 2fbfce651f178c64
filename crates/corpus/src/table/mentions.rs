use std::sync::Arc;

use super::{Word, table};

table! {
    /// One row a mention: an occurrence of an actor in a counted article.
    pub struct MentionRow = "mentions", key [article_id, field, start_byte, end_byte, mention_id] {
        /// `article_id:field:start-end` in bytes, with `:k` behind it if it is nested.
        pub mention_id: String = "id",
        /// Id of the article.
        pub article_id: Arc<str> = "id",
        /// The input's own id of the article.
        pub record_id: Option<Arc<str>> = "id",
        /// Part of the article: title or text.
        pub field: Word = "label",
        /// The cluster of near-duplicates that the article belongs to.
        pub cluster_id: Arc<str> = "id",
        /// The actor named; of an ambiguous mention the first candidate.
        pub actor_id: Arc<str> = "id",
        /// Type of the actor.
        pub actor_type: Word = "label",
        /// The words of the article.
        pub surface: String = "text",
        /// The alias that matched; for a surname, the full name it points to.
        pub alias: Arc<str> = "text",
        /// By what it is named: name, alias, surname, office, demonym, metonym, acronym, variant, discovered.
        pub kind: Word = "label",
        /// Whether it is read as an actor or as a place.
        pub reading: Word = "label",
        /// Confidence of the rule, 0 to 1.
        pub confidence: f64 = "share",
        /// First character, from 0, in the field as read.
        pub start_char: u32 = "characters",
        /// One past the last character.
        pub end_char: u32 = "characters",
        /// First byte, from 0, in the field as read.
        pub start_byte: u32 = "bytes",
        /// One past the last byte.
        pub end_byte: u32 = "bytes",
        /// Paragraph of the story, from 0; 0 in a title.
        pub paragraph: u32 = "paragraphs",
        /// Sentence of the story, from 0; 0 in a title.
        pub sentence: u32 = "sentences",
        /// Head noun of a demonym.
        pub head: Option<String> = "text",
        /// Whether it stands between quotation marks.
        pub in_quote: bool = "flag",
        /// Whether it stands in the title.
        pub in_title: bool = "flag",
        /// The mention that holds this one.
        pub nested_in: Option<String> = "id",
        /// Ids of all candidates of an ambiguous mention, separated by blanks.
        pub candidates: Option<String> = "ids",
        /// Whether several actors fit.
        pub is_ambiguous: bool = "flag",
        /// The actor it counts for at the recipe's level; null if it does not count.
        pub actor_id_counted: Option<Arc<str>> = "id",
        /// Whether it takes part in contexts.
        pub is_counted: bool = "flag",
        /// Why it does not count.
        pub not_counted_reason: Option<Word> = "label",
        /// The rule that made it.
        pub rule: Word = "name",
        /// ISO week of the article.
        pub week: Option<Arc<str>> = "ISO week",
    }
}
