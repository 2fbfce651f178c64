use std::sync::LazyLock;

use memchr::memmem::Finder;
use newsloom_corpus::RemovalKind;

use super::{Rule, pattern};
use crate::block::Block;

/// An outlet asks its readers for money.
pub(super) const RULE: Rule = Rule {
    name: "appeal",
    kind: RemovalKind::Appeal,
    meaning: "An appeal for money: at least two of asking, amount, thanks, and whose money it is",
    cues: &["support", "donat", "contribut", "fund", "patron", "member"],
    finds: Some(finds),
};

pattern!(
    ASKS,
    r"^(?:please )?(?:support (?:the|us|our|quality|independent)|donate|contribute|help (?:us|keep)|become a|make a (?:donation|contribution|gift)|give (?:to|today))\b|\b(?:consider (?:supporting|donating|a donation)|support (?:us|our work|our journalism)|our (?:appeal|supporters|donors)|if everyone (?:reading|who reads))\b"
);
pattern!(
    AMOUNT,
    r"\bas little as\b|[$£€]\s?\d|\b\d+ (?:euros?|dollars?|pounds?)\b|\b(?:a|per|every) month\b|\btakes (?:only )?a minute\b|\bonly takes\b"
);
pattern!(
    WHOSE,
    r"\b(?:we are|our|we rely|we depend|us)\b.*\b(?:fund(?:ed|ing|s)?|support(?:ed)?|donations?|contributions?|readers|independent)\b|\bsupport the [\w' ]{2,40} from\b"
);
pattern!(
    THANKS,
    r"\bthank you\b|\bfunded by (?:readers|people|our readers|you)\b|\bnot (?:\w+ )?(?:funded|financed|owned) by\b|\b(?:funding|support) (?:we get|comes? from|came from)\b"
);

fn finds(block: &Block<'_>) -> bool {
    if block.is_quote() || block.n_words > 120 || !speaks_of_self(block.lower()) {
        return false;
    }
    let cues =
        [&*ASKS, &*AMOUNT, &*WHOSE, &*THANKS].into_iter().filter(|cue| cue.is_match(block.lower())).count();
    cues >= 2
}

/// Whether somebody speaks of themselves, or tells the reader what to do.
fn speaks_of_self(lower: &str) -> bool {
    WE.iter().any(|word| holds_word(lower.as_bytes(), word)) || SELF.is_match(lower)
}

static WE: LazyLock<[Finder<'static>; 3]> = LazyLock::new(|| ["we", "us", "our"].map(Finder::new));

/// Whether a word stands somewhere by itself.
fn holds_word(text: &[u8], word: &Finder<'_>) -> bool {
    let is_part = |at: usize| text.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let ends = |at: usize| (at.wrapping_sub(1), at + word.needle().len());
    word.find_iter(text).map(ends).any(|(before, behind)| !is_part(before) && !is_part(behind))
}

pattern!(
    SELF,
    r"\b(?:this (?:site|website|newsroom)|everyone reading)\b|^(?:please )?(?:support (?:the|us|our|quality|independent)|donate|contribute|help us|help keep|give|become)\b"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn appeals_are_found_and_news_about_money_is_not() {
        for appeal in [
            "Support the Gazette from as little as €2 a month – it only takes a minute. Thank you.",
            "We are the Gazette — funded by readers, not by any government. If everyone reading this gave just £1, our funding would be secure.",
            "Please donate today: every month we rely on contributions from readers.",
        ] {
            assert!(super::super::finds(&RULE, appeal), "{appeal}");
        }
        for story in [
            "Support for the government fell to 20 percent a month after the vote.",
            "The agency is funded by donations and gives $40 a month to each family.",
            "A US maker of lamps said it would spend $80 million in the port with support from the province.",
            "“We are funded by our members,” the club’s treasurer said, “and it costs €5 a month.”",
        ] {
            assert!(!super::super::finds(&RULE, story), "{story}");
        }
    }
}
