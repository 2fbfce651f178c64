//! Days, weeks and months, and the grid of them that a run covers.

use std::collections::BTreeMap;

use jiff::{Span, civil::Date};
use newsloom_corpus::Week;

use crate::coverage::{Coverage, Sizes};

/// A sort of period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Period {
    /// Calendar days.
    Day,
    /// ISO weeks.
    Week,
    /// Calendar months.
    Month,
}

impl Period {
    /// Its name in recipes and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    /// The first day of the period that holds `date`.
    ///
    /// ```
    /// use newsloom_aggregate::Period;
    /// let day = "2020-01-01".parse()?;
    /// assert_eq!(Period::Week.start_of(day).to_string(), "2019-12-30");
    /// assert_eq!(Period::Month.last_day("2020-02-01".parse()?).to_string(), "2020-02-29");
    /// assert_eq!(Period::Month.label(day), "2020-01");
    /// # Ok::<(), jiff::Error>(())
    /// ```
    pub fn start_of(self, date: Date) -> Date {
        match self {
            Self::Day => date,
            Self::Week => Week::of(date).start(),
            Self::Month => date.first_of_month(),
        }
    }

    /// The last day of the period that begins on `start`.
    pub fn last_day(self, start: Date) -> Date {
        match self {
            Self::Day => start,
            Self::Week => start.saturating_add(Span::new().days(6)),
            Self::Month => start.last_of_month(),
        }
    }

    /// How the period that begins on `start` is written: 2020-01-14, 2020-W03, 2020-01.
    pub fn label(self, start: Date) -> String {
        match self {
            Self::Day => start.to_string(),
            Self::Week => Week::of(start).to_string(),
            Self::Month => format!("{:04}-{:02}", start.year(), start.month()),
        }
    }

    /// The number of periods from the one that begins on `start` to the one that holds `day`.
    fn n_between(self, start: Date, day: Date) -> i64 {
        let n_days = || day.duration_since(start).as_hours() / 24;
        match self {
            Self::Day => n_days(),
            Self::Week => n_days().div_euclid(7),
            Self::Month => {
                let months = |date: Date| 12 * i64::from(date.year()) + i64::from(date.month());
                months(day) - months(start)
            }
        }
    }

    /// Every period from the one of `first` to the one of `last`, by first days.
    fn starts(self, first: Date, last: Date) -> Vec<Date> {
        let end = self.start_of(last);
        let next = |start: &Date| self.last_day(*start).tomorrow().ok();
        std::iter::successors(Some(self.start_of(first)), next).take_while(|start| *start <= end).collect()
    }
}

/// Counts by period, of events by day: adds to the last count if it is of the same period.
pub(crate) fn add_to_last<K: PartialEq>(counts: &mut Vec<(K, u64)>, (period, n): (K, u64)) {
    match counts.last_mut().filter(|(last, _)| *last == period) {
        Some((_, count)) => *count += n,
        None => counts.push((period, n)),
    }
}

/// What was read in one period.
#[derive(Debug, Clone, Default)]
pub(crate) struct Slot {
    pub(crate) sizes: Sizes,
    /// For each outlet all its clusters of the period and those that name an actor.
    pub(crate) outlets: BTreeMap<u32, (u64, u64)>,
    /// Outlets with a counted article.
    pub(crate) publishing: Vec<u32>,
}

/// Every period of a run, without gaps.
#[derive(Debug, Clone)]
pub struct Grid {
    pub(crate) period: Period,
    pub(crate) starts: Vec<Date>,
    /// The week that each period begins in, and how it is written.
    weeks: Vec<(Week, String)>,
    pub(crate) slots: Vec<Slot>,
    first_day: Option<Date>,
    last_day: Option<Date>,
}

impl Grid {
    /// The grid of what was read.
    pub(crate) fn of(coverage: &Coverage, period: Period) -> Self {
        let days_of_articles = coverage.articles().filter_map(|(articles, _)| articles.day);
        let days_of_clusters = coverage.clusters().filter_map(|(clusters, _)| clusters.day);
        let all = || days_of_articles.clone().chain(days_of_clusters.clone());
        let starts = match (all().min(), all().max()) {
            (Some(first), Some(last)) => period.starts(first, last),
            _ => Vec::new(),
        };
        let slots = vec![Slot::default(); starts.len()];
        let (first_day, last_day) = (days_of_articles.clone().min(), days_of_articles.clone().max());
        let weeks =
            starts.iter().map(|start| Week::of(*start)).map(|week| (week, week.to_string())).collect();
        let mut grid = Self { period, starts, weeks, slots, first_day, last_day };
        grid.take_articles(coverage);
        grid.take_clusters(coverage);
        grid
    }

