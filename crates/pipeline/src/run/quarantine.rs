//! The records that are no articles.

use std::{collections::BTreeMap, sync::Arc};

use newsloom_corpus::{Origin, Quarantined};
use serde::{Deserialize, Serialize};

use crate::{
    Plan,
    spill::{Scratch, Sorted, Sorter},
};

/// Where a record stood, the file by its place among the files in the order of their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Place {
    pub(super) file: u32,
    pub(super) record: u64,
    pub(super) line: u64,
    pub(super) byte_offset: u64,
}

/// The names of the files, sorted.
#[derive(Debug)]
pub(super) struct FileNames(Vec<Arc<str>>);

impl FileNames {
    pub(super) fn of(plan: &Plan) -> Self {
        let mut names: Vec<Arc<str>> = plan.inputs.iter().map(|input| Arc::clone(&input.shown)).collect();
        names.sort_unstable();
        names.dedup();
        Self(names)
    }

    /// The number of a file.
    pub(super) fn number(&self, name: &Arc<str>) -> u32 {
        let file = self.0.binary_search(name).expect("records come from the files of the plan");
        u32::try_from(file).expect("fewer than 2^32 files")
    }

    pub(super) fn place(&self, origin: &Origin) -> Place {
        let file = self.number(&origin.path);
        Place { file, record: origin.record, line: origin.line, byte_offset: origin.byte_offset }
    }

    pub(super) fn origin(&self, place: Place) -> Origin {
        let Place { file, record, line, byte_offset } = place;
        Origin { path: Arc::clone(&self.0[file as usize]), record, line, byte_offset }
    }
}

/// Why a record is no article.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Flaw {
    pub(super) place: Place,
    pub(super) stage: String,
    pub(super) code: String,
    pub(super) message: String,
    pub(super) excerpt: String,
}

impl Flaw {
    pub(super) fn of(record: Quarantined, names: &FileNames) -> Self {
        Self {
            place: names.place(&record.origin),
            stage: record.stage.to_owned(),
            code: record.code.to_owned(),
            message: record.message,
            excerpt: record.excerpt,
        }
    }

    fn n_bytes(&self) -> usize {
        self.stage.len() + self.code.len() + self.message.len() + self.excerpt.len()
    }
}

/// The records that are no articles, counted by their reasons.
#[derive(Debug)]
pub(super) struct Quarantine {
    flaws: Sorter<Flaw>,
    n_by_code: BTreeMap<String, u64>,
}

/// All of them, sorted by their places.
#[derive(Debug)]
pub(super) struct SortedQuarantine {
    pub(super) flaws: Sorted<Flaw>,
    pub(super) n_by_code: BTreeMap<String, u64>,
}

impl Quarantine {
    pub(super) fn new(scratch: &Arc<Scratch>) -> Self {
        Self { flaws: Sorter::with_heap(scratch, Flaw::n_bytes), n_by_code: BTreeMap::new() }
    }

    pub(super) fn push(&mut self, flaw: Flaw) {
        *self.n_by_code.entry(flaw.code.clone()).or_default() += 1;
        self.flaws.push(flaw);
    }

    /// Takes in what was quarantined before.
    pub(super) fn extend(&mut self, earlier: &SortedQuarantine) {
        earlier.flaws.walk().for_each(|flaw| self.push(flaw));
    }

    pub(super) fn push_record(&mut self, record: Quarantined, names: &FileNames) {
        self.push(Flaw::of(record, names));
    }

    pub(super) fn n_by_code(&self) -> &BTreeMap<String, u64> {
        &self.n_by_code
    }

    pub(super) fn finish(self) -> SortedQuarantine {
        SortedQuarantine { flaws: self.flaws.finish(), n_by_code: self.n_by_code }
    }
}
