//! The units that are kept or removed: paragraphs, and sentences of longer paragraphs.

use std::{cell::OnceCell, ops::Range};

use newsloom_corpus::Span;
use newsloom_text::{HashedWords, is_heading, paragraphs, sentences};

use crate::rule::pattern;

/// A paragraph with its sentences, as they stand in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RawParagraph {
    pub(crate) span: Span,
    pub(crate) sentences: Vec<Span>,
    pub(crate) is_heading: bool,
    /// The numbers of its words.
    pub(crate) words: Range<usize>,
}

/// The paragraphs of a text that has these words. Where every paragraph looks like a heading, none is: a corpus of leads
/// without full stops has text, not headings.
pub(crate) fn raw_paragraphs(text: &str, words: &HashedWords) -> Vec<RawParagraph> {
    let mut n_before = 0;
    let with_words = |span: Span| {
        let words = words_of(span, words, n_before);
        n_before = words.end;
        raw_paragraph(text, span, words)
    };
    let mut found: Vec<RawParagraph> = paragraphs(text).into_iter().map(with_words).collect();
    if found.iter().all(|p| p.is_heading) {
        for paragraph in &mut found {
            paragraph.is_heading = false;
        }
    }
    found
}

/// The numbers of the words of a paragraph, which are the next behind so many.
fn words_of(span: Span, words: &HashedWords, n_before: usize) -> Range<usize> {
    let n_most = span.len().div_ceil(2);
    words.within_of(n_before..words.spans().len().min(n_before + n_most), span)
}

fn raw_paragraph(text: &str, span: Span, words: Range<usize>) -> RawParagraph {
    let is_heading = is_heading(span.of(text));
    let sentences = if is_heading { vec![span] } else { sentences(text, span) };
    RawParagraph { span, sentences, is_heading, words }
}

pattern!(US, r"\bUS\b");

/// Text that a rule looks at.
#[derive(Debug, Clone)]
pub(crate) struct Block<'a> {
    /// The text, without white space around it.
    pub(crate) text: &'a str,
    lower: OnceCell<String>,
    /// Number of words.
    pub(crate) n_words: usize,
    /// Number of the paragraph, from 0.
    pub(crate) paragraph: usize,
    /// Number of paragraphs of the article.
    pub(crate) n_paragraphs: usize,
    /// Whether it is a whole paragraph.
    pub(crate) is_paragraph: bool,
    /// Whether a photo credit follows.
    pub(crate) is_before_credit: bool,
    /// Whether a line that opens a list of other stories stands before.
    pub(crate) is_behind_opener: bool,
}

impl<'a> Block<'a> {
    /// A paragraph of so many words, with its number and the number of paragraphs of the article.
    pub(crate) fn new(text: &'a str, n_words: usize, (paragraph, n_paragraphs): (usize, usize)) -> Self {
        Self {
            text,
            lower: OnceCell::new(),
            n_words,
            paragraph,
            n_paragraphs,
            is_paragraph: true,
            is_before_credit: false,
            is_behind_opener: false,
        }
    }

    /// The text folded and in lower case; the country `US` is `u.s.`, so that it is none of us.
    pub(crate) fn lower(&self) -> &str {
        self.lower.get_or_init(|| {
            let folded = newsloom_text::folded(self.text);
            if folded.contains("US") {
                US.replace_all(&folded, "u.s.").to_lowercase()
            } else {
                folded.to_lowercase()
            }
        })
    }

    /// Whether it opens with a quotation mark: somebody speaks, so it is story.
    pub(crate) fn is_quote(&self) -> bool {
        self.text.starts_with(['"', '\u{201c}', '\u{2018}', '\u{ab}', '\u{201e}'])
    }

    /// Whether it ends as a sentence does.
    pub(crate) fn is_closed(&self) -> bool {
        self.text.ends_with(['.', '!', '?', '\u{2026}', '"', '\u{201d}'])
    }

    /// Whether it stands in the last third of the article.
    pub(crate) fn is_near_end(&self) -> bool {
        self.paragraph + 1 == self.n_paragraphs || (self.paragraph + 1) * 3 > self.n_paragraphs * 2
    }
}
