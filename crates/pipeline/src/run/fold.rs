//! Fold 3: every part once, into the tally and into the tables that tell of articles.

use newsloom_corpus::{FileRecord, table::Schema};
use newsloom_diagnostics::Diagnostic;
use newsloom_formats::{EncodedRows, TableWriter};
use rayon::prelude::*;

use super::{
    census::Census,
    corpus::{Corpus, RawStory, Walk},
    counting::Counted,
    in_step::in_step,
    job::Job,
    labels::Labels,
    part::{N_TABLES, Part, PartMaker},
    quarantine::{Quarantine, SortedQuarantine},
    tables::Sink,
    tallies::Tallies,
};

/// Parts that are worked on at once, for each thread.
const PARTS_PER_THREAD: usize = 2;

/// What is left of all stories.
pub(super) struct Folded {
    pub(super) counted: Counted,
    pub(super) census: Census,
    pub(super) quarantine: SortedQuarantine,
    /// The tables that tell of articles with their files.
    pub(super) tables: Vec<(Schema, Vec<FileRecord>)>,
}

/// Walks over all stories and writes what tells of them.
///
/// # Errors
/// R102, if a table cannot be written; R124, R125, as [`Walk::next_part`].
pub(super) fn fold(corpus: &Corpus, job: &Job<'_>, sink: &Sink<'_>) -> Result<Folded, Diagnostic> {
    let (maker, labels) = (PartMaker::new(job, corpus), Labels::of_corpus(corpus, job.plan)?);
    let (mut walk, mut writers) = (corpus.walk(), Writers::new(&maker.schemas, sink)?);
    let (mut tallies, mut census) = (Tallies::new(&corpus.scratch), Census::default());
    let around = |parts: Vec<Part>| {
        for Part { mut head, rows } in parts {
            writers.append(&rows)?;
            census.merge(head.census);
            head.tally.renumber(&head.labels.numbers_among(&labels));
            tallies.take(head.tally);
        }
        next_group(&mut walk, job.memory.of_parts)
    };
    in_step(around, |group| group.par_iter().map(|stories| maker.part(stories)).collect())?;
    let mut quarantine = Quarantine::new(&corpus.scratch);
    quarantine.extend(&corpus.quarantine);
    walk.repeating.into_iter().for_each(|record| quarantine.push_record(record, &corpus.files));
    Ok(Folded {
        counted: Counted { finished: tallies.finish(), labels },
        census,
        quarantine: quarantine.finish(),
        tables: writers.finish()?,
    })
}

/// The next parts that are worked on at once.
fn next_group(walk: &mut Walk<'_>, max_bytes: usize) -> Result<Vec<Vec<RawStory>>, Diagnostic> {
    let (mut group, mut n_bytes) = (Vec::new(), 0);
    let max_parts = PARTS_PER_THREAD * rayon::current_num_threads();
    while group.is_empty() || group.len() < max_parts && n_bytes < max_bytes {
        let part = walk.next_part()?;
        if part.is_empty() {
            break;
        }
        n_bytes += part.iter().map(|story| story.stored.bytes().len()).sum::<usize>();
        group.push(part);
    }
    Ok(group)
}

/// Writers of the tables that tell of articles, as far as the recipe wants them.
struct Writers([Option<(Schema, TableWriter)>; N_TABLES]);

impl Writers {
    fn new(schemas: &[Option<Schema>; N_TABLES], sink: &Sink<'_>) -> Result<Self, Diagnostic> {
        let mut writers = [const { None }; N_TABLES];
        for (writer, schema) in writers.iter_mut().zip(schemas) {
            let Some(schema) = schema else { continue };
            *writer = sink.begin(schema)?.map(|table| (schema.clone(), table));
        }
        Ok(Self(writers))
    }

    fn append(&mut self, rows: &[Option<EncodedRows>; N_TABLES]) -> Result<(), Diagnostic> {
        let writers = self.0.iter_mut().zip(rows);
        let mut written =
            writers.filter_map(|(writer, rows)| Some((&mut writer.as_mut()?.1, rows.as_ref()?)));
        written.try_for_each(|(writer, rows)| writer.append(rows))
    }

    fn finish(self) -> Result<Vec<(Schema, Vec<FileRecord>)>, Diagnostic> {
        let finish = |(schema, writer): (Schema, TableWriter)| Ok((schema, writer.finish()?));
        self.0.into_iter().flatten().map(finish).collect()
    }
}
