//! Where the cues of rules stand in a text.
//!
//! A cue begins where a word does, or with a mark such as `<`. Few words begin like a cue, so that a look
//! at three bytes of each word settles nearly all of them.

use newsloom_corpus::Span;

use crate::RULES;

/// A cue that stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Found {
    pub(crate) span: Span,
    /// Index in [`RULES`] of the rule that it calls.
    pub(crate) rule: usize,
}

/// The cues of all rules.
#[derive(Debug)]
pub(crate) struct Cues {
    /// Cues that begin with a letter, with their rules, by the slots of their first three bytes.
    words: Vec<(usize, &'static [u8], usize)>,
    /// Cues that begin with a mark.
    marks: Vec<(&'static [u8], usize)>,
    /// For each slot the number of its first cue, from 1; 0 where there is none.
    firsts: [u8; N_SLOTS],
}

const N_SLOTS: usize = 1 << 12;

impl Cues {
    pub(crate) fn new() -> Self {
        let all =
            RULES.iter().enumerate().flat_map(|(i, rule)| rule.cues.iter().map(move |c| (c.as_bytes(), i)));
        let (words, marks): (Vec<_>, Vec<_>) = all.partition(|(cue, _)| cue[0].is_ascii_lowercase());
        let mut words: Vec<(usize, &[u8], usize)> =
            words.into_iter().map(|(cue, rule)| (slot(cue), cue, rule)).collect();
        words.sort_unstable();
        let mut firsts = [0; N_SLOTS];
        for (number, (slot, ..)) in (1..=u8::MAX).zip(&words).rev() {
            firsts[*slot] = number;
        }
        assert!(u8::try_from(words.len()).is_ok(), "cues are numbered in a byte");
        Self { words, marks, firsts }
    }

    /// The cues in a text whose words stand there, in order, in small letters or capitals.
    pub(crate) fn find(&self, text: &str, words: &[Span]) -> Vec<Found> {
        let bytes = text.as_bytes();
        let mut found = Vec::new();
        for word in words {
            let slot = slot(&bytes[word.start()..]);
            if self.firsts[slot] > 0 {
                self.add_words(slot, (bytes, word.start()), &mut found);
            }
        }
        for (mark, rule) in &self.marks {
            let places = memchr::memchr_iter(mark[0], bytes);
            found.extend(places.filter_map(|at| place(bytes, at, (mark, *rule))));
        }
        found.sort_unstable();
        found
    }

    fn add_words(&self, slot: usize, (bytes, at): (&[u8], usize), found: &mut Vec<Found>) {
        let first = usize::from(self.firsts[slot]) - 1;
        for (_, cue, rule) in self.words[first..].iter().take_while(|(other, ..)| *other == slot) {
            found.extend(place(bytes, at, (cue, *rule)));
        }
    }
}

/// A cue of a rule, if it stands here.
fn place(bytes: &[u8], at: usize, (cue, rule): (&[u8], usize)) -> Option<Found> {
    let end = at + cue.len();
    let is_here = bytes.get(at..end).is_some_and(|part| part.eq_ignore_ascii_case(cue));
    is_here.then(|| Found { span: Span::new(at, end), rule })
}

/// Where cues are kept that begin like these bytes: a hash of the first three, letters made small.
fn slot(bytes: &[u8]) -> usize {
    let four = bytes.first_chunk().copied().unwrap_or_else(|| padded(bytes));
    let three = (u32::from_le_bytes(four) | 0x0020_2020) & 0x00ff_ffff;
    (three.wrapping_mul(0x9e37_79b1) >> 20) as usize
}

#[cold]
fn padded(bytes: &[u8]) -> [u8; 4] {
    let mut padded = [0; 4];
    padded[..bytes.len()].copy_from_slice(bytes);
    padded
}

#[cfg(test)]
mod tests {
    use newsloom_text::HashedWords;
    use proptest::prelude::*;

    use super::*;

    fn find(text: &str) -> Vec<Found> {
        Cues::new().find(text, HashedWords::of(text).spans())
    }

    /// As the cues are meant: every one at every start of a word.
    fn searched(text: &str) -> Vec<Found> {
        let lower = text.to_ascii_lowercase();
        let starts: Vec<usize> = newsloom_text::words(text).map(Span::start).collect();
        let cues = RULES.iter().enumerate().flat_map(|(i, r)| r.cues.iter().map(move |cue| (*cue, i)));
        let places = cues.flat_map(|(cue, rule)| {
            lower.match_indices(cue).map(move |(at, _)| Found { span: Span::new(at, at + cue.len()), rule })
        });
        let is_cue = |found: &Found| {
            !lower.as_bytes()[found.span.start()].is_ascii_alphabetic()
                || starts.contains(&found.span.start())
        };
        let mut places: Vec<Found> = places.filter(is_cue).collect();
        places.sort_unstable();
        places
    }

    #[test]
    fn cues_are_found_at_the_starts_of_words_and_marks_anywhere() {
        let names = |text| find(text).into_iter().map(|f| RULES[f.rule].name).collect::<Vec<_>>();
        assert_eq!(names("Unsubscribe now"), [""; 0]);
        assert_eq!(names("SUBSCRIBE now"), ["subscription"]);
        assert_eq!(names("a<br>&amp;"), ["markup", "markup"]);
        assert_eq!(names("\u{a9} Gazette, ad"), ["copyright"]);
    }

    proptest! {
        #[test]
        fn all_cues_are_found(text in "(\\PC|[a-z]{1,5}|subscri|Read |READ|ap |top|<|&|©|\\(c\\)| |é|photo|log in){0,40}") {
            prop_assert_eq!(find(&text), searched(&text));
        }
    }
}
