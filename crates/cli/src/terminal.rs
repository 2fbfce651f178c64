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

/// Whether a character can change what a terminal does or shows: control and bidi characters.
fn is_harmful(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Text of an article or a table, made harmless for a terminal: no control or bidi characters.
pub(crate) fn harmless(text: &str) -> String {
    text.chars().map(|c| if is_harmful(c) { '\u{fffd}' } else { c }).collect()
}

/// The same for CSV, where line breaks and tabs stay: they stand between cells or in quoted ones.
pub(crate) fn harmless_csv(text: &str) -> String {
    text.chars().map(|c| if is_harmful(c) && !matches!(c, '\n' | '\t') { '\u{fffd}' } else { c }).collect()
}

/// The same for JSON, where such characters stand in texts only and are escaped, so that nothing is lost.
pub(crate) fn harmless_json(json: &str) -> String {
    let escaped =
        |c: char| if is_harmful(c) && c != '\n' { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() };
    json.chars().map(escaped).collect()
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
        assert_eq!(
            harmless_csv("a,\"\u{1b}[2J\tb\n\u{9b}c\"\r\n"),
            "a,\"\u{fffd}[2J\tb\n\u{fffd}c\"\u{fffd}\n"
        );
        assert_eq!(harmless_json("{\n\"a\": \"\u{9b}2J\u{202e}\"}"), "{\n\"a\": \"\\u009b2J\\u202e\"}");
    }
}
