use std::{borrow::Borrow, path::Path};

use newsloom_corpus::{
    FileRecord,
    table::{Cell, Cells, Column, Extended, Row, Schema},
};
use newsloom_diagnostics::Diagnostic;

use crate::{
    TableRows, TableSink, WRITERS, Writer,
    atomic::{AtomicFile, cannot_write},
    write::fits,
};

/// Writes a table into a folder in each of the formats given, as `<name>.csv` and so on, and gives
/// the files in the order of the formats. The rows are taken one by one and written as they come.
///
/// `schema` is that of the rows, extended by the columns of their extra cells. Either every file
/// is complete under its name, or none of this call is new.
///
/// # Errors
/// R102, if a file cannot be written or a cell does not fit its column: null where that is not
/// allowed, another kind or width, a float that is not finite, a time between two seconds.
pub fn write_table<R: Row, E: Borrow<Extended<R>>>(
    folder: &Path,
    (schema, writers): (&Schema, &[&Writer]),
    rows: impl IntoIterator<Item = E>,
) -> Result<Vec<FileRecord>, Diagnostic> {
    let mut sinks = Vec::new();
    for writer in writers {
        let file = AtomicFile::create(&folder.join(format!("{}{}", schema.name, writer.ending)))?;
        sinks.push((writer.begin)(schema, file)?);
    }
    for row in rows {
        write_row(row.borrow(), schema, &mut sinks)?;
    }
    sinks.into_iter().map(TableSink::finish).collect()
}

fn write_row<R: Row>(
    row: &Extended<R>,
    schema: &Schema,
    sinks: &mut [Box<dyn TableSink>],
) -> Result<(), Diagnostic> {
    let mut cells: Vec<Cell<'_>> = Vec::with_capacity(schema.columns.len());
    row.visit(&mut |cell| cells.push(cell));
    check(&cells, schema)?;
    sinks.iter_mut().try_for_each(|sink| sink.row(&cells))
}

fn check(cells: &[Cell<'_>], schema: &Schema) -> Result<(), Diagnostic> {
    let table = Path::new(schema.name);
    if cells.len() != schema.columns.len() {
        let message = format!("a row has {} cells for {} columns", cells.len(), schema.columns.len());
        return Err(cannot_write(table, &message));
    }
    match cells.iter().zip(&schema.columns).find(|(cell, column)| !fits(cell, column)) {
        None => Ok(()),
        Some((cell, column)) => {
            let message =
                format!("{cell:?} cannot stand in column `{}` ({})", column.name, column.kind.as_str());
            Err(cannot_write(table, &message))
        }
    }
}

/// Reads a finished table from a folder, from its Parquet file or, where there is none, its CSV.
///
/// `extra` are the columns behind the fixed ones whose cells are wanted; further columns of the
/// file are passed over.
///
/// # Errors
/// R101, if the table is not there, a column is missing, or a cell does not fit.
pub fn read_table<R: Row>(folder: &Path, extra: &[Column]) -> Result<Vec<Extended<R>>, Diagnostic> {
    let name = R::schema().name;
    let is_there = |writer: &&Writer| folder.join(format!("{name}{}", writer.ending)).is_file();
    match WRITERS.iter().rev().find(is_there) {
        Some(writer) => read_table_as(folder, writer, extra),
        None => Err(cannot_read(&folder.join(name), "there is no such table")),
    }
}

/// Reads a finished table from its file in one format.
///
/// # Errors
/// As for [`read_table`].
pub fn read_table_as<R: Row>(
    folder: &Path,
    writer: &Writer,
    extra: &[Column],
) -> Result<Vec<Extended<R>>, Diagnostic> {
    let schema = R::schema().extended(extra.iter().cloned());
    let path = folder.join(format!("{}{}", schema.name, writer.ending));
    let rows = (writer.read)(&path, &schema.columns).and_then(|rows| built(rows, extra.len()));
    rows.map_err(|reason| cannot_read(&path, &reason))
}

fn built<R: Row>(rows: TableRows, n_extra: usize) -> Result<Vec<Extended<R>>, String> {
    let one = |cells: Result<Vec<Cell<'static>>, String>| {
        let mut cells = cells?;
        let extra = cells.split_off(cells.len() - n_extra);
        let row = R::from_cells(&cells).map_err(|error| error.to_string())?;
        Ok(Extended { row, extra })
    };
    rows.map(one).collect()
}

fn cannot_read(path: &Path, reason: &str) -> Diagnostic {
    Diagnostic::error("R101", format!("cannot read `{}`: {reason}", path.display()))
}
