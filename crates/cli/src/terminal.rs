//! The only place that writes to the terminal: data to stdout, talk to stderr.

use std::io::{self, IsTerminal, Write};

/// Writes data to stdout; a reader that has gone away is no error.
pub(crate) fn data(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// Writes talk to stderr; if even that fails there is nobody to tell.
pub(crate) fn talk(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Whether talk reaches a person.
pub(crate) fn is_watched() -> bool {
    io::stderr().is_terminal()
}

/// Text of an article or a table, made harmless for a terminal: no control or bidi characters.
pub(crate) fn harmless(text: &str) -> String {
    let is_bad = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if is_bad(c) { '\u{fffd}' } else { c }).collect()
}

/// The same for several lines: line breaks stay.
pub(crate) fn harmless_lines(text: &str) -> String {
    text.split('\n').map(harmless).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_do_not_reach_the_terminal() {
        assert_eq!(harmless("\u{1b}[2Jred\u{202e}der"), "\u{fffd}[2Jred\u{fffd}der");
    }
}
