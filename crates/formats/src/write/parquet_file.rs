//! A Parquet file that is put together from row groups, which were encoded each as a file of its own.

use std::io::{Cursor, Write};

use newsloom_corpus::table::Schema;
use newsloom_diagnostics::Diagnostic;
use polars::prelude::PolarsResult;
use polars_parquet::{
    parquet::PARQUET_MAGIC,
    write::{FileWriter, schema_to_metadata_key},
};
use polars_parquet_format::{
    ColumnChunk, ColumnMetaData, FileMetaData, RowGroup, thrift::protocol::TCompactOutputProtocol,
};

use super::{
    TableFile,
    parquet::{arrow_schema, options},
};
use crate::{
    SealedFile,
    atomic::{AtomicFile, cannot_write},
    claims::metadata,
};

struct ParquetFile {
    file: AtomicFile,
    /// Bytes written so far.
    offset: usize,
    /// What the footer will say.
    footer: FileMetaData,
}

pub(super) fn begin(schema: &Schema, file: AtomicFile) -> Result<Box<dyn TableFile>, Diagnostic> {
    let footer = footer_of(schema).map_err(|error| cannot_write(file.target(), &error))?;
    let mut file = Box::new(ParquetFile { file, offset: 0, footer });
    file.write(&PARQUET_MAGIC)?;
    Ok(file)
}

/// The footer of a file without row groups.
fn footer_of(schema: &Schema) -> PolarsResult<FileMetaData> {
    let schema = arrow_schema(schema);
    let key = schema_to_metadata_key(&schema);
    let mut empty = FileWriter::try_new(Vec::new(), schema, options())?;
    empty.end(Some(vec![key]))?;
    Ok(empty.into_inner_and_metadata().1)
}

impl TableFile for ParquetFile {
    fn append(&mut self, block: &[u8]) -> Result<(), Diagnostic> {
        let groups = row_groups(block);
        let groups = groups.map_err(|reason| cannot_write(self.file.target(), &reason))?;
        groups.into_iter().try_for_each(|group| self.append_group(group, block))
    }

    fn finish(mut self: Box<Self>, n_rows: u64) -> Result<SealedFile, Diagnostic> {
        let mut bytes = Vec::new();
        let written = self.footer.write_to_out_protocol(&mut TCompactOutputProtocol::new(&mut bytes));
        written.map_err(|error| cannot_write(self.file.target(), &error))?;
        let length = u32::try_from(bytes.len()).expect("a footer is shorter than 4 GiB");
        bytes.extend_from_slice(&length.to_le_bytes());
        bytes.extend_from_slice(&PARQUET_MAGIC);
        self.write(&bytes)?;
        self.file.seal(n_rows)
    }
}

impl ParquetFile {
    fn write(&mut self, bytes: &[u8]) -> Result<(), Diagnostic> {
        self.offset += bytes.len();
        self.file.write_all(bytes).map_err(|error| cannot_write(self.file.target(), &error))
    }

    /// Copies the columns of a row group, without what the format allows to stand behind them and no reader
    /// needs: pages of an index, and a second copy of what the footer says of a column.
    fn append_group(&mut self, mut group: RowGroup, block: &[u8]) -> Result<(), Diagnostic> {
        group.file_offset = Some(signed(self.offset));
        for column in &mut group.columns {
            let range = column.meta_data.as_ref().and_then(range_of);
            let bytes = range.and_then(|range| block.get(range));
            let bytes = bytes.ok_or_else(|| cannot_write(self.file.target(), &BROKEN))?;
            *column = moved(column.clone(), signed(self.offset));
            self.write(bytes)?;
        }
        group.ordinal = i16::try_from(self.footer.row_groups.len()).ok();
        self.footer.num_rows += group.num_rows;
        self.footer.row_groups.push(group);
        Ok(())
    }
}

const BROKEN: &str = "a block of it is broken";

/// Where the bytes of a column stand.
fn range_of(column: &ColumnMetaData) -> Option<std::ops::Range<usize>> {
    let start = usize::try_from(start_of(column)).ok()?;
    Some(start..start.checked_add(usize::try_from(column.total_compressed_size).ok()?)?)
}

fn start_of(column: &ColumnMetaData) -> i64 {
    column.dictionary_page_offset.unwrap_or(column.data_page_offset)
}

/// The column as it is described where its bytes begin at another place.
fn moved(column: ColumnChunk, start: i64) -> ColumnChunk {
    let meta_data = column.meta_data.map(|meta| {
        let by = start - start_of(&meta);
        ColumnMetaData {
            data_page_offset: meta.data_page_offset + by,
            dictionary_page_offset: meta.dictionary_page_offset.map(|offset| offset + by),
            ..meta
        }
    });
    ColumnChunk {
        file_offset: 0,
        meta_data,
        offset_index_offset: None,
        offset_index_length: None,
        column_index_offset: None,
        column_index_length: None,
        ..column
    }
}

fn signed(offset: usize) -> i64 {
    i64::try_from(offset).expect("a file is shorter than 2^63 bytes")
}

/// The row groups of a block.
fn row_groups(block: &[u8]) -> Result<Vec<RowGroup>, String> {
    let footer = metadata(&mut Cursor::new(block))?.filter(|_| block.ends_with(&PARQUET_MAGIC));
    Ok(footer.ok_or(BROKEN)?.row_groups)
}
