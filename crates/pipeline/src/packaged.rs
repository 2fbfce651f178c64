//! The tables of a finished run as its data package describes them, the recipe's own columns included.

use std::{borrow::Cow, path::Path};

use newsloom_corpus::table::{Column, ColumnKind, Schema};
use newsloom_diagnostics::Diagnostic;
use newsloom_formats::read_source;
use serde::Deserialize;

#[derive(Deserialize)]
struct Package {
    resources: Vec<Packaged>,
}

/// A file of a table.
#[derive(Deserialize)]
pub(crate) struct Packaged {
    pub(crate) path: String,
    pub(crate) description: String,
    pub(crate) schema: Fields,
}

#[derive(Deserialize)]
pub(crate) struct Fields {
    pub(crate) fields: Vec<Field>,
}

/// A column.
#[derive(Deserialize)]
pub(crate) struct Field {
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) description: String,
}

/// The files of the tables of a run, in the order in which they were written.
///
/// # Errors
/// R101, if `datapackage.json` cannot be read.
pub(crate) fn packaged(folder: &Path) -> Result<Vec<Packaged>, Diagnostic> {
    let file = read_source(&folder.join("datapackage.json"), "R101")?;
    let package: Package = serde_json::from_str(&file.text).map_err(|error| {
        Diagnostic::error("R101", format!("cannot read `{}`: {error}", file.name))
            .help("run the recipe again")
    })?;
    Ok(package.resources)
}

impl Packaged {
    /// The name of the table, without folder and ending.
    pub(crate) fn table(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        name.split('.').next().unwrap_or_default()
    }

    /// The table with its columns: those of this version that the file has, then the recipe's own.
    /// `None` if this version knows no such table.
    pub(crate) fn schema(&self) -> Option<Schema> {
        let mut schema = newsloom_corpus::table::schemas().into_iter().find(|s| s.name == self.table())?;
        schema.columns.retain(|column| self.schema.fields.iter().any(|field| field.name == column.name));
        let is_new = |field: &&Field| schema.columns.iter().all(|column| column.name != field.name);
        let extra: Vec<Column> = self.schema.fields.iter().filter(is_new).filter_map(extra).collect();
        Some(schema.extended(extra))
    }

    /// The columns that both versions of a table have; `None` if this version knows no such table or they
    /// do not share its key.
    pub(crate) fn common(&self, other: &Self) -> Option<Schema> {
        let mut schema = self.schema()?;
        let others = other.schema()?;
        schema
            .columns
            .retain(|column| others.columns.iter().any(|c| c.name == column.name && c.kind == column.kind));
        let has = |name: &&str| schema.columns.iter().any(|column| column.name == *name);
        schema.key.iter().all(has).then_some(schema)
    }
}

/// A column that the recipe adds: a measure or a column of the input.
fn extra(field: &Field) -> Option<Column> {
    let kind = match field.kind.as_str() {
        "number" => ColumnKind::Float64,
        "string" => ColumnKind::Text,
        _ => return None,
    };
    Some(Column {
        name: field.name.clone().into(),
        kind,
        nullable: true,
        unit: Cow::Borrowed(""),
        meaning: field.description.clone(),
    })
}
