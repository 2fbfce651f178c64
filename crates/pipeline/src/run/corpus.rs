//! Everything that was read, in memory or put aside on disk, sorted.

use std::{
    collections::{BTreeMap, BTreeSet},
    iter::Peekable,
    sync::Arc,
};

use jiff::{Timestamp, civil::Date};
use newsloom_clean::{Candidate, Clustered, Clustering, RepeatedBlocks, Signature};
use newsloom_corpus::{ArticleId, Origin, Quarantined};
use newsloom_diagnostics::Diagnostic;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    blocks::Read,
    parts::{Parts, WeekNumber, week_number},
    quarantine::{FileNames, Flaw, Place, Quarantine, SortedQuarantine},
};
use crate::{
    Plan,
    map::{
        coded::{ArticleGlance, Day, Decoder, Glance, NO_MENTIONS, RecordBytes, date, day, glance},
        story::{Cluster, Story},
    },
    spill::{Bytes, Scratch, Sorted, Sorter},
};

/// A story as it is put aside. Of records of one content the first, by path and number, comes first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Stored {
    week: WeekNumber,
    id: [u8; 16],
    pub(super) place: Place,
    /// Whether its text leaves a date behind the last day of the run.
    pub(super) leaves_late_date: bool,
    /// Where the article and the removals end; the mentions follow.
    ends: [u32; 2],
    bytes: Bytes,
}

impl Stored {
    fn new(glance: &ArticleGlance<'_>, (place, as_of): (Place, Date), record: RecordBytes<'_>) -> Self {
        let [article, removals, mentions, _] = record;
        let end = |n: usize| u32::try_from(n).expect("records are limited below 4 GiB");
        Self {
            week: week_of(glance.date),
            id: glance.id.0,
            place,
            leaves_late_date: glance.from_text.and_then(date).is_some_and(|day| day > as_of),
            ends: [end(article.len()), end(article.len() + removals.len())],
            bytes: Bytes([article, removals, mentions].concat().into()),
        }
    }

    /// All that is known of it but its place and its cluster.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes.0
    }

    fn parts(&self) -> [&[u8]; 3] {
        let (start, mentions) = self.bytes.0.split_at(self.ends[1] as usize);
        let (article, removals) = start.split_at(self.ends[0] as usize);
        [article, removals, mentions]
    }
}

fn week_of(day: Option<Day>) -> WeekNumber {
    day.and_then(date).map(week_number)
}

/// What tells copies of a story: sorted by date, those without one first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Sketch {
    date: Option<Day>,
    id: [u8; 16],
    /// Seconds since 1970.
    at: Option<i64>,
    n_chars_kept: u64,
    is_set_aside: bool,
    signature: Bytes,
}

impl Sketch {
    fn new(article: &ArticleGlance<'_>, signature: &[u8]) -> Self {
        Self {
            date: article.date,
            id: article.id.0,
            at: article.at,
            n_chars_kept: article.n_chars_kept,
            is_set_aside: article.is_set_aside,
            signature: Bytes(signature.into()),
        }
    }

    fn candidate(&self) -> Option<Candidate> {
        Some(Candidate {
            id: ArticleId(self.id),
            date: self.date.and_then(date),
            at: self.at.and_then(|second| Timestamp::from_second(second).ok()),
            signature: Signature::from_bytes(&self.signature.0)?,
            n_chars_kept: self.n_chars_kept,
        })
    }
}

/// The cluster of an article.
#[derive(Debug, Clone, PartialEq, PartialOrd, Serialize, Deserialize)]
struct Member {
    week: WeekNumber,
    id: [u8; 16],
    representative: [u8; 16],
    size: u32,
    similarity: Option<f64>,
    first_day: Option<Day>,
}

impl Eq for Member {}

#[allow(clippy::derive_ord_xor_partial_ord, reason = "an article is in one cluster")]
impl Ord for Member {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.week, self.id).cmp(&(other.week, other.id))
    }
}

impl Member {
    fn cluster(&self) -> Cluster {
        Cluster {
            representative: ArticleId(self.representative),
            size: self.size,
            similarity: self.similarity,
            first_day: self.first_day.and_then(date),
        }
    }
}

/// Takes in what became of records, in any order.
#[derive(Debug)]
pub(super) struct Intake {
    scratch: Arc<Scratch>,
    files: FileNames,
    stories: Sorter<Stored>,
    sketches: Sorter<Sketch>,
    pub(super) quarantine: Quarantine,
    as_of: Date,
    n_by_week: BTreeMap<WeekNumber, u64>,
    outlets: BTreeSet<String>,
    /// Whether an article has no outlet.
    lacks_outlet: bool,
    languages: BTreeSet<String>,
}

