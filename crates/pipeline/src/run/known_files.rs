//! Files whose records an earlier run has read to the end: what chunks they fall into, so that nobody has to
//! read them again.

use newsloom_formats::{Input, hash_file, pack_shard, unpack_shard};
use serde::{Deserialize, Serialize};

use super::{
    chunks::Places,
    digest::Keys,
    job::Known,
    quarantine::{FileNames, Flaw},
};
use crate::cache::{Cache, Key};

/// More flaws than these are not worth keeping.
const MAX_FLAWS: usize = 10_000;
const COLUMN: &str = "file";

/// What is known of a file.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct KnownFile {
    pub(super) n_records: u64,
    pub(super) chunks: Vec<KnownChunk>,
    /// Records that were none.
    pub(super) flaws: Vec<Flaw>,
}

/// A chunk of a file that is in no other file.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct KnownChunk {
    hash: [u8; 16],
    n_bytes: u64,
    places: Places,
}

/// A file that this run reads.
#[derive(Debug)]
struct Unknown {
    file: usize,
    key: Key,
    known: KnownFile,
    is_worth_keeping: bool,
}

/// The files that have chunks of their own.
pub(super) struct KnownFiles<'a> {
    cache: &'a Cache,
    keys: &'a Keys<'a>,
    inputs: &'a [Input],
    n_found: usize,
    unknown: Vec<Unknown>,
}

/// How many files were read and are known now, and how many were known before.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct FileCounts {
    pub(super) n_made: usize,
    pub(super) n_reused: usize,
}

impl<'a> KnownFiles<'a> {
    pub(super) fn new(cache: &'a Cache, keys: &'a Keys<'a>, inputs: &'a [Input]) -> Self {
        Self { cache, keys, inputs, n_found: 0, unknown: Vec::new() }
    }

    /// What is known of the file of a number, if the cache has the blocks of all its chunks; if not, it is to
    /// be read.
    pub(super) fn find(&mut self, file: usize, names: &FileNames) -> Option<KnownFile> {
        let key = self.key(file)?;
        let known = self.cache.get(&key).and_then(|bytes| unpack(&bytes));
        let has_blocks = |chunk: &KnownChunk| self.cache.has(&self.keys.blocks(chunk.hash));
        let Some(mut known) = known.filter(|known| known.chunks.iter().all(has_blocks)) else {
            self.unknown.push(Unknown { file, key, known: KnownFile::default(), is_worth_keeping: true });
            return None;
        };
        self.n_found += 1;
        let place = names.number(&self.inputs[file].shown);
        known.chunks.iter_mut().for_each(|chunk| chunk.places.set_file(file));
        known.flaws.iter_mut().for_each(|flaw| flaw.place.file = place);
        Some(known)
    }

    /// None if it cannot be read; then reading it says so.
    fn key(&self, file: usize) -> Option<Key> {
        let input = &self.inputs[file];
        Some(self.keys.file(input, &hash_file(&input.path).ok()?))
    }

    /// Counts a record of the file that was looked for last and not found.
    pub(super) fn count(&mut self, file: usize) {
        if let Some(unknown) = self.unknown.last_mut().filter(|unknown| unknown.file == file) {
            unknown.known.n_records += 1;
        }
    }

    /// A record of that file is none.
    pub(super) fn flaw(&mut self, file: usize, flaw: &Flaw) {
        if let Some(unknown) = self.unknown.last_mut().filter(|unknown| unknown.file == file) {
            unknown.is_worth_keeping &= unknown.known.flaws.len() < MAX_FLAWS;
            if unknown.is_worth_keeping {
                unknown.known.flaws.push(flaw.clone());
            }
        }
    }

    /// Keeps what is known now of the files that this run has read, if they are still what they were when
    /// it began to read them.
    pub(super) fn keep(self, chunks: &[Known]) -> FileCounts {
        let mut counts = FileCounts { n_made: 0, n_reused: self.n_found };
        for unknown in &self.unknown {
            let is_same = self.key(unknown.file) == Some(unknown.key);
            let packed = (unknown.is_worth_keeping && is_same).then(|| unknown.pack(chunks));
            if let Some(Ok(bytes)) = packed {
                self.cache.put(&unknown.key, &bytes);
                counts.n_made += 1;
            }
        }
        counts
    }
}

impl Unknown {
    fn pack(&self, chunks: &[Known]) -> Result<Vec<u8>, String> {
        let of_file = chunks.iter().filter(|chunk| chunk.places.is_of(self.file));
        let chunks = of_file.map(|chunk| KnownChunk {
            hash: chunk.hash,
            n_bytes: chunk.n_bytes as u64,
            places: chunk.places.clone(),
        });
        let KnownFile { n_records, flaws, .. } = &self.known;
        let known = KnownFile { n_records: *n_records, chunks: chunks.collect(), flaws: flaws.clone() };
        let bytes = postcard::to_allocvec(&known).map_err(|error| error.to_string())?;
        let mut pieces = newsloom_formats::Pieces::default();
        pieces.push(&bytes);
        pack_shard(&[(COLUMN, &pieces)])
    }
}

fn unpack(bytes: &[u8]) -> Option<KnownFile> {
    let pieces = unpack_shard(bytes, &[COLUMN]).ok()?.pop()?;
    postcard::from_bytes(pieces.iter().next()?).ok()
}

impl From<KnownChunk> for Known {
    fn from(chunk: KnownChunk) -> Self {
        let n_bytes = usize::try_from(chunk.n_bytes).unwrap_or(usize::MAX);
        Self { hash: chunk.hash, n_bytes, places: chunk.places }
    }
}
