//! Two versions of a table, cell by cell.

use std::{collections::BTreeMap, fmt::Write, path::Path};

use newsloom_corpus::table::{Cell, Schema};
use newsloom_diagnostics::Diagnostic;
use newsloom_formats::read_cells;

use crate::in_pairs::{Waits, in_pairs};

/// What differs between two versions of a table.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct TableDiff {
    /// Rows of the first and of the second.
    pub(crate) n_rows: (u64, u64),
    /// Rows that only the first has.
    pub(crate) n_gone: u64,
    /// Rows that only the second has.
    pub(crate) n_added: u64,
    /// Rows that both have under one key, with other cells.
    pub(crate) n_changed: u64,
    /// A row that only one of them has: one of those gone, else one added.
    pub(crate) example: Option<String>,
    /// Columns with cells that changed, those with most first.
    pub(crate) columns: Vec<ColumnDiff>,
    /// Changed rows whose cells were compared.
    pub(crate) n_compared: u64,
}

/// What differs in a column.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ColumnDiff {
    pub(crate) name: String,
    pub(crate) n_cells: u64,
    /// Of numbers the cell that changed most for its size, of others the first.
    pub(crate) most: ChangedCell,
}

/// A cell that changed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ChangedCell {
    /// The key of its row.
    pub(crate) row: String,
    pub(crate) before: String,
    pub(crate) after: String,
    /// By how much, as a share of the larger; 0 for what is no number.
    share: f64,
}

/// Rows whose cells are held until the other version shows theirs; of those that wait beyond them a hash is.
const MAX_HELD: usize = 100_000;

type Cells = Vec<Cell<'static>>;
/// The hash of a row's key, or of a row.
type Hash = [u8; 16];

/// A table in two files, of any formats.
pub(crate) struct Versions<'a> {
    pub(crate) before: &'a Path,
    pub(crate) after: &'a Path,
    /// The columns that both have.
    pub(crate) schema: &'a Schema,
}

/// A row that waits for its other version.
enum Held {
    /// With its number.
    Row(u64, Cells),
    Hash(Hash),
}

impl Waits for Held {
    fn among(self, n_others: usize) -> Self {
        if n_others < MAX_HELD { self } else { Self::Hash(self.hash()) }
    }
}

impl Held {
    fn hash(&self) -> Hash {
        match self {
            Self::Row(_, cells) => hash(cells),
            Self::Hash(hash) => *hash,
        }
    }
}

