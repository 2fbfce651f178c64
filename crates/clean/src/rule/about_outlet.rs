use newsloom_corpus::RemovalKind;

use super::{Rule, pattern};
use crate::block::Block;

/// What an outlet says of itself at the foot of a page.
pub(super) const RULE: Rule = Rule {
    name: "about-outlet",
    kind: RemovalKind::Boilerplate,
    meaning: "What an outlet says of itself at the end: its name, a dash or `is`, and what it covers",
    cues: &["news", "coverage", "journalism", "publisher"],
    finds: Some(finds),
};

pattern!(
    ABOUT,
    r"^(?:about )?[\w.&' ]{2,40}(?: [-|:] |: | is (?:an? |the )).{0,60}\b(?:news (?:source|site|website|service|agency|outlet|organi[sz]ation|portal|platform)|(?:real-time|round-the-clock|independent|in-depth) (?:news )?(?:coverage|journalism)|breaking news)\b"
);

/// Words of news: what an outlet says of itself is in the present tense, and nobody's words.
const REPORTS: [&str; 7] = [" said", " told ", " reported", " according to", " was ", " were ", " had "];

fn finds(block: &Block<'_>) -> bool {
    let reports = || REPORTS.iter().any(|word| block.lower().contains(word));
    block.n_words <= 60
        && block.is_near_end()
        && !block.is_quote()
        && !reports()
        && ABOUT.is_match(block.lower())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn self_descriptions_are_found() {
        assert!(super::super::finds(
            &RULE,
            "GAZETTE — Breaking news and real-time coverage of the harbour, markets and weather."
        ));
        assert!(super::super::finds(&RULE, "Gazette is an independent news site for the islands."));
        assert!(!super::super::finds(
            &RULE,
            "Tass is the news agency that first reported the landing, officials said."
        ));
        assert!(!super::super::finds(
            &RULE,
            "GAZETTE — A driver of the island's news agency was hurt when the crane fell on Monday."
        ));
    }
}
