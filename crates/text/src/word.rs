use std::ops::Range;

use newsloom_corpus::Span;
use unicode_normalization::char::is_combining_mark;

use crate::{
    bitmap::{BLOCK, TokenMap, word_bits},
    classes::padded,
    folded,
};

/// Whether a character is part of a word: letters, digits and the marks on them.
#[inline]
pub fn is_word_char(c: char) -> bool {
    match c {
        _ if c.is_ascii() => c.is_ascii_alphanumeric(),
        // What news is full of, without a look at the tables.
        '\u{c0}'..'\u{250}' => !matches!(c, '\u{d7}' | '\u{f7}'),
        '\u{2000}'..'\u{2070}' => false,
        _ => c.is_alphanumeric() || is_combining_mark(c),
    }
}

/// The words of a text: maximal runs of letters, digits and combining marks.
///
/// Apostrophes, hyphens and no-break spaces end a word, so that a possessive splits off; a soft hyphen
/// or another character that cannot be seen does not, if it stands between two letters.
///
/// ```
/// let text = "Haftar’s Russian-Turkish talks";
/// let words: Vec<&str> = newsloom_text::words(text).map(|span| span.of(text)).collect();
/// assert_eq!(words, ["Haftar", "s", "Russian", "Turkish", "talks"]);
/// ```
#[inline]
pub fn words(text: &str) -> impl Iterator<Item = Span> {
    let mut bits = Bits { text, base: 0, bits: block(text, 0) };
    std::iter::from_fn(move || bits.next_run())
}

/// Which bytes belong to words, one block at a time.
struct Bits<'a> {
    text: &'a str,
    base: usize,
    /// Bytes of the block at `base` that belong to words and were not given out.
    bits: u64,
}

impl Bits<'_> {
    #[inline]
    fn next_run(&mut self) -> Option<Span> {
        while self.bits == 0 {
            self.advance()?;
        }
        let start = self.base + self.bits.trailing_zeros() as usize;
        // Ones from the first bit of the block to the end of the run.
        let mut run = (self.bits | (self.bits - 1)).trailing_ones();
        while run == u64::BITS {
            if self.advance().is_none() {
                return Some(Span::new(start, self.text.len()));
            }
            run = self.bits.trailing_ones();
        }
        self.bits &= u64::MAX << run;
        Some(Span::new(start, self.base + run as usize))
    }

    #[inline]
    fn advance(&mut self) -> Option<()> {
        self.base += BLOCK;
        self.bits =
            if self.base < self.text.len() { block(self.text, self.base) } else { return self.end() };
        Some(())
    }

    fn end(&mut self) -> Option<()> {
        self.base -= BLOCK;
        self.bits = 0;
        None
    }
}

/// Which of the bytes behind `base` belong to words.
#[inline]
fn block(text: &str, base: usize) -> u64 {
    let bytes = &text.as_bytes()[base..];
    match bytes.first_chunk() {
        Some(whole) => word_bits(text, base, whole),
        None => word_bits(text, base, &padded(bytes)),
    }
}

/// The words of a text with the hash of each: read once, and shared by all that compare words.
///
/// ```
/// use newsloom_corpus::Span;
/// use newsloom_text::{HashedWords, hash_of_word};
/// let words = HashedWords::of("ERDO\u{11e}AN met Erdogan");
/// assert_eq!(words.hashes()[0], words.hashes()[2]);
/// assert_eq!(words.within(Span::new(8, 11)), 1..2);
/// assert_eq!(words.hashes()[1], hash_of_word("Met"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HashedWords {
    spans: Vec<Span>,
    hashes: Vec<u64>,
}

impl HashedWords {
    /// Reads a text.
    pub fn of(text: &str) -> Self {
        let about = text.len() / 5;
        let mut found = Self { spans: Vec::with_capacity(about), hashes: Vec::with_capacity(about) };
        let mut map = TokenMap::default();
        map.read(text);
        for word in map.words() {
            found.spans.push(word);
            found.hashes.push(hash_of_part(text, word));
        }
        found
    }

    /// Where each word stands, in order.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// The hash of each word, in order.
    pub fn hashes(&self) -> &[u64] {
        &self.hashes
    }

    /// The numbers of the words that begin within a span.
    pub fn within(&self, span: Span) -> Range<usize> {
        let start = self.first_at(span.start());
        self.within_of(start..self.spans.len(), span)
    }

    /// The number of the first word that begins at a byte or behind it: looked for around where it stands
    /// if all words are equally long.
    fn first_at(&self, byte: usize) -> usize {
        let (n, end) = (self.spans.len(), self.spans.last().map_or(1, |word| word.end()));
        let guess = (n * byte / end).min(n);
        let is_before = |at: usize| self.spans[at].start() < byte;
        let (mut low, mut high, mut step) = (guess, guess, 8);
        while low > 0 && !is_before(low - 1) {
            (low, high) = (low.saturating_sub(step), low);
            step *= 2;
        }
        while high < n && is_before(high) {
            (low, high) = (high, (high + step).min(n));
            step *= 2;
        }
        low + self.spans[low..high].partition_point(|word| word.start() < byte)
    }

