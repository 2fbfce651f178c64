//! Mutations that keep some structure: bytes, ranges, words of a format, numbers.

/// Makes one input.
pub(crate) struct Mutator {
    state: u64,
}

/// Words that trouble readers of any format.
const COMMON: &[&[u8]] = &[
    b"\0",
    b"\n",
    b"\r\n",
    b"\r",
    b"\t",
    b"\"",
    b"\"\"",
    b"'",
    b",",
    b";",
    b"\\",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xff",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    "\u{202e}".as_bytes(),
    "\u{2066}".as_bytes(),
    "\u{ad}".as_bytes(),
    "\u{200b}".as_bytes(),
    "\u{301}".as_bytes(),
    "\u{130}".as_bytes(),
    "\u{1f600}".as_bytes(),
    "\u{3a3}".as_bytes(),
    "\u{df}".as_bytes(),
    "\u{fb01}".as_bytes(),
    "\u{661}\u{662}".as_bytes(),
    "\u{d55c}\u{ae00}".as_bytes(),
    "\u{2019}".as_bytes(),
    "\u{201c}".as_bytes(),
    "\u{2028}".as_bytes(),
    "\u{feff}".as_bytes(),
    b"-1",
    b"18446744073709551616",
    b"1e999",
    b"9999-12-31",
    b"-9999-01-01",
    b"\x1b[31m",
    b"=1+1",
    b" ",
];

impl Mutator {
    /// The mutator of the execution `n`.
    pub(crate) fn new(seed: u64, n: u64) -> Self {
        let mut mutator = Self { state: seed.wrapping_mul(0xd134_2543_de82_ef95) ^ n };
        mutator.next();
        mutator
    }

    /// `SplitMix64` (Steele, Lea and Flood 2014).
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `n`, 0 if there is none.
    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n.max(1) as u64).expect("it is below a usize")
    }

    fn range(&mut self, bytes: &[u8]) -> std::ops::Range<usize> {
        let start = self.below(bytes.len() + 1);
        let longest = 1 << self.below(9);
        start..bytes.len().min(start + self.below(longest) + 1)
    }

    fn word<'a>(&mut self, tokens: &[&'a [u8]]) -> &'a [u8] {
        let at = self.below(COMMON.len() + 3 * tokens.len());
        if at < COMMON.len() { COMMON[at] } else { tokens[(at - COMMON.len()) / 3] }
    }

    /// One of the seeds, mutated a few times.
    pub(crate) fn input(mut self, seeds: &[Vec<u8>], tokens: &[&[u8]]) -> Vec<u8> {
        let at = self.below(seeds.len());
        self.mutated(seeds[at].clone(), seeds, tokens)
    }

    /// An input, mutated a few times; parts of the seeds are put in.
    pub(crate) fn mutated(mut self, mut bytes: Vec<u8>, seeds: &[Vec<u8>], tokens: &[&[u8]]) -> Vec<u8> {
        for _ in 0..1 << self.below(5) {
            self.mutate(&mut bytes, seeds, tokens);
        }
        bytes
    }

    fn mutate(&mut self, bytes: &mut Vec<u8>, seeds: &[Vec<u8>], tokens: &[&[u8]]) {
        let at = self.range(bytes);
        match self.below(9) {
            0 if !bytes.is_empty() => {
                let (byte, bit) = (self.below(bytes.len()), self.below(8));
                bytes[byte] ^= 1 << bit;
            }
            1 => drop(bytes.drain(at)),
            2 => {
                let copy = bytes[at.clone()].to_vec();
                bytes.splice(at.end..at.end, copy);
            }
            3 => {
                let other = self.below(seeds.len());
                let part = seeds[other][self.range(&seeds[other])].to_vec();
                bytes.splice(at.start..at.start, part);
            }
            4 => {
                let word = self.word(tokens).to_vec();
                bytes.splice(at, word);
            }
            5 => {
                let n = 1 << self.below(9);
                let words = self.word(tokens).repeat(n);
                bytes.splice(at.start..at.start, words);
            }
            6 if bytes.len() < 1 << 14 => {
                let n = 1 << self.below(6);
                let words = bytes[at.clone()].repeat(n);
                bytes.splice(at.start..at.start, words);
            }
            7 => bytes.truncate(at.end),
            _ => {
                let word = self.word(tokens).to_vec();
                bytes.splice(at.start..at.start, word);
            }
        }
    }
}
