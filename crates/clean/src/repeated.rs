//! Blocks that an outlet repeats over its articles.

use std::ops::Range;

use newsloom_corpus::Article;
use newsloom_text::HashedWords;
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

/// The blocks of an article (pass 1).
pub fn blocks(article: &Article) -> Blocks {
    let words = HashedWords::of(&article.text);
    let raw = raw_paragraphs(&article.text, &words);
    let parts = raw.iter().flat_map(|paragraph| parts(&words, paragraph));
    let mut blocks: Vec<u64> = parts.map(|part| hash_of_part(&words, part)).collect();
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

/// Counts of blocks (fold 1). Neither the order of articles nor their partition matters.
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
        self.articles.push((blocks.outlet, blocks.article));
        self.held.extend(blocks.blocks.iter().map(|block| (key(blocks.outlet, *block), blocks.article)));
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
        self.articles.dedup();
        let outlets = self.articles.chunk_by(|a, b| a.0 == b.0).map(|run| (run[0].0, n(run)));
        let outlets: Vec<(u64, u32)> = outlets.collect();
        self.held.sort_unstable();
        self.held.dedup();
        let runs = self.held.chunk_by(|a, b| a.0 == b.0).filter(|run| n(run) >= options.min_articles.max(2));
        let counts = runs.map(|run| (run[0].0, n(run))).collect();
        RepeatedBlocks { outlets, counts, options: options.clone() }
    }
}

fn n<T>(run: &[T]) -> u32 {
    u32::try_from(run.len()).expect("fewer than 2^32 articles")
}

/// What each outlet repeats.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RepeatedBlocks {
    outlets: Vec<(u64, u32)>,
    counts: Vec<(u64, u32)>,
    options: RepeatOptions,
}

impl RepeatedBlocks {
    /// In how many different articles of an outlet the block of a hash stands, if that is often enough
    /// for boilerplate.
    pub(crate) fn n_articles(&self, outlet: u64, block: u64) -> Option<u32> {
        let n = find(&self.counts, key(outlet, block))?;
        let n_outlet = find(&self.outlets, outlet)?;
        (f64::from(n) >= self.options.min_share * f64::from(n_outlet)).then_some(n)
    }
}

fn find(sorted: &[(u64, u32)], key: u64) -> Option<u32> {
    sorted.binary_search_by_key(&key, |(k, _)| *k).ok().map(|at| sorted[at].1)
}
