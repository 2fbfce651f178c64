//! Plain text: one article a file. Its record id is the stem of the file name; it has no title.

use std::io::Read;

use newsloom_diagnostics::Diagnostic;

use super::{Reader, Records, cannot_open, records};
use crate::{
    ColumnWord, Compression, Input, RawRecord, ReadOptions,
    columns::Slots,
    raw::{Content, Fed, Flaw, Places, Value},
    stream::open_text,
};

/// Plain text.
pub(super) const READER: Reader = Reader {
    name: "text",
    endings: &[".txt"],
    is_compressible: true,
    meaning: "plain text, one article a file",
    open,
};

fn open(input: &Input, options: &ReadOptions) -> Result<Records, Diagnostic> {
    let stream = open_text(input, options).map_err(|error| cannot_open(input, &error))?;
    let (limit, stem) = (options.max_record_bytes, stem(input));
    let origin = Places::new(&input.shown).next(1, 0);
    let mut unread = Some((stream, origin));
    Ok(records(move || {
        let (stream, origin) = unread.take()?;
        Some(match read_whole(stream, limit) {
            Ok(bytes) => Ok(RawRecord::new(origin, Text { stem: stem.clone(), bytes })),
            Err((flaw, bytes)) => Err(flaw.at(origin, &bytes)),
        })
    }))
}

/// The file name without its folder and endings.
pub(super) fn stem(input: &Input) -> String {
    let name = input.path.file_name().unwrap_or_default().to_string_lossy();
    let inner = Compression::of(&name).1;
    inner.rsplit_once('.').map_or(inner, |(stem, _)| stem).to_owned()
}

/// The bytes of a stream behind a byte order mark; with a flaw as many as could be read.
pub(super) fn read_whole(stream: impl Read, limit: usize) -> Result<Vec<u8>, (Flaw, Vec<u8>)> {
    let mut bytes = Vec::new();
    match stream.take(limit as u64 + 1).read_to_end(&mut bytes) {
        Err(error) => Err((Flaw::unreadable(&error), bytes)),
        Ok(_) if bytes.len() > limit => Err((Flaw::too_large(limit), bytes)),
        Ok(_) if bytes.starts_with(b"\xef\xbb\xbf") => Ok(bytes.split_off(3)),
        Ok(_) => Ok(bytes),
    }
}

/// A text, not yet decoded.
struct Text {
    stem: String,
    bytes: Vec<u8>,
}

impl Content for Text {
    fn values(&self, slots: &Slots) -> Result<Vec<Value>, Flaw> {
        let text = std::str::from_utf8(&self.bytes).map_err(Flaw::not_utf8)?;
        let mut values = vec![Value::Null; slots.len()];
        values[ColumnWord::RecordId as usize] = Value::Text(self.stem.clone());
        values[ColumnWord::Text as usize] = Value::Text(text.to_owned());
        Ok(values)
    }

    fn head(&self) -> Vec<u8> {
        self.bytes[..self.bytes.len().min(1000)].to_vec()
    }

    fn n_bytes(&self) -> usize {
        self.bytes.len()
    }

    fn feed(&self, hasher: &mut Fed<'_>) {
        hasher.update(b"t").update(&(self.stem.len() as u64).to_le_bytes());
        hasher.update(self.stem.as_bytes()).update(&self.bytes);
    }
}
