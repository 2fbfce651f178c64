//! Surnames and the key under which their spellings meet.

use std::borrow::Cow;

use newsloom_text::{folded, words};

/// Words that belong to the surname behind them.
pub(crate) const PARTICLES: &[&str] = &[
    "al", "el", "as", "ash", "at", "an", "ar", "az", "ul", "ben", "bin", "ibn", "abu", "von", "van", "de",
    "del", "della", "der", "den", "di", "da", "dos", "du", "la", "le", "ter", "ten",
];

/// The parts of a person's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PersonName {
    /// The last word, folded, in lower case.
    pub(crate) surname: String,
    /// The words before it that are no particles.
    pub(crate) given: Vec<String>,
    /// The key of the surname.
    pub(crate) key: String,
}

/// The folded lower-case form of a word; what is plain already is not copied.
pub(crate) fn folded_lower(word: &str) -> Cow<'_, str> {
    match word {
        plain if plain.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) => Cow::Borrowed(plain),
        ascii if ascii.is_ascii() => Cow::Owned(ascii.to_ascii_lowercase()),
        other => Cow::Owned(folded(other).to_lowercase()),
    }
}

/// Splits a full name; `None` for names of one word.
pub(crate) fn person_name(name: &str) -> Option<PersonName> {
    let mut parts: Vec<String> = words(name).map(|span| folded_lower(span.of(name)).into_owned()).collect();
    let surname = parts.pop().filter(|last| last.chars().count() > 1)?;
    let given: Vec<String> = parts.into_iter().filter(|part| !PARTICLES.contains(&part.as_str())).collect();
    (!given.is_empty()).then(|| PersonName { key: spelling_key(&surname), surname, given })
}

/// The letter that stands for a letter, or for it and the `h` behind it, in all transliterations.
fn plain(c: char, is_before_h: bool) -> char {
    match (c, is_before_h) {
        ('k', true) => 'h',
        ('c', true) => 's',
        ('p', true) => 'f',
        ('q' | 'c', _) => 'k',
        ('w', _) => 'v',
        _ => c,
    }
}

/// The consonants of a surname as most transliterations agree on them: `Haftar`, `Hifter` and
/// `Khaftar` share one key.
///
/// ```text
/// kh→h gh→g dh→d sh/ch→s ph→f q/c→k; initial g→k; vowels, y and h inside dropped; doubles collapsed
/// ```
pub(crate) fn spelling_key(surname: &str) -> String {
    let folded = folded_lower(surname);
    let mut letters = folded.chars().filter(|c| c.is_alphabetic()).peekable();
    let mut key = String::with_capacity(folded.len());
    let mut last = None;
    while let Some(c) = letters.next() {
        let is_pair = matches!(c, 'k' | 'g' | 'd' | 's' | 'c' | 'p') && letters.next_if_eq(&'h').is_some();
        let c = plain(c, is_pair);
        let c = if key.is_empty() && c == 'g' { 'k' } else { c };
        let is_dropped = !key.is_empty() && matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h');
        if !is_dropped && last != Some(c) {
            key.push(c);
            last = Some(c);
        }
    }
    key
}

/// Whether two surnames with one key are spellings of one name: at least four consonants, or three
/// and mostly the same letters.
pub(crate) fn is_spelling_of(one: &str, other: &str) -> bool {
    let key = spelling_key(one);
    key == spelling_key(other)
        && match key.chars().count() {
            0..=2 => false,
            3 => strsim::jaro_winkler(one, other) >= 0.85,
            _ => true,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_share_a_key() {
        for other in ["hifter", "hafter", "heftar", "khaftar", "haftar", "khalifter"] {
            assert_eq!(is_spelling_of("haftar", other), other != "khalifter", "{other}");
        }
        for (one, other) in [("gaddafi", "qaddafi"), ("sarraj", "serraj"), ("erdogan", "Erdo\u{11f}an")] {
            assert!(is_spelling_of(one, other), "{one} {other}");
        }
        for (one, other) in [("haftar", "hatfar"), ("conte", "conde"), ("li", "lu"), ("assad", "saud")] {
            assert!(!is_spelling_of(one, other), "{one} {other}");
        }
    }

    #[test]
    fn particles_are_no_given_names() {
        let name = person_name("Fayez al-Sarraj").unwrap();
        assert_eq!((name.surname.as_str(), &name.given[..]), ("sarraj", &["fayez".to_owned()][..]));
        assert_eq!(person_name("Xi"), None);
        assert_eq!(person_name("al-Sarraj"), None);
    }
}
