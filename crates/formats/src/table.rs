use std::path::Path;

use newsloom_corpus::{
    FileRecord,
    table::{Cell, Cells, Column, Extended, Row, Schema},
};
use newsloom_diagnostics::Diagnostic;

use crate::{
    EncodedRows, Having, RowEncoder, SealedFile, WRITERS, Writer, atomic::AtomicFile, having::Wanted,
    write::TableFile,
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
    rows: RowEncoder,
    files: Vec<Box<dyn TableFile>>,
    n_rows: u64,
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
        let files = output.writers.iter().map(begin).collect::<Result<_, _>>()?;
        Ok(Self { rows: RowEncoder::new(output), files, n_rows: 0 })
    }

    /// Writes the next row to every format.
    ///
    /// # Errors
    /// R102, if a file cannot be written or a cell does not fit its column: null where that is not
    /// allowed, another kind or width, a float that is not finite, a time between two seconds.
    pub fn write(&mut self, row: &impl Cells) -> Result<(), Diagnostic> {
        self.rows.push(row)?;
        if self.rows.has_blocks() { self.flush(false) } else { Ok(()) }
    }

    /// Writes rows that were encoded elsewhere, for the same output, behind those that were written.
    ///
    /// # Errors
    /// R102, if a file cannot be written.
    pub fn append(&mut self, rows: &EncodedRows) -> Result<(), Diagnostic> {
        self.flush(true)?;
        self.append_blocks(rows)
    }

    /// Writes the blocks that are complete, or all rows.
    fn flush(&mut self, all: bool) -> Result<(), Diagnostic> {
        let rows = if all { self.rows.take()? } else { self.rows.take_blocks() };
        self.append_blocks(&rows)
    }

    fn append_blocks(&mut self, rows: &EncodedRows) -> Result<(), Diagnostic> {
        self.n_rows += rows.n_rows;
        let files = self.files.iter_mut().zip(&rows.blocks);
        for (file, blocks) in files {
            blocks.iter().try_for_each(|block| file.append(block))?;
        }
        Ok(())
    }

    /// Completes the files, then gives them their names: in the order of the formats, paths
    /// relative to the folder. No file gets its name before all are complete.
    ///
    /// # Errors
    /// R102, if a file cannot be completed or renamed.
    pub fn finish(mut self) -> Result<Vec<FileRecord>, Diagnostic> {
        self.flush(true)?;
        let n_rows = self.n_rows;
        let sealed: Vec<SealedFile> =
            self.files.into_iter().map(|file| file.finish(n_rows)).collect::<Result<_, _>>()?;
        sealed.into_iter().map(SealedFile::publish).collect()
    }
}

pub(crate) fn file_name(schema: &Schema, writer: &Writer) -> String {
    format!("{}{}", schema.name, writer.ending)
}

/// Reads a finished table from a folder, from its Parquet file or, where there is none, its CSV.
///
/// `extra` are the columns behind the fixed ones whose cells are wanted; further columns of the
/// file are passed over.
///
/// # Errors
/// R101, if the table is not there, a column is missing, or a cell does not fit.
pub fn read_table<R: Row>(folder: &Path, extra: &[Column]) -> Result<Vec<Extended<R>>, Diagnostic> {
    table_rows(folder, extra)?.collect()
}

/// The rows of a finished table one by one, for a table that memory does not hold; from its Parquet file
/// or, where there is none, its CSV.
///
/// # Errors
/// As for [`read_table`]; nothing follows an error.
pub fn table_rows<R: Row>(
    folder: &Path,
    extra: &[Column],
) -> Result<impl Iterator<Item = Result<Extended<R>, Diagnostic>> + use<R>, Diagnostic> {
    rows_as(folder, writer_of(folder, &R::schema())?, (extra, None))
}

