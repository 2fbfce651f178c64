use newsloom_corpus::RemovalKind;

use super::{Rule, pattern};
use crate::block::Block;

/// Links to other articles.
pub(super) const RULE: Rule = Rule {
    name: "read-also",
    kind: RemovalKind::Navigation,
    meaning: "A link to another article: read also, related, more from",
    cues: &[
        "read ",
        "related",
        "more from",
        "more on",
        "more like",
        "see also",
        "also read",
        "recommended",
        "you may",
        "most read",
        "trending",
        "watch",
        "don't miss",
        "next:",
    ],
    finds: Some(finds),
};

pattern!(
    LINKS,
    r"^(?:read (?:also|more|next|the full)|also read|see also|you (?:may|might) also like|most (?:read|popular|viewed)|trending(?: now)?|don't miss|recommended(?: for you| reading)?|more (?:from|like this|stories|news)|more on this(?: story)?|related(?: (?:articles?|stories|topics|content|news|coverage|links))?|watch(?: more| also| live| now)?)\s*(?:[:\-|>»]|$)|^(?:read (?:also|more)|more from|see also|also read)\b"
);

fn finds(block: &Block<'_>) -> bool {
    block.n_words <= 30 && !block.is_quote() && LINKS.is_match(block.lower())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_found() {
        for line in [
            "Read also: what the papers say",
            "Related: more from our coast file",
            "More from the section",
            "Most read",
        ] {
            assert!(super::super::finds(&RULE, line), "{line}");
        }
        assert!(!super::super::finds(&RULE, "More than forty boats were found near Zuwara."));
    }
}
