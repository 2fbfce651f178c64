use jiff::civil::Date;

use super::table;

table! {
    /// One row an actor that is counted at least once, at the recipe's level.
    pub struct ActorRow = "actors", key [actor_id] {
        /// Id in the dictionary.
        pub actor_id: String = "id",
        /// Name for readers.
        pub name: String = "text",
        /// Type: person, government, organisation, igo, party, armed_group, country, region, city, media, other.
        pub r#type: String = "label",
        /// ISO 3166 alpha-3 code.
        pub country: Option<String> = "code",
        /// Wikidata item.
        pub wikidata: Option<String> = "id",
        /// Counted mentions in representatives.
        pub n_mentions: u64 = "mentions",
        /// Articles that name it, copies included.
        pub n_articles: u64 = "articles",
        /// Clusters whose representative names it.
        pub n_clusters: u64 = "clusters",
        /// Outlets that name it.
        pub n_outlets: u32 = "outlets",
        /// First day of publication.
        pub first_date: Option<Date> = "date",
        /// Last day of publication.
        pub last_date: Option<Date> = "date",
        /// ISO weeks in which a cluster names it.
        pub n_weeks: u32 = "weeks",
        /// Actors it is co-mentioned with, affiliated pairs left out.
        pub n_partners: u32 = "actors",
        /// Variance of its weekly shares over that of independent clusters, from differences of neighbouring weeks, at least 1; null below 4 of them.
        pub overdispersion: Option<f64> = "ratio",
        /// Its neighbours in the network: pairs of the recipe's edge set, affiliated ones left out.
        pub degree: u32 = "actors",
        /// Sum of the joint counts of those pairs.
        pub strength: u64 = "contexts",
        /// Contexts that name it beside an actor it is not affiliated with: the sum of Newman's weights 1/(m - 1) over its pairs, whatever the edge set.
        pub strength_fractional: u64 = "contexts",
        /// PageRank by joint counts, damping 0.85; sums to 1 over the actors with an edge; null without one.
        pub pagerank: Option<f64> = "share",
        /// Share of the other pairs' shortest paths that lead through it, distances being 1 over the joint count; null without an edge.
        pub betweenness: Option<f64> = "share",
        /// Share of the pairs of its neighbours that are neighbours themselves; null below 2 neighbours.
        pub clustering: Option<f64> = "share",
        /// Its Leiden community, numbered by size from 1; null without an edge.
        pub community: Option<u32> = "label",
        /// Whether it was found without a dictionary.
        pub is_discovered: bool = "flag",
    }
}

table! {
    /// One row a role of an actor of the `actors` table: an office or membership with its term.
    pub struct RoleRow = "roles", key [actor_id, role, of_actor_id, start] {
        /// Who holds it.
        pub actor_id: String = "id",
        /// The word for it, such as president; `parent` for belonging to a larger actor.
        pub role: String = "label",
        /// The actor it is an office or part of.
        pub of_actor_id: String = "id",
        /// How far it is accepted: recognised, de_facto, disputed.
        pub claim: String = "label",
        /// First day; unbounded if null.
        pub start: Option<Date> = "date",
        /// First day on which it no longer holds; unbounded if null.
        pub end: Option<Date> = "date",
    }
}

table! {
    /// One row a code of an actor of the `actors` table in another scheme.
    pub struct CodeRow = "codes", key [actor_id, scheme, code, start] {
        /// The actor's dictionary id.
        pub actor_id: String = "id",
        /// The scheme, such as cameo or gwno.
        pub scheme: String = "label",
        /// The code, always text: leading zeros count.
        pub code: String = "code",
        /// First day; unbounded if null.
        pub start: Option<Date> = "date",
        /// First day on which it no longer holds; unbounded if null.
        pub end: Option<Date> = "date",
    }
}
