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
        pub degree: u32 = "actors",
        /// Sum of the joint counts of those pairs.
        pub strength: u64 = "contexts",
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

table! {
    /// One row an actor and ISO week: every week of the run for each actor with at least `min-articles`.
    pub struct ActorWeekRow = "actors_weekly", key [iso_year, iso_week, actor_id] {
        /// The ISO week.
        pub week: String = "ISO week",
        /// Its ISO year.
        pub iso_year: i32 = "year",
        /// Its number, 1 to 53.
        pub iso_week: u8 = "week",
        /// Monday of the ISO week.
        pub week_start: Date = "date",
        /// The actor's dictionary id.
        pub actor_id: String = "id",
        /// Days of the week on which a counted article was published.
        pub week_days_covered: u8 = "days",
        /// Whether it is the first or last week of the run and not covered to its outer end.
        pub is_partial_week: bool = "flag",
        /// Counted articles of the week.
        pub n_articles_total: u64 = "articles",
        /// Clusters first published in the week.
        pub n_clusters_total: u64 = "clusters",
        /// Counted mentions in the week's representatives.
        pub n_mentions: u64 = "mentions",
        /// Articles of the week that name it, copies included.
        pub n_articles: u64 = "articles",
        /// Clusters of the week that name it.
        pub n_clusters: u64 = "clusters",
        /// n_clusters over n_clusters_total; null in a week without coverage.
        pub share: Option<f64> = "share",
        /// Lower end of the Wilson 95 % interval of the share.
        pub share_low: Option<f64> = "share",
        /// Upper end of the Wilson 95 % interval of the share.
        pub share_high: Option<f64> = "share",
        /// Rank by n_clusters among the week's actors, ties sharing the best; null without a cluster.
        pub rank: Option<u32> = "rank",
        /// n_clusters minus that of the week before; null for the first week and next to weeks without coverage.
        pub change_from_previous: Option<i32> = "clusters",
        /// Whether the row is a zero put in by the grid.
        pub is_zero_filled: bool = "flag",
        /// Whether the week has no coverage at all.
        pub coverage_gap: bool = "flag",
    }
}
