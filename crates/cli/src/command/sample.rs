use std::path::PathBuf;

use clap::Args;
use newsloom_pipeline::{SampleOptions, Stratum};

use super::{Failure, recipe_args::RecipeArgs, show};
use crate::terminal;

#[derive(Debug, Args)]
pub(crate) struct Sample {
    #[command(flatten)]
    recipe: RecipeArgs,
    /// Counted mentions to draw
    #[arg(long, value_name = "N", default_value_t = 200)]
    mentions: usize,
    /// Sentences to draw, with and without mentions, for recall
    #[arg(long, value_name = "N", default_value_t = 100)]
    sentences: usize,
    /// Joint contexts of pairs to draw
    #[arg(long, value_name = "N", default_value_t = 100)]
    pairs: usize,
    /// What the sample is spread over: kind, type, week, month, year, outlet; coarser if these are too many
    #[arg(long, value_delimiter = ',', default_values = ["kind", "type", "week"])]
    stratify: Vec<Stratum>,
    /// The seed: another one draws another sample
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The sheet to write; its key is written beside it
    #[arg(long, value_name = "FILE", default_value = "coding.csv")]
    output: PathBuf,
    /// Folder of the finished run, in place of the recipe's
    #[arg(long, value_name = "DIR")]
    run: Option<PathBuf>,
}

/// What coders are told.
const HOW_TO_CODE: &str = "\
Fill in the column `code`:
  mention   right, wrong or unsure: do the words in [[ ]] mean the actor shown, at that date?
  sentence  none, or the political actors that are named and stand in no brackets, parted by semicolons, each
            with its type if you know it: person: Ana Reis; party: Blue List. What stands in (( )) is found and
            left out on purpose, such as places, nationalities of things, and agencies that are quoted
  pair      right, wrong or unsure: does the text name both actors shown?
Do not look into the key: it says by which rule something was found.";

impl Sample {
    pub(super) fn execute(&self) -> Result<(), Failure> {
        let plan = self.recipe.plan()?;
        let folder = self.run.as_ref().unwrap_or(&plan.directory);
        let options = SampleOptions {
            mentions: self.mentions,
            sentences: self.sentences,
            pairs: self.pairs,
            stratify: self.stratify.clone(),
            seed: self.seed,
        };
        let (drawn, warnings) = newsloom_pipeline::sample(&plan, (folder, &self.output), &options)?;
        show(&warnings);
        for note in &drawn.notes {
            terminal::talk(&format!("note: {note}"));
        }
        let items: Vec<String> =
            drawn.items.iter().map(|(task, n, all)| format!("{task}s {n} of {all}")).collect();
        terminal::talk(&format!("{}: {}", drawn.sheet.display(), items.join(", ")));
        terminal::talk(&format!(
            "{}: the key, for `newsloom validate`\n\n{HOW_TO_CODE}",
            drawn.key.display()
        ));
        Ok(())
    }
}
