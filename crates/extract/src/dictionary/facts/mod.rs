//! Facts: dictionaries in a short form that people write, one row an actor.
//!
//! A dictionary of four files says every alias and every role in a row of its own. Whoever writes
//! down who governed what since 2000 wants one row a person:
//!
//! ```text
//! actor_id,name,type,country,wikipedia,wikidata,aliases,roles
//! ,Jane Roe,person,ATL,,,surname:Roe@2010-05-01..,president@government:ATL 2010-05-01..2018-05
//! ```
//!
//! A further column `since` says when an organisation began: names of it that have no term of their own
//! hold from then on. An alias of the kind `word` is a name that is a word as well (case `running`).
//!
//! [`build`] turns such rows, added to a core of complete files, into the four files, with the regular
//! spelling variants of transliterated names.

mod institutions;
mod rows;
mod variants;
mod write;

use std::{collections::BTreeMap, sync::Arc};

use newsloom_diagnostics::{Diagnostic, SourceFile};

use super::{DictionaryFiles, DictionaryTables};

use variants::spellings;

/// An actor with its names and roles.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Fact {
    /// Cells of `actors.csv` behind the id: name, type, country, wikipedia, wikidata.
    cells: [String; 5],
    aliases: Vec<AliasFact>,
    roles: Vec<RoleFact>,
    /// First day on which it existed; empty if that is not known.
    since: String,
    source: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct AliasFact {
    kind: String,
    language: String,
    text: String,
    term: Term,
    /// Whether it is a word as well.
    is_word: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct RoleFact {
    role: String,
    of: String,
    claim: String,
    term: Term,
}

/// Half-open, as written in the four files; empty for unbounded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Term {
    start: String,
    end: String,
}

/// Where facts come from unless a row says otherwise.
const SOURCE: &str = "general knowledge; REIGN (MIT); CIA World Factbook (CC0)";

/// Builds the four files of a dictionary from facts, added to complete files.
///
/// Rows with the same id are one actor: the first row, or the core, says its name and type. Rows that
/// cannot be read, and roles of actors that are not declared, are left out with a warning (D1xx).
///
/// ```
/// use newsloom_diagnostics::SourceFile;
/// use newsloom_extract::{DictionaryFiles, build};
/// let empty = DictionaryFiles {
///     name: "atlantis".into(),
///     actors: SourceFile::new("actors.csv", "actor_id,name,type\n"),
///     aliases: SourceFile::new("aliases.csv", "actor_id,alias\n"),
///     roles: None,
///     codes: None,
/// };
/// let facts = "actor_id,name,type,country,wikipedia,wikidata,aliases,roles\n,Jane Roe,person,,,,Jane Q. Roe,\n";
/// let (tables, problems) = build(&empty, &[SourceFile::new("people.csv", facts)]);
/// assert!(problems.is_empty());
/// assert!(tables.actors.contains("person:jane-roe,Jane Roe,person"));
/// ```
pub fn build(core: &DictionaryFiles, facts: &[Arc<SourceFile>]) -> (DictionaryTables, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let mut known: BTreeMap<String, Fact> = BTreeMap::new();
    for file in facts {
        for (id, fact) in rows::read(file, &mut problems) {
            match known.get_mut(&id) {
                Some(first) => first.add(fact),
                None => {
                    known.insert(id, fact);
                }
            }
        }
    }
    let tables = write::write(core, &known, &mut problems);
    (tables, problems)
}

impl Fact {
    fn add(&mut self, other: Self) {
        // A name that differs is one more name of the actor.
        if other.cells[0] != self.cells[0] {
            self.aliases.push(AliasFact::plain("variant", &other.cells[0]));
        }
        self.aliases.extend(other.aliases);
        self.roles.extend(other.roles);
        if self.since.is_empty() {
            self.since = other.since;
        }
    }
}

impl AliasFact {
    fn plain(kind: &str, text: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            language: "en".to_owned(),
            text: text.to_owned(),
            term: Term::default(),
            is_word: false,
        }
    }
}
