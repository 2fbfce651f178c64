//! Names in whole texts: the fast path.

use newsloom_corpus::Span;
use newsloom_text::{TokenMap, hash_of_part};

use super::{Matcher, groups::NO_GROUP, key, table::Entry};
use crate::tokens::join_of;

/// Aliases that stand in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// Where they stand.
    pub span: Span,
    group: u32,
}

/// Looks for names in one text after the other; keeps its memory.
///
/// ```
/// use newsloom_extract::{Dictionary, Matcher, world};
/// let (world, _) = Dictionary::parse(&[world()]);
/// let matcher = Matcher::new(&world.aliases);
/// let text = "The United Nations met Libya\u{2019}s envoy.";
/// let mut finder = matcher.finder();
/// let surfaces: Vec<&str> = finder.find(text).iter().map(|found| found.span.of(text)).collect();
/// assert_eq!(surfaces, ["United Nations", "Libya"]);
/// ```
#[derive(Debug)]
pub struct Finder<'m> {
    matcher: &'m Matcher,
    map: TokenMap,
    starts: Vec<u32>,
    candidates: Vec<Candidate>,
    n_candidates: usize,
    ends: Vec<(usize, u32)>,
    found: Vec<Occurrence>,
}

/// A token that passed the filters.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    token: Span,
    hash: u64,
    /// What stands where the table is to be asked for the hash: all are fetched together, for each
    /// waits for memory.
    home: Entry,
}

impl<'m> Finder<'m> {
    pub(super) fn new(matcher: &'m Matcher) -> Self {
        let (map, starts, candidates) = (TokenMap::default(), Vec::new(), Vec::new());
        Self { matcher, map, starts, candidates, n_candidates: 0, ends: Vec::new(), found: Vec::new() }
    }

    /// The names of a text, leftmost and longest first, none inside another; at least one alias of
    /// each agrees in case.
    pub fn find(&mut self, text: &str) -> &[Occurrence] {
        self.map.read(text);
        self.gather(text);
        self.found.clear();
        let mut done = 0;
        for at in 0..self.n_candidates {
            let candidate = self.candidates[at];
            if candidate.token.start() >= done
                && let Some(found) = self.longest(text, candidate)
            {
                done = found.span.end();
                self.found.push(found);
            }
        }
        &self.found
    }

    /// The indices of the aliases that agree with a find in `text`.
    pub fn aliases<'a>(&'a self, text: &'a str, found: Occurrence) -> impl Iterator<Item = u32> + 'a {
        let names = self.matcher.groups.aliases(found.group).iter().copied();
        names.filter(move |name| self.matcher.names[*name as usize].agrees(found.span.of(text)))
    }

    /// Finds the tokens that names can begin with: by their first bytes, by their hash, and what the
    /// table says. Each step is a loop without jumps that depend on what it finds.
    fn gather(&mut self, text: &str) {
        let n = self.gather_starts(text.as_bytes());
        let none = Candidate { token: Span::new(0, 0), hash: 0, home: Entry::EMPTY };
        self.candidates.resize(self.candidates.len().max(n), none);
        let starts = &self.matcher.starts;
        let mut n_kept = 0;
        for at in 0..n {
            let start = self.starts[at];
            let token = Span::new(start as usize, self.map.end_of(start as usize));
            let hash = hash_of_part(text, token);
            self.candidates[n_kept] = Candidate { token, hash, home: Entry::EMPTY };
            n_kept += usize::from(starts.may_be_first(hash));
        }
        self.n_candidates = n_kept;
        for candidate in &mut self.candidates[..n_kept] {
            candidate.home = self.matcher.table.home(candidate.hash);
        }
    }

    /// The number of starts that may begin a name.
    fn gather_starts(&mut self, bytes: &[u8]) -> usize {
        let starts = &self.matcher.starts;
        // Every other byte can start a token at most.
        let most = bytes.len() / 2 + 2;
        self.starts.resize(self.starts.len().max(most), 0);
        let mut n = 0;
        for (base, block) in (0..).step_by(64).zip(self.map.blocks()) {
            let mut bits = starts.of(block);
            while bits != 0 {
                let start: u32 = base + bits.trailing_zeros();
                bits &= bits - 1;
                self.starts[n] = start;
                n += usize::from(starts.may_begin(bytes, start as usize));
            }
        }
        n
    }

    /// The longest name that begins at a token and that some alias agrees with.
    fn longest(&mut self, text: &str, first: Candidate) -> Option<Occurrence> {
        let (start, mut end, mut hash) = (first.token.start(), first.token.end(), first.hash);
        if key::is_within_hangul(text, start) {
            return None;
        }
        self.ends.clear();
        let mut known = self.matcher.table.get_at(first.home, hash);
        while let Some(entry) = known {
            self.ends.push((end, entry.group));
            if entry.next == 0 {
                break;
            }
            let Some(next) = self.map.next_start(end) else { break };
            if !entry.may_go_on(text.as_bytes()[next]) {
                break;
            }
            let token = Span::new(next, self.map.end_of(next));
            hash = key::extend(hash, join_of(&text[end..next]), hash_of_part(text, token));
            if !self.matcher.starts.may_be_longer(hash) {
                break;
            }
            end = token.end();
            known = self.matcher.table.get(hash);
        }
        let found =
            self.ends.iter().rev().find_map(|(end, group)| {
                self.agreeing(&text[start..*end], *group).map(|group| (*end, group))
            });
        found.map(|(end, group)| Occurrence { span: Span::new(start, end), group })
    }

    /// The group of a surface, if one of its aliases agrees in case.
    fn agreeing(&self, surface: &str, first: u32) -> Option<u32> {
        let groups = &self.matcher.groups;
        if first != NO_GROUP && key::differs_in_blanks(groups.surface(first), surface) {
            return Some(first);
        }
        let group = self.matcher.group_of(first, surface)?;
        let agrees = |alias: &u32| self.matcher.names[*alias as usize].agrees(surface);
        groups.aliases(group).iter().any(agrees).then_some(group)
    }
}
