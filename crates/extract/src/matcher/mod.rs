//! The dictionary pass: which aliases stand where.
//!
//! Names begin where tokens begin, and few tokens can begin a name. So most of a text is passed over
//! by its bits ([`TokenMap`](newsloom_text::TokenMap)), most of the rest by its first two bytes and a
//! small filter of one bit a hash; only then is the table of prefixes asked, and a longer prefix only
//! where the next token begins as some alias goes on. What is found is compared with the alias itself.

mod case;
mod finder;
mod groups;
mod key;
mod starts;
mod table;

pub(crate) use case::case_agrees;
pub use finder::{Finder, Occurrence};
pub(crate) use key::{first_token, key_of};

use crate::{
    dictionary::{Alias, AliasKind},
    tokens::Segment,
};
use case::Name;
use groups::{Groups, NO_GROUP};
use key::{Part, extend};
use starts::Starts;
use table::Table;

/// Finds aliases as sequences of whole tokens; many threads can share one.
///
/// Aliases and texts meet in their folded lower-case tokens and how these are joined: by white space
/// or a dash, an apostrophe, a full stop, `&`, `/`, by nothing (in scripts without spaces), or by the
/// very same other signs. So a match always begins and ends at a token's border, and a shorter alias
/// is found even where a longer one fails to go on.
///
/// Han, Hiragana, Thai, Lao, Burmese and Khmer put no spaces between words: a name begins and ends at
/// any character there. A run of Katakana is one token. In Hangul a name begins where a run of Hangul
/// begins, and ends anywhere in it, for particles follow names without a space.
#[derive(Debug)]
pub struct Matcher {
    starts: Starts,
    table: Table,
    groups: Groups,
    names: Vec<Name>,
}

/// Aliases that stand at some tokens of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// First token.
    pub first: usize,
    /// One past the last token.
    pub end: usize,
    group: u32,
}

impl Matcher {
    /// Compiles aliases; they are referred to by their index.
    pub fn new(aliases: &[Alias]) -> Self {
        let names: Vec<Name> = aliases.iter().map(Name::of).collect();
        let parts: Vec<Vec<Part>> = aliases.iter().map(|alias| key::parts(&alias.text)).collect();
        let n_parts = parts.iter().map(Vec::len).sum();
        let mut matcher = Self {
            starts: Starts::new(aliases.len(), n_parts - aliases.len().min(n_parts)),
            table: Table::new(n_parts),
            groups: Groups::default(),
            names,
        };
        // Prominent surnames are looked for by the document pass.
        let is_looked_for = |alias: &Alias| alias.kind != AliasKind::Surname;
        for ((index, parts), _) in (0..).zip(&parts).zip(aliases).filter(|(_, alias)| is_looked_for(alias)) {
            matcher.insert(index, parts);
        }
        matcher.groups.finish();
        matcher
    }

    fn insert(&mut self, index: u32, parts: &[Part]) {
        let Some((first, rest)) = parts.split_first() else { return };
        let case = self.names[index as usize].case;
        self.starts.add(first, case);
        let mut hash = first.hash;
        for part in rest {
            self.table.entry(hash).next |= starts::next_bits(&part.word, case);
            hash = extend(hash, part.join, part.hash);
            self.starts.add_longer(hash);
        }
        let entry = self.table.entry(hash);
        entry.group = self.groups.add(entry.group, (index, &self.names[index as usize].text));
    }

    /// The indices of the aliases of a match.
    pub fn aliases(&self, found: Match) -> &[u32] {
        self.groups.aliases(found.group)
    }

    /// Looks for names in whole texts.
    pub fn finder(&self) -> Finder<'_> {
        Finder::new(self)
    }

    /// Every match that begins at the token `first`, shortest first; matches with which no alias can
    /// agree in case may be left out.
    pub(crate) fn matches_at(&self, segment: &Segment<'_>, first: usize, found: &mut Vec<Match>) {
        let tokens = &segment.tokens;
        let mut hash = tokens[first].hash;
        if !self.starts.may_be_first(hash) || key::is_within_hangul(segment.text, tokens[first].span.start())
        {
            return;
        }
        for end in first + 1.. {
            let Some(entry) = self.table.get(hash) else { return };
            if let Some(group) = self.group_of(entry.group, segment.between(first, end)) {
                found.push(Match { first, end, group });
            }
            let Some(next) = tokens.get(end) else { return };
            if !entry.may_go_on(segment.text.as_bytes()[next.span.start()]) {
                return;
            }
            hash = extend(hash, next.join, next.hash);
            if !self.starts.may_be_longer(hash) {
                return;
            }
        }
    }

    /// The group with the same key as `surface`, among those of one hash: hashes can collide.
    fn group_of(&self, first: u32, surface: &str) -> Option<u32> {
        let mut group = first;
        while group != NO_GROUP && !key::is_same(self.groups.surface(group), surface) {
            group = self.groups.twin(group);
        }
        (group != NO_GROUP).then_some(group)
    }
}
