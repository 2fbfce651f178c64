//! Dictionaries of other projects as the four files.
//!
//! Each format is a file of its own, listed in [`IMPORTERS`]. What cannot be read is left out with a
//! warning that points to its line; nothing stops an import.

mod everypolitician;
mod mapped;
mod opensanctions;
mod petrarch;

use std::{collections::BTreeMap, sync::Arc};

use newsloom_diagnostics::{Diagnostic, SourceFile};
use newsloom_text::{folded, words};

use super::{
    DictionaryTables,
    tables::{Draft, owned},
};

/// A format that can be imported.
#[derive(Debug)]
pub struct Importer {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it reads.
    pub meaning: &'static str,
    read: fn(&Arc<SourceFile>, &ImportOptions, &mut Import),
}

/// Every format, by name.
pub const IMPORTERS: &[Importer] =
    &[everypolitician::IMPORTER, mapped::IMPORTER, opensanctions::IMPORTER, petrarch::IMPORTER];

/// What a format cannot say of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportOptions {
    /// ISO 3166-1 alpha-3 code of the country whose politicians a file lists.
    pub country: String,
    /// Their column = our column, for tables of any form.
    pub map: BTreeMap<String, String>,
    /// Where the file comes from; stands in the `source` columns.
    pub source: String,
    /// Its licence; stands in the `licence` column.
    pub licence: String,
}

/// Files in the making, with the problems on the way.
#[derive(Debug, Default)]
struct Import {
    draft: Draft,
    problems: Vec<Diagnostic>,
    source: String,
    licence: String,
}

/// Reads a file of a format of [`IMPORTERS`] into the four files of a dictionary.
///
/// ```
/// use newsloom_diagnostics::SourceFile;
/// use newsloom_extract::{IMPORTERS, ImportOptions, import};
/// let petrarch = IMPORTERS.iter().find(|i| i.name == "petrarch").unwrap();
/// let file = SourceFile::new("actors.txt", "ATLANTIS_ [ATL]\n+ATLANTEAN_\n\t[ATLGOV >20200101]\n");
/// let (tables, problems) = import(petrarch, &file, &ImportOptions::default());
/// assert!(problems.is_empty());
/// assert!(tables.aliases.contains("Atlantean"));
/// assert!(tables.codes.contains("cameo,ATLGOV,2020-01-01,"));
/// ```
pub fn import(
    importer: &Importer,
    file: &Arc<SourceFile>,
    options: &ImportOptions,
) -> (DictionaryTables, Vec<Diagnostic>) {
    let source = if options.source.is_empty() { file.name.clone() } else { options.source.clone() };
    let mut import = Import { source, licence: options.licence.clone(), ..Import::default() };
    (importer.read)(file, options, &mut import);
    (import.draft.tables(), import.problems)
}

/// An actor to be imported.
struct Imported<'a> {
    id: &'a str,
    name: &'a str,
    kind: &'a str,
    country: &'a str,
    wikidata: &'a str,
}

impl Import {
    /// Adds an actor with its name.
    fn actor(&mut self, actor: &Imported<'_>) {
        let Imported { id, name, kind, country, wikidata } = actor;
        let row = owned(&[id, name, kind, country, wikidata, "", &self.source, &self.licence]);
        self.draft.actors.insert(row);
        self.alias((id, name, "name"), ("", ""));
    }

    /// Adds a name with its kind for a half-open term.
    fn alias(&mut self, (id, text, kind): (&str, &str, &str), (start, end): (&str, &str)) {
        let is_name = text.chars().any(newsloom_text::is_word_char);
        let is_plain = text.chars().all(|c| (c as u32) < 0x250 || !c.is_alphabetic());
        let case = if is_plain { "title" } else { "fold" };
        if is_name {
            let row = owned(&[id, text, kind, "", case, start, end, "false", "1", &self.source]);
            self.draft.aliases.insert(row);
        }
    }

    /// Adds a role of a known actor for a half-open term.
    fn role(&mut self, (id, role, of): (&str, &str, &str), (start, end): (&str, &str)) {
        self.draft.roles.insert(owned(&[id, role, of, "recognised", start, end, &self.source]));
    }

    /// Adds a code for a half-open term.
    fn code(&mut self, (id, scheme, code): (&str, &str, &str), (start, end): (&str, &str)) {
        self.draft.codes.insert(owned(&[id, scheme, code, start, end]));
    }
}

/// An id of a type and a name: the words of the name in plain lower case, joined by `-`.
pub(super) fn id_of(kind: &str, name: &str) -> String {
    let plain = words(name)
        .map(|span| folded(span.of(name)).to_lowercase().replace(|c: char| !c.is_alphanumeric(), ""))
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>();
    format!("{kind}:{}", plain.join("-"))
}
