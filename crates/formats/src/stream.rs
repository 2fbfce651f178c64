use std::io::{self, BufReader, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8};
use flate2::read::MultiGzDecoder;

use crate::{Compression, Input, ReadOptions, source::open_regular};

/// Opens the bytes of an input, decompressed.
pub(crate) fn open_stream(input: &Input, options: &ReadOptions) -> io::Result<Box<dyn Read + Send>> {
    let file = open_regular(&input.path)?;
    let n_packed = file.metadata()?.len();
    let unpacked: Box<dyn Read + Send> = match input.compression {
        Compression::None => return Ok(Box::new(file)),
        Compression::Gzip => Box::new(MultiGzDecoder::new(BufReader::new(file))),
        Compression::Zstd => Box::new(zstd::Decoder::new(file)?),
    };
    let limit = n_packed.saturating_mul(options.max_unpacked_ratio).max(ReadOptions::ALWAYS_UNPACKED);
    Ok(Box::new(Unpacked { stream: unpacked, n_left: limit, ratio: options.max_unpacked_ratio }))
}

/// An unpacked stream that fails where it has grown beyond all measure.
struct Unpacked {
    stream: Box<dyn Read + Send>,
    n_left: u64,
    ratio: u64,
}

impl Read for Unpacked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.stream.read(buffer)?;
        let left = self.n_left.checked_sub(n as u64);
        self.n_left = left.ok_or_else(|| {
            let ratio = self.ratio;
            io::Error::other(format!(
                "it unpacks to more than {ratio} times its size (`[input] max-unpacked-ratio`)"
            ))
        })?;
        Ok(n)
    }
}

/// A stream that is damaged from here on.
struct Damaged(Option<io::Error>);

impl Read for Damaged {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Opens the text of an input in UTF-8: what is declared to be in another encoding, or begins with the
/// byte order mark of UTF-16, is decoded on the way. Offsets are then those of the decoded text.
pub(crate) fn open_text(input: &Input, options: &ReadOptions) -> io::Result<Box<dyn Read + Send>> {
    let mut stream = open_stream(input, options)?;
    let mut head = [0; 3];
    let n = match fill(&mut stream, &mut head) {
        Ok(n) => n,
        Err(error) => return Ok(Box::new(Damaged(Some(error)))),
    };
    let marked = Encoding::for_bom(&head[..n]).map(|(encoding, _)| encoding);
    let encoding = marked.or(options.encoding).unwrap_or(UTF_8);
    let whole = io::Cursor::new(head[..n].to_vec()).chain(stream);
    if encoding == UTF_8 {
        return Ok(Box::new(whole));
    }
    Ok(Box::new(Decoded {
        stream: Box::new(whole),
        decoder: encoding.new_decoder(),
        text: Vec::new(),
        at: 0,
        is_over: false,
    }))
}

/// Reads until the buffer is full or the stream ends.
fn fill(stream: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut n = 0;
    while n < buffer.len() {
        match stream.read(&mut buffer[n..]) {
            Ok(0) => break,
            Ok(more) => n += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(n)
}

/// Bytes that are decoded together.
const CHUNK: usize = 1 << 16;

/// A stream in UTF-8 of one in another encoding; what is no character becomes U+FFFD.
struct Decoded {
    stream: Box<dyn Read + Send>,
    decoder: Decoder,
    text: Vec<u8>,
    /// First byte of `text` that was not given out.
    at: usize,
    is_over: bool,
}

impl Decoded {
    /// Decodes the next chunk.
    fn refill(&mut self) -> io::Result<()> {
        let mut bytes = vec![0; CHUNK];
        let n = fill(&mut self.stream, &mut bytes)?;
        self.is_over = n < CHUNK;
        let room = self.decoder.max_utf8_buffer_length(n).expect("a chunk is small");
        self.text.resize(room, 0);
        let (result, _, written, _) = self.decoder.decode_to_utf8(&bytes[..n], &mut self.text, self.is_over);
        debug_assert_eq!(result, CoderResult::InputEmpty, "there is room for the whole chunk");
        self.text.truncate(written);
        self.at = 0;
        Ok(())
    }
}

impl Read for Decoded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.text.len() && !self.is_over {
            self.refill()?;
        }
        let n = buffer.len().min(self.text.len() - self.at);
        buffer[..n].copy_from_slice(&self.text[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn read(bytes: &[u8], encoding: Option<&str>) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, bytes).unwrap();
        let input =
            Input { path, shown: "a.txt".into(), compression: Compression::None, reader: &crate::READERS[0] };
        let mut options = ReadOptions::new("2020-01-01".parse().unwrap());
        options.encoding = encoding.map(|name| Encoding::for_label(name.as_bytes()).unwrap());
        let mut text = String::new();
        open_text(&input, &options).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn declared_and_marked_encodings_are_decoded() {
        assert_eq!(read(b"caf\xe9", Some("windows-1252")), "caf\u{e9}");
        assert_eq!(read(&[0xff, 0xfe, b'a', 0, 0xe9, 0], None), "a\u{e9}");
        assert_eq!(read("\u{feff}é".as_bytes(), Some("windows-1252")), "\u{feff}é", "the mark speaks first");
        assert_eq!(read("é".as_bytes(), None), "é");
        let long = "\u{e9}x".repeat(100_000);
        let latin: Vec<u8> = long.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        assert_eq!(read(&latin, Some("windows-1252")), long);
    }
}
