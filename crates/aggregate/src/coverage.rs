//! What was read, by week, outlet and language; the denominators of every share.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use newsloom_corpus::{Week, table::CoverageRow};

use serde::{Deserialize, Serialize};

use crate::{ClusterFacts, CountedArticle, Finished, Names, Numbers, Universe, short_day};

/// What was read: counts whose number does not grow with that of the articles.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Coverage {
    #[serde(with = "as_list")]
    articles: BTreeMap<CoveredArticles, ArticleCounts>,
    #[serde(with = "as_list")]
    clusters: BTreeMap<CoveredClusters, ClusterCounts>,
}

/// Maps as lists of their entries: their keys are no texts.
mod as_list {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<K: Serialize, V: Serialize, S: Serializer>(
        map: &BTreeMap<K, V>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(map)
    }

    pub(super) fn deserialize<'de, K, V, D>(deserializer: D) -> Result<BTreeMap<K, V>, D::Error>
    where
        K: Deserialize<'de> + Ord,
        V: Deserialize<'de>,
        D: Deserializer<'de>,
    {
        Ok(Vec::<(K, V)>::deserialize(deserializer)?.into_iter().collect())
    }
}

/// Articles that count towards the same coverage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct CoveredArticles {
    pub(crate) outlet: u32,
    pub(crate) language: u32,
    #[serde(with = "short_day")]
    pub(crate) day: Option<Date>,
    pub(crate) is_set_aside: bool,
}

impl CoveredArticles {
    fn week(&self) -> Option<Week> {
        self.day.map(Week::of)
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ArticleCounts {
    pub(crate) n: u64,
    pub(crate) n_chars: u64,
}

/// Clusters that count towards the same coverage: that of their first week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct CoveredClusters {
    #[serde(with = "short_day")]
    pub(crate) day: Option<Date>,
    pub(crate) group: u32,
    pub(crate) outlet: u32,
    pub(crate) language: u32,
    /// Actors that each names.
    pub(crate) n_actors: u32,
}

impl CoveredClusters {
    fn week(&self) -> Option<Week> {
        self.day.map(Week::of)
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ClusterCounts {
    pub(crate) n: u64,
    /// Of these, clusters with a context that names an actor.
    pub(crate) n_with_actor: u64,
    pub(crate) n_contexts: u64,
    pub(crate) n_contexts_with_actor: u64,
}

impl ClusterCounts {
    /// Clusters in the universe.
    pub(crate) fn clusters(&self, universe: Universe) -> u64 {
        if universe == Universe::All { self.n } else { self.n_with_actor }
    }
}

impl Coverage {
    pub(crate) fn add_article(&mut self, article: &CountedArticle<'_>) {
        let key = CoveredArticles {
            outlet: article.outlet,
            language: article.language,
            day: article.date,
            is_set_aside: article.is_set_aside,
        };
        self.add_articles(key, ArticleCounts { n: 1, n_chars: article.n_chars_kept });
    }

    pub(crate) fn add_cluster(&mut self, article: &CountedArticle<'_>, cluster: ClusterFacts) {
        let key = CoveredClusters {
            day: cluster.day,
            group: article.group,
            outlet: article.outlet,
            language: article.language,
            n_actors: u32::try_from(article.named.len()).expect("fewer than 2^32 actors"),
        };
        let n_contexts_with_actor = article.contexts.len() as u64;
        let counts = ClusterCounts {
            n: 1,
            n_with_actor: u64::from(n_contexts_with_actor > 0),
            n_contexts: cluster.n_contexts,
            n_contexts_with_actor,
        };
        self.add_clusters(key, counts);
    }

    fn add_articles(&mut self, key: CoveredArticles, more: ArticleCounts) {
        let counts = self.articles.entry(key).or_default();
        counts.n += more.n;
        counts.n_chars += more.n_chars;
    }

    fn add_clusters(&mut self, key: CoveredClusters, more: ClusterCounts) {
        let counts = self.clusters.entry(key).or_default();
        counts.n += more.n;
        counts.n_with_actor += more.n_with_actor;
        counts.n_contexts += more.n_contexts;
        counts.n_contexts_with_actor += more.n_contexts_with_actor;
    }

    /// Takes everything that another coverage has counted.
    pub fn merge(&mut self, other: Self) {
        other.articles.into_iter().for_each(|(key, counts)| self.add_articles(key, counts));
        other.clusters.into_iter().for_each(|(key, counts)| self.add_clusters(key, counts));
    }

    /// The same with other numbers.
    pub(crate) fn renumbered(self, numbers: &Numbers) -> Self {
        let outlet = |old: u32| numbers.outlets[old as usize];
        let language = |old: u32| numbers.languages[old as usize];
        let mut coverage = Self::default();
        for (key, counts) in self.articles {
            let (outlet, language) = (outlet(key.outlet), language(key.language));
            coverage.add_articles(CoveredArticles { outlet, language, ..key }, counts);
        }
        for (key, counts) in self.clusters {
            let (outlet, language) = (outlet(key.outlet), language(key.language));
            let group = numbers.groups[key.group as usize];
            coverage.add_clusters(CoveredClusters { group, outlet, language, ..key }, counts);
        }
        coverage
    }

    /// Articles that are not set aside.
    pub(crate) fn articles(&self) -> impl Iterator<Item = (&CoveredArticles, &ArticleCounts)> + Clone {
        self.articles.iter().filter(|(key, _)| !key.is_set_aside)
    }

    pub(crate) fn clusters(&self) -> impl Iterator<Item = (&CoveredClusters, &ClusterCounts)> + Clone {
        self.clusters.iter()
    }
}

/// Contexts and clusters, with or without actors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Sizes {
    pub(crate) n_articles: u64,
    pub(crate) n_clusters: u64,
    pub(crate) n_clusters_with_actor: u64,
    pub(crate) n_contexts: u64,
    pub(crate) n_contexts_with_actor: u64,
    pub(crate) days_covered: u8,
}

impl Sizes {
    /// Takes clusters in.
    pub(crate) fn add(&mut self, clusters: &ClusterCounts) {
        self.n_clusters += clusters.n;
        self.n_clusters_with_actor += clusters.n_with_actor;
        self.n_contexts += clusters.n_contexts;
        self.n_contexts_with_actor += clusters.n_contexts_with_actor;
    }

