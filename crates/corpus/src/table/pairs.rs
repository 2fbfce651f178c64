use jiff::civil::Date;

use super::table;

table! {
    /// One row a pair of actors named together at least once over the whole run, undated articles included.
    pub struct CoMentionRow = "comentions", key [source, target] {
        /// The actor whose id comes first bytewise.
        pub source: String = "id",
        /// The other actor.
        pub target: String = "id",
        /// The context: sentence, paragraph or article.
        pub context: String = "label",
        /// What is counted: cluster (representatives only) or article.
        pub counting: String = "label",
        /// The level that mentions are rolled up to: actor, organisation, country.
        pub level: String = "label",
        /// The same as n_ij, under the name that network programs read.
        pub weight: u64 = "contexts",
        /// Contexts that name both.
        pub n_ij: u64 = "contexts",
        /// Contexts that name the source.
        pub n_i: u64 = "contexts",
        /// Contexts that name the target.
        pub n_j: u64 = "contexts",
        /// Contexts in the run's universe.
        pub n: u64 = "contexts",
        /// Joint contexts expected under the null model; null for affiliated pairs.
        pub expected_null: Option<f64> = "contexts",
        /// n_ij over expected_null.
        pub ratio: Option<f64> = "ratio",
        /// Clusters whose representative names the source anywhere in its kept text.
        pub n_clusters_i: u64 = "clusters",
        /// Clusters whose representative names the target anywhere in its kept text.
        pub n_clusters_j: u64 = "clusters",
        /// Clusters whose representative names both anywhere in its kept text.
        pub n_clusters_both: u64 = "clusters",
        /// Clusters in the run's universe.
        pub n_clusters_total: u64 = "clusters",
        /// Hypergeometric upper tail of n_clusters_both: fixed margins, clusters as trials; known to be too small where some articles name many actors.
        pub p_hypergeometric: Option<f64> = "probability",
        /// The p-value after correction over the family.
        pub q_value: Option<f64> = "probability",
        /// Whether q_value is at most the recipe's level.
        pub significant: Option<bool> = "flag",
        /// Null model behind the q-value.
        pub null_model: String = "name",
        /// The family of tests that the correction is over.
        pub family: String = "label",
        /// Tests in the family, pairs never named together included.
        pub n_tests: u64 = "tests",
        /// Whether most joint contexts join an actor to what it belongs to (Erdogan and Turkey).
        pub is_affiliation: bool = "flag",
        /// The way from one to the other, ids separated by ` > `.
        pub affiliation_path: Option<String> = "ids",
        /// Joint contexts on whose date the two are affiliated.
        pub n_ij_affiliated: u64 = "contexts",
        /// Articles with a joint context, copies included.
        pub n_articles: u64 = "articles",
        /// Clusters whose representative has a joint context.
        pub n_clusters: u64 = "clusters",
        /// Outlets with such an article.
        pub n_outlets: u32 = "outlets",
        /// Exponential of the Shannon entropy of those articles over outlets.
        pub effective_outlets: f64 = "outlets",
        /// First day of publication.
        pub first_date: Option<Date> = "date",
        /// Last day of publication.
        pub last_date: Option<Date> = "date",
        /// ISO weeks with a joint cluster.
        pub n_weeks: u32 = "weeks",
    }
}

table! {
    /// One row a joint context of a representative: the way back from a pair to two mentions.
    pub struct CoMentionEvidenceRow = "comention_evidence", key [source, target, article_id, paragraph, sentence] {
        /// The actor whose id comes first bytewise.
        pub source: String = "id",
        /// The other actor.
        pub target: String = "id",
        /// Id of the article.
        pub article_id: String = "id",
        /// Paragraph of the source's mention, from 0.
        pub paragraph: u32 = "paragraphs",
        /// Sentence of the source's mention, from 0.
        pub sentence: u32 = "sentences",
        /// First mention of the source in the context.
        pub mention_id_source: String = "id",
        /// First mention of the target in the context.
        pub mention_id_target: String = "id",
    }
}
