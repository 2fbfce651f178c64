use clap::{Args, ValueEnum};
use newsloom_pipeline::{STEADINESS_COLUMNS, SensitivityOptions, sensitivity, steadiness_csv};

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
    /// Instead of the choices, the edges at the top of the recipe's ranking: how many of the other choices keep
    /// each there, and which do not
    #[arg(long)]
    edges: bool,
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
        let found = found.map_err(Failure::Problems)?;
        let text = match (self.edges, self.format == Format::Csv) {
            (true, true) => steadiness_csv(&found.edges),
            (true, false) => {
                aligned(&with_names(&STEADINESS_COLUMNS, found.edges.into_iter().map(edge_cells)))
            }
            (false, true) => csv(&with_names(&COLUMNS, found.choices.into_iter().map(cells))),
            (false, false) => aligned(&with_names(&COLUMNS, found.choices.into_iter().map(cells))),
        };
        Ok(terminal::data(&terminal::harmless_csv(&text))?)
    }
}

fn with_names(columns: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Vec<Vec<String>> {
    let names = columns.iter().map(|&name| name.to_owned()).collect();
    std::iter::once(names).chain(rows).collect()
}

fn cells(row: newsloom_pipeline::Sensitivity) -> Vec<String> {
    let number = |value: Option<f64>| value.map_or_else(String::new, |value| format!("{value:.3}"));
    let counts = [row.n_pairs, row.n_significant, row.n_common].map(|n| n.to_string());
    let numbers =
        [row.rank_correlation_weight, row.rank_correlation_ratio, row.top_overlap, row.significant_overlap];
    let choices = row.choices.into_iter().chain([row.is_recipe.to_string()]);
    choices.chain(counts).chain(numbers.map(number)).collect()
}

fn edge_cells(row: newsloom_pipeline::Steadiness) -> Vec<String> {
    let [rank, n_choices, n_top, n_significant] =
        [row.rank, row.n_choices, row.n_top, row.n_significant].map(|n| n.to_string());
    vec![rank, row.source, row.target, n_choices, n_top, n_significant, row.lost.join("; ")]
}

/// Cells are numbers and the words of choices: none needs quotes.
fn csv(rows: &[Vec<String>]) -> String {
    rows.iter().map(|row| row.join(",") + "\n").collect()
}

fn aligned(rows: &[Vec<String>]) -> String {
    let width = |at: usize| rows.iter().map(|row| row[at].len()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..rows[0].len()).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}
