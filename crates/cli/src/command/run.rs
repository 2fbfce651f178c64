use std::path::PathBuf;

use clap::Args;
use newsloom_pipeline::RunOptions;

use super::{Failure, cache_args::CacheArgs, recipe_args::RecipeArgs, show};
use crate::{progress::Progress, size, summary::summary, terminal};

#[derive(Debug, Args)]
pub(crate) struct Run {
    #[command(flatten)]
    recipe: RecipeArgs,
    /// Number of threads; all cores by default
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Folder to write to, in place of the recipe's
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    cache: CacheArgs,
    /// Keep nothing for the next run and use nothing of earlier ones
    #[arg(long)]
    no_cache: bool,
    /// Memory that the run may take, such as 500MB or 16GB; results are the same whatever it is
    #[arg(long, value_name = "SIZE", default_value = "2GB", value_parser = size::memory)]
    memory: u64,
    /// Folder on whose disk the run puts aside what does not fit in memory; the output folder by default
    #[arg(long, value_name = "DIR")]
    scratch: Option<PathBuf>,
    /// Print nothing but errors
    #[arg(long)]
    quiet: bool,
}

impl Run {
    pub(super) fn execute(&self) -> Result<(), Failure> {
        let checked = newsloom_pipeline::check(&self.recipe.recipe, &self.recipe.overrides);
        let (plan, warnings) = checked.map_err(Failure::Problems)?;
        if !self.quiet {
            show(&warnings);
        }
        let progress = Progress::new(!self.quiet && terminal::is_watched());
        let options = RunOptions {
            threads: self.threads,
            output: self.output.clone(),
            cache: self.cache.unless(self.no_cache),
            memory: Some(self.memory),
            scratch: self.scratch.clone(),
            made_of_run: newsloom_report::FILES.to_vec(),
        };
        let outcome = newsloom_pipeline::run(&plan, &options, &progress);
        progress.finish();
        let outcome = outcome.map_err(Failure::Problems)?;
        super::report::write(&outcome.directory)?;
        if !self.quiet {
            terminal::talk(&summary(&outcome));
        }
        Ok(())
    }
}