    /// Contexts in the universe.
    pub(crate) fn contexts(&self, universe: Universe) -> u64 {
        if universe == Universe::All { self.n_contexts } else { self.n_contexts_with_actor }
    }

    /// Clusters in the universe.
    pub(crate) fn clusters(&self, universe: Universe) -> u64 {
        if universe == Universe::All { self.n_clusters } else { self.n_clusters_with_actor }
    }
}

/// Sizes of the whole run, of each week and of what has no week.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Totals {
    pub(crate) whole: Sizes,
    pub(crate) by_week: BTreeMap<Option<Week>, Sizes>,
    pub(crate) first_day: Option<Date>,
    pub(crate) last_day: Option<Date>,
}

impl Totals {
    /// Sums up.
    pub(crate) fn of(coverage: &Coverage) -> Self {
        let mut totals = Self::default();
        let mut days: Vec<Date> = Vec::new();
        for (articles, counts) in coverage.articles() {
            totals.whole.n_articles += counts.n;
            totals.by_week.entry(articles.week()).or_default().n_articles += counts.n;
            days.extend(articles.day);
        }
        for (clusters, counts) in coverage.clusters() {
            totals.whole.add(counts);
            totals.by_week.entry(clusters.week()).or_default().add(counts);
        }
        totals.take_days(days);
        totals
    }

    fn take_days(&mut self, mut days: Vec<Date>) {
        days.sort_unstable();
        days.dedup();
        (self.first_day, self.last_day) = (days.first().copied(), days.last().copied());
        for day in days {
            self.by_week.entry(Some(Week::of(day))).or_default().days_covered += 1;
        }
    }

    /// Every week from the first to the last with an article or a cluster.
    pub(crate) fn weeks(&self) -> Vec<Week> {
        let mut dated = self.by_week.keys().flatten();
        let Some(first) = dated.next() else { return Vec::new() };
        first.through(*dated.next_back().unwrap_or(first)).collect()
    }

    /// Whether a week is the first or last of the run and not covered to its outer end.
    pub(crate) fn is_partial(&self, week: Week) -> bool {
        let starts_late =
            self.first_day.is_some_and(|d| Week::of(d) == week && d.weekday() != Weekday::Monday);
        let ends_early = self.last_day.is_some_and(|d| Week::of(d) == week && d.weekday() != Weekday::Sunday);
        starts_late || ends_early
    }
}

type Key = (Option<Week>, Option<u32>, Option<u32>);

#[derive(Default)]
struct Cell {
    n_articles: u64,
    n_clusters: u64,
    n_contexts: u64,
    n_chars: u64,
    n_set_aside: u64,
    days: Vec<Date>,
}

impl Finished {
    /// The coverage: a row a week, outlet and language; weeks without any article stand with zeros.
    pub fn coverage(&self, names: &Names<'_>) -> Vec<CoverageRow> {
        let mut cells: BTreeMap<Key, Cell> = BTreeMap::new();
        for week in self.totals.weeks() {
            if !self.totals.by_week.contains_key(&Some(week)) {
                cells.entry((Some(week), None, None)).or_default();
            }
        }
        for (articles, counts) in &self.coverage.articles {
            let key = (articles.week(), Some(articles.outlet), Some(articles.language));
            let cell = cells.entry(key).or_default();
            if articles.is_set_aside {
                cell.n_set_aside += counts.n;
                continue;
            }
            cell.n_articles += counts.n;
            cell.n_chars += counts.n_chars;
            cell.days.extend(articles.day);
        }
        for (clusters, counts) in self.coverage.clusters() {
            let key = (clusters.week(), Some(clusters.outlet), Some(clusters.language));
            let cell = cells.entry(key).or_default();
            cell.n_clusters += counts.n;
            cell.n_contexts += counts.n_contexts;
        }
        cells.into_iter().map(|(key, cell)| self.coverage_row(names, key, cell)).collect()
    }

    fn coverage_row(&self, names: &Names<'_>, (week, outlet, language): Key, mut cell: Cell) -> CoverageRow {
        cell.days.sort_unstable();
        cell.days.dedup();
        CoverageRow {
            week: week.map(|w| w.to_string()),
            iso_year: week.map(Week::iso_year),
            iso_week: week.map(Week::iso_week),
            week_start: week.map(Week::start),
            outlet: outlet.and_then(|o| names.outlets[o as usize].clone()),
            language: language.map(|l| names.languages[l as usize].clone()),
            n_articles: cell.n_articles,
            n_clusters: cell.n_clusters,
            n_contexts: cell.n_contexts,
            n_chars: cell.n_chars,
            days_covered: u8::try_from(cell.days.len()).expect("a week has seven days"),
            is_partial_week: week.is_some_and(|w| self.totals.is_partial(w)),
            n_set_aside: cell.n_set_aside,
        }
    }
}
