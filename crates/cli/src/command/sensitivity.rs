use clap::{Args, ValueEnum};
use newsloom_pipeline::{SensitivityOptions, sensitivity};

use super::{Failure, recipe_args::RecipeArgs};
use crate::{progress::Progress, terminal};

#[derive(Debug, Args)]
pub(crate) struct Sensitivity {
    #[command(flatten)]
    recipe: RecipeArgs,
    /// Every combination of choices (216), instead of one choice at a time
    #[arg(long)]
    full: bool,
    /// Edges at the top of the ranking whose overlap is counted
    #[arg(long, value_name = "N", default_value_t = 50)]
    top: usize,
    /// How the table is printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Number of threads; all cores by default
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Aligned columns
    Text,
    /// Comma-separated values
    Csv,
}

const COLUMNS: [&str; 13] = [
    "context",
    "counting",
    "level",
    "demonyms",
    "metonymy",
    "is_recipe",
    "n_pairs",
    "n_significant",
    "n_common",
    "rank_correlation_weight",
    "rank_correlation_ratio",
    "top_overlap",
    "significant_overlap",
];

impl Sensitivity {
    pub(super) fn execute(&self) -> Result<(), Failure> {
        let progress = Progress::new(terminal::is_watched());
        let options = SensitivityOptions { is_full: self.full, n_top: self.top, threads: self.threads };
        let found = sensitivity((&self.recipe.recipe, &self.recipe.overrides), &options, &progress);
        progress.finish();
        let rows = found.map_err(Failure::Problems)?.into_iter().map(cells);
        let all: Vec<Vec<String>> =
            std::iter::once(COLUMNS.map(str::to_owned).to_vec()).chain(rows).collect();
        Ok(terminal::data(&if self.format == Format::Csv { csv(&all) } else { aligned(&all) })?)
    }
}

fn cells(row: newsloom_pipeline::Sensitivity) -> Vec<String> {
    let number = |value: Option<f64>| value.map_or_else(String::new, |value| format!("{value:.3}"));
    let counts = [row.n_pairs, row.n_significant, row.n_common].map(|n| n.to_string());
    let numbers =
        [row.rank_correlation_weight, row.rank_correlation_ratio, row.top_overlap, row.significant_overlap];
    let choices = row.choices.into_iter().chain([row.is_recipe.to_string()]);
    choices.chain(counts).chain(numbers.map(number)).collect()
}

/// No cell needs quotes: all are words of a closed list or numbers.
fn csv(rows: &[Vec<String>]) -> String {
    rows.iter().map(|row| row.join(",") + "\n").collect()
}

fn aligned(rows: &[Vec<String>]) -> String {
    let width = |at: usize| rows.iter().map(|row| row[at].len()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..COLUMNS.len()).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}
