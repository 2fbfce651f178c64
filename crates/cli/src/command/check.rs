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
        let (plan, warnings) = checked.map_err(Failure::Problems)?;
        show(&warnings);
        plan.try_output().map_err(|problem| Failure::Problems(vec![problem]))?;
        terminal::talk(&format!("{}: no mistakes found", self.recipe.recipe.display()));
        Ok(())
    }
}
