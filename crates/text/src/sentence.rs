use std::sync::LazyLock;

use memchr::memmem::Finder;
use newsloom_corpus::Span;

/// The sentences of a paragraph, in order; together they hold all its characters but white space.
///
/// A stop ends a sentence with the quotes and brackets that close behind it, if white space and then
/// something other than a lower-case letter follows. Abbreviations ("Gen.", "U.N.", "Jan."),
/// initials and numbers do not end one. Nor does a line break; but eight blanks within a line before a
/// capital do, for they part what a page glued together: a heading, an invitation, a column.
///
/// ```
/// use newsloom_corpus::Span;
/// let text = "Gen. Omar met the U.N. envoy. \u{201c}It is late.\u{201d} They left\u{2026} at 4 p.m. on Jan. 5.";
/// let found = newsloom_text::sentences(text, Span::new(0, text.len()));
/// let found: Vec<&str> = found.iter().map(|s| s.of(text)).collect();
/// assert_eq!(found, ["Gen. Omar met the U.N. envoy.", "\u{201c}It is late.\u{201d}", "They left\u{2026} at 4 p.m. on Jan. 5."]);
/// ```
pub fn sentences(text: &str, paragraph: Span) -> Vec<Span> {
    let body = paragraph.of(text);
    let mut found = Vec::new();
    let mut start = paragraph.start();
    for gap in gaps(body) {
        let end = paragraph.start() + gap;
        push_sentences(&mut found, &text[start..end], start);
        start = end;
    }
    push_sentences(&mut found, &text[start..paragraph.end()], start);
    found
}

/// Blanks in a row that part what does not belong together.
const GAP: &str = "        ";
static FIND_GAP: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(GAP));

/// The ends of the gaps within the lines of a paragraph behind which a capital follows.
fn gaps(body: &str) -> impl Iterator<Item = usize> {
    let mut from = 0;
    let all = std::iter::from_fn(move || {
        let start = from + FIND_GAP.find(&body.as_bytes()[from..])?;
        from = start + body[start..].len() - body[start..].trim_start_matches(' ').len();
        Some((start, from))
    });
    let is_within_line = |start: usize| start > 0 && !body[..start].ends_with('\n');
    let is_before_capital = |end: usize| {
        let next = body[end..].trim_start_matches(OPENERS);
        next.starts_with(char::is_uppercase)
    };
    all.filter(move |(start, end)| is_within_line(*start) && is_before_capital(*end)).map(|(_, end)| end)
}

/// Adds the sentences of a part of a text that starts at `offset`.
fn push_sentences(found: &mut Vec<Span>, body: &str, offset: usize) {
    let mut start = 0;
    let mut from = 0;
    let is_plain = body.is_ascii() || !may_hold_other_stops(body.as_bytes());
    while let Some(stop) = next_stop(body, is_plain, from) {
        from = stop.end;
        if ends_sentence(body, start, &stop) {
            push_trimmed(found, (body, offset), start..stop.end);
            start = stop.end;
        }
    }
    push_trimmed(found, (body, offset), start..body.len());
}

fn push_trimmed(found: &mut Vec<Span>, (body, offset): (&str, usize), range: std::ops::Range<usize>) {
    let part = &body[range.clone()];
    let start = offset + range.start + (part.len() - part.trim_start().len());
    let len = part.trim().len();
    if len > 0 {
        found.push(Span::new(start, start + len));
    }
}

/// A run of stops with what closes behind it.
struct Stop {
    /// First byte of the stops.
    start: usize,
    /// First byte behind the closing marks.
    end: usize,
    /// Whether it is a single full stop, the only ambiguous one.
    is_single_dot: bool,
    /// Whether it is an ellipsis, which often goes on.
    is_ellipsis: bool,
    /// Whether it needs no white space behind it (scripts without spaces).
    is_wide: bool,
}

/// Stops that are not ASCII.
const STOPS: [char; 7] = ['\u{2026}', '\u{61f}', '\u{6d4}', '。', '！', '？', '।'];
const CLOSERS: [char; 9] = ['"', '\'', '\u{201d}', '\u{2019}', '\u{bb}', ')', ']', '」', '』'];

fn is_stop(c: char) -> bool {
    if c.is_ascii() { matches!(c, '.' | '!' | '?') } else { STOPS.contains(&c) }
}

