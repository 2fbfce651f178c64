//! Blocks that an outlet repeats over its articles.

use std::{iter, ops::Range};

use newsloom_corpus::{Article, Span};
use newsloom_text::HashedWords;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::{
    RepeatOptions,
    block::{RawParagraph, raw_paragraphs},
    normal::{digest, hash_of_part},
};

/// The hashes of an article's blocks: its paragraphs, and the sentences of those with several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocks {
    outlet: u64,
    article: u64,
    blocks: Vec<u64>,
}

impl Blocks {
    /// Each block, as its key within the outlet, with the article that holds it.
    pub fn held(&self) -> impl Iterator<Item = (u64, u64)> + '_ {
        self.blocks.iter().map(|block| (key(self.outlet, *block), self.article))
    }

    /// The outlet and the article, as hashes. Articles with the same words are one.
    pub fn of_outlet(&self) -> (u64, u64) {
        (self.outlet, self.article)
    }

    /// Appends them in a form that [`Self::from_bytes`] reads.
    pub fn append_to(&self, bytes: &mut Vec<u8>) {
        for number in [self.outlet, self.article].iter().chain(&self.blocks) {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
    }

    /// The blocks that were appended; `None` if the bytes are none.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (numbers, rest) = bytes.as_chunks::<8>();
        let (head, blocks) = numbers.split_at_checked(2).filter(|_| rest.is_empty())?;
        let number = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes);
        let (outlet, article) = (number(&head[0]), number(&head[1]));
        Some(Self { outlet, article, blocks: blocks.iter().map(number).collect() })
    }
}

/// The blocks of an article whose text has these words (pass 1).
pub fn blocks(article: &Article, words: &HashedWords) -> Blocks {
    let raw = raw_paragraphs(&article.text, words);
    let parts = raw.iter().flat_map(|paragraph| parts(words, paragraph));
    let mut blocks: Vec<u64> = parts.map(|part| hash_of_part(words, part)).collect();
    blocks.sort_unstable();
    blocks.dedup();
    Blocks { outlet: outlet_hash(article), article: digest(words.hashes().iter().copied()), blocks }
}

/// The words of a paragraph, and those of its sentences if it has several.
fn parts(words: &HashedWords, paragraph: &RawParagraph) -> impl Iterator<Item = Range<usize>> {
    let sentences = if paragraph.sentences.len() > 1 { &paragraph.sentences[..] } else { &[] };
    let of_sentence = |sentence| words.within_of(paragraph.words.clone(), sentence);
    std::iter::once(paragraph.words.clone()).chain(sentences.iter().copied().map(of_sentence))
}

/// Articles without an outlet share one.
pub(crate) fn outlet_hash(article: &Article) -> u64 {
    article.outlet.as_deref().map_or(0, |name| xxh3_64(name.as_bytes()))
}

fn key(outlet: u64, block: u64) -> u64 {
    outlet.rotate_left(31).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ block
}

/// Counts of blocks in memory (fold 1). Neither the order of articles nor their partition matters. Where
/// memory is short, the pairs of [`Blocks::of_outlet`] and [`Blocks::held`] can be sorted elsewhere, for
/// [`RepeatedBlocks::from_sorted`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BlockCounts {
    /// Block within its outlet, and the article that holds it.
    held: Vec<(u64, u64)>,
    /// Outlet and article.
    articles: Vec<(u64, u64)>,
}

impl BlockCounts {
    /// Takes the blocks of an article in.
    pub fn add(&mut self, blocks: &Blocks) {
        self.articles.push(blocks.of_outlet());
        self.held.extend(blocks.held());
    }

    /// Takes everything in that another count holds.
    pub fn merge(&mut self, other: Self) {
        self.articles.extend(other.articles);
        self.held.extend(other.held);
    }

    /// The blocks that are held by enough different articles of their outlet.
    ///
    /// Articles with the same words count once: a story sent five times is no boilerplate.
    pub fn finish(mut self, options: &RepeatOptions) -> RepeatedBlocks {
        self.articles.sort_unstable();
        self.held.sort_unstable();
        RepeatedBlocks::from_sorted(self.articles.into_iter(), self.held.into_iter(), options)
    }
}

