//! How scripts separate words.

use unicode_normalization::char::is_combining_mark;

use crate::word::is_word_char;

/// How a script separates words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Writing {
    /// By spaces, as Latin, Arabic or Cyrillic.
    Spaced,
    /// Not at all: any character may begin or end a name, as in Han.
    ByCharacter,
    /// By a change of script: Katakana, in which Japanese writes foreign names.
    ByRun,
}

/// How the script of a character separates words.
pub(crate) fn writing(c: char) -> Writing {
    match c {
        ..'\u{e00}' => Writing::Spaced,
        _ if is_combining_mark(c) => Writing::Spaced,
        '\u{30a0}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9f}' => Writing::ByRun,
        '\u{e00}'..='\u{eff}'
        | '\u{1000}'..='\u{109f}'
        | '\u{1780}'..='\u{17ff}'
        | '\u{2e80}'..='\u{2fdf}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{309f}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' => Writing::ByCharacter,
        _ if is_hangul(c) => Writing::ByCharacter,
        _ => Writing::Spaced,
    }
}

/// Whether a character is Hangul: Korean separates phrases by spaces, and writes particles behind
/// names without one.
///
/// ```
/// assert!(newsloom_text::is_hangul('한') && !newsloom_text::is_hangul('韓'));
/// ```
pub fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7a3}')
}

/// Whether a character that cannot be seen stands between two letters of a word: a soft hyphen, a
/// joiner or non-joiner, a byte order mark.
pub(crate) fn is_joiner_within(text: &str, at: usize, c: char) -> bool {
    let is_letter = |c: char| is_word_char(c) && writing(c) == Writing::Spaced;
    is_joiner(c)
        && text[..at].chars().next_back().is_some_and(is_letter)
        && text[at + c.len_utf8()..].chars().next().is_some_and(is_letter)
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}')
}
