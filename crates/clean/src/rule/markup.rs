use newsloom_corpus::RemovalKind;

use super::{Rule, pattern};
use crate::block::Block;

/// A block that is nothing but tags and entities.
pub(super) const RULE: Rule = Rule {
    name: "markup",
    kind: RemovalKind::Boilerplate,
    meaning: "Leftover tags and entities such as `<br/>` and `&nbsp;` that stand alone",
    cues: &["<", "&"],
    finds: Some(finds),
};

pattern!(ONLY_MARKUP, r"^(?:\s|<[^<>]{1,200}>|&#?\w{1,10};)+$");

fn finds(block: &Block<'_>) -> bool {
    ONLY_MARKUP.is_match(block.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_between_tags_is_story() {
        assert!(super::super::finds(&RULE, "<p>&nbsp;<br/>"));
        assert!(!super::super::finds(&RULE, "<p>The port opened.</p>"));
        assert!(!super::super::finds(&RULE, "5 < 6 & 7"));
    }
}
