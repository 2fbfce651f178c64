//! Who can be found, and under which names.

mod facts;
mod import;
mod lint;
mod parse;
mod row;
mod tables;
mod world;

use std::sync::Arc;

use jiff::civil::Date;
use newsloom_corpus::{ActorId, Actors};
use newsloom_diagnostics::{Diagnostic, SourceFile};

pub use facts::build;
pub use import::{IMPORTERS, ImportOptions, Importer, import};
pub use lint::lint;
pub use tables::DictionaryTables;
pub use world::world;

/// The files of one dictionary.
#[derive(Debug, Clone)]
pub struct DictionaryFiles {
    /// Its name in the recipe.
    pub name: String,
    /// `actors.csv`.
    pub actors: Arc<SourceFile>,
    /// `aliases.csv`.
    pub aliases: Arc<SourceFile>,
    /// `roles.csv`.
    pub roles: Option<Arc<SourceFile>>,
    /// `codes.csv`.
    pub codes: Option<Arc<SourceFile>>,
}

macro_rules! alias_words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            /// Every word of the list with its value.
            pub(crate) const WORDS: &'static [(&'static str, Self)] = &[$(($word, Self::$variant)),+];

            /// The word written in dictionaries.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }
    };
}

alias_words! {
    /// What sort of name an alias is.
    AliasKind {
        /// The full name.
        Name = "name",
        /// A short form.
        Short = "short",
        /// A spelling variant.
        Variant = "variant",
        /// An acronym.
        Acronym = "acronym",
        /// A demonym, adjective or noun.
        Demonym = "demonym",
        /// The capital, which may stand for the government.
        Capital = "capital",
        /// A name that stands for an institution ("the Kremlin").
        Metonym = "metonym",
        /// A nickname.
        Nickname = "nickname",
        /// A surname so prominent that news uses it alone.
        Surname = "surname",
    }
}

alias_words! {
    /// How the case of an alias must agree.
    CaseRule {
        /// As written.
        Exact = "exact",
        /// Any case.
        Fold = "fold",
        /// Words that begin with a capital in the alias begin with one in the text.
        Title = "title",
        /// The same, of a name that is a word as well: it counts where the capital tells, that is not
        /// at the beginning of a sentence or in a headline of capitalised words, unless it stands
        /// elsewhere in the article where it does.
        Running = "running",
    }
}

/// A surface pattern of an actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// Whose name it is.
    pub actor: ActorId,
    /// The name.
    pub text: Arc<str>,
    /// What sort of name.
    pub kind: AliasKind,
    /// How the case must agree.
    pub case: CaseRule,
    /// First day on which it holds.
    pub start: Option<Date>,
    /// First day on which it no longer holds.
    pub end: Option<Date>,
    /// Whether it counts only if something else in the article points to the actor.
    pub needs_context: bool,
    /// Orders candidates; decides nothing.
    pub weight: i32,
}

impl Alias {
    /// Whether it holds on `date`; without a date it does.
    pub fn holds_on(&self, date: Option<Date>) -> bool {
        let Some(day) = date else { return true };
        self.start.is_none_or(|s| s <= day) && self.end.is_none_or(|e| day < e)
    }
}

/// A code of an actor in another scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The actor.
    pub actor: ActorId,
    /// The scheme.
    pub scheme: String,
    /// The code.
    pub code: String,
    /// First day on which it holds.
    pub start: Option<Date>,
    /// First day on which it no longer holds.
    pub end: Option<Date>,
}

/// The actors of a run with their names, roles and codes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dictionary {
    /// The actors with their roles.
    pub actors: Actors,
    /// Their names, sorted.
    pub aliases: Vec<Alias>,
    /// Their codes, sorted.
    pub codes: Vec<Code>,
}

impl Dictionary {
    /// Reads dictionaries; later ones add to earlier ones.
    ///
    /// Bad rows are left out with a warning that points to the cell; a file that is no table of the
    /// right columns is an error (codes D1xx).
    pub fn parse(files: &[DictionaryFiles]) -> (Self, Vec<Diagnostic>) {
        parse::parse(files)
    }
}
