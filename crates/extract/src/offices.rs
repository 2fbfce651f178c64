//! Who holds which office of which country or organisation.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use newsloom_corpus::{ActorId, ActorType, Actors, Claim, Role};
use newsloom_text::hash_of_word;

use crate::document::FORMER;

/// Words of the longest office that is looked for.
pub(crate) const MAX_OFFICE_WORDS: usize = 4;

/// Offices of which an organisation has one at its top: "chief" and "head" stand for each of them.
const TOP: &[&str] = &[
    "secretary general",
    "director general",
    "managing director",
    "executive director",
    "president",
    "chairman",
    "high commissioner",
    "prosecutor",
    "commander",
    "director",
    "leader",
    "head",
    "chief",
    "governor",
];
/// Offices that some states call by another name.
const LIKE: &[(&str, &str)] =
    &[("foreign minister", "foreign secretary"), ("defence minister", "defence secretary")];
/// Words of news for whoever is at the top of an organisation.
const HEADS: &[&str] = &["chief", "head", "boss", "leader"];

/// Offices that an article may teach although nobody in the dictionary holds them.
const COMMON: &[&str] = &[
    "ambassador",
    "army chief",
    "attorney general",
    "chancellor",
    "defence minister",
    "deputy foreign minister",
    "deputy prime minister",
    "economy minister",
    "energy minister",
    "finance minister",
    "foreign minister",
    "governor",
    "health minister",
    "interior minister",
    "justice minister",
    "king",
    "oil minister",
    "opposition leader",
    "president",
    "prime minister",
    "secretary of state",
    "spokesman",
    "spokeswoman",
    "treasury secretary",
    "vice president",
];

/// The holders of offices by what the office is of and what it is called.
#[derive(Debug)]
pub(crate) struct Offices {
    words: BTreeSet<String>,
    /// Hashes of the words that an office can begin with.
    first: BTreeSet<u64>,
    holders: BTreeMap<(ActorId, String), Vec<Role>>,
}

impl Offices {
    /// The offices of all countries and organisations.
    pub(crate) fn new(actors: &Actors) -> Self {
        let known = HEADS.iter().chain(COMMON).map(|office| (*office).to_owned());
        let mut offices = Self { words: known.collect(), first: BTreeSet::new(), holders: BTreeMap::new() };
        for role in actors.roles().iter().filter(|role| !role.is_parent() && &*role.role != MEMBER) {
            for whole in wholes(actors, role.of) {
                let word = canonical(&role.role);
                offices.words.insert(word.clone());
                offices.holders.entry((whole, word)).or_default().push(role.clone());
            }
        }
        let firsts = offices.words.iter().filter_map(|office| office.split(' ').next());
        offices.first = firsts
            .chain(OTHER_FIRST.iter().copied())
            .chain(FORMER.iter().copied())
            .map(hash_of_word)
            .collect();
        offices
    }

    /// Every word for an office, sorted.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }

    /// Every holding of an office: of what, its word and the role, sorted.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (ActorId, &str, &Role)> {
        self.holders
            .iter()
            .flat_map(|((whole, word), roles)| roles.iter().map(move |role| (*whole, word.as_str(), role)))
    }

    /// Whether an office, or "former" before one, can begin with the word of a hash.
    pub(crate) fn may_begin(&self, hash: u64) -> bool {
        self.first.contains(&hash)
    }

    /// Whether a phrase in lower case is an office.
    pub(crate) fn is_office(&self, phrase: &str) -> bool {
        self.words.contains(&canonical(phrase))
    }

    /// Who holds the office of a country or organisation on a date, sorted, each once.
    pub(crate) fn holders(&self, whole: ActorId, phrase: &str, date: Option<Date>) -> Vec<ActorId> {
        let office = canonical(phrase);
        let named = self.named(whole, &office, date);
        if let Some((_, other)) = LIKE.iter().find(|(like, _)| named.is_empty() && *like == office) {
            return self.named(whole, other, date);
        }
        if named.is_empty() && HEADS.contains(&&*office) {
            return TOP
                .iter()
                .map(|top| self.named(whole, top, date))
                .find(|h| !h.is_empty())
                .unwrap_or_default();
        }
        named
    }

    fn named(&self, whole: ActorId, office: &str, date: Option<Date>) -> Vec<ActorId> {
        let Some(roles) = self.holders.get(&(whole, office.to_owned())) else { return Vec::new() };
        let mut found: Vec<ActorId> =
            roles.iter().filter(|role| role.holds_on(date)).map(|role| role.actor).collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Belonging to a party is no office.
const MEMBER: &str = "member";

/// First words of spellings that [`canonical`] makes one of.
const OTHER_FIRST: [&str; 6] = ["chair", "chairperson", "chairwoman", "defense", "pm", "premier"];

/// One spelling for offices that are written in several.
pub(crate) fn canonical(office: &str) -> String {
    let lower = office.to_lowercase().replace("defense", "defence").replace('-', " ");
    match &*lower {
        "premier" | "pm" => "prime minister".to_owned(),
        "chairwoman" | "chairperson" | "chair" => "chairman".to_owned(),
        _ => lower,
    }
}

/// What an office is of in news: an organisation itself, and the countries that a government belongs to
/// if it is recognised.
fn wholes(actors: &Actors, of: ActorId) -> Vec<ActorId> {
    if actors.get(of).kind != ActorType::Government {
        return vec![of];
    }
    let is_recognised = |role: &&Role| role.is_parent() && role.claim == Claim::Recognised;
    let parents = actors.roles_of(of).iter().filter(is_recognised).map(|role| role.of);
    let mut found: Vec<ActorId> = parents.filter(|p| actors.get(*p).kind == ActorType::Country).collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_have_one_spelling() {
        for (written, office) in
            [("Defense-Minister", "defence minister"), ("PM", "prime minister"), ("Chairwoman", "chairman")]
        {
            assert_eq!(canonical(written), office);
        }
    }
}
