//! Parquet: zstd at level 1, at most [`GROUP_ROWS`] rows to a row group. A row group is encoded without
//! threads, so that the same rows always give the same bytes. Times are milliseconds in UTC.

use std::{fs::File, path::Path};

use jiff::civil::Date;
use newsloom_corpus::table::{Cell, Column, Schema};
use polars::prelude::{DataFrame, PolarsResult};
use polars_arrow::{
    datatypes::{ArrowSchema, ArrowSchemaRef},
    record_batch::RecordBatchT,
};
use polars_parquet::write::{
    CompressionOptions, FileWriter, StatisticsOptions, Version, WriteOptions, ZstdLevel, row_group_iter,
};

use super::{
    Encoder, TableRows, Writer,
    column::{ColumnBuffer, field},
    parquet_file::begin,
    read_column::ReadColumn,
};
use crate::{
    ReadOptions,
    having::Wanted,
    row_groups::{RowGroups, guarded},
};

/// Parquet.
pub(super) const WRITER: Writer = Writer {
    name: "parquet",
    ending: ".parquet",
    media_type: "application/vnd.apache.parquet",
    meaning: "Parquet, typed, compressed with zstd",
    compresses: true,
    encoder,
    begin,
    read,
};

/// Most rows of a row group.
const GROUP_ROWS: usize = 1 << 16;

struct Groups {
    schema: ArrowSchemaRef,
    columns: Vec<ColumnBuffer>,
    n_buffered: usize,
}

fn encoder(schema: &Schema) -> Box<dyn Encoder> {
    let columns = schema.columns.iter().map(ColumnBuffer::new).collect();
    Box::new(Groups { schema: arrow_schema(schema).into(), columns, n_buffered: 0 })
}

pub(super) fn arrow_schema(schema: &Schema) -> ArrowSchema {
    schema.columns.iter().map(field).collect()
}

/// At level 1 the files of a run of 50,000 generated articles are 1 % larger than at level 3.
pub(super) fn options() -> WriteOptions {
    WriteOptions {
        statistics: StatisticsOptions::default(),
        version: Version::V1,
        compression: CompressionOptions::Zstd(ZstdLevel::try_new(1).ok()),
        data_page_size: None,
    }
}

impl Encoder for Groups {
    fn reserve(&mut self, n_rows: usize) {
        let n_rows = n_rows.min(GROUP_ROWS - self.n_buffered);
        self.columns.iter_mut().for_each(|column| column.reserve(n_rows));
    }

