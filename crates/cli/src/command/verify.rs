use std::{
    fmt::Write,
    path::{Path, PathBuf},
};

use clap::Args;
use indicatif::HumanBytes;
use newsloom_pipeline::{Verified, VerifyOptions};

use super::{Failure, counted, recipe_args::RecipeArgs};
use crate::{
    progress::Progress,
    terminal::{self, harmless},
};

#[derive(Debug, Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    recipe: RecipeArgs,
    /// Run again on each of these numbers of threads, such as 1,2,8; once on all cores by default
    #[arg(long, value_name = "N", value_delimiter = ',')]
    threads: Vec<usize>,
    /// Run again with the input files in so many other orders: in reverse, then shuffled
    #[arg(long, value_name = "N", default_value_t = 0)]
    orders: usize,
    /// Only compare the files on disk with the manifest; RECIPE may be the folder of the run
    #[arg(long, conflicts_with_all = ["threads", "orders"])]
    outputs_only: bool,
    /// Folder of the finished run, in place of the recipe's
    #[arg(long, value_name = "DIR")]
    run: Option<PathBuf>,
}

impl Verify {
    pub(super) fn execute(&self) -> Result<(), Failure> {
        let verified = if self.outputs_only { self.outputs()? } else { self.again()? };
        for note in &verified.notes {
            terminal::talk(&format!("note: {}", harmless(note)));
        }
        if verified.differences.is_empty() {
            terminal::talk(&success(&verified));
            return Ok(());
        }
        terminal::data(&differences(&verified))?;
        let n = counted(verified.differences.len(), "difference");
        Err(Failure::Differs(format!("\nnot verified: run {}: {n}", verified.run_id)))
    }

    fn outputs(&self) -> Result<Verified, Failure> {
        let folder = match &self.run {
            Some(folder) => folder.clone(),
            None if self.recipe.recipe.is_dir() => self.recipe.recipe.clone(),
            None => self.recipe.plan()?.directory,
        };
        Ok(newsloom_pipeline::verify_outputs(&folder, &newsloom_report::render)?)
    }

    fn again(&self) -> Result<Verified, Failure> {
        if self.recipe.recipe.is_dir() {
            let folder = self.recipe.recipe.display();
            let message = format!(
                "`{folder}` is a folder: name the recipe of the run, or add `--outputs-only` to check the files alone"
            );
            return Err(Failure::Usage(message));
        }
        let options =
            VerifyOptions { run: self.run.clone(), threads: self.threads.clone(), orders: self.orders };
        let recipe: (&Path, &[String]) = (&self.recipe.recipe, &self.recipe.overrides);
        let progress = Progress::new(terminal::is_watched());
        let verified = newsloom_pipeline::verify(recipe, &options, (&newsloom_report::render, &progress));
        progress.finish();
        verified.map_err(Failure::Problems)
    }
}

fn differences(verified: &Verified) -> String {
    let mut out = String::new();
    for difference in &verified.differences {
        let _ = writeln!(out, "{}: {}", harmless(&difference.subject), harmless(&difference.what));
        for detail in &difference.details {
            let _ = writeln!(out, "  {}", harmless(detail));
        }
    }
    out
}

fn success(verified: &Verified) -> String {
    let mut out = format!("verified: run {}\n", verified.run_id);
    let Verified { n_sources, n_files, n_bytes, again, .. } = verified;
    if !again.is_empty() {
        let files = counted(*n_sources, "file");
        let _ = writeln!(out, "{files} read: the same as in the run, and so is the recipe");
    }
    let (files, bytes) = (counted(*n_files, "file"), HumanBytes(*n_bytes));
    let _ = write!(out, "{files} written ({bytes}): as the manifest says");
    for name in again {
        let _ = write!(out, "\nrun again {name}: every byte the same");
    }
    out
}
