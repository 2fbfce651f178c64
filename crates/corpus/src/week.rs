use std::{fmt, str::FromStr};

use jiff::civil::{Date, ISOWeekDate, Weekday};

/// An ISO 8601 week; prints and parses as `2020-W03`.
///
/// The ISO year differs from the calendar year around New Year, and some years have 53 weeks:
///
/// ```
/// use newsloom_corpus::Week;
/// let week = Week::of("2019-12-31".parse()?);
/// assert_eq!(week.to_string(), "2020-W01");
/// assert_eq!(week.start().to_string(), "2019-12-30");
/// assert_eq!("2020-W53".parse::<Week>()?.next().to_string(), "2021-W01");
/// assert!("2019-W53".parse::<Week>().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Week {
    year: i16,
    number: i8,
}

impl Week {
    /// The week that holds `date`.
    pub fn of(date: Date) -> Self {
        let iso = date.iso_week_date();
        Self { year: iso.year(), number: iso.week() }
    }

    /// The ISO year, which is not always the calendar year of its days.
    pub fn iso_year(self) -> i32 {
        i32::from(self.year)
    }

    /// The number within the ISO year, 1 to 53.
    pub fn iso_week(self) -> u8 {
        self.number.unsigned_abs()
    }

    /// Its Monday.
    pub fn start(self) -> Date {
        ISOWeekDate::new(self.year, self.number, Weekday::Monday)
            .expect("a Week exists in the ISO calendar")
            .date()
    }

    /// Its Sunday.
    pub fn last_day(self) -> Date {
        self.start().saturating_add(jiff::Span::new().days(6))
    }

    /// The week after.
    #[must_use]
    pub fn next(self) -> Self {
        Self::of(self.start().saturating_add(jiff::Span::new().days(7)))
    }

    /// Every week from `self` to `last`, both included; empty if `last` is earlier.
    pub fn through(self, last: Self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |week| Some(week.next())).take_while(move |week| *week <= last)
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-W{:02}", self.year, self.number)
    }
}

/// The text is not a week of the form `2020-W03`, or no such week exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekError(String);

impl fmt::Display for WeekError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not an ISO week such as `2020-W03`", self.0)
    }
}

impl std::error::Error for WeekError {}

impl FromStr for Week {
    type Err = WeekError;

    fn from_str(text: &str) -> Result<Self, WeekError> {
        parse(text).ok_or_else(|| WeekError(text.to_owned()))
    }
}

fn parse(text: &str) -> Option<Week> {
    let (year, number) = text.split_once("-W")?;
    if year.len() != 4 || number.len() != 2 {
        return None;
    }
    let iso = ISOWeekDate::new(year.parse().ok()?, number.parse().ok()?, Weekday::Monday).ok()?;
    Some(Week { year: iso.year(), number: iso.week() })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Dates around New Year, with their ISO weeks (ISO 8601, checked against Python's `isocalendar`).
    const BOUNDARIES: &[(&str, &str)] = &[
        ("2004-12-31", "2004-W53"),
        ("2005-01-02", "2004-W53"),
        ("2005-01-03", "2005-W01"),
        ("2008-12-29", "2009-W01"),
        ("2010-01-03", "2009-W53"),
        ("2016-01-03", "2015-W53"),
        ("2019-12-29", "2019-W52"),
        ("2019-12-30", "2020-W01"),
        ("2021-01-03", "2020-W53"),
        ("2021-01-04", "2021-W01"),
        ("2026-12-31", "2026-W53"),
    ];

    #[test]
    fn year_boundaries_are_exact() {
        for (date, week) in BOUNDARIES {
            assert_eq!(Week::of(date.parse().unwrap()).to_string(), *week, "{date}");
        }
    }

    #[test]
    fn years_with_53_weeks() {
        let long: Vec<i16> = (2000..=2026).filter(|y| format!("{y}-W53").parse::<Week>().is_ok()).collect();
        assert_eq!(long, [2004, 2009, 2015, 2020, 2026]);
    }

    #[test]
    fn iso_year_differs_from_the_calendar_year_on_45_days_of_2000_to_2025() {
        let first: Date = "2000-01-01".parse().unwrap();
        let days = std::iter::successors(Some(first), |d| d.tomorrow().ok()).take_while(|d| d.year() <= 2025);
        assert_eq!(days.filter(|d| Week::of(*d).iso_year() != i32::from(d.year())).count(), 45);
    }

    #[test]
    fn a_range_holds_every_week() {
        let weeks: Vec<String> = "2019-W51"
            .parse::<Week>()
            .unwrap()
            .through("2020-W02".parse().unwrap())
            .map(|w| w.to_string())
            .collect();
        assert_eq!(weeks, ["2019-W51", "2019-W52", "2020-W01", "2020-W02"]);
    }

    proptest! {
        #[test]
        fn a_week_holds_the_date_it_was_made_from(days in 0..20_000i32) {
            let date = Date::constant(1990, 1, 1).saturating_add(jiff::Span::new().days(days));
            let week = Week::of(date);
            prop_assert!(week.start() <= date && date <= week.last_day());
            prop_assert_eq!(week.to_string().parse::<Week>().unwrap(), week);
            prop_assert_eq!(Week::of(week.last_day().tomorrow().unwrap()), week.next());
        }
    }
}
