//! The values of a column of a row group that was read from a Parquet file.

use jiff::{SignedDuration, Timestamp};
use newsloom_corpus::table::{Cell, Column, ColumnKind};
use polars::prelude::{
    BooleanChunked, DataType, Float64Chunked, Int32Chunked, Int64Chunked, PolarsResult, Series,
    StringChunked, TimeUnit, UInt8Chunked, UInt32Chunked, UInt64Chunked, polars_ensure,
};

use super::{fitting, parquet::EPOCH};

/// A column of a row group.
pub(super) struct ReadColumn {
    values: Values,
    column: Column,
}

enum Values {
    /// Nothing but nulls, of whatever type.
    None,
    Text(StringChunked),
    Bool(BooleanChunked),
    UInt8(UInt8Chunked),
    UInt32(UInt32Chunked),
    UInt64(UInt64Chunked),
    Int32(Int32Chunked),
    Int64(Int64Chunked),
    Float64(Float64Chunked),
    /// Days since 1970-01-01.
    Date(Int32Chunked),
    /// Milliseconds since 1970-01-01T00:00:00Z.
    Timestamp(Int64Chunked),
}

impl ReadColumn {
    /// The values of a series of the type that a table gives the column.
    ///
    /// # Errors
    /// What the decoder says of values of another type.
    pub(super) fn new(series: &Series, column: &Column) -> PolarsResult<Self> {
        let values = match column.kind {
            _ if series.null_count() == series.len() => Values::None,
            ColumnKind::Text => Values::Text(series.str()?.clone()),
            ColumnKind::Bool => Values::Bool(series.bool()?.clone()),
            ColumnKind::UInt8 => Values::UInt8(series.u8()?.clone()),
            ColumnKind::UInt32 => Values::UInt32(series.u32()?.clone()),
            ColumnKind::UInt64 => Values::UInt64(series.u64()?.clone()),
            ColumnKind::Int32 => Values::Int32(series.i32()?.clone()),
            ColumnKind::Int64 => Values::Int64(series.i64()?.clone()),
            ColumnKind::Float64 => Values::Float64(series.f64()?.clone()),
            ColumnKind::Date => Values::Date(series.date()?.physical().clone()),
            ColumnKind::Timestamp => Values::Timestamp(milliseconds(series)?),
        };
        Ok(Self { values, column: column.clone() })
    }

    /// The text of a row; none in a column of other values.
    pub(super) fn text(&self, row: usize) -> Option<&str> {
        if let Values::Text(values) = &self.values { values.get(row) } else { None }
    }

    /// The cell of a row.
    ///
    /// # Errors
    /// If the value is none of the column's.
    pub(super) fn cell(&self, row: usize) -> Result<Cell<'static>, String> {
        let fitting = self.values.cell(row).and_then(|cell| fitting(cell, &self.column));
        fitting.ok_or_else(|| {
            format!("a value of column `{}` is no {}", self.column.name, self.column.kind.as_str())
        })
    }
}

impl Values {
    /// `None` if the calendar has no such day or second.
    fn cell(&self, row: usize) -> Option<Cell<'static>> {
        let cell = match self {
            Self::None => None,
            Self::Text(values) => values.get(row).map(|text| Cell::Text(text.to_owned().into())),
            Self::Bool(values) => values.get(row).map(Cell::Bool),
            Self::UInt8(values) => values.get(row).map(|number| Cell::UInt(number.into())),
            Self::UInt32(values) => values.get(row).map(|number| Cell::UInt(number.into())),
            Self::UInt64(values) => values.get(row).map(Cell::UInt),
            Self::Int32(values) => values.get(row).map(|number| Cell::Int(number.into())),
            Self::Int64(values) => values.get(row).map(Cell::Int),
            Self::Float64(values) => values.get(row).map(Cell::Float),
            Self::Date(values) => match values.get(row) {
                Some(days) => Some(Cell::Date(EPOCH.checked_add(since_epoch(days)).ok()?)),
                None => None,
            },
            Self::Timestamp(values) => match values.get(row) {
                Some(count) => Some(Cell::Timestamp(Timestamp::from_millisecond(count).ok()?)),
                None => None,
            },
        };
        Some(cell.unwrap_or(Cell::Null))
    }
}

fn milliseconds(series: &Series) -> PolarsResult<Int64Chunked> {
    polars_ensure!(
        matches!(series.dtype(), DataType::Datetime(TimeUnit::Milliseconds, _)),
        ComputeError: "`{}` does not count milliseconds", series.name()
    );
    Ok(series.datetime()?.physical().clone())
}

fn since_epoch(days: i32) -> SignedDuration {
    SignedDuration::from_hours(i64::from(days) * 24)
}
