//! Comma-separated values (RFC 4180), read strictly.
//!
//! A quotation mark opens a field only at its beginning and must be closed by one that stands
//! before a separator or the end of the row. A row that breaks this is set aside and reading goes
//! on at the next *line*, so that one stray mark never swallows the rows behind it: lenient
//! readers join them silently. Lines end in LF or CR LF; blank lines are passed over.

use std::{borrow::Cow, io::Read, sync::Arc};

use memchr::{memchr, memchr2};
use newsloom_corpus::Quarantined;
use newsloom_diagnostics::Diagnostic;

use super::{Reader, Records, cannot_open, check_columns, locate, records};
use crate::{
    Input, RawRecord, ReadOptions,
    columns::Slots,
    raw::{Content, Fed, Flaw, Places, Value},
    stream::open_text,
    window::{LineLength, Window},
};

/// Comma-separated values.
pub(super) const READER: Reader = Reader {
    name: "csv",
    endings: &[".csv"],
    is_compressible: true,
    meaning: "comma-separated values with a header row",
    open: |input, options| open_delimited(input, options, b','),
};

/// Opens a file of separated values.
pub(super) fn open_delimited(
    input: &Input,
    options: &ReadOptions,
    delimiter: u8,
) -> Result<Records, Diagnostic> {
    let stream = open_text(input, options).map_err(|error| cannot_open(input, &error))?;
    let mut rows = Rows {
        window: Window::new(stream),
        places: Places::new(&input.shown),
        delimiter,
        limit: options.max_record_bytes,
    };
    if let Some(damaged) = rows.damaged_from_the_start() {
        let mut damaged = Some(Err(damaged));
        return Ok(records(move || damaged.take()));
    }
    let header = rows.next_row().map_err(|reason| broken_header(input, &reason))?;
    let Some(header) = header else { return Ok(records(|| None)) };
    let header: Vec<String> =
        split_fields(&header, delimiter).map(|field| field.text.trim().to_owned()).collect();
    check_columns(header.len(), input, options)?;
    let slots = Slots::new(&options.columns, &options.kept);
    let table = Arc::new(Table { delimiter, n_fields: header.len(), fills: locate(&slots, &header, input)? });
    Ok(records(move || rows.next_record(&table)))
}

fn broken_header(input: &Input, reason: &str) -> Diagnostic {
    Diagnostic::error("A113", format!("cannot read the header of `{}`: {reason}", input.shown))
}

/// What the header says.
struct Table {
    delimiter: u8,
    n_fields: usize,
    /// For every slot the field that fills it.
    fills: Vec<Option<usize>>,
}

/// Walks over the rows of a stream.
pub(crate) struct Rows<R> {
    window: Window<R>,
    places: Places,
    delimiter: u8,
    limit: usize,
}

impl<R: Read> Rows<R> {
    /// The rows of one of our own tables, read without limit.
    pub(crate) fn of_table(stream: R) -> Self {
        let places = Places::new(&"".into());
        Self { window: Window::new(stream), places, delimiter: b',', limit: usize::MAX }
    }

    /// The next row without its line end; `None` at the end of the file.
    pub(crate) fn next_row(&mut self) -> Result<Option<String>, String> {
        self.skip_blank();
        match self.row() {
            Row::End => self.damage().map_or(Ok(None), |damage| Err(damage.message)),
            Row::Broken(flaw) => Err(format!("line {}: {}", self.window.line(), flaw.message)),
            Row::Bytes(length) => {
                let row = trimmed(&self.window.bytes()[..length]).to_vec();
                let row =
                    String::from_utf8(row).map_err(|_| format!("line {}: invalid UTF-8", self.window.line()));
                self.window.consume(length);
                row.map(Some)
            }
        }
    }

    fn next_record(&mut self, table: &Arc<Table>) -> Option<Result<RawRecord, Quarantined>> {
        self.skip_blank();
        match self.row() {
            Row::End => self.damage().map(Err),
            Row::Broken(flaw) => Some(Err(self.set_aside(flaw))),
            Row::Bytes(length) => {
                let origin = self.places.next(self.window.line(), self.window.offset());
                let bytes = trimmed(&self.window.bytes()[..length]).to_vec();
                self.window.consume(length);
                Some(Ok(RawRecord::new(origin, Fields { bytes, table: Arc::clone(table) })))
            }
        }
    }

