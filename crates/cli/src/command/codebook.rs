use clap::Args;
use newsloom_pipeline::{Column, Schema, codebook};

use super::Failure;
use crate::terminal;

#[derive(Debug, Args)]
pub(crate) struct Codebook {
    /// Only this table
    table: Option<String>,
}

impl Codebook {
    pub(super) fn execute(&self) -> Result<(), Failure> {
        let tables = codebook();
        let chosen: Vec<&Schema> =
            tables.iter().filter(|t| self.table.as_ref().is_none_or(|name| *name == t.name)).collect();
        if chosen.is_empty() {
            let names: Vec<&str> = tables.iter().map(|t| &*t.name).collect();
            return Err(Failure::Usage(format!("no such table; there are: {}", names.join(", "))));
        }
        Ok(terminal::data(&chosen.iter().map(|t| describe(t)).collect::<Vec<_>>().join("\n"))?)
    }
}

fn describe(table: &Schema) -> String {
    let head = format!("# {}\n{}\nSorted by {}.\n\n", table.name, table.meaning, table.key.join(", "));
    let rows: String = table.columns.iter().map(row).collect();
    format!("{head}| column | type | unit | meaning |\n|---|---|---|---|\n{rows}")
}

fn row(column: &Column) -> String {
    let null = if column.nullable { "?" } else { "" };
    format!("| {} | {}{null} | {} | {} |\n", column.name, column.kind.as_str(), column.unit, column.meaning)
}
