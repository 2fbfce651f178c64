use std::path::PathBuf;

use clap::Args;

use super::Failure;
use crate::terminal;

#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The recipe to write; a file that exists is left alone
    #[arg(default_value = "recipe.toml")]
    recipe: PathBuf,
}

impl Init {
    pub(super) fn execute(&self) -> Result<(), Failure> {
        newsloom_pipeline::init(&self.recipe)?;
        terminal::talk(&format!(
            "wrote {}: name your articles in it, then `newsloom check` and `newsloom run`",
            self.recipe.display()
        ));
        Ok(())
    }
}
