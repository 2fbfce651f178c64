//! WARC (ISO 28500): the pages of a crawl. A record is a response or resource that holds HTML and was
//! answered with 200; everything else in an archive (requests, pictures, redirects) is passed over.

use std::io::{self, BufRead, BufReader, Read};

use flate2::read::GzDecoder;
use newsloom_corpus::{Origin, Quarantined};
use newsloom_diagnostics::Diagnostic;

use super::{Reader, Records, cannot_open, page::Page, records};
use crate::{
    Input, RawRecord, ReadOptions,
    raw::{Flaw, Places},
    stream::open_stream,
};

/// WARC.
pub(super) const READER: Reader = Reader {
    name: "warc",
    endings: &[".warc"],
    is_compressible: true,
    meaning: "WARC archives: the HTML pages of a crawl",
    open,
};

fn open(input: &Input, options: &ReadOptions) -> Result<Records, Diagnostic> {
    let stream = open_stream(input, options).map_err(|error| cannot_open(input, &error))?;
    let mut archive = Archive {
        stream: BufReader::with_capacity(1 << 17, stream),
        found: None,
        offset: 0,
        places: Places::new(&input.shown),
        limit: options.max_record_bytes,
        is_lost: false,
        is_ended: false,
    };
    Ok(records(move || archive.next_page()))
}

struct Archive<R> {
    stream: BufReader<R>,
    /// A line that was read to see whether a record begins there, and is to be read again.
    found: Option<Vec<u8>>,
    /// Bytes read so far, decompressed.
    offset: u64,
    places: Places,
    limit: usize,
    /// The next record must be looked for.
    is_lost: bool,
    is_ended: bool,
}

/// Why an archive gives no record here.
enum Stop {
    /// It ends.
    End,
    /// It cannot be read on.
    Damage(io::Error),
    /// This is no record; reading goes on behind it.
    Broken(String),
}

impl Stop {
    /// The same within a record.
    fn within(self) -> Self {
        match self {
            Self::End => Self::Broken("the record is cut off".to_owned()),
            other => other,
        }
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Damage(error)
    }
}

impl<R: Read> Archive<R> {
    fn next_page(&mut self) -> Option<Result<RawRecord, Quarantined>> {
        while !self.is_ended {
            let start = self.offset;
            match self.record() {
                Ok(None) => {}
                Ok(Some((header, body))) => match self.page(&header, body) {
                    Ok(None) => {}
                    Ok(Some(page)) => return Some(Ok(RawRecord::new(self.places.next(1, start), page))),
                    Err(flaw) => return Some(Err(self.flaw(start, flaw))),
                },
                Err(Stop::End) => self.is_ended = true,
                Err(Stop::Damage(error)) => {
                    self.is_ended = true;
                    return Some(Err(self.flaw(start, Flaw::unreadable(&error))));
                }
                Err(Stop::Broken(reason)) => {
                    self.is_lost = true;
                    return Some(Err(self.flaw(start, Flaw::new("A116", reason))));
                }
            }
        }
        None
    }

    fn flaw(&mut self, start: u64, flaw: Flaw) -> Quarantined {
        let origin: Origin = self.places.next(1, start);
        flaw.at(origin, b"")
    }

    /// The next record, if it is one that may hold a page.
    fn record(&mut self) -> Result<Option<(Header, Vec<u8>)>, Stop> {
        if std::mem::take(&mut self.is_lost) {
            return self.find_next().map(|()| None);
        }
        let header = self.header()?;
        let length = header.length().ok_or_else(|| Stop::Broken("the record names no length".to_owned()))?;
        if !header.is_answer() {
            self.skip(length)?;
            return Ok(None);
        }
        let body = self.take(length.min(self.limit as u64 + 1))?;
        self.skip(length - body.len() as u64)?;
        Ok(Some((header, body)))
    }

