//! Carrying a plan out: two passes over the articles, then clusters, tallies and tables.

pub(crate) mod again;
mod batches;
mod blocks;
mod cached;
mod census;
mod chunks;
mod corpus;
mod counting;
mod digest;
mod evidence;
mod fold;
mod graph;
mod in_step;
mod job;
mod known_files;
mod labels;
pub(crate) mod manifest;
mod memory;
mod outcome;
mod part;
mod parts;
mod quarantine;
pub(crate) mod seen;
mod sensitivity;
mod stories;
mod story_tables;
mod summary;
mod tables;
mod tallies;
mod threads;
mod timing;

use std::path::PathBuf;

use newsloom_diagnostics::Diagnostic;
use newsloom_formats::{FolderLock, remove_file, try_folder};
use rayon::ThreadPoolBuilder;

pub use cached::{CachePlan, cached};
pub use outcome::{Outcome, TopPair};
pub use sensitivity::{
    STEADINESS_COLUMNS, Sensitivities, Sensitivity, SensitivityOptions, Steadiness, sensitivity,
    steadiness_csv,
};

use crate::{
    Plan,
    cache::{Cache, CacheOptions},
};
use job::Job;
pub use memory::MIN_MEMORY;
use memory::{DEFAULT_MEMORY, Memory};
use tables::Sink;
use timing::Timing;

/// What a call of [`run`] can change without changing a result.
#[derive(Debug, Clone, Default)]
pub struct RunOptions {
    /// Number of threads; all cores if `None`.
    pub threads: Option<usize>,
    /// Folder to write to in place of the plan's.
    pub output: Option<PathBuf>,
    /// Where what became of records is kept for the next run; nowhere if `None`.
    pub cache: Option<CacheOptions>,
    /// Bytes of memory that the run may take; 2 GB if `None`.
    pub memory: Option<u64>,
    /// Folder on whose disk it puts aside what does not fit; the output folder if `None`.
    pub scratch: Option<PathBuf>,
    /// Files of the output folder that are made of a finished run. Those of an earlier run go with its
    /// manifest: should this run end before they are made anew, none tells of other tables than are there.
    pub made_of_run: Vec<&'static str>,
}

/// Somebody who watches a run.
pub trait Observer: Sync {
    /// A stage begins; `n_records` is 0 if nobody knows how many there are.
    fn stage(&self, name: &'static str, n_records: u64);

    /// Some records are done.
    fn advance(&self, n_records: u64);
}

/// Nobody watches.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Observer for Silent {
    fn stage(&self, _: &'static str, _: u64) {}

    fn advance(&self, _: u64) {}
}

/// Carries a plan out and leaves tables, `datapackage.json` and `manifest.json` in the output folder.
///
/// The same plan over the same files gives the same bytes on any number of threads. The manifest
/// comes last: a folder without one holds an unfinished run.
///
/// # Errors
/// What stops a run: a file that cannot be opened or written (A113, R102), too many quarantined
/// records (R103), accounts that do not add up (R104).
pub fn run(plan: &Plan, options: &RunOptions, observer: &dyn Observer) -> Result<Outcome, Vec<Diagnostic>> {
    let threads = options.threads.unwrap_or(0);
    let pool = ThreadPoolBuilder::new().num_threads(threads).build();
    let pool =
        pool.map_err(|e| vec![Diagnostic::error("R102", format!("cannot start {threads} threads: {e}"))])?;
    pool.install(|| stages(plan, options, observer)).map_err(|problem| vec![problem])
}

fn stages(plan: &Plan, options: &RunOptions, observer: &dyn Observer) -> Result<Outcome, Diagnostic> {
    let directory = options.output.clone().unwrap_or_else(|| plan.directory.clone());
    try_folder(&directory)?;
    options.scratch.as_deref().map_or(Ok(()), try_folder)?;
    let _lock = FolderLock::of(&directory)?;
    let mut timing = Timing::start()?;
    let cache = options.cache.as_ref().map(open_cache).transpose()?;
    let n_bytes = options.memory.unwrap_or(DEFAULT_MEMORY);
    let memory = Memory::new(n_bytes, options.scratch.as_deref().unwrap_or(&directory));
    let job = Job { cache: cache.as_ref(), memory, ..Job::new(plan, observer) };
    let read = timing.stage("blocks", || job.blocks())?;
    let intake = timing.stage("articles", || job.intake(&read))?;
    observer.stage("clusters", 0);
    let corpus = timing.stage("clusters", || intake.finish(plan, &read))?;
    let n_quarantined = corpus.n_quarantined();
    outcome::refuse_too_many_quarantined(&n_quarantined, corpus.n_records(), plan.max_quarantined)?;
    observer.stage("tally", 0);
    let sink = Sink::new(plan, &directory)?;
    options.made_of_run.iter().try_for_each(|name| remove_file(&directory.join(name)))?;
    let folded = timing.stage("tally", || fold::fold(&corpus, &job, &sink))?;
    let accounting = folded.census.accounting(&corpus);
    accounting.check().map_err(|error| Diagnostic::error("R104", error.to_string()))?;
    observer.stage("tables", 0);
    let written = timing.stage("tables", || tables::write(&corpus, &folded, sink))?;
    let outcome = manifest::write((&corpus, &folded.census), plan, (&directory, accounting, written))?;
    timing.write(&directory, (rayon::current_num_threads(), job.shards_json()))?;
    Ok(outcome)
}

fn open_cache(options: &CacheOptions) -> Result<Cache, Diagnostic> {
    Cache::open(options).map_err(|error| {
        let message = format!("cannot open the cache `{}`: {error}", options.folder.display());
        Diagnostic::error("R102", message)
            .help("name another folder with `--cache`, or run with `--no-cache`")
    })
}
