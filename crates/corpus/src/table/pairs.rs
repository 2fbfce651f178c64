use std::cmp::Ordering;

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
        /// Clusters expected by chance under the question asked: expected_presence or expected_closeness; null for affiliated pairs.
        pub expected_null: Option<f64> = "clusters",
        /// The clusters observed over expected_null: n_clusters_both for presence, n_clusters for closeness.
        pub ratio: Option<f64> = "ratio",
        /// Lower end of the ratio's 95 % interval (Garwood's of a Poisson count); pairs are ranked by it.
        pub ratio_low: Option<f64> = "ratio",
        /// Upper end of that interval.
        pub ratio_high: Option<f64> = "ratio",
        /// Clusters whose representative names the source anywhere in its kept text.
        pub n_clusters_i: u64 = "clusters",
        /// Clusters whose representative names the target anywhere in its kept text.
        pub n_clusters_j: u64 = "clusters",
        /// Clusters whose representative names both anywhere in its kept text.
        pub n_clusters_both: u64 = "clusters",
        /// Clusters in the run's universe.
        pub n_clusters_total: u64 = "clusters",
        /// Clusters expected to name both under the null model.
        pub expected_presence: Option<f64> = "clusters",
        /// Probability under the null model that at least n_clusters_both clusters name both; p_stratified if the recipe has strata, else p_pooled; null for affiliated pairs.
        pub p_presence: Option<f64> = "probability",
        /// The same with the model fitted to the whole run at once.
        pub p_pooled: Option<f64> = "probability",
        /// The same with the model fitted within each stratum, so that being in the news at the same time ties nobody; null without strata.
        pub p_stratified: Option<f64> = "probability",
        /// Hypergeometric upper tail of n_clusters_both: fixed margins, clusters as trials; known to be too small where some articles name many actors.
        pub p_hypergeometric: Option<f64> = "probability",
        /// p_presence after correction over all pairs that are not affiliated and whose actors both reach min-units.
        pub q_presence: Option<f64> = "probability",
        /// Clusters expected to have a joint context if both actors stood at random among the contexts of the clusters that name both, crowding as all pairs do (the exponent is in the manifest); null where an article is one context.
        pub expected_closeness: Option<f64> = "clusters",
        /// Probability by such placement that at least n_clusters have a joint context: do they stand closer than pairs usually do within the stories that name both?
        pub p_closeness: Option<f64> = "probability",
        /// p_closeness after correction over the same pairs as far as some cluster names both.
        pub q_closeness: Option<f64> = "probability",
        /// The q-value of the question that `significance.test` names; pairs are called significant by it.
        pub q_value: Option<f64> = "probability",
        /// Whether q_value is at most the recipe's level.
        pub significant: Option<bool> = "flag",
        /// Null model of presence.
        pub null_model: String = "name",
        /// The family of tests that q_value is corrected over.
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

impl CoMentionRow {
    /// The order of rankings: what is significant, then what was tested, each by the lower end of the
    /// ratio to the null model, which a few stories more or less cannot raise far; q-value and ids break ties.
    pub fn by_strength(&self, other: &Self) -> Ordering {
        let is_significant = |row: &Self| row.significant == Some(true);
        let low = |row: &Self| row.ratio_low.unwrap_or(0.0);
        let q = |row: &Self| row.q_value.unwrap_or(2.0);
        is_significant(other)
            .cmp(&is_significant(self))
            .then_with(|| other.q_value.is_some().cmp(&self.q_value.is_some()))
            .then_with(|| low(other).total_cmp(&low(self)))
            .then_with(|| q(self).total_cmp(&q(other)))
            .then_with(|| (&self.source, &self.target).cmp(&(&other.source, &other.target)))
    }
}

table! {
    /// One row a joint context of a representative: the way back from a pair to two mentions.
    pub struct CoMentionEvidenceRow = "comention_evidence", key [source, target, article_id, paragraph, sentence, mention_id_source] {
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
