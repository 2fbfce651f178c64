use newsloom_corpus::RemovalKind;

use super::{Rule, pattern};
use crate::block::Block;

/// Social networks.
pub(super) const RULE: Rule = Rule {
    name: "sharing",
    kind: RemovalKind::Navigation,
    meaning: "An invitation to share, follow or like on a social network",
    cues: &[
        "share",
        "follow us",
        "follow ",
        "like us",
        "stay connected",
        "facebook",
        "twitter",
        "telegram",
        "whatsapp",
    ],
    finds: Some(finds),
};

pattern!(
    INVITES,
    r"^(?:share|tweet|email|print)(?: this)?(?: (?:article|story|page|post|on|via|with)\b.*)?$|^(?:follow|like|find|join) (?:us|our|the \w+|[\w ]{1,30}) on (?:facebook|twitter|x|instagram|telegram|whatsapp|youtube|linkedin|social)\b|^(?:follow us|stay connected|connect with us)\b|^(?:facebook|twitter|whatsapp|telegram|email|linkedin|pinterest|reddit|print|copy link)(?:[ ,|/]+(?:facebook|twitter|whatsapp|telegram|email|linkedin|pinterest|reddit|print|copy link))*$"
);

fn finds(block: &Block<'_>) -> bool {
    block.n_words <= 35 && !block.is_quote() && INVITES.is_match(block.lower())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invitations_are_found() {
        for line in [
            "Share this article on Facebook, Twitter or WhatsApp",
            "Follow us on Telegram for breaking news",
            "Facebook Twitter WhatsApp",
            "Stay connected with our newsroom, and with our online services.",
        ] {
            assert!(super::super::finds(&RULE, line), "{line}");
        }
        assert!(!super::super::finds(&RULE, "Share prices fell on Monday."));
    }
}
