//! What names can begin with: filters that most tokens of a text do not pass.

use newsloom_text::Block;

use super::{case::starts_upper, key::Part};
use crate::dictionary::CaseRule;

/// What the first tokens of names look like.
#[derive(Debug)]
pub(super) struct Starts {
    /// Ones if some name begins with a small letter, and the same for digits.
    small: u64,
    digit: u64,
    /// A bit for every two bytes that a name can begin with, the second of which may lie behind it.
    pairs: Box<[u64; 1024]>,
    /// The hashes of first tokens.
    firsts: Filter,
    /// The hashes of longer prefixes.
    longer: Filter,
}

impl Starts {
    /// Filters for so many first tokens and longer prefixes.
    pub(super) fn new(n_firsts: usize, n_longer: usize) -> Self {
        let (firsts, longer) = (Filter::new(n_firsts), Filter::new(n_longer));
        Self { small: 0, digit: 0, pairs: Box::new([0; 1024]), firsts, longer }
    }

    /// Lets a first token pass.
    pub(super) fn add(&mut self, first: &Part, case: CaseRule) {
        self.firsts.add(first.hash);
        let mut chars = first.word.chars();
        let (one, two) = (chars.next(), chars.next());
        for one in forms(one, is_any_case(&first.word, case)) {
            self.small |= if one.is_ascii_lowercase() { u64::MAX } else { 0 };
            self.digit |= if one.is_ascii_digit() { u64::MAX } else { 0 };
            match two {
                None => (0..0x80)
                    .filter(|two: &u8| !two.is_ascii_alphanumeric())
                    .for_each(|two| self.pair(one, two)),
                two => forms(two, case != CaseRule::Exact).for_each(|two| self.pair(one, two)),
            }
        }
    }

    /// Lets a longer prefix pass.
    pub(super) fn add_longer(&mut self, hash: u64) {
        self.longer.add(hash);
    }

    fn pair(&mut self, one: u8, two: u8) {
        let pair = usize::from(one) << 8 | usize::from(two);
        self.pairs[pair / 64] |= 1 << (pair % 64);
    }

    /// The starts of a block whose first byte some name can begin with.
    #[inline]
    pub(super) fn of(&self, block: &Block) -> u64 {
        let small = !(block.upper | block.digit | block.other);
        block.start & (block.upper | block.other | block.digit & self.digit | small & self.small)
    }

    /// Whether some name can begin with the two bytes at `at`. Beyond ASCII everything passes:
    /// letters with accents are those without.
    #[inline]
    pub(super) fn may_begin(&self, bytes: &[u8], at: usize) -> bool {
        let (one, two) = (bytes[at], bytes.get(at + 1).copied().unwrap_or(0));
        let pair = usize::from(one) << 8 | usize::from(two);
        (one | two) >= 0x80 || self.pairs[pair / 64] >> (pair % 64) & 1 == 1
    }

    /// Whether some name can begin with a token of this hash.
    #[inline]
    pub(super) fn may_be_first(&self, hash: u64) -> bool {
        self.firsts.may_hold(hash)
    }

    /// Whether some name can begin with several tokens of this hash.
    #[inline]
    pub(super) fn may_be_longer(&self, hash: u64) -> bool {
        self.longer.may_hold(hash)
    }
}

/// A bit for every hash of a set, and few others.
#[derive(Debug)]
struct Filter {
    bits: Vec<u64>,
    shift: u32,
}

/// Bits for each hash, at least: one other hash in eight passes.
const BITS_A_HASH: usize = 8;

impl Filter {
    fn new(n: usize) -> Self {
        let n_bits = (n * BITS_A_HASH).next_power_of_two().max(4096);
        Self { bits: vec![0; n_bits / 64], shift: 64 - n_bits.trailing_zeros() }
    }

    fn add(&mut self, hash: u64) {
        let bit = self.bit(hash);
        self.bits[bit / 64] |= 1 << (bit % 64);
    }

    #[inline]
    fn may_hold(&self, hash: u64) -> bool {
        let bit = self.bit(hash);
        self.bits[bit / 64] >> (bit % 64) & 1 == 1
    }

    #[inline]
    fn bit(&self, hash: u64) -> usize {
        usize::try_from(hash >> self.shift).expect("the filter is in memory")
    }
}

/// Whether a word of an alias may begin with a capital or a small letter, whichever it has.
fn is_any_case(word: &str, case: CaseRule) -> bool {
    case == CaseRule::Fold || case != CaseRule::Exact && !starts_upper(word)
}

/// The bytes in ASCII that a letter of a folded word can have in a text.
fn forms(letter: Option<char>, is_any_case: bool) -> impl Iterator<Item = u8> {
    let byte = letter.filter(char::is_ascii).and_then(|c| u8::try_from(c).ok());
    let other = byte.filter(|_| is_any_case).map(|byte| byte ^ 0x20).filter(u8::is_ascii_alphabetic);
    byte.into_iter().chain(other)
}

/// What a token that goes on with a name can begin with, as bits of [`next_bit`].
pub(super) fn next_bits(word: &str, case: CaseRule) -> u32 {
    let letters = forms(word.chars().next(), is_any_case(word, case));
    letters.fold(BEYOND_ASCII, |bits, byte| bits | next_bit(byte))
}

/// A bit for each capital, one for digits, four for small letters, one for what is not ASCII.
#[inline]
pub(super) fn next_bit(byte: u8) -> u32 {
    match byte {
        b'A'..=b'Z' => 1 << (byte - b'A'),
        b'0'..=b'9' => 1 << 26,
        0x80.. => BEYOND_ASCII,
        _ => 1 << (28 + (byte & 3)),
    }
}

const BEYOND_ASCII: u32 = 1 << 27;
