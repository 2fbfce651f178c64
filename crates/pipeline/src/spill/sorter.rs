use std::sync::Arc;

use newsloom_formats::{ScratchBlock, ScratchFile};
use rayon::slice::ParallelSliceMut;
use serde::{Serialize, de::DeserializeOwned};

use super::{Scratch, merge::merge};

/// Bytes of items in a block, before it is packed.
const BLOCK: usize = 1 << 17;
/// Runs that are merged at once.
const MAX_RUNS: usize = 256;

/// Takes items in any order and gives them back sorted.
#[derive(Debug)]
pub(crate) struct Sorter<T> {
    scratch: Arc<Scratch>,
    items: Vec<T>,
    /// Bytes that the items hold.
    n_bytes: usize,
    /// Bytes of an item beside its own size.
    heap_bytes: fn(&T) -> usize,
    runs: Runs,
}

/// Sorted runs in a file.
#[derive(Debug, Default)]
pub(super) struct Runs {
    pub(super) file: Option<ScratchFile>,
    pub(super) runs: Vec<Vec<ScratchBlock>>,
}

impl<T: Ord + Send + Serialize + DeserializeOwned> Sorter<T> {
    /// For items that hold nothing beside themselves.
    pub(crate) fn new(scratch: &Arc<Scratch>) -> Self {
        Self::with_heap(scratch, |_| 0)
    }

    /// For items that hold so many bytes beside themselves.
    pub(crate) fn with_heap(scratch: &Arc<Scratch>, heap_bytes: fn(&T) -> usize) -> Self {
        let scratch = Arc::clone(scratch);
        Self { scratch, items: Vec::new(), n_bytes: 0, heap_bytes, runs: Runs::default() }
    }

    pub(crate) fn push(&mut self, item: T) {
        self.n_bytes += size_of::<T>() + (self.heap_bytes)(&item);
        if self.items.len() == self.items.capacity() {
            self.grow();
        }
        self.items.push(item);
        if self.n_bytes >= self.scratch.share {
            self.spill();
        }
    }

    /// Makes room for twice as many items, and for no more than may be held.
    fn grow(&mut self) {
        let (n, most) = (self.items.len(), self.scratch.share / size_of::<T>().max(1) + 1);
        self.items.reserve_exact(n.clamp(1, most.saturating_sub(n).max(1)));
    }

    pub(crate) fn extend(&mut self, items: impl IntoIterator<Item = T>) {
        items.into_iter().for_each(|item| self.push(item));
    }

    /// Brings what is held to disk as one more run.
    fn spill(&mut self) {
        self.items.par_sort_unstable();
        let written = self.runs.write(&self.scratch, self.items.drain(..));
        self.n_bytes = 0;
        if self.runs.runs.len() >= MAX_RUNS {
            self.runs = std::mem::take(&mut self.runs).into_one::<T>(&self.scratch);
        }
        if let Err(error) = written {
            self.scratch.fail(&error);
        }
    }

    /// Everything, sorted.
    pub(crate) fn finish(mut self) -> Sorted<T> {
        if self.runs.runs.is_empty() {
            self.items.par_sort_unstable();
            self.items.shrink_to_fit();
        } else if !self.items.is_empty() {
            self.spill();
            self.items = Vec::new();
        }
        Sorted { scratch: self.scratch, items: self.items, runs: self.runs }
    }
}

impl Runs {
    /// Writes sorted items as one more run.
    fn write<T: Serialize>(
        &mut self,
        scratch: &Scratch,
        items: impl Iterator<Item = T>,
    ) -> std::io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(ScratchFile::create(&scratch.folder)?),
        };
        let (mut blocks, mut bytes) = (Vec::new(), Vec::with_capacity(BLOCK + BLOCK / 4));
        for item in items {
            bytes = postcard::to_extend(&item, bytes).expect("memory takes everything");
            if bytes.len() >= BLOCK {
                blocks.push(file.append(&bytes)?);
                bytes.clear();
            }
        }
        if !bytes.is_empty() {
            blocks.push(file.append(&bytes)?);
        }
        self.runs.push(blocks);
        Ok(())
    }

    /// All runs merged to one.
    fn into_one<T: Ord + Serialize + DeserializeOwned>(self, scratch: &Scratch) -> Self {
        let mut one = Self::default();
        if let Err(error) = one.write(scratch, merge::<T>(scratch, &self)) {
            scratch.fail(&error);
        }
        one
    }
}

/// Sorted items, in memory or on disk, to be walked over as often as needed.
#[derive(Debug)]
pub(crate) struct Sorted<T> {
    scratch: Arc<Scratch>,
    items: Vec<T>,
    runs: Runs,
}

impl<T: Ord + Clone + DeserializeOwned> Sorted<T> {
    /// The items in order. If the disk fails, the walk ends early and the scratch knows.
    pub(crate) fn walk(&self) -> impl Iterator<Item = T> + '_ {
        self.items.iter().cloned().chain(merge(&self.scratch, &self.runs))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::spill::Bytes;

    fn sorted(share: usize, items: &[(u16, Bytes)]) -> (usize, Vec<(u16, Bytes)>) {
        let folder = tempfile::tempdir().expect("a folder");
        let scratch = Arc::new(Scratch::new(folder.path(), share));
        let mut sorter = Sorter::with_heap(&scratch, |(_, bytes): &(u16, Bytes)| bytes.0.len());
        sorter.extend(items.iter().cloned());
        let sorted = sorter.finish();
        let once: Vec<_> = sorted.walk().collect();
        assert!(sorted.walk().eq(once.iter().cloned()), "it can be walked over again");
        scratch.check().expect("nothing went wrong");
        (sorted.runs.runs.len(), once)
    }

    proptest! {
        #[test]
        fn what_is_held_changes_nothing(
            items in prop::collection::vec((any::<u16>(), prop::collection::vec(any::<u8>(), 0..9)), 0..90),
            share in 1..2_000_usize,
        ) {
            let items: Vec<(u16, Bytes)> =
                items.into_iter().map(|(n, bytes)| (n, Bytes(bytes.into()))).collect();
            let mut expected = items.clone();
            expected.sort();
            prop_assert_eq!(&sorted(share, &items).1, &expected);
            prop_assert_eq!(sorted(usize::MAX, &items), (0, expected));
        }
    }

    #[test]
    fn many_runs_become_one() {
        let items: Vec<(u16, Bytes)> =
            (0..5_000).map(|n: u16| (n.wrapping_mul(40_503), Bytes(n.to_le_bytes().into()))).collect();
        let mut expected = items.clone();
        expected.sort();
        let (n_runs, found) = sorted(200, &items);
        assert_eq!(found, expected);
        assert!((1..MAX_RUNS).contains(&n_runs), "{n_runs}");
    }

    #[test]
    fn a_disk_that_fails_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let scratch = Arc::new(Scratch::new(&folder.path().join("nowhere"), 8));
        let mut sorter = Sorter::new(&scratch);
        sorter.extend(0..100_u64);
        assert_eq!(sorter.finish().walk().count(), 0);
        let problem = scratch.check().expect_err("nothing could be written");
        assert_eq!(problem.code.id, "R124");
    }
}
