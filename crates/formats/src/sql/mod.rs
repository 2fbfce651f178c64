//! A recipe's own tables: SQL over the finished ones, by `SQLite`.
//!
//! A [`Catalog`] checks a query against the columns of the tables without a row of them; a [`Database`]
//! holds what the queries read and writes what they give. Queries run on one thread over rows in the
//! order of their files, and see neither clock, chance nor file system, so that they give the same bytes
//! in every run.

mod catalog;
mod database;
mod functions;
mod problem;
mod tokens;
mod typing;

pub use catalog::{Catalog, Query};
pub use database::{Database, OwnTable};
pub use problem::SqlProblem;

use newsloom_corpus::table::{ColumnKind, Schema};

/// The columns of a table by the names under which SQL knows them: their own, with a number behind those
/// that differ from an earlier one by their case alone, which SQL does not see.
fn sql_names(schema: &Schema) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(schema.columns.len());
    for column in &schema.columns {
        let is_free = |name: &String| names.iter().all(|other| !other.eq_ignore_ascii_case(name));
        let numbered = (2..).map(|n| format!("{}_{n}", column.name));
        let mut candidates = std::iter::once(column.name.to_string()).chain(numbered);
        let name = candidates.find(is_free).expect("there is always a further number");
        names.push(name);
    }
    names
}

/// The statement that makes an empty table; only texts, whole numbers and doubles are told apart.
fn create_table(schema: &Schema) -> String {
    let columns: Vec<String> = sql_names(schema)
        .iter()
        .zip(&schema.columns)
        .map(|(name, column)| format!("{} {}", quoted(name), declared(column.kind)))
        .collect();
    format!("CREATE TABLE {} ({})", quoted(&schema.name), columns.join(", "))
}

fn declared(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Text | ColumnKind::Date | ColumnKind::Timestamp => "TEXT",
        ColumnKind::Float64 => "REAL",
        ColumnKind::Bool
        | ColumnKind::UInt8
        | ColumnKind::UInt32
        | ColumnKind::UInt64
        | ColumnKind::Int32
        | ColumnKind::Int64 => "INTEGER",
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
