use clap::Args;

use super::{Failure, recipe_args::RecipeArgs, show};
use crate::terminal;

#[derive(Debug, Args)]
pub(crate) struct Check {
    #[command(flatten)]
    recipe: RecipeArgs,
}

impl Check {
    pub(super) fn execute(&self) -> Result<(), Failure> {
        let checked = newsloom_pipeline::check(&self.recipe.recipe, &self.recipe.overrides);
        let (_, warnings) = checked.map_err(Failure::Problems)?;
        show(&warnings);
        terminal::talk(&format!("{}: no mistakes found", self.recipe.recipe.display()));
        Ok(())
    }
}
