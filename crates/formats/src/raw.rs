use std::sync::Arc;

use newsloom_corpus::{DateSource, Origin, Quarantined};

use crate::columns::Slots;

/// The stage that quarantined records of this crate name.
const STAGE: &str = "read";

/// A record as it stood in the file, not yet looked into: cheap to hand out, costly to parse.
pub struct RawRecord {
    /// Where it stood.
    pub origin: Origin,
    pub(crate) content: Box<dyn Content>,
}

impl RawRecord {
    pub(crate) fn new(origin: Origin, content: impl Content + 'static) -> Self {
        Self { origin, content: Box::new(content) }
    }

    /// Size in bytes, about as much as the record takes up in memory.
    pub fn n_bytes(&self) -> usize {
        self.content.n_bytes()
    }

    /// Appends the content and what gives it its meaning (the header of a CSV file) to some bytes, not
    /// its place: the same record appends the same in any file.
    pub fn append_content(&self, bytes: &mut Vec<u8>) {
        self.content.feed(&mut Fed(bytes));
    }

    /// This record with the reason why it cannot become an article.
    pub(crate) fn quarantined(&self, flaw: Flaw) -> Quarantined {
        flaw.at(self.origin.clone(), &self.content.head())
    }
}

/// The content of a record in some format.
pub(crate) trait Content: Send {
    /// The values of the record, by slot.
    fn values(&self, slots: &Slots) -> Result<Vec<Value>, Flaw>;

    /// The beginning of the record, for recognition.
    fn head(&self) -> Vec<u8>;

    /// Size in bytes.
    fn n_bytes(&self) -> usize;

    /// Where a publication date comes from.
    fn date_source(&self) -> DateSource {
        DateSource::Field
    }

    /// Hands out everything that the values depend on.
    fn feed(&self, hasher: &mut Fed<'_>);
}

/// What a record depends on, to be hashed together with other records.
pub(crate) struct Fed<'a>(&'a mut Vec<u8>);

impl Fed<'_> {
    pub(crate) fn update(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend_from_slice(bytes);
        self
    }
}

/// The value of one slot.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Value {
    /// Absent, null or an empty cell.
    #[default]
    Null,
    /// Text, or a number or truth value as it was written.
    Text(String),
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// A value of a type that no column can have.
    Wrong(&'static str),
}

/// Why a record cannot become an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Flaw {
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

impl Flaw {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    pub(crate) fn not_utf8(error: std::str::Utf8Error) -> Self {
        Self::new("A101", format!("invalid UTF-8 at byte {} of the record", error.valid_up_to()))
    }

    pub(crate) fn too_large(limit: usize) -> Self {
        Self::new("A109", format!("the record is larger than {limit} bytes"))
    }

    pub(crate) fn unreadable(reason: &dyn std::fmt::Display) -> Self {
        Self::new("A113", format!("the file cannot be read beyond this point: {reason}"))
    }

    pub(crate) fn at(self, origin: Origin, raw: &[u8]) -> Quarantined {
        let excerpt = Quarantined::excerpt_of(raw);
        Quarantined { origin, stage: STAGE, code: self.code, message: self.message, excerpt }
    }
}

/// Counts the records of a file.
#[derive(Debug)]
pub(crate) struct Places {
    path: Arc<str>,
    record: u64,
}

impl Places {
    pub(crate) fn new(path: &Arc<str>) -> Self {
        Self { path: Arc::clone(path), record: 0 }
    }

    /// The place of the next record.
    pub(crate) fn next(&mut self, line: u64, byte_offset: u64) -> Origin {
        self.record += 1;
        Origin { path: Arc::clone(&self.path), record: self.record, line, byte_offset }
    }
}
