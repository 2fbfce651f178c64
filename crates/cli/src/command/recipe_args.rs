use std::path::PathBuf;

use clap::Args;

/// A recipe and what changes it for one call.
#[derive(Debug, Args)]
pub(crate) struct RecipeArgs {
    /// The recipe, a TOML file
    pub(crate) recipe: PathBuf,
    /// Change a setting for this call, such as `score.context=article`
    #[arg(long = "set", value_name = "SECTION.KEY=VALUE")]
    pub(crate) overrides: Vec<String>,
}
