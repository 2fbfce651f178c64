use newsloom_corpus::RemovalKind;

use super::Rule;
use crate::block::Block;

/// The title of another story is known by the bare word above it.
pub(crate) const RULE: Rule = Rule {
    name: "teaser",
    kind: RemovalKind::Navigation,
    meaning: "Titles of other stories behind a line such as `Related article`",
    cues: &[],
    finds: Some(finds),
};

const MAX_WORDS: usize = 25;

fn finds(block: &Block<'_>) -> bool {
    block.is_behind_opener
        && block.is_paragraph
        && (3..=MAX_WORDS).contains(&block.n_words)
        && !block.text.ends_with(['.', ':', ';', ','])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_found_behind_their_opener_alone() {
        let behind = |text, is_behind_opener| {
            let n_words = newsloom_text::words(text).count();
            let mut block = Block::new(text, n_words, (4, 10));
            block.is_behind_opener = is_behind_opener;
            finds(&block)
        };
        assert!(behind("What the pilots of Zuwara want from the capital", true));
        assert!(!behind("What the pilots of Zuwara want from the capital", false));
        assert!(!behind("The pilots met again on Monday.", true));
    }
}
