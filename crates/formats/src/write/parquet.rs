//! Parquet: zstd at its default level 3, one row group for every [`GROUP_ROWS`] rows, each of one chunk, written without
//! threads, so that the same rows always give the same bytes. Times are milliseconds in UTC.

use std::{
    fs::File,
    io,
    io::Write,
    path::Path,
    sync::{Arc, Mutex, MutexGuard},
};

use jiff::{Timestamp, civil::Date};
use newsloom_corpus::table::{Cell, CellValue, Column, ColumnKind, Schema};
use newsloom_diagnostics::Diagnostic;
use polars::{
    io::parquet::write::BatchedWriter,
    prelude::{
        AnyValue, DataFrame, DataType, Field, IntoColumn, IntoSeries, NamedFrom, ParquetCompression,
        ParquetWriter, PlSmallStr, PolarsResult, Series, StringChunkedBuilder, TimeUnit, TimeZone,
    },
};

use super::{TableRows, TableSink, Writer};
use crate::{
    SealedFile,
    atomic::{AtomicFile, cannot_write},
    row_groups::RowGroups,
};

/// Parquet.
pub(super) const WRITER: Writer = Writer {
    name: "parquet",
    ending: ".parquet",
    media_type: "application/vnd.apache.parquet",
    meaning: "Parquet, typed, compressed with zstd",
    begin,
    read,
};

/// Rows of a row group; the last one may have fewer.
const GROUP_ROWS: usize = 1 << 16;

struct Sink {
    file: Shared,
    writer: BatchedWriter<Shared>,
    columns: Vec<Column>,
    buffers: Vec<Buffer>,
    n_buffered: usize,
    n_rows: u64,
}

fn begin(schema: &Schema, file: AtomicFile) -> Result<Box<dyn TableSink>, Diagnostic> {
    let columns = schema.columns.clone();
    let fields = columns.iter().map(|column| Field::new((&*column.name).into(), dtype(column.kind)));
    let target = file.target().to_owned();
    let file = Shared(Arc::new(Mutex::new(file)));
    let writer = ParquetWriter::new(file.clone())
        .with_compression(ParquetCompression::Zstd(None))
        .set_parallel(false)
        .batched(&fields.collect())
        .map_err(|error| cannot_write(&target, &error))?;
    let buffers = columns.iter().map(|column| Buffer::new(column.kind)).collect();
    Ok(Box::new(Sink { file, writer, columns, buffers, n_buffered: 0, n_rows: 0 }))
}

impl TableSink for Sink {
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Diagnostic> {
        self.buffers.iter_mut().zip(cells).for_each(|(buffer, cell)| buffer.push(cell));
        self.n_buffered += 1;
        self.n_rows += 1;
        if self.n_buffered == GROUP_ROWS { self.write_group() } else { Ok(()) }
    }

    fn finish(mut self: Box<Self>) -> Result<SealedFile, Diagnostic> {
        if self.n_buffered > 0 {
            self.write_group()?;
        }
        self.writer.finish().map_err(|error| self.cannot_write(&error))?;
        let Self { file, writer, n_rows, .. } = *self;
        drop(writer);
        let file = Arc::into_inner(file.0).expect("the writer was the only other owner");
        file.into_inner().expect("no thread panicked").seal(n_rows)
    }
}

impl Sink {
    fn write_group(&mut self) -> Result<(), Diagnostic> {
        let outcome = self.frame().and_then(|frame| self.writer.write_batch(&frame));
        self.n_buffered = 0;
        outcome.map_err(|error| self.cannot_write(&error))
    }

    /// The buffered rows; the buffers are empty again, and keep their memory.
    fn frame(&mut self) -> PolarsResult<DataFrame> {
        let taken = self.columns.iter().zip(&mut self.buffers).map(|(column, buffer)| {
            let series = buffer.drain(&column.name);
            series.cast(&dtype(column.kind)).map(IntoColumn::into_column)
        });
        DataFrame::new(self.n_buffered, taken.collect::<PolarsResult<_>>()?)
    }

    fn cannot_write(&self, error: &polars::error::PolarsError) -> Diagnostic {
        cannot_write(self.file.open().target(), error)
    }
}

