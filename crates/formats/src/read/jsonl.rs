//! JSON Lines: one object a line.
//!
//! Only the values of mapped columns are looked into. Numbers and truth values become the text
//! that stands in the file, so that long ids keep their digits; kept columns also take lists and
//! objects, as their JSON. A name that occurs twice in one object and is mapped makes the object
//! ambiguous (parsers disagree on which one wins), so the record is set aside under A102.

use std::{borrow::Cow, fmt, io::Read};

use newsloom_corpus::Quarantined;
use newsloom_diagnostics::Diagnostic;
use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{Reader, Records, cannot_open, records};
use crate::{
    Input, RawRecord, ReadOptions,
    columns::Slots,
    raw::{Content, Fed, Flaw, Places, Value},
    stream::open_text,
    window::{LineLength, Window},
};

/// JSON Lines.
pub(super) const READER: Reader = Reader {
    name: "jsonl",
    endings: &[".jsonl", ".ndjson", ".json"],
    is_compressible: true,
    meaning: "JSON Lines: one object a line",
    open,
};

fn open(input: &Input, options: &ReadOptions) -> Result<Records, Diagnostic> {
    let stream = open_text(input, options).map_err(|error| cannot_open(input, &error))?;
    let places = Places::new(&input.shown);
    let mut lines = Lines { window: Window::new(stream), places, limit: options.max_record_bytes };
    Ok(records(move || lines.next_record()))
}

/// Walks over the lines of a stream.
struct Lines<R> {
    window: Window<R>,
    places: Places,
    limit: usize,
}

impl<R: Read> Lines<R> {
    fn next_record(&mut self) -> Option<Result<RawRecord, Quarantined>> {
        loop {
            match self.window.line_length(0, self.limit) {
                LineLength::TooLong => return Some(Err(self.skip())),
                LineLength::Bytes(length) if self.is_cut(length) => return self.damage().map(Err),
                LineLength::Bytes(0) => return None,
                LineLength::Bytes(length) => {
                    if let Some(record) = self.line(length) {
                        return Some(Ok(record));
                    }
                }
            }
        }
    }

    /// Whether the stream broke off within this line.
    fn is_cut(&self, length: usize) -> bool {
        self.window.has_failed() && !self.window.bytes()[..length].ends_with(b"\n")
    }

    /// Takes the line at the reading position; `None` if it is blank.
    fn line(&mut self, length: usize) -> Option<RawRecord> {
        let bytes = self.window.bytes()[..length].trim_ascii();
        let line = (!bytes.is_empty()).then(|| Line(bytes.to_vec()));
        let (number, offset) = (self.window.line(), self.window.offset());
        self.window.consume(length);
        line.map(|line| RawRecord::new(self.places.next(number, offset), line))
    }

    fn skip(&mut self) -> Quarantined {
        let origin = self.places.next(self.window.line(), self.window.offset());
        let quarantined = Flaw::too_large(self.limit).at(origin, self.window.bytes());
        self.window.skip_line();
        quarantined
    }

    /// The record of a stream that ended early.
    fn damage(&mut self) -> Option<Quarantined> {
        let error = self.window.take_failure()?;
        let origin = self.places.next(self.window.line(), self.window.offset());
        let quarantined = Flaw::unreadable(&error).at(origin, self.window.bytes());
        self.window.consume(self.window.bytes().len());
        Some(quarantined)
    }
}

/// A line, not yet parsed.
struct Line(Vec<u8>);

impl Content for Line {
    fn values(&self, slots: &Slots) -> Result<Vec<Value>, Flaw> {
        let line = std::str::from_utf8(&self.0).map_err(Flaw::not_utf8)?;
        if !line.starts_with('{') {
            return Err(no_object(line));
        }
        let mut parser = serde_json::Deserializer::from_str(line);
        let values = Object(slots).deserialize(&mut parser).and_then(|values| parser.end().map(|()| values));
        values.map_err(|error| Flaw::new("A102", broken(&error)))
    }

    fn head(&self) -> Vec<u8> {
        self.0[..self.0.len().min(1000)].to_vec()
    }

    fn n_bytes(&self) -> usize {
        self.0.len()
    }

    fn feed(&self, hasher: &mut Fed<'_>) {
        hasher.update(b"j").update(&self.0);
    }
}

/// What the parser says, with the column but without the line, which is always the first.
fn broken(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let message = message.split(" at line 1 column").next().unwrap_or_default();
    format!("{message}, at byte {} of the line", error.column())
}

fn no_object(line: &str) -> Flaw {
    match serde_json::from_str::<IgnoredAny>(line) {
        Ok(_) if line.starts_with('[') => Flaw::new("A103", "the line is an array, not an object"),
        Ok(_) => Flaw::new("A103", "the line is a bare value, not an object"),
        Err(_) if matches!(line, "[" | "]") => {
            Flaw::new("A102", "the file seems to be one JSON array; write one object a line instead")
        }
        Err(error) => Flaw::new("A102", broken(&error)),
    }
}

/// Reads the mapped values of an object.
struct Object<'s>(&'s Slots);

impl<'de> DeserializeSeed<'de> for Object<'_> {
    type Value = Vec<Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Object<'_> {
    type Value = Vec<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut values: Vec<Option<Value>> = vec![None; self.0.len()];
        while let Some(Name(name)) = map.next_key()? {
            let mut filled = self.0.filled_by(&name).peekable();
            if filled.peek().is_none() {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let raw: &RawValue = map.next_value()?;
            for slot in filled {
                if values[slot].is_some() {
                    return Err(de::Error::custom(format_args!("the name `{name}` occurs twice")));
                }
                values[slot] = Some(value(raw.get(), slot).map_err(de::Error::custom)?);
            }
        }
        Ok(values.into_iter().map(Option::unwrap_or_default).collect())
    }
}

/// A name, borrowed where it holds no escape.
#[derive(serde::Deserialize)]
#[serde(transparent)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

/// The value that `raw` is for `slot`.
fn value(raw: &str, slot: usize) -> serde_json::Result<Value> {
    Ok(match raw.as_bytes().first() {
        Some(b'"') => Value::Text(serde_json::from_str(raw)?),
        Some(b'n') => Value::Null,
        Some(b'[' | b'{') if Slots::is_kept(slot) => Value::Text(raw.to_owned()),
        Some(b'[') => Value::Wrong("a list"),
        Some(b'{') => Value::Wrong("an object"),
        _ => Value::Text(raw.to_owned()),
    })
}
