//! HTML: one page a file. Its record id is the stem of the file name.

use newsloom_diagnostics::Diagnostic;

use super::{
    Reader, Records, cannot_open,
    page::Page,
    records,
    text::{read_whole, stem},
};
use crate::{Input, RawRecord, ReadOptions, raw::Places, stream::open_stream};

/// HTML.
pub(super) const READER: Reader = Reader {
    name: "html",
    endings: &[".html", ".htm"],
    is_compressible: true,
    meaning: "HTML, one page a file: its story and what it says of itself",
    open,
};

fn open(input: &Input, options: &ReadOptions) -> Result<Records, Diagnostic> {
    let stream = open_stream(input, options).map_err(|error| cannot_open(input, &error))?;
    let (limit, stem) = (options.max_record_bytes, stem(input));
    let origin = Places::new(&input.shown).next(1, 0);
    let mut unread = Some((stream, origin));
    Ok(records(move || {
        let (stream, origin) = unread.take()?;
        Some(match read_whole(stream, limit) {
            Ok(bytes) => {
                let page = Page { record_id: Some(stem.clone()), url: None, charset: None, bytes };
                Ok(RawRecord::new(origin, page))
            }
            Err((flaw, bytes)) => Err(flaw.at(origin, &bytes)),
        })
    }))
}