    /// The page in a record; none if it holds something else.
    fn page(&self, header: &Header, block: Vec<u8>) -> Result<Option<Page>, Flaw> {
        let url = header.get("warc-target-uri").map(|url| url.trim_matches(['<', '>']).to_owned());
        if header.get("warc-type") == Some("resource") {
            return self
                .sized(block)
                .map(|bytes| Some(Page { record_id: None, url, charset: header.charset(), bytes }));
        }
        let Some((answer, body)) = answer(&block) else {
            return Err(Flaw::new("A116", "the response has no header"));
        };
        if !answer.is_html() {
            return Ok(None);
        }
        if block.len() > self.limit {
            return Err(Flaw::too_large(self.limit));
        }
        let bytes = self.unpacked(&answer, body)?;
        Ok(Some(Page { record_id: None, url, charset: answer.charset(), bytes }))
    }

    fn sized(&self, bytes: Vec<u8>) -> Result<Vec<u8>, Flaw> {
        if bytes.len() > self.limit { Err(Flaw::too_large(self.limit)) } else { Ok(bytes) }
    }

    /// The body of an answer as it was before it was sent.
    fn unpacked(&self, answer: &Header, body: &[u8]) -> Result<Vec<u8>, Flaw> {
        let is_chunked =
            answer.get("transfer-encoding").is_some_and(|how| how.eq_ignore_ascii_case("chunked"));
        // Many crawlers keep the header of an answer and store its body unpacked.
        let joined = if is_chunked { joined(body) } else { None };
        let body = joined.as_deref().unwrap_or(body);
        match answer.get("content-encoding").map(str::to_ascii_lowercase).as_deref() {
            Some("gzip" | "x-gzip") if body.starts_with(b"\x1f\x8b") => {
                let mut bytes = Vec::new();
                let read = GzDecoder::new(body).take(self.limit as u64 + 1).read_to_end(&mut bytes);
                read.map_err(|error| Flaw::new("A116", format!("the response cannot be unpacked: {error}")))?;
                self.sized(bytes)
            }
            Some(how @ ("br" | "zstd" | "deflate")) if std::str::from_utf8(body).is_err() => {
                Err(Flaw::new("A116", format!("the response is packed with {how}")))
            }
            _ => Ok(body.to_vec()),
        }
    }

    fn header(&mut self) -> Result<Header, Stop> {
        let mut line = self.line()?;
        while line.trim_ascii().is_empty() {
            line = self.line()?;
        }
        if !line.starts_with(b"WARC/") {
            return Err(Stop::Broken("the record does not begin with `WARC/`".to_owned()));
        }
        let (mut fields, start) = (Vec::new(), self.offset);
        while self.offset - start < MAX_HEADER {
            let line = self.line().map_err(Stop::within)?;
            if line.trim_ascii().is_empty() {
                return Ok(Header(fields));
            }
            fields.extend(field(&line));
        }
        Err(Stop::Broken(format!("the header of the record is larger than {MAX_HEADER} bytes")))
    }

    /// Goes to the next line that begins a record.
    fn find_next(&mut self) -> Result<(), Stop> {
        let mut line = self.line()?;
        while !line.starts_with(b"WARC/") {
            line = self.line()?;
        }
        self.offset -= line.len() as u64;
        self.found = Some(line);
        Ok(())
    }

    /// The next line with its break; of one that is too long, a part.
    fn line(&mut self) -> Result<Vec<u8>, Stop> {
        let mut line = self.found.take().unwrap_or_default();
        if line.is_empty() {
            (&mut self.stream).take(MAX_LINE).read_until(b'\n', &mut line)?;
        }
        self.offset += line.len() as u64;
        if line.is_empty() { Err(Stop::End) } else { Ok(line) }
    }

    fn take(&mut self, length: u64) -> Result<Vec<u8>, Stop> {
        let mut body = Vec::new();
        let n = (&mut self.stream).take(length).read_to_end(&mut body)?;
        self.offset += n as u64;
        if (n as u64) < length { Err(Stop::End.within()) } else { Ok(body) }
    }

    fn skip(&mut self, length: u64) -> Result<(), Stop> {
        let n = io::copy(&mut (&mut self.stream).take(length), &mut io::sink())?;
        self.offset += n;
        if n < length { Err(Stop::End.within()) } else { Ok(()) }
    }
}