    fn take_articles(&mut self, coverage: &Coverage) {
        let mut days: Vec<Date> = Vec::new();
        for (articles, counts) in coverage.articles() {
            let Some(day) = articles.day else { continue };
            days.push(day);
            let slot = self.slot_mut(day);
            slot.sizes.n_articles += counts.n;
            slot.publishing.push(articles.outlet);
        }
        days.sort_unstable();
        days.dedup();
        for day in days {
            self.slot_mut(day).sizes.days_covered += 1;
        }
        for slot in &mut self.slots {
            slot.publishing.sort_unstable();
            slot.publishing.dedup();
        }
    }

    fn take_clusters(&mut self, coverage: &Coverage) {
        for (clusters, counts) in coverage.clusters() {
            let Some(day) = clusters.day else { continue };
            let slot = self.slot_mut(day);
            slot.sizes.add(counts);
            let outlet = slot.outlets.entry(clusters.outlet).or_default();
            outlet.0 += counts.n;
            outlet.1 += counts.n_with_actor;
        }
    }

    fn slot_mut(&mut self, day: Date) -> &mut Slot {
        let at = self.index(day).expect("the grid holds every day of the run");
        &mut self.slots[at]
    }

    /// The number of the period that holds `day`.
    pub(crate) fn index(&self, day: Date) -> Option<usize> {
        let n_before = self.period.n_between(*self.starts.first()?, day);
        usize::try_from(n_before).ok().filter(|at| *at < self.starts.len())
    }

    /// The sort of period and the name of one.
    pub(crate) fn name(&self, at: usize) -> (&'static str, String) {
        (self.period.as_str(), self.period.label(self.starts[at]))
    }

    /// The week that a period begins in, and how it is written.
    pub(crate) fn week(&self, at: usize) -> (Week, String) {
        self.weeks[at].clone()
    }

    /// The first and last day of a period.
    pub(crate) fn days(&self, at: usize) -> (Date, Date) {
        (self.starts[at], self.period.last_day(self.starts[at]))
    }

    /// The number of periods.
    pub(crate) fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether a period is the first or last of the run and not covered to its outer end.
    pub(crate) fn is_partial(&self, at: usize) -> bool {
        let (start, end) = (self.starts[at], self.period.last_day(self.starts[at]));
        let starts_late = self.first_day.is_some_and(|day| start < day && day <= end);
        let ends_early = self.last_day.is_some_and(|day| start <= day && day < end);
        starts_late || ends_early
    }

    /// Whether nothing was read in a period.
    pub(crate) fn is_gap(&self, at: usize) -> bool {
        self.slots[at].sizes.n_articles == 0
    }

    /// The outlets with an article in every period that has any.
    pub(crate) fn constant_outlets(&self) -> Vec<u32> {
        let mut covered = self.slots.iter().filter(|slot| slot.sizes.n_articles > 0);
        let first = covered.next().map(|slot| slot.publishing.clone()).unwrap_or_default();
        covered.fold(first, |mut constant, slot| {
            constant.retain(|outlet| slot.publishing.binary_search(outlet).is_ok());
            constant
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn periods_follow_each_other_and_hold_their_days(days in 0..9_000i32) {
            let date = Date::constant(2000, 1, 1).saturating_add(Span::new().days(days));
            for period in [Period::Day, Period::Week, Period::Month] {
                let start = period.start_of(date);
                prop_assert!(start <= date && date <= period.last_day(start));
                prop_assert_eq!(period.start_of(period.last_day(start)), start);
                let starts = period.starts(date, date.saturating_add(Span::new().days(70)));
                prop_assert!(starts.windows(2).all(|two| period.last_day(two[0]).tomorrow().unwrap() == two[1]));
                for (at, start) in (0..).zip(&starts) {
                    prop_assert_eq!(period.n_between(starts[0], *start), at);
                    prop_assert_eq!(period.n_between(starts[0], period.last_day(*start)), at);
                    prop_assert_eq!(period.n_between(*start, starts[0]), -at);
                }
            }
        }
    }
}
