//! The rows that tables have of the stories of a part, and their tally: made, or found in the cache.

use newsloom_aggregate::Tally;
use newsloom_corpus::{
    Origin,
    table::{ArticleRow, Cells, CoMentionEvidenceRow, MentionRow, RemovalRow, Row, Schema},
};
use newsloom_diagnostics::Diagnostic;
use newsloom_formats::{EncodedRows, Output, Pieces, RowEncoder, pack_shard, unpack_shard};
use serde::{Deserialize, Serialize};

use super::{
    census::Census,
    corpus::{Corpus, RawStory},
    counting::{self, Reading},
    digest::RowKeys,
    evidence::evidence_rows,
    job::Job,
    labels::{Labelling, Labels},
    story_tables::{article_row, mention_rows, removal_rows},
};
use crate::{
    cache::{Key, Map},
    kept_column,
};

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
        let schemas = schemas.map(|schema| Some(schema).filter(|schema| plan.wants(schema)));
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
            part.rows[REMOVALS] = self.removals(stories, keys.removals(hash, &self.counts(&part.head)))?;
            return Ok(part);
        }
        let part = self.made(stories)?;
        self.job.tally.made(Map::Rows);
        if let Some(bytes) = self.pack(&part) {
            cache.put(&key, &bytes);
        }
        self.keep_removals(&keys.removals(hash, &self.counts(&part.head)), part.rows[REMOVALS].as_ref());
        Ok(part)
    }

    /// How often the counted blocks stand in the corpus.
    fn counts(&self, head: &Head) -> Vec<u64> {
        let n = |key: &u64| self.corpus.repeated.n_articles_of(*key).unwrap_or_default().into();
        head.counted_blocks.iter().map(n).collect()
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
        for raw in stories {
            let story = self.corpus.story_without_mentions(raw)?;
            removal_rows(&story, &self.corpus.repeated).try_for_each(|row| encoder.push(&row))?;
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
        let plan = self.job.plan;
        let mut tables =
            self.schemas.each_ref().map(|schema| schema.as_ref().map(|s| RowEncoder::new(self.output(s))));
        let (mut head, mut labelling) = (Head::default(), Labelling::default());
        for raw in stories {
            let story = self.corpus.story(raw)?;
            let reading = Reading::of(&story, plan);
            let [articles, removals, mentions, evidence] = &mut tables;
            push_all(articles, [article_row(&story)])?;
            push_all(removals, removal_rows(&story, &self.corpus.repeated))?;
            push_all(mentions, mention_rows(&story, &reading, plan))?;
            push_all(evidence, evidence_rows(&story, &reading, plan))?;
            head.census.add(&story);
            head.counted_blocks.extend(story.removals.iter().filter_map(|removed| removed.key));
            let numbers = labelling.numbers(&story, plan);
            counting::add(&mut head.tally, (&story, &reading), (plan, numbers));
        }
        head.counted_blocks.sort_unstable();
        head.counted_blocks.dedup();
        let numbers;
        (head.labels, numbers) = labelling.finish();
        head.tally.renumber(&numbers);
        let mut rows = [const { None }; N_TABLES];
        for (rows, table) in rows.iter_mut().zip(tables) {
            *rows = table.map(|mut table| table.take()).transpose()?;
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

fn push_all(table: &mut Option<RowEncoder>, rows: impl IntoIterator<Item: Cells>) -> Result<(), Diagnostic> {
    let Some(table) = table else { return Ok(()) };
    rows.into_iter().try_for_each(|row| table.push(&row))
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