/// Bytes of the header of a record.
const MAX_HEADER: u64 = 1 << 20;
/// Bytes of a header line.
const MAX_LINE: u64 = 1 << 16;

/// The named fields of a record or of an answer, names in lower case.
struct Header(Vec<(String, String)>);

impl Header {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    fn length(&self) -> Option<u64> {
        self.get("content-length")?.parse().ok()
    }

    fn is_answer(&self) -> bool {
        match self.get("warc-type") {
            Some("response") => {
                self.get("content-type").is_some_and(|kind| kind.starts_with("application/http"))
            }
            Some("resource") => self.is_html(),
            _ => false,
        }
    }

    fn is_html(&self) -> bool {
        let kind = self.get("content-type").unwrap_or_default().to_ascii_lowercase();
        kind.starts_with("text/html") || kind.starts_with("application/xhtml+xml")
    }

    fn charset(&self) -> Option<String> {
        let behind = self.get("content-type")?.split_once("charset=")?.1;
        Some(behind.split(';').next()?.trim_matches([' ', '"', '\'']).to_owned())
    }
}

fn field(line: &[u8]) -> Option<(String, String)> {
    let line = String::from_utf8_lossy(line);
    let (name, value) = line.split_once(':')?;
    Some((name.trim().to_ascii_lowercase(), value.trim().to_owned()))
}

/// The header of an answer of status 200 and what follows it; the header is empty for another status.
fn answer(block: &[u8]) -> Option<(Header, &[u8])> {
    let at = memchr::memmem::find(block, b"\r\n\r\n").map(|at| (at, 4));
    let (end, gap) = at.or_else(|| memchr::memmem::find(block, b"\n\n").map(|at| (at, 2)))?;
    let mut lines = block[..end].split(|byte| *byte == b'\n');
    let status = lines.next()?;
    if !status.starts_with(b"HTTP/") {
        return None;
    }
    let is_ok = status.split(|byte| *byte == b' ').nth(1).is_some_and(|code| code.trim_ascii() == b"200");
    let fields = if is_ok { lines.filter_map(field).collect() } else { Vec::new() };
    Some((Header(fields), &block[end + gap..]))
}

