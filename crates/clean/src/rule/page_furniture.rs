use newsloom_corpus::RemovalKind;

use super::{Rule, pattern};
use crate::block::Block;

/// Words of the page around the article.
pub(super) const RULE: Rule = Rule {
    name: "page-furniture",
    kind: RemovalKind::Navigation,
    meaning: "Words of the page itself: reading time, advertisement, players, comments",
    cues: &[
        "min",
        "advert",
        "listen",
        "loading",
        "skip",
        "print",
        "comment",
        "menu",
        "top",
        "updated",
        "published",
        "continues",
        "this story is from",
        "video",
        "scraped",
        "sponsored",
        "javascript",
    ],
    finds: Some(finds),
};

pattern!(
    FURNITURE,
    r"^(?:\d+[- ]min(?:ute)?s?(?: read)?|advertise?ments?|sponsored(?: content)?|listen to this (?:article|story)\b.*|loading(?:\.{3}|…)?|skip to (?:main )?content|print(?: this page)?|(?:\d+ )?comments?|menu|(?:back )?to top|back to top|(?:last )?updated:? .{0,40}\d{4}.{0,20}|published:? .{0,40}\d{4}.{0,20}|(?:story|article) continues (?:below|after).*|this story is from .{0,20}\d{4}|content could not be scraped|video player is loading\.?|play video|watch video|(?:please )?enable javascript.*)$"
);

fn finds(block: &Block<'_>) -> bool {
    block.n_words <= 14 && FURNITURE.is_match(block.lower())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_page_are_found() {
        for line in [
            "5 min read",
            "Advertisement",
            "Listen to this article",
            "Story continues below advertisement",
            "Last updated: 3 March 2020 at 10:15",
        ] {
            assert!(super::super::finds(&RULE, line), "{line}");
        }
        assert!(!super::super::finds(&RULE, "Comments by the envoy angered the council."));
    }
}
