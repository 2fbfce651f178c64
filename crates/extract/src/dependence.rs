//! What the mentions of some texts depend on, of a whole dictionary.

use std::collections::BTreeMap;

use newsloom_corpus::{ActorId, ActorType, Article, Role};
use newsloom_text::{HashedWords, hash_of_part, hash_of_word, tokens_of_word};

use crate::{
    Dictionary,
    dictionary::{Alias, AliasKind},
    matcher::first_token,
    offices::Offices,
};

/// Hands out the hash of every token of an article whose text has these words: names are found by
/// their first tokens.
pub fn token_hashes(article: &Article, words: &HashedWords, mut each: impl FnMut(u64)) {
    let title = HashedWords::of(&article.title);
    for (text, words) in [(&article.title, &title), (&article.text, words)] {
        for (span, hash) in words.spans().iter().zip(words.hashes()) {
            let word = span.of(text);
            if word.is_ascii() {
                each(*hash);
            } else {
                for part in tokens_of_word(word) {
                    each(hash_of_part(word, part));
                }
            }
        }
    }
}

/// The parts of a dictionary, each with the token that a text must have for the part to matter to it.
///
/// Part of a dictionary is an alias with its actor: the actor's type and country, what it belongs to,
/// the names of a person, and whoever holds an office of it. A text without the first token of an alias
/// (of a prominent surname, the last) has the same mentions whatever becomes of the alias.
///
/// ```
/// use newsloom_extract::{Dependence, Dictionary, world};
/// use newsloom_text::hash_of_word;
/// let (world, _) = Dictionary::parse(&[world()]);
/// let dependence = Dependence::new(&world);
/// let libya = hash_of_word("libya");
/// assert_ne!(dependence.on(|token| token == libya), dependence.on(|_| false));
/// ```
#[derive(Debug)]
pub struct Dependence {
    /// What every text depends on.
    common: [u8; 16],
    /// Token and digest of each alias, in the order of the dictionary.
    parts: Vec<(u64, [u8; 16])>,
}

impl Dependence {
    /// Takes a dictionary apart.
    pub fn new(dictionary: &Dictionary) -> Self {
        let digests = Digests::of(dictionary);
        let part = |alias: &Alias| Some((token_of(alias)?, digests.of_alias(alias)));
        Self { common: digests.common(), parts: dictionary.aliases.iter().filter_map(part).collect() }
    }

    /// The digest of what matters to texts in which tokens of some hashes occur. `occurs` may say so of
    /// tokens that do not.
    pub fn on(&self, occurs: impl Fn(u64) -> bool) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.common);
        for (_, digest) in self.parts.iter().filter(|(token, _)| occurs(*token)) {
            hasher.update(digest);
        }
        *hasher.finalize().as_bytes()
    }
}

/// The token by which an alias is found.
fn token_of(alias: &Alias) -> Option<u64> {
    if alias.kind != AliasKind::Surname {
        return first_token(&alias.text);
    }
    newsloom_text::words(&alias.text).last().map(|word| hash_of_word(word.of(&alias.text)))
}

/// Digests of actors.
struct Digests<'a> {
    dictionary: &'a Dictionary,
    offices: Offices,
    /// The names of persons that surnames are taken from: each matters wherever another one stands.
    names: BTreeMap<ActorId, Vec<&'a Alias>>,
    /// Those who hold an office, by what it is of.
    holders: BTreeMap<ActorId, blake3::Hasher>,
}

impl<'a> Digests<'a> {
    fn of(dictionary: &'a Dictionary) -> Self {
        let mut names: BTreeMap<ActorId, Vec<&Alias>> = BTreeMap::new();
        for alias in &dictionary.aliases {
            let is_name = matches!(alias.kind, AliasKind::Name | AliasKind::Variant | AliasKind::Short);
            if is_name && dictionary.actors.get(alias.actor).kind == ActorType::Person {
                names.entry(alias.actor).or_default().push(alias);
            }
        }
        let offices = Offices::new(&dictionary.actors);
        let mut digests = Self { dictionary, offices, names, holders: BTreeMap::new() };
        let mut holders: BTreeMap<ActorId, blake3::Hasher> = BTreeMap::new();
        for (whole, office, role) in digests.offices.iter() {
            let hasher = holders.entry(whole).or_default();
            feed(hasher, &[office]);
            digests.feed_role(hasher, role);
            digests.feed_actor(hasher, role.actor);
        }
        digests.holders = holders;
        digests
    }

    /// The words for offices, and whether any surname is prominent.
    fn common(&self) -> [u8; 16] {
        let mut hasher = blake3::Hasher::new();
        self.offices.words().for_each(|word| feed(&mut hasher, &[word]));
        let has_prominent = self.dictionary.aliases.iter().any(|a| a.kind == AliasKind::Surname);
        hasher.update(&[u8::from(has_prominent)]);
        short(&hasher)
    }

    fn of_alias(&self, alias: &Alias) -> [u8; 16] {
        let mut hasher = blake3::Hasher::new();
        feed_alias(&mut hasher, alias);
        self.feed_actor(&mut hasher, alias.actor);
        if let Some(holders) = self.holders.get(&alias.actor) {
            hasher.update(holders.finalize().as_bytes());
        }
        short(&hasher)
    }

    /// What an actor is, under which names, and what it belongs to.
    fn feed_actor(&self, hasher: &mut blake3::Hasher, id: ActorId) {
        let actors = &self.dictionary.actors;
        let actor = actors.get(id);
        feed(hasher, &[&actor.id, &actor.name, actor.kind.as_str(), actor.country.as_deref().unwrap_or("")]);
        for role in actors.roles_of(id).iter().filter(|role| role.is_parent()) {
            self.feed_role(hasher, role);
        }
        for alias in self.names.get(&id).into_iter().flatten() {
            feed_alias(hasher, alias);
        }
    }

    fn feed_role(&self, hasher: &mut blake3::Hasher, role: &Role) {
        let of = &self.dictionary.actors.get(role.of).id;
        feed(hasher, &[&role.role, of, role.claim.as_str(), &days(role.start), &days(role.end)]);
    }
}

fn feed_alias(hasher: &mut blake3::Hasher, alias: &Alias) {
    feed(hasher, &[&alias.text, alias.kind.as_str(), alias.case.as_str()]);
    feed(hasher, &[&days(alias.start), &days(alias.end), &alias.weight.to_string()]);
    hasher.update(&[u8::from(alias.needs_context)]);
}

fn days(date: Option<jiff::civil::Date>) -> String {
    date.map(|day| day.to_string()).unwrap_or_default()
}

fn feed(hasher: &mut blake3::Hasher, texts: &[&str]) {
    for text in texts {
        hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
    }
}

fn short(hasher: &blake3::Hasher) -> [u8; 16] {
    let mut short = [0; 16];
    short.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    short
}
