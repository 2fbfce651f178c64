//! Fold 3: every story once, into the tally and into the tables that tell of articles.

use newsloom_aggregate::Tally;
use newsloom_corpus::{
    FileRecord,
    table::{ArticleRow, Extended, MentionRow, RemovalRow, Row, Schema},
};
use newsloom_diagnostics::Diagnostic;
use newsloom_formats::TableWriter;
use rayon::prelude::*;

use super::{
    census::Census,
    corpus::Corpus,
    counting::{Counted, Counter, Reading},
    evidence::{Joint, joints},
    quarantine::{Quarantine, SortedQuarantine},
    story_tables::{article_row, mention_rows, removal_rows},
    tables::Sink,
    tallies::Tallies,
};
use crate::{
    Plan, kept_column,
    map::story::Story,
    spill::{Sorted, Sorter},
};

/// Stories that a thread takes at a time.
const AT_A_TIME: usize = 32;

/// What is left of all stories.
pub(super) struct Folded {
    pub(super) counted: Counted,
    pub(super) census: Census,
    pub(super) joints: Sorted<Joint>,
    pub(super) quarantine: SortedQuarantine,
    /// The tables of articles, removals and mentions with their files.
    pub(super) tables: Vec<(Schema, Vec<FileRecord>)>,
}

/// Walks over all stories and writes what tells of them.
///
/// # Errors
/// R102, if a table cannot be written; R124, R125, as [`super::corpus::Walk::next_batch`].
pub(super) fn fold(corpus: &Corpus, plan: &Plan, sink: &Sink<'_>) -> Result<Folded, Diagnostic> {
    let scratch = &corpus.scratch;
    let counter = Counter::new(corpus, plan)?;
    let (mut walk, mut writers) = (corpus.walk(), Writers::new(plan, sink)?);
    let (mut tallies, mut census, mut joints) =
        (Tallies::new(scratch), Census::default(), Sorter::new(scratch));
    let mut stories = walk.next_batch()?;
    while !stories.is_empty() {
        let take = || {
            let parts = stories.par_chunks(AT_A_TIME);
            let parts: Vec<Part> = parts.map(|stories| Part::of(stories, (corpus, plan, &counter))).collect();
            writers.write(&parts)?;
            for part in parts {
                tallies.take(part.tally);
                joints.extend(part.joints);
            }
            for story in &stories {
                census.add(story);
            }
            Ok(())
        };
        let (next, taken) = rayon::join(|| walk.next_batch(), take);
        taken?;
        stories = next?;
    }
    let mut quarantine = Quarantine::new(scratch);
    quarantine.extend(&corpus.quarantine);
    walk.repeating.into_iter().for_each(|record| quarantine.push_record(record, &corpus.files));
    Ok(Folded {
        counted: counter.finish(tallies),
        census,
        joints: joints.finish(),
        quarantine: quarantine.finish(),
        tables: writers.finish()?,
    })
}

/// What some stories bring.
struct Part {
    tally: Tally,
    joints: Vec<Joint>,
    articles: Vec<Extended<ArticleRow>>,
    removals: Vec<RemovalRow>,
    mentions: Vec<MentionRow>,
}

impl Part {
    fn of(stories: &[Story], (corpus, plan, counter): (&Corpus, &Plan, &Counter<'_>)) -> Self {
        let mut part = Self {
            tally: Tally::default(),
            joints: Vec::new(),
            articles: Vec::new(),
            removals: Vec::new(),
            mentions: Vec::new(),
        };
        for story in stories {
            let reading = Reading::of(story, plan);
            counter.add(&mut part.tally, story, &reading);
            part.joints.extend(joints(story, &reading, plan));
            part.articles.push(article_row(story));
            part.removals.extend(removal_rows(story, &corpus.repeated));
            part.mentions.extend(mention_rows(story, &reading, plan));
        }
        part
    }
}

/// Writers of the tables that tell of articles, as far as the recipe wants them.
struct Writers {
    articles: Option<TableWriter>,
    removals: Option<TableWriter>,
    mentions: Option<TableWriter>,
    schemas: [Schema; 3],
}

impl Writers {
    fn new(plan: &Plan, sink: &Sink<'_>) -> Result<Self, Diagnostic> {
        let kept = plan.read.kept.iter().map(|name| kept_column(name));
        let schemas = [ArticleRow::schema().extended(kept), RemovalRow::schema(), MentionRow::schema()];
        let [articles, removals, mentions] = &schemas;
        Ok(Self {
            articles: sink.begin(articles)?,
            removals: sink.begin(removals)?,
            mentions: sink.begin(mentions)?,
            schemas,
        })
    }

    fn write(&mut self, parts: &[Part]) -> Result<(), Diagnostic> {
        let Self { articles, removals, mentions, .. } = self;
        let articles = || write_all(articles, parts.iter().flat_map(|part| &part.articles));
        let removals = || write_all(removals, parts.iter().flat_map(|part| &part.removals));
        let mentions = || write_all(mentions, parts.iter().flat_map(|part| &part.mentions));
        let (mentions, (articles, removals)) = rayon::join(mentions, || rayon::join(articles, removals));
        articles.and(removals).and(mentions)
    }

    fn finish(self) -> Result<Vec<(Schema, Vec<FileRecord>)>, Diagnostic> {
        let writers = [self.articles, self.removals, self.mentions];
        let written = writers.into_iter().zip(self.schemas);
        let wanted = written.filter_map(|(writer, schema)| Some((writer?, schema)));
        wanted.map(|(writer, schema)| Ok((schema, writer.finish()?))).collect()
    }
}

fn write_all<'a, R: newsloom_corpus::table::Cells + 'a>(
    writer: &mut Option<TableWriter>,
    mut rows: impl Iterator<Item = &'a R>,
) -> Result<(), Diagnostic> {
    let Some(writer) = writer else { return Ok(()) };
    rows.try_for_each(|row| writer.write(row))
}
