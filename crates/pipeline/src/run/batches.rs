//! Tables whose rows are made and encoded by all threads, some thousand each.

use newsloom_corpus::FileRecord;
use newsloom_diagnostics::Diagnostic;
use newsloom_formats::{EncodedRows, Output, RowEncoder, TableWriter};
use rayon::prelude::*;

/// Rows that a thread takes at a time, and so those of a row group.
const TOGETHER: usize = 1 << 15;
/// Most such groups that are encoded at once; as many items wait, and as many groups are being written.
const MAX_GROUPS: usize = 16;

/// A table that is being written: rows are made of items, and encoded, by a function.
pub(super) struct Batches<'a, T, F> {
    table: TableWriter,
    output: Output<'a>,
    encode: F,
    items: Vec<T>,
    n_at_once: usize,
}

impl<'a, T: Send + Sync, F: Fn(&mut RowEncoder, &T) -> Result<(), Diagnostic> + Sync> Batches<'a, T, F> {
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

    /// Takes the items of the next rows; while some are encoded, those behind them are fetched and those
    /// before them written.
    ///
    /// # Errors
    /// R102, if a row does not fit or cannot be written.
    pub(super) fn extend(&mut self, mut items: impl Iterator<Item = T> + Send) -> Result<(), Diagnostic> {
        self.flush()?;
        let Self { table, output, encode, n_at_once, .. } = self;
        let mut next = || items.by_ref().take(*n_at_once).collect::<Vec<T>>();
        let (mut batch, mut before) = (next(), Vec::new());
        while !batch.is_empty() {
            let ((appended, behind), groups) =
                rayon::join(|| (append(table, &before), next()), || encoded(&batch, (*output, encode)));
            appended?;
            (before, batch) = (groups?, behind);
        }
        append(table, &before)
    }

    fn flush(&mut self) -> Result<(), Diagnostic> {
        let groups = encoded(&self.items, (self.output, &self.encode))?;
        self.items.clear();
        append(&mut self.table, &groups)
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

/// The rows of items, encoded by all threads.
fn encoded<T: Sync>(
    items: &[T],
    (output, encode): (Output<'_>, &(impl Fn(&mut RowEncoder, &T) -> Result<(), Diagnostic> + Sync)),
) -> Result<Vec<EncodedRows>, Diagnostic> {
    let group = |items: &[T]| {
        let mut encoder = RowEncoder::new(output);
        encoder.reserve(items.len());
        items.iter().try_for_each(|item| encode(&mut encoder, item))?;
        encoder.take()
    };
    items.par_chunks(TOGETHER).map(group).collect()
}

fn append(table: &mut TableWriter, groups: &[EncodedRows]) -> Result<(), Diagnostic> {
    groups.iter().try_for_each(|rows| table.append(rows))
}
