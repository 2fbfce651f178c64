//! Whether an article says that it was translated.

use newsloom_corpus::Article;

use crate::{block::RawParagraph, rule::pattern};

/// Words of the longest note about a translation.
const MAX_WORDS: usize = 40;
/// Paragraphs at the head and at the end of an article in which such notes stand.
const NEAR_AN_END: usize = 3;

pattern!(TRANSLAT, r"(?i-u:translat)");
pattern!(
    NOTE,
    r"(?i)^\W*(?:this (?:article|story|text|report|interview|page|item) (?:was|has been|is) )?(?:(?:machine|auto|automatically)[ -]?)?"
    r"translated\b(?:[^.]{0,60}\bfrom(?: the)?(?: original)? (?P<from>\p{L}+)|[^.]{0,30}\bby (?:google|deepl|machine|computer|an? (?:machine|computer|ai)\b)| automatically)"
    r"|^\W*(?:machine|automatic|automated|google|unofficial) translation\b(?:[^.]{0,30}\bfrom(?: the)?(?: original)? (?P<of>\p{L}+))?"
);

/// The code of the language that an article says it was translated from, `und` if it names none;
/// `None` if it says nothing. Articles are not recognised as translations by their language alone.
pub(crate) fn translated_from(article: &Article, raw: &[RawParagraph]) -> Option<&'static str> {
    let is_near_end = |at: usize| at < NEAR_AN_END || at + NEAR_AN_END >= raw.len();
    let near =
        raw.iter().enumerate().filter(|(at, _)| is_near_end(*at)).map(|(_, p)| p.span.of(&article.text));
    let is_cued = |text: &&str| TRANSLAT.is_match(text);
    let is_short = |text: &&str| text.split_whitespace().take(MAX_WORDS + 1).count() <= MAX_WORDS;
    near.filter(is_cued).filter(is_short).find_map(noted)
}

/// The language that a note about a translation names.
fn noted(text: &str) -> Option<&'static str> {
    let found = NOTE.captures(text)?;
    let name = found.name("from").or_else(|| found.name("of"));
    Some(name.and_then(|name| code(name.as_str())).unwrap_or("und"))
}

/// Languages that news is often translated from.
const LANGUAGES: &[(&str, &str)] = &[
    ("arabic", "ar"),
    ("chinese", "zh"),
    ("dutch", "nl"),
    ("english", "en"),
    ("farsi", "fa"),
    ("french", "fr"),
    ("german", "de"),
    ("greek", "el"),
    ("hebrew", "he"),
    ("hindi", "hi"),
    ("indonesian", "id"),
    ("italian", "it"),
    ("japanese", "ja"),
    ("korean", "ko"),
    ("kurdish", "ku"),
    ("pashto", "ps"),
    ("persian", "fa"),
    ("polish", "pl"),
    ("portuguese", "pt"),
    ("romanian", "ro"),
    ("russian", "ru"),
    ("serbian", "sr"),
    ("spanish", "es"),
    ("swahili", "sw"),
    ("swedish", "sv"),
    ("turkish", "tr"),
    ("ukrainian", "uk"),
    ("urdu", "ur"),
    ("vietnamese", "vi"),
];

fn code(name: &str) -> Option<&'static str> {
    LANGUAGES.iter().find(|(language, _)| language.eq_ignore_ascii_case(name)).map(|(_, code)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_about_a_translation_are_told_from_its_mention() {
        for (text, expected) in [
            ("Translated automatically from Arabic. The paper is not responsible for errors.", Some("ar")),
            ("(This article was translated from the original French by Ana Duarte)", Some("fr")),
            ("Machine translation from Russian", Some("ru")),
            ("This text has been translated by DeepL.", Some("und")),
            ("Auto-translated from Klingon", Some("und")),
            ("Translated by an old hand of the palace: \u{201c}We were absent.\u{201d}", None),
            ("The novel was first translated into English in 2015.", None),
            ("It translated into a victory from behind.", None),
            ("The pilots had the letter translated from Italian.", None),
        ] {
            assert_eq!(noted(text), expected, "{text}");
        }
    }
}
