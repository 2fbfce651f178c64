use newsloom_corpus::RemovalKind;

use super::Rule;

/// Needs the counts of the whole corpus.
pub(super) const BY_OUTLET: Rule = Rule {
    name: "repeated-by-outlet",
    kind: RemovalKind::Repeated,
    meaning: "A paragraph or sentence that the outlet repeats over its articles",
    cues: &[],
    finds: None,
};

/// Needs the blocks before it in the article.
pub(super) const IN_ARTICLE: Rule = Rule {
    name: "repeated-in-article",
    kind: RemovalKind::Repeated,
    meaning: "A paragraph that stands in the same article before, word for word",
    cues: &[],
    finds: None,
};

/// Needs the lines around it.
pub(super) const AROUND_STORY: Rule = Rule {
    name: "around-story",
    kind: RemovalKind::Navigation,
    meaning: "In the text of a whole page: lines before, behind and between the paragraphs of its story",
    cues: &[],
    finds: None,
};

/// Needs the title.
pub(super) const TITLE: Rule = Rule {
    name: "repeated-title",
    kind: RemovalKind::Repeated,
    meaning: "The title once more at the head of the text",
    cues: &[],
    finds: None,
};