/// The chunks of a body joined; none if it is not made of chunks.
fn joined(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(body.len());
    loop {
        let end = memchr::memchr(b'\n', body)?;
        let size = std::str::from_utf8(&body[..end]).ok()?.trim();
        let size = usize::from_str_radix(size.split(';').next()?, 16).ok()?;
        body = &body[end + 1..];
        if size == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(body.get(..size)?);
        let rest = &body[size..];
        body = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"))?;
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    fn record(kind: &str, content: &str, block: &[u8]) -> Vec<u8> {
        let url = "https://gazette.example/2020/01/14/lamps";
        let header = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nContent-Type: {content}\r\nContent-Length: {}\r\n\r\n",
            block.len()
        );
        [header.as_bytes(), block, b"\r\n\r\n"].concat()
    }

    fn response(head: &str, body: &[u8]) -> Vec<u8> {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{head}\r\n");
        record("response", "application/http; msgtype=response", &[head.as_bytes(), body].concat())
    }

    fn zipped(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    /// The bytes of each page, or the code of what is wrong.
    fn read(archive: &[u8]) -> Vec<Result<String, &'static str>> {
        let folder = tempfile::tempdir().unwrap();
        let name = if archive.starts_with(b"\x1f\x8b") { "a.warc.gz" } else { "a.warc" };
        let path = folder.path().join(name);
        std::fs::write(&path, archive).unwrap();
        let input = Input::new(folder.path(), &path).unwrap();
        let options = ReadOptions {
            max_record_bytes: 4_000,
            ..ReadOptions::new(jiff::civil::Date::constant(2030, 1, 1))
        };
        let records = open(&input, &options).unwrap();
        records
            .map(|record| match record {
                Ok(record) => Ok(String::from_utf8_lossy(&record.content.head()).into_owned()),
                Err(quarantined) => Err(quarantined.code),
            })
            .collect()
    }

    #[test]
    fn pages_come_out_and_all_else_is_passed_over() {
        let redirect = b"HTTP/1.1 302 Found\r\nContent-Type: text/html\r\n\r\nmoved";
        let picture = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nPNG";
        let parts = [
            record("warcinfo", "application/warc-fields", b"software: a crawler"),
            record("request", "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n"),
            response("", b"<p>one</p>"),
            record("response", "application/http; msgtype=response", redirect),
            record("response", "application/http; msgtype=response", picture),
            record("resource", "text/html", b"<p>two</p>"),
            response(
                "Transfer-Encoding: chunked\r\n",
                b"4\r\n<p>t\r\n7;x=1\r\nhree</p\r\n1\r\n>\r\n0\r\n\r\n",
            ),
            response("Content-Encoding: gzip\r\n", &zipped(b"<p>four</p>")),
            response("Content-Encoding: gzip\r\n", b"<p>five</p>"),
        ];
        let expected = ["<p>one</p>", "<p>two</p>", "<p>three</p>", "<p>four</p>", "<p>five</p>"];
        let expected: Vec<_> = expected.map(|page| Ok(page.to_owned())).into();
        assert_eq!(read(&parts.concat()), expected);
        // One member a record, as crawlers write them.
        assert_eq!(read(&parts.iter().flat_map(|part| zipped(part)).collect::<Vec<u8>>()), expected);
    }

    #[test]
    fn a_header_without_end_is_set_aside() {
        let header = format!("WARC/1.0\r\n{}", "X-Name: a value\r\n".repeat(200_000));
        let found = read(&[header.as_bytes(), &response("", b"<p>good</p>")].concat());
        assert_eq!(found, [Err("A116"), Ok("<p>good</p>".to_owned())]);
    }

    /// The buffer may end within the five bytes that tell a record.
    #[test]
    fn the_record_behind_garbage_is_found_wherever_it_stands() {
        let good = response("", b"<p>good</p>");
        for n in (1 << 17) - 8..=1 << 17 {
            let mut garbage = b"garbage\n".repeat(1 << 14);
            garbage.truncate(n - 1);
            garbage.push(b'\n');
            assert_eq!(
                read(&[garbage, good.clone()].concat()),
                [Err("A116"), Ok("<p>good</p>".to_owned())],
                "{n}"
            );
        }
    }

    #[test]
    fn broken_records_are_set_aside_and_reading_goes_on() {
        let good = response("", b"<p>good</p>");
        let nameless = b"WARC/1.0\r\nWARC-Type: response\r\n\r\n".to_vec();
        let large = response("", &vec![b'x'; 5_000]);
        let headless = record("response", "application/http", b"no header at all");
        let packed = response("Content-Encoding: br\r\n", b"\xff\xfe\xfd");
        let mut archive =
            [nameless, b"garbage\r\n".to_vec(), good.clone(), large, headless, packed, good].concat();
        let good = Ok("<p>good</p>".to_owned());
        let found = read(&archive);
        assert_eq!(found, [Err("A116"), good.clone(), Err("A109"), Err("A116"), Err("A116"), good.clone()]);
        archive.truncate(archive.len() - 8);
        assert_eq!(read(&archive).last(), Some(&Err("A116")), "the last one is cut off");
        for n in [3, 7, 20, 60] {
            let cut = &response("", b"<p>good</p>")[..n];
            assert_eq!(read(cut), [Err("A116")], "{:?}", String::from_utf8_lossy(cut));
        }
        let garbage = zipped(&b"garbage\n".repeat(1 << 20));
        assert_eq!(read(&garbage[..garbage.len() / 2]), [Err("A116"), Err("A113")], "damaged behind a flaw");
        let mut damaged = zipped(&archive);
        damaged.truncate(damaged.len() / 2);
        assert_eq!(read(&damaged).last(), Some(&Err("A113")));
    }
}
