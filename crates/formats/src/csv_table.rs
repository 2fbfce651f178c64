use std::{collections::BTreeSet, io::Cursor, path::Path};

use newsloom_corpus::FileRecord;
use newsloom_diagnostics::Diagnostic;

use crate::{
    guard::unguarded,
    read::{Rows, split_fields},
    source::read_source,
};

/// A small CSV file as it stands: names of columns and rows of texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CsvTable {
    /// The file, with its hash.
    pub record: FileRecord,
    /// The names of the columns, each once.
    pub columns: Vec<String>,
    /// The rows, each with as many cells as there are columns.
    pub rows: Vec<Vec<String>>,
}

/// Reads a CSV file (UTF-8, commas, a header row) into memory, such as a file of outlets.
///
/// # Errors
/// Under `code`, if it cannot be read, has no header, a column twice, or a row of another length.
pub fn read_csv(path: &Path, code: &str) -> Result<CsvTable, Diagnostic> {
    let source = read_source(path, code)?;
    let cannot = |reason: String| Diagnostic::error(code, format!("cannot read `{}`: {reason}", source.name));
    let (columns, rows) = parse(&source.text).map_err(cannot)?;
    let record = FileRecord {
        path: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        bytes: source.text.len() as u64,
        blake3: blake3::hash(source.text.as_bytes()).to_hex().to_string(),
        records: rows.len() as u64,
    };
    Ok(CsvTable { record, columns, rows })
}

type Parsed = (Vec<String>, Vec<Vec<String>>);

fn parse(text: &str) -> Result<Parsed, String> {
    let mut rows = Rows::of_table(Cursor::new(text.as_bytes()));
    let cells = |row: &str| -> Vec<String> {
        split_fields(row, b',').map(|field| unguarded(&field.text).to_owned()).collect()
    };
    let columns = cells(&rows.next_row()?.ok_or("it has no header")?);
    if columns.iter().collect::<BTreeSet<_>>().len() < columns.len() {
        return Err("a column stands twice in its header".to_owned());
    }
    let mut parsed = Vec::new();
    while let Some(row) = rows.next_row()? {
        let row = cells(&row);
        if row.len() != columns.len() {
            let number = parsed.len() + 1;
            return Err(format!("row {number} has {} cells for {} columns", row.len(), columns.len()));
        }
        parsed.push(row);
    }
    Ok((columns, parsed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_the_length_of_the_header() {
        let found = parse("outlet,country\n\"Post, The\",NOR\nLantern,\n").unwrap();
        assert_eq!(found.0, ["outlet", "country"]);
        assert_eq!(found.1, [["Post, The", "NOR"], ["Lantern", ""]]);
        assert_eq!(parse("a,b\n1\n").unwrap_err(), "row 1 has 1 cells for 2 columns");
        assert_eq!(parse("a,a\n").unwrap_err(), "a column stands twice in its header");
        assert_eq!(parse("").unwrap_err(), "it has no header");
    }
}
