use newsloom_corpus::RemovalKind;

use super::{Rule, pattern};
use crate::block::Block;

/// How to reach the newsroom.
pub(super) const RULE: Rule = Rule {
    name: "contact",
    kind: RemovalKind::Navigation,
    meaning: "A line on how to reach the newsroom",
    cues: &["contact", "send us", "email", "e-mail", "write to us", "got a", "tel:", "phone:"],
    finds: Some(finds),
};

pattern!(
    CONTACT,
    r"^(?:contact (?:us|the (?:author|editor|newsroom|reporter)s?)|send us (?:your|a)|write to us|e-?mail (?:us|the)|got a (?:tip|story)|(?:tel|phone|fax|e-?mail)\s*:)|^\S+@\S+\.\w{2,}$"
);

fn finds(block: &Block<'_>) -> bool {
    block.n_words <= 25 && !block.is_quote() && CONTACT.is_match(block.lower())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_to_reach_the_newsroom_are_found() {
        for line in ["Contact us:", "Send us your news: desk@gazette.example", "desk@gazette.example"] {
            assert!(super::super::finds(&RULE, line), "{line}");
        }
    }
}
