//! What of a run is in the cache already, and why the rest is not.

use std::{collections::BTreeMap, io};

use newsloom_diagnostics::Diagnostic;

use super::{job::Job, stories::StoryMapper};
use crate::{
    Plan,
    cache::{Cache, CacheOptions, Key, Map},
};

/// What of a run is in the cache already.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CachePlan {
    /// Chunks that the input falls into.
    pub n_chunks: usize,
    /// Chunks that need not be worked on again.
    pub n_cached: usize,
    /// Why the others must be, with their number.
    pub why_not: BTreeMap<&'static str, usize>,
}

/// Looks up what a run of the plan would find in a cache. The articles are read, nothing is written.
///
/// # Errors
/// A113, P213, if a file cannot be opened; R102, if the cache cannot be listed.
pub fn cached(plan: &Plan, options: &CacheOptions) -> Result<CachePlan, Diagnostic> {
    let unreadable = |e: io::Error| Diagnostic::error("R102", format!("cannot read the cache: {e}"));
    let cache = Cache::open_existing(options).map_err(unreadable)?;
    cache.stop_writing();
    let job = Job { cache: Some(&cache), ..Job::quiet(plan) };
    let read = job.blocks()?;
    let keys = StoryMapper::new(&job, &read).keys();
    let mut found = CachePlan { n_chunks: read.chunks.len(), ..CachePlan::default() };
    for key in keys {
        match key.map_or(Some(NEW), |key| why_not(&cache, &key)) {
            None => found.n_cached += 1,
            Some(reason) => *found.why_not.entry(reason).or_default() += 1,
        }
    }
    Ok(found)
}

const NEW: &str = "new or changed records";

/// Why there is no shard of a key; `None` if there is one. Of several shards of the same records the one
/// that is most alike tells.
fn why_not(cache: &Cache, key: &Key) -> Option<&'static str> {
    if cache.has(key) {
        return None;
    }
    let n_same = |other: &Key| {
        u8::from(other.settings == key.settings) * 4
            + u8::from(other.dictionary == key.dictionary) * 2
            + u8::from(other.blocks == key.blocks)
    };
    let nearest = cache.of_records(Map::Stories, key.records).into_iter().max_by_key(n_same);
    Some(match nearest {
        None => "records that no run has finished",
        Some(other) if other.settings != key.settings => {
            "other settings, another last day or another version"
        }
        Some(other) if other.dictionary != key.dictionary => "names in them have changed in a dictionary",
        Some(_) => "what their outlets repeat has changed",
    })
}