impl Intake {
    /// With what pass 1 refused, and no story yet.
    pub(super) fn new(read: &Read, plan: &Plan, scratch: &Arc<Scratch>) -> Self {
        let files = FileNames::of(plan);
        let mut quarantine = Quarantine::new(scratch);
        quarantine.extend(&read.flawed);
        Self {
            scratch: Arc::clone(scratch),
            files,
            stories: Sorter::with_heap(scratch, |stored: &Stored| stored.bytes.0.len()),
            sketches: Sorter::with_heap(scratch, |sketch: &Sketch| sketch.signature.0.len()),
            quarantine,
            as_of: plan.as_of,
            n_by_week: BTreeMap::new(),
            outlets: BTreeSet::new(),
            lacks_outlet: false,
            languages: BTreeSet::new(),
        }
    }

    /// Takes in what became of the record of a place; gives the id, if it is an article.
    ///
    /// # Errors
    /// R125, if the bytes are none of this program's.
    pub(super) fn take(
        &mut self,
        record: RecordBytes<'_>,
        origin: &Origin,
    ) -> Result<Option<ArticleId>, Diagnostic> {
        let place = self.files.place(origin);
        match glance(record[0]).ok_or_else(unusable)? {
            Glance::Flawed { code, message, excerpt } => {
                let [stage, code, message, excerpt] = ["read", code, message, excerpt].map(str::to_owned);
                self.quarantine.push(Flaw { place, stage, code, message, excerpt });
                Ok(None)
            }
            Glance::Article(article) => {
                self.note(&article);
                self.sketches.push(Sketch::new(&article, record[3]));
                self.stories.push(Stored::new(&article, (place, self.as_of), record));
                Ok(Some(article.id))
            }
        }
    }

    fn note(&mut self, article: &ArticleGlance<'_>) {
        *self.n_by_week.entry(week_of(article.date)).or_default() += 1;
        if !self.languages.contains(article.language) {
            self.languages.insert(article.language.to_owned());
        }
        match article.outlet {
            None => self.lacks_outlet = true,
            Some(outlet) if self.outlets.contains(outlet) => {}
            Some(outlet) => drop(self.outlets.insert(outlet.to_owned())),
        }
    }

    /// Sorts what was taken in and forms clusters.
    ///
    /// # Errors
    /// R124, if something could not be put aside; R125.
    pub(super) fn finish(self, plan: &Plan, read: &Read) -> Result<Corpus, Diagnostic> {
        let (sketches, stories, scratch) = (self.sketches, self.stories, &self.scratch);
        let clusters = || clusters(sketches.finish(), Clustering::new(&plan.clean.near_duplicates), scratch);
        let (clusters, stories) = rayon::join(clusters, || stories.finish());
        let Clusters { members, n_repeating } = clusters?;
        self.scratch.check()?;
        Ok(Corpus {
            stories,
            parts: Parts::of(&self.n_by_week),
            members,
            quarantine: self.quarantine.finish(),
            n_repeating,
            decoder: Decoder::new(&plan.dictionary.actors, plan.as_of),
            files: self.files,
            outlets: self
                .lacks_outlet
                .then_some(None)
                .into_iter()
                .chain(self.outlets.into_iter().map(Some))
                .collect(),
            languages: self.languages.into_iter().collect(),
            n_records_by_file: read.n_records_by_file.clone(),
            repeated: read.repeated.clone(),
            scratch: self.scratch,
        })
    }
}

struct Clusters {
    members: Sorted<Member>,
    /// Records that repeat others.
    n_repeating: u64,
}

fn clusters(
    sketches: Sorted<Sketch>,
    mut clustering: Clustering,
    scratch: &Arc<Scratch>,
) -> Result<Clusters, Diagnostic> {
    let mut members = Sorter::new(scratch);
    let (mut last, mut n_repeating) = (None, 0);
    for sketch in sketches.walk() {
        if last == Some((sketch.date, sketch.id)) {
            n_repeating += 1;
            continue;
        }
        last = Some((sketch.date, sketch.id));
        if !sketch.is_set_aside {
            clustering.add(sketch.candidate().ok_or_else(unusable)?);
            members.extend(clustering.closed().iter().map(member));
        }
    }
    members.extend(clustering.finish().iter().map(member));
    drop(sketches);
    Ok(Clusters { members: members.finish(), n_repeating })
}

fn member(found: &Clustered) -> Member {
    Member {
        week: found.date.map(week_number),
        id: found.id.0,
        representative: found.representative.0,
        size: found.size,
        similarity: found.similarity,
        first_day: found.first_day.map(day),
    }
}

/// Bytes that this program did not write.
fn unusable() -> Diagnostic {
    Diagnostic::error("R125", "the cache holds what this program did not write")
        .help("run with `--no-cache`, or empty it with `newsloom cache prune --cache-size 0`")
}

