//! The records of all files in chunks, whose borders follow from the records themselves.
//!
//! Whether a chunk ends behind a record is a matter of the record's hash and size, so a record that is
//! put in, taken out or changed moves no border but those of its own chunk. The sizes are fixed: neither
//! threads nor memory change a border.

use std::{
    collections::{BTreeMap, VecDeque},
    fs,
    sync::Arc,
};

use newsloom_corpus::{Origin, Quarantined};
use newsloom_diagnostics::Diagnostic;
use newsloom_formats::{Input, RawRecord, ReadOptions, Records, open};
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::{
    job::Known,
    known_files::{FileCounts, KnownFiles},
    quarantine::{FileNames, Flaw},
};
use crate::Plan;

/// Bytes of a chunk, on average.
const TARGET: usize = 1 << 20;
/// Bytes below which no chunk ends, unless the input does.
const MIN: usize = TARGET / 4;
/// Bytes beyond which a chunk ends with the next record.
const MAX: usize = TARGET * 2;

/// Some records in the order of the input.
#[derive(Default)]
pub(super) struct Chunk {
    pub(super) records: Vec<RawRecord>,
    pub(super) places: Places,
    /// The contents of the records, each with its length.
    content: Vec<u8>,
}

impl Chunk {
    /// Size of the records in bytes.
    pub(super) fn n_bytes(&self) -> usize {
        self.content.len()
    }

    /// Hash of the records, not of their places.
    pub(super) fn hash(&self) -> [u8; 16] {
        let mut short = [0; 16];
        short.copy_from_slice(&blake3::hash(&self.content).as_bytes()[..16]);
        short
    }

    /// Takes a record in and says whether the chunk ends behind it.
    fn push(&mut self, record: RawRecord, file: usize) -> bool {
        self.places.push(&record.origin, file);
        let start = self.content.len();
        self.content.extend_from_slice(&[0; 8]);
        record.append_content(&mut self.content);
        let n = self.content.len() - start - 8;
        self.content[start..start + 8].copy_from_slice(&(n as u64).to_le_bytes());
        self.records.push(record);
        let is_border = ends_chunk(xxh3_64(&self.content[start + 8..]), n);
        self.n_bytes() > MAX || self.n_bytes() >= MIN && is_border
    }
}

/// Whether a record ends a chunk by its hash: one of so many that chunks have their size on average.
fn ends_chunk(hash: u64, n_bytes: usize) -> bool {
    let n_parts = u64::try_from(n_bytes.max(1)).expect("sizes fit 64 bits");
    (u128::from(hash) * (TARGET - MIN) as u128) >> 64 < u128::from(n_parts)
}

/// Walks over the files of a plan, chunk by chunk.
///
/// A large file has chunks of its own, so that what is known of them holds wherever it stands among the
/// files; small ones share chunks.
pub(super) struct Chunks<'a> {
    inputs: &'a [Input],
    options: &'a ReadOptions,
    names: FileNames,
    known_files: Option<KnownFiles<'a>>,
    next_file: usize,
    open: Option<Open>,
    /// The chunks of a file that need not be read.
    known: VecDeque<Known>,
    /// Records that were none when they were read.
    pub(super) flawed: Vec<Flaw>,
    pub(super) n_records_by_file: BTreeMap<String, u64>,
}

/// A file that is being read.
struct Open {
    records: Records,
    is_large: bool,
}

/// A chunk that was read, or one that need not be.
pub(super) enum Found {
    Read(Chunk),
    Known(Known),
}

impl Found {
    /// The chunk, if it was read.
    pub(super) fn into_read(self) -> Option<Chunk> {
        match self {
            Self::Read(chunk) => Some(chunk),
            Self::Known(_) => None,
        }
    }

    fn n_bytes(&self) -> usize {
        match self {
            Self::Read(chunk) => chunk.n_bytes(),
            Self::Known(known) => known.n_bytes,
        }
    }
}

impl<'a> Chunks<'a> {
    /// All files are read.
    pub(super) fn new(plan: &'a Plan) -> Self {
        Self {
            inputs: &plan.inputs,
            options: &plan.read,
            names: FileNames::of(plan),
            known_files: None,
            next_file: 0,
            open: None,
            known: VecDeque::new(),
            flawed: Vec::new(),
            n_records_by_file: BTreeMap::new(),
        }
    }

    /// Those that are known are not read.
    pub(super) fn knowing(self, known_files: Option<KnownFiles<'a>>) -> Self {
        Self { known_files, ..self }
    }