/// What each outlet repeats.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RepeatedBlocks {
    outlets: Vec<(u64, u32)>,
    counts: Vec<(u64, u32)>,
    filter: Filter,
    options: RepeatOptions,
}

impl RepeatedBlocks {
    /// The blocks that are held by enough different articles of their outlet, from all pairs of
    /// [`Blocks::of_outlet`] and of [`Blocks::held`], each sorted; a pair may come more than once. No more
    /// is held than one number for each outlet and one for each block that is repeated.
    ///
    /// # Panics
    /// If pairs are out of order.
    ///
    /// ```
    /// use newsloom_clean::{RepeatOptions, RepeatedBlocks};
    ///
    /// let articles = [(1, 10), (1, 11), (1, 11), (1, 12)];
    /// let held = [(7, 10), (7, 11), (7, 11), (8, 10), (8, 11), (8, 12)];
    /// let repeated =
    ///     RepeatedBlocks::from_sorted(articles.into_iter(), held.into_iter(), &RepeatOptions::default());
    /// assert_eq!(repeated.n_articles_of(7), None, "two articles are not enough");
    /// assert_eq!(repeated.n_articles_of(8), Some(3));
    /// ```
    pub fn from_sorted(
        articles: impl Iterator<Item = (u64, u64)>,
        held: impl Iterator<Item = (u64, u64)>,
        options: &RepeatOptions,
    ) -> Self {
        let least = options.min_articles.max(2);
        let counts: Vec<(u64, u32)> = n_different(held).filter(|(_, n)| *n >= least).collect();
        let outlets = n_different(articles).collect();
        Self { outlets, filter: Filter::of(&counts), counts, options: options.clone() }
    }

    /// In how many different articles of an outlet the block of a hash stands, if that is often enough
    /// for boilerplate.
    pub(crate) fn n_articles(&self, outlet: u64, block: u64) -> Option<u32> {
        let n = self.n_articles_of(key(outlet, block))?;
        let n_outlet = find(&self.outlets, outlet)?;
        (f64::from(n) >= self.options.min_share * f64::from(n_outlet)).then_some(n)
    }

    /// The same by the key of a block within its outlet, whatever its share; see [`repeated_key`].
    pub fn n_articles_of(&self, key: u64) -> Option<u32> {
        if self.filter.may_hold(key) { find(&self.counts, key) } else { None }
    }

    /// The keys of those blocks of an article that its outlet repeats, in order: all that cleaning the
    /// article depends on.
    pub fn among<'a>(&'a self, blocks: &'a Blocks) -> impl Iterator<Item = u64> + 'a {
        let repeated = blocks.blocks.iter().filter(|block| self.n_articles(blocks.outlet, **block).is_some());
        repeated.map(|block| key(blocks.outlet, *block))
    }
}

/// How many different articles each key stands with, of pairs in order.
fn n_different(pairs: impl Iterator<Item = (u64, u64)>) -> impl Iterator<Item = (u64, u32)> {
    let mut before = (0, 0);
    let in_order = move |pair: &(u64, u64)| {
        assert!(before <= *pair, "pairs come in order");
        before = *pair;
    };
    let mut pairs = pairs.inspect(in_order).peekable();
    iter::from_fn(move || {
        let (key, mut article) = pairs.next()?;
        let mut n = 1_u64;
        while let Some((_, other)) = pairs.next_if(|pair| pair.0 == key) {
            n += u64::from(other != article);
            article = other;
        }
        Some((key, u32::try_from(n).expect("fewer than 2^32 articles")))
    })
}

/// The key, within its outlet, of a block of an article whose text has these words. Counts of the whole
/// corpus are found by it again ([`RepeatedBlocks::n_articles_of`]), so that what was cleaned need not
/// hold them.
pub fn repeated_key(article: &Article, words: &HashedWords, block: Span) -> u64 {
    key(outlet_hash(article), hash_of_part(words, words.within(block)))
}

/// Few bits that most blocks do not pass.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
struct Filter(Vec<u64>);

