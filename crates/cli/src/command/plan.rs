use clap::Args;

use super::{Failure, recipe_args::RecipeArgs, show};
use crate::terminal;

#[derive(Debug, Args)]
pub(crate) struct Plan {
    #[command(flatten)]
    recipe: RecipeArgs,
}

impl Plan {
    pub(super) fn execute(&self) -> Result<(), Failure> {
        let checked = newsloom_pipeline::check(&self.recipe.recipe, &self.recipe.overrides);
        let (plan, warnings) = checked.map_err(Failure::Problems)?;
        show(&warnings);
        Ok(terminal::data(&plan.describe())?)
    }
}