/// The file, shared with the Parquet writer, which does not hand it back.
#[derive(Clone)]
struct Shared(Arc<Mutex<AtomicFile>>);

impl Shared {
    fn open(&self) -> MutexGuard<'_, AtomicFile> {
        self.0.lock().expect("no thread panicked")
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.open().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.open().flush()
    }
}

/// The values of a column in the current row group.
enum Buffer {
    Text(StringChunkedBuilder),
    Bool(Vec<Option<bool>>),
    UInt8(Vec<Option<u8>>),
    UInt32(Vec<Option<u32>>),
    UInt64(Vec<Option<u64>>),
    Int32(Vec<Option<i32>>),
    Int64(Vec<Option<i64>>),
    Float64(Vec<Option<f64>>),
    /// Days since 1970-01-01.
    Date(Vec<Option<i32>>),
    /// Milliseconds since 1970-01-01T00:00:00Z.
    Timestamp(Vec<Option<i64>>),
}

impl Buffer {
    fn new(kind: ColumnKind) -> Self {
        match kind {
            ColumnKind::Text => Self::Text(texts()),
            ColumnKind::Bool => Self::Bool(Vec::new()),
            ColumnKind::UInt8 => Self::UInt8(Vec::new()),
            ColumnKind::UInt32 => Self::UInt32(Vec::new()),
            ColumnKind::UInt64 => Self::UInt64(Vec::new()),
            ColumnKind::Int32 => Self::Int32(Vec::new()),
            ColumnKind::Int64 => Self::Int64(Vec::new()),
            ColumnKind::Float64 => Self::Float64(Vec::new()),
            ColumnKind::Date => Self::Date(Vec::new()),
            ColumnKind::Timestamp => Self::Timestamp(Vec::new()),
        }
    }

    /// Takes a cell that fits the column: what is not of its kind can only be null.
    fn push(&mut self, cell: &Cell<'_>) {
        match self {
            Self::Text(values) => {
                values.append_option(if let Cell::Text(text) = cell { Some(&**text) } else { None });
            }
            Self::Bool(values) => values.push(bool::from_cell(cell)),
            Self::UInt8(values) => values.push(u8::from_cell(cell)),
            Self::UInt32(values) => values.push(u32::from_cell(cell)),
            Self::UInt64(values) => values.push(u64::from_cell(cell)),
            Self::Int32(values) => values.push(i32::from_cell(cell)),
            Self::Int64(values) => values.push(i64::from_cell(cell)),
            Self::Float64(values) => values.push(f64::from_cell(cell)),
            Self::Date(values) => values.push(Date::from_cell(cell).map(days)),
            Self::Timestamp(values) => values.push(Timestamp::from_cell(cell).map(Timestamp::as_millisecond)),
        }
    }

    /// The values as a column, taken out.
    fn drain(&mut self, name: &str) -> Series {
        let name = name.into();
        match self {
            Self::Text(values) => std::mem::replace(values, texts()).finish().with_name(name).into_series(),
            Self::Bool(values) => drained(name, values),
            Self::UInt8(values) => drained(name, values),
            Self::UInt32(values) => drained(name, values),
            Self::UInt64(values) => drained(name, values),
            Self::Int32(values) | Self::Date(values) => drained(name, values),
            Self::Float64(values) => drained(name, values),
            Self::Int64(values) | Self::Timestamp(values) => drained(name, values),
        }
    }
}

/// A column of texts to fill; it gets its name when it is full.
fn texts() -> StringChunkedBuilder {
    StringChunkedBuilder::new(PlSmallStr::EMPTY, 0)
}

fn drained<T>(name: PlSmallStr, values: &mut Vec<Option<T>>) -> Series
where
    Series: for<'a> NamedFrom<&'a [Option<T>], [Option<T>]>,
{
    let series = Series::new(name, &values[..]);
    values.clear();
    series
}

const EPOCH: Date = Date::constant(1970, 1, 1);

fn days(date: Date) -> i32 {
    let days = date.duration_since(EPOCH).as_hours() / 24;
    i32::try_from(days).expect("a calendar date lies within 32 bits of days")
}

