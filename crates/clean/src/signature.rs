use std::ops::Range;

use newsloom_corpus::{Article, CleanArticle};
use newsloom_text::HashedWords;

use crate::normal::{digest, hash_of_words};

/// Bins of the sketch.
pub(crate) const BINS: usize = 128;
/// Words in a shingle.
const SHINGLE: usize = 3;
/// Texts with fewer kept words are compared by equality alone.
pub(crate) const MIN_WORDS: u32 = 30;

/// Hash of the words, their number, hash of the numbers among them.
pub(crate) type Identity = (u64, u32, u64);

/// A sketch of an article's kept text for finding near-duplicates.
///
/// One-permutation `MinHash` (Li, Owen and Zhang 2012) over word 3-grams, 128 bins of 32 bits, empty
/// bins filled from their neighbours (Shrivastava and Li 2014). Fixed hashes: the same text has the
/// same sketch everywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Hash of the normalised kept text; with the title where the text is short.
    pub(crate) exact: u64,
    /// Kept words.
    pub(crate) n_words: u32,
    /// The sketch; empty for short texts.
    pub(crate) bins: Box<[u32]>,
    /// Hashes of the numbers in the text, sorted; empty for short texts.
    numbers: Box<[u32]>,
}

impl Signature {
    /// Sketches the kept text of an article whose text has these words.
    pub fn of(article: &Article, words: &HashedWords, clean: &CleanArticle) -> Self {
        let mut hashes = Vec::with_capacity(words.hashes().len());
        let mut numbers = Vec::new();
        for paragraph in &clean.paragraphs {
            let range = words.within(paragraph.span);
            hashes.extend_from_slice(&words.hashes()[range.clone()]);
            add_numbers(&mut numbers, (&article.text, words), range);
        }
        let n_words = u32::try_from(hashes.len()).expect("records are limited below 4 GiB");
        if n_words < MIN_WORDS {
            let title = hash_of_words(&article.title);
            return Self {
                exact: digest(hashes.iter().copied().chain([title])),
                n_words,
                bins: Box::new([]),
                numbers: Box::new([]),
            };
        }
        numbers.sort_unstable();
        numbers.dedup();
        let exact = digest(hashes.iter().copied());
        Self { exact, n_words, bins: sketch(&hashes), numbers: numbers.into() }
    }

    /// What equal texts have in common, and no others.
    pub(crate) fn identity(&self) -> Identity {
        (self.exact, self.n_words, digest(self.numbers.iter().copied().map(u64::from)))
    }

    /// Appends it in a form that [`Self::from_bytes`] reads.
    pub fn append_to(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.exact.to_le_bytes());
        let n_bins = u32::try_from(self.bins.len()).expect("as many as there are bins");
        for number in [self.n_words, n_bins].iter().chain(&self.bins).chain(&self.numbers) {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
    }

    /// The signature that was appended; `None` if the bytes are none.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (exact, rest) = bytes.split_first_chunk::<8>()?;
        let (numbers, rest) = rest.as_chunks::<4>();
        let number = |bytes: &[u8; 4]| u32::from_le_bytes(*bytes);
        let (head, numbers) = numbers.split_at_checked(2).filter(|_| rest.is_empty())?;
        let (bins, numbers) = numbers.split_at_checked(number(&head[1]) as usize)?;
        [0, BINS].contains(&bins.len()).then(|| Self {
            exact: u64::from_le_bytes(*exact),
            n_words: number(&head[0]),
            bins: bins.iter().map(number).collect(),
            numbers: numbers.iter().map(number).collect(),
        })
    }

    /// How many different numbers it has.
    pub(crate) fn n_numbers(&self) -> usize {
        self.numbers.len()
    }

    /// How many numbers the shorter text has, and how many of them the longer holds.
    pub(crate) fn shared_numbers(&self, other: &Self) -> (usize, usize) {
        let length = |text: &Self| (text.n_words, text.n_numbers());
        let (short, long) = if length(self) <= length(other) { (self, other) } else { (other, self) };
        let is_shared = |number: &&u32| long.numbers.binary_search(number).is_ok();
        (short.numbers.len(), short.numbers.iter().filter(is_shared).count())
    }

    /// Estimated Jaccard index of the two sets of 3-grams; standard error at most 0.044.
    pub(crate) fn resemblance(&self, other: &Self) -> f64 {
        if self.bins.is_empty() || other.bins.is_empty() {
            return 0.0;
        }
        self.bins.iter().zip(&other.bins).filter(|(a, b)| a == b).count() as f64 / BINS as f64
    }

    /// Estimated share of the shorter text's 3-grams that the longer holds, from the resemblance
    /// and the lengths.
    pub(crate) fn containment(&self, other: &Self) -> f64 {
        let shorter = f64::from(self.n_words.min(other.n_words).max(1));
        (self.n_shared(other) / shorter).min(1.0)
    }

    /// Estimated number of 3-grams that both hold.
    pub(crate) fn n_shared(&self, other: &Self) -> f64 {
        let j = self.resemblance(other);
        j * (f64::from(self.n_words) + f64::from(other.n_words)) / (1.0 + j)
    }
}

/// Adds the numbers among some words; `3,467.5`, `7-1/4` and `1987-03-04` are one each.
fn add_numbers(numbers: &mut Vec<u32>, (text, words): (&str, &HashedWords), range: Range<usize>) {
    let bytes = text.as_bytes();
    let is_number = |at: usize| bytes[words.spans()[at].start()].is_ascii_digit();
    let goes_on = |at: usize| {
        let (before, after) = (words.spans()[at - 1], words.spans()[at]);
        let is_close = after.start() == before.end() + 1;
        is_close && matches!(bytes[before.end()], b'.' | b',' | b'/' | b'-') && is_number(at - 1)
    };
    let mut open: Option<u64> = None;
    for at in range.clone() {
        let joined = open.filter(|_| at > range.start && goes_on(at) && is_number(at));
        if joined.is_none() {
            numbers.extend(open.map(low_half));
        }
        open = is_number(at).then(|| mix(&[joined.unwrap_or(0), words.hashes()[at], 0]));
    }
    numbers.extend(open.map(low_half));
}

fn sketch(words: &[u64]) -> Box<[u32]> {
    let mut bins = [EMPTY; BINS];
    for shingle in words.windows(SHINGLE) {
        let hash = mix(shingle);
        let (bin, value) = ((hash >> 57) as usize, low_half(hash));
        bins[bin] = bins[bin].min(value);
    }
    densify(&mut bins);
    Box::new(bins)
}

const EMPTY: u32 = u32::MAX;

fn low_half(hash: u64) -> u32 {
    u32::try_from(hash & 0xffff_ffff).expect("32 bits")
}

fn mix(shingle: &[u64]) -> u64 {
    let step = |h: u64, w: &u64| (h.rotate_left(23) ^ w).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let h = shingle.iter().fold(0x51_7c_c1_b7_27_22_0a_95, step);
    h ^ (h >> 29)
}

/// Fills each empty bin from the next filled one, marked by the distance.
fn densify(bins: &mut [u32; BINS]) {
    let filled = *bins;
    for (at, bin) in bins.iter_mut().enumerate().filter(|(_, bin)| **bin == EMPTY) {
        let found = (1..BINS).find(|step| filled[(at + step) % BINS] != EMPTY);
        let Some(step) = found else { return };
        let mark = u32::try_from(step).expect("fewer than 128 steps").wrapping_mul(0x9e37_79b9);
        *bin = filled[(at + step) % BINS].wrapping_add(mark);
    }
}
