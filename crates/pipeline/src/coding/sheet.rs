//! A coding sheet as a CSV file whose cells know where they stand.

use std::{ops::Range, sync::Arc};

use newsloom_diagnostics::{Diagnostic, SourceFile};
use newsloom_formats::unguarded;

/// The columns of a coding sheet.
pub(super) const COLUMNS: &[&str] =
    &["item", "task", "text", "actor", "actor_2", "outlet", "date", "title", "code", "note"];

/// A cell with its bytes in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) text: String,
    pub(super) span: Range<usize>,
}

/// An item with its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Coded {
    pub(super) item: Field,
    pub(super) code: Field,
}

/// The items of a sheet with their codes.
///
/// Commas, semicolons and tabs may part the cells, since spreadsheets write either.
///
/// # Errors
/// R113, if a column is missing or a row is cut off.
pub(super) fn coded(file: &Arc<SourceFile>) -> Result<Vec<Coded>, Vec<Diagnostic>> {
    let rows = rows(&file.text);
    let header: Vec<&str> = rows.first().into_iter().flatten().map(|field| field.text.trim()).collect();
    let place = |name: &str| {
        header.iter().position(|column| *column == name).ok_or_else(|| {
            let end = file.text.find('\n').unwrap_or(file.text.len());
            Diagnostic::error("R113", format!("the sheet has no column `{name}`"))
                .at(file, 0..end, "")
                .help(format!("its columns are {}", COLUMNS.join(", ")))
        })
    };
    let (item, code) = match (place("item"), place("code")) {
        (Ok(item), Ok(code)) => (item, code),
        (item, code) => return Err([item.err(), code.err()].into_iter().flatten().collect()),
    };
    let one = |row: &Vec<Field>| {
        let cells = row.get(item).zip(row.get(code));
        cells.map(|(item, code)| Coded { item: item.clone(), code: code.clone() }).ok_or_else(|| {
            let span = row.first().map_or(0..0, |field| field.span.clone());
            Diagnostic::error("R113", "a row has too few cells").at(file, span, "")
        })
    };
    let is_blank = |row: &&Vec<Field>| row.iter().all(|field| field.text.trim().is_empty());
    let (good, bad): (Vec<_>, Vec<_>) =
        rows[1..].iter().filter(|row| !is_blank(row)).map(one).partition(Result::is_ok);
    if bad.is_empty() {
        Ok(good.into_iter().flatten().collect())
    } else {
        Err(bad.into_iter().filter_map(Result::err).collect())
    }
}

/// The rows of a CSV text.
fn rows(text: &str) -> Vec<Vec<Field>> {
    let delimiter = delimiter(text);
    let (mut rows, mut row) = (Vec::new(), Vec::new());
    let (mut start, mut is_quoted) = (0, false);
    for (at, c) in text.char_indices() {
        match c {
            '"' => is_quoted = !is_quoted,
            c if !is_quoted && (c == delimiter || c == '\n') => {
                row.push(field(text, start..at));
                start = at + 1;
                if c == '\n' {
                    rows.push(std::mem::take(&mut row));
                }
            }
            _ => {}
        }
    }
    if start < text.len() || !row.is_empty() {
        row.push(field(text, start..text.len()));
        rows.push(row);
    }
    rows
}

/// What parts the cells of the first line.
fn delimiter(text: &str) -> char {
    let line = text.lines().next().unwrap_or_default();
    let n = |c: char| line.matches(c).count();
    [',', ';', '\t'].into_iter().rev().max_by_key(|c| n(*c)).unwrap_or(',')
}

fn field(text: &str, span: Range<usize>) -> Field {
    let span = span.start..span.start + text[span].trim_end_matches('\r').len();
    let cell = &text[span.clone()];
    let bare = cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"'));
    let value = bare.map_or_else(|| cell.to_owned(), |bare| bare.replace("\"\"", "\""));
    Field { text: unguarded(&value).to_owned(), span }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_know_where_they_stand_whatever_parts_them() {
        for text in [
            "item,text,code\na-1,\"one, \"\"two\"\"\nthree\",right\r\na-2,x,\n",
            "item;text;code\na-1;\"one; \"\"two\"\"\nthree\";right\r\na-2;x;\n",
            "item\ttext\tcode\na-1\tone\tright\na-2\tx\t",
        ] {
            let file = SourceFile::new("sheet.csv", text);
            let coded = coded(&file).unwrap();
            let found: Vec<(&str, &str)> =
                coded.iter().map(|one| (one.item.text.as_str(), one.code.text.as_str())).collect();
            assert_eq!(found, [("a-1", "right"), ("a-2", "")], "{text}");
            assert_eq!(&text[coded[0].code.span.clone()], "right");
        }
    }

    #[test]
    fn what_is_missing_is_said() {
        let file = SourceFile::new("sheet.csv", "item,codes\na-1,right\n");
        let problems = coded(&file).unwrap_err();
        assert_eq!(problems[0].to_string(), "error[R113] sheet.csv:1:1: the sheet has no column `code`");
        let file = SourceFile::new("sheet.csv", "item,code\na-1\n");
        assert_eq!(coded(&file).unwrap_err()[0].message, "a row has too few cells");
    }
}
