//! Recipe to plan to run to manifest.
//!
//! [`check`] turns a recipe into a [`Plan`] or into every problem it has; [`run`] carries a plan out
//! and leaves tables, a data package and a manifest behind. This is the only crate with threads.

mod describe;
pub mod dictionary;
mod fingerprint;
mod generate;
mod groups;
mod init;
pub mod list;
mod plan;
pub mod recipe;
mod run;

pub use describe::describe_settings;
pub use generate::generate;
pub use init::init;
pub use list::Listed;
pub use newsloom_corpus::{
    Accounting,
    table::{Column, Schema},
};
pub use newsloom_extract::ImportOptions;
pub use newsloom_generate::Options as GenerateOptions;
pub use plan::{Plan, check};
pub use run::{
    Observer, Outcome, RunOptions, Sensitivity, SensitivityOptions, Silent, TopPair, run, sensitivity,
};

/// The description of every table, with the columns that every measure can add.
pub fn codebook() -> Vec<Schema> {
    let mut tables = newsloom_corpus::table::schemas();
    for table in tables.iter_mut().filter(|t| t.name == "comentions") {
        table.columns.extend(newsloom_score::MEASURES.iter().map(measure_column));
    }
    tables
}

/// The column that a measure adds to the table of pairs.
pub(crate) fn measure_column(measure: &newsloom_score::Measure) -> Column {
    Column {
        name: measure.column.into(),
        kind: newsloom_corpus::table::ColumnKind::Float64,
        nullable: true,
        unit: measure.unit.into(),
        meaning: format!("{} ({}).", measure.meaning, measure.citation),
    }
}
