use clap::{Args, Subcommand};
use newsloom_diagnostics::Diagnostic;

use super::{Failure, cache_args::CacheArgs};
use crate::terminal;

#[derive(Debug, Args)]
pub(crate) struct Cache {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show how much is kept
    List(CacheArgs),
    /// Take out what was used longest ago, until no more than `--cache-size` is left
    Prune(CacheArgs),
}

impl Cache {
    pub(super) fn execute(&self) -> Result<(), Failure> {
        match &self.what {
            What::List(cache) => list(cache),
            What::Prune(cache) => prune(cache),
        }
    }
}

fn list(cache: &CacheArgs) -> Result<(), Failure> {
    let options = cache.options()?;
    let found = newsloom_pipeline::cache_summary(&options).map_err(|error| unreadable(&error))?;
    let text = format!(
        "folder,map,shards\n{folder},files,{}\n{folder},blocks,{}\n{folder},stories,{}\n{folder},rows,{}\n",
        found.n_files,
        found.n_blocks,
        found.n_stories,
        found.n_rows,
        folder = options.folder.display()
    );
    terminal::talk(&format!("{} bytes of {}", found.n_bytes, options.max_bytes));
    Ok(terminal::data(&text)?)
}

fn prune(cache: &CacheArgs) -> Result<(), Failure> {
    let options = cache.options()?;
    let n = newsloom_pipeline::prune_cache(&options).map_err(|error| unreadable(&error))?;
    let left = newsloom_pipeline::cache_summary(&options).map_err(|error| unreadable(&error))?;
    terminal::talk(&format!("took out {n} shards; {} bytes are left", left.n_bytes));
    Ok(())
}

fn unreadable(error: &std::io::Error) -> Failure {
    Failure::Problems(vec![Diagnostic::error("R102", format!("cannot read the cache: {error}"))])
}
