//! The rows that tables have of the stories of a part, and their tally: made, or found in the cache.

use newsloom_aggregate::Tally;
use newsloom_clean::RepeatedBlocks;
use newsloom_corpus::{
    Origin,
    table::{ArticleRow, Cells, CoMentionEvidenceRow, Extended, MentionRow, RemovalRow, Row, Schema},
};
use newsloom_diagnostics::Diagnostic;
use newsloom_formats::{EncodedRows, Output, Pieces, RowEncoder, pack_shard, unpack_shard};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    census::Census,
    corpus::{Corpus, RawStory},
    counting::{self, Reading},
    digest::RowKeys,
    evidence::evidence_rows,
    job::Job,
    labels::Labels,
    story_tables::{article_row, mention_rows, removal_rows},
};
use crate::{
    Plan,
    cache::{Key, Map},
    kept_column,
    map::story::Story,
};

/// Stories that a thread takes at a time.
const AT_A_TIME: usize = 32;
/// Stories whose rows are held at once.
const BATCH: usize = 1_024;

/// The tables that tell of stories, in their order.
pub(super) const N_TABLES: usize = 4;
/// The place of the table of removals among them: its rows depend on the other stories, too.
const REMOVALS: usize = 1;

/// What a part brings.
pub(super) struct Part {
    pub(super) head: Head,
    /// Rows by table; none where the recipe leaves the table out.
    pub(super) rows: [Option<EncodedRows>; N_TABLES],
}

/// What a part brings beside rows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Head {
    pub(super) census: Census,
    /// What the numbers of the tally stand for.
    pub(super) labels: Labels,
    pub(super) tally: Tally,
    /// The blocks among the removals that are counted over the corpus, sorted, each once.
    counted_blocks: Vec<u64>,
}

/// Makes parts.
pub(super) struct PartMaker<'a> {
    job: &'a Job<'a>,
    corpus: &'a Corpus,
    /// Of the tables that the recipe wants.
    pub(super) schemas: [Option<Schema>; N_TABLES],
    keys: Option<RowKeys>,
}

impl<'a> PartMaker<'a> {
    pub(super) fn new(job: &'a Job<'a>, corpus: &'a Corpus) -> Self {
        let plan = job.plan;
        let kept = plan.read.kept.iter().map(|name| kept_column(name));
        let schemas = [
            ArticleRow::schema().extended(kept),
            RemovalRow::schema(),
            MentionRow::schema(),
            CoMentionEvidenceRow::schema(),
        ];
        let is_wanted = |schema: &Schema| plan.left_out.iter().all(|name| *name != schema.name);
        let schemas = schemas.map(|schema| Some(schema).filter(is_wanted));
        Self { job, corpus, schemas, keys: job.cache.map(|_| RowKeys::new(plan)) }
    }

    /// The part of some stories.
    ///
    /// # Errors
    /// R125; R102, if a row cannot be encoded.
    pub(super) fn part(&self, stories: &[RawStory]) -> Result<Part, Diagnostic> {
        let Some((cache, keys)) = self.job.cache.zip(self.keys.as_ref()) else { return self.made(stories) };
        let hash = hash_of(stories, self.corpus);
        let key = keys.rows(hash);
        let found = cache.get(&key).and_then(|bytes| self.unpack(&bytes));
        if let Some(mut part) = found {
            self.job.tally.reused(Map::Rows);
            part.rows[REMOVALS] = self.removals(stories, keys.removals(hash, self.counts(&part.head)))?;
            return Ok(part);
        }
        let part = self.made(stories)?;
        self.job.tally.made(Map::Rows);
        if let Some(bytes) = self.pack(&part) {
            cache.put(&key, &bytes);
        }
        self.keep_removals(&keys.removals(hash, self.counts(&part.head)), part.rows[REMOVALS].as_ref());
        Ok(part)
    }

    /// How often the counted blocks stand in the corpus.
    fn counts(&self, head: &Head) -> impl Iterator<Item = u64> {
        let n = |key: &u64| self.corpus.repeated.n_articles_of(*key).unwrap_or_default().into();
        head.counted_blocks.iter().map(n).collect::<Vec<_>>().into_iter()
    }