/// Those rows of a finished table that have one of some texts in one of some columns, one by one; from its
/// Parquet file or, where there is none, its CSV. Of other rows no other cells are looked at in Parquet.
///
/// # Errors
/// As for [`read_table`]; nothing follows an error.
///
/// # Panics
/// If a column is none of the row's.
///
/// ```
/// use newsloom_corpus::table::{CodeRow, Row};
/// use newsloom_formats::{Having, Output, WRITERS, rows_having, write_table};
///
/// # let folder = tempfile::tempdir()?;
/// # let folder = folder.path();
/// let code = |actor: &str| CodeRow {
///     actor_id: actor.to_owned(),
///     scheme: "gwno".into(),
///     code: "0620".into(),
///     start: None,
///     end: None,
/// };
/// let writers: Vec<_> = WRITERS.iter().collect();
/// let output = Output { schema: &CodeRow::schema(), writers: &writers };
/// write_table(folder, output, [code("country:LBY"), code("country:MLT")])?;
/// let having = Having { columns: vec!["actor_id"], texts: ["country:MLT".to_owned()].into() };
/// let rows = rows_having::<CodeRow>(folder, having)?.collect::<Result<Vec<_>, _>>()?;
/// assert_eq!(rows, [code("country:MLT")]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn rows_having<R: Row>(
    folder: &Path,
    having: Having,
) -> Result<impl Iterator<Item = Result<R, Diagnostic>> + use<R>, Diagnostic> {
    let schema = R::schema();
    let wanted = having.in_places(&schema);
    let rows = rows_as(folder, writer_of(folder, &schema)?, (&[], Some(wanted)))?;
    Ok(rows.map(|row: Result<Extended<R>, Diagnostic>| row.map(|extended| extended.row)))
}

/// The writer of the file that a table is best read from.
fn writer_of(folder: &Path, schema: &Schema) -> Result<&'static Writer, Diagnostic> {
    let is_there = |writer: &&Writer| folder.join(file_name(schema, writer)).is_file();
    let writer = WRITERS.iter().rev().find(is_there);
    writer.ok_or_else(|| cannot_read(&folder.join(&*schema.name), "there is no such table"))
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
    rows_as(folder, writer, (extra, None))?.collect()
}

fn rows_as<R: Row>(
    folder: &Path,
    writer: &Writer,
    (extra, wanted): (&[Column], Option<Wanted>),
) -> Result<impl Iterator<Item = Result<Extended<R>, Diagnostic>> + use<R>, Diagnostic> {
    let schema = R::schema().extended(extra.iter().cloned());
    let path = folder.join(file_name(&schema, writer));
    let rows = (writer.read)(&path, &schema.columns, wanted).map_err(|reason| cannot_read(&path, &reason))?;
    let n_extra = extra.len();
    let rows = rows.map(move |cells| built(cells, n_extra).map_err(|reason| cannot_read(&path, &reason)));
    Ok(until_error(rows))
}

/// The rows to the first that cannot be read.
fn until_error<T, E>(rows: impl Iterator<Item = Result<T, E>>) -> impl Iterator<Item = Result<T, E>> {
    let mut has_failed = false;
    rows.take_while(move |row| !std::mem::replace(&mut has_failed, row.is_err()))
}

/// Reads the cells of some columns of a finished table, from a file in any format, row by row.
///
/// # Errors
/// R101, if no writer knows its ending, the file cannot be read or has no such column; a row that
/// cannot be read is the last.
pub fn read_cells(
    path: &Path,
    columns: &[Column],
) -> Result<impl Iterator<Item = Result<Vec<Cell<'static>>, Diagnostic>> + use<>, Diagnostic> {
    let name = path.to_string_lossy();
    let writer = WRITERS.iter().find(|writer| name.ends_with(writer.ending));
    let writer = writer.ok_or_else(|| cannot_read(path, "it is in no format of tables"))?;
    let rows = (writer.read)(path, columns, None).map_err(|reason| cannot_read(path, &reason))?;
    let path = path.to_owned();
    Ok(until_error(rows.map(move |row| row.map_err(|reason| cannot_read(&path, &reason)))))
}

fn built<R: Row>(cells: Result<Vec<Cell<'static>>, String>, n_extra: usize) -> Result<Extended<R>, String> {
    let mut cells = cells?;
    let extra = cells.split_off(cells.len() - n_extra);
    let row = R::from_cells(&cells).map_err(|error| error.to_string())?;
    Ok(Extended { row, extra })
}

fn cannot_read(path: &Path, reason: &str) -> Diagnostic {
    Diagnostic::error("R101", format!("cannot read `{}`: {reason}", path.display()))
}

#[cfg(test)]
mod tests {
    use jiff::{Timestamp, civil::Date};
    use newsloom_corpus::table::{CodeRow, ColumnKind, CoverageRow, schemas};
    use proptest::prelude::*;

    use super::*;

    const KINDS: [ColumnKind; 10] = [
        ColumnKind::Text,
        ColumnKind::Bool,
        ColumnKind::UInt8,
        ColumnKind::UInt32,
        ColumnKind::UInt64,
        ColumnKind::Int32,
        ColumnKind::Float64,
        ColumnKind::Int64,
        ColumnKind::Date,
        ColumnKind::Timestamp,
    ];

