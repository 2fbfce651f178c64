//! The words of an article with what matching needs to know of each.

use std::cell::OnceCell;

use newsloom_corpus::{Article, CleanArticle, Field, Span};
use newsloom_text::{HashedWords, hash_of_part, tokens_of_word};

use crate::surname::folded_lower;

/// A word of the title or of a kept paragraph; in scripts without spaces a part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) span: Span,
    /// Hash of the folded lower-case word.
    pub(crate) hash: u64,
    /// How it is joined to the token before: see [`join_of`]; 0 at the beginning.
    pub(crate) join: u8,
    pub(crate) starts_upper: bool,
    pub(crate) has_lower: bool,
    pub(crate) sentence: u32,
    /// Whether a draft covers it.
    pub(crate) is_found: bool,
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
    /// Where quotation marks stand in the field, in order, and whether a quotation is open behind each.
    pub(crate) quotes: Vec<(usize, bool)>,
    pub(crate) tokens: Vec<Token>,
    letters: LetterCase,
    /// Years that say when something was, with their sentences; read when first asked for.
    pub(crate) years: OnceCell<Vec<(u32, i16)>>,
}

/// How the words of a segment are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct LetterCase {
    is_all_caps: bool,
    is_title_case: bool,
}

impl LetterCase {
    fn of(tokens: &[Token]) -> Self {
        let n_upper = tokens.iter().filter(|token| token.starts_upper).count();
        Self {
            is_all_caps: tokens.len() > 2 && tokens.iter().all(|token| !token.has_lower),
            is_title_case: n_upper * 3 >= tokens.len() * 2,
        }
    }
}

impl Segment<'_> {
    /// The text from the token `first` up to the one before `end`.
    pub(crate) fn between(&self, first: usize, end: usize) -> &str {
        &self.text[self.tokens[first].span.start()..self.tokens[end - 1].span.end()]
    }

    /// The lower-case form of a token, if there is such a token.
    pub(crate) fn lower(&self, at: usize) -> Option<String> {
        self.tokens.get(at).map(|token| folded_lower(token.span.of(self.text)).into_owned())
    }

    /// Whether two neighbouring tokens have nothing but white space or a dash between them.
    pub(crate) fn is_joined(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.join == SPACE)
    }

    /// Whether all its words are in capitals, as headlines are.
    pub(crate) fn is_all_caps(&self) -> bool {
        self.letters.is_all_caps
    }

    /// Whether most of its words begin with a capital, as in headlines of some papers.
    pub(crate) fn is_title_case(&self) -> bool {
        self.letters.is_title_case
    }

    /// Whether a quotation is open before a place in the field.
    pub(crate) fn is_quoted(&self, at: usize) -> bool {
        let n_before = self.quotes.partition_point(|(quote, _)| *quote < at);
        n_before.checked_sub(1).is_some_and(|last| self.quotes[last].1)
    }

    /// Whether the token begins its sentence.
    pub(crate) fn begins_sentence(&self, at: usize) -> bool {
        at == 0 || self.tokens[at - 1].sentence != self.tokens[at].sentence
    }
}

/// The title and the kept paragraphs of an article, with sentences numbered through the text.
pub(crate) fn segments<'a>(
    article: &'a Article,
    words: &HashedWords,
    clean: &CleanArticle,
) -> Vec<Segment<'a>> {
    let title = FieldText { text: &article.title, words: &HashedWords::of(&article.title) };
    let text = FieldText { text: &article.text, words };
    let title_span = Span::new(0, article.title.len());
    let mut found = Vec::with_capacity(clean.paragraphs.len() + 1);
    found.push(title.segment((Field::Title, title_span, 0, true), &[title_span], 0));
    let mut sentence = 0;
    for (n, paragraph) in (0..).zip(&clean.paragraphs) {
        let place = (Field::Text, paragraph.span, n, paragraph.is_heading);
        found.push(text.segment(place, &paragraph.sentences, sentence));
        sentence += u32::try_from(paragraph.sentences.len()).expect("records are limited below 4 GiB");
    }
    found
}

/// A field of an article with its words.
struct FieldText<'a, 'w> {
    text: &'a str,
    words: &'w HashedWords,
}

