//! What a name without a dictionary looks like: person, organisation or place, by cheap cues.

use std::collections::BTreeSet;

/// Words before a name that make its bearer a person.
#[rustfmt::skip]
const TITLES: &[&str] = &[
    "admiral", "ambassador", "archbishop", "attorney", "ayatollah", "bishop", "captain", "cardinal",
    "chairman", "chairwoman", "chancellor", "chief", "col", "colonel", "commander", "defence",
    "defense", "deputy", "director", "doctor", "dr", "emir", "emperor", "envoy", "executive", "finance",
    "foreign", "gen", "general", "gov", "governor", "imam", "interior", "journalist", "judge",
    "justice", "king", "lawmaker", "leader", "lieutenant", "lt", "maj", "major", "mayor", "minister",
    "mr", "mrs", "ms", "opposition", "pope", "premier", "president", "prime", "prince", "princess",
    "prof", "professor", "queen", "rabbi", "rep", "representative", "rev", "saint", "secretary", "sen",
    "senator", "sheikh", "sir", "speaker", "spokesman", "spokesperson", "spokeswoman", "state",
    "sultan", "vice", "warlord",
];
/// Words of a name that make it an organisation.
#[rustfmt::skip]
const ORGANISATION: &[&str] = &[
    "administration", "agency", "airlines", "airways", "alliance", "armed", "army", "assembly",
    "association", "authority", "bank", "board", "brigade", "brigades", "bureau", "bank", "cabinet",
    "club", "coalition", "college", "commission", "committee", "company", "confederation", "congress",
    "corp", "corporation", "corps", "council", "court", "department", "federation", "fc", "force",
    "forces", "foundation", "front", "fund", "group", "guard", "guards", "hospital", "inc", "institute",
    "league", "ltd", "ministry", "movement", "navy", "network", "news", "office", "organisation",
    "organization", "parliament", "party", "police", "post", "press", "resistance", "senate", "service",
    "services", "society", "times", "tribunal", "union", "united", "university",
];
/// Words of a name that make it a place.
#[rustfmt::skip]
const PLACE: &[&str] = &[
    "airport", "bay", "beach", "bridge", "canal", "city", "coast", "county", "desert", "district",
    "governorate", "gulf", "hill", "hills", "island", "islands", "lake", "mount", "mountain",
    "mountains", "oblast", "ocean", "park", "peninsula", "port", "province", "region", "river", "road",
    "sea", "square", "strait", "street", "valley", "village",
];
/// Words before a name that often make it a place.
#[rustfmt::skip]
const BEFORE_PLACE: &[&str] = &[
    "in", "near", "at", "outside", "around", "across", "throughout",
];
/// Capitalised words that name nobody.
#[rustfmt::skip]
const NOT_NAMES: &[&str] = &[
    "i", "we", "he", "she", "it", "they", "you", "the", "a", "an", "this", "that", "there", "but",
    "and", "in", "on", "at", "as", "if", "for", "no", "not", "what", "when", "who", "why", "how",
    "after", "some", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "mon", "tue", "wed", "thu", "fri", "sat", "sun", "january", "february", "march", "april", "may",
    "june", "july", "august", "september", "october", "november", "december", "jan", "feb", "mar",
    "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec", "gmt", "utc", "est", "edt", "am",
    "pm", "tv", "ceo", "dna", "ai", "gdp",
];

/// Whether a folded word before a name, or at its beginning, is a title.
pub(crate) fn is_title(word: &str) -> bool {
    TITLES.binary_search(&word).is_ok()
}

/// Whether a folded word alone names nobody: a pronoun, a weekday, a month.
pub(crate) fn is_no_name(word: &str) -> bool {
    NOT_NAMES.contains(&word) || word.chars().all(|c| c.is_ascii_digit())
}

/// Whether a folded word tells an organisation or a place but names none by itself: "Air Force",
/// "International Airport" are parts of names.
pub(crate) fn is_generic(word: &str) -> bool {
    ORGANISATION.contains(&word) || PLACE.contains(&word)
}

/// Whether a folded word before a name often stands before places.
pub(crate) fn is_before_place(word: &str) -> bool {
    BEFORE_PLACE.contains(&word)
}

/// What is known of a name's occurrences.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Cues {
    pub(crate) n: u64,
    pub(crate) n_after_title: u64,
    pub(crate) n_after_place_word: u64,
}

/// The likely type of a name of folded words, as far as the cues tell.
pub(crate) fn likely(name: &str, surface: &str, (cues, given): (Cues, &BTreeSet<String>)) -> &'static str {
    let words: Vec<&str> = name.split(' ').collect();
    let holds = |list: &[&str]| words.iter().any(|word| list.contains(word));
    let is_acronym = words.len() == 1 && surface.len() > 1 && surface.chars().all(char::is_uppercase);
    let is_mostly_place = cues.n_after_place_word * 5 >= cues.n * 3;
    if (holds(ORGANISATION) && !is_mostly_place) || is_acronym {
        "organisation"
    } else if cues.n_after_title * 5 >= cues.n && cues.n_after_title > 0 {
        "person"
    } else if holds(PLACE) {
        "place"
    } else if words.len() > 1 && given.contains(words[0]) {
        "person"
    } else if cues.n_after_place_word * 5 >= cues.n * 2 {
        "place"
    } else {
        "unknown"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_sorted() {
        assert!(TITLES.is_sorted());
    }

    #[test]
    fn words_and_company_tell_the_type() {
        let given: BTreeSet<String> = ["mira".to_owned()].into();
        let cues = |n, n_after_title, n_after_place_word| Cues { n, n_after_title, n_after_place_word };
        for (name, surface, cues, expected) in [
            ("ministry of lamps", "Ministry of Lamps", cues(9, 0, 4), "organisation"),
            ("east bank", "East Bank", cues(9, 0, 7), "place"),
            ("hco", "HCO", cues(9, 0, 0), "organisation"),
            ("omar hadi", "Omar Hadi", cues(9, 3, 0), "person"),
            ("mira dell", "Mira Dell", cues(9, 0, 0), "person"),
            ("port ammel", "Port Ammel", cues(9, 0, 0), "place"),
            ("ammel", "Ammel", cues(9, 0, 5), "place"),
            ("ammel", "Ammel", cues(9, 0, 1), "unknown"),
        ] {
            assert_eq!(likely(name, surface, (cues, &given)), expected, "{name}");
        }
    }
}
