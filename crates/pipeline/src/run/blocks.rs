//! Pass 1: which blocks records hold, and what each outlet repeats.

use std::{collections::BTreeMap, sync::Arc};

use jiff::civil::Date;
use newsloom_clean::{Blocks, RepeatOptions, RepeatedBlocks};
use newsloom_corpus::{Article, DateSource};
use newsloom_diagnostics::Diagnostic;
use newsloom_extract::token_hashes;
use newsloom_formats::{Pieces, RecordParser, pack_shard, unpack_shard};
use newsloom_text::HashedWords;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    chunks::{Chunk, Chunks, Found, Reread},
    digest::Keys,
    in_step::in_step,
    job::{Job, Known},
    known_files::KnownFiles,
    quarantine::{Quarantine, SortedQuarantine},
};
use crate::{
    Plan,
    cache::Map,
    map::View,
    spill::{Scratch, Sorter},
};

/// What pass 1 leaves.
pub(crate) struct Read {
    /// The chunks in the order of the input.
    pub(super) chunks: Vec<Known>,
    /// Records that were none when they were read.
    pub(super) flawed: SortedQuarantine,
    pub(super) n_records_by_file: BTreeMap<String, u64>,
    pub(crate) repeated: RepeatedBlocks,
}

impl Read {
    /// Records in all files.
    pub(super) fn n_records(&self) -> u64 {
        self.n_records_by_file.values().sum()
    }
}

/// The counts of blocks (fold 1), as far as they do not fit in memory put aside.
struct BlockSorters {
    /// Block within its outlet, and the article that holds it.
    held: Sorter<TwoHashes>,
    /// Outlet and article.
    articles: Sorter<TwoHashes>,
}

/// Two hashes; as they are spread evenly, a number of a fixed size takes the fewest bytes on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "[u8; 16]", from = "[u8; 16]")]
struct TwoHashes(u64, u64);

impl From<(u64, u64)> for TwoHashes {
    fn from((one, other): (u64, u64)) -> Self {
        Self(one, other)
    }
}

impl From<TwoHashes> for [u8; 16] {
    fn from(TwoHashes(one, other): TwoHashes) -> Self {
        (u128::from(one) << 64 | u128::from(other)).to_be_bytes()
    }
}

impl From<[u8; 16]> for TwoHashes {
    fn from(bytes: [u8; 16]) -> Self {
        let (one, other) = bytes.split_at(8);
        let half = |bytes: &[u8]| u64::from_be_bytes(bytes.try_into().expect("eight bytes"));
        Self(half(one), half(other))
    }
}

impl BlockSorters {
    fn new(scratch: &Arc<Scratch>) -> Self {
        Self { held: Sorter::new(scratch), articles: Sorter::new(scratch) }
    }

    fn add(&mut self, blocks: &Blocks) {
        self.articles.push(blocks.of_outlet().into());
        self.held.extend(blocks.held().map(TwoHashes::from));
    }

    fn finish(self, options: &RepeatOptions) -> RepeatedBlocks {
        let (articles, held) = (self.articles.finish(), self.held.finish());
        let pair = |TwoHashes(one, other)| (one, other);
        RepeatedBlocks::from_sorted(articles.walk().map(pair), held.walk().map(pair), options)
    }
}

/// What pass 1 keeps of a chunk.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct ChunkBlocks {
    pub(super) articles: Vec<ArticleBlocks>,
    pub(super) tokens: Tokens,
}

/// What pass 1 keeps of an article.
#[derive(Debug, PartialEq)]
pub(super) struct ArticleBlocks {
    pub(super) blocks: Blocks,
    /// The first day that its date can mean.
    first_day: Option<Date>,
    /// Whether the input itself says the date: then it is no article if the date is too late.
    is_of_field: bool,
}

impl ArticleBlocks {
    fn is_refused(&self, as_of: Date) -> bool {
        self.is_of_field && self.first_day.is_some_and(|day| day > as_of)
    }
}

impl ChunkBlocks {
    /// Whether a date may lie behind a day.
    pub(super) fn has_later_than(&self, as_of: Date) -> bool {
        self.articles.iter().any(|article| article.first_day.is_some_and(|day| day > as_of))
    }

