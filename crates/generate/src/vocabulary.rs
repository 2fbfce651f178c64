use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Frequent English words, so that language identification has something to go by.
const COMMON: &[&str] = &[
    "the",
    "of",
    "and",
    "to",
    "in",
    "that",
    "for",
    "with",
    "was",
    "on",
    "by",
    "as",
    "at",
    "from",
    "were",
    "have",
    "this",
    "which",
    "after",
    "over",
    "their",
    "would",
    "about",
    "before",
    "between",
    "during",
    "against",
    "under",
    "other",
    "could",
    "more",
    "than",
    "when",
    "where",
    "people",
    "government",
    "report",
    "group",
    "city",
    "week",
    "month",
    "year",
    "talks",
    "agreement",
    "forces",
    "region",
    "support",
    "water",
    "market",
    "minister",
    "statement",
    "officials",
    "border",
    "trade",
    "workers",
    "school",
    "court",
    "power",
    "price",
    "local",
    "public",
    "early",
    "several",
    "another",
    "because",
    "through",
    "without",
    "around",
    "later",
    "while",
    "still",
    "expected",
];

const ONSETS: &[&str] = &[
    "b", "br", "c", "cl", "d", "dr", "f", "fl", "g", "gr", "h", "l", "m", "n", "p", "pr", "r", "s", "st",
    "t", "tr", "v", "w",
];
const NUCLEI: &[&str] = &["a", "e", "i", "o", "u", "ai", "ea", "ou"];
const CODAS: &[&str] = &["", "n", "r", "l", "st", "nd", "t", "m", "s"];

/// Words to write sentences with.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    rare: Vec<String>,
}

impl Vocabulary {
    /// 5,000 invented words beside the frequent ones.
    pub(crate) fn new(seed: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed ^ 0x766f_6361_6275_6c61);
        Self { rare: (0..5_000).map(|_| invented(&mut rng, 2)).collect() }
    }

    /// A word: frequent ones in six of ten places, the others the rarer the later in the list.
    pub(crate) fn word(&self, rng: &mut ChaCha8Rng) -> &str {
        if rng.random_bool(0.6) {
            return COMMON[rng.random_range(0..COMMON.len())];
        }
        let below = rng.random_range(0..self.rare.len());
        &self.rare[rng.random_range(0..=below)]
    }
}

/// An invented lower-case word of a number of syllables.
pub(crate) fn invented(rng: &mut ChaCha8Rng, syllables: usize) -> String {
    let mut pick = |list: &[&'static str]| list[rng.random_range(0..list.len())];
    (0..syllables).flat_map(|_| [pick(ONSETS), pick(NUCLEI), pick(CODAS)]).collect()
}