    /// As [`within`](Self::within), where it is known among which words to look.
    ///
    /// ```
    /// use newsloom_corpus::Span;
    /// let words = newsloom_text::HashedWords::of("Lamps for the harbour");
    /// assert_eq!(words.within_of(1..4, Span::new(6, 13)), 1..3);
    /// ```
    pub fn within_of(&self, words: Range<usize>, span: Span) -> Range<usize> {
        let spans = &self.spans[words.clone()];
        let is_next = spans.first().is_none_or(|first| first.start() >= span.start());
        let start = if is_next { 0 } else { spans.partition_point(|word| word.start() < span.start()) };
        // A word and what parts it from the next are two bytes at least.
        let last = spans.len().min(start + span.len().div_ceil(2));
        words.start + start..words.start + end_of(spans, start..last, span)
    }
}

/// Bytes of a word and what parts it from the next, by and large.
const BYTES_OF_WORD: usize = 6;

/// Where the words of a span end, of some that begin in it: a step or two from where words of usual
/// length would.
fn end_of(spans: &[Span], among: Range<usize>, span: Span) -> usize {
    let mut end = among.end.min(among.start + span.len() / BYTES_OF_WORD);
    while end < among.end && spans[end].start() < span.end() {
        end += 1;
    }
    while end > among.start && spans[end - 1].start() >= span.end() {
        end -= 1;
    }
    end
}

/// Hash of the folded lower-case form of a word; the same on every machine.
pub fn hash_of_word(word: &str) -> u64 {
    hash_of_part(word, Span::new(0, word.len()))
}

/// Hash of a word that stands in a text, as [`hash_of_word`] gives it, but faster.
///
/// ```
/// use newsloom_corpus::Span;
/// assert_eq!(newsloom_text::hash_of_part("in Mali", Span::new(3, 7)), newsloom_text::hash_of_word("mali"));
/// ```
#[inline(always)]
#[allow(clippy::inline_always, reason = "a few instructions in the innermost loop of the matcher")]
pub fn hash_of_part(text: &str, word: Span) -> u64 {
    let n = word.end() - word.start();
    let start = head(text.as_bytes(), word.start(), n);
    if n <= 16 && start & HIGH == 0 { hash_of_short(start, n) } else { hash_of_long_or_other(word.of(text)) }
}

const HIGH: u128 = 0x8080_8080_8080_8080_8080_8080_8080_8080;

/// The first bytes of a word of `n`, 16 at most, and zeros.
#[inline]
fn head(bytes: &[u8], start: usize, n: usize) -> u128 {
    let sixteen = bytes[start..].first_chunk().copied().unwrap_or_else(|| padded_16(&bytes[start..]));
    let n = n.min(16);
    if n == 0 { 0 } else { u128::from_le_bytes(sixteen) & (u128::MAX >> (128 - 8 * n)) }
}

#[cold]
fn padded_16(bytes: &[u8]) -> [u8; 16] {
    let mut padded = [0; 16];
    padded[..bytes.len()].copy_from_slice(bytes);
    padded
}

/// Hash of up to 16 bytes of ASCII: of their first and last eight, or four, or of all together. No
/// jump depends on the length, for the lengths of words cannot be foreseen.
#[inline]
fn hash_of_short(head: u128, n: usize) -> u64 {
    let Cut { width, before_last, tail } = CUTS[n];
    let first = first_8(&head.to_le_bytes());
    let last = first_8(&(head >> before_last).to_le_bytes());
    // Fewer than four bytes as one number, the first of them highest.
    let all = (first.swap_bytes() >> 40 >> (8 * (3 - n.min(3)))) & !tail;
    mixed(small(first & width | all), small(last & width) & tail, n)
}

/// What of a word of some length is hashed.
#[derive(Clone, Copy)]
struct Cut {
    /// Ones in the first eight bytes, the first four or none.
    width: u64,
    /// Bits before the last eight or four.
    before_last: u32,
    /// Ones if there is a tail.
    tail: u64,
}

const CUTS: [Cut; 17] = {
    let mut cuts = [Cut { width: 0, before_last: 0, tail: 0 }; 17];
    let mut n = 4;
    while n < 17 {
        let (width, size) = if n < 8 { (0xffff_ffff, 4) } else { (u64::MAX, 8) };
        cuts[n as usize] = Cut { width, before_last: 8 * (n - size), tail: u64::MAX };
        n += 1;
    }
    cuts
};