    /// The rows of the removals, if these alone must be made again.
    fn removals(&self, stories: &[RawStory], key: Key) -> Result<Option<EncodedRows>, Diagnostic> {
        let Some(schema) = &self.schemas[REMOVALS] else { return Ok(None) };
        let found = self.job.cache.and_then(|cache| cache.get(&key));
        let found = found.and_then(|bytes| EncodedRows::unpack(&bytes, &self.job.plan.writers));
        if found.is_some() {
            self.job.tally.reused(Map::Removals);
            return Ok(found);
        }
        let mut encoder = RowEncoder::new(self.output(schema));
        for stories in stories.chunks(BATCH) {
            let stories = self.corpus.decoded_without_mentions(stories)?;
            let mut rows = stories.iter().flat_map(|story| removal_rows(story, &self.corpus.repeated));
            rows.try_for_each(|row| encoder.push(&row))?;
        }
        let rows = Some(encoder.take()?);
        self.keep_removals(&key, rows.as_ref());
        Ok(rows)
    }

    fn keep_removals(&self, key: &Key, rows: Option<&EncodedRows>) {
        let Some((rows, cache)) = rows.zip(self.job.cache) else { return };
        self.job.tally.made(Map::Removals);
        if let Ok(bytes) = rows.pack(&self.job.plan.writers) {
            cache.put(key, &bytes);
        }
    }

    fn output<'s>(&'s self, schema: &'s Schema) -> Output<'s> {
        Output { schema, writers: &self.job.plan.writers }
    }

    fn made(&self, stories: &[RawStory]) -> Result<Part, Diagnostic> {
        let (plan, repeated) = (self.job.plan, &self.corpus.repeated);
        let stories = self.corpus.decoded(stories)?;
        let mut encoders =
            self.schemas.each_ref().map(|schema| schema.as_ref().map(|s| RowEncoder::new(self.output(s))));
        let mut head = Head {
            labels: Labels::of(&stories, plan),
            counted_blocks: counted_blocks(&stories),
            ..Head::default()
        };
        for stories in stories.chunks(BATCH) {
            let some = stories.par_chunks(AT_A_TIME);
            let some: Vec<Rows> = some.map(|stories| Rows::of(stories, plan, repeated)).collect();
            encode(&mut encoders, &some)?;
        }
        for story in &stories {
            head.census.add(story);
            counting::add(&mut head.tally, (story, &Reading::of(story, plan)), (plan, &head.labels));
        }
        let mut rows = [const { None }; N_TABLES];
        for (rows, encoder) in rows.iter_mut().zip(encoders) {
            *rows = encoder.map(|mut encoder| encoder.take()).transpose()?;
        }
        Ok(Part { head, rows })
    }

    /// As the bytes of a shard, without the removals; `None` if they cannot be made.
    fn pack(&self, part: &Part) -> Option<Vec<u8>> {
        let mut pieces = Pieces::default();
        pieces.push(&postcard::to_allocvec(&part.head).ok()?);
        for (at, rows) in part.rows.iter().enumerate() {
            match rows {
                Some(rows) if at != REMOVALS => pieces.push(&rows.pack(&self.job.plan.writers).ok()?),
                _ => pieces.push(b""),
            }
        }
        pack_shard(&[(COLUMN, &pieces)]).ok()
    }

    /// From the bytes of a shard; `None` if they are none.
    fn unpack(&self, bytes: &[u8]) -> Option<Part> {
        let pieces = unpack_shard(bytes, &[COLUMN]).ok()?.pop()?;
        if pieces.len() != N_TABLES + 1 {
            return None;
        }
        let mut rows = [const { None }; N_TABLES];
        for (at, schema) in self.schemas.iter().enumerate().filter(|(at, _)| *at != REMOVALS) {
            let unpack = || EncodedRows::unpack(pieces.get(at + 1), &self.job.plan.writers);
            rows[at] = if schema.is_some() { Some(unpack()?) } else { None };
        }
        Some(Part { head: postcard::from_bytes(pieces.get(0)).ok()?, rows })
    }
}

