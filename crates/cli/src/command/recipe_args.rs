use std::path::PathBuf;

use clap::Args;
use newsloom_pipeline::Plan;

use super::Failure;

/// A recipe and what changes it for one call.
#[derive(Debug, Args)]
pub(crate) struct RecipeArgs {
    /// The recipe, a TOML file
    pub(crate) recipe: PathBuf,
    /// Change a setting for this call, such as `score.context=article`
    #[arg(long = "set", value_name = "SECTION.KEY=VALUE")]
    pub(crate) overrides: Vec<String>,
}

impl RecipeArgs {
    /// The plan of the recipe; its warnings are passed over, `check` and `run` show them.
    pub(super) fn plan(&self) -> Result<Plan, Failure> {
        let checked = newsloom_pipeline::check(&self.recipe, &self.overrides);
        checked.map(|(plan, _)| plan).map_err(Failure::Problems)
    }
}
