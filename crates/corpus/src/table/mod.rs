//! The tables a run leaves behind: row types that carry the description of their own columns.
//!
//! A row hands its [`Cells`] to a visitor in the order of its columns, so writers need no copy, and
//! is built again from cells when a finished table is read. Columns that depend on the recipe (the
//! association measures chosen, the input columns kept) are carried beside the row in [`Extended`].

// The doc comments of columns are the codebook, which is read as plain text too.
#![allow(clippy::doc_markdown)]

mod actor_periods;
mod actors;
mod articles;
mod cell;
mod coverage;
mod groups;
mod mentions;
mod pair_periods;
mod pairs;
mod period;
mod quarantine;
mod subset;

use std::borrow::Cow;

pub use actor_periods::{ActorPeriodRow, ActorWeekRow};
pub use actors::{ActorRow, CodeRow, RoleRow};
pub use articles::{ArticleRow, RemovalRow};
pub use cell::{Cell, CellError, CellValue, Column, ColumnKind, Word, take};
pub use coverage::CoverageRow;
pub use groups::CoMentionGroupRow;
pub use mentions::MentionRow;
pub use pair_periods::{CoMentionPeriodRow, CoMentionWeekRow};
pub use pairs::{CoMentionEvidenceRow, CoMentionRow};
pub use quarantine::QuarantineRow;

/// The description of a table: its name, meaning, columns and sort key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schema {
    /// File stem, such as `comentions_weekly`.
    pub name: Cow<'static, str>,
    /// What one row is.
    pub meaning: String,
    /// The columns in order.
    pub columns: Vec<Column>,
    /// Names of the columns that are together unique. Rows are sorted by them; those that tell of articles
    /// by the week of the article first.
    pub key: &'static [&'static str],
}

impl Schema {
    /// The same table with further columns at its end.
    #[must_use]
    pub fn extended(mut self, extra: impl IntoIterator<Item = Column>) -> Self {
        self.columns.extend(extra);
        self
    }
}

/// What a table is written from: a [`Row`], an [`Extended`] row, or a reference to either.
///
/// ```
/// use newsloom_corpus::table::{Cell, Cells, CodeRow, Extended};
/// fn count(row: impl Cells) -> usize {
///     let mut n_cells = 0;
///     row.visit(&mut |_| n_cells += 1);
///     n_cells
/// }
/// let row = CodeRow {
///     actor_id: "country:LBY".into(),
///     scheme: "gwno".into(),
///     code: "620".into(),
///     start: None,
///     end: None,
/// };
/// assert_eq!(count(&row), 5);
/// assert_eq!(count(Extended { row, extra: vec![Cell::Bool(true)] }), 6);
/// ```
pub trait Cells {
    /// Hands every cell to `visit`, in the order of the columns.
    fn visit<'a>(&'a self, visit: &mut impl FnMut(Cell<'a>));
}

impl<T: Cells> Cells for &T {
    fn visit<'a>(&'a self, visit: &mut impl FnMut(Cell<'a>)) {
        (**self).visit(visit);
    }
}

/// A row of a table.
pub trait Row: Cells + Sized {
    /// The table's description.
    fn schema() -> Schema;

    /// Builds a row from the cells of a finished table.
    ///
    /// # Errors
    /// The first cell that is missing or of another kind than its column.
    fn from_cells(cells: &[Cell<'_>]) -> Result<Self, CellError>;
}

/// A row with the cells of the columns that the recipe adds at the end of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Extended<R> {
    /// The fixed part.
    pub row: R,
    /// The cells of the added columns, in order.
    pub extra: Vec<Cell<'static>>,
}

/// The added cells come last.
impl<R: Cells> Cells for Extended<R> {
    fn visit<'a>(&'a self, visit: &mut impl FnMut(Cell<'a>)) {
        self.row.visit(visit);
        self.extra.iter().for_each(|cell| visit(cell.clone()));
    }
}

/// The description of every table, in the order of the codebook.
pub fn schemas() -> Vec<Schema> {
    vec![
        ArticleRow::schema(),
        RemovalRow::schema(),
        MentionRow::schema(),
        ActorRow::schema(),
        RoleRow::schema(),
        CodeRow::schema(),
        ActorWeekRow::schema(),
        ActorPeriodRow::schema(),
        CoMentionRow::schema(),
        CoMentionWeekRow::schema(),
        CoMentionPeriodRow::schema(),
        CoMentionGroupRow::schema(),
        CoMentionEvidenceRow::schema(),
        CoverageRow::schema(),
        QuarantineRow::schema(),
    ]
}

/// Declares a row type with its table: the doc comment of a field is its line in the codebook, the
/// string behind its type its unit.
macro_rules! table {
    (
        $(#[doc = $meaning:literal])+
        pub struct $Row:ident = $name:literal, key [$($key:ident),+] {
            $($(#[doc = $doc:literal])+ pub $field:ident: $ty:ty = $unit:literal,)+
        }
    ) => {
        $(#[doc = $meaning])+
        #[derive(Debug, Clone, PartialEq)]
        pub struct $Row { $($(#[doc = $doc])+ pub $field: $ty,)+ }

        impl $crate::table::Cells for $Row {
            fn visit<'a>(&'a self, visit: &mut impl FnMut($crate::table::Cell<'a>)) {
                $(visit($crate::table::CellValue::to_cell(&self.$field));)+
            }
        }

        impl $crate::table::Row for $Row {
            fn schema() -> $crate::table::Schema {
                use $crate::table::{CellValue, Column, Schema};
                Schema {
                    name: $name.into(),
                    meaning: concat!($($meaning),+).trim().to_owned(),
                    columns: vec![$(Column {
                        name: stringify!($field).trim_start_matches("r#").into(),
                        kind: <$ty as CellValue>::KIND,
                        nullable: <$ty as CellValue>::NULLABLE,
                        unit: $unit.into(),
                        meaning: concat!($($doc),+).trim().to_owned(),
                    }),+],
                    key: &[$(stringify!($key)),+],
                }
            }

            fn from_cells(cells: &[$crate::table::Cell<'_>]) -> Result<Self, $crate::table::CellError> {
                let mut cells = cells.iter();
                Ok(Self { $($field: $crate::table::take(&mut cells, stringify!($field))?,)+ })
            }
        }
    };
}
pub(crate) use period::period_tables;
pub(crate) use table;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_table_is_described() {
        for schema in schemas() {
            let names: BTreeSet<&str> = schema.columns.iter().map(|c| &*c.name).collect();
            assert_eq!(names.len(), schema.columns.len(), "{}: column names are unique", schema.name);
            assert!(
                schema.key.iter().all(|k| names.contains(k)),
                "{}: the key is made of columns",
                schema.name
            );
            assert!(!schema.meaning.is_empty());
            for column in &schema.columns {
                assert!(column.meaning.len() > 10, "{}.{} is described", schema.name, column.name);
                assert!(!column.unit.is_empty());
            }
        }
    }
}
