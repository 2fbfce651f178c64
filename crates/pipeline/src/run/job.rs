//! A run's map work: the same for every pass and every command that reads the articles.

use std::sync::atomic::{AtomicUsize, Ordering};

use newsloom_diagnostics::Diagnostic;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    Observer, Silent,
    chunks::{Chunk, Places, Reread, changed},
    known_files::FileCounts,
    memory::Memory,
};
use crate::{
    Plan,
    cache::{Cache, Map},
};

/// What all map work of a run shares.
pub(crate) struct Job<'a> {
    pub(super) plan: &'a Plan,
    pub(super) cache: Option<&'a Cache>,
    pub(super) observer: &'a dyn Observer,
    pub(super) memory: Memory,
    pub(super) tally: ShardTally,
}

impl<'a> Job<'a> {
    /// Without a cache and without an observer.
    pub(crate) fn quiet(plan: &'a Plan) -> Self {
        Self::new(plan, &Silent)
    }

    /// Without a cache.
    pub(super) fn new(plan: &'a Plan, observer: &'a dyn Observer) -> Self {
        let memory = Memory::of_reader();
        Self { plan, cache: None, observer, memory, tally: ShardTally::default() }
    }
}

impl Job<'_> {
    /// What became of the shards, for `run.json`.
    pub(super) fn shards_json(&self) -> Value {
        let Some(cache) = self.cache else { return Value::Null };
        let mut shards = self.tally.json();
        shards["damaged"] = cache.n_damaged().into();
        shards["not_kept"] = cache.failure().into();
        shards
    }
}

/// A chunk that was read before.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Known {
    pub(super) hash: [u8; 16],
    pub(super) n_bytes: usize,
    pub(super) places: Places,
}

impl Known {
    pub(super) fn of(chunk: &Chunk) -> Self {
        Self { hash: chunk.hash(), n_bytes: chunk.n_bytes(), places: chunk.places.clone() }
    }

    /// The chunk, read again.
    ///
    /// # Errors
    /// A113, if a file cannot be opened; R122, if the records are others now.
    pub(super) fn read(&self, reread: &mut Reread<'_>, plan: &Plan) -> Result<Chunk, Diagnostic> {
        let chunk = reread.chunk(&self.places)?;
        let is_same = chunk.n_bytes() == self.n_bytes && chunk.hash() == self.hash;
        if is_same { Ok(chunk) } else { Err(changed(self.places.shown(&plan.inputs))) }
    }
}

/// How many shards were made and how many were there.
#[derive(Debug, Default)]
pub(super) struct ShardTally {
    made: [AtomicUsize; Map::ALL.len()],
    reused: [AtomicUsize; Map::ALL.len()],
}

impl ShardTally {
    pub(super) fn made(&self, map: Map) {
        self.made[map as usize].fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn reused(&self, map: Map) {
        self.reused[map as usize].fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn files(&self, counts: FileCounts) {
        self.made[Map::Files as usize].fetch_add(counts.n_made, Ordering::Relaxed);
        self.reused[Map::Files as usize].fetch_add(counts.n_reused, Ordering::Relaxed);
    }

    /// For `run.json`.
    pub(super) fn json(&self) -> Value {
        let n = |counts: &[AtomicUsize], map: Map| counts[map as usize].load(Ordering::Relaxed);
        let count = |map| json!({"made": n(&self.made, map), "reused": n(&self.reused, map)});
        Map::ALL.into_iter().map(|map| (map.as_str().to_owned(), count(map))).collect()
    }
}
