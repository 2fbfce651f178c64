use newsloom_corpus::RemovalKind;

use super::{Rule, pattern};
use crate::block::Block;

/// Whose text it is.
pub(super) const RULE: Rule = Rule {
    name: "copyright",
    kind: RemovalKind::Boilerplate,
    meaning: "A copyright line",
    cues: &["copyright", "\u{a9}", "rights reserved", "(c)"],
    finds: Some(finds),
};

pattern!(
    COPYRIGHT,
    r"^(?:©|\(c\) |copyright(?:ed)?(?: ©| \(c\))? (?:©|\d{4}|by |the |\p{L}+ \d{4}))|\ball rights reserved\.?$"
);

fn finds(block: &Block<'_>) -> bool {
    block.n_words <= 40 && !block.is_quote() && COPYRIGHT.is_match(block.lower())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_rights_is_found() {
        assert!(super::super::finds(&RULE, "© Harbour Media Group. All rights reserved."));
        assert!(super::super::finds(&RULE, "Copyright 2020 Harbour Media"));
        assert!(!super::super::finds(&RULE, "Copyright is a right, the judge said."));
    }
}