    /// The next chunk; `None` behind the last.
    ///
    /// # Errors
    /// A113, P213, if a file cannot be opened.
    pub(super) fn next(&mut self) -> Result<Option<Found>, Diagnostic> {
        let mut chunk = Chunk::default();
        loop {
            if let Some(known) = self.known.pop_front() {
                return Ok(Some(Found::Known(known)));
            }
            let Some(Open { records, is_large }) = &mut self.open else {
                let is_over = self.next_file == self.inputs.len();
                if !chunk.records.is_empty() && (is_over || self.is_large(self.next_file)) {
                    return Ok(Some(Found::Read(chunk)));
                }
                if is_over {
                    return Ok(None);
                }
                self.open_next()?;
                continue;
            };
            let Some(record) = records.next() else {
                let ends_here = *is_large && !chunk.records.is_empty() || chunk.n_bytes() >= MIN;
                self.open = None;
                if ends_here {
                    return Ok(Some(Found::Read(chunk)));
                }
                continue;
            };
            self.count();
            match record {
                Err(flaw) => self.flaw(flaw),
                Ok(record) => {
                    if chunk.push(record, self.next_file - 1) {
                        return Ok(Some(Found::Read(chunk)));
                    }
                }
            }
        }
    }

    /// The next chunks up to so many bytes; none behind the last.
    pub(super) fn next_group(&mut self, n_bytes: usize) -> Result<Vec<Found>, Diagnostic> {
        let (mut group, mut n) = (Vec::new(), 0);
        while n < n_bytes {
            let Some(found) = self.next()? else { break };
            n += found.n_bytes();
            group.push(found);
        }
        Ok(group)
    }

    /// Keeps what is known of files that were read.
    pub(super) fn keep(&mut self, chunks: &[Known]) -> FileCounts {
        self.known_files.take().map(|files| files.keep(chunks, &self.n_records_by_file)).unwrap_or_default()
    }

    /// Whether a file has chunks of its own.
    fn is_large(&self, file: usize) -> bool {
        fs::metadata(&self.inputs[file].path).is_ok_and(|file| file.len() >= MIN as u64)
    }

    /// Opens the next file, if it must be read.
    fn open_next(&mut self) -> Result<(), Diagnostic> {
        let (file, is_large) = (self.next_file, self.is_large(self.next_file));
        self.next_file += 1;
        let files = self.known_files.as_mut().filter(|_| is_large);
        if let Some(known) = files.and_then(|files| files.find(file, &self.names)) {
            if known.n_records > 0 {
                self.n_records_by_file.insert(self.inputs[file].shown.to_string(), known.n_records);
            }
            self.flawed.extend(known.flaws);
            self.known.extend(known.chunks);
        } else {
            self.open = Some(Open { records: open(&self.inputs[file], self.options)?, is_large });
        }
        Ok(())
    }

    fn flaw(&mut self, flaw: Quarantined) {
        let flaw = Flaw::of(flaw, &self.names);
        self.known_files.iter_mut().for_each(|files| files.flaw(self.next_file - 1, &flaw));
        self.flawed.push(flaw);
    }

    fn count(&mut self) {
        let shown = &*self.inputs[self.next_file - 1].shown;
        match self.n_records_by_file.get_mut(shown) {
            Some(n) => *n += 1,
            None => drop(self.n_records_by_file.insert(shown.to_owned(), 1)),
        }
    }
}

/// Reads chunks again whose places are known, in their order, and none of the files between.
pub(super) struct Reread<'a> {
    inputs: &'a [Input],
    options: &'a ReadOptions,
    open: Option<(usize, Records)>,
}

impl<'a> Reread<'a> {
    pub(super) fn new(plan: &'a Plan) -> Self {
        Self { inputs: &plan.inputs, options: &plan.read, open: None }
    }

    /// The chunk that stood at these places. Its hash tells whether it still does.
    ///
    /// # Errors
    /// A113, if a file cannot be opened; R122, if it has fewer records than before.
    pub(super) fn chunk(&mut self, places: &Places) -> Result<Chunk, Diagnostic> {
        let mut chunk = Chunk::default();
        for run in &places.runs {
            let file = run.file as usize;
            for at in 0..run.len() {
                let record = self.record(file, run.first.record + at)?;
                chunk.push(record, file);
            }
        }
        Ok(chunk)
    }

    fn record(&mut self, file: usize, number: u64) -> Result<RawRecord, Diagnostic> {
        let input = &self.inputs[file];
        let records = match &mut self.open {
            Some((open, records)) if *open == file => records,
            slot => {
                let opened = open(input, self.options)?;
                &mut slot.insert((file, opened)).1
            }
        };
        let mut found = records.filter_map(Result::ok);
        let record = found.find(|record| record.origin.record >= number);
        record.filter(|record| record.origin.record == number).ok_or_else(|| changed(&input.shown))
    }
}

