//! Pass 2: clean, extract, keep what the tables need.

use std::collections::BTreeSet;

use newsloom_corpus::ArticleId;
use newsloom_diagnostics::Diagnostic;
use newsloom_formats::{RawRecord, RecordParser, pack_shard, unpack_shard};
use rayon::prelude::*;

use super::{
    blocks::{ChunkBlocks, Read},
    chunks::{Chunk, Reread},
    corpus::{Corpus, Intake},
    digest::Keys,
    in_step::in_step,
    job::{Job, Known},
    outcome::refuse_hopeless,
};
use crate::{
    cache::{Key, Map},
    map::{
        Mapper, See,
        coded::{COLUMNS, Coded, Mapped},
    },
};

/// Records that one thread takes at a time.
const RECORDS_AT_A_TIME: usize = 16;

/// Everything that turns chunks into stories.
pub(super) struct StoryMapper<'a> {
    job: &'a Job<'a>,
    read: &'a Read,
    parser: RecordParser,
    mapper: Mapper,
}

/// A chunk on its way.
struct Item<'r> {
    known: &'r Known,
    key: Option<Key>,
    /// The records; `None` if the cache has what became of them.
    chunk: Option<Chunk>,
}

impl Job<'_> {
    /// Pass 2.
    ///
    /// # Errors
    /// A113, if a file cannot be opened; R122, if one has changed since pass 1; R103, as soon as so much is
    /// quarantined that the run must fail; R124, if something cannot be put aside.
    pub(super) fn stories(&self, read: &Read) -> Result<Corpus, Diagnostic> {
        self.intake(read)?.finish(self.plan, read)
    }

    /// Pass 2 without clusters.
    ///
    /// # Errors
    /// As [`Self::stories`].
    pub(super) fn intake(&self, read: &Read) -> Result<Intake, Diagnostic> {
        self.observer.stage("articles", 0);
        let mapper = StoryMapper::new(self, read);
        let keys = mapper.keys();
        let mut intake = Intake::new(read, self.plan, &self.memory.scratch);
        self.refuse_hopeless(&intake, read)?;
        let mut items = Items { mapper: &mapper, keys, reread: Reread::new(self.plan), next: 0 };
        let around = |mapped: Vec<(&Known, Coded)>| {
            for (known, coded) in mapped {
                for (at, origin) in known.places.origins(&self.plan.inputs).enumerate() {
                    intake.take(coded.record(at), &origin)?;
                    self.refuse_hopeless(&intake, read)?;
                }
                self.observer.advance(coded.len() as u64);
            }
            self.memory.scratch.check()?;
            items.next_group()
        };
        in_step(around, |group| group.into_par_iter().map(|item| mapper.map(item)).collect())?;
        Ok(intake)
    }

    fn refuse_hopeless(&self, intake: &Intake, read: &Read) -> Result<(), Diagnostic> {
        refuse_hopeless(intake.quarantine.n_by_code(), read.n_records(), self.plan.max_quarantined)
    }

    /// Pass 2 without a cache and with somebody who looks at every article that is not set aside; what
    /// was seen is taken in in the order of reading.
    ///
    /// # Errors
    /// As [`Self::stories`].
    pub(super) fn stories_seen<T: Send>(
        &self,
        read: &Read,
        see: See<'_, T>,
        take: &mut dyn FnMut(ArticleId, T),
    ) -> Result<Corpus, Diagnostic> {
        let mapper = StoryMapper::new(self, read);
        let mut intake = Intake::new(read, self.plan, &self.memory.scratch);
        let (mut ids, mut reread) = (BTreeSet::new(), Reread::new(self.plan));
        for known in &read.chunks {
            let chunk = known.read(&mut reread, self.plan)?;
            let records = chunk.records.into_par_iter().map(|record| mapper.seen(record, see));
            let (mapped, seen): (Vec<Mapped>, Vec<Option<T>>) = records.unzip();
            let coded = mapper.coded(&mapped);
            for ((at, origin), seen) in known.places.origins(&self.plan.inputs).enumerate().zip(seen) {
                let id = intake.take(coded.record(at), &origin)?.filter(|id| ids.insert(*id));
                if let Some((id, seen)) = id.zip(seen) {
                    take(id, seen);
                }
            }
        }
        intake.finish(self.plan, read)
    }
}

/// The chunks in their order, those that must be read again read.
struct Items<'m, 'r> {
    mapper: &'m StoryMapper<'r>,
    keys: Vec<Option<Key>>,
    reread: Reread<'r>,
    next: usize,
}

impl<'r> Items<'_, 'r> {
    fn next_group(&mut self) -> Result<Vec<Item<'r>>, Diagnostic> {
        let (job, read) = (self.mapper.job, self.mapper.read);
        let (mut group, mut n_bytes) = (Vec::new(), 0);
        while let Some(known) = read.chunks.get(self.next).filter(|_| n_bytes < job.memory.in_flight) {
            let key = self.keys[self.next];
            let is_cached = key.zip(job.cache).is_some_and(|(key, cache)| cache.has(&key));
            let chunk = if is_cached { None } else { Some(known.read(&mut self.reread, job.plan)?) };
            group.push(Item { known, key, chunk });
            n_bytes += known.n_bytes;
            self.next += 1;
        }
        Ok(group)
    }
}

impl<'a> StoryMapper<'a> {
    pub(super) fn new(job: &'a Job<'a>, read: &'a Read) -> Self {
        let plan = job.plan;
        Self { job, read, parser: RecordParser::new(&plan.read), mapper: Mapper::of(plan) }
    }

