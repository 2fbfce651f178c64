use encoding_rs::Encoding;
use jiff::{civil::Date, tz::TimeZone};

use crate::{Columns, DateFormat};

/// How articles are read.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// Our words to the input's columns.
    pub columns: Columns,
    /// Extra columns of the input to keep, by their own names.
    pub kept: Vec<String>,
    /// The report's zone: the calendar day of a point in time is taken in it.
    pub timezone: TimeZone,
    /// The zone in which a date and time without offset is read.
    pub assume_timezone: TimeZone,
    /// Later dates are quarantined.
    pub as_of: Date,
    /// Earlier dates are quarantined.
    pub earliest: Date,
    /// Larger records are quarantined without being held in memory, in bytes.
    pub max_record_bytes: usize,
    /// Articles with longer texts are quarantined, in bytes: the work on one grows with its square.
    pub max_text_bytes: usize,
    /// Tables with more columns are refused.
    pub max_columns: usize,
    /// A packed file is read up to so many times its size, or up to [`Self::ALWAYS_UNPACKED`]; a Parquet
    /// file may claim no more.
    pub max_unpacked_ratio: u64,
    /// Forms of dates that are tried before the built-in ones.
    pub date_formats: Vec<DateFormat>,
    /// The encoding of text inputs without a byte order mark; `None` for UTF-8. Pages state their own.
    pub encoding: Option<&'static Encoding>,
}

impl ReadOptions {
    /// The default of `max_record_bytes`: 16 MiB.
    pub const MAX_RECORD_BYTES: usize = 16 << 20;
    /// The default of `max_text_bytes`: 1 MB.
    pub const MAX_TEXT_BYTES: usize = 1_000_000;
    /// The default of `max_columns`.
    pub const MAX_COLUMNS: usize = 10_000;
    /// The default of `max_unpacked_ratio`.
    pub const MAX_UNPACKED_RATIO: u64 = 200;
    /// What any packed file may unpack to, in bytes: 64 MiB.
    pub const ALWAYS_UNPACKED: u64 = 64 << 20;
    /// The default of `earliest`: 1800-01-01.
    pub const EARLIEST: Date = Date::constant(1800, 1, 1);

    /// The defaults: no mapping, UTC, nothing kept.
    pub fn new(as_of: Date) -> Self {
        Self {
            columns: Columns::default(),
            kept: Vec::new(),
            timezone: TimeZone::UTC,
            assume_timezone: TimeZone::UTC,
            as_of,
            earliest: Self::EARLIEST,
            max_record_bytes: Self::MAX_RECORD_BYTES,
            max_text_bytes: Self::MAX_TEXT_BYTES,
            max_columns: Self::MAX_COLUMNS,
            max_unpacked_ratio: Self::MAX_UNPACKED_RATIO,
            date_formats: Vec::new(),
            encoding: None,
        }
    }
}
