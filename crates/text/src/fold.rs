use std::borrow::Cow;

use newsloom_corpus::Span;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A view of a text for matching, with a map back to the text.
///
/// Diacritics are dropped (`é` is `e`, `ğ` is `g`, Arabic vowel signs), letters without a
/// decomposition get their usual replacement (`ı` is `i`, `ø` is `o`, `ß` is `ss`), all apostrophes
/// and quotes are `'`, all dashes `-`, all spaces a blank; soft hyphens and zero-width characters
/// vanish. Case is kept.
///
/// ```
/// use newsloom_text::Fold;
/// let text = "Erdo\u{11f}an\u{2019}s";
/// let fold = Fold::new(text);
/// assert_eq!(fold.text(), "Erdogan's");
/// assert_eq!(fold.original(0..7).of(text), "Erdo\u{11f}an");
/// ```
#[derive(Debug, Clone)]
pub struct Fold<'a> {
    text: Cow<'a, str>,
    /// For every byte of the folded text the start of the character it comes from, and behind them
    /// the length of the original; empty where the fold changes nothing.
    starts: Vec<u32>,
}

impl<'a> Fold<'a> {
    /// Folds a text; one in ASCII is borrowed as it is.
    pub fn new(text: &'a str) -> Self {
        if text.is_ascii() && !text.contains('"') {
            return Self { text: Cow::Borrowed(text), starts: Vec::new() };
        }
        let mut folded = String::with_capacity(text.len());
        let mut starts = Vec::with_capacity(text.len() + 1);
        for (at, c) in text.char_indices() {
            push_folded(c, &mut folded);
            starts.resize(folded.len(), offset(at));
        }
        starts.push(offset(text.len()));
        Self { text: Cow::Owned(folded), starts }
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The span of the original text whose characters the folded bytes come from, with the marks
    /// and vanished characters inside, but not those behind it.
    pub fn original(&self, range: std::ops::Range<usize>) -> Span {
        if self.starts.is_empty() {
            return Span::new(range.start, range.end);
        }
        let start = self.starts[range.start] as usize;
        if range.is_empty() {
            return Span::new(start, start);
        }
        // The next folded byte that comes from another character ends the span.
        let last = self.starts[range.end - 1];
        let end = self.starts[range.end..].iter().find(|next| **next > last);
        Span::new(start, end.map_or(start, |next| *next as usize))
    }
}

/// The folded form of a text, without the map.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !byte.is_ascii() || byte == b'"') {
        let (plain, other) = rest.split_at(at);
        folded.push_str(plain);
        let c = other.chars().next().expect("a character begins here");
        push_folded(c, &mut folded);
        rest = &other[c.len_utf8()..];
    }
    folded.push_str(rest);
    folded
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).expect("records are limited below 4 GiB")
}

fn push_folded(c: char, out: &mut String) {
    match c {
        '"' => out.push('\''),
        c if c.is_ascii() => out.push(c),
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}'
        | '\u{640}' => {}
        '\u{2018}'..='\u{201f}'
        | '\u{2b9}'..='\u{2bf}'
        | '\u{ab}'
        | '\u{bb}'
        | '\u{2032}'
        | '\u{2033}'
        | '\u{2039}'
        | '\u{203a}'
        | '\u{b4}' => out.push('\''),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => out.push('-'),
        c if c.is_whitespace() => out.push(if c == '\u{85}' { '\n' } else { ' ' }),
        'ı' => out.push('i'),
        'ø' => out.push('o'),
        'Ø' => out.push('O'),
        'ł' => out.push('l'),
        'Ł' => out.push('L'),
        'đ' => out.push('d'),
        'Đ' => out.push('D'),
        'ß' => out.push_str("ss"),
        'æ' => out.push_str("ae"),
        'Æ' => out.push_str("Ae"),
        'œ' => out.push_str("oe"),
        'Œ' => out.push_str("Oe"),
        'ə' => out.push('e'),
        c => out.extend(std::iter::once(c).nfkd().filter(|d| !is_combining_mark(*d))),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_usual_suspects_fold() {
        for (text, expected) in [
            ("Çavuşoğlu", "Cavusoglu"),
            ("d\u{2019}état", "d'etat"),
            ("Al\u{2013}Sarraj", "Al-Sarraj"),
            ("United\u{a0}Nations", "United Nations"),
            ("Tri\u{ad}poli", "Tripoli"),
            ("Ilgın Işık", "Ilgin Isik"),
            ("مُحَمَّد", "محمد"),
            ("plain", "plain"),
        ] {
            assert_eq!(folded(text), expected);
        }
    }

    #[test]
    fn a_span_takes_vanished_characters_inside_but_not_behind() {
        let text = "a Tri\u{ad}poli\u{200b} b";
        let fold = Fold::new(text);
        let at = fold.text().find("Tripoli").unwrap();
        let back = fold.original(at..at + 7);
        assert!(back.of(text).starts_with("Tri\u{ad}poli"));
    }

    proptest! {
        #[test]
        fn every_folded_range_maps_to_character_boundaries(text in "\\PC{0,80}", cut in 0..80usize) {
            let fold = Fold::new(&text);
            let n = fold.text().len();
            let cut = fold.text().floor_char_boundary(cut.min(n));
            for range in [0..cut, cut..n] {
                let span = fold.original(range);
                prop_assert!(text.is_char_boundary(span.start()) && text.is_char_boundary(span.end()));
            }
        }

        #[test]
        fn folding_twice_changes_nothing_more(text in "[a-zA-Zéüğışçñå’“”–\u{ad} ]{0,60}") {
            prop_assert_eq!(folded(&folded(&text)), folded(&text));
        }
    }
}
