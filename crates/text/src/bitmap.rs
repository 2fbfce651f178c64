//! Which bytes of a text belong to words, 64 of them in a block.

use newsloom_corpus::Span;
use unicode_normalization::char::is_combining_mark;

use crate::{
    classes,
    script::{self, Writing},
    word::is_word_char,
};

/// Bytes that are looked at together: one bit each in a `u64`.
pub(crate) const BLOCK: usize = 64;

/// What is known of 64 bytes, one bit each, the first byte in the lowest bit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Block {
    /// Bytes of words: letters, digits and the marks on them.
    pub word: u64,
    /// Bytes at which a token starts: a word, or in a script without spaces a part of one.
    pub start: u64,
    /// Capital letters in ASCII.
    pub upper: u64,
    /// Digits in ASCII.
    pub digit: u64,
    /// Bytes that are not ASCII, of words or not.
    pub other: u64,
}

/// The tokens of a text as bits: read once, then asked where tokens start and end.
///
/// A token is a word ([`words`](crate::words)), but scripts that put no spaces between words are cut
/// further: a character of Han, Hiragana, Hangul, Thai, Lao, Burmese or Khmer (with the marks on it)
/// is a token of its own, and so is a run of Katakana.
///
/// ```
/// use newsloom_text::TokenMap;
/// let text = "Haftar’s men, プーチン大統領";
/// let mut map = TokenMap::default();
/// map.read(text);
/// let tokens: Vec<&str> = map.tokens().map(|token| token.of(text)).collect();
/// assert_eq!(tokens, ["Haftar", "s", "men", "プーチン", "大", "統", "領"]);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TokenMap {
    /// The blocks of the text, and one of zeros behind them.
    blocks: Vec<Block>,
}

impl TokenMap {
    /// Reads a text in place of the one before.
    pub fn read(&mut self, text: &str) {
        self.blocks.clear();
        let mut reader = Reader { text, base: 0, was_word: 0, is_cut: 0 };
        classes::read(text.as_bytes(), &mut self.blocks, |block| reader.complete(block));
        self.blocks.push(Block::default());
    }

    /// The blocks of the text, and at least one of zeros behind them.
    #[inline]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The tokens in order.
    pub fn tokens(&self) -> impl Iterator<Item = Span> {
        let mut from = 0;
        std::iter::from_fn(move || {
            let start = self.next_start(from)?;
            from = self.end_of(start);
            Some(Span::new(start, from))
        })
    }

    /// The words in order, which no script cuts.
    pub(crate) fn words(&self) -> impl Iterator<Item = Span> {
        let mut was_word = 0;
        let blocks = self.blocks.iter().zip((0..).step_by(BLOCK));
        let starts = blocks.map(move |(block, base)| {
            let starts = block.word & !(block.word << 1 | was_word);
            was_word = block.word >> (BLOCK - 1);
            (base, starts)
        });
        let words = starts.flat_map(|(base, starts)| Ones(starts).map(move |bit| base + bit));
        words.map(|start| Span::new(start, self.end_by(start, |block| !block.word)))
    }

    /// Where the token that starts at `start` ends.
    #[inline]
    pub fn end_of(&self, start: usize) -> usize {
        self.end_by(start, |block| !block.word | block.start)
    }

    /// The first stop behind `start`.
    #[inline]
    fn end_by(&self, start: usize, stops: impl Fn(&Block) -> u64) -> usize {
        let (mut at, shift) = (start / BLOCK, start % BLOCK);
        let (here, next) = (stops(&self.blocks[at]), stops(&self.blocks[at + 1]));
        // The 64 bytes from the start on, less the start.
        let window = (here >> shift | (next << 1) << (BLOCK - 1 - shift)) & !1;
        if window != 0 {
            return start + window.trailing_zeros() as usize;
        }
        loop {
            at += 1;
            let stops = stops(&self.blocks[at]);
            if stops != 0 {
                return at * BLOCK + stops.trailing_zeros() as usize;
            }
        }
    }

    /// Where the first token at or behind `from` starts.
    #[inline]
    pub fn next_start(&self, from: usize) -> Option<usize> {
        let mut at = from / BLOCK;
        let mut starts = self.blocks.get(at)?.start & (u64::MAX << (from % BLOCK));
        while starts == 0 {
            at += 1;
            starts = self.blocks.get(at)?.start;
        }
        Some(at * BLOCK + starts.trailing_zeros() as usize)
    }
}

/// The numbers of the bits that are set.
struct Ones(u64);

impl Iterator for Ones {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        let bit = self.0.trailing_zeros() as usize;
        self.0 &= self.0.wrapping_sub(1);
        (bit < BLOCK).then_some(bit)
    }
}

/// The tokens of a word: the word itself unless its script puts no spaces between words.
///
/// ```
/// use newsloom_text::tokens_of_word;
/// assert_eq!(tokens_of_word("Libye").len(), 1);
/// assert_eq!(tokens_of_word("习近平").len(), 3);
/// ```
pub fn tokens_of_word(word: &str) -> Vec<Span> {
    if word.chars().all(|c| script::writing(c) == Writing::Spaced) {
        return vec![Span::new(0, word.len())];
    }
    let mut map = TokenMap::default();
    map.read(word);
    map.tokens().collect()
}

