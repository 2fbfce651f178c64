use newsloom_corpus::Span;
use unicode_normalization::char::is_combining_mark;

/// Whether a character is part of a word: letters, digits and the marks on them.
#[inline]
pub fn is_word_char(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() || is_combining_mark(c) }
}

/// The words of a text: maximal runs of letters, digits and combining marks.
///
/// Apostrophes, hyphens and no-break spaces end a word, so that a possessive splits off.
///
/// ```
/// let text = "Haftar’s Russian-Turkish talks";
/// let words: Vec<&str> = newsloom_text::words(text).map(|span| span.of(text)).collect();
/// assert_eq!(words, ["Haftar", "s", "Russian", "Turkish", "talks"]);
/// ```
#[inline]
pub fn words(text: &str) -> impl Iterator<Item = Span> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = run(text, at, false);
        at = run(text, start, true);
        (start < at).then(|| Span::new(start, at))
    })
}

/// Where the run of word characters (or of others) that begins at a byte ends.
fn run(text: &str, from: usize, of_words: bool) -> usize {
    let wanted = if of_words { Class::Word } else { Class::Other };
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        while at < bytes.len() && CLASSES[usize::from(bytes[at])] == wanted {
            at += 1;
        }
        if at == bytes.len() || bytes[at].is_ascii() {
            return at;
        }
        let c = text[at..].chars().next().expect("a character begins behind the one before");
        if is_word_char(c) != of_words {
            return at;
        }
        at += c.len_utf8();
    }
}

/// What a byte tells of its character.
#[derive(Clone, Copy, PartialEq)]
enum Class {
    Word,
    Other,
    /// Part of a character that is not ASCII.
    Unknown,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Unknown; 256];
    let mut byte: u8 = 0;
    while byte < 128 {
        classes[byte as usize] = if byte.is_ascii_alphanumeric() { Class::Word } else { Class::Other };
        byte += 1;
    }
    classes
};

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn marks_stay_with_their_letters() {
        let text = "Erdog\u{306}an مُحَمَّد";
        let found: Vec<&str> = words(text).map(|s| s.of(text)).collect();
        assert_eq!(found, ["Erdog\u{306}an", "مُحَمَّد"]);
    }

    proptest! {
        #[test]
        fn words_are_what_is_left_between_other_characters(text in "\\PC{0,200}") {
            let found: Vec<&str> = words(&text).map(|s| s.of(&text)).collect();
            let split: Vec<&str> = text.split(|c| !is_word_char(c)).filter(|w| !w.is_empty()).collect();
            prop_assert_eq!(found, split);
        }
    }
}
