use clap::{Args, ValueEnum};
use newsloom_pipeline::{Listed, list};

use super::Failure;
use crate::terminal;

#[derive(Debug, Args)]
pub(crate) struct List {
    /// What to list
    what: What,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum What {
    Measures,
    NullModels,
    Rules,
    ExtractionRules,
    Formats,
    Inputs,
    Tables,
}

impl List {
    pub(super) fn execute(&self) -> Result<(), Failure> {
        let entries: Vec<Listed> = match self.what {
            What::Measures => list::measures(),
            What::NullModels => list::null_models(),
            What::Rules => list::rules(),
            What::ExtractionRules => list::extraction_rules(),
            What::Formats => list::formats(),
            What::Inputs => list::inputs(),
            What::Tables => list::tables(),
        };
        let width = entries.iter().map(|e| e.name.len()).max().unwrap_or(0);
        let line = |e: &Listed| format!("{:width$}  {}\n", e.name, e.meaning);
        Ok(terminal::data(&entries.iter().map(line).collect::<String>())?)
    }
}