/// Reads blocks in their order.
struct Reader<'a> {
    text: &'a str,
    base: usize,
    /// 1 if the last byte of the block before belongs to a word.
    was_word: u64,
    /// 1 if the block begins behind a character that ends its token.
    is_cut: u64,
}

impl Reader<'_> {
    #[inline]
    fn complete(&mut self, mut block: Block) -> Block {
        let (mut cuts, was_cut) = (0, std::mem::take(&mut self.is_cut));
        if block.other != 0 {
            let beyond = Beyond::of(self.text, self.base, block.other);
            block.word |= beyond.word;
            (cuts, self.is_cut) = (beyond.cuts, beyond.next_cut);
        }
        block.start = block.word & (!(block.word << 1 | self.was_word) | cuts | was_cut);
        self.was_word = block.word >> (BLOCK - 1);
        self.base += BLOCK;
        block
    }
}

/// Which of the bytes behind `base` belong to words; `bytes` are the block of `text` there.
#[inline]
pub(crate) fn word_bits(text: &str, base: usize, bytes: &[u8; BLOCK]) -> u64 {
    let block = classes::portable(bytes);
    if block.other == 0 { block.word } else { block.word | Beyond::of(text, base, block.other).word }
}

/// What the characters of a block that are not ASCII add.
#[derive(Default)]
struct Beyond {
    word: u64,
    /// Where a token must start if a word goes on.
    cuts: u64,
    /// The same for the first byte of the next block.
    next_cut: u64,
}

impl Beyond {
    #[cold]
    #[inline(never)]
    fn of(text: &str, base: usize, mut other: u64) -> Self {
        let mut found = Self::default();
        while other != 0 {
            let at = base + other.trailing_zeros() as usize;
            let start = text.floor_char_boundary(at);
            let c = text[start..].chars().next().expect("a character begins here");
            let end = start + c.len_utf8();
            let bits = ones(at - base, (end - base).min(BLOCK));
            if is_word_char(c) || script::is_joiner_within(text, start, c) {
                found.word |= bits;
                found.cut(text, (base, start, end), script::writing(c));
            }
            other &= !bits;
        }
        found
    }

    /// Cuts a word before and behind a character of a script without spaces.
    fn cut(&mut self, text: &str, (base, start, end): (usize, usize, usize), writing: Writing) {
        if writing == Writing::Spaced {
            return;
        }
        let is_alone = |c: char| writing == Writing::ByCharacter || script::writing(c) != writing;
        if start >= base && text[..start].chars().next_back().is_some_and(is_alone) {
            self.cuts |= 1 << (start - base);
        }
        let goes_on = text[end..].chars().next().is_some_and(|c| is_alone(c) && !is_combining_mark(c));
        match end - base {
            BLOCK.. if end - base == BLOCK => self.next_cut = u64::from(goes_on),
            BLOCK.. => {}
            bit => self.cuts |= u64::from(goes_on) << bit,
        }
    }
}

/// Ones from the bit `start` up to, not including, `end`; there is at least one.
fn ones(start: usize, end: usize) -> u64 {
    (u64::MAX >> (BLOCK - (end - start))) << start
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::words;

    fn map_of(text: &str) -> TokenMap {
        let mut map = TokenMap::default();
        map.read(text);
        map
    }

    fn tokens(text: &str) -> Vec<&str> {
        map_of(text).tokens().map(|token| token.of(text)).collect()
    }

    #[test]
    fn scripts_without_spaces_are_cut() {
        for (text, expected) in [
            ("习近平在北京", "习 近 平 在 北 京"),
            ("プーチン大統領は5人と", "プーチン 大 統 領 は 5 人 と"),
            ("북한은 NATO를", "북 한 은 NATO 를"),
            ("กรุงเทพ", "ก รุ ง เ ท พ"),
            ("Россия и Ελλάδα", "Россия и Ελλάδα"),
            ("قال حفتر", "قال حفتر"),
            ("Tri\u{ad}poli \u{ad}x\u{ad}", "Tri\u{ad}poli x"),
        ] {
            assert_eq!(tokens(text), expected.split(' ').collect::<Vec<_>>(), "{text}");
        }
    }

    /// Texts in which any two kinds of characters meet, at any place of a block.
    fn mixed() -> impl Strategy<Value = String> {
        "(\\PC|[a-z]{1,9}|[A-Z][a-z]|[0-9]| |’|é|\u{ad}|北|プ|한|ร|ุ){0,200}"
    }

    proptest! {
        #[test]
        fn tokens_are_words_or_their_parts(text in mixed()) {
            let spaced = |c: &char| script::writing(*c) == Writing::Spaced;
            for word in words(&text).map(|span| span.of(&text)).filter(|word| word.chars().all(|c| spaced(&c))) {
                prop_assert_eq!(tokens(word), vec![word]);
            }
            prop_assert_eq!(map_of(&text).words().collect::<Vec<_>>(), words(&text).collect::<Vec<_>>());
            let all: String = words(&text).map(|span| span.of(&text)).collect();
            prop_assert_eq!(tokens(&text).concat(), all);
        }

        #[test]
        fn tokens_of_a_text_are_the_same_behind_any_other(text in mixed(), n in 0..130usize) {
            let moved = format!("{} {text}", "-".repeat(n));
            prop_assert_eq!(tokens(&moved), tokens(&text));
        }
    }
}