impl Versions<'_> {
    /// Compares the two, row by row of one key, whatever their order; the more alike it is, the fewer rows
    /// are in memory.
    ///
    /// # Errors
    /// R101, if one of them cannot be read.
    pub(crate) fn diff(&self) -> Result<TableDiff, Diagnostic> {
        let mut diff = TableDiff::default();
        let mut columns: BTreeMap<usize, ColumnDiff> = BTreeMap::new();
        let (mut n_before, mut n_after) = (0, 0);
        let before = self.rows(self.before)?.inspect(|_| n_before += 1);
        let after = self.rows(self.after)?.inspect(|_| n_after += 1);
        let keyed = |(number, row): (u64, Result<Cells, Diagnostic>)| {
            let cells = row?;
            Ok((self.key(&cells), Held::Row(number, cells)))
        };
        let (before, after) = ((0..).zip(before).map(keyed), (0..).zip(after).map(keyed));
        let left = in_pairs(before, after, |old, new| match (old, new) {
            (Held::Row(_, old), Held::Row(_, new)) if old == new => {}
            (Held::Row(_, old), Held::Row(_, new)) => {
                (diff.n_changed, diff.n_compared) = (diff.n_changed + 1, diff.n_compared + 1);
                self.compare_cells((&old, &new), &mut columns);
            }
            (old, new) => diff.n_changed += u64::from(old.hash() != new.hash()),
        })?;
        diff.n_rows = (n_before, n_after);
        (diff.n_gone, diff.n_added) = (left.before.len() as u64, left.after.len() as u64);
        let example = |what: &str, rows: Option<String>| rows.map(|key| format!("{what}, as {key}"));
        diff.example = example("gone", self.first_of(left.before.iter()))
            .or_else(|| example("added", self.first_of(left.after.iter())));
        diff.columns = columns.into_values().collect();
        diff.columns.sort_by_key(|column| std::cmp::Reverse(column.n_cells));
        Ok(diff)
    }

    fn compare_cells(&self, (old, new): (&Cells, &Cells), columns: &mut BTreeMap<usize, ColumnDiff>) {
        let cells = old.iter().zip(new).enumerate().filter(|(_, (before, after))| before != after);
        for (place, (before, after)) in cells {
            let changed = |share: f64| ChangedCell {
                row: self.shown_key(old),
                before: shown(before),
                after: shown(after),
                share,
            };
            let share = share(before, after);
            let column = columns.entry(place).or_insert_with(|| ColumnDiff {
                name: self.schema.columns[place].name.to_string(),
                n_cells: 0,
                most: changed(share),
            });
            column.n_cells += 1;
            if share > column.most.share {
                column.most = changed(share);
            }
        }
    }

    /// The key of the first of some rows whose cells are held.
    fn first_of<'r>(&self, rows: impl Iterator<Item = &'r Held>) -> Option<String> {
        let held = rows.filter_map(|row| match row {
            Held::Row(number, cells) => Some((number, cells)),
            Held::Hash(_) => None,
        });
        held.min_by_key(|(number, _)| **number).map(|(_, cells)| self.shown_key(cells))
    }

    fn rows(
        &self,
        path: &Path,
    ) -> Result<impl Iterator<Item = Result<Cells, Diagnostic>> + use<>, Diagnostic> {
        read_cells(path, &self.schema.columns)
    }

    fn key(&self, row: &[Cell<'static>]) -> Hash {
        hash(self.keyed(row).map(|(_, cell)| cell))
    }

    fn keyed<'r>(&'r self, row: &'r [Cell<'static>]) -> impl Iterator<Item = (&'r str, &'r Cell<'static>)> {
        let cells = self.schema.columns.iter().map(|column| &*column.name).zip(row);
        cells.filter(|(name, _)| self.schema.key.contains(name))
    }

    /// The key as it is told: `source=country:NOR target=country:SWE`.
    fn shown_key(&self, row: &[Cell<'static>]) -> String {
        let parts: Vec<String> =
            self.keyed(row).map(|(name, cell)| format!("{name}={}", shown(cell))).collect();
        parts.join(" ")
    }
}

impl TableDiff {
    /// Whether rows and cells are the same, whatever their order.
    pub(crate) fn is_same(&self) -> bool {
        self.n_gone + self.n_added + self.n_changed == 0
    }

    /// The share of all rows that differ.
    pub(crate) fn share(&self) -> f64 {
        let all = self.n_rows.0.max(self.n_rows.1).max(1);
        (self.n_gone + self.n_added + self.n_changed) as f64 / all as f64
    }

    /// What differs in a line, without the columns.
    pub(crate) fn summary(&self) -> String {
        let (before, after) = self.n_rows;
        let mut line =
            if before == after { format!("{before} rows") } else { format!("{before} > {after} rows") };
        for (n, what) in [(self.n_changed, "changed"), (self.n_added, "added"), (self.n_gone, "gone")] {
            if n > 0 {
                let _ = write!(line, ", {n} {what}");
            }
        }
        if self.is_same() {
            line.push_str(", the same in another form");
        }
        line
    }

    /// What differs by column, most first, and a row that only one of them has.
    pub(crate) fn details(&self) -> Vec<String> {
        let of_those = if self.n_compared < self.n_changed {
            format!(" of {} rows changed", self.n_compared)
        } else {
            String::new()
        };
        let column = |column: &ColumnDiff| {
            let ColumnDiff { name, n_cells, most } = column;
            let cells = if *n_cells == 1 { "cell" } else { "cells" };
            format!(
                "{name}: {n_cells} {cells}{of_those}, as {} > {} at {}",
                most.before, most.after, most.row
            )
        };
        let mut lines: Vec<String> = self.columns.iter().map(column).collect();
        lines.extend(self.example.clone());
        lines
    }
}

/// Longest text of a cell that is shown, in characters.
const MAX_SHOWN: usize = 60;