fn dtype(kind: ColumnKind) -> DataType {
    match kind {
        ColumnKind::Text => DataType::String,
        ColumnKind::Bool => DataType::Boolean,
        ColumnKind::UInt8 => DataType::UInt8,
        ColumnKind::UInt32 => DataType::UInt32,
        ColumnKind::UInt64 => DataType::UInt64,
        ColumnKind::Int32 => DataType::Int32,
        ColumnKind::Int64 => DataType::Int64,
        ColumnKind::Float64 => DataType::Float64,
        ColumnKind::Date => DataType::Date,
        ColumnKind::Timestamp => DataType::Datetime(TimeUnit::Milliseconds, Some(TimeZone::UTC)),
    }
}

fn read(path: &Path, columns: &[Column]) -> Result<TableRows, String> {
    let file = File::open(path).map_err(|error| error.to_string())?;
    let mut groups = RowGroups::open(file)?;
    let places =
        columns.iter().map(|column| place(column, &groups.columns)).collect::<Result<Vec<_>, _>>()?;
    let columns = columns.to_vec();
    let mut projection = places.clone();
    projection.sort_unstable();
    projection.dedup();
    let frames = std::iter::from_fn(move || groups.next(&projection));
    Ok(Box::new(frames.flat_map(move |frame| rows_of(frame, &columns))))
}

/// The number of the column in the file.
fn place(column: &Column, names: &[String]) -> Result<usize, String> {
    let place = names.iter().position(|name| *name == column.name);
    place.ok_or_else(|| format!("it has no column `{}`", column.name))
}

/// The rows of a row group, or the reason why there are none.
fn rows_of(frame: Result<DataFrame, String>, columns: &[Column]) -> TableRows {
    let picked = frame.and_then(|frame| Picked::new(&frame, columns));
    match picked {
        Ok(picked) => Box::new((0..picked.n_rows).map(move |row| picked.row(row))),
        Err(reason) => Box::new(std::iter::once(Err(reason))),
    }
}

/// The columns asked for, in the order asked for.
struct Picked {
    columns: Vec<(Series, Column)>,
    n_rows: usize,
}

impl Picked {
    fn new(frame: &DataFrame, columns: &[Column]) -> Result<Self, String> {
        let pick = |column: &Column| {
            let found = frame.column(&column.name).map_err(|error| error.to_string())?;
            Ok((found.as_materialized_series().clone(), column.clone()))
        };
        Ok(Self { columns: columns.iter().map(pick).collect::<Result<_, String>>()?, n_rows: frame.height() })
    }

    fn row(&self, row: usize) -> Result<Vec<Cell<'static>>, String> {
        let one = |(series, column): &(Series, Column)| {
            let any = series.get(row).map_err(|error| error.to_string())?;
            let kind = column.kind;
            cell(&any, kind).ok_or_else(|| format!("column `{}` is no {}", column.name, kind.as_str()))
        };
        self.columns.iter().map(one).collect()
    }
}

fn cell(any: &AnyValue<'_>, kind: ColumnKind) -> Option<Cell<'static>> {
    Some(match (any, kind) {
        (AnyValue::Null, _) => Cell::Null,
        (AnyValue::String(text), ColumnKind::Text) => Cell::Text((*text).to_owned().into()),
        (AnyValue::Boolean(flag), ColumnKind::Bool) => Cell::Bool(*flag),
        (AnyValue::UInt8(number), ColumnKind::UInt8) => Cell::UInt((*number).into()),
        (AnyValue::UInt32(number), ColumnKind::UInt32) => Cell::UInt((*number).into()),
        (AnyValue::UInt64(number), ColumnKind::UInt64) => Cell::UInt(*number),
        (AnyValue::Int32(number), ColumnKind::Int32) => Cell::Int((*number).into()),
        (AnyValue::Int64(number), ColumnKind::Int64) => Cell::Int(*number),
        (AnyValue::Float64(number), ColumnKind::Float64) => Cell::Float(*number),
        (AnyValue::Date(days), ColumnKind::Date) => {
            let since = jiff::SignedDuration::from_hours(i64::from(*days) * 24);
            Cell::Date(EPOCH.checked_add(since).ok()?)
        }
        (AnyValue::Datetime(count, TimeUnit::Milliseconds, _), ColumnKind::Timestamp) => {
            Cell::Timestamp(Timestamp::from_millisecond(*count).ok()?)
        }
        _ => return None,
    })
}