/// The first bytes of stops that are not ASCII.
const LEADS: [bool; 256] = {
    let mut leads = [false; 256];
    let mut n = 0;
    while n < STOPS.len() {
        let mut bytes = [0; 4];
        STOPS[n].encode_utf8(&mut bytes);
        leads[bytes[0] as usize] = true;
        n += 1;
    }
    leads
};

/// Whether stops that are not ASCII may be among some bytes: an ellipsis, or the first byte of others.
/// English with curly quotes has none.
fn may_hold_other_stops(bytes: &[u8]) -> bool {
    let [_, arabic, urdu, full, wide, _, danda] =
        STOPS.map(|stop| stop.encode_utf8(&mut [0; 4]).as_bytes()[0]);
    FIND_ELLIPSIS.find(bytes).is_some()
        || memchr::memchr2(arabic, urdu, bytes).is_some()
        || memchr::memchr3(full, wide, danda, bytes).is_some()
}

static FIND_ELLIPSIS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("\u{2026}"));

/// Where the first stop stands; a plain text has no other stops than those of ASCII.
fn find_stop(body: &str, is_plain: bool) -> Option<usize> {
    let plain = memchr::memchr3(b'.', b'!', b'?', body.as_bytes());
    if is_plain { plain } else { find_other_stop(&body[..plain.unwrap_or(body.len())]).or(plain) }
}

/// Where the first stop stands that is not ASCII.
fn find_other_stop(body: &str) -> Option<usize> {
    let leads = body.bytes().enumerate().filter(|(_, byte)| LEADS[usize::from(*byte)]);
    leads.map(|(at, _)| at).find(|at| body[*at..].starts_with(STOPS))
}

fn next_stop(body: &str, is_plain: bool, from: usize) -> Option<Stop> {
    let start = from + find_stop(&body[from..], is_plain)?;
    let run = body[start..].find(|c| !is_stop(c)).map_or(body.len(), |n| start + n);
    let end = body[run..].find(|c| !CLOSERS.contains(&c)).map_or(body.len(), |n| run + n);
    let stops = &body[start..run];
    Some(Stop {
        start,
        end,
        is_single_dot: stops == "." && end == run,
        is_ellipsis: stops.contains("..") || stops.contains('\u{2026}'),
        is_wide: stops.ends_with(['。', '！', '？']),
    })
}

fn ends_sentence(body: &str, start: usize, stop: &Stop) -> bool {
    let behind = &body[stop.end..];
    if stop.is_wide || behind.is_empty() {
        return true;
    }
    if !behind.starts_with(char::is_whitespace) {
        return false;
    }
    let Some(next) = behind.trim_start().chars().find(|c| !OPENERS.contains(c)) else { return true };
    if next.is_lowercase() {
        return false;
    }
    if stop.is_ellipsis {
        return next.is_uppercase();
    }
    !(stop.is_single_dot && is_abbreviation(&body[start..stop.start], behind.trim_start()))
}

const OPENERS: [char; 9] = ['"', '\'', '\u{201c}', '\u{2018}', '\u{ab}', '(', '[', '\u{2013}', '-'];

/// Words that are followed by a name or a number: never the end of a sentence.
const BEFORE_NAMES: &[&str] = &[
    "adm", "asst", "atty", "brig", "capt", "cdr", "cmdr", "col", "cpl", "dr", "fr", "gen", "gov", "hon",
    "lt", "maj", "messrs", "mr", "mrs", "ms", "mt", "pres", "prof", "rep", "reps", "rev", "sen", "sens",
    "sgt", "sheikh", "sr", "st", "supt", "vs", "e.g", "i.e", "cf", "viz", "gens", "profs", "drs",
];

/// Words that are abbreviated before a number.
const BEFORE_NUMBERS: &[&str] =
    &["no", "nos", "art", "arts", "vol", "fig", "p", "pp", "ch", "sec", "nr", "approx", "ca"];

/// Words that can end a sentence, but not before a number or another month-like use.
const MONTHS: &[&str] =
    &["jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"];

/// Words that stand before a comma or a name as often as at an end: an end only before a word that
/// often begins a sentence.
const EITHER: &[&str] = &[
    "co", "corp", "inc", "ltd", "jr", "etc", "bros", "plc", "dept", "univ", "al", "ave", "blvd", "a.m", "p.m",
];

