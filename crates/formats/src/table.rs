use std::path::Path;

use newsloom_corpus::{
    FileRecord,
    table::{Cell, Cells, Column, Extended, Row, Schema},
};
use newsloom_diagnostics::Diagnostic;

use crate::{
    SealedFile, TableRows, TableSink, WRITERS, Writer,
    atomic::{AtomicFile, cannot_write},
    write::fits,
};

/// What a table looks like, and the formats it is written in.
#[derive(Debug, Clone, Copy)]
pub struct Output<'a> {
    /// The columns of the rows, those of their extra cells included.
    pub schema: &'a Schema,
    /// The formats.
    pub writers: &'a [&'static Writer],
}

/// Writes a table into a folder in each format, as `<name>.csv` and so on; the rows are taken one
/// by one and written as they come. Gives the files in the order of the formats, their paths
/// relative to the folder.
///
/// # Errors
/// As for [`TableWriter::write`] and [`TableWriter::finish`].
///
/// ```
/// use newsloom_corpus::table::{CodeRow, Row};
/// use newsloom_formats::{Output, WRITERS, read_table, write_table};
///
/// # let folder = tempfile::tempdir()?;
/// # let folder = folder.path();
/// let row = CodeRow {
///     actor_id: "country:LBY".into(),
///     scheme: "gwno".into(),
///     code: "0620".into(),
///     start: None,
///     end: None,
/// };
/// let writers: Vec<_> = WRITERS.iter().collect();
/// let output = Output { schema: &CodeRow::schema(), writers: &writers };
/// let files = write_table(folder, output, [&row])?;
/// assert_eq!((files[0].path.as_str(), files[0].records), ("codes.csv", 1));
/// assert_eq!(read_table::<CodeRow>(folder, &[])?[0].row, row);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_table(
    folder: &Path,
    output: Output<'_>,
    rows: impl IntoIterator<Item = impl Cells>,
) -> Result<Vec<FileRecord>, Diagnostic> {
    let mut table = TableWriter::create(folder, output)?;
    for row in rows {
        table.write(&row)?;
    }
    table.finish()
}

/// A table that is being written, row by row; dropped before it is finished, it leaves nothing behind.
pub struct TableWriter {
    schema: Schema,
    sinks: Vec<Box<dyn TableSink>>,
}

impl TableWriter {
    /// Begins a table in a folder, which is made if it is not there.
    ///
    /// # Errors
    /// R102, if a file cannot be made.
    pub fn create(folder: &Path, output: Output<'_>) -> Result<Self, Diagnostic> {
        let begin = |writer: &&Writer| {
            let file = AtomicFile::create(&folder.join(file_name(output.schema, writer)))?;
            (writer.begin)(output.schema, file)
        };
        let sinks = output.writers.iter().map(begin).collect::<Result<_, _>>()?;
        Ok(Self { schema: output.schema.clone(), sinks })
    }

    /// Writes the next row to every format.
    ///
    /// # Errors
    /// R102, if a file cannot be written or a cell does not fit its column: null where that is not
    /// allowed, another kind or width, a float that is not finite, a time between two seconds.
    pub fn write(&mut self, row: &impl Cells) -> Result<(), Diagnostic> {
        let mut cells: Vec<Cell<'_>> = Vec::with_capacity(self.schema.columns.len());
        row.visit(&mut |cell| cells.push(cell));
        check(&cells, &self.schema)?;
        self.sinks.iter_mut().try_for_each(|sink| sink.row(&cells))
    }

    /// Completes the files, then gives them their names: in the order of the formats, paths
    /// relative to the folder. No file gets its name before all are complete.
    ///
    /// # Errors
    /// R102, if a file cannot be completed or renamed.
    pub fn finish(self) -> Result<Vec<FileRecord>, Diagnostic> {
        let sealed: Vec<SealedFile> =
            self.sinks.into_iter().map(TableSink::finish).collect::<Result<_, _>>()?;
        sealed.into_iter().map(SealedFile::publish).collect()
    }
}

fn file_name(schema: &Schema, writer: &Writer) -> String {
    format!("{}{}", schema.name, writer.ending)
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
    let schema = R::schema();
    let is_there = |writer: &&Writer| folder.join(file_name(&schema, writer)).is_file();
    match WRITERS.iter().rev().find(is_there) {
        Some(writer) => read_table_as(folder, writer, extra),
        None => Err(cannot_read(&folder.join(schema.name), "there is no such table")),
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
    let path = folder.join(file_name(&schema, writer));
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
