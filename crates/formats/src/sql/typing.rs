//! From the values of a result to typed columns.

use newsloom_corpus::table::{Cell, Column, ColumnKind};
use rusqlite::types::ValueRef;

use super::catalog::QueryColumn;

/// What the values of a column have been so far.
pub(super) struct Typing<'a> {
    column: &'a QueryColumn,
    /// Whether all have been values of the column that it is.
    fits_origin: bool,
    /// The widest of the numbers among them.
    numbers: Option<ColumnKind>,
    has_texts: bool,
}

impl<'a> Typing<'a> {
    pub(super) fn new(column: &'a QueryColumn) -> Self {
        let fits_origin = column.origin.is_some();
        Self { column, fits_origin, numbers: None, has_texts: false }
    }

    /// Takes the next value; an error is the reason why it can stand in no table.
    pub(super) fn see(&mut self, value: ValueRef<'_>) -> Result<(), String> {
        let name = &self.column.name;
        match value {
            ValueRef::Null => return Ok(()),
            ValueRef::Integer(_) => drop(self.numbers.get_or_insert(ColumnKind::Int64)),
            ValueRef::Real(number) if number.is_finite() => self.numbers = Some(ColumnKind::Float64),
            ValueRef::Real(_) => return Err(format!("a value of column `{name}` is infinite")),
            ValueRef::Text(bytes) if std::str::from_utf8(bytes).is_ok() => self.has_texts = true,
            ValueRef::Text(_) => return Err(format!("a text of column `{name}` is not UTF-8")),
            ValueRef::Blob(_) => return Err(format!("column `{name}` holds bytes: `CAST` it to text")),
        }
        if self.has_texts && self.numbers.is_some() {
            return Err(format!("column `{name}` holds texts and numbers: `CAST` it to one of them"));
        }
        let kind = self.column.origin.as_ref().map(|origin| origin.kind);
        self.fits_origin &= kind.is_some_and(|kind| cell_of(value, kind).is_some());
        Ok(())
    }

    /// The column of the finished table.
    pub(super) fn column(&self, table: &str) -> Column {
        let name = self.column.name.clone().into();
        match self.column.origin.clone().filter(|_| self.fits_origin) {
            Some(origin) => Column { name, nullable: true, ..origin },
            None => Column {
                meaning: format!("Computed by the SQL of the recipe's table `{table}`."),
                kind: self.numbers.unwrap_or(ColumnKind::Text),
                unit: "as computed".into(),
                nullable: true,
                name,
            },
        }
    }
}

/// A value as a cell of a column; `None` if it does not fit.
pub(super) fn cell_of(value: ValueRef<'_>, kind: ColumnKind) -> Option<Cell<'_>> {
    let text = || value.as_str().ok();
    let unsigned = |largest: u64| {
        let number = u64::try_from(value.as_i64().ok()?).ok()?;
        (number <= largest).then_some(Cell::UInt(number))
    };
    let signed = |range: std::ops::RangeInclusive<i64>| value.as_i64().ok().filter(|n| range.contains(n));
    if matches!(value, ValueRef::Null) {
        return Some(Cell::Null);
    }
    match kind {
        ColumnKind::Text => Some(Cell::Text(text()?.into())),
        ColumnKind::Bool => signed(0..=1).map(|n| Cell::Bool(n == 1)),
        ColumnKind::UInt8 => unsigned(u8::MAX.into()),
        ColumnKind::UInt32 => unsigned(u32::MAX.into()),
        ColumnKind::UInt64 => unsigned(u64::MAX),
        ColumnKind::Int32 => signed(i32::MIN.into()..=i32::MAX.into()).map(Cell::Int),
        ColumnKind::Int64 => signed(i64::MIN..=i64::MAX).map(Cell::Int),
        ColumnKind::Float64 => float(value).map(Cell::Float),
        ColumnKind::Date => Some(Cell::Date(text().filter(|t| t.len() == 10)?.parse().ok()?)),
        ColumnKind::Timestamp => Some(Cell::Timestamp(text()?.parse().ok()?)),
    }
}

fn float(value: ValueRef<'_>) -> Option<f64> {
    match value {
        ValueRef::Integer(number) => Some(number as f64),
        ValueRef::Real(number) => Some(number),
        _ => None,
    }
}
