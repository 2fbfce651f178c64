use std::collections::{BTreeMap, BTreeSet};

use newsloom_corpus::{ActorId, ActorType, Actors, Article, CleanArticle, Mention};
use newsloom_text::{HashedWords, hash_of_word, words};

use crate::{
    ExtractOptions, Matcher,
    dictionary::{Alias, AliasKind, Dictionary},
    document,
    offices::Offices,
    surname::{PersonName, person_names},
};

/// A compiled dictionary: finds the mentions of an article. Many threads can share one.
#[derive(Debug)]
pub struct Extractor {
    pub(crate) options: ExtractOptions,
    pub(crate) actors: Actors,
    pub(crate) aliases: Vec<Alias>,
    pub(crate) matcher: Matcher,
    pub(crate) offices: Offices,
    pub(crate) persons: BTreeMap<ActorId, Vec<PersonName>>,
    /// Indices of aliases that are prominent surnames, by the hash of their last word.
    pub(crate) prominent: BTreeMap<u64, Vec<usize>>,
    /// Hashes of the given names of persons.
    pub(crate) given: BTreeSet<u64>,
}

impl Extractor {
    /// Compiles a dictionary.
    pub fn new(dictionary: &Dictionary, options: ExtractOptions) -> Self {
        let persons = persons(dictionary);
        Self {
            options,
            actors: dictionary.actors.clone(),
            aliases: dictionary.aliases.clone(),
            matcher: Matcher::new(&dictionary.aliases),
            offices: Offices::new(&dictionary.actors),
            given: given(&persons),
            persons,
            prominent: prominent(dictionary),
        }
    }

    /// The mentions of an article whose text has these words, sorted by field, start, longest first.
    ///
    /// Names are looked for in the title and in the kept paragraphs; names that hold for a term are
    /// found on the article's date.
    pub fn extract(&self, article: &Article, words: &HashedWords, clean: &CleanArticle) -> Vec<Mention> {
        document::read(self, (article, words), clean)
    }

    /// The actors that can be found.
    pub fn actors(&self) -> &Actors {
        &self.actors
    }

    /// The type of an actor.
    pub(crate) fn kind(&self, actor: ActorId) -> ActorType {
        self.actors.get(actor).kind
    }
}

/// The full names of persons, taken apart.
fn persons(dictionary: &Dictionary) -> BTreeMap<ActorId, Vec<PersonName>> {
    let mut persons: BTreeMap<ActorId, Vec<PersonName>> = BTreeMap::new();
    let is_person = |a: &&Alias| dictionary.actors.get(a.actor).kind == ActorType::Person;
    let is_name = |a: &&Alias| matches!(a.kind, AliasKind::Name | AliasKind::Variant | AliasKind::Short);
    for alias in dictionary.aliases.iter().filter(is_person).filter(is_name) {
        let country = dictionary.actors.get(alias.actor).country.as_deref().unwrap_or_default();
        for name in person_names(&alias.text, country) {
            let names = persons.entry(alias.actor).or_default();
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    persons
}

/// The first given names of persons; initials are none.
fn given(persons: &BTreeMap<ActorId, Vec<PersonName>>) -> BTreeSet<u64> {
    let names = persons.values().flatten().filter_map(|name| name.given.first());
    names.filter(|given| given.chars().count() > 2).map(|given| hash_of_word(given)).collect()
}

/// Surnames that news uses alone.
fn prominent(dictionary: &Dictionary) -> BTreeMap<u64, Vec<usize>> {
    let mut found: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (i, alias) in dictionary.aliases.iter().enumerate().filter(|(_, a)| a.kind == AliasKind::Surname) {
        if let Some(last) = words(&alias.text).last() {
            found.entry(hash_of_word(last.of(&alias.text))).or_default().push(i);
        }
    }
    found
}
