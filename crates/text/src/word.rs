use newsloom_corpus::Span;
use unicode_normalization::char::is_combining_mark;

/// Whether a character is part of a word: letters, digits and the marks on them.
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
pub fn words(text: &str) -> impl Iterator<Item = Span> {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, _) = chars.find(|(_, c)| is_word_char(*c))?;
        while chars.next_if(|(_, c)| is_word_char(*c)).is_some() {}
        let end = chars.peek().map_or(text.len(), |(at, _)| *at);
        Some(Span::new(start, end))
    })
}

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
