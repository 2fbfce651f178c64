//! Names by their look: capitalised words that no mention covers.

use newsloom_corpus::Span;
use newsloom_text::words;

/// Most words of a name, particles included.
const MAX_WORDS: usize = 6;
/// Most capitalised words of a name.
const MAX_CAPITALS: usize = 5;
/// Words in lower case that can stand inside a name.
const PARTICLES: &[&str] = &[
    "al", "el", "as", "ad", "ar", "an", "ul", "ibn", "bin", "bint", "abu", "ben", "van", "von", "der", "den",
    "de", "del", "della", "di", "da", "do", "dos", "du", "la", "le", "ter", "of", "for", "the",
];
/// Particles that a name can begin with, if a hyphen follows.
const OPENING: &[&str] = &["al", "el", "as", "ad", "ar", "an", "ul", "ash", "at"];
/// Least share of words in lower case for a sentence whose capitals tell something.
const MIN_LOWER_CASE: f64 = 0.35;

/// A name in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) span: Span,
    /// Whether its first word begins a sentence or quotation, where every word has a capital.
    pub(crate) is_first: bool,
}

/// The names in a sentence of `text` outside the spans that are `covered`.
///
/// A sentence most of whose words are capitalised is a headline, and tells nothing.
pub(crate) fn names(text: &str, sentence: Span, covered: &[Span]) -> Vec<Name> {
    let tokens = tokens(text, sentence, covered);
    let n_lower = tokens.iter().filter(|token| token.is_lower).count();
    if (n_lower as f64) < MIN_LOWER_CASE * tokens.len() as f64 {
        return Vec::new();
    }
    let (mut found, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        let n = length(&tokens[at..]);
        if n == 0 {
            at += 1;
            continue;
        }
        let span = Span::new(tokens[at].span.start(), tokens[at + n - 1].span.end());
        found.push(Name { span, is_first: tokens[at].is_first });
        at += n;
    }
    found
}

/// A word of a sentence.
#[derive(Debug, Clone, Copy)]
struct Token<'a> {
    span: Span,
    word: &'a str,
    /// What stands between the word before and this one.
    gap: &'a str,
    is_capital: bool,
    is_lower: bool,
    is_first: bool,
}

fn tokens<'a>(text: &'a str, sentence: Span, covered: &[Span]) -> Vec<Token<'a>> {
    let mut before = sentence.start();
    let mut found: Vec<Token<'a>> = Vec::new();
    for span in words(sentence.of(text)).map(|span| span.shifted(sentence.start())) {
        let (word, gap) = (span.of(text), &text[before..span.start()]);
        let is_covered = covered.iter().any(|other| other.overlaps(span));
        let first = word.chars().next().expect("a word has characters");
        found.push(Token {
            span,
            word,
            gap,
            is_capital: first.is_uppercase() && !is_covered,
            is_lower: first.is_lowercase(),
            is_first: found.is_empty() || gap.contains(OPENERS),
        });
        before = span.end();
    }
    found
}

/// Signs behind which a sentence or quotation begins.
const OPENERS: [char; 15] = [
    ':', ';', '"', '\u{201c}', '\u{201d}', '\u{2018}', '\u{ab}', '\u{2014}', '\u{2013}', '|', '\u{2022}',
    '(', '/', '!', '?',
];

/// How many tokens from the first one make a name; 0 if none begins there.
fn length(tokens: &[Token<'_>]) -> usize {
    let begins_with_particle = tokens.len() > 1
        && is_one_of(tokens[0].word, OPENING)
        && tokens[1].gap == "-"
        && tokens[1].is_capital;
    if !tokens[0].is_capital && !begins_with_particle {
        return 0;
    }
    let (mut n, mut n_capitals) = (1, usize::from(tokens[0].is_capital));
    while let Some(more) = next_capital(tokens, n) {
        if more > MAX_WORDS || n_capitals == MAX_CAPITALS {
            break;
        }
        (n, n_capitals) = (more, n_capitals + 1);
    }
    n
}

/// The number of tokens up to the next capitalised word of the name, over at most two particles.
fn next_capital(tokens: &[Token<'_>], n: usize) -> Option<usize> {
    for at in n..tokens.len().min(n + 3) {
        let token = &tokens[at];
        if !joins(token.gap, tokens[at - 1].word) {
            return None;
        }
        if token.is_capital {
            return Some(at + 1);
        }
        if !is_one_of(token.word, PARTICLES) {
            return None;
        }
    }
    None
}

/// Whether the words on both sides of a gap are of one name: a blank, a hyphen, an apostrophe, a full
/// stop behind an initial.
fn joins(gap: &str, before: &str) -> bool {
    let is_initial = before.chars().count() == 1;
    matches!(gap, " " | "-" | "'" | "\u{2019}" | "\u{a0}") || (is_initial && matches!(gap, ". " | "."))
}

fn is_one_of(word: &str, list: &[&str]) -> bool {
    list.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, covered: &[Span]) -> Vec<String> {
        let names = names(text, Span::new(0, text.len()), covered);
        names
            .iter()
            .map(|name| format!("{}{}", name.span.of(text), if name.is_first { "*" } else { "" }))
            .collect()
    }

    #[test]
    fn names_are_runs_of_capitals_with_particles_inside() {
        for (text, expected) in [
            ("the pilot Ana de la Cruz met a man", &["Ana de la Cruz"][..]),
            ("they asked Omar al-Hadi about it", &["Omar al-Hadi"]),
            ("it was al-Hadi who told them so", &["al-Hadi"]),
            ("a letter of J. D. Brook was found", &["J. D. Brook"]),
            ("we saw the Ministry of Lamps and the sea", &["Ministry of Lamps"]),
            ("Lamps burn, said Mira O’Dell to us all", &["Lamps*", "Mira O’Dell"]),
            ("in the end, Tarn Bell, Ora Finch and others came", &["Tarn Bell", "Ora Finch"]),
            ("they went to the harbour of the town", &[]),
            ("Harbour Council Votes On New Lamps Today", &[]),
        ] {
            assert_eq!(found(text, &[]), expected, "{text}");
        }
    }

    #[test]
    fn what_a_mention_covers_is_no_name() {
        let text = "the envoy of Norland Petra Voss has come";
        assert_eq!(found(text, &[Span::new(13, 20)]), ["Petra Voss"]);
    }
}
