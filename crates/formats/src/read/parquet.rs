//! Parquet, one row group at a time. Typed columns become text: dates and times ISO 8601 (with `Z`
//! where the column has a time zone, since Parquet keeps instants), numbers their shortest form.

use newsloom_corpus::Quarantined;
use newsloom_diagnostics::Diagnostic;
use polars::prelude::{AnyValue, DataFrame, TimeUnit};

use super::{Reader, Records, cannot_open, check_columns, locate, records};
use crate::{
    Input, RawRecord, ReadOptions,
    columns::Slots,
    raw::{Content, Fed, Flaw, Places, Value},
    row_groups::RowGroups,
    source::open_regular,
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
    let file = open_regular(&input.path).map_err(|error| cannot_open(input, &error))?;
    let places = Places::new(&input.shown);
    let slots = Slots::new(&options.columns, &options.kept);
    let groups = match RowGroups::open(file, options.max_unpacked_ratio) {
        Ok(groups) => groups,
        Err(reason) => return Ok(damaged_from_the_start(places, reason)),
    };
    check_columns(groups.columns.len(), input, options)?;
    let fills = locate(&slots, &groups.columns, input)?;
    let limit = options.max_record_bytes;
    let projection = projection(&fills, &groups);
    let mut rows = Rows { groups, places, limit, projection, fills, group: None };
    Ok(records(move || rows.next_record()))
}

/// The numbers of the columns in use that can be read, sorted, each once.
fn projection(fills: &[Option<usize>], groups: &RowGroups) -> Vec<usize> {
    let used = fills.iter().copied().flatten();
    let mut columns: Vec<usize> = used.filter(|column| groups.can_read(*column)).collect();
    columns.sort_unstable();
    columns.dedup();
    columns
}

fn damaged_from_the_start(mut places: Places, reason: String) -> Records {
    let mut reason = Some(reason);
    records(move || reason.take().map(|reason| Err(Flaw::unreadable(&reason).at(places.next(0, 0), b""))))
}

/// Walks over the rows of a file.
struct Rows {
    groups: RowGroups,
    places: Places,
    limit: usize,
    projection: Vec<usize>,
    /// For every slot the column that fills it.
    fills: Vec<Option<usize>>,
    group: Option<Group>,
}

/// A row group in memory.
struct Group {
    frame: DataFrame,
    next: usize,
}

impl Rows {
    fn next_record(&mut self) -> Option<Result<RawRecord, Quarantined>> {
        while self.group.as_ref().is_none_or(|group| group.next == group.frame.height()) {
            match self.groups.next(&self.projection)? {
                Ok(frame) => self.group = Some(Group { frame, next: 0 }),
                Err(reason) => return Some(Err(self.give_up(&reason))),
            }
        }
        Some(self.row())
    }

    /// Leaves out the row groups that are left.
    fn give_up(&mut self, reason: &str) -> Quarantined {
        self.group = None;
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
        let Ok(at) = projection.binary_search(&column) else { return Value::Wrong("a structure") };
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

    fn feed(&self, hasher: &mut Fed<'_>) {
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

#[cfg(test)]
mod tests {
    use polars_arrow::{
        array::{Array, StructArray},
        datatypes::{ArrowDataType, Field},
    };

    use super::*;
    use crate::{
        RecordParser,
        parquet_sample::{file_of, texts},
    };

    fn structures(of: &str, values: &[&str]) -> Box<dyn Array> {
        let kind = ArrowDataType::Struct(vec![Field::new(of.into(), ArrowDataType::LargeUtf8, true)]);
        StructArray::new(kind, values.len(), vec![texts(values)], None).boxed()
    }

    /// What becomes of each record of a file: its text, or the reason why it has none.
    fn read(bytes: &[u8]) -> Vec<Result<String, String>> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.parquet");
        std::fs::write(&path, bytes).expect("the file can be written");
        let options = ReadOptions::new(jiff::civil::Date::constant(2030, 1, 1));
        let input = Input::new(folder.path(), &path).expect("a format");
        let parser = RecordParser::new(&options);
        let article = |raw: Result<RawRecord, Quarantined>| parser.parse(raw?);
        let records = open(&input, &options).expect("it opens").map(article);
        records.map(|found| found.map(|article| article.text).map_err(|flaw| flaw.message)).collect()
    }

    #[test]
    fn a_structure_costs_the_records_that_hold_it_and_no_other() {
        let story = ["The ferry to Aln sailed again.", "Nobody was on board."];
        let unused = file_of(vec![("text", texts(&story)), ("source", structures("name", &["A", "B"]))]);
        assert_eq!(read(&unused), story.map(|text| Ok(text.to_owned())));
        let wrong = |what: &str| Err(format!("the {what} is a structure, not text"));
        let outlet = file_of(vec![("text", texts(&story)), ("outlet", structures("name", &["A", "B"]))]);
        assert_eq!(read(&outlet), [wrong("outlet"), wrong("outlet")]);
        let alone = file_of(vec![("text", structures("body", &story))]);
        assert_eq!(read(&alone), [wrong("text"), wrong("text")]);
    }
}