    /// With what is known of the articles behind its own.
    fn joined(mut self, other: Self) -> Self {
        self.articles.extend(other.articles);
        self.tokens.0.iter_mut().zip(other.tokens.0).for_each(|(word, bits)| *word |= bits);
        self
    }

    /// As the bytes of a shard.
    fn pack(&self) -> Result<Vec<u8>, String> {
        let mut pieces = Pieces::default();
        for article in &self.articles {
            let (year, month, day) =
                article.first_day.map_or((0, 0, 0), |day| (day.year(), day.month(), day.day()));
            let bytes = pieces.bytes_mut();
            bytes.push(u8::from(article.is_of_field));
            bytes.extend_from_slice(&year.to_le_bytes());
            bytes.extend_from_slice(&[month.unsigned_abs(), day.unsigned_abs()]);
            article.blocks.append_to(bytes);
            pieces.end();
        }
        pieces.push(&self.tokens.bytes());
        pack_shard(&[(COLUMN, &pieces)])
    }

    /// From the bytes of a shard; `None` if they are none.
    pub(super) fn unpack(bytes: &[u8]) -> Option<Self> {
        let pieces = unpack_shard(bytes, &[COLUMN]).ok()?.pop()?;
        let n = pieces.len().checked_sub(1)?;
        let articles = (0..n).map(|at| article_from(pieces.get(at))).collect::<Option<_>>()?;
        Some(Self { articles, tokens: Tokens::from_bytes(pieces.get(n))? })
    }
}

const COLUMN: &str = "blocks";

fn article_from(bytes: &[u8]) -> Option<ArticleBlocks> {
    let (head, blocks) = bytes.split_first_chunk::<5>()?;
    let [is_of_field, y1, y2, month, day] = *head;
    let date = || Date::new(i16::from_le_bytes([y1, y2]), month.try_into().ok()?, day.try_into().ok()?).ok();
    let first_day = if month == 0 { None } else { Some(date()?) };
    Some(ArticleBlocks { blocks: Blocks::from_bytes(blocks)?, first_day, is_of_field: is_of_field == 1 })
}

/// Which tokens occur in a chunk: a bit for each hash, shared by few.
#[derive(Debug, PartialEq)]
pub(super) struct Tokens(Vec<u64>);

/// Bits, as a power of two.
const LOG_BITS: u32 = 20;

impl Default for Tokens {
    fn default() -> Self {
        Self(vec![0; (1 << LOG_BITS) / 64])
    }
}

impl Tokens {
    fn place(hash: u64) -> (usize, u64) {
        let bit = hash >> (64 - LOG_BITS);
        (usize::try_from(bit / 64).expect("few bits"), 1 << (bit % 64))
    }

    fn add(&mut self, hash: u64) {
        let (word, bit) = Self::place(hash);
        self.0[word] |= bit;
    }

    /// Whether a token of this hash occurs; for some it says so without need.
    pub(super) fn may_hold(&self, hash: u64) -> bool {
        let (word, bit) = Self::place(hash);
        self.0[word] & bit != 0
    }

    fn bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (words, rest) = bytes.as_chunks::<8>();
        let is_whole = rest.is_empty() && words.len() == (1 << LOG_BITS) / 64;
        is_whole.then(|| Self(words.iter().map(|word| u64::from_le_bytes(*word)).collect()))
    }
}

/// Records that one thread takes at a time, with bits for tokens of their own.
const RECORDS_AT_A_TIME: usize = 64;

/// Makes the blocks of chunks.
pub(super) struct BlockMapper {
    parser: RecordParser,
}

impl BlockMapper {
    /// Under the options of a plan; dates are not held against its last day yet.
    pub(super) fn new(plan: &Plan) -> Self {
        let mut options = plan.read.clone();
        options.as_of = Date::MAX;
        Self { parser: RecordParser::new(&options) }
    }

