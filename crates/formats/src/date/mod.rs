//! Dates as inputs write them, by an explicit list of forms; nothing is guessed.
//!
//! Forms that are read without being asked for: RFC 3339 and ISO 8601 ([`iso`]), year and month,
//! year, and dates that name the month ([`words`], RFC 2822 among them). The recipe can add forms
//! of its own ([`custom`]), which are tried first. `03/04/2020` is read only if it says so.

mod address;
mod custom;
mod iso;
mod tail;
mod words;

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::TimeZone,
};
use newsloom_corpus::{DatePrecision, DateSource, Published};

pub use custom::{DateFormat, DateFormatError};

use crate::{ReadOptions, raw::Flaw};

/// What a value says, before zones are applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// A point in time.
    Instant(Timestamp),
    /// A day and time somewhere.
    Local(DateTime),
    /// A day.
    Day(Date),
    /// The month that begins on this day.
    Month(Date),
    /// The year that begins on this day.
    Year(Date),
}

/// Reads publication dates under the options of a run.
pub(crate) struct DateReader {
    timezone: TimeZone,
    assumed: TimeZone,
    as_of: Date,
    earliest: Date,
    formats: Vec<DateFormat>,
}

impl DateReader {
    pub(crate) fn new(options: &ReadOptions) -> Self {
        Self {
            timezone: options.timezone.clone(),
            assumed: options.assume_timezone.clone(),
            as_of: options.as_of,
            earliest: options.earliest,
            formats: options.date_formats.clone(),
        }
    }

    /// What the value of a date column says; blank values are undated.
    pub(crate) fn read(&self, written: &str) -> Result<Published, Flaw> {
        let value = written.trim();
        if value.is_empty() {
            return Ok(Published::default());
        }
        let published = Published {
            as_written: Some(written.to_owned()),
            source: DateSource::Field,
            ..self.resolve(self.reading(value)?)?
        };
        Ok(published)
    }

    /// The first day of the month or year that a value names.
    pub(crate) fn first_day(&self, written: &str) -> Option<Date> {
        match self.reading(written.trim()) {
            Ok(Reading::Month(first) | Reading::Year(first)) => Some(first),
            _ => None,
        }
    }

    /// The day that an address names, if it can be right.
    pub(crate) fn in_address(&self, url: &str) -> Option<Published> {
        let (written, day) = address::day(url)?;
        let published = self.resolve(Reading::Day(day)).ok()?;
        Some(Published { as_written: Some(written.to_owned()), source: DateSource::Url, ..published })
    }

    fn reading(&self, value: &str) -> Result<Reading, Flaw> {
        let own = self.formats.iter().find_map(|format| format.read(value));
        own.or_else(|| iso::read(value)).or_else(|| words::read(value)).ok_or_else(|| unreadable(value))
    }

    fn resolve(&self, reading: Reading) -> Result<Published, Flaw> {
        match reading {
            Reading::Instant(at) => self.instant(at),
            Reading::Local(local) => self.local(local),
            Reading::Day(day) => {
                self.check(day, day)?;
                Ok(Published { date: Some(day), precision: DatePrecision::Day, ..Published::default() })
            }
            Reading::Month(first) => {
                self.check(first, first.last_of_month())?;
                Ok(Published { precision: DatePrecision::Month, ..Published::default() })
            }
            Reading::Year(first) => {
                self.check(first, first.last_of_year())?;
                Ok(Published { precision: DatePrecision::Year, ..Published::default() })
            }
        }
    }

    fn instant(&self, at: Timestamp) -> Result<Published, Flaw> {
        let at = whole_second(at);
        let date = self.timezone.to_datetime(at).date();
        self.check(date, date)?;
        Ok(Published {
            at: Some(at),
            date: Some(date),
            precision: DatePrecision::Instant,
            ..Published::default()
        })
    }

    /// A time that a change of clocks leaves out is read with the offset before the change, one
    /// that it repeats with the first offset.
    fn local(&self, local: DateTime) -> Result<Published, Flaw> {
        let at = self.assumed.to_timestamp(local).map_err(|_| unreadable(&local.to_string()))?;
        let zone = self.assumed.iana_name().unwrap_or("UTC").to_owned();
        Ok(Published { timezone_assumed: Some(zone), ..self.instant(at)? })
    }

    /// Refuses what begins after `as-of` or ends before `earliest`.
    fn check(&self, first: Date, last: Date) -> Result<(), Flaw> {
        if first > self.as_of {
            return Err(Flaw::new("A107", format!("the date {first} lies after `as-of` {}", self.as_of)));
        }
        if last < self.earliest {
            let message = format!("the date {last} lies before `earliest` {}", self.earliest);
            return Err(Flaw::new("A111", message));
        }
        Ok(())
    }
}

/// Tables hold times to the second; fractions are dropped.
fn whole_second(at: Timestamp) -> Timestamp {
    let floor = at.as_nanosecond().div_euclid(1_000_000_000) * 1_000_000_000;
    Timestamp::from_nanosecond(floor).unwrap_or(Timestamp::MIN)
}

fn unreadable(value: &str) -> Flaw {
    let shown: String = value.chars().take(60).collect();
    let has_slashes = value.starts_with(|c: char| c.is_ascii_digit())
        && value.split(['/', '.', '-']).take(3).filter(|part| part.len() <= 2).count() >= 2;
    let hint = if has_slashes {
        "does not say which number is the day; name its form with `[input] date-formats`, for example `%d/%m/%Y`"
    } else {
        "is in none of the accepted forms, or names a day or time that does not exist"
    };
    Flaw::new("A110", format!("the date `{shown}` {hint}"))
}
