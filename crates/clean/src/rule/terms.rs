use newsloom_corpus::RemovalKind;

use super::{Rule, pattern};
use crate::block::Block;

/// Links to standards, terms and policies.
pub(super) const RULE: Rule = Rule {
    name: "terms",
    kind: RemovalKind::Boilerplate,
    meaning: "A line that points to standards, terms of use or policies",
    cues: &["standards", "terms", "privacy", "cookie", "policy"],
    finds: Some(finds),
};

pattern!(
    TERMS,
    r"^(?:our standards|terms (?:of use|of service|and conditions|& conditions)|standard terms|privacy (?:policy|notice)|cookie (?:policy|settings)|editorial (?:code|policy|standards)|community guidelines)\b"
);
pattern!(
    CONSENT,
    r"^(?:by (?:continuing|signing up|subscribing|clicking)|we use cookies|this (?:site|website) uses cookies|you (?:agree|consent) to (?:our|the))\b"
);

fn finds(block: &Block<'_>) -> bool {
    if block.n_words > 40 {
        return false;
    }
    let is_sentence = block
        .lower()
        .split_whitespace()
        .any(|w| matches!(w, "said" | "says" | "told" | "will" | "were" | "was"));
    let points = block.n_words <= 20 && !is_sentence && TERMS.is_match(block.lower());
    points || (!is_sentence && CONSENT.is_match(block.lower()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_are_found_and_news_about_them_is_not() {
        assert!(super::super::finds(&RULE, "Our standards: Terms of Use and Editorial Code."));
        assert!(super::super::finds(&RULE, "By signing up you agree to our privacy notice."));
        assert!(!super::super::finds(&RULE, "Privacy policy was the theme of the talks, the minister said."));
    }
}
