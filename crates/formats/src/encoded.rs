//! Rows on their way into tables, encoded away from the files: on any thread, or in an earlier run.

use std::{borrow::Cow, io};

use newsloom_corpus::table::{Cell, Cells, Schema};
use newsloom_diagnostics::Diagnostic;

use crate::{
    Output, Writer,
    write::{Encoder, fits},
};

/// Encodes rows in each format.
///
/// ```
/// use newsloom_corpus::table::{CodeRow, Row};
/// use newsloom_formats::{Output, RowEncoder, TableWriter, WRITERS};
///
/// # let folder = tempfile::tempdir()?;
/// # let folder = folder.path();
/// # let (actor_id, scheme, code) = ("country:LBY".into(), "gwno".into(), "0620".into());
/// # let row = CodeRow { actor_id, scheme, code, start: None, end: None };
/// let writers: Vec<_> = WRITERS.iter().collect();
/// let output = Output { schema: &CodeRow::schema(), writers: &writers };
/// let mut encoder = RowEncoder::new(output);
/// encoder.push(&row)?;
/// let rows = encoder.take()?;
/// let mut table = TableWriter::create(folder, output)?;
/// table.append(&rows)?;
/// table.append(&rows)?;
/// assert_eq!(table.finish()?[0].records, 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct RowEncoder {
    schema: Schema,
    encoders: Vec<Box<dyn Encoder>>,
    encoded: EncodedRows,
}

/// Rows in each format, in blocks that a file can be put together from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EncodedRows {
    pub(crate) n_rows: u64,
    /// By format.
    pub(crate) blocks: Vec<Vec<Vec<u8>>>,
}

impl RowEncoder {
    /// Without rows.
    pub fn new(output: Output<'_>) -> Self {
        let encoders = output.writers.iter().map(|writer| (writer.encoder)(output.schema)).collect();
        Self { schema: output.schema.clone(), encoders, encoded: EncodedRows::default() }
    }

    /// Makes room for so many rows more, in place of growing by and by.
    pub fn reserve(&mut self, n_rows: usize) {
        self.encoders.iter_mut().for_each(|encoder| encoder.reserve(n_rows));
    }

    /// Takes the next row.
    ///
    /// # Errors
    /// R102, if a cell does not fit its column, or a block cannot be encoded.
    pub fn push(&mut self, row: &impl Cells) -> Result<(), Diagnostic> {
        let mut cells: Vec<Cell<'_>> = Vec::with_capacity(self.schema.columns.len());
        row.visit(&mut |cell| cells.push(cell));
        self.check(&cells)?;
        self.encoded.n_rows += 1;
        self.encoders.iter_mut().for_each(|encoder| encoder.row(&cells));
        self.complete(|encoder| encoder.is_full())
    }

    /// Makes blocks of what some formats hold.
    fn complete(&mut self, is_wanted: impl Fn(&dyn Encoder) -> bool) -> Result<(), Diagnostic> {
        self.encoded.blocks.resize_with(self.encoders.len(), Vec::new);
        for (encoder, blocks) in self.encoders.iter_mut().zip(&mut self.encoded.blocks) {
            if is_wanted(&**encoder) {
                let block = encoder.take().map_err(|reason| refused(&self.schema, &reason))?;
                blocks.extend(Some(block).filter(|block| !block.is_empty()));
            }
        }
        Ok(())
    }

    /// Whether some block is complete.
    pub(crate) fn has_blocks(&self) -> bool {
        self.encoded.blocks.iter().any(|blocks| !blocks.is_empty())
    }

    /// The complete blocks, taken out, with the number of rows taken since this was last asked.
    pub(crate) fn take_blocks(&mut self) -> EncodedRows {
        std::mem::take(&mut self.encoded)
    }

    /// All rows taken so far, taken out.
    ///
    /// # Errors
    /// R102, if a block cannot be encoded.
    pub fn take(&mut self) -> Result<EncodedRows, Diagnostic> {
        self.complete(|_| true)?;
        Ok(self.take_blocks())
    }

    fn check(&self, cells: &[Cell<'_>]) -> Result<(), Diagnostic> {
        let columns = &self.schema.columns;
        if cells.len() != columns.len() {
            let message = format!("a row has {} cells for {} columns", cells.len(), columns.len());
            return Err(refused(&self.schema, &message));
        }
        match cells.iter().zip(columns).find(|(cell, column)| !fits(cell, column)) {
            None => Ok(()),
            Some((cell, column)) => {
                let (name, kind) = (&column.name, column.kind.as_str());
                let message = format!("{cell:?} cannot stand in column `{name}` ({kind})");
                Err(refused(&self.schema, &message))
            }
        }
    }
}

fn refused(schema: &Schema, reason: &str) -> Diagnostic {
    Diagnostic::error("R102", format!("cannot write `{}`: {reason}", schema.name))
}

impl EncodedRows {
    /// Number of rows.
    pub fn n_rows(&self) -> u64 {
        self.n_rows
    }

