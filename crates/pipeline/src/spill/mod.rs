//! Sorting more than memory holds.
//!
//! A [`Sorter`] takes items in any order. As long as they fit in what it may hold they stay in memory;
//! then they go to disk in sorted runs, which are merged when they are walked over. What comes out
//! depends on the items alone, not on how much was held.

mod bytes;
mod merge;
mod sorter;

pub(crate) use bytes::Bytes;
pub(crate) use sorter::{Sorted, Sorter};

use std::{
    io,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use newsloom_diagnostics::Diagnostic;

/// Where a run puts aside what it cannot hold, and whether that went well.
#[derive(Debug)]
pub(crate) struct Scratch {
    folder: PathBuf,
    /// Bytes that a sorter may hold.
    share: usize,
    failure: OnceLock<String>,
}

impl Scratch {
    /// In a folder, for sorters that hold no more than `share` bytes each.
    pub(crate) fn new(folder: &Path, share: usize) -> Self {
        Self { folder: folder.to_owned(), share, failure: OnceLock::new() }
    }

    /// Notes what went wrong; the first failure counts.
    fn fail(&self, error: &io::Error) {
        let _ = self.failure.set(error.to_string());
    }

    /// Whether all that was put aside could be written and read. What was walked over is whole only
    /// then.
    ///
    /// # Errors
    /// R124, with the first thing that went wrong.
    pub(crate) fn check(&self) -> Result<(), Diagnostic> {
        let Some(failure) = self.failure.get() else { return Ok(()) };
        let message = format!("cannot put aside what is in work in `{}`: {failure}", self.folder.display());
        let help = "make room on that disk, or name a folder on another with `--scratch`; what the cache holds is kept";
        Err(Diagnostic::error("R124", message).help(help))
    }
}