fn shown(cell: &Cell<'_>) -> String {
    let text = match cell {
        Cell::Null => "null".to_owned(),
        Cell::Text(text) if text.is_empty() => "an empty text".to_owned(),
        Cell::Text(text) => text.to_string(),
        Cell::Bool(flag) => flag.to_string(),
        Cell::UInt(number) => number.to_string(),
        Cell::Int(number) => number.to_string(),
        Cell::Float(number) => format!("{number:?}"),
        Cell::Date(date) => date.to_string(),
        Cell::Timestamp(at) => at.to_string(),
    };
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

fn share(before: &Cell<'_>, after: &Cell<'_>) -> f64 {
    let number = |cell: &Cell<'_>| match cell {
        Cell::UInt(n) => Some(*n as f64),
        Cell::Int(n) => Some(*n as f64),
        Cell::Float(x) => Some(*x),
        _ => None,
    };
    let Some((before, after)) = number(before).zip(number(after)) else { return 0.0 };
    let larger = before.abs().max(after.abs());
    if larger > 0.0 { (before - after).abs() / larger } else { 0.0 }
}

/// A hash of cells in which no two rows run into each other; of both zeros the same, as they are equal.
fn hash<'c>(cells: impl IntoIterator<Item = &'c Cell<'c>>) -> Hash {
    let mut hasher = blake3::Hasher::new();
    for cell in cells {
        match cell {
            Cell::Null => hasher.update(b"0"),
            Cell::Text(text) => {
                hasher.update(b"t").update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes())
            }
            Cell::Bool(flag) => hasher.update(if *flag { b"y" } else { b"n" }),
            Cell::UInt(number) => hasher.update(b"u").update(&number.to_le_bytes()),
            Cell::Int(number) => hasher.update(b"i").update(&number.to_le_bytes()),
            Cell::Float(number) => hasher.update(b"f").update(&(number + 0.0).to_bits().to_le_bytes()),
            Cell::Date(date) => hasher.update(b"d").update(date.to_string().as_bytes()),
            Cell::Timestamp(at) => hasher.update(b"s").update(&at.as_second().to_le_bytes()),
        };
    }
    let mut short = [0; 16];
    short.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    short
}

#[cfg(test)]
mod tests {
    use std::fs;

    use newsloom_corpus::table::{CodeRow, Row};

    use super::*;

    /// What differs between two CSV texts of the table `codes`.
    fn diff(before: &str, after: &str) -> TableDiff {
        let folder = tempfile::tempdir().unwrap();
        let place = |name: &str, rows: &str| {
            let path = folder.path().join(name);
            fs::write(&path, format!("actor_id,scheme,code,start,end\n{rows}")).unwrap();
            path
        };
        let (before, after) = (place("before.csv", before), place("after.csv", after));
        Versions { before: &before, after: &after, schema: &CodeRow::schema() }.diff().unwrap()
    }

    const ROWS: &str = "a,cameo,041,,2019-12-30\nb,cameo,042,,\nc,cameo,043,,\n";

    #[test]
    fn the_order_of_rows_does_not_matter() {
        let same = diff(ROWS, "c,cameo,043,,\na,cameo,041,,2019-12-30\nb,cameo,042,,\n");
        assert!(same.is_same());
        assert_eq!(same.summary(), "3 rows, the same in another form");
        assert!(same.details().is_empty());
    }

    #[test]
    fn rows_and_cells_that_differ_are_named() {
        let found =
            diff(ROWS, "a,cameo,041,,2020-12-30\nb,cameo,042,,2020-01-01\nd,cameo,044,,\ne,cameo,045,,\n");
        assert_eq!(found.summary(), "3 > 4 rows, 2 changed, 2 added, 1 gone");
        let key = |code: &str, id: &str| format!("actor_id={id} scheme=cameo code={code} start=null");
        let expected = [
            format!("end: 2 cells, as 2019-12-30 > 2020-12-30 at {}", key("041", "a")),
            format!("gone, as {}", key("043", "c")),
        ];
        assert_eq!(found.details(), expected);
        assert!((found.share() - 1.25).abs() < 1e-9);
    }

    #[test]
    fn of_numbers_the_one_that_changed_most_is_shown() {
        assert_eq!(share(&Cell::UInt(10), &Cell::UInt(5)), 0.5);
        assert_eq!(share(&Cell::Float(-1.0), &Cell::Float(1.0)), 2.0);
        assert_eq!(share(&Cell::Null, &Cell::UInt(5)), 0.0);
        assert_eq!(share(&Cell::UInt(0), &Cell::UInt(0)), 0.0);
    }

    #[test]
    fn texts_do_not_run_into_each_other() {
        let text = |text: &str| Cell::Text(text.to_owned().into());
        assert_ne!(hash(&[text("ab"), text("c")]), hash(&[text("a"), text("bc")]));
        assert_ne!(hash(&[text(""), Cell::Null]), hash(&[Cell::Null, text("")]));
    }
}
