mod column;
mod csv;
mod gexf;
mod graph;
mod graphml;
mod parquet;
mod parquet_file;
mod read_column;
mod texts;
mod xml;

use std::path::Path;

pub use csv::csv_text;

use newsloom_corpus::table::{Cell, Column, ColumnKind, Schema};
use newsloom_diagnostics::Diagnostic;

use crate::{SealedFile, atomic::AtomicFile, having::Wanted};

pub use graph::{EdgeSpell, GRAPH_WRITERS, Graph, GraphEdge, GraphNode, GraphWriter};

/// A format that tables are written in and read back from.
#[derive(Debug)]
pub struct Writer {
    /// Its name, such as `csv`.
    pub name: &'static str,
    /// The ending of its files, such as `.csv`.
    pub ending: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// What it is, in a few words.
    pub meaning: &'static str,
    /// Whether what it encodes is compressed already.
    pub(crate) compresses: bool,
    pub(crate) encoder: fn(&Schema) -> Box<dyn Encoder>,
    pub(crate) begin: Begin,
    pub(crate) read: Read,
}

/// Reads columns of a finished table: all rows, or those wanted.
type Read = fn(&Path, &[Column], Option<Wanted>) -> Result<TableRows, String>;

/// Begins a table in a file.
type Begin = fn(&Schema, AtomicFile) -> Result<Box<dyn TableFile>, Diagnostic>;

/// The rows of a finished table, one after the other; an error is the reason why there are no more.
pub type TableRows = Box<dyn Iterator<Item = Result<Vec<Cell<'static>>, String>>>;

/// Turns rows into blocks of bytes that files are made of; it knows nothing of the file.
pub(crate) trait Encoder: Send {
    /// Makes room for so many rows more.
    fn reserve(&mut self, _n_rows: usize) {}

    /// Takes the cells of the next row, which are as many and of the kinds as the columns.
    fn row(&mut self, cells: &[Cell<'_>]);

    /// Whether what was taken is as much as a block should hold.
    fn is_full(&self) -> bool;

    /// The rows taken since the last block, as a block; empty if there is none.
    fn take(&mut self) -> Result<Vec<u8>, String>;
}

/// A file that is put together from blocks.
pub(crate) trait TableFile: Send {
    /// Puts a block behind the others.
    fn append(&mut self, block: &[u8]) -> Result<(), Diagnostic>;

    /// Completes the file, which has so many rows.
    fn finish(self: Box<Self>, n_rows: u64) -> Result<SealedFile, Diagnostic>;
}

/// Every format that tables are written in.
pub const WRITERS: &[Writer] = &[csv::WRITER, parquet::WRITER];

/// The writer of a name such as `csv`.
///
/// ```
/// assert_eq!(newsloom_formats::writer("parquet").map(|w| w.ending), Some(".parquet"));
/// assert!(newsloom_formats::writer("xlsx").is_none());
/// ```
pub fn writer(name: &str) -> Option<&'static Writer> {
    WRITERS.iter().find(|writer| writer.name == name)
}

/// A cell as it was read, if its value can stand in the column.
pub(crate) fn fitting(cell: Cell<'static>, column: &Column) -> Option<Cell<'static>> {
    (cell == Cell::Null || fits(&cell, column)).then_some(cell)
}

/// Whether a cell can stand in a column.
pub(crate) fn fits(cell: &Cell<'_>, column: &Column) -> bool {
    match (cell, column.kind) {
        (Cell::Null, _) => column.nullable,
        (Cell::Text(_), ColumnKind::Text)
        | (Cell::Bool(_), ColumnKind::Bool)
        | (Cell::UInt(_), ColumnKind::UInt64)
        | (Cell::Int(_), ColumnKind::Int64)
        | (Cell::Date(_), ColumnKind::Date) => true,
        (Cell::UInt(number), ColumnKind::UInt8) => u8::try_from(*number).is_ok(),
        (Cell::UInt(number), ColumnKind::UInt32) => u32::try_from(*number).is_ok(),
        (Cell::Int(number), ColumnKind::Int32) => i32::try_from(*number).is_ok(),
        (Cell::Float(number), ColumnKind::Float64) => number.is_finite(),
        (Cell::Timestamp(at), ColumnKind::Timestamp) => at.subsec_nanosecond() == 0,
        _ => false,
    }
}