    /// The key of each chunk, as far as there is a cache that has its blocks.
    pub(super) fn keys(&self) -> Vec<Option<Key>> {
        let Some(cache) = self.job.cache else { return vec![None; self.read.chunks.len()] };
        let keys = Keys::new(self.job.plan);
        let key = |known: &Known| {
            let blocks = ChunkBlocks::unpack(&cache.get(&keys.blocks(known.hash))?)?;
            Some(keys.stories(known.hash, &blocks, &self.read.repeated))
        };
        self.read.chunks.par_iter().map(key).collect()
    }

    /// What becomes of the records of a chunk, in their order.
    fn map<'r>(&self, item: Item<'r>) -> Result<(&'r Known, Coded), Diagnostic> {
        let Item { known, key, chunk } = item;
        let chunk = match (chunk, key) {
            (Some(chunk), _) => chunk,
            (None, key) => match key.and_then(|key| self.cached(known, &key)) {
                Some(coded) => return Ok((known, coded)),
                None => known.read(&mut Reread::new(self.job.plan), self.job.plan)?,
            },
        };
        let records = chunk.records.into_par_iter().with_min_len(RECORDS_AT_A_TIME);
        let mapped: Vec<Mapped> = records.map(|record| self.record(record)).collect();
        let coded = self.coded(&mapped);
        if let Some((key, cache)) = key.zip(self.job.cache) {
            self.job.tally.made(Map::Stories);
            if let Ok(bytes) = pack_shard(&coded.columns()) {
                cache.put(&key, &bytes);
            }
        }
        Ok((known, coded))
    }

    fn record(&self, record: RawRecord) -> Mapped {
        match self.parser.parse(record) {
            Ok(article) => Mapped::Story(Box::new(self.mapper.story(article, &self.read.repeated))),
            Err(flaw) => Mapped::Flawed(flaw),
        }
    }

    fn seen<T>(&self, record: RawRecord, see: See<'_, T>) -> (Mapped, Option<T>) {
        match self.parser.parse(record) {
            Err(flaw) => (Mapped::Flawed(flaw), None),
            Ok(article) => {
                let (story, seen) = self.mapper.story_seen(article, &self.read.repeated, see);
                (Mapped::Story(Box::new(story)), seen)
            }
        }
    }

    fn coded(&self, mapped: &[Mapped]) -> Coded {
        let mut coded = Coded::default();
        for mapped in mapped {
            coded.push(mapped, &self.job.plan.dictionary.actors);
        }
        coded
    }

    /// What the cache has of a chunk; `None` if that is damaged.
    fn cached(&self, known: &Known, key: &Key) -> Option<Coded> {
        let bytes = self.job.cache?.get(key)?;
        let coded = Coded::from_columns(unpack_shard(&bytes, &COLUMNS).ok()?)?;
        if coded.len() != known.places.len() {
            return None;
        }
        self.job.tally.reused(Map::Stories);
        Some(coded)
    }
}

#[cfg(test)]
mod tests {
    use newsloom_corpus::Article;

    use super::*;
    use crate::{BatchMap, MapPlan, check, generate, map::story::Story};

    /// A driver that knows the plan as JSON and the articles alone, batch by batch from the last to the
    /// first, leaves the same corpus as a run.
    #[test]
    fn batches_in_any_order_make_the_same_corpus() {
        let folder = tempfile::tempdir().expect("a folder");
        let options = crate::GenerateOptions { articles: 120, actors: 40, ..Default::default() };
        generate(options, folder.path(), false).expect("the corpus can be written");
        let (plan, _) = check(&folder.path().join("recipe.toml"), &[]).expect("the recipe is right");
        let job = Job::quiet(&plan);
        let read = job.blocks().expect("the input is there");
        let expected = all(&job.stories(&read).expect("the input is there"));
        assert!(expected.iter().map(|story| story.mentions.len()).sum::<usize>() > 500);
        assert!(expected.iter().any(|story| story.removals.iter().any(|r| r.key.is_some())));

        let json = serde_json::to_string(&plan.map_plan()).expect("a plan is plain data");
        let sent: MapPlan = serde_json::from_str(&json).expect("what was written can be read");
        let map = BatchMap::new(&sent).expect("the plan is right");
        let mut intake = Intake::new(&read, &plan, &job.memory.scratch);
        for batch in articles(&plan).chunks(17).rev() {
            let shard = map.map(batch.to_vec(), &read.repeated).expect("it can be packed");
            let columns = unpack_shard(&shard, &COLUMNS).expect("it can be unpacked");
            let coded = Coded::from_columns(columns).expect("the columns agree");
            for (at, article) in batch.iter().enumerate() {
                intake.take(coded.record(at), &article.origin).expect("a record");
            }
        }
        assert_eq!(all(&intake.finish(&plan, &read).expect("a corpus")), expected);
    }

    fn all(corpus: &Corpus) -> Vec<Story> {
        let (mut walk, mut all) = (corpus.walk(), Vec::new());
        loop {
            let batch = walk.next_batch().expect("nothing was put aside");
            if batch.is_empty() {
                return all;
            }
            all.extend(batch);
        }
    }

    fn articles(plan: &crate::Plan) -> Vec<Article> {
        let (parser, mut chunks) = (RecordParser::new(&plan.read), super::super::chunks::Chunks::new(plan));
        let found = chunks.next().expect("the input is there").expect("a chunk");
        found
            .into_read()
            .into_iter()
            .flat_map(|chunk| chunk.records)
            .filter_map(|record| parser.parse(record).ok())
            .collect()
    }
}