impl<'a> FieldText<'a, '_> {
    fn segment(
        &self,
        (field, span, paragraph, is_heading): (Field, Span, u32, bool),
        sentences: &[Span],
        first_sentence: u32,
    ) -> Segment<'a> {
        let range = self.words.within(span);
        let mut tokens: Vec<Token> = Vec::with_capacity(range.len());
        let mut n = 0;
        for (word, hash) in range.map(|at| (self.words.spans()[at], self.words.hashes()[at])) {
            while sentences.get(n + 1).is_some_and(|next| next.start() <= word.start()) {
                n += 1;
            }
            let sentence = first_sentence + u32::try_from(n).expect("records are limited below 4 GiB");
            let join = tokens.last().map_or(0, |last| join_of(&self.text[last.span.end()..word.start()]));
            if let Some(word_in_ascii) = AsciiWord::of(word.of(self.text).as_bytes()) {
                let AsciiWord { starts_upper, has_lower } = word_in_ascii;
                tokens.push(Token {
                    span: word,
                    hash,
                    join,
                    starts_upper,
                    has_lower,
                    sentence,
                    is_found: false,
                });
            } else {
                self.push_parts(word, (join, sentence), &mut tokens);
            }
        }
        let quotes = quotes(self.text, span);
        let letters = LetterCase::of(&tokens);
        let years = OnceCell::new();
        Segment { field, text: self.text, span, paragraph, is_heading, quotes, tokens, letters, years }
    }

    /// Pushes a word, cut into its tokens where its script has no spaces.
    fn push_parts(&self, word: Span, (join, sentence): (u8, u32), tokens: &mut Vec<Token>) {
        let before = tokens.len();
        for part in tokens_of_word(word.of(self.text)) {
            let span = Span::new(word.start() + part.start(), word.start() + part.end());
            let join = if tokens.len() == before { join } else { NOTHING };
            tokens.push(self.token(span, (hash_of_part(self.text, span), join, sentence)));
        }
    }

    fn token(&self, span: Span, (hash, join, sentence): (u64, u8, u32)) -> Token {
        let word = span.of(self.text);
        let starts_upper = word.chars().next().is_some_and(char::is_uppercase);
        let has_lower = word.bytes().any(|byte| byte.is_ascii_lowercase())
            || !word.is_ascii() && word.chars().any(char::is_lowercase);
        Token { span, hash, join, starts_upper, has_lower, sentence, is_found: false }
    }
}

/// How a word without other characters than ASCII's is written.
struct AsciiWord {
    starts_upper: bool,
    has_lower: bool,
}

impl AsciiWord {
    /// `None` if there are other characters.
    fn of(word: &[u8]) -> Option<Self> {
        let (mut all, mut has_lower) = (0, false);
        for byte in word {
            all |= byte;
            has_lower |= byte.is_ascii_lowercase();
        }
        let starts_upper = word.first().is_some_and(u8::is_ascii_uppercase);
        all.is_ascii().then_some(Self { starts_upper, has_lower })
    }
}

/// The quotation marks of a stretch of text, and whether a quotation is open behind each.
fn quotes(text: &str, span: Span) -> Vec<(usize, bool)> {
    let bytes = span.of(text).bytes().enumerate();
    let at =
        bytes.filter(|(_, byte)| *byte == b'"' || *byte >= FIRST_OF_TWO).map(|(at, _)| span.start() + at);
    let marks = at.filter_map(|at| text[at..].chars().next().filter(|c| is_quote(*c)).map(|c| (at, c)));
    let (mut n_open, mut n_closed, mut n_straight) = (0, 0, 0);
    let is_open = |mark: char| {
        match mark {
            '\u{201c}' | '\u{ab}' | '\u{201e}' => n_open += 1,
            '\u{201d}' | '\u{bb}' => n_closed += 1,
            _ => n_straight += 1,
        }
        n_open > n_closed || n_straight % 2 == 1
    };
    marks.scan(is_open, |is_open, (at, mark)| Some((at, is_open(mark)))).collect()
}

/// The least byte that begins a character which is not ASCII.
const FIRST_OF_TWO: u8 = 0xc2;

/// Marks that open or close a quotation.
fn is_quote(c: char) -> bool {
    if c.is_ascii() {
        c == '"'
    } else {
        matches!(c, '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}')
    }
}

/// Tokens joined by white space or one dash.
pub(crate) const SPACE: u8 = b' ';
/// Tokens with nothing between them, as in scripts without spaces.
pub(crate) const NOTHING: u8 = 1;
/// Tokens joined by anything else, which only the same signs in an alias reach over.
pub(crate) const OTHER: u8 = b',';

/// How two neighbouring tokens are joined, by what stands between them: [`SPACE`], [`NOTHING`], an
/// apostrophe, a full stop, `&`, `/` or [`OTHER`]. Characters that cannot be seen are passed over.
#[inline]
pub(crate) fn join_of(between: &str) -> u8 {
    if between == " " { SPACE } else { join_of_any(between) }
}

fn join_of_any(between: &str) -> u8 {
    let is_seen = |c: char| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    if !between.is_ascii() && !between.chars().all(is_seen) {
        return join_of(&between.chars().filter(|c| is_seen(*c)).collect::<String>());
    }
    let trimmed = between.trim();
    if trimmed.is_empty() {
        return if between.is_empty() { NOTHING } else { SPACE };
    }
    let mut chars = trimmed.chars();
    match (chars.next(), chars.next()) {
        (Some('-' | '\u{2010}'..='\u{2015}'), None) if trimmed.len() == between.len() => SPACE,
        (Some('\'' | '\u{2019}' | '\u{2018}' | '\u{2bc}' | '`'), None) => b'\'',
        (Some('.'), None) => b'.',
        (Some('&'), None) => b'&',
        (Some('/'), None) => b'/',
        _ => OTHER,
    }
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
            (" - ", OTHER),
            ("\u{2019}", b'\''),
            (". ", b'.'),
            (", ", OTHER),
            ("", NOTHING),
            ("\u{200f} ", SPACE),
            ("\u{200b}", NOTHING),
        ] {
            assert_eq!(join_of(between), join, "{between:?}");
        }
    }
}