impl Filter {
    fn of(counts: &[(u64, u32)]) -> Self {
        let mut filter = Self(vec![0; (counts.len() / 4).next_power_of_two().max(64)]);
        for (key, _) in counts {
            let (word, bit) = filter.place(*key);
            filter.0[word] |= bit;
        }
        filter
    }

    #[inline]
    fn may_hold(&self, key: u64) -> bool {
        let (word, bit) = self.place(key);
        self.0.get(word).is_some_and(|bits| bits & bit != 0)
    }

    #[inline]
    fn place(&self, key: u64) -> (usize, u64) {
        let mixed = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let word = usize::try_from(mixed >> 32).expect("32 bits") & self.0.len().wrapping_sub(1);
        (word, 1 << (mixed >> 26 & 63))
    }
}

fn find(sorted: &[(u64, u32)], key: u64) -> Option<u32> {
    sorted.binary_search_by_key(&key, |(k, _)| *k).ok().map(|at| sorted[at].1)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// Articles of three outlets, with the blocks that they hold.
    fn articles() -> impl Strategy<Value = Vec<Blocks>> {
        let blocks = prop::collection::btree_set(0..7_u64, 0..6);
        let article = (0..3_u64, 0..9_u64, blocks);
        let article = article.prop_map(|(outlet, article, blocks)| Blocks {
            outlet,
            article,
            blocks: blocks.into_iter().collect(),
        });
        prop::collection::vec(article, 0..40)
    }

    fn counted(all: &[Blocks]) -> RepeatedBlocks {
        let mut counts = BlockCounts::default();
        for blocks in all {
            counts.add(blocks);
        }
        counts.finish(&RepeatOptions { min_articles: 2, min_share: 0.5 })
    }

    proptest! {
        #[test]
        fn the_filter_lets_every_counted_block_pass(all in articles()) {
            let repeated = counted(&all);
            for blocks in &all {
                let mut bytes = Vec::new();
                blocks.append_to(&mut bytes);
                prop_assert_eq!(&Blocks::from_bytes(&bytes).unwrap(), blocks);
                for block in &blocks.blocks {
                    let key = key(blocks.outlet, *block);
                    prop_assert_eq!(repeated.n_articles_of(key), find(&repeated.counts, key));
                    let is_among = repeated.among(blocks).any(|other| other == key);
                    prop_assert_eq!(is_among, repeated.n_articles(blocks.outlet, *block).is_some());
                }
            }
        }
    }

    proptest! {
        #[test]
        fn counts_are_those_of_different_articles(all in articles()) {
            let repeated = counted(&all);
            for (outlet, block) in (0..3).flat_map(|outlet| (0..7).map(move |block| (outlet, block))) {
                let of_outlet = || all.iter().filter(|blocks| blocks.outlet == outlet);
                let article = |blocks: &Blocks| blocks.article;
                let n_all = of_outlet().map(article).collect::<BTreeSet<_>>().len();
                let with = of_outlet().filter(|blocks| blocks.blocks.contains(&block)).map(article);
                let n = with.collect::<BTreeSet<_>>().len();
                let expected = (n >= 2 && n * 2 >= n_all).then(|| u32::try_from(n).unwrap());
                prop_assert_eq!(repeated.n_articles(outlet, block), expected);
            }
        }

        #[test]
        fn what_was_sent_is_what_is_received(all in articles()) {
            let repeated = counted(&all);
            let sent = serde_json::to_string(&repeated).unwrap();
            prop_assert_eq!(serde_json::from_str::<RepeatedBlocks>(&sent).unwrap(), repeated);
        }
    }

    #[test]
    #[should_panic(expected = "in order")]
    fn pairs_out_of_order_are_refused() {
        let held = [(2, 1), (1, 1)];
        RepeatedBlocks::from_sorted([].into_iter(), held.into_iter(), &RepeatOptions::default());
    }

    #[test]
    fn nothing_is_repeated_by_default() {
        assert_eq!(RepeatedBlocks::default().n_articles_of(7), None);
        assert_eq!(Blocks::from_bytes(&[0; 15]), None);
        assert_eq!(Blocks::from_bytes(&[0; 8]), None);
    }
}