    /// As bytes to be kept; blocks of formats that do not compress are compressed.
    ///
    /// # Errors
    /// What the compressor says.
    pub fn pack(&self, writers: &[&'static Writer]) -> io::Result<Vec<u8>> {
        let mut bytes = self.n_rows.to_le_bytes().to_vec();
        for (blocks, writer) in self.blocks.iter().zip(writers) {
            bytes.extend_from_slice(&(blocks.len() as u64).to_le_bytes());
            for block in blocks {
                let block = if writer.compresses { Cow::Borrowed(block) } else { Cow::Owned(packed(block)?) };
                bytes.extend_from_slice(&(block.len() as u64).to_le_bytes());
                bytes.extend_from_slice(&block);
            }
        }
        Ok(bytes)
    }

    /// What [`Self::pack`] made bytes of, for the same formats; `None` if they are none of this program's.
    pub fn unpack(bytes: &[u8], writers: &[&'static Writer]) -> Option<Self> {
        let mut rest = bytes;
        let n_rows = number(&mut rest)?;
        let mut blocks = Vec::new();
        while !rest.is_empty() {
            let writer = writers.get(blocks.len())?;
            let n_blocks = number(&mut rest)?;
            let of_writer = (0..n_blocks).map(|_| {
                let n_bytes = usize::try_from(number(&mut rest)?).ok()?;
                let block = rest.split_off(..n_bytes)?;
                if writer.compresses { Some(block.to_vec()) } else { zstd::stream::decode_all(block).ok() }
            });
            blocks.push(of_writer.collect::<Option<_>>()?);
        }
        Some(Self { n_rows, blocks })
    }
}

fn packed(block: &[u8]) -> io::Result<Vec<u8>> {
    zstd::bulk::compress(block, PACKED_LEVEL)
}

/// The number that bytes begin with, taken off.
fn number(bytes: &mut &[u8]) -> Option<u64> {
    let (number, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(u64::from_le_bytes(*number))
}

const PACKED_LEVEL: i32 = 1;

#[cfg(test)]
mod tests {
    use newsloom_corpus::table::{CodeRow, Row};

    use super::*;
    use crate::{TableWriter, WRITERS, read_table_as, write_table};

    fn rows(n: u32) -> Vec<CodeRow> {
        let row = |number: u32| CodeRow {
            actor_id: format!("country:{}", number % 90),
            scheme: "gwno".into(),
            code: number.to_string(),
            start: None,
            end: None,
        };
        (0..n).map(row).collect()
    }

    fn encoded(rows: &[CodeRow], output: Output<'_>) -> EncodedRows {
        let mut encoder = RowEncoder::new(output);
        for row in rows {
            encoder.push(row).unwrap();
        }
        encoder.take().unwrap()
    }

    /// More rows than a row group holds, between rows that are written one by one.
    #[test]
    fn what_was_encoded_apart_reads_as_if_written_in_one_go() {
        let (schema, writers): (_, Vec<_>) = (CodeRow::schema(), WRITERS.iter().collect());
        let output = Output { schema: &schema, writers: &writers };
        let (apart, whole) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let rows = rows(90_000);
        let mut table = TableWriter::create(apart.path(), output).unwrap();
        rows[..10].iter().for_each(|row| table.write(row).unwrap());
        table.append(&encoded(&rows[10..80_000], output)).unwrap();
        table.append(&encoded(&[], output)).unwrap();
        table.append(&encoded(&rows[80_000..80_001], output)).unwrap();
        rows[80_001..].iter().for_each(|row| table.write(row).unwrap());
        let files = table.finish().unwrap();
        assert!(files.iter().all(|file| file.records == 90_000));
        write_table(whole.path(), output, &rows).unwrap();
        for writer in WRITERS {
            let read =
                |folder: &tempfile::TempDir| read_table_as::<CodeRow>(folder.path(), writer, &[]).unwrap();
            let back = read(&apart);
            assert_eq!(back, read(&whole), "{}", writer.name);
            assert!(back.iter().map(|extended| &extended.row).eq(&rows), "{}", writer.name);
        }
        let csv = |folder: &tempfile::TempDir| std::fs::read(folder.path().join("codes.csv")).unwrap();
        assert_eq!(csv(&apart), csv(&whole));
    }

    #[test]
    fn packed_rows_come_back_and_damaged_ones_do_not() {
        let (schema, writers): (_, Vec<_>) = (CodeRow::schema(), WRITERS.iter().collect());
        let rows = encoded(&rows(300), Output { schema: &schema, writers: &writers });
        let bytes = rows.pack(&writers).unwrap();
        assert_eq!(EncodedRows::unpack(&bytes, &writers), Some(rows));
        assert_eq!(EncodedRows::unpack(&bytes[..bytes.len() - 1], &writers), None);
        assert_eq!(EncodedRows::unpack(&bytes[..4], &writers), None);
        assert_eq!(EncodedRows::unpack(&bytes, &writers[..1]), None);
    }
}