    fn column(kind: ColumnKind, nullable: bool) -> Column {
        Column {
            name: format!("extra_{}", kind.as_str()).into(),
            kind,
            nullable,
            unit: "any".into(),
            meaning: "A column made for a test.".into(),
        }
    }

    fn extra() -> Vec<Column> {
        KINDS.into_iter().map(|kind| column(kind, true)).collect()
    }

    fn code(actor_id: &str, code: &str) -> CodeRow {
        let start = Date::new(2019, 12, 30).ok();
        CodeRow { actor_id: actor_id.into(), scheme: "cameo".into(), code: code.into(), start, end: None }
    }

    fn all_writers() -> Vec<&'static Writer> {
        WRITERS.iter().collect()
    }

    fn write_codes(folder: &Path, rows: &[Extended<CodeRow>]) -> Vec<FileRecord> {
        let schema = CodeRow::schema().extended(extra());
        write_table(folder, Output { schema: &schema, writers: &all_writers() }, rows).unwrap()
    }

    fn cell_of(kind: ColumnKind) -> BoxedStrategy<Cell<'static>> {
        match kind {
            ColumnKind::Text => {
                "['=+@a\t\r\n\",;-]{0,5}|\\PC{0,8}|.{0,4}".prop_map(|t| Cell::Text(t.into())).boxed()
            }
            ColumnKind::Bool => any::<bool>().prop_map(Cell::Bool).boxed(),
            ColumnKind::UInt8 => any::<u8>().prop_map(|n| Cell::UInt(n.into())).boxed(),
            ColumnKind::UInt32 => any::<u32>().prop_map(|n| Cell::UInt(n.into())).boxed(),
            ColumnKind::UInt64 => any::<u64>().prop_map(Cell::UInt).boxed(),
            ColumnKind::Int32 => any::<i32>().prop_map(|n| Cell::Int(n.into())).boxed(),
            ColumnKind::Int64 => any::<i64>().prop_map(Cell::Int).boxed(),
            ColumnKind::Float64 => {
                any::<f64>().prop_filter("finite", |n| n.is_finite()).prop_map(Cell::Float).boxed()
            }
            ColumnKind::Date => (-9999i16..=9999, 1i8..=12, 1i8..=28)
                .prop_map(|(year, month, day)| Cell::Date(Date::constant(year, month, day)))
                .boxed(),
            ColumnKind::Timestamp => (-377_000_000_000i64..=253_000_000_000)
                .prop_map(|second| Cell::Timestamp(Timestamp::from_second(second).unwrap()))
                .boxed(),
        }
    }

    fn extended() -> impl Strategy<Value = Extended<CodeRow>> {
        let cells = KINDS.map(|kind| prop_oneof![1 => Just(Cell::Null), 3 => cell_of(kind)]);
        let cells = cells.into_iter().collect::<Vec<_>>();
        (".{0,6}", "[0-9'=-]{0,4}", cells).prop_map(|(id, number, extra)| {
            let row = code(&id, &number);
            Extended { row, extra }
        })
    }

    /// The sign of a zero included.
    fn bits(rows: &[Extended<CodeRow>]) -> Vec<Option<u64>> {
        let float = |row: &Extended<CodeRow>| {
            if let Cell::Float(number) = row.extra[6] { Some(number.to_bits()) } else { None }
        };
        rows.iter().map(float).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn every_format_gives_the_rows_back(rows in proptest::collection::vec(extended(), 0..12)) {
            let folder = tempfile::tempdir().unwrap();
            write_codes(folder.path(), &rows);
            for writer in WRITERS {
                let back = read_table_as::<CodeRow>(folder.path(), writer, &extra()).unwrap();
                prop_assert_eq!(&back, &rows, "{}", writer.name);
                prop_assert_eq!(bits(&back), bits(&rows), "{}", writer.name);
            }
        }
    }

    /// More rows than a row group holds.
    fn many_rows() -> impl Iterator<Item = Extended<CodeRow>> {
        (0..70_000u32).map(|number| {
            let text = if number % 7 == 0 { Cell::Null } else { Cell::Text(format!("code {number}").into()) };
            let mut cells = vec![Cell::Null; KINDS.len()];
            (cells[0], cells[3]) = (text, Cell::UInt(number.into()));
            Extended { row: code("country:MLT", &format!("{number:06}")), extra: cells }
        })
    }

    fn write_many(folder: &Path) -> Vec<FileRecord> {
        let schema = CodeRow::schema().extended(extra());
        write_table(folder, Output { schema: &schema, writers: &all_writers() }, many_rows()).unwrap()
    }

    #[test]
    fn the_same_rows_give_the_same_bytes() {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let files = write_many(one.path());
        assert_eq!(files, write_many(other.path()));
        assert!(files.iter().all(|file| file.records == 70_000));
        for (file, writer) in files.iter().zip(WRITERS) {
            let hash = crate::hash_file(&one.path().join(&file.path)).unwrap();
            assert_eq!((hash.bytes, &hash.blake3), (file.bytes, &file.blake3));
            let back = read_table_as::<CodeRow>(one.path(), writer, &extra()).unwrap();
            assert!(back.into_iter().eq(many_rows()), "{}", writer.name);
        }
    }

    #[test]
    fn nothing_follows_a_row_that_cannot_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("codes.csv");
        let columns = CodeRow::schema().columns;
        for flaw in ["x,s,\"a\"b,,", "x,s,1,yesterday,", "x,s"] {
            let text = format!("actor_id,scheme,code,start,end\nx,s,1,,\n{flaw}\nx,s,2,,\n");
            std::fs::write(&path, text).unwrap();
            let rows = table_rows::<CodeRow>(folder.path(), &[]).unwrap().take(9);
            assert_eq!(rows.map(|row| row.is_ok()).collect::<Vec<_>>(), [true, false], "{flaw}");
            let rows = read_cells(&path, &columns).unwrap().take(9);
            assert_eq!(rows.map(|row| row.is_ok()).collect::<Vec<_>>(), [true, false], "{flaw}");
        }
    }

    #[test]
    fn only_what_is_written_is_read() {
        let folder = tempfile::tempdir().unwrap();
        for (kind, text) in [
            (ColumnKind::UInt8, "256"),
            (ColumnKind::UInt32, "4294967296"),
            (ColumnKind::Int32, "-2147483649"),
            (ColumnKind::Float64, "NaN"),
            (ColumnKind::Float64, "-inf"),
            (ColumnKind::Timestamp, "2020-01-14T09:12:00.5Z"),
        ] {
            let column = column(kind, true);
            let path = folder.path().join("codes.csv");
            std::fs::write(&path, format!("{}\n{text}\n", column.name)).unwrap();
            let error = read_cells(&path, &[column]).unwrap().next().unwrap().unwrap_err();
            assert!(error.message.ends_with(&format!("`{text}` is no {}", kind.as_str())), "{error}");
        }
    }

    #[test]
    fn csv_is_written_as_described() {
        let folder = tempfile::tempdir().unwrap();
        let kinds = [ColumnKind::Text, ColumnKind::Float64, ColumnKind::Timestamp];
        let columns: Vec<Column> = kinds.into_iter().map(|kind| column(kind, true)).collect();
        let schema = CodeRow::schema().extended(columns);
        let at = "2020-01-14T09:12:00Z".parse().unwrap();
        let rows = [
            Extended {
                row: code("a,b", "041"),
                extra: vec![Cell::Text("".into()), Cell::Float(0.1), Cell::Null],
            },
            Extended {
                row: code("say \"no\"", "=1+1"),
                extra: vec![Cell::Null, Cell::Float(1e-300), Cell::Timestamp(at)],
            },
        ];
        let output = Output { schema: &schema, writers: &[&WRITERS[0]] };
        write_table(folder.path(), output, &rows).unwrap();
        let expected = "actor_id,scheme,code,start,end,extra_text,extra_f64,extra_timestamp\n\
            \"a,b\",cameo,041,2019-12-30,,\"\",0.1,\n\
            \"say \"\"no\"\"\",cameo,'=1+1,2019-12-30,,,1e-300,2020-01-14T09:12:00Z\n";
        assert_eq!(std::fs::read_to_string(folder.path().join("codes.csv")).unwrap(), expected);
    }

    #[test]
    fn a_standard_csv_reader_agrees() {
        let folder = tempfile::tempdir().unwrap();
        let row = CodeRow { code: "a\r\n\"b\",\t".into(), ..code("x", "") };
        let extra = vec![Cell::Null; KINDS.len()];
        write_codes(folder.path(), &[Extended { row: row.clone(), extra }]);
        let mut reader = csv::Reader::from_path(folder.path().join("codes.csv")).unwrap();
        let records: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
        assert_eq!((records.len(), &records[0][0], &records[0][2]), (1, "x", &*row.code));
    }

    #[test]
    fn every_table_can_be_empty() {
        let folder = tempfile::tempdir().unwrap();
        for schema in schemas() {
            let output = Output { schema: &schema, writers: &all_writers() };
            let files = write_table(folder.path(), output, None::<CodeRow>).unwrap();
            assert_eq!(files[0].path, format!("{}.csv", schema.name));
            assert_eq!(files[1].path, format!("{}.parquet", schema.name));
        }
        for writer in WRITERS {
            assert_eq!(read_table_as::<CoverageRow>(folder.path(), writer, &[]).unwrap(), []);
        }
    }

    #[test]
    fn a_cell_that_does_not_fit_writes_nothing() {
        let cases = [
            (ColumnKind::UInt8, false, Cell::UInt(256)),
            (ColumnKind::UInt32, false, Cell::UInt(1 << 32)),
            (ColumnKind::Int32, false, Cell::Int(1 << 31)),
            (ColumnKind::Float64, true, Cell::Float(f64::NAN)),
            (ColumnKind::Text, false, Cell::Null),
            (ColumnKind::Text, true, Cell::UInt(1)),
            (ColumnKind::Timestamp, true, Cell::Timestamp(Timestamp::from_millisecond(1).unwrap())),
        ];
        for (kind, nullable, cell) in cases {
            let folder = tempfile::tempdir().unwrap();
            let schema = CodeRow::schema().extended([column(kind, nullable)]);
            let output = Output { schema: &schema, writers: &all_writers() };
            let good = Extended { row: code("a", "1"), extra: vec![Cell::Null] };
            let bad = Extended { row: code("a", "2"), extra: vec![cell] };
            let error = write_table(folder.path(), output, [&bad, &good]).unwrap_err();
            assert_eq!(error.code.id, "R102");
            assert!(error.message.contains("extra_"), "{}", error.message);
            assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        }
    }

    #[test]
    fn a_row_of_another_length_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let output = Output { schema: &CodeRow::schema(), writers: &all_writers() };
        let long = Extended { row: code("a", "1"), extra: vec![Cell::Null] };
        let error = write_table(folder.path(), output, [long]).unwrap_err();
        assert!(error.message.ends_with("a row has 6 cells for 5 columns"), "{}", error.message);
    }

    #[test]
    fn a_table_is_found_in_whatever_format_it_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let missing = read_table::<CodeRow>(folder.path(), &[]).unwrap_err();
        assert_eq!(missing.code.id, "R101");
        for writer in WRITERS {
            let output = Output { schema: &CodeRow::schema(), writers: &[writer] };
            write_table(folder.path(), output, [code("a", "041")]).unwrap();
            let rows = read_table::<CodeRow>(folder.path(), &[]).unwrap();
            assert_eq!(rows, [Extended { row: code("a", "041"), extra: vec![] }]);
            std::fs::remove_file(folder.path().join(format!("codes{}", writer.ending))).unwrap();
        }
    }

    #[test]
    fn a_damaged_table_is_a_diagnostic() {
        let folder = tempfile::tempdir().unwrap();
        let header = "actor_id,scheme,code,start,end\n";
        let cases = [
            (".csv", String::new(), "it has no header"),
            (".csv", "actor_id,scheme\n".to_owned(), "it has no column `code`"),
            (".csv", format!("{header}a,b\n"), "a row has too few fields"),
            (".csv", format!("{header}a,b,c,1 May,\n"), "column `start`: `1 May` is no date"),
            (
                ".csv",
                format!("{header}a,,c,,\n"),
                "the value of column `scheme` is missing or of another type",
            ),
            (".csv", format!("{header}a,\"b"), "a quoted field is not closed before the end of the file"),
            (".parquet", "PAR1 and nothing more".to_owned(), ""),
        ];
        for (ending, content, reason) in cases {
            let writer = WRITERS.iter().find(|writer| writer.ending == ending).unwrap();
            std::fs::write(folder.path().join(format!("codes{ending}")), content).unwrap();
            let error = read_table_as::<CodeRow>(folder.path(), writer, &[]).unwrap_err();
            assert_eq!(error.code.id, "R101");
            assert!(error.message.ends_with(reason), "{}", error.message);
        }
    }

    #[test]
    fn a_truncated_parquet_file_is_a_diagnostic() {
        let folder = tempfile::tempdir().unwrap();
        write_codes(folder.path(), &many_rows().take(1000).collect::<Vec<_>>());
        let path = folder.path().join("codes.parquet");
        let whole = std::fs::read(&path).unwrap();
        for length in [0, 3, 8, whole.len() / 2, whole.len() - 1] {
            std::fs::write(&path, &whole[..length]).unwrap();
            assert_eq!(read_table::<CodeRow>(folder.path(), &[]).unwrap_err().code.id, "R101");
        }
    }
}
