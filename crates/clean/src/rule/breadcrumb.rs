use newsloom_corpus::RemovalKind;

use super::{Rule, pattern};
use crate::block::Block;

/// The way to the page through the site's sections.
pub(super) const RULE: Rule = Rule {
    name: "breadcrumb",
    kind: RemovalKind::Navigation,
    meaning: "Names of sections at the head of the text, glued together or between separators",
    cues: &[],
    finds: Some(finds),
};

const SECTIONS: &[&str] = &[
    "Africa",
    "Analysis",
    "Americas",
    "Arts",
    "Asia",
    "Breaking",
    "Business",
    "Conflict",
    "Conflicts",
    "Culture",
    "Defence",
    "Defense",
    "Economy",
    "Editorial",
    "Energy",
    "Environment",
    "Europe",
    "Features",
    "Finance",
    "Health",
    "Home",
    "International",
    "Latest",
    "Local",
    "Markets",
    "Mediterranean",
    "Money",
    "National",
    "News",
    "Opinion",
    "Politics",
    "Regional",
    "Region",
    "Science",
    "Security",
    "Society",
    "Sport",
    "Sports",
    "Tech",
    "Technology",
    "Top",
    "Travel",
    "Video",
    "War",
    "Weather",
    "World",
];

pattern!(SEPARATED, r"^[\w &'-]{2,30}(?:\s*[>»|/›]\s*[\w &'-]{2,30})+$");
pattern!(PART, r"\p{Lu}\p{Ll}+");

const MAX_WORDS: usize = 8;

fn finds(block: &Block<'_>) -> bool {
    let is_head_line =
        block.paragraph < 3 && block.is_paragraph && block.n_words <= MAX_WORDS && !block.is_closed();
    is_head_line && (is_glued(block.text) || (SEPARATED.is_match(block.text) && holds_section(block.text)))
}

/// Whether a word is made of several capitalised parts of which one is a section (`NewsWorld`).
fn is_glued(line: &str) -> bool {
    line.split_whitespace().any(|word| {
        let parts: Vec<&str> = PART.find_iter(word).map(|part| part.as_str()).collect();
        let covered: usize = parts.iter().map(|part| part.len()).sum();
        parts.len() > 1 && covered == word.len() && parts.iter().any(|part| SECTIONS.contains(part))
    })
}

fn holds_section(line: &str) -> bool {
    line.split(|c: char| !c.is_alphabetic()).any(|word| SECTIONS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at_head(text: &str) -> bool {
        finds(&Block::new(text, newsloom_text::words(text).count(), (0, 10)))
    }

    #[test]
    fn glued_and_separated_sections_are_found() {
        for line in ["HomeWorldMediterranean", "NewsWeather and TravelEurope", "Home > News > Africa"] {
            assert!(at_head(line), "{line}");
        }
        for line in
            ["WhatsApp blocked in the south", "McDonald wins", "World leaders meet", "AC/DC in Valletta"]
        {
            assert!(!at_head(line), "{line}");
        }
    }

    #[test]
    fn only_the_head_of_a_text_holds_them() {
        assert!(!finds(&Block::new("HomeWorldMediterranean", 1, (6, 10))));
    }
}
