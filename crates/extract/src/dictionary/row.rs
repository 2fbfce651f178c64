//! Rows of a CSV file whose cells know where they stand.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use jiff::civil::Date;
use newsloom_diagnostics::{Diagnostic, SourceFile};

/// A table with named columns.
pub(super) struct Table {
    file: Arc<SourceFile>,
    columns: BTreeMap<String, usize>,
    rows: Vec<(Range<usize>, csv::StringRecord)>,
}

impl Table {
    /// Reads a file whose first row names its columns; `required` ones must be there.
    pub(super) fn read(file: &Arc<SourceFile>, required: &[&str]) -> Result<Self, Diagnostic> {
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(file.text.trim_start_matches('\u{feff}').as_bytes());
        let shift = file.text.len() - file.text.trim_start_matches('\u{feff}').len();
        let bad = |e: csv::Error| {
            Diagnostic::error("D101", format!("`{}` is not CSV: {e}", file.name)).at(file, 0..0, "")
        };
        let header = reader.headers().map_err(bad)?.clone();
        let columns: BTreeMap<String, usize> =
            header.iter().enumerate().map(|(i, n)| (n.trim().to_owned(), i)).collect();
        if let Some(missing) = required.iter().find(|name| !columns.contains_key(**name)) {
            let problem = Diagnostic::error("D102", format!("column `{missing}` is missing"));
            return Err(problem.at(
                file,
                0..header_len(&file.text),
                format!("needs {}", required.join(", ")),
            ));
        }
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(bad)?;
            let start =
                record.position().map_or(0, |p| usize::try_from(p.byte()).unwrap_or(usize::MAX)) + shift;
            rows.push((start..file.text.len(), record));
        }
        if let Some((last, _)) = rows.last()
            && is_open(&file.text[last.start..])
        {
            let problem = Diagnostic::error(
                "D101",
                format!("`{}` is not CSV: a quotation mark is not closed", file.name),
            );
            let line = last.start + header_len(&file.text[last.start..]);
            return Err(problem.at(file, last.start..line, "it swallows every row below"));
        }
        Ok(Self { file: Arc::clone(file), columns, rows })
    }

    /// The rows in order.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(range, record)| Row { table: self, start: range.start, record })
    }
}

/// Whether the quotation marks of the last row leave one open that runs over its line.
fn is_open(row: &str) -> bool {
    row.matches('"').count() % 2 == 1 && row.trim_end().contains('\n')
}

fn header_len(text: &str) -> usize {
    text.find(['\n', '\r']).unwrap_or(text.len())
}

/// A row.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    table: &'a Table,
    start: usize,
    record: &'a csv::StringRecord,
}

impl<'a> Row<'a> {
    /// The cell of a column without white space around it; empty if there is none.
    pub(super) fn cell(&self, column: &str) -> &'a str {
        self.table.columns.get(column).and_then(|at| self.record.get(*at)).unwrap_or("").trim()
    }

    /// The cell, or `None` if it is empty.
    pub(super) fn optional(&self, column: &str) -> Option<&'a str> {
        Some(self.cell(column)).filter(|cell| !cell.is_empty())
    }

    /// A warning that points to the cell of a column and says that the row is left out.
    pub(super) fn warning(&self, code: &str, column: &str, message: impl Into<String>) -> Diagnostic {
        let span = self.span(column);
        Diagnostic::warning(code, message).at(&self.table.file, span, "this row is left out")
    }

    /// The value of a word among `words`.
    pub(super) fn word<T: Copy>(&self, column: &str, words: &[(&str, T)]) -> Result<T, Diagnostic> {
        let cell = self.cell(column);
        let known = || words.iter().map(|(w, _)| format!("`{w}`")).collect::<Vec<_>>().join(", ");
        let found = words.iter().find(|(word, _)| *word == cell).map(|(_, value)| *value);
        found.ok_or_else(|| {
            self.warning("D103", column, format!("unknown {column} `{cell}`"))
                .help(format!("one of {}", known()))
        })
    }

    /// The half-open term in the columns `start` and `end`.
    pub(super) fn term(&self) -> Result<(Option<Date>, Option<Date>), Diagnostic> {
        let (start, end) = (self.date("start")?, self.date("end")?);
        if start.zip(end).is_some_and(|(s, e)| s >= e) {
            return Err(self.warning("D104", "end", "the term ends before it starts"));
        }
        Ok((start, end))
    }

    fn date(&self, column: &str) -> Result<Option<Date>, Diagnostic> {
        let Some(cell) = self.optional(column) else { return Ok(None) };
        let date = cell.parse::<Date>().ok().filter(|_| cell.len() == 10);
        date.map(Some)
            .ok_or_else(|| self.warning("D104", column, format!("`{cell}` is not a date such as 2016-03-30")))
    }

    /// Bytes of the cell in the file, quotes included.
    fn span(&self, column: &str) -> Range<usize> {
        let text = &self.table.file.text;
        let Some(wanted) = self.table.columns.get(column) else { return self.start..self.start };
        let skipped = text[self.start..].len() - text[self.start..].trim_start_matches(['\n', '\r']).len();
        let (mut start, mut field, mut is_quoted) = (self.start + skipped, 0, false);
        for (at, c) in text[start..].char_indices().map(|(at, c)| (self.start + skipped + at, c)) {
            match c {
                '"' => is_quoted = !is_quoted,
                ',' | '\n' | '\r' if !is_quoted => {
                    if field == *wanted || c != ',' {
                        return if field == *wanted { start..at } else { at..at };
                    }
                    (start, field) = (at + 1, field + 1);
                }
                _ => {}
            }
        }
        start..text.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_that_is_not_closed_does_not_swallow_the_rows_below() {
        let read =
            |text: &str| Table::read(&SourceFile::new("a.csv", text), &["a"]).map(|table| table.rows.len());
        let problem = read("a,b\n1,2\n3,\"4\n5,6\n").unwrap_err();
        assert_eq!((problem.code.id, problem.labels[0].span.clone()), ("D101", 8..12));
        assert_eq!(read("a,b\n1,\"2\n3\"\n"), Ok(1), "a cell of two lines");
        assert_eq!(read("a,b\n1,5\" gun\n"), Ok(1), "a mark inside a cell");
    }
}
