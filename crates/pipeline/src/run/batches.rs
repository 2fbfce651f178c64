//! Tables whose rows are made and encoded by all threads, some thousand each.

use newsloom_corpus::FileRecord;
use newsloom_diagnostics::Diagnostic;
use newsloom_formats::{EncodedRows, Output, RowEncoder, TableWriter};
use rayon::prelude::*;

/// Rows that a thread takes at a time, and so those of a row group.
const TOGETHER: usize = 1 << 15;
/// Most such groups that are in memory at once.
const MAX_GROUPS: usize = 16;

/// A table that is being written: rows are made of items, and encoded, by a function.
pub(super) struct Batches<'a, T, F> {
    table: TableWriter,
    output: Output<'a>,
    encode: F,
    items: Vec<T>,
    n_at_once: usize,
}

impl<'a, T: Sync, F: Fn(&mut RowEncoder, &T) -> Result<(), Diagnostic> + Sync> Batches<'a, T, F> {
    /// Begins with a table that has no rows yet, for the same output.
    pub(super) fn new(table: TableWriter, output: Output<'a>, encode: F) -> Self {
        let n_at_once = TOGETHER * rayon::current_num_threads().min(MAX_GROUPS);
        Self { table, output, encode, items: Vec::new(), n_at_once }
    }

    /// Takes the item of the next row.
    ///
    /// # Errors
    /// R102, if a row does not fit or cannot be written.
    pub(super) fn push(&mut self, item: T) -> Result<(), Diagnostic> {
        self.items.push(item);
        if self.items.len() == self.n_at_once { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), Diagnostic> {
        let (output, encode) = (self.output, &self.encode);
        let encoded = |items: &[T]| {
            let mut encoder = RowEncoder::new(output);
            encoder.reserve(items.len());
            items.iter().try_for_each(|item| encode(&mut encoder, item))?;
            encoder.take()
        };
        let groups = self.items.par_chunks(TOGETHER).map(encoded);
        let groups: Vec<EncodedRows> = groups.collect::<Result<_, _>>()?;
        self.items.clear();
        groups.iter().try_for_each(|rows| self.table.append(rows))
    }

    /// Completes the files.
    ///
    /// # Errors
    /// R102, if a row does not fit or a file cannot be written.
    pub(super) fn finish(mut self) -> Result<Vec<FileRecord>, Diagnostic> {
        self.flush()?;
        self.table.finish()
    }
}