    /// The record of a stream that ends before its first row does.
    fn damaged_from_the_start(&mut self) -> Option<Quarantined> {
        self.skip_blank();
        if matches!(self.row(), Row::End) { self.damage() } else { None }
    }

    /// The record of a stream that ended early.
    fn damage(&mut self) -> Option<Quarantined> {
        let error = self.window.take_failure()?;
        let origin = self.places.next(self.window.line(), self.window.offset());
        let quarantined = Flaw::unreadable(&error).at(origin, self.window.bytes());
        self.window.consume(self.window.bytes().len());
        Some(quarantined)
    }

    /// Quarantines the line at the reading position and moves behind it.
    fn set_aside(&mut self, flaw: Flaw) -> Quarantined {
        let origin = self.places.next(self.window.line(), self.window.offset());
        let held = self.window.bytes();
        let line = held.split(|&byte| byte == b'\n').next().unwrap_or(held);
        let quarantined = flaw.at(origin, line);
        self.window.skip_line();
        quarantined
    }

    fn skip_blank(&mut self) {
        while let LineLength::Bytes(length @ 1..=2) = self.window.line_length(0, 1) {
            if !matches!(&self.window.bytes()[..length], b"\n" | b"\r\n") {
                return;
            }
            self.window.consume(length);
        }
    }

    /// The extent of the row at the reading position: as many lines as its quoted fields span.
    fn row(&mut self) -> Row {
        let mut state = State::FieldStart;
        let mut length = 0;
        loop {
            let line = match self.window.line_length(length, self.limit.saturating_sub(length)) {
                LineLength::Bytes(0) if length == 0 => return Row::End,
                LineLength::Bytes(0) => return self.unfinished("the end of the file"),
                LineLength::Bytes(line) => line,
                LineLength::TooLong if length == 0 => return Row::Broken(Flaw::too_large(self.limit)),
                LineLength::TooLong => return self.unfinished("the size limit"),
            };
            state = state.after(&self.window.bytes()[length..length + line], self.delimiter);
            length += line;
            match state {
                State::Stray => return Row::Broken(stray()),
                State::Quoted => {}
                _ if self.window.has_failed() && !self.window.bytes()[..length].ends_with(b"\n") => {
                    return Row::End;
                }
                _ => return Row::Bytes(length),
            }
        }
    }

    /// A row whose quoted field is still open at `place`; of a damaged stream nothing more is known.
    fn unfinished(&self, place: &str) -> Row {
        if self.window.has_failed() {
            return Row::End;
        }
        Row::Broken(Flaw::new("A105", format!("a quoted field is not closed before {place}")))
    }
}

fn stray() -> Flaw {
    let message = "a quotation mark inside a quoted field is neither doubled nor before a separator";
    Flaw::new("A105", message)
}

/// What stands at the reading position.
enum Row {
    /// A row of so many bytes, its line end included.
    Bytes(usize),
    /// Nothing more.
    End,
    /// A row that cannot be delimited.
    Broken(Flaw),
}

/// Where in a row the reading position is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    FieldStart,
    Unquoted,
    Quoted,
    /// Behind a quotation mark in a quoted field: doubled, or the end of the field.
    Mark,
    /// Behind a carriage return that follows a quoted field.
    MarkReturn,
    /// A quotation mark stands where none can.
    Stray,
}

impl State {
    /// The state after the bytes of a line.
    fn after(self, line: &[u8], delimiter: u8) -> Self {
        let mut state = self;
        let mut at = 0;
        while state != Self::Stray {
            at += state.unmoved(&line[at..], delimiter);
            let Some(&byte) = line.get(at) else { break };
            state = state.step(byte, delimiter);
            at += 1;
        }
        state
    }

    /// How many bytes ahead leave the state as it is.
    fn unmoved(self, rest: &[u8], delimiter: u8) -> usize {
        let next = match self {
            Self::Quoted => memchr(b'"', rest),
            Self::Unquoted => memchr2(delimiter, b'\n', rest),
            _ => Some(0),
        };
        next.unwrap_or(rest.len())
    }

