//! Recipe to plan to run to manifest.
//!
//! [`check`] turns a recipe into a [`Plan`] or into every problem it has; [`run`] carries a plan out
//! and leaves tables, a data package and a manifest behind. This is the only crate with threads.

mod cache;
mod coding;
mod compare;
mod cue;
mod describe;
pub mod dictionary;
mod fingerprint;
mod finished;
mod generate;
mod groups;
mod in_pairs;
mod init;
pub mod list;
mod map;
mod names;
mod own_tables;
mod packaged;
mod passage;
mod plan;
mod provenance;
pub mod recipe;
mod run;
mod spill;
mod suggest;
mod table_diff;
mod verify;
mod who;
mod why;

pub use cache::{CacheOptions, CacheSummary, cache_summary, prune_cache};
pub use coding::{SampleOptions, Sampled, Stratum, sample, validate, validation_json};
pub use compare::{Comparison, compare};
pub use describe::describe_settings;
pub use generate::generate;
pub use init::init;
pub use list::Listed;
pub use map::{BatchMap, DictionaryTexts, MapPlan};
pub use newsloom_corpus::{
    Accounting, Agreement, Estimate, Validation, Week,
    table::{Column, Schema},
};
pub use newsloom_extract::ImportOptions;
pub use newsloom_formats::is_decoding;
pub use newsloom_generate::Options as GenerateOptions;
pub use plan::{Plan, check};
pub use provenance::describe_run;
pub use run::{CachePlan, MIN_MEMORY, cached};
pub use run::{
    Observer, Outcome, RunOptions, STEADINESS_COLUMNS, Sensitivities, Sensitivity, SensitivityOptions,
    Silent, Steadiness, TopPair, run, sensitivity, steadiness_csv,
};
pub use suggest::{Suggestion, suggest, suggestions_csv};
pub use verify::{Difference, Reporter, Verified, VerifyOptions, verify, verify_outputs};
pub use why::{Asked, Evidence, Named, Passage, Question, why};

/// The description of every table, with the columns that every measure can add.
pub fn codebook() -> Vec<Schema> {
    let mut tables = newsloom_corpus::table::schemas();
    for table in tables.iter_mut().filter(|t| t.name == "comentions") {
        table.columns.extend(newsloom_score::MEASURES.iter().map(measure_column));
    }
    tables
}

/// The column of the table of articles that carries a column of the input.
pub(crate) fn kept_column(name: &str) -> Column {
    Column {
        name: name.to_owned().into(),
        kind: newsloom_corpus::table::ColumnKind::Text,
        nullable: true,
        unit: "text".into(),
        meaning: format!("Column `{name}` of the input, verbatim."),
    }
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