    fn row(&mut self, cells: &[Cell<'_>]) {
        self.columns.iter_mut().zip(cells).for_each(|(column, cell)| column.push(cell));
        self.n_buffered += 1;
    }

    fn is_full(&self) -> bool {
        self.n_buffered == GROUP_ROWS
    }

    fn take(&mut self) -> Result<Vec<u8>, String> {
        let n_rows = std::mem::take(&mut self.n_buffered);
        if n_rows == 0 { Ok(Vec::new()) } else { self.group(n_rows).map_err(|error| error.to_string()) }
    }
}

impl Groups {
    /// The buffered rows as a file of one row group, each column encoded when its turn comes; the buffers
    /// are empty again.
    fn group(&mut self, n_rows: usize) -> PolarsResult<Vec<u8>> {
        let (arrays, encodings): (Vec<_>, Vec<_>) = self.columns.iter_mut().map(ColumnBuffer::take).unzip();
        let batch = RecordBatchT::new(n_rows, self.schema.clone(), arrays);
        let encodings = encodings.into_iter().map(|encoding| vec![encoding]).collect();
        let mut writer = FileWriter::try_new(Vec::new(), (*self.schema).clone(), options())?;
        let fields = writer.parquet_schema().fields().to_vec();
        writer.write(n_rows as u64, row_group_iter(batch, encodings, fields, options()))?;
        writer.end(Some(Vec::new()))?;
        Ok(writer.into_inner())
    }
}

pub(super) const EPOCH: Date = Date::constant(1970, 1, 1);

pub(super) fn days(date: Date) -> i32 {
    let days = date.duration_since(EPOCH).as_hours() / 24;
    i32::try_from(days).expect("a calendar date lies within 32 bits of days")
}

fn read(path: &Path, columns: &[Column], wanted: Option<Wanted>) -> Result<TableRows, String> {
    let file = File::open(path).map_err(|error| error.to_string())?;
    let mut groups = RowGroups::open(file, ReadOptions::MAX_UNPACKED_RATIO)?;
    let places =
        columns.iter().map(|column| place(column, &groups.columns)).collect::<Result<Vec<_>, _>>()?;
    let columns = columns.to_vec();
    let mut projection = places.clone();
    projection.sort_unstable();
    projection.dedup();
    let frames = std::iter::from_fn(move || groups.next(&projection));
    Ok(Box::new(frames.flat_map(move |frame| rows_of(frame, &columns, wanted.as_ref()))))
}

/// The number of the column in the file.
fn place(column: &Column, names: &[String]) -> Result<usize, String> {
    let place = names.iter().position(|name| *name == column.name);
    place.ok_or_else(|| format!("it has no column `{}`", column.name))
}

/// The rows of a row group, or the reason why there are none.
fn rows_of(frame: Result<DataFrame, String>, columns: &[Column], wanted: Option<&Wanted>) -> TableRows {
    let picked = frame.and_then(|frame| Picked::new(&frame, columns));
    match picked {
        Ok(picked) => {
            let Some(wanted) = wanted else {
                return Box::new((0..picked.n_rows).map(move |row| picked.row(row)));
            };
            let rows: Vec<usize> = (0..picked.n_rows).filter(|row| picked.is_wanted(*row, wanted)).collect();
            Box::new(rows.into_iter().map(move |row| picked.row(row)))
        }
        Err(reason) => Box::new(std::iter::once(Err(reason))),
    }
}

/// The columns asked for, in the order asked for.
struct Picked {
    columns: Vec<ReadColumn>,
    n_rows: usize,
}

impl Picked {
    fn new(frame: &DataFrame, columns: &[Column]) -> Result<Self, String> {
        let pick = |column: &Column| {
            let series = guarded(|| Ok(frame.column(&column.name)?.as_materialized_series().clone()))?;
            if series.len() != frame.height() {
                return Err(format!(
                    "column `{}` has {} of {} rows",
                    column.name,
                    series.len(),
                    frame.height()
                ));
            }
            guarded(|| ReadColumn::new(&series, column))
        };
        Ok(Self { columns: columns.iter().map(pick).collect::<Result<_, String>>()?, n_rows: frame.height() })
    }

    fn is_wanted(&self, row: usize, wanted: &Wanted) -> bool {
        let is_one = |place: &usize| wanted.has(self.columns[*place].text(row));
        wanted.places.iter().any(is_one)
    }

    fn row(&self, row: usize) -> Result<Vec<Cell<'static>>, String> {
        self.columns.iter().map(|column| column.cell(row)).collect()
    }
}

#[cfg(test)]
mod tests {
    use newsloom_corpus::table::{CodeRow, Row};
    use polars_arrow::array::Int8Array;

    use super::*;
    use crate::parquet_sample::{file_of, texts};

    /// A column that its row group does not hold is one of nulls, which the decoder makes only when asked.
    #[test]
    fn a_column_that_a_row_group_lacks_and_that_no_table_has_cannot_be_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let names = ["actor_id", "scheme", "start", "end"];
        let mut columns: Vec<_> = names.into_iter().map(|name| (name, texts(&["a", "b"]))).collect();
        columns.push(("code", Int8Array::from_slice([7, 8]).boxed()));
        let mut bytes = file_of(columns);
        // In all places but one, which is encoded.
        while let Some(at) = bytes.windows(4).position(|window| window == b"code") {
            bytes[at] = b'm';
        }
        let path = folder.path().join("codes.parquet");
        std::fs::write(&path, bytes).expect("the file can be written");
        let rows = read(&path, &CodeRow::schema().columns, None).expect("it can be opened");
        assert!(rows.collect::<Result<Vec<_>, _>>().is_err());
    }
}