fn is_abbreviation(before: &str, after: &str) -> bool {
    let word =
        before.rsplit(|c: char| c.is_whitespace() || OPENERS.contains(&c) || c == '/').next().unwrap_or("");
    let lower = word.to_lowercase();
    let has = |list: &[&str]| list.contains(&lower.as_str());
    let before_digit = after.starts_with(|c: char| c.is_numeric());
    if is_initial(word) {
        return true;
    }
    if is_dotted(word) || has(EITHER) {
        return !begins_like_a_sentence(after);
    }
    has(BEFORE_NAMES) || (before_digit && (has(BEFORE_NUMBERS) || has(MONTHS)))
}

/// One capital letter: "J. Smith".
fn is_initial(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
}

/// Letters with dots between them: "U.N", "p.m".
fn is_dotted(word: &str) -> bool {
    word.contains('.')
        && word.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic))
}

/// Words that begin sentences far more often than they go on after an abbreviation.
const BEGINNERS: &[&str] = &[
    "A",
    "After",
    "All",
    "Although",
    "An",
    "And",
    "As",
    "At",
    "Before",
    "But",
    "By",
    "During",
    "For",
    "He",
    "Her",
    "His",
    "However",
    "I",
    "If",
    "In",
    "It",
    "Its",
    "Meanwhile",
    "Mr",
    "Mrs",
    "No",
    "On",
    "One",
    "Others",
    "She",
    "Since",
    "So",
    "Some",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "To",
    "Two",
    "Under",
    "We",
    "What",
    "When",
    "While",
    "Who",
    "With",
    "Yet",
    "You",
];

fn begins_like_a_sentence(after: &str) -> bool {
    let after = after.trim_start_matches(OPENERS);
    let word = after.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    BEGINNERS.contains(&word)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Paragraphs with `|` where a sentence ends.
    const CASES: &[&str] = &[
        "The envoy left Tripoli.| Nobody said why.",
        "Lt. Col. Adel Nasser and Dr. Huda Amin spoke to Sen. Miller in St. Louis.",
        "He joined the U.S. Army in May.| The U.N. Security Council met.",
        "They met in the U.S.| The talks failed.",
        "Prices rose 3.5 percent, to $1.20 a litre.| Nobody paid.",
        "“Stop!” he cried.| “Why?” she asked.",
        "“It is over.”| The crowd went home.",
        "They waited… and waited.| Nothing came…| Then the rain began.",
        "J. R. Carter met No. 5 on Jan. 14 at 9 a.m. in Rome.",
        "The shop of Miller & Co. in Valletta closed.| It had run since 1910.",
        "Is it true?! | Yes.",
        "He said no (and meant it.)| She agreed.",
        "غادر الوفد المدينة.| هل يعود؟| لا أحد يعلم.",
        "他走了。|她来了。",
        "The file report.pdf was lost.",
        "A sentence without an end",
        "Sign up for the digest        |“We rowed all night,” he said.         |Nobody slept.",
        "The boats        and the nets\n        Were sold     At dawn.",
    ];

    #[test]
    fn sentences_end_where_readers_end_them() {
        for case in CASES {
            let text = case.replace('|', "");
            let expected: Vec<&str> = case.split('|').map(str::trim).collect();
            let found = sentences(&text, Span::new(0, text.len()));
            let found: Vec<&str> = found.iter().map(|s| s.of(&text)).collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn spans_point_into_the_whole_text() {
        let text = "Heading\n\nOne. Two.";
        let found = sentences(text, Span::new(9, text.len()));
        assert_eq!(found.iter().map(|s| s.of(text)).collect::<Vec<_>>(), ["One.", "Two."]);
    }

    proptest! {
        #[test]
        fn sentences_hold_everything_but_white_space(text in "([a-zA-Z.!?…”\"() \n]| {8}[A-Z“]){0,200}") {
            let spans = sentences(&text, Span::new(0, text.len()));
            prop_assert!(spans.is_sorted_by(|a, b| a.end() <= b.start()));
            let kept: usize = spans.iter().map(|s| s.of(&text).chars().filter(|c| !c.is_whitespace()).count()).sum();
            prop_assert_eq!(kept, text.chars().filter(|c| !c.is_whitespace()).count());
        }
    }
}