#[inline(never)]
fn hash_of_long_or_other(word: &str) -> u64 {
    if word.is_ascii() {
        hash_of_ascii(word.as_bytes())
    } else {
        hash_of_ascii_or_more(folded(word).to_lowercase().as_bytes())
    }
}

/// Eight bytes at a time, whatever they are.
fn hash_of_ascii_or_more(bytes: &[u8]) -> u64 {
    if bytes.is_ascii() {
        return hash_of_ascii(bytes);
    }
    bytes.chunks(8).fold(bytes.len() as u64, |hash, chunk| {
        let mut padded = [0; 8];
        padded[..chunk.len()].copy_from_slice(chunk);
        mixed(hash, u64::from_le_bytes(padded), chunk.len())
    })
}

fn hash_of_ascii(bytes: &[u8]) -> u64 {
    if bytes.len() <= 16 {
        hash_of_short(head(bytes, 0, bytes.len()), bytes.len())
    } else {
        hash_of_long(bytes)
    }
}

fn hash_of_long(bytes: &[u8]) -> u64 {
    let tail = small(first_8(&bytes[bytes.len() - 8..]));
    bytes.chunks_exact(8).fold(tail, |hash, eight| mixed(hash, small(first_8(eight)), bytes.len()))
}

/// Makes ASCII letters small and leaves digits as they are.
#[inline]
fn small(letters: u64) -> u64 {
    letters | 0x2020_2020_2020_2020
}

#[inline]
fn mixed(head: u64, tail: u64, len: usize) -> u64 {
    let head = (head ^ len as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let both = (head ^ (head >> 32) ^ tail).wrapping_mul(0xd6e8_feb8_6659_fd93);
    both ^ (both >> 29)
}

#[inline]
fn first_8(bytes: &[u8]) -> u64 {
    u64::from_le_bytes(bytes[..8].try_into().expect("eight bytes"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn marks_stay_with_their_letters() {
        let text = "Erdog\u{306}an مُحَمَّد";
        let found: Vec<&str> = words(text).map(|s| s.of(text)).collect();
        assert_eq!(found, ["Erdog\u{306}an", "مُحَمَّد"]);
    }

    #[test]
    fn words_of_any_length_hash_by_their_small_folded_letters() {
        let word = "AbCdEfGhIjKlMnOpQrStUvWx0123456789";
        let hashes: std::collections::BTreeSet<u64> = (1..word.len())
            .map(|n| {
                assert_eq!(hash_of_word(&word[..n]), hash_of_word(&word[..n].to_lowercase()));
                hash_of_word(&word[..n])
            })
            .collect();
        assert_eq!(hashes.len(), word.len() - 1);
        let pairs = [
            ("ab", "ba"),
            ("a1", "1a"),
            ("harbour", "harbout"),
            ("lighthouse", "lighthouze"),
            ("Mali", "malign"),
            ("محمد", "محمود"),
            ("abcdefghABCDEFGHijklmnop", "ijklmnopabcdefghabcdefgh"),
        ];
        assert!(pairs.iter().all(|(one, other)| hash_of_word(one) != hash_of_word(other)));
        assert_eq!(hash_of_word("Erdo\u{11f}an"), hash_of_word("ERDOGAN"));
        assert_eq!(hash_of_word("مُحَمَّد"), hash_of_word("محمد"));
    }

    proptest! {
        #[test]
        fn words_within_are_those_that_begin_there(text in "(\\PC|[a-z]{1,30}| ){0,200}", a in 0..600_usize, b in 0..600_usize) {
            let words = HashedWords::of(&text);
            let span = Span::new(a.min(b), a.max(b));
            let begins = |word: &&Span| (span.start()..span.end()).contains(&word.start());
            let expected: Vec<Span> = words.spans().iter().filter(begins).copied().collect();
            prop_assert_eq!(&words.spans()[words.within(span)], expected);
        }

        #[test]
        fn a_character_is_of_a_word_as_unicode_says(c in any::<char>()) {
            prop_assert_eq!(is_word_char(c), c.is_alphanumeric() || is_combining_mark(c));
        }

        #[test]
        fn a_word_hashes_alike_wherever_it_stands(text in "(\\PC|[a-zA-Z]{1,9} ){0,60}") {
            for word in words(&text) {
                prop_assert_eq!(hash_of_part(&text, word), hash_of_word(word.of(&text)));
            }
        }

        #[test]
        fn words_are_what_is_left_between_other_characters(text in "(\\PC|[a-z ’é]){0,300}") {
            let found: Vec<&str> = words(&text).map(|s| s.of(&text)).collect();
            let split: Vec<&str> = text.split(|c| !is_word_char(c)).filter(|w| !w.is_empty()).collect();
            prop_assert_eq!(found, split);
        }
    }
}
