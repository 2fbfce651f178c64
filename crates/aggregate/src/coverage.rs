//! What was read, by week, outlet and language; the denominators of every share.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use newsloom_corpus::{Week, table::CoverageRow};

use crate::{Finished, Names, Tally, Universe, event::CoveredCluster};

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
    /// Takes a cluster in.
    pub(crate) fn add(&mut self, cluster: &CoveredCluster) {
        self.n_clusters += 1;
        self.n_clusters_with_actor += u64::from(cluster.n_contexts_with_actor > 0);
        self.n_contexts += cluster.n_contexts;
        self.n_contexts_with_actor += cluster.n_contexts_with_actor;
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
    /// Sums up sorted events.
    pub(crate) fn of(events: &Tally) -> Self {
        let mut totals = Self::default();
        let mut days: Vec<Date> = Vec::new();
        for article in events.covered_articles.iter().filter(|a| !a.is_set_aside) {
            totals.whole.n_articles += 1;
            totals.by_week.entry(article.week).or_default().n_articles += 1;
            days.extend(article.day);
        }
        for cluster in &events.covered_clusters {
            totals.whole.add(cluster);
            totals.by_week.entry(cluster.week).or_default().add(cluster);
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
        for article in &self.events.covered_articles {
            let cell = cells.entry((article.week, Some(article.outlet), Some(article.language))).or_default();
            if article.is_set_aside {
                cell.n_set_aside += 1;
                continue;
            }
            cell.n_articles += 1;
            cell.n_chars += article.n_chars;
            cell.days.extend(article.day);
        }
        for cluster in &self.events.covered_clusters {
            let cell = cells.entry((cluster.week, Some(cluster.outlet), Some(cluster.language))).or_default();
            cell.n_clusters += 1;
            cell.n_contexts += cluster.n_contexts;
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
