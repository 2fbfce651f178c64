//! Surnames and the key under which their spellings meet.

use std::borrow::Cow;

use newsloom_text::{folded, words};

/// Words that belong to the surname behind them.
pub(crate) const PARTICLES: &[&str] = &[
    "al", "el", "as", "ash", "at", "an", "ar", "az", "ul", "ben", "bin", "ibn", "abu", "von", "van", "de",
    "del", "della", "der", "den", "di", "da", "dos", "du", "la", "le", "ter", "ten",
];

/// The parts of a person's name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PersonName {
    /// The word that names the person alone, folded, in lower case.
    pub(crate) surname: String,
    /// The other words that are no particles.
    pub(crate) given: Vec<String>,
    /// The key of the surname.
    pub(crate) key: String,
    /// Whether the surname stands first.
    pub(crate) is_family_first: bool,
}

/// The folded lower-case form of a word; what is plain already is not copied.
pub(crate) fn folded_lower(word: &str) -> Cow<'_, str> {
    match word {
        plain if plain.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) => Cow::Borrowed(plain),
        ascii if ascii.is_ascii() => Cow::Owned(ascii.to_ascii_lowercase()),
        other => Cow::Owned(folded(other).to_lowercase()),
    }
}

/// Family names of China, Korea and the Chinese of south-east Asia: they stand first.
const FAMILY_NAMES: &[&str] = &[
    "ahn", "an", "ban", "bo", "cai", "cao", "chan", "chang", "chen", "cheng", "cheong", "chiang", "cho",
    "choe", "choi", "chong", "chou", "chow", "chu", "chun", "chung", "cui", "deng", "ding", "dong", "fan",
    "fang", "feng", "fu", "gan", "gao", "geng", "goh", "gu", "guo", "ha", "han", "hau", "he", "heng", "ho",
    "hong", "hou", "hsiao", "hsieh", "hsu", "hu", "hua", "huang", "hwang", "hyon", "ja", "jang", "ji", "jia",
    "jiang", "jin", "jo", "jon", "joo", "jung", "kang", "kim", "ko", "koo", "kuo", "kwak", "kwon", "lai",
    "lam", "lau", "law", "lee", "leung", "li", "liang", "liao", "lim", "lin", "liu", "lu", "luo", "ma",
    "meng", "moon", "na", "nam", "ng", "noh", "oh", "ong", "pae", "paek", "pak", "pan", "park", "peng",
    "qian", "qiao", "qin", "qu", "ri", "rim", "roh", "ryoo", "ryu", "seo", "seol", "shen", "shi", "shin",
    "so", "sohn", "song", "soong", "su", "sun", "tan", "tang", "tao", "thae", "tian", "ting", "tsai",
    "tsang", "tseng", "wan", "wang", "wei", "wen", "wong", "wu", "xi", "xia", "xiang", "xiao", "xie", "xu",
    "yan", "yang", "yao", "ye", "yeo", "yi", "yin", "yoo", "yoon", "you", "yu", "yuan", "zeng", "zhang",
    "zhao", "zheng", "zhong", "zhou", "zhu", "zou",
];
/// Countries where family names stand first.
const FAMILY_FIRST: &[&str] = &["CHN", "HKG", "KOR", "MAC", "MYS", "PRK", "SGP", "TWN"];
/// Countries where news calls people by their first name.
const GIVEN_FIRST: &[&str] = &["ERI", "ETH", "LAO", "THA"];
/// Countries where it uses either.
const EITHER: &[&str] = &["IDN", "ISL", "MMR", "MYS"];
/// Names that are words as well: alone they say nothing.
const WORDS_TOO: &[&str] = &[
    "an", "as", "at", "by", "do", "he", "if", "in", "is", "it", "me", "my", "no", "on", "or", "so", "to",
    "un", "us", "we",
];

/// The ways in which news names a person of a country by one word; none for names of one word.
pub(crate) fn person_names(name: &str, country: &str) -> Vec<PersonName> {
    let parts: Vec<String> = words(name).map(|span| folded_lower(span.of(name)).into_owned()).collect();
    let Some(last) = parts.len().checked_sub(1).filter(|last| *last > 0) else { return Vec::new() };
    let is_family_first = FAMILY_FIRST.contains(&country) && FAMILY_NAMES.contains(&parts[0].as_str());
    let at: &[usize] = if is_family_first || GIVEN_FIRST.contains(&country) {
        &[0]
    } else if EITHER.contains(&country) {
        &[0, last]
    } else {
        &[last]
    };
    at.iter().filter_map(|at| person_name(&parts, *at)).collect()
}

/// A name whose word `at` stands for the person.
fn person_name(parts: &[String], at: usize) -> Option<PersonName> {
    let surname = &parts[at];
    let is_name = surname.chars().count() > 1 && !WORDS_TOO.contains(&surname.as_str());
    let others = parts.iter().enumerate().filter(|(i, part)| *i != at && !PARTICLES.contains(&part.as_str()));
    let given: Vec<String> = others.map(|(_, part)| part.clone()).collect();
    (is_name && !given.is_empty()).then(|| PersonName {
        key: spelling_key(surname),
        surname: surname.clone(),
        given,
        is_family_first: at == 0,
    })
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

/// The first letter of the key of a word.
pub(crate) fn initial_of_key(word: &str) -> Option<char> {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let (first, second) = (letters.next()?, letters.next());
    if !first.is_ascii() {
        return spelling_key(word).chars().next();
    }
    let first = first.to_ascii_lowercase();
    let is_pair = matches!(first, 'k' | 'g' | 'd' | 's' | 'c' | 'p') && matches!(second, Some('h' | 'H'));
    let letter = plain(first, is_pair);
    Some(if letter == 'g' { 'k' } else { letter })
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
    fn the_initial_is_that_of_the_key() {
        for word in [
            "Haftar",
            "Khaftar",
            "KHAFTAR",
            "Gaddafi",
            "Ghannouchi",
            "Shoigu",
            "Cheney",
            "Wagner",
            "Öcalan",
            "Şahin",
            "Ali",
            "Phil",
        ] {
            assert_eq!(initial_of_key(word), spelling_key(word).chars().next(), "{word}");
        }
        assert_eq!(initial_of_key("2020"), None);
    }

    #[test]
    fn particles_are_no_given_names() {
        let names = person_names("Fayez al-Sarraj", "LBY");
        assert_eq!((names[0].surname.as_str(), &names[0].given[..]), ("sarraj", &["fayez".to_owned()][..]));
        assert_eq!(person_names("Xi", "CHN"), []);
        assert_eq!(person_names("al-Sarraj", "LBY"), []);
    }

    #[test]
    fn the_word_that_names_a_person_depends_on_the_country() {
        for (name, country, surnames) in [
            ("Xi Jinping", "CHN", &["xi"][..]),
            ("Carrie Lam", "HKG", &["lam"]),
            ("Kim Jong-un", "PRK", &["kim"]),
            ("Moon Jae-in", "KOR", &["moon"]),
            ("He Lifeng", "CHN", &[]),
            ("Abiy Ahmed", "ETH", &["abiy"]),
            ("Prabowo Subianto", "IDN", &["prabowo", "subianto"]),
            ("Angela Merkel", "DEU", &["merkel"]),
        ] {
            let found: Vec<String> = person_names(name, country).into_iter().map(|n| n.surname).collect();
            assert_eq!(found, surnames, "{name}");
        }
    }
}
