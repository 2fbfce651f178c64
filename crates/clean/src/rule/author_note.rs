use newsloom_corpus::RemovalKind;

use super::{Rule, pattern};
use crate::block::Block;

/// How the article came about.
pub(super) const RULE: Rule = Rule {
    name: "author-note",
    kind: RemovalKind::Boilerplate,
    meaning: "A note on how the article was written, translated, syndicated or first published",
    cues: &[
        "this article",
        "this story",
        "this report",
        "this piece",
        "this content",
        "translated",
        "translation",
        "originally published",
        "syndicated",
        "press release",
    ],
    finds: Some(finds),
};

pattern!(
    NOTE,
    r"^(?:this|the above) (?:article|story|report|piece|content|post|text|dispatch) (?:is|was|has been|first|originally) (?:\w+ ){0,2}?(?:written|prepared|produced|edited|translated|published|generated|created|syndicated|republished|reproduced|taken|supplied|appeared|corrected|updated|amended)\b|^(?:translated|machine[- ]translated|automatically translated)\b.{0,80}\b(?:from|by)\b|^(?:originally|first) published (?:by|in|on|at)\b|\bis not responsible for (?:errors|mistakes|the accuracy)\b"
);

fn finds(block: &Block<'_>) -> bool {
    let is_at_an_end = block.paragraph < 2 || block.is_near_end();
    block.n_words <= 60 && is_at_an_end && !block.is_quote() && NOTE.is_match(block.lower())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_found_and_stories_about_stories_are_not() {
        for note in [
            "This article is written by our foreign desk and edited by our staff.",
            "Translated automatically from Arabic. The site is not responsible for errors of translation.",
            "Originally published by The Morning Post",
        ] {
            assert!(super::super::finds(&RULE, note), "{note}");
        }
        assert!(!super::super::finds(&RULE, "This story begins in a village near Kufra."));
    }
}
