use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use newsloom_corpus::{ActorId, ActorType, Actors, Article, CleanArticle, Mention, Role};
use newsloom_text::HashedWords;

use crate::{
    ExtractOptions, Matcher,
    dictionary::{Alias, AliasKind, Dictionary},
    document,
    surname::{PersonName, person_name},
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
}

impl Extractor {
    /// Compiles a dictionary.
    pub fn new(dictionary: &Dictionary, options: ExtractOptions) -> Self {
        Self {
            options,
            actors: dictionary.actors.clone(),
            aliases: dictionary.aliases.clone(),
            matcher: Matcher::new(&dictionary.aliases),
            offices: Offices::new(&dictionary.actors),
            persons: persons(dictionary),
        }
    }

    /// The mentions of an article whose text has these words, sorted by field, start, longest first.
    ///
    /// Names are looked for in the title and in the kept paragraphs; names that hold for a term are
    /// found on the article's date.
    pub fn extract(&self, article: &Article, words: &HashedWords, clean: &CleanArticle) -> Vec<Mention> {
        document::read(self, (article, words), clean)
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
        if let Some(name) = person_name(&alias.text) {
            let names = persons.entry(alias.actor).or_default();
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    persons
}

/// Who holds which office of which country.
#[derive(Debug)]
pub(crate) struct Offices {
    words: BTreeSet<String>,
    holders: BTreeMap<(ActorId, String), Vec<Role>>,
}

/// Words of the longest office that is looked for.
pub(crate) const MAX_OFFICE_WORDS: usize = 4;

impl Offices {
    fn new(actors: &Actors) -> Self {
        let mut offices = Self { words: BTreeSet::new(), holders: BTreeMap::new() };
        for role in actors.roles().iter().filter(|role| !role.is_parent()) {
            for country in countries(actors, role.of) {
                let word = canonical(&role.role);
                offices.words.insert(word.clone());
                offices.holders.entry((country, word)).or_default().push(role.clone());
            }
        }
        offices
    }

    /// Whether a phrase in lower case is an office.
    pub(crate) fn is_office(&self, phrase: &str) -> bool {
        self.words.contains(&canonical(phrase))
    }

    /// Who holds the office of a country on a date, sorted, each once.
    pub(crate) fn holders(&self, country: ActorId, phrase: &str, date: Option<Date>) -> Vec<ActorId> {
        let Some(roles) = self.holders.get(&(country, canonical(phrase))) else { return Vec::new() };
        let mut found: Vec<ActorId> =
            roles.iter().filter(|role| role.holds_on(date)).map(|role| role.actor).collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// One spelling for offices that are written in several.
fn canonical(office: &str) -> String {
    let lower = office.to_lowercase().replace("defense", "defence").replace('-', " ");
    if lower == "premier" || lower == "pm" { "prime minister".to_owned() } else { lower }
}

/// The countries whose office it is: the country itself, or those that a government belongs to.
fn countries(actors: &Actors, of: ActorId) -> Vec<ActorId> {
    match actors.get(of).kind {
        ActorType::Country => vec![of],
        ActorType::Government => {
            let parents = actors.roles_of(of).iter().filter(|role| role.is_parent()).map(|role| role.of);
            let mut found: Vec<ActorId> =
                parents.filter(|p| actors.get(*p).kind == ActorType::Country).collect();
            found.sort_unstable();
            found.dedup();
            found
        }
        _ => Vec::new(),
    }
}
