//! UTF-8 that was once read as Windows-1252: `â€™` for `’`, `Ã©` for `é`.

use newsloom_corpus::Span;

/// A text with its mojibake undone, and the way back to the text as read.
///
/// ```
/// use newsloom_corpus::Span;
/// use newsloom_text::Mended;
/// let read = "Haftarâ€™s men";
/// let mended = Mended::of(read).unwrap();
/// assert_eq!(mended.text(), "Haftar’s men");
/// let s = mended.text().find("’s").unwrap();
/// assert_eq!(mended.original(Span::new(s, s + 4)).of(read), "â€™s");
/// assert_eq!(Mended::of("Fayez al-Sarraj"), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    text: String,
    /// Behind each repair: the byte in the mended text and in the text as read.
    repairs: Vec<(u32, u32)>,
}

impl Mended {
    /// Undoes mojibake; `None` if there is none, as in nearly every text.
    pub fn of(text: &str) -> Option<Self> {
        if !may_hold_any(text) {
            return None;
        }
        let mut mended = Self { text: String::with_capacity(text.len()), repairs: Vec::new() };
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let n = if let Some((original, n)) = repaired(rest) {
                mended.text.push(original);
                mended.repairs.push((offset(mended.text.len()), offset(text.len() - rest.len() + n)));
                n
            } else {
                mended.text.push(c);
                c.len_utf8()
            };
            rest = &rest[n..];
        }
        (!mended.repairs.is_empty()).then_some(mended)
    }

    /// The text without mojibake.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a span of the mended text stands in the text as read: a repaired character is all the
    /// characters it was made from.
    pub fn original(&self, span: Span) -> Span {
        Span::new(self.original_border(span.start()), self.original_border(span.end()))
    }

    /// Where a border between characters of the mended text was: as far behind the last repair that ends
    /// at or before it as it is in the mended text.
    fn original_border(&self, at: usize) -> usize {
        let before = self.repairs.partition_point(|(here, _)| *here as usize <= at);
        let (here, there) = before.checked_sub(1).map_or((0, 0), |i| self.repairs[i]);
        at - here as usize + there as usize
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).expect("records are limited below 4 GiB")
}

/// Whether one of the letters that mojibake begins with stands in the text: `Â`, `Ã`, `Ä`, `Å`, `â`, `ï`, `ð`.
fn may_hold_any(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(0xc3, bytes)
        .any(|at| matches!(bytes.get(at + 1), Some(0x82 | 0x83 | 0x84 | 0x85 | 0xa2 | 0xaf | 0xb0)))
}

/// The character that the text begins with once mojibake is undone, with the bytes it takes.
fn repaired(text: &str) -> Option<(char, usize)> {
    let mut chars = text.chars();
    let lead = byte_of(chars.next()?)?;
    let n_bytes = match lead {
        0xc2..=0xc5 => 2,
        0xe2 | 0xef => 3,
        0xf0 => 4,
        _ => return None,
    };
    let mut bytes = vec![lead];
    let mut n = text.chars().next()?.len_utf8();
    for c in chars.take(n_bytes - 1) {
        bytes.push(byte_of(c).filter(|byte| (0x80..0xc0).contains(byte))?);
        n += c.len_utf8();
    }
    let original = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    (original >= '\u{a0}').then_some((original, n))
}

/// Characters of Windows-1252 that stand for the bytes 0x80 to 0x9f; the five holes are controls.
const SPECIAL: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The byte that Windows-1252 reads as a character.
fn byte_of(c: char) -> Option<u8> {
    let special = || SPECIAL.iter().position(|s| *s == c).and_then(|at| u8::try_from(at + 0x80).ok());
    u8::try_from(u32::from(c)).ok().filter(|byte| *byte >= 0x80).or_else(special)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What a reader of Windows-1252 makes of a text.
    fn garbled(text: &str) -> String {
        let read = |byte: u8| match byte {
            0x80..=0x9f => SPECIAL[usize::from(byte - 0x80)],
            _ => char::from(byte),
        };
        text.bytes().map(read).collect()
    }

    #[test]
    fn what_was_garbled_is_mended() {
        for text in [
            "“It’s late,” he said – twice…",
            "Erdoğan’s café in Şırnak",
            "£5 and 20 °C",
            "a 😀 b",
            "naïve\u{a0}word",
        ] {
            let read = garbled(text);
            let mended = Mended::of(&read).unwrap();
            assert_eq!(mended.text(), text, "{read}");
        }
    }

    #[test]
    fn good_text_stays() {
        for text in [
            "Ünal said “Ü” and left",
            "São Tomé e Príncipe",
            "ÂNGELA",
            "Ãgua",
            "l’âme et le cœur",
            "garçon à l’école",
            "Åland",
            "Ärger",
            "ð",
        ] {
            assert_eq!(Mended::of(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_character_goes_back_to_what_it_was_made_from(text in "[a-z ’“”–éğ😀]{0,40}") {
            let read = garbled(&text);
            let Some(mended) = Mended::of(&read) else {
                prop_assert!(text.is_ascii());
                return Ok(());
            };
            prop_assert_eq!(mended.text(), &text);
            for (at, c) in text.char_indices() {
                let original = mended.original(Span::new(at, at + c.len_utf8()));
                prop_assert_eq!(original.of(&read), garbled(&c.to_string()));
            }
        }
    }
}