    /// The blocks of the records that are articles.
    pub(super) fn map(&self, chunk: Chunk) -> ChunkBlocks {
        let records = chunk.records.into_par_iter().with_min_len(RECORDS_AT_A_TIME);
        let articles = records.filter_map(|raw| self.parser.parse_unidentified(raw).ok());
        let blocks = articles.fold(ChunkBlocks::default, |mut blocks, article| {
            blocks.articles.push(self.article(&article, &mut blocks.tokens));
            blocks
        });
        blocks.reduce_with(ChunkBlocks::joined).unwrap_or_default()
    }

    fn article(&self, article: &Article, tokens: &mut Tokens) -> ArticleBlocks {
        let view = View::of(article);
        let words = HashedWords::of(&view.article.text);
        token_hashes(&view.article, &words, |hash| tokens.add(hash));
        ArticleBlocks {
            blocks: newsloom_clean::blocks(&view.article, &words),
            first_day: self.parser.first_day(&article.published),
            is_of_field: article.published.source == DateSource::Field,
        }
    }
}

impl Job<'_> {
    /// Pass 1.
    ///
    /// # Errors
    /// A113, P213, if a file cannot be opened.
    pub(crate) fn blocks(&self) -> Result<Read, Diagnostic> {
        self.observer.stage("reading", 0);
        let (mapper, keys) = (BlockMapper::new(self.plan), self.cache.map(|_| Keys::new(self.plan)));
        let scratch = &self.memory.scratch;
        let files = self.cache.zip(keys.as_ref());
        let files = files.map(|(cache, keys)| KnownFiles::new(cache, keys, &self.plan.inputs));
        let mut chunks = Chunks::new(self.plan).knowing(files);
        let (mut known, mut counts) = (Vec::new(), BlockSorters::new(scratch));
        let mut flawed = Quarantine::new(scratch);
        let map = |found: Found| {
            let (known, chunk) = match found {
                Found::Read(chunk) => (Known::of(&chunk), Some(chunk)),
                Found::Known(known) => (known, None),
            };
            let blocks = self.chunk_blocks((chunk, &known), &mapper, keys.as_ref())?;
            Ok((known, blocks))
        };
        let around = |mapped: Vec<(Known, ChunkBlocks)>| {
            for (chunk, blocks) in mapped {
                let counted = blocks.articles.iter().filter(|article| !article.is_refused(self.plan.as_of));
                counted.for_each(|article| counts.add(&article.blocks));
                self.observer.advance(chunk.places.len() as u64);
                known.push(chunk);
            }
            let group = chunks.next_group(self.memory.in_flight)?;
            chunks.flawed.drain(..).for_each(|flaw| flawed.push(flaw));
            scratch.check()?;
            Ok(group)
        };
        in_step(around, |group| group.into_par_iter().map(map).collect())?;
        self.tally.files(chunks.keep(&known));
        let (flawed, n_records_by_file) = (flawed.finish(), chunks.n_records_by_file);
        let repeated = counts.finish(&self.plan.clean.repeat);
        scratch.check()?;
        Ok(Read { chunks: known, flawed, n_records_by_file, repeated })
    }

    /// The blocks of a chunk, from the cache if they are there.
    ///
    /// # Errors
    /// A113, R122, if they are not and the chunk, so far not read, cannot be read or has changed.
    fn chunk_blocks(
        &self,
        (chunk, known): (Option<Chunk>, &Known),
        mapper: &BlockMapper,
        keys: Option<&Keys<'_>>,
    ) -> Result<ChunkBlocks, Diagnostic> {
        let read = || chunk.map_or_else(|| known.read(&mut Reread::new(self.plan), self.plan), Ok);
        let Some((cache, keys)) = self.cache.zip(keys) else { return Ok(mapper.map(read()?)) };
        let key = keys.blocks(known.hash);
        if let Some(blocks) = cache.get(&key).and_then(|bytes| ChunkBlocks::unpack(&bytes)) {
            self.tally.reused(Map::Blocks);
            return Ok(blocks);
        }
        let blocks = mapper.map(read()?);
        if let Ok(bytes) = blocks.pack() {
            cache.put(&key, &bytes);
        }
        self.tally.made(Map::Blocks);
        Ok(blocks)
    }
}
