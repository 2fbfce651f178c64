mod csv;
mod html;
mod jsonl;
mod page;
mod parquet;
mod text;
mod tree;
mod tsv;
mod warc;

use std::{io, iter};

use newsloom_corpus::Quarantined;
use newsloom_diagnostics::{Diagnostic, did_you_mean};

pub(crate) use csv::{Field, Rows, split_fields};

use crate::{Compression, Input, RawRecord, ReadOptions, columns::Slots};

/// The records of a file, one after the other.
pub type Records = Box<dyn Iterator<Item = Result<RawRecord, Quarantined>> + Send>;

/// A format that articles are read from.
#[derive(Debug)]
pub struct Reader {
    /// Its name, such as `jsonl`.
    pub name: &'static str,
    /// The endings of its files, without a compression behind them.
    pub endings: &'static [&'static str],
    /// Whether its files may be compressed as a whole (`.gz`, `.zst`).
    pub is_compressible: bool,
    /// What it is, in a few words.
    pub meaning: &'static str,
    open: fn(&Input, &ReadOptions) -> Result<Records, Diagnostic>,
}

/// Every format that articles are read from.
pub const READERS: &[Reader] =
    &[csv::READER, tsv::READER, jsonl::READER, parquet::READER, text::READER, html::READER, warc::READER];

/// The reader of a file name, by its ending in any case.
///
/// ```
/// assert_eq!(newsloom_formats::reader_of("a.JSONL.zst").map(|r| r.name), Some("jsonl"));
/// assert!(newsloom_formats::reader_of("a.parquet.gz").is_none());
/// ```
pub fn reader_of(file_name: &str) -> Option<&'static Reader> {
    let name = file_name.to_ascii_lowercase();
    let (compression, inner) = Compression::of(&name);
    READERS.iter().find(|reader| {
        reader.endings.iter().any(|ending| inner.ends_with(ending))
            && (reader.is_compressible || compression == Compression::None)
    })
}

/// Opens a file of articles and reads its header, if its format has one.
///
/// # Errors
/// If the file cannot be opened (A113), or a column that the recipe names is not in its header or
/// stands there twice (P213). All that is wrong with single records comes out of the iterator.
pub fn open(input: &Input, options: &ReadOptions) -> Result<Records, Diagnostic> {
    (input.reader.open)(input, options)
}

/// The file cannot be opened or its beginning not be read.
fn cannot_open(input: &Input, reason: &io::Error) -> Diagnostic {
    Diagnostic::error("A113", format!("cannot read `{}`: {reason}", input.shown))
}

/// An iterator over what `next` gives until it gives nothing.
fn records(next: impl FnMut() -> Option<Result<RawRecord, Quarantined>> + Send + 'static) -> Records {
    Box::new(iter::from_fn(next).fuse())
}

/// For every slot the number of the input's column that fills it.
fn locate(slots: &Slots, header: &[String], input: &Input) -> Result<Vec<Option<usize>>, Diagnostic> {
    let locate_one = |slot: &crate::columns::Slot| {
        let Some(column) = &slot.column else { return Ok(None) };
        let mut found = header.iter().enumerate().filter(|(_, name)| *name == column).map(|(i, _)| i);
        match (found.next(), found.next()) {
            (Some(_), Some(_)) => Err(ambiguous(column, input)),
            (None, _) if slot.is_required => Err(missing(column, header, input)),
            (first, _) => Ok(first),
        }
    };
    slots.iter().map(locate_one).collect()
}

/// Refuses a table of more columns than are held in memory for every row.
fn check_columns(n: usize, input: &Input, options: &ReadOptions) -> Result<(), Diagnostic> {
    if n <= options.max_columns {
        return Ok(());
    }
    let (shown, most) = (&input.shown, options.max_columns);
    let problem = Diagnostic::error("A118", format!("`{shown}` has {n} columns, more than {most}"));
    Err(problem.help("is the separator right? `[input] max-columns` raises the limit"))
}

/// Columns that a message names.
const N_NAMED: usize = 20;

fn missing(column: &str, header: &[String], input: &Input) -> Diagnostic {
    let problem = Diagnostic::error("P213", format!("`{}` has no column `{column}`", input.shown));
    match did_you_mean(column, header.iter().map(String::as_str)) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None if header.len() > N_NAMED => {
            let (named, n) = (header[..N_NAMED].join(", "), header.len() - N_NAMED);
            problem.help(format!("its columns are {named} and {n} others"))
        }
        None => problem.help(format!("its columns are {}", header.join(", "))),
    }
}

fn ambiguous(column: &str, input: &Input) -> Diagnostic {
    Diagnostic::error("P213", format!("`{}` has two columns `{column}`", input.shown))
}
