//! How much of a run is in memory at once.

use std::{path::Path, sync::Arc};

use crate::spill::Scratch;

/// What the program, its dictionaries and what its threads are just doing take.
const BASE: u64 = 400_000_000;
/// Sorters that hold items at the same time, and the buffers of those that are read.
const SHARES: u64 = 12;
/// How many times the bytes of the records in work are held, from the file to their stories.
const COPIES: u64 = 26;
/// Bytes of records that are worked on at once, for each thread, if there is room: two chunks, which is
/// what a kill costs.
const IN_FLIGHT_PER_THREAD: u64 = 2 << 20;
/// The least that is worked on at once.
const MIN_IN_FLIGHT: u64 = 1 << 20;

/// How many times the bytes of the stories of the parts in work are held, from their bytes to encoded rows.
const COPIES_OF_STORIES: u64 = 20;

/// Bytes that a run may take, unless it is told.
pub(super) const DEFAULT_MEMORY: u64 = 2_000_000_000;
/// Bytes that a run needs whatever the size of the corpus: the program, its dictionaries and what is just worked on.
pub const MIN_MEMORY: u64 = 600_000_000;
/// The least that a sorter holds before it puts anything aside.
const MIN_SHARE: u64 = 1 << 12;

/// How much of a run is in memory at once. Whatever it is, results are the same.
#[derive(Debug, Clone)]
pub(crate) struct Memory {
    pub(crate) scratch: Arc<Scratch>,
    /// Bytes of records that are worked on at once.
    pub(crate) in_flight: usize,
    /// Bytes of stories whose parts are worked on at once.
    pub(crate) of_parts: usize,
}

impl Memory {
    /// Divides so many bytes; what does not fit is put aside in a folder.
    pub(crate) fn new(n_bytes: u64, folder: &Path) -> Self {
        let room = n_bytes.saturating_sub(BASE);
        let wanted = IN_FLIGHT_PER_THREAD * rayon::current_num_threads() as u64;
        let in_flight = wanted.min(room / COPIES).max(MIN_IN_FLIGHT);
        let size = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
        Self {
            scratch: Arc::new(Scratch::new(folder, size((room / SHARES).max(MIN_SHARE)))),
            in_flight: size(in_flight),
            of_parts: size(room / COPIES_OF_STORIES),
        }
    }

    /// For a command that writes no tables.
    pub(crate) fn of_reader() -> Self {
        Self::new(DEFAULT_MEMORY, &std::env::temp_dir())
    }
}