/// An input is not what it was when it was first read.
pub(super) fn changed(shown: &str) -> Diagnostic {
    let message = format!("`{shown}` has changed since the run began");
    Diagnostic::error("R122", message).help("run again when nobody writes to the articles")
}

/// Where the records of a chunk stand.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Places {
    runs: Vec<Run>,
}

/// Records of a file one behind the other.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Run {
    file: u32,
    first: Place,
    /// Lines and bytes from each to the next.
    steps: Vec<(u32, u32)>,
    last: Place,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Place {
    record: u64,
    line: u64,
    byte_offset: u64,
}

impl Run {
    fn len(&self) -> u64 {
        self.steps.len() as u64 + 1
    }

    /// Takes the next place in, if it follows.
    fn push(&mut self, file: u32, place: Place) -> bool {
        let step = |after: u64, before: u64| u32::try_from(after.checked_sub(before)?).ok();
        let steps = step(place.line, self.last.line).zip(step(place.byte_offset, self.last.byte_offset));
        let Some(step) = steps.filter(|_| file == self.file && place.record == self.last.record + 1) else {
            return false;
        };
        self.steps.push(step);
        self.last = place;
        true
    }

    fn places(&self) -> impl Iterator<Item = Place> + '_ {
        let first = std::iter::once(self.first);
        first.chain(self.steps.iter().scan(self.first, |place, (lines, bytes)| {
            place.record += 1;
            place.line += u64::from(*lines);
            place.byte_offset += u64::from(*bytes);
            Some(*place)
        }))
    }
}

impl Places {
    fn push(&mut self, origin: &Origin, file: usize) {
        let file = u32::try_from(file).expect("fewer than 2^32 files");
        let place = Place { record: origin.record, line: origin.line, byte_offset: origin.byte_offset };
        if !self.runs.last_mut().is_some_and(|run| run.push(file, place)) {
            self.runs.push(Run { file, first: place, steps: Vec::new(), last: place });
        }
    }

    /// Whether they begin in the file of a number.
    pub(super) fn is_of(&self, file: usize) -> bool {
        self.runs.first().is_some_and(|run| run.file as usize == file)
    }

    /// The same places in the file of another number.
    pub(super) fn set_file(&mut self, file: usize) {
        let file = u32::try_from(file).expect("fewer than 2^32 files");
        self.runs.iter_mut().for_each(|run| run.file = file);
    }

    /// Number of records.
    pub(super) fn len(&self) -> usize {
        self.runs.iter().map(|run| run.steps.len() + 1).sum()
    }

    /// The first file.
    pub(super) fn shown<'a>(&self, inputs: &'a [Input]) -> &'a str {
        self.runs.first().map_or("", |run| &inputs[run.file as usize].shown)
    }

    /// The places in order.
    pub(super) fn origins<'a>(&'a self, inputs: &'a [Input]) -> impl Iterator<Item = Origin> + 'a {
        self.runs.iter().flat_map(move |run| {
            let path = &inputs[run.file as usize].shown;
            run.places().map(move |place| Origin {
                path: Arc::clone(path),
                record: place.record,
                line: place.line,
                byte_offset: place.byte_offset,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_come_back_as_they_were() {
        let path: Arc<str> = "a.jsonl".into();
        let at = |record, line, byte_offset| Origin { path: Arc::clone(&path), record, line, byte_offset };
        let origins = [
            at(1, 1, 0),
            at(2, 2, 90),
            at(4, 9, 200),
            at(5, 9, 200),
            at(6, 10, 1 << 40),
            at(7, 11, (1 << 40) + 1),
        ];
        let mut places = Places::default();
        for origin in &origins {
            places.push(origin, 0);
        }
        let input = Input::new(std::path::Path::new(""), std::path::Path::new("a.jsonl")).expect("a format");
        assert_eq!(places.origins(&[input]).collect::<Vec<_>>(), origins);
        assert_eq!((places.len(), places.runs.len()), (6, 3));
    }

    #[test]
    fn chunks_have_their_size_on_average() {
        // A fixed sequence of hashes for records of 2,600 bytes.
        let hashes = (0..400_000_u64).map(|n| xxh3_64(&n.to_le_bytes()));
        let (mut sizes, mut size) = (Vec::new(), 0);
        for hash in hashes {
            size += 2_600;
            if size > MAX || size >= MIN && ends_chunk(hash, 2_600) {
                sizes.push(size);
                size = 0;
            }
        }
        let mean = sizes.iter().sum::<usize>() / sizes.len();
        assert!((TARGET * 7 / 10..TARGET * 11 / 10).contains(&mean), "{mean}");
    }
}
