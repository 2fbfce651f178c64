use std::io::{self, Read};

use memchr::memchr;

/// Bytes read at a time.
const CHUNK: usize = 128 << 10;

/// A window that moves over a stream: it holds the bytes from the reading position on, as many as
/// were asked for, and knows the line and the offset of that position.
pub(crate) struct Window<R> {
    reader: R,
    buffer: Vec<u8>,
    start: usize,
    offset: u64,
    line: u64,
    is_ended: bool,
    failure: Option<io::Error>,
}

impl<R: Read> Window<R> {
    /// A window at the beginning of `reader`, behind a byte order mark.
    pub(crate) fn new(reader: R) -> Self {
        let mut window =
            Self { reader, buffer: Vec::new(), start: 0, offset: 0, line: 1, is_ended: false, failure: None };
        while window.bytes().len() < 3 && window.fill() {}
        if window.bytes().starts_with(b"\xef\xbb\xbf") {
            window.consume(3);
        }
        window
    }

    /// The bytes held, from the reading position on.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    /// Offset of the reading position in the stream.
    pub(crate) fn offset(&self) -> u64 {
        self.offset
    }

    /// Line of the reading position, from 1.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// Takes the error that ended the stream early, if there was one.
    pub(crate) fn take_failure(&mut self) -> Option<io::Error> {
        self.failure.take()
    }

    /// Whether the stream ended early.
    pub(crate) fn has_failed(&self) -> bool {
        self.failure.is_some()
    }

    /// Reads more bytes behind those held; `false` at the end of the stream.
    pub(crate) fn fill(&mut self) -> bool {
        if self.is_ended {
            return false;
        }
        self.buffer.drain(..self.start);
        self.start = 0;
        let held = self.buffer.len();
        self.buffer.resize(held + CHUNK, 0);
        let read = self.read_into(held);
        self.buffer.truncate(held + read);
        self.is_ended = read == 0;
        read > 0
    }

    fn read_into(&mut self, from: usize) -> usize {
        loop {
            match self.reader.read(&mut self.buffer[from..]) {
                Ok(read) => return read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.failure = Some(error);
                    return 0;
                }
            }
        }
    }

    /// Moves the reading position `n` bytes on.
    pub(crate) fn consume(&mut self, n: usize) {
        self.line += memchr::memchr_iter(b'\n', &self.bytes()[..n]).count() as u64;
        self.offset += n as u64;
        self.start += n;
    }

    /// Length of the line that begins `from` bytes on, its line feed included; reads on as long as
    /// the line has at most `limit` bytes.
    pub(crate) fn line_length(&mut self, from: usize, limit: usize) -> LineLength {
        let mut seen = from;
        loop {
            if let Some(at) = memchr(b'\n', &self.bytes()[seen..]) {
                let length = seen + at + 1 - from;
                return if length - 1 > limit { LineLength::TooLong } else { LineLength::Bytes(length) };
            }
            seen = self.bytes().len();
            if seen - from > limit {
                return LineLength::TooLong;
            }
            if !self.fill() {
                return LineLength::Bytes(seen - from);
            }
        }
    }

    /// Moves to the beginning of the next line without holding what lies between.
    pub(crate) fn skip_line(&mut self) {
        loop {
            if let Some(at) = memchr(b'\n', self.bytes()) {
                return self.consume(at + 1);
            }
            self.consume(self.bytes().len());
            if !self.fill() {
                return;
            }
        }
    }
}

/// How long a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineLength {
    /// In bytes, the line feed included; 0 at the end of the stream.
    Bytes(usize),
    /// Longer than the limit.
    TooLong,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hands out one byte at a time.
    struct Drip<'a>(&'a [u8]);

    impl Read for Drip<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.0.read(&mut buffer[..1])
        }
    }

    #[test]
    fn lines_are_counted_and_the_byte_order_mark_is_dropped() {
        let mut window = Window::new(Drip(b"\xef\xbb\xbfab\ncde"));
        assert_eq!((window.line(), window.offset()), (1, 3));
        assert_eq!(window.line_length(0, 10), LineLength::Bytes(3));
        assert_eq!(window.line_length(3, 10), LineLength::Bytes(3));
        window.consume(3);
        assert_eq!((window.line(), window.offset()), (2, 6));
        assert_eq!(window.line_length(0, 10), LineLength::Bytes(3));
        window.consume(3);
        assert_eq!(window.line_length(0, 10), LineLength::Bytes(0));
    }

    #[test]
    fn a_long_line_is_skipped_in_the_memory_of_the_limit() {
        let mut stream = vec![b'x'; 40 * CHUNK];
        stream.extend_from_slice(b"\nnext\n");
        let mut window = Window::new(&stream[..]);
        assert_eq!(window.line_length(0, 1000), LineLength::TooLong);
        window.skip_line();
        assert!(window.buffer.capacity() <= 4 * CHUNK);
        assert_eq!(window.line(), 2);
        assert_eq!(window.line_length(0, 1000), LineLength::Bytes(5));
    }

    #[test]
    fn the_limit_does_not_count_the_line_feed() {
        let mut window = Window::new(&b"abcd\nabcde\n"[..]);
        assert_eq!(window.line_length(0, 4), LineLength::Bytes(5));
        assert_eq!(window.line_length(5, 4), LineLength::TooLong);
    }
}