/// Everything that was read.
#[derive(Debug)]
pub(super) struct Corpus {
    stories: Sorted<Stored>,
    parts: Parts,
    members: Sorted<Member>,
    /// All but the records that repeat others.
    pub(super) quarantine: SortedQuarantine,
    /// Records that repeat others.
    n_repeating: u64,
    decoder: Decoder,
    pub(super) files: FileNames,
    /// Sorted.
    pub(super) outlets: Vec<Option<String>>,
    /// Sorted.
    pub(super) languages: Vec<String>,
    pub(super) n_records_by_file: BTreeMap<String, u64>,
    /// What each outlet repeats.
    pub(super) repeated: RepeatedBlocks,
    pub(super) scratch: Arc<Scratch>,
}

/// Code of records that repeat others.
const REPEATING: &str = "A106";

impl Corpus {
    /// Records in all files.
    pub(super) fn n_records(&self) -> u64 {
        self.n_records_by_file.values().sum()
    }

    /// How many records are quarantined, by their reasons.
    pub(super) fn n_quarantined(&self) -> BTreeMap<String, u64> {
        let mut n = self.quarantine.n_by_code.clone();
        if self.n_repeating > 0 {
            n.insert(REPEATING.to_owned(), self.n_repeating);
        }
        n
    }

    /// The stories by week, then in the order of their ids, each with its cluster.
    pub(super) fn walk(&self) -> Walk<'_> {
        Walk {
            corpus: self,
            stories: (Box::new(self.stories.walk()) as Box<dyn Iterator<Item = Stored> + Send>).peekable(),
            members: (Box::new(self.members.walk()) as Box<dyn Iterator<Item = Member> + Send>).peekable(),
            repeating: Vec::new(),
        }
    }
}

/// Stories that are looked at together.
const BATCH: usize = 1_024;
/// Stories that a thread takes at a time.
const AT_A_TIME: usize = 32;

/// A walk over all stories.
pub(super) struct Walk<'a> {
    corpus: &'a Corpus,
    stories: Peekable<Box<dyn Iterator<Item = Stored> + Send + 'a>>,
    members: Peekable<Box<dyn Iterator<Item = Member> + Send + 'a>>,
    /// Records that repeat others.
    pub(super) repeating: Vec<Quarantined>,
}

/// A story that is not decoded yet.
#[derive(Debug)]
pub(super) struct RawStory {
    pub(super) stored: Stored,
    pub(super) cluster: Option<Cluster>,
}

impl Walk<'_> {
    /// The next stories, no more than a batch; none behind the last.
    ///
    /// # Errors
    /// R124, if what was put aside cannot be read; R125.
    pub(super) fn next_batch(&mut self) -> Result<Vec<Story>, Diagnostic> {
        let mut batch = Vec::with_capacity(BATCH);
        while batch.len() < BATCH {
            let Some(story) = self.next_story()? else { break };
            batch.push(story);
        }
        self.corpus.scratch.check()?;
        batch.par_iter().with_min_len(AT_A_TIME).map(|raw| self.corpus.story(raw)).collect()
    }

    /// The stories of the next part; none behind the last.
    ///
    /// # Errors
    /// R124, if what was put aside cannot be read; R125.
    pub(super) fn next_part(&mut self) -> Result<Vec<RawStory>, Diagnostic> {
        let number = |stored: &Stored| self.corpus.parts.part(stored.week, stored.id);
        let first = self.stories.peek().map(number);
        let mut part = Vec::new();
        while self.stories.peek().map(number) == first {
            let Some(story) = self.next_story()? else { break };
            part.push(story);
        }
        self.corpus.scratch.check()?;
        Ok(part)
    }

    /// The next story; the records behind it that repeat it are passed over.
    fn next_story(&mut self) -> Result<Option<RawStory>, Diagnostic> {
        let Some(stored) = self.stories.next() else { return Ok(None) };
        while let Some(repeating) = self.stories.next_if(|next| next.id == stored.id) {
            let raw = RawStory { stored: repeating, cluster: None };
            self.repeating.push(self.corpus.story(&raw)?.repeating());
        }
        let is_its = |member: &Member| (member.week, member.id) == (stored.week, stored.id);
        let cluster = self.members.next_if(is_its).map(|member| member.cluster());
        Ok(Some(RawStory { stored, cluster }))
    }
}

impl Corpus {
    /// A story as it was before it was put aside.
    ///
    /// # Errors
    /// R125.
    pub(super) fn story(&self, raw: &RawStory) -> Result<Story, Diagnostic> {
        self.story_of(raw.stored.parts(), (raw.stored.place, raw.cluster))
    }

    /// The same without its mentions.
    ///
    /// # Errors
    /// R125.
    pub(super) fn story_without_mentions(&self, raw: &RawStory) -> Result<Story, Diagnostic> {
        let [article, removals, _] = raw.stored.parts();
        self.story_of([article, removals, NO_MENTIONS], (raw.stored.place, raw.cluster))
    }

    fn story_of(
        &self,
        parts: [&[u8]; 3],
        (place, cluster): (Place, Option<Cluster>),
    ) -> Result<Story, Diagnostic> {
        let story = self.decoder.story(parts, self.files.origin(place));
        Ok(Story { cluster, ..story.ok_or_else(unusable)? })
    }
}
