//! Names in whole texts: the fast path.

use newsloom_corpus::Span;
use newsloom_text::{TokenMap, hash_of_part};

use super::{Matcher, key};
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
    candidates: Vec<Candidate>,
    ends: Vec<(usize, u32)>,
    found: Vec<Occurrence>,
}

/// A token that passed the filters.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    span: Span,
    hash: u64,
}

impl<'m> Finder<'m> {
    pub(super) fn new(matcher: &'m Matcher) -> Self {
        let (map, candidates, ends, found) = (TokenMap::default(), Vec::new(), Vec::new(), Vec::new());
        Self { matcher, map, candidates, ends, found }
    }

    /// The names of a text, leftmost and longest first, none inside another; at least one alias of
    /// each agrees in case.
    pub fn find(&mut self, text: &str) -> &[Occurrence] {
        self.map.read(text);
        self.gather(text);
        self.found.clear();
        let mut done = 0;
        for at in 0..self.candidates.len() {
            let candidate = self.candidates[at];
            if candidate.span.start() >= done
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

    /// Finds the tokens that names can begin with.
    fn gather(&mut self, text: &str) {
        self.candidates.clear();
        let starts = &self.matcher.starts;
        for (n, block) in self.map.blocks().iter().enumerate() {
            let mut bits = starts.of(block);
            while bits != 0 {
                let start = n * 64 + bits.trailing_zeros() as usize;
                bits &= bits - 1;
                if starts.may_begin(text.as_bytes(), start) {
                    let span = Span::new(start, self.map.end_of(start));
                    let hash = hash_of_part(text, span);
                    if starts.may_be_first(hash) {
                        self.candidates.push(Candidate { span, hash });
                    }
                }
            }
        }
    }

    /// The longest name that begins at a token and that some alias agrees with.
    fn longest(&mut self, text: &str, first: Candidate) -> Option<Occurrence> {
        let (start, mut end, mut hash) = (first.span.start(), first.span.end(), first.hash);
        if key::is_within_hangul(text, start) {
            return None;
        }
        self.ends.clear();
        while let Some(entry) = self.matcher.table.get(hash) {
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
            end = token.end();
        }
        let found =
            self.ends.iter().rev().find_map(|(end, group)| {
                self.agreeing(&text[start..*end], *group).map(|group| (*end, group))
            });
        found.map(|(end, group)| Occurrence { span: Span::new(start, end), group })
    }

    /// The group of a surface, if one of its aliases agrees in case.
    fn agreeing(&self, surface: &str, first: u32) -> Option<u32> {
        let group = self.matcher.group_of(first, surface)?;
        let agrees = |alias: &u32| self.matcher.names[*alias as usize].agrees(surface);
        let is_shown = self.matcher.groups.surface(group) == surface;
        (is_shown || self.matcher.groups.aliases(group).iter().any(agrees)).then_some(group)
    }
}
