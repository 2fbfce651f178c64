use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::Week;

/// How exactly the publication date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum DatePrecision {
    /// A point in time.
    Instant,
    /// A calendar day, never shifted between time zones.
    Day,
    /// A month only: no week.
    Month,
    /// A year only: no week.
    Year,
    /// Nothing is known.
    #[default]
    None,
}

impl DatePrecision {
    /// The word written in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Instant => "instant",
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
            Self::None => "none",
        }
    }
}

/// Where the publication date comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum DateSource {
    /// A column of the input.
    Field,
    /// Metadata of a page.
    Metadata,
    /// The address.
    Url,
    /// The words of the article.
    Text,
    /// The name or path of the file.
    File,
    /// Nowhere: undated.
    #[default]
    None,
}

impl DateSource {
    /// How often dates of this source are right within a day.
    ///
    /// Fields are taken at their word. Days in addresses agreed with the field in .981 of 15,468
    /// articles of six corpora that have both; the others are not measured.
    pub fn confidence(self) -> f64 {
        match self {
            Self::Field => 1.0,
            Self::Metadata | Self::Url => 0.98,
            Self::Text | Self::File => 0.9,
            Self::None => 0.0,
        }
    }

    /// The word written in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Field => "field",
            Self::Metadata => "metadata",
            Self::Url => "url",
            Self::Text => "text",
            Self::File => "file",
            Self::None => "none",
        }
    }
}

/// When an article was published, as far as it is known. The default is undated.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Published {
    /// The value as the input wrote it.
    pub as_written: Option<String>,
    /// The point in time, if it is known to that precision.
    pub at: Option<Timestamp>,
    /// The calendar day in the report's zone (for `Instant`) or as written (for `Day`).
    pub date: Option<Date>,
    /// How exact it is.
    pub precision: DatePrecision,
    /// Where it comes from.
    pub source: DateSource,
    /// The zone in which a value without offset was read, if one had to be assumed.
    pub timezone_assumed: Option<String>,
}

impl Published {
    /// The ISO week of the day in the report's zone; `None` for months, years and undated articles.
    pub fn week(&self) -> Option<Week> {
        self.date.map(Week::of)
    }
}
