use clap::Args;

use super::{Failure, cache_args::CacheArgs, recipe_args::RecipeArgs, show};
use crate::terminal;

#[derive(Debug, Args)]
pub(crate) struct Plan {
    #[command(flatten)]
    recipe: RecipeArgs,
    #[command(flatten)]
    cache: CacheArgs,
    /// Do not read the articles to tell what earlier runs have left in the cache
    #[arg(long)]
    no_cache: bool,
}

impl Plan {
    pub(super) fn execute(&self) -> Result<(), Failure> {
        let checked = newsloom_pipeline::check(&self.recipe.recipe, &self.recipe.overrides);
        let (plan, warnings) = checked.map_err(Failure::Problems)?;
        show(&warnings);
        terminal::data(&plan.describe())?;
        if let Some(options) = self.cache.unless(self.no_cache) {
            terminal::data(&described(&newsloom_pipeline::cached(&plan, &options)?))?;
        }
        Ok(())
    }
}

/// What is cached and why the rest is not.
fn described(cached: &newsloom_pipeline::CachePlan) -> String {
    let mut text = format!("\ncached: {} of {} chunks of articles\n", cached.n_cached, cached.n_chunks);
    for (reason, n) in &cached.why_not {
        text.push_str(&format!("  to be done: {n}, {reason}\n"));
    }
    text
}
