use newsloom_corpus::RemovalKind;

use super::{Rule, pattern};
use crate::block::Block;

/// Newsletters, accounts, apps.
pub(super) const RULE: Rule = Rule {
    name: "subscription",
    kind: RemovalKind::Appeal,
    meaning: "An invitation to subscribe, sign up, log in or install",
    cues: &[
        "subscri",
        "sign up",
        "sign in",
        "newsletter",
        "log in",
        "register",
        "download",
        "notifications",
        "app store",
    ],
    finds: Some(finds),
};

pattern!(
    INVITES,
    r"^(?:please )?(?:subscribe|sign up|sign in|log in|register)(?: (?:now|here|today|free|to|for)\b|$|[.!:])|^(?:get|join|receive) (?:our|the|your|all the)\b.{0,60}\b(?:newsletter|inbox|emails?|alerts)\b|^(?:download|get|install) (?:our|the) (?:\w+ ){0,2}app\b|^already (?:a subscriber|have an account|registered)\b|^enable notifications\b|^(?:newsletter|subscribe)\s*$|\bsubscribe to our (?:\w+ )?(?:newsletter|channel|podcast)\b"
);

fn finds(block: &Block<'_>) -> bool {
    block.n_words <= 35
        && !block.is_quote()
        && !block.lower().contains(" said")
        && INVITES.is_match(block.lower())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invitations_are_found() {
        for line in [
            "Subscribe to our newsletter",
            "Sign up here for our daily briefing",
            "Get our weekly newsletter in your inbox.",
        ] {
            assert!(super::super::finds(&RULE, line), "{line}");
        }
        assert!(!super::super::finds(&RULE, "Sign language was taught in nine schools."));
    }
}
