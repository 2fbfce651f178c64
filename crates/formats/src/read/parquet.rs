//! Parquet, one row group at a time. Typed columns become text: dates and times ISO 8601 (with `Z`
//! where the column has a time zone, since Parquet keeps instants), numbers their shortest form.

use std::{fs::File, panic};

use newsloom_corpus::Quarantined;
use newsloom_diagnostics::Diagnostic;
use polars::prelude::{
    AnyValue, DataFrame, ParallelStrategy, ParquetReader, PolarsResult, SerReader, TimeUnit,
};

use super::{Reader, Records, cannot_open, locate, records};
use crate::{
    Input, RawRecord, ReadOptions,
    columns::Slots,
    raw::{Content, Flaw, Places, Value},
};

/// Parquet.
pub(super) const READER: Reader = Reader {
    name: "parquet",
    endings: &[".parquet"],
    is_compressible: false,
    meaning: "Parquet with columns of text, numbers, truth values, dates or times",
    open,
};

fn open(input: &Input, options: &ReadOptions) -> Result<Records, Diagnostic> {
    let file = File::open(&input.path).map_err(|error| cannot_open(input, &error))?;
    let places = Places::new(&input.shown);
    let slots = Slots::new(&options.columns, &options.kept);
    let (columns, group_rows) = match guarded(|| footer(&file)) {
        Ok(footer) => footer,
        Err(reason) => return Ok(damaged_from_the_start(places, reason)),
    };
    let fills = locate(&slots, &columns, input)?;
    let mut rows = Rows {
        file,
        places,
        limit: options.max_record_bytes,
        projection: projection(&fills),
        fills,
        groups: group_rows.into_iter(),
        n_before: 0,
        group: None,
    };
    Ok(records(move || rows.next_record()))
}

/// The names of the columns and the number of rows of each row group.
fn footer(file: &File) -> PolarsResult<(Vec<String>, Vec<usize>)> {
    let mut reader = ParquetReader::new(file.try_clone()?);
    let columns = reader.schema()?.iter_names().map(ToString::to_string).collect();
    let groups = reader.get_metadata()?.row_groups.iter().map(|group| group.num_rows()).collect();
    Ok((columns, groups))
}

/// The numbers of the columns in use, sorted, each once.
fn projection(fills: &[Option<usize>]) -> Vec<usize> {
    let mut columns: Vec<usize> = fills.iter().copied().flatten().collect();
    columns.sort_unstable();
    columns.dedup();
    columns
}

/// Runs a call into the Parquet decoder, which answers some damaged files with a panic.
fn guarded<T>(decode: impl FnOnce() -> PolarsResult<T>) -> Result<T, String> {
    match panic::catch_unwind(panic::AssertUnwindSafe(decode)) {
        Ok(outcome) => outcome.map_err(|error| error.to_string()),
        Err(_) => Err("the decoder gave up".to_owned()),
    }
}

fn damaged_from_the_start(mut places: Places, reason: String) -> Records {
    let mut reason = Some(reason);
    records(move || reason.take().map(|reason| Err(Flaw::unreadable(&reason).at(places.next(0, 0), b""))))
}

/// Walks over the rows of a file.
struct Rows {
    file: File,
    places: Places,
    limit: usize,
    projection: Vec<usize>,
    /// For every slot the column that fills it.
    fills: Vec<Option<usize>>,
    groups: std::vec::IntoIter<usize>,
    n_before: usize,
    group: Option<Group>,
}

/// A row group in memory.
struct Group {
    frame: DataFrame,
    n_rows: usize,
    next: usize,
}

impl Rows {
    fn next_record(&mut self) -> Option<Result<RawRecord, Quarantined>> {
        while self.group.as_ref().is_none_or(|group| group.next == group.n_rows) {
            let n_rows = self.groups.next()?;
            match guarded(|| self.read_group(n_rows)) {
                Ok(frame) => self.group = Some(Group { frame, n_rows, next: 0 }),
                Err(reason) => return Some(Err(self.give_up(&reason))),
            }
            self.n_before += n_rows;
        }
        Some(self.row())
    }

    fn read_group(&self, n_rows: usize) -> PolarsResult<DataFrame> {
        ParquetReader::new(self.file.try_clone()?)
            .with_projection(Some(self.projection.clone()))
            .with_slice(Some((self.n_before, n_rows)))
            .read_parallel(ParallelStrategy::None)
            .finish()
    }

