//! The dictionary pass: which aliases stand where.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

use newsloom_text::{folded, hash_of_word, words};

use crate::{
    dictionary::{Alias, AliasKind, CaseRule},
    tokens::{Segment, join_of},
};

/// Finds aliases as sequences of whole words.
///
/// An alias is keyed by its folded lower-case words and how they are joined; a hash of every prefix
/// tells whether a longer alias can still follow. So a match always begins and ends at a word's
/// border, and a shorter alias is found even where a longer one fails to go on.
#[derive(Debug)]
pub struct Matcher {
    prefixes: HashMap<u64, Prefix, BuildHasherDefault<Already>>,
    groups: Vec<Group>,
}

/// A prefix of words.
#[derive(Debug, Clone, Copy, Default)]
struct Prefix {
    /// Index of the group of aliases that end here, plus one; 0 for none.
    group: u32,
    goes_on: bool,
}

/// Aliases with the same folded lower-case words.
#[derive(Debug)]
struct Group {
    key: String,
    aliases: Vec<u32>,
}

/// Aliases that stand at some words of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// First word.
    pub first: usize,
    /// One past the last word.
    pub end: usize,
    group: u32,
}

impl Matcher {
    /// Compiles aliases; they are referred to by their index.
    pub fn new(aliases: &[Alias]) -> Self {
        let mut matcher = Self { prefixes: HashMap::default(), groups: Vec::new() };
        // Prominent surnames are looked for by the document pass.
        let is_looked_for = |alias: &&Alias| alias.kind != AliasKind::Surname;
        for (index, alias) in (0..).zip(aliases).filter(|(_, alias)| is_looked_for(alias)) {
            matcher.insert(&alias.text, index);
        }
        matcher
    }

    fn insert(&mut self, alias: &str, index: u32) {
        let parts = parts(alias);
        let mut hash = 0;
        for (n, (join, word)) in parts.iter().enumerate() {
            hash = extend(hash, *join, *word);
            let prefix = self.prefixes.entry(hash).or_default();
            prefix.goes_on |= n + 1 < parts.len();
        }
        let prefix = self.prefixes.entry(hash).or_default();
        if prefix.group == 0 {
            self.groups.push(Group { key: key_of(alias), aliases: Vec::new() });
            prefix.group = u32::try_from(self.groups.len()).expect("fewer than 2^32 aliases");
        }
        self.groups[prefix.group as usize - 1].aliases.push(index);
    }

    /// The indices of the aliases of a match.
    pub fn aliases(&self, found: Match) -> &[u32] {
        &self.groups[found.group as usize].aliases
    }

    /// Every match that begins at the word `first`, shortest first.
    pub(crate) fn matches_at(&self, segment: &Segment<'_>, first: usize, found: &mut Vec<Match>) {
        let mut hash = 0;
        for end in first..segment.tokens.len() {
            let token = &segment.tokens[end];
            let join = if end == first { 0 } else { token.join };
            if end > first && join == 0 {
                return;
            }
            hash = extend(hash, join, token.hash);
            let Some(prefix) = self.prefixes.get(&hash) else { return };
            if prefix.group > 0 {
                let found_here = Match { first, end: end + 1, group: prefix.group - 1 };
                if self.is_equal(segment, found_here) {
                    found.push(found_here);
                }
            }
            if !prefix.goes_on {
                return;
            }
        }
    }

    /// Whether the words are those of the group: hashes can collide.
    fn is_equal(&self, segment: &Segment<'_>, found: Match) -> bool {
        let (first, last) = (segment.tokens[found.first].span, segment.tokens[found.end - 1].span);
        let text = &segment.text[first.start()..last.end()];
        let key = &self.groups[found.group as usize].key;
        // Words with one plain sign between them are their own key.
        text.is_ascii() && key.eq_ignore_ascii_case(text) || *key == key_of(text)
    }
}

/// Whether the case of `surface` is what the alias asks for.
pub(crate) fn case_agrees(alias: &Alias, surface: &str) -> bool {
    match alias.case {
        _ if *alias.text == *surface => true,
        CaseRule::Fold => true,
        CaseRule::Exact => words_of(&alias.text).eq(words_of(surface)),
        CaseRule::Title => {
            let starts_upper = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
            let has_case = |word: &str| word.chars().any(|c| c.is_lowercase() || c.is_uppercase());
            words_of(&alias.text)
                .zip(words_of(surface))
                .all(|(a, s)| !starts_upper(&a) || starts_upper(&s) || !has_case(&s))
        }
    }
}

fn words_of(text: &str) -> impl Iterator<Item = String> {
    words(text).map(|span| folded(span.of(text)))
}

/// The words of an alias with how each is joined to the one before.
fn parts(alias: &str) -> Vec<(u8, u64)> {
    let mut last = None;
    words(alias)
        .map(|span| {
            let join = last.map_or(0, |end| join_of(&alias[end..span.start()]));
            last = Some(span.end());
            (join, hash_of_word(span.of(alias)))
        })
        .collect()
}

/// The folded lower-case words of a text with their joins between them.
pub(crate) fn key_of(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    let mut last = None;
    for span in words(text) {
        if let Some(end) = last {
            key.push(char::from(join_of(&text[end..span.start()])));
        }
        last = Some(span.end());
        key.push_str(&folded(span.of(text)).to_lowercase());
    }
    key
}

fn extend(hash: u64, join: u8, word: u64) -> u64 {
    let mixed = (hash.rotate_left(25) ^ word ^ (u64::from(join) << 56)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 31)
}

/// A hasher for keys that are hashes already.
#[derive(Debug, Default, Clone, Copy)]
struct Already(u64);

impl Hasher for Already {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("keys are 64-bit hashes");
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