    fn step(self, byte: u8, delimiter: u8) -> Self {
        let is_end = byte == delimiter || byte == b'\n';
        match (self, byte) {
            (Self::FieldStart | Self::Mark, b'"') => Self::Quoted,
            (Self::Quoted, _) => Self::Mark,
            (Self::FieldStart | Self::Unquoted | Self::Mark, _) if is_end => Self::FieldStart,
            (Self::MarkReturn, b'\n') => Self::FieldStart,
            (Self::Mark, b'\r') => Self::MarkReturn,
            (Self::FieldStart | Self::Unquoted, _) => Self::Unquoted,
            (Self::Mark | Self::MarkReturn | Self::Stray, _) => Self::Stray,
        }
    }
}

/// A row without its line end.
fn trimmed(row: &[u8]) -> &[u8] {
    let row = row.strip_suffix(b"\n").unwrap_or(row);
    row.strip_suffix(b"\r").unwrap_or(row)
}

/// A row, not yet split.
struct Fields {
    bytes: Vec<u8>,
    table: Arc<Table>,
}

impl Content for Fields {
    fn values(&self, _: &Slots) -> Result<Vec<Value>, Flaw> {
        let row = std::str::from_utf8(&self.bytes).map_err(Flaw::not_utf8)?;
        let mut rest = split_fields(row, self.table.delimiter);
        let fields: Vec<_> = rest.by_ref().take(self.table.n_fields).collect();
        let n_fields = fields.len() + rest.count();
        if n_fields != self.table.n_fields {
            return Err(ragged(n_fields, self.table.n_fields));
        }
        let value = |field: &Option<usize>| match field {
            Some(field) if !fields[*field].text.is_empty() => Value::Text(fields[*field].text.to_string()),
            _ => Value::Null,
        };
        Ok(self.table.fills.iter().map(value).collect())
    }

    fn head(&self) -> Vec<u8> {
        self.bytes[..self.bytes.len().min(1000)].to_vec()
    }

    fn n_bytes(&self) -> usize {
        self.bytes.len()
    }

    fn feed(&self, hasher: &mut Fed<'_>) {
        hasher.update(&[b'r', self.table.delimiter]).update(&self.table.n_fields.to_le_bytes());
        for field in &self.table.fills {
            hasher.update(&field.unwrap_or(usize::MAX).to_le_bytes());
        }
        hasher.update(&self.bytes);
    }
}

fn ragged(found: usize, expected: usize) -> Flaw {
    let plural = if found == 1 { "" } else { "s" };
    Flaw::new("A104", format!("the row has {found} field{plural}, the header {expected}"))
}

/// A field of a row.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Field<'a> {
    /// Its text, unquoted.
    pub(crate) text: Cow<'a, str>,
    /// Whether it stood in quotation marks.
    pub(crate) is_quoted: bool,
}

/// The fields of a row without its line end, whose quotation marks are known to be in order.
pub(crate) fn split_fields(row: &str, delimiter: u8) -> impl Iterator<Item = Field<'_>> {
    let mut rest = Some(row);
    std::iter::from_fn(move || {
        let current = rest?;
        let (field, length) = current.strip_prefix('"').map_or_else(|| unquoted(current, delimiter), quoted);
        rest = current.get(length + 1..);
        Some(field)
    })
}

/// The field at the beginning, and its length.
fn unquoted(row: &str, delimiter: u8) -> (Field<'_>, usize) {
    let length = memchr(delimiter, row.as_bytes()).unwrap_or(row.len());
    (Field { text: Cow::Borrowed(&row[..length]), is_quoted: false }, length)
}

/// The field that begins behind an opening mark, and its length with both marks.
fn quoted(inner: &str) -> (Field<'_>, usize) {
    let bytes = inner.as_bytes();
    let mut end = 0;
    let mut has_doubled = false;
    loop {
        end += memchr(b'"', &bytes[end..]).unwrap_or(bytes.len() - end);
        if bytes.get(end + 1) != Some(&b'"') {
            break;
        }
        has_doubled = true;
        end += 2;
    }
    let raw = &inner[..end];
    let text = if has_doubled { Cow::Owned(raw.replace("\"\"", "\"")) } else { Cow::Borrowed(raw) };
    (Field { text, is_quoted: true }, end + 2)
}
