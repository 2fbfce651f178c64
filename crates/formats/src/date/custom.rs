use std::fmt;

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    fmt::strtime::BrokenDownTime,
};

use super::Reading;

/// A form of dates that a recipe names: a `strptime` pattern such as `%d/%m/%Y %H:%M`, or
/// `epoch-seconds` or `epoch-milliseconds` for counts since 1970-01-01T00:00:00Z.
///
/// ```
/// use newsloom_formats::DateFormat;
/// assert!(DateFormat::new("%d/%m/%Y").is_ok());
/// assert!(DateFormat::new("%d/%m/%!").is_err());
/// assert!(DateFormat::new("dd/mm/yyyy").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateFormat(Form);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Form {
    EpochSeconds,
    EpochMilliseconds,
    Pattern(String),
}

/// A form that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateFormatError(String);

impl fmt::Display for DateFormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for DateFormatError {}

impl DateFormat {
    /// The form that a recipe writes as `written`.
    ///
    /// # Errors
    /// If it is neither of the words and no `strptime` pattern that names at least the year.
    pub fn new(written: &str) -> Result<Self, DateFormatError> {
        match written {
            "epoch-seconds" => return Ok(Self(Form::EpochSeconds)),
            "epoch-milliseconds" => return Ok(Self(Form::EpochMilliseconds)),
            _ => {}
        }
        let form = Self(Form::Pattern(written.to_owned()));
        let sample = sample(written)?;
        if form.read(&sample).is_none() {
            return Err(DateFormatError(format!("`{written}` does not name a year, or cannot be read back")));
        }
        Ok(form)
    }

    /// What `value` says in this form; `None` if it is not in it.
    pub(super) fn read(&self, value: &str) -> Option<Reading> {
        match &self.0 {
            Form::EpochSeconds => {
                let whole = value.split_once('.').map_or(value, |(whole, _)| whole);
                Timestamp::from_second(whole.parse().ok()?).ok().map(Reading::Instant)
            }
            Form::EpochMilliseconds => {
                Timestamp::from_millisecond(value.parse().ok()?).ok().map(Reading::Instant)
            }
            Form::Pattern(pattern) => reading(&BrokenDownTime::parse(pattern, value).ok()?),
        }
    }
}

/// A date written in the pattern.
fn sample(pattern: &str) -> Result<String, DateFormatError> {
    let moment = DateTime::constant(2020, 11, 24, 21, 45, 36, 0);
    let zoned = moment.in_tz("UTC").map_err(|error| DateFormatError(error.to_string()))?;
    let broken = BrokenDownTime::from(&zoned);
    broken.to_string(pattern).map_err(|error| DateFormatError(format!("`{pattern}` is no pattern: {error}")))
}

/// The most exact thing that the parts say.
fn reading(parts: &BrokenDownTime) -> Option<Reading> {
    if let Ok(at) = parts.to_timestamp() {
        return Some(Reading::Instant(at));
    }
    if let (Ok(date), Some(_)) = (parts.to_date(), parts.hour()) {
        return Some(Reading::Local(date.to_datetime(parts.to_time().ok()?)));
    }
    if let Ok(date) = parts.to_date() {
        return Some(Reading::Day(date));
    }
    let (year, month) = (parts.year()?, parts.month());
    let first = Date::new(year, month.unwrap_or(1), 1).ok()?;
    if parts.day().is_some() {
        return None;
    }
    Some(if month.is_some() { Reading::Month(first) } else { Reading::Year(first) })
}
