use std::{
    cmp::Reverse,
    collections::{BinaryHeap, binary_heap::PeekMut},
    marker::PhantomData,
    slice,
};

use newsloom_formats::{ScratchBlock, ScratchFile};
use serde::de::DeserializeOwned;

use super::{Scratch, sorter::Runs};

/// The items of sorted runs, in order.
pub(super) fn merge<'a, T: Ord + DeserializeOwned>(scratch: &'a Scratch, runs: &'a Runs) -> Merge<'a, T> {
    let file = runs.file.as_ref();
    let open = |blocks: &'a Vec<ScratchBlock>| Some(Run::new(scratch, file?, blocks));
    let mut runs: Vec<Run<'a, T>> = runs.runs.iter().filter_map(open).collect();
    let first = |(at, run): (usize, &mut Run<'a, T>)| Some(Reverse((run.next()?, at)));
    let heap = runs.iter_mut().enumerate().filter_map(first).collect();
    Merge { runs, heap }
}

/// Sorted runs that are being merged.
pub(super) struct Merge<'a, T> {
    runs: Vec<Run<'a, T>>,
    /// The next item of each run.
    heap: BinaryHeap<Reverse<(T, usize)>>,
}

impl<T: Ord + DeserializeOwned> Iterator for Merge<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        let mut first = self.heap.peek_mut()?;
        let at = first.0.1;
        match self.runs[at].next() {
            Some(next) => Some(std::mem::replace(&mut first.0.0, next)),
            None => Some(PeekMut::pop(first).0.0),
        }
    }
}

/// A run that is being read, block by block.
struct Run<'a, T> {
    scratch: &'a Scratch,
    file: &'a ScratchFile,
    blocks: slice::Iter<'a, ScratchBlock>,
    bytes: Vec<u8>,
    /// Bytes of the block that are read.
    n_read: usize,
    items: PhantomData<T>,
}

impl<'a, T: DeserializeOwned> Run<'a, T> {
    fn new(scratch: &'a Scratch, file: &'a ScratchFile, blocks: &'a [ScratchBlock]) -> Self {
        Self { scratch, file, blocks: blocks.iter(), bytes: Vec::new(), n_read: 0, items: PhantomData }
    }

    fn next(&mut self) -> Option<T> {
        if self.n_read == self.bytes.len() {
            let read = self.file.read(self.blocks.next()?);
            self.bytes = read.map_err(|error| self.scratch.fail(&error)).ok()?;
            self.n_read = 0;
        }
        let (item, rest) = postcard::take_from_bytes(&self.bytes[self.n_read..]).expect("as it was written");
        self.n_read = self.bytes.len() - rest.len();
        Some(item)
    }
}
