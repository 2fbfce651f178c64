//! The four files of a dictionary as rows and as text.

use std::collections::BTreeSet;

/// The four files of a dictionary as text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DictionaryTables {
    /// `actors.csv`.
    pub actors: String,
    /// `aliases.csv`.
    pub aliases: String,
    /// `roles.csv`.
    pub roles: String,
    /// `codes.csv`.
    pub codes: String,
}

impl DictionaryTables {
    /// The files with their names.
    pub fn files(&self) -> [(&'static str, &str); 4] {
        [
            ("actors.csv", &self.actors),
            ("aliases.csv", &self.aliases),
            ("roles.csv", &self.roles),
            ("codes.csv", &self.codes),
        ]
    }
}

/// Columns of `actors.csv`.
pub(super) const ACTORS: &[&str] =
    &["actor_id", "name", "type", "country", "wikidata", "wikipedia", "source", "licence"];
/// Columns of `aliases.csv`.
pub(super) const ALIASES: &[&str] =
    &["actor_id", "alias", "kind", "language", "case", "start", "end", "needs_context", "weight", "source"];
/// Columns of `roles.csv`.
pub(super) const ROLES: &[&str] = &["actor_id", "role", "of_actor_id", "claim", "start", "end", "source"];
/// Columns of `codes.csv`.
pub(super) const CODES: &[&str] = &["actor_id", "scheme", "code", "start", "end"];

/// Sorted rows of one file.
pub(super) type Rows = BTreeSet<Vec<String>>;

/// A row of cells.
pub(super) fn owned(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

/// Rows as CSV under their header.
pub(super) fn text(columns: &[&str], rows: &Rows) -> String {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    writer.write_record(columns).expect("writing to memory");
    for row in rows {
        writer.write_record(row).expect("writing to memory");
    }
    let bytes = writer.into_inner().expect("writing to memory");
    String::from_utf8(bytes).expect("cells are text")
}

/// The rows of the four files in the making.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) actors: Rows,
    pub(super) aliases: Rows,
    pub(super) roles: Rows,
    pub(super) codes: Rows,
}

impl Draft {
    /// The files as text.
    pub(super) fn tables(&self) -> DictionaryTables {
        DictionaryTables {
            actors: text(ACTORS, &self.actors),
            aliases: text(ALIASES, &self.aliases),
            roles: text(ROLES, &self.roles),
            codes: text(CODES, &self.codes),
        }
    }
}
