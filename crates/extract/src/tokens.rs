//! The words of an article with what matching needs to know of each.

use newsloom_corpus::{Article, CleanArticle, Field, Span};
use newsloom_text::{folded, words};

/// A word of the title or of a kept paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) span: Span,
    /// Hash of the folded lower-case word.
    pub(crate) hash: u64,
    /// How it is joined to the word before: see [`join_of`]; 0 at the beginning or after anything else.
    pub(crate) join: u8,
    pub(crate) starts_upper: bool,
    pub(crate) has_lower: bool,
    pub(crate) sentence: u32,
}

/// A stretch of text that names are looked for in: the title or a paragraph.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Segment<'a> {
    pub(crate) field: Field,
    /// The whole field.
    pub(crate) text: &'a str,
    pub(crate) span: Span,
    pub(crate) paragraph: u32,
    pub(crate) is_heading: bool,
    /// Where quotation marks stand in the field, in order.
    pub(crate) quotes: Vec<(usize, char)>,
    pub(crate) tokens: Vec<Token>,
}

impl Segment<'_> {
    /// The lower-case form of a token, if there is such a token.
    pub(crate) fn lower(&self, at: usize) -> Option<String> {
        self.tokens.get(at).map(|token| folded(token.span.of(self.text)).to_lowercase())
    }

    /// Whether two neighbouring tokens have nothing but white space or a dash between them.
    pub(crate) fn is_joined(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.join == SPACE)
    }

    /// Whether all its words are in capitals, as headlines are.
    pub(crate) fn is_all_caps(&self) -> bool {
        self.tokens.len() > 2 && self.tokens.iter().all(|token| !token.has_lower)
    }

    /// Whether the token begins its sentence.
    pub(crate) fn begins_sentence(&self, at: usize) -> bool {
        at == 0 || self.tokens[at - 1].sentence != self.tokens[at].sentence
    }
}

/// The title and the kept paragraphs of an article, with sentences numbered through the text.
pub(crate) fn segments<'a>(article: &'a Article, clean: &CleanArticle) -> Vec<Segment<'a>> {
    let title_span = Span::new(0, article.title.len());
    let mut found = Vec::with_capacity(clean.paragraphs.len() + 1);
    found.push(segment(&article.title, (Field::Title, title_span, 0, true), &[title_span], 0));
    let mut sentence = 0;
    for (n, paragraph) in (0..).zip(&clean.paragraphs) {
        let place = (Field::Text, paragraph.span, n, paragraph.is_heading);
        found.push(segment(&article.text, place, &paragraph.sentences, sentence));
        sentence += u32::try_from(paragraph.sentences.len()).expect("records are limited below 4 GiB");
    }
    found
}

fn segment<'a>(
    text: &'a str,
    (field, span, paragraph, is_heading): (Field, Span, u32, bool),
    sentences: &[Span],
    first_sentence: u32,
) -> Segment<'a> {
    let mut tokens: Vec<Token> = Vec::with_capacity(span.len() / 6);
    let mut n = 0;
    for word in words(span.of(text)) {
        let word = word.shifted(span.start());
        while sentences.get(n + 1).is_some_and(|next| next.start() <= word.start()) {
            n += 1;
        }
        let join = tokens.last().map_or(0, |last| join_of(&text[last.span.end()..word.start()]));
        let sentence = first_sentence + u32::try_from(n).expect("records are limited below 4 GiB");
        tokens.push(token(text, word, (join, sentence)));
    }
    let quotes = span.of(text).char_indices().filter(|(_, c)| is_quote(*c));
    let quotes = quotes.map(|(at, c)| (span.start() + at, c)).collect();
    Segment { field, text, span, paragraph, is_heading, quotes, tokens }
}

/// Marks that open or close a quotation.
fn is_quote(c: char) -> bool {
    if c.is_ascii() {
        c == '"'
    } else {
        matches!(c, '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}')
    }
}

fn token(text: &str, span: Span, (join, sentence): (u8, u32)) -> Token {
    let word = span.of(text);
    Token {
        span,
        hash: hash_of_word(word),
        join,
        starts_upper: word.chars().next().is_some_and(char::is_uppercase),
        has_lower: word.chars().any(char::is_lowercase),
        sentence,
    }
}

/// Words joined by white space or one dash.
pub(crate) const SPACE: u8 = b' ';

/// How two neighbouring words are joined, by what stands between them: [`SPACE`], an apostrophe, a
/// full stop, `&` or `/`; 0 for anything else, which no alias reaches over.
pub(crate) fn join_of(between: &str) -> u8 {
    let trimmed = between.trim();
    if trimmed.is_empty() {
        return if between.is_empty() { 0 } else { SPACE };
    }
    let mut chars = trimmed.chars();
    match (chars.next(), chars.next()) {
        (Some('-' | '\u{2010}'..='\u{2015}'), None) if trimmed.len() == between.len() => SPACE,
        (Some('\'' | '\u{2019}' | '\u{2018}' | '\u{2bc}' | '`'), None) => b'\'',
        (Some('.'), None) => b'.',
        (Some('&'), None) => b'&',
        (Some('/'), None) => b'/',
        _ => 0,
    }
}

/// Hash of the folded lower-case form of a word (FNV-1a, finished by a multiplication).
pub(crate) fn hash_of_word(word: &str) -> u64 {
    let step = |h: u64, byte: u8| (h ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    let start = 0xcbf2_9ce4_8422_2325;
    let hash = if word.is_ascii() {
        word.bytes().fold(start, |h, byte| step(h, byte.to_ascii_lowercase()))
    } else {
        folded(word).to_lowercase().bytes().fold(start, step)
    };
    hash ^ (hash >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_are_what_names_are_written_with() {
        for (between, join) in [
            (" ", SPACE),
            ("\n  ", SPACE),
            ("-", SPACE),
            ("\u{2013}", SPACE),
            (" - ", 0),
            ("\u{2019}", b'\''),
            (". ", b'.'),
            (", ", 0),
        ] {
            assert_eq!(join_of(between), join, "{between:?}");
        }
    }

    #[test]
    fn a_word_hashes_as_its_folded_form() {
        assert_eq!(hash_of_word("Erdo\u{11f}an"), hash_of_word("ERDOGAN"));
        assert_ne!(hash_of_word("Mali"), hash_of_word("malign"));
    }
}
