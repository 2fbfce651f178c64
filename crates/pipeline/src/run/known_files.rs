//! Files whose records an earlier run has read to the end: what chunks they fall into, so that nobody has to
//! read them again.

use std::{
    collections::BTreeMap,
    fs,
    time::{Duration, SystemTime},
};

use newsloom_formats::{Input, hash_file, pack_shard, unpack_shard};
use serde::{Deserialize, Serialize};

use super::{
    digest::Keys,
    job::Known,
    quarantine::{FileNames, Flaw},
};
use crate::cache::{Cache, Key};

/// More flaws than these are not worth keeping.
const MAX_FLAWS: usize = 10_000;
/// The file could not be read to its end: it may be another time.
const CUT_OFF: &str = "A113";
const COLUMN: &str = "file";

/// What is known of a file.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct KnownFile {
    pub(super) n_records: u64,
    pub(super) chunks: Vec<Known>,
    /// Records that were none.
    pub(super) flaws: Vec<Flaw>,
}

/// A file that this run reads.
#[derive(Debug)]
struct Unknown {
    file: usize,
    stamp: Stamp,
    /// The key before it was read, if anybody asked.
    key: Option<Key>,
    known: KnownFile,
    is_worth_keeping: bool,
}

/// What changes when a file does, unless that was a moment ago.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    n_bytes: u64,
    modified: SystemTime,
}

/// A file that was changed so shortly ago can change again under the same stamp.
const JUST_NOW: Duration = Duration::from_secs(3);

impl Stamp {
    fn of(input: &Input) -> Option<Self> {
        let file = fs::metadata(&input.path).ok()?;
        Some(Self { n_bytes: file.len(), modified: file.modified().ok()? })
    }

    fn is_of_just_now(&self) -> bool {
        SystemTime::now().duration_since(self.modified).map_or(true, |age| age < JUST_NOW)
    }
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
    ///
    /// Its bytes are hashed before only if the cache knows a file of this name, or where its stamp would not
    /// tell that it changes meanwhile.
    pub(super) fn find(&mut self, file: usize, names: &FileNames) -> Option<KnownFile> {
        let stamp = Stamp::of(&self.inputs[file])?;
        let is_hashed =
            stamp.is_of_just_now() || self.cache.has_file(&self.keys.file_of_name(&self.inputs[file]));
        let key = if is_hashed { Some(self.key(file)?) } else { None };
        let Some(mut known) = key.and_then(|key| self.known(&key)) else {
            let known = KnownFile::default();
            self.unknown.push(Unknown { file, stamp, key, known, is_worth_keeping: true });
            return None;
        };
        self.n_found += 1;
        let place = names.number(&self.inputs[file].shown);
        known.chunks.iter_mut().for_each(|chunk| chunk.places.set_file(file));
        known.flaws.iter_mut().for_each(|flaw| flaw.place.file = place);
        Some(known)
    }

    fn known(&self, key: &Key) -> Option<KnownFile> {
        let known = unpack(&self.cache.get(key)?)?;
        let has_blocks = |chunk: &Known| self.cache.has(&self.keys.blocks(chunk.hash));
        Some(known).filter(|known| known.chunks.iter().all(has_blocks))
    }

    /// None if it cannot be read; then reading it says so.
    fn key(&self, file: usize) -> Option<Key> {
        let input = &self.inputs[file];
        Some(self.keys.file(input, &hash_file(&input.path).ok()?))
    }

    /// The key of a file that is still what it was when this run began to read it.
    fn key_of_same(&self, unknown: &Unknown) -> Option<Key> {
        let key = self.key(unknown.file)?;
        let is_same = unknown.key.is_none_or(|before| before == key);
        (is_same && Stamp::of(&self.inputs[unknown.file]) == Some(unknown.stamp)).then_some(key)
    }

    /// A record of the file that was looked for last and not found is none.
    pub(super) fn flaw(&mut self, file: usize, flaw: &Flaw) {
        if let Some(unknown) = self.unknown.last_mut().filter(|unknown| unknown.file == file) {
            unknown.is_worth_keeping &= unknown.known.flaws.len() < MAX_FLAWS && flaw.code != CUT_OFF;
            if unknown.is_worth_keeping {
                unknown.known.flaws.push(flaw.clone());
            }
        }
    }

    /// Keeps what is known now of the files that this run has read, if they are still what they were when
    /// it began to read them.
    pub(super) fn keep(mut self, chunks: &[Known], n_records_by_file: &BTreeMap<String, u64>) -> FileCounts {
        let mut counts = FileCounts { n_made: 0, n_reused: self.n_found };
        let unknown = std::mem::take(&mut self.unknown);
        for mut unknown in unknown.into_iter().filter(|unknown| unknown.is_worth_keeping) {
            let Some(key) = self.key_of_same(&unknown) else { continue };
            let of_file = chunks.iter().filter(|chunk| chunk.places.is_of(unknown.file));
            unknown.known.chunks = of_file.cloned().collect();
            let shown = &*self.inputs[unknown.file].shown;
            unknown.known.n_records = n_records_by_file.get(shown).copied().unwrap_or_default();
            if let Ok(bytes) = unknown.known.pack() {
                self.cache.put(&key, &bytes);
                counts.n_made += 1;
            }
        }
        counts
    }
}

impl KnownFile {
    fn pack(&self) -> Result<Vec<u8>, String> {
        let bytes = postcard::to_allocvec(self).map_err(|error| error.to_string())?;
        let mut pieces = newsloom_formats::Pieces::default();
        pieces.push(&bytes);
        pack_shard(&[(COLUMN, &pieces)])
    }
}

fn unpack(bytes: &[u8]) -> Option<KnownFile> {
    let pieces = unpack_shard(bytes, &[COLUMN]).ok()?.pop()?;
    postcard::from_bytes(pieces.iter().next()?).ok()
}
