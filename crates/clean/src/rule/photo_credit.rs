use newsloom_corpus::RemovalKind;

use super::{Rule, pattern};
use crate::block::Block;

/// The photographer or agency of a picture, with or without its caption.
pub(crate) const RULE: Rule = Rule {
    name: "photo-credit",
    kind: RemovalKind::Credit,
    meaning: "A photo or file credit, with or without the caption before it",
    cues: &["photo", "image", "picture", "credit", "file", "getty", "afp", "reuters", "ap "],
    finds: Some(finds),
};

// "Photo: A. Name", "Image source, Agency", "File The Paper".
pattern!(
    WHOLE,
    r"^(?:file )?(?:photo|photograph|image|picture|illustration|pic|credit)s?(?: (?:credit|source|by|from|courtesy))?(?: of)?\s*[:/,|]|^(?:photo(?:graph)?|image|picture|illustration)s? (?:by|courtesy|credit|via)\b|^file(?: photo| picture| image)?(?: [\w'-]+){0,4}$|^(?:getty images|afp|reuters|ap|epa)(?:\s*/\s*[\w .'-]+)*$"
);
// "A ship off the coast. (Photo by A. Name / Agency)" and "... [File: Agency]".
pattern!(TAIL, r"[(\[](?:file )?(?:photo|photograph|image|picture|credit|file)s?\b[^()\[\]]{0,80}[)\]]\.?$");
// "A. Name/Reuters", "A. Name/AFP via Getty Images".
pattern!(SLASH, r"[\w.'-]+\s*/\s*(?:afp|reuters|ap|epa|getty images|anadolu)(?:[ /]+[\w ]{0,30})?$");

const MAX_WORDS_WHOLE: usize = 14;
const MAX_WORDS_TAIL: usize = 45;

fn finds(block: &Block<'_>) -> bool {
    if block.is_quote() || !block.is_paragraph {
        return false;
    }
    let is_line = block.n_words <= MAX_WORDS_WHOLE && !block.is_closed();
    (is_line && WHOLE.is_match(block.lower()))
        || (block.n_words <= MAX_WORDS_TAIL && TAIL.is_match(block.lower()))
        || (is_line && SLASH.is_match(block.lower()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_are_found_and_sentences_about_pictures_are_not() {
        for credit in [
            "Photo: Courier archive",
            "File Evening Post",
            "File photo: a tanker off Ras Lanuf",
            "A patrol boat leaves the harbour. (Photo by the Courier)",
            "Dunes at dawn [File: A. Rahal/Agency]",
            "Mona Salem/AFP",
            "Image source, Getty Images",
        ] {
            assert!(super::super::finds(&RULE, credit), "{credit}");
        }
        for story in [
            "File by file, the clerks read the archive.",
            "Photos of the wreck were shown in court.",
            "Image is everything",
        ] {
            assert!(!super::super::finds(&RULE, story), "{story}");
        }
    }
}