    /// Leaves out this row group and all behind it.
    fn give_up(&mut self, reason: &str) -> Quarantined {
        self.group = None;
        self.groups = Vec::new().into_iter();
        Flaw::unreadable(&reason).at(self.places.next(0, 0), b"")
    }

    fn row(&mut self) -> Result<RawRecord, Quarantined> {
        let origin = self.places.next(0, 0);
        let group = self.group.as_mut().expect("a row group is in memory");
        let row = Row(self.fills.iter().map(|fill| group.cell(&self.projection, *fill)).collect());
        group.next += 1;
        if row.n_bytes() > self.limit {
            return Err(Flaw::too_large(self.limit).at(origin, &row.head()));
        }
        Ok(RawRecord::new(origin, row))
    }
}

impl Group {
    /// The value of a column in the next row.
    fn cell(&self, projection: &[usize], column: Option<usize>) -> Value {
        let Some(column) = column else { return Value::Null };
        let at = projection.binary_search(&column).expect("every column in use is read");
        self.frame.columns()[at].get(self.next).map_or(Value::Null, |any| value(&any))
    }
}

/// A row as text.
struct Row(Vec<Value>);

impl Row {
    fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|value| if let Value::Text(text) = value { text.as_str() } else { "" })
    }
}

impl Content for Row {
    fn values(&self, _: &Slots) -> Result<Vec<Value>, Flaw> {
        Ok(self.0.clone())
    }

    fn head(&self) -> Vec<u8> {
        let heads = self.texts().filter(|text| !text.is_empty()).flat_map(|text| text.bytes().chain(*b" "));
        heads.take(1000).collect()
    }

    fn n_bytes(&self) -> usize {
        self.texts().map(str::len).sum()
    }

    fn feed(&self, hasher: &mut blake3::Hasher) {
        hasher.update(b"p");
        for (value, text) in self.0.iter().zip(self.texts()) {
            hasher.update(&[u8::from(*value == Value::Null)]);
            hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
        }
    }
}

/// A typed value as text.
fn value(any: &AnyValue<'_>) -> Value {
    match any {
        AnyValue::Null => Value::Null,
        AnyValue::String(text) => Value::Text((*text).to_owned()),
        AnyValue::StringOwned(text) => Value::Text(text.to_string()),
        AnyValue::Binary(bytes) => utf8(bytes),
        AnyValue::BinaryOwned(bytes) => utf8(bytes),
        AnyValue::Date(days) => date(*days),
        AnyValue::Datetime(count, unit, zone) => time(*count, *unit, zone.is_some()),
        AnyValue::DatetimeOwned(count, unit, zone) => time(*count, *unit, zone.is_some()),
        AnyValue::Boolean(flag) => Value::Text(flag.to_string()),
        AnyValue::Float32(number) => Value::Text(format!("{number:?}")),
        AnyValue::Float64(number) => Value::Text(format!("{number:?}")),
        AnyValue::List(_) => Value::Wrong("a list"),
        other if other.is_integer() => Value::Text(other.to_string()),
        _ => Value::Wrong("a value of a nested or unusual type"),
    }
}

fn utf8(bytes: &[u8]) -> Value {
    std::str::from_utf8(bytes).map_or(Value::NotUtf8, |text| Value::Text(text.to_owned()))
}

fn date(days: i32) -> Value {
    let epoch = jiff::civil::Date::constant(1970, 1, 1);
    let date = epoch.checked_add(jiff::SignedDuration::from_hours(i64::from(days) * 24));
    date.map_or(Value::Wrong("a day out of range"), |date| Value::Text(date.to_string()))
}

fn time(count: i64, unit: TimeUnit, has_zone: bool) -> Value {
    let instant = match unit {
        TimeUnit::Milliseconds => jiff::Timestamp::from_millisecond(count),
        TimeUnit::Microseconds => jiff::Timestamp::from_microsecond(count),
        TimeUnit::Nanoseconds => jiff::Timestamp::from_nanosecond(i128::from(count)),
    };
    match instant {
        Err(_) => Value::Wrong("a time out of range"),
        Ok(instant) if has_zone => Value::Text(instant.to_string()),
        Ok(instant) => Value::Text(jiff::tz::Offset::UTC.to_datetime(instant).to_string()),
    }
}
