//! The description of a run's tables for other programs: a Frictionless Data Package (version 1,
//! <https://specs.frictionlessdata.io/>), `datapackage.json`.

use newsloom_corpus::{
    FileRecord,
    table::{Column, ColumnKind, Schema},
};
use serde_json::{Map, Value, json};

use crate::{Terms, WRITERS, Writer, guard};

/// What a data package says about itself.
#[derive(Debug, Clone, Copy)]
pub struct Package<'a> {
    /// Who made it, and under which terms it may be used.
    pub terms: &'a Terms,
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
    /// The SHA-256 of each file, hexadecimal.
    pub sha256: &'a [String],
}

/// The bytes of `datapackage.json`: a resource for every file whose ending a writer knows, in the
/// order given, named after the table (with the format behind it for all but the CSV file).
///
/// CSV files are tabular data resources of the standard; the others carry the same schema as plain
/// data resources of the type `file`, since a tabular one must be CSV: programs check their size and
/// hash and do not take null integers of Parquet for floats.
pub fn datapackage(package: &Package<'_>, tables: &[TableFiles<'_>]) -> Vec<u8> {
    let resources: Vec<Value> = tables
        .iter()
        .flat_map(|table| {
            let files = table.files.iter().zip(table.sha256);
            files.filter_map(|(file, sha256)| resource(table.schema, file, sha256))
        })
        .collect();
    let mut whole = json!({
        "profile": "data-package",
        "name": slug(package.name),
        "title": package.title,
        "description": join(package.description, guard::STATEMENT),
        "resources": resources,
    });
    package.terms.add_to_package(&mut whole);
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

fn resource(schema: &Schema, file: &FileRecord, sha256: &str) -> Option<Value> {
    let writer = WRITERS.iter().find(|writer| file.path.ends_with(writer.ending))?;
    let mut resource = json!({
        "name": resource_name(schema, writer),
        "path": file.path,
        "description": schema.meaning,
        "profile": "data-resource",
        "type": "file",
        "format": writer.name,
        "mediatype": writer.media_type,
        "bytes": file.bytes,
        "hash": format!("sha256:{sha256}"),
        "schema": table_schema(schema),
    });
    if writer.name == "csv" {
        resource["profile"] = "tabular-data-resource".into();
        resource["type"] = "table".into();
        resource["encoding"] = "utf-8".into();
        resource["dialect"] = dialect();
        resource["csvGuard"] = guard::STATEMENT.into();
    }
    Some(resource)
}

fn resource_name(schema: &Schema, writer: &Writer) -> String {
    if writer.name == "csv" { schema.name.to_string() } else { format!("{}-{}", schema.name, writer.name) }
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

/// The standard's primary keys cannot be null, so a key with a nullable column is not stated.
fn table_schema(schema: &Schema) -> Value {
    let mut described = json!({
        "fields": schema.columns.iter().map(|column| field(column, schema)).collect::<Vec<_>>(),
        "missingValues": [""],
    });
    if !schema.columns.iter().any(|column| column.nullable && is_key(column, schema)) {
        described["primaryKey"] = schema.key.into();
    }
    described
}

fn is_key(column: &Column, schema: &Schema) -> bool {
    schema.key.contains(&&*column.name)
}

fn field(column: &Column, schema: &Schema) -> Value {
    let mut field = json!({
        "name": column.name,
        "type": frictionless_type(column.kind),
        "description": column.meaning,
        "unit": column.unit,
    });
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
        ColumnKind::UInt8
        | ColumnKind::UInt32
        | ColumnKind::UInt64
        | ColumnKind::Int32
        | ColumnKind::Int64 => "integer",
        ColumnKind::Float64 => "number",
        ColumnKind::Date => "date",
        ColumnKind::Timestamp => "datetime",
    }
}

/// Texts outside the key may be empty, which readers of the standard take for missing; so only
/// other columns are stated as required.
fn constraints(column: &Column, schema: &Schema) -> Map<String, Value> {
    let mut constraints = Map::new();
    if !column.nullable && (is_key(column, schema) || column.kind != ColumnKind::Text) {
        constraints.insert("required".to_owned(), true.into());
    }
    if matches!(column.kind, ColumnKind::UInt8 | ColumnKind::UInt32 | ColumnKind::UInt64) {
        constraints.insert("minimum".to_owned(), 0.into());
    }
    constraints
}

#[cfg(test)]
mod tests {
    use newsloom_corpus::table::{CodeRow, QuarantineRow, Row};

    use super::*;
    use crate::{Author, Licence};

    fn file(path: &str) -> FileRecord {
        FileRecord { path: path.into(), bytes: 12, blake3: "ab".repeat(32), records: 3 }
    }

    fn terms() -> Terms {
        let authors = ["Ada Berg <https://orcid.org/0000-0002-1825-0097>", "Bo Falk"];
        Terms {
            authors: authors.iter().filter_map(|a| Author::parse(a)).collect(),
            licence: Licence::parse("CC-BY-4.0"),
        }
    }

    fn package(schema: &Schema, files: &[FileRecord]) -> Value {
        let package = Package {
            terms: &terms(),
            name: "Libya 2020/A",
            title: "Talks & ceasefires",
            description: "Who met whom.",
        };
        let sha256 = vec!["cd".repeat(32); files.len()];
        serde_json::from_slice(&datapackage(&package, &[TableFiles { schema, files, sha256: &sha256 }]))
            .unwrap()
    }

    #[test]
    fn a_package_names_every_file_of_a_known_format() {
        let files = ["tables/quarantine.csv", "tables/quarantine.parquet", "graph.gexf"].map(file);
        let whole = package(&QuarantineRow::schema(), &files);
        assert_eq!((&whole["name"], &whole["title"]), (&json!("libya-2020-a"), &json!("Talks & ceasefires")));
        let named = |i: usize| (&whole["resources"][i]["name"], &whole["resources"][i]["path"]);
        assert_eq!(named(0), (&json!("quarantine"), &json!("tables/quarantine.csv")));
        assert_eq!(named(1), (&json!("quarantine-parquet"), &json!("tables/quarantine.parquet")));
        assert_eq!(whole["resources"].as_array().unwrap().len(), 2);
        assert_eq!(whole["resources"][0]["hash"], format!("sha256:{}", "cd".repeat(32)));
    }

    #[test]
    fn authors_and_licence_are_told() {
        let whole = package(&CodeRow::schema(), &[]);
        let orcid = "https://orcid.org/0000-0002-1825-0097";
        let authors = json!([
            { "title": "Ada Berg", "role": "author", "path": orcid },
            { "title": "Bo Falk", "role": "author" },
        ]);
        assert_eq!(whole["contributors"], authors);
        assert_eq!(
            whole["licenses"],
            json!([{ "name": "CC-BY-4.0", "path": "https://spdx.org/licenses/CC-BY-4.0" }])
        );
    }

    #[test]
    fn only_csv_is_tabular_and_guarded() {
        let files = ["quarantine.csv", "quarantine.parquet"].map(file);
        let whole = package(&QuarantineRow::schema(), &files);
        let (csv, parquet) = (&whole["resources"][0], &whole["resources"][1]);
        assert_eq!(csv["profile"], "tabular-data-resource");
        assert_eq!(csv["csvGuard"], guard::STATEMENT);
        assert_eq!(parquet["profile"], "data-resource");
        assert_eq!((&csv["type"], &parquet["type"]), (&json!("table"), &json!("file")));
        assert!(parquet.get("csvGuard").is_none() && parquet.get("dialect").is_none());
        assert_eq!(csv["schema"], parquet["schema"]);
    }

    #[test]
    fn fields_carry_type_unit_meaning_and_constraints() {
        let whole = package(&QuarantineRow::schema(), &[file("quarantine.csv")]);
        let schema = &whole["resources"][0]["schema"];
        let record = json!({
            "name": "record",
            "type": "integer",
            "unit": "records",
            "description": "Number of the record in the file, from 1.",
            "constraints": { "required": true, "minimum": 0 },
        });
        assert_eq!(schema["fields"][1], record);
        assert_eq!(schema["primaryKey"], json!(["source_path", "record", "line", "byte_offset"]));
        assert!(schema["fields"][6].get("constraints").is_none(), "a text may be empty");
    }

    #[test]
    fn a_key_that_can_be_null_is_not_stated() {
        let whole = package(&CodeRow::schema(), &[file("codes.csv")]);
        assert!(whole["resources"][0]["schema"].get("primaryKey").is_none());
    }

    #[test]
    fn the_bytes_end_in_a_line_feed_and_are_always_the_same() {
        let package = Package { terms: &Terms::default(), name: "a", title: "A", description: "" };
        let (schema, files, sha256) = (CodeRow::schema(), [file("codes.csv")], ["cd".repeat(32)]);
        let tables = [TableFiles { schema: &schema, files: &files, sha256: &sha256 }];
        let bytes = || datapackage(&package, &tables);
        assert_eq!(bytes(), bytes());
        assert!(bytes().ends_with(b"}\n"));
    }
}
