//! Actor dictionaries, the matcher and the document pass: clean text to mentions.
//!
//! A [`Dictionary`] comes from a few CSV files; an [`Extractor`] compiles it and turns clean articles
//! into mentions. Every mention names the rule that made it ([`EXTRACTION_RULES`]), and those that do
//! not count say why.

mod dependence;
mod dictionary;
mod document;
mod extractor;
mod matcher;
mod offices;
mod options;
mod rules;
mod surname;
mod tokens;

pub use dependence::{Dependence, token_hashes};
pub use dictionary::{
    Alias, AliasKind, CaseRule, Code, Dictionary, DictionaryFiles, DictionaryTables, IMPORTERS,
    ImportOptions, Importer, build, import, lint, world,
};
pub use extractor::Extractor;
pub use matcher::{Finder, Match, Matcher, Occurrence};
pub use options::{Demonyms, ExtractOptions, Metonymy, Sport};
pub use rules::{AMBIGUOUS, EXTRACTION_RULES, ExtractionRule, NOT_COUNTED};
