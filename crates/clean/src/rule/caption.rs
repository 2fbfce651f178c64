use newsloom_corpus::RemovalKind;

use super::Rule;
use crate::block::Block;

/// A caption is known by the credit behind it.
pub(crate) const RULE: Rule = Rule {
    name: "caption",
    kind: RemovalKind::Credit,
    meaning: "A short line without a full stop before a photo credit",
    cues: &[],
    finds: Some(finds),
};

const MAX_WORDS: usize = 12;

fn finds(block: &Block<'_>) -> bool {
    block.is_before_credit
        && block.is_paragraph
        && block.n_words <= MAX_WORDS
        && !block.is_closed()
        && !block.is_quote()
}
