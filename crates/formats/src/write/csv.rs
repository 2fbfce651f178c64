//! CSV (RFC 4180): UTF-8 without byte order mark, LF, commas, quotation marks where needed.
//!
//! Null is an empty cell; an empty text is `""`, so that the two stay apart. Floats are written in
//! the shortest form that reads back to the same number, dates as ISO 8601, times with `Z`. Control
//! characters stand as they are. Texts are guarded against spreadsheets (see `guard`).

use std::{fmt, fs::File, io::Write, path::Path};

use newsloom_corpus::table::{Cell, Column, ColumnKind, Schema};
use newsloom_diagnostics::Diagnostic;

use super::{Encoder, TableFile, TableRows, Writer, fitting};
use crate::{
    SealedFile,
    atomic::{AtomicFile, cannot_write},
    guard::{guarded, unguarded},
    having::Wanted,
    read::{Field, Rows, split_fields},
};

/// CSV.
pub(super) const WRITER: Writer = Writer {
    name: "csv",
    ending: ".csv",
    media_type: "text/csv",
    meaning: "comma-separated values with a header row; texts guarded against spreadsheets",
    compresses: false,
    encoder: |_| Box::<Lines>::default(),
    begin,
    read,
};

/// Bytes of a block.
const BLOCK: usize = 1 << 17;

#[derive(Default)]
struct Lines(Vec<u8>);

impl Encoder for Lines {
    fn row(&mut self, cells: &[Cell<'_>]) {
        push_line(&mut self.0, cells.iter().cloned());
    }

    fn is_full(&self) -> bool {
        self.0.len() >= BLOCK
    }

    fn take(&mut self) -> Result<Vec<u8>, String> {
        Ok(std::mem::take(&mut self.0))
    }
}

impl TableFile for AtomicFile {
    fn append(&mut self, block: &[u8]) -> Result<(), Diagnostic> {
        self.write_all(block).map_err(|error| cannot_write(self.target(), &error))
    }

    fn finish(self: Box<Self>, n_rows: u64) -> Result<SealedFile, Diagnostic> {
        self.seal(n_rows)
    }
}

fn begin(schema: &Schema, mut file: AtomicFile) -> Result<Box<dyn TableFile>, Diagnostic> {
    let mut header = Vec::new();
    push_line(&mut header, schema.columns.iter().map(|column| Cell::Text((&*column.name).into())));
    file.append(&header)?;
    Ok(Box::new(file))
}

/// Rows as the text of a CSV table with a header, in the form that tables are written in, guard included.
///
/// ```
/// use newsloom_corpus::table::Cell;
/// let rows = [vec![Cell::UInt(1), Cell::Text("=1+1".into())], vec![Cell::UInt(2), Cell::Null]];
/// assert_eq!(newsloom_formats::csv_text(&["n", "text"], rows), "n,text\n1,'=1+1\n2,\n");
/// ```
pub fn csv_text<'a>(header: &[&str], rows: impl IntoIterator<Item = Vec<Cell<'a>>>) -> String {
    let mut text = Vec::new();
    push_line(&mut text, header.iter().map(|name| Cell::Text((*name).into())));
    rows.into_iter().for_each(|row| push_line(&mut text, row));
    String::from_utf8(text).expect("cells are texts")
}

fn push_line<'a>(line: &mut Vec<u8>, cells: impl IntoIterator<Item = Cell<'a>>) {
    for (number, cell) in cells.into_iter().enumerate() {
        if number > 0 {
            line.push(b',');
        }
        push(line, &cell);
    }
    line.push(b'\n');
}

fn push(line: &mut Vec<u8>, cell: &Cell<'_>) {
    match cell {
        Cell::Null => {}
        Cell::Text(text) => push_text(line, &guarded(text)),
        Cell::Bool(flag) => line.extend_from_slice(if *flag { b"true" } else { b"false" }),
        Cell::UInt(number) => line.extend_from_slice(itoa::Buffer::new().format(*number).as_bytes()),
        Cell::Int(number) => line.extend_from_slice(itoa::Buffer::new().format(*number).as_bytes()),
        Cell::Float(number) => push_plain(line, format_args!("{number:?}")),
        Cell::Date(date) => push_plain(line, format_args!("{date}")),
        Cell::Timestamp(at) => push_plain(line, format_args!("{at}")),
    }
}

fn push_plain(line: &mut Vec<u8>, value: fmt::Arguments<'_>) {
    line.write_fmt(value).expect("a vector takes every byte");
}

fn push_text(line: &mut Vec<u8>, text: &str) {
    if !text.is_empty() && !text.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
        return line.extend_from_slice(text.as_bytes());
    }
    line.push(b'"');
    line.extend_from_slice(text.replace('"', "\"\"").as_bytes());
    line.push(b'"');
}

fn read(path: &Path, columns: &[Column], wanted: Option<Wanted>) -> Result<TableRows, String> {
    let mut rows = Rows::of_table(File::open(path).map_err(|error| error.to_string())?);
    let header = rows.next_row()?.ok_or("it has no header")?;
    let names: Vec<String> = split_fields(&header, b',').map(|field| field.text.into_owned()).collect();
    let places = columns
        .iter()
        .map(|column| {
            let place = names.iter().position(|name| *name == column.name);
            place.map(|place| (place, column.clone())).ok_or(format!("it has no column `{}`", column.name))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let all = std::iter::from_fn(move || {
        let row = rows.next_row().transpose()?;
        Some(row.and_then(|row| cells(&row, &places)))
    });
    let Some(wanted) = wanted else { return Ok(Box::new(all)) };
    Ok(Box::new(all.filter(move |row| row.as_ref().map_or(true, |cells| wanted.is_row(cells)))))
}

/// The cells of a row that stand in the columns asked for.
fn cells(row: &str, places: &[(usize, Column)]) -> Result<Vec<Cell<'static>>, String> {
    let fields: Vec<Field<'_>> = split_fields(row, b',').collect();
    let one = |(place, column): &(usize, Column)| {
        let field = fields.get(*place).ok_or("a row has too few fields")?;
        let cell = cell(field, column.kind).and_then(|cell| fitting(cell, column));
        cell.ok_or_else(|| {
            format!("column `{}`: `{}` is no {}", column.name, field.text, column.kind.as_str())
        })
    };
    places.iter().map(one).collect()
}

fn cell(field: &Field<'_>, kind: ColumnKind) -> Option<Cell<'static>> {
    let text = &*field.text;
    if text.is_empty() && !field.is_quoted {
        return Some(Cell::Null);
    }
    Some(match kind {
        ColumnKind::Text => Cell::Text(unguarded(text).to_owned().into()),
        ColumnKind::Bool => Cell::Bool(text.parse().ok()?),
        ColumnKind::UInt8 | ColumnKind::UInt32 | ColumnKind::UInt64 => Cell::UInt(text.parse().ok()?),
        ColumnKind::Int32 | ColumnKind::Int64 => Cell::Int(text.parse().ok()?),
        ColumnKind::Float64 => Cell::Float(text.parse().ok()?),
        ColumnKind::Date => Cell::Date(text.parse().ok()?),
        ColumnKind::Timestamp => Cell::Timestamp(text.parse().ok()?),
    })
}
