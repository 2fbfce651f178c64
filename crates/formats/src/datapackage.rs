//! The description of a run's tables for other programs: a Frictionless Data Package (version 1,
//! <https://specs.frictionlessdata.io/>), `datapackage.json`.

use newsloom_corpus::{
    FileRecord,
    table::{Column, ColumnKind, Schema},
};
use serde_json::{Map, Value, json};

use crate::{WRITERS, Writer, guard};

/// What a data package says about itself.
#[derive(Debug, Clone, Copy)]
pub struct Package<'a> {
    /// A name for URLs: lower-case letters, digits, `-`, `_`, `.`; others become `-`.
    pub name: &'a str,
    /// The title of the recipe.
    pub title: &'a str,
    /// What it holds; may be empty.
    pub description: &'a str,
}

/// A table with the files it was written to.
#[derive(Debug, Clone, Copy)]
pub struct TableFiles<'a> {
    /// Its columns, the recipe's own included.
    pub schema: &'a Schema,
    /// Its files; the paths are those that the package shows, relative to it.
    pub files: &'a [FileRecord],
}

/// The bytes of `datapackage.json`: a resource for every file whose ending a writer knows, in the
/// order given, named after the table (with the format behind it for all but the CSV file).
pub fn datapackage(package: &Package<'_>, tables: &[TableFiles<'_>]) -> Vec<u8> {
    let resources: Vec<Value> = tables
        .iter()
        .flat_map(|table| table.files.iter().filter_map(|file| resource(table.schema, file)))
        .collect();
    let whole = json!({
        "profile": "tabular-data-package",
        "name": slug(package.name),
        "title": package.title,
        "description": join(package.description, guard::STATEMENT),
        "resources": resources,
    });
    let mut bytes = serde_json::to_vec_pretty(&whole).expect("the package is made of texts and numbers");
    bytes.push(b'\n');
    bytes
}

fn join(one: &str, other: &str) -> String {
    if one.is_empty() { other.to_owned() } else { format!("{one} {other}") }
}

fn slug(name: &str) -> String {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.".contains(c);
    name.to_ascii_lowercase().chars().map(|c| if fits(c) { c } else { '-' }).collect()
}

fn resource(schema: &Schema, file: &FileRecord) -> Option<Value> {
    let writer = WRITERS.iter().find(|writer| file.path.ends_with(writer.ending))?;
    let mut resource = json!({
        "name": resource_name(schema, writer),
        "path": file.path,
        "description": schema.meaning,
        "profile": "tabular-data-resource",
        "format": writer.name,
        "mediatype": writer.media_type,
        "bytes": file.bytes,
        "hash": format!("blake3:{}", file.blake3),
        "schema": table_schema(schema),
    });
    if writer.name == "csv" {
        resource["encoding"] = "utf-8".into();
        resource["dialect"] = dialect();
        resource["csvGuard"] = guard::STATEMENT.into();
    }
    Some(resource)
}

fn resource_name(schema: &Schema, writer: &Writer) -> String {
    if writer.name == "csv" { schema.name.to_owned() } else { format!("{}-{}", schema.name, writer.name) }
}

fn dialect() -> Value {
    json!({
        "delimiter": ",",
        "lineTerminator": "\n",
        "quoteChar": "\"",
        "doubleQuote": true,
        "header": true,
        "skipInitialSpace": false,
    })
}

fn table_schema(schema: &Schema) -> Value {
    json!({
        "fields": schema.columns.iter().map(|column| field(column, schema)).collect::<Vec<_>>(),
        "primaryKey": schema.key,
        "missingValues": [""],
    })
}

fn field(column: &Column, schema: &Schema) -> Value {
    let mut field = json!({
        "name": column.name,
        "type": frictionless_type(column.kind),
        "description": column.meaning,
        "unit": column.unit,
    });
    if column.kind == ColumnKind::Timestamp {
        field["format"] = "%Y-%m-%dT%H:%M:%SZ".into();
    }
    let constraints = constraints(column, schema);
    if !constraints.is_empty() {
        field["constraints"] = constraints.into();
    }
    field
}

fn frictionless_type(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Text => "string",
        ColumnKind::Bool => "boolean",
        ColumnKind::UInt8 | ColumnKind::UInt32 | ColumnKind::UInt64 | ColumnKind::Int32 => "integer",
        ColumnKind::Float64 => "number",
        ColumnKind::Date => "date",
        ColumnKind::Timestamp => "datetime",
    }
}

/// Texts outside the key may be empty, which readers of the standard take for missing; so only
/// other columns are stated as required.
fn constraints(column: &Column, schema: &Schema) -> Map<String, Value> {
    let mut constraints = Map::new();
    let is_key = schema.key.contains(&&*column.name);
    if !column.nullable && (is_key || column.kind != ColumnKind::Text) {
        constraints.insert("required".to_owned(), true.into());
    }
    if matches!(column.kind, ColumnKind::UInt8 | ColumnKind::UInt32 | ColumnKind::UInt64) {
        constraints.insert("minimum".to_owned(), 0.into());
    }
    constraints
}