const COLUMN: &str = "rows";

/// The rows of some stories.
struct Rows {
    articles: Vec<Extended<ArticleRow>>,
    removals: Vec<RemovalRow>,
    mentions: Vec<MentionRow>,
    evidence: Vec<CoMentionEvidenceRow>,
}

impl Rows {
    fn of(stories: &[Story], plan: &Plan, repeated: &RepeatedBlocks) -> Self {
        let readings: Vec<Reading> = stories.iter().map(|story| Reading::of(story, plan)).collect();
        let read = || stories.iter().zip(&readings);
        Self {
            articles: stories.iter().map(article_row).collect(),
            removals: stories.iter().flat_map(|story| removal_rows(story, repeated)).collect(),
            mentions: read().flat_map(|(story, reading)| mention_rows(story, reading, plan)).collect(),
            evidence: read().flat_map(|(story, reading)| evidence_rows(story, reading, plan)).collect(),
        }
    }
}

fn encode(encoders: &mut [Option<RowEncoder>; N_TABLES], rows: &[Rows]) -> Result<(), Diagnostic> {
    let [articles, removals, mentions, evidence] = encoders;
    let (mentions, (evidence, (articles, removals))) = rayon::join(
        || push_all(mentions, rows.iter().flat_map(|rows| &rows.mentions)),
        || {
            rayon::join(
                || push_all(evidence, rows.iter().flat_map(|rows| &rows.evidence)),
                || {
                    let articles = push_all(articles, rows.iter().flat_map(|rows| &rows.articles));
                    (articles, push_all(removals, rows.iter().flat_map(|rows| &rows.removals)))
                },
            )
        },
    );
    articles.and(removals).and(mentions).and(evidence)
}

fn push_all<'a, R: Cells + 'a>(
    encoder: &mut Option<RowEncoder>,
    mut rows: impl Iterator<Item = &'a R>,
) -> Result<(), Diagnostic> {
    let Some(encoder) = encoder else { return Ok(()) };
    rows.try_for_each(|row| encoder.push(row))
}

fn counted_blocks(stories: &[Story]) -> Vec<u64> {
    let mut keys: Vec<u64> =
        stories.iter().flat_map(|story| story.removals.iter().filter_map(|removed| removed.key)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// A hash of all that the rows of stories tell of them alone.
fn hash_of(stories: &[RawStory], corpus: &Corpus) -> [u8; 16] {
    let (mut hasher, mut bytes) = (blake3::Hasher::new(), Vec::new());
    for story in stories {
        append(&mut bytes, story, &corpus.files.origin(story.stored.place));
        if bytes.len() >= HASHED_AT_ONCE {
            hasher.update(&bytes);
            bytes.clear();
        }
    }
    hasher.update(&bytes);
    *hasher.finalize().as_bytes().first_chunk().expect("32 bytes")
}

/// Bytes from which a hash works at full speed.
const HASHED_AT_ONCE: usize = 1 << 14;

fn append(bytes: &mut Vec<u8>, RawStory { stored, cluster }: &RawStory, origin: &Origin) {
    for piece in [origin.path.as_bytes(), stored.bytes()] {
        bytes.extend_from_slice(&(piece.len() as u64).to_le_bytes());
        bytes.extend_from_slice(piece);
    }
    bytes.extend_from_slice(&origin.record.to_le_bytes());
    bytes.extend([u8::from(stored.leaves_late_date), u8::from(cluster.is_some())]);
    if let Some(cluster) = cluster {
        let similarity = cluster.similarity.map_or(u64::MAX, f64::to_bits);
        bytes.extend(cluster.representative.0);
        bytes.extend(cluster.size.to_le_bytes());
        bytes.extend(similarity.to_le_bytes());
        bytes.extend(format!("{:?}", cluster.first_day).as_bytes());
    }
}
