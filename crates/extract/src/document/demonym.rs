//! Demonyms count by the noun they stand before.

use newsloom_corpus::MentionKind;

use super::Reading;
use crate::{Demonyms, rules::reason, tokens::Segment};

/// Words that may stand between a demonym and its noun.
const BETWEEN: &[&str] = &[
    "foreign",
    "defence",
    "defense",
    "interior",
    "prime",
    "deputy",
    "senior",
    "top",
    "military",
    "armed",
    "air",
    "special",
    "state",
    "federal",
    "national",
    "presidential",
    "security",
    "intelligence",
    "diplomatic",
    "high",
    "vice",
    "acting",
    "finance",
    "economy",
    "energy",
    "oil",
    "justice",
    "army",
    "navy",
    "government",
    "and",
];

/// Nouns that make a demonym speak for the state.
const STATE_HEADS: &[&str] = &[
    "government",
    "governments",
    "official",
    "officials",
    "authorities",
    "president",
    "presidency",
    "minister",
    "ministers",
    "ministry",
    "ministries",
    "premier",
    "parliament",
    "lawmakers",
    "army",
    "military",
    "navy",
    "troops",
    "forces",
    "soldiers",
    "jets",
    "warplanes",
    "police",
    "intelligence",
    "embassy",
    "ambassador",
    "envoy",
    "envoys",
    "diplomat",
    "diplomats",
    "delegation",
    "state",
    "leadership",
    "leader",
    "leaders",
    "side",
    "sides",
    "initiative",
    "efforts",
    "foreign",
    "foreign",
    "agreement",
    "talks",
    "mediation",
    "sanctions",
    "policy",
    "court",
    "courts",
    "senate",
    "congress",
    "cabinet",
    "chancellor",
    "administration",
    "spokesman",
    "spokeswoman",
    "counterpart",
    "general",
    "staff",
    "support",
    "proposal",
    "frigate",
    "frigates",
    "consulate",
    "regime",
    "coastguard",
    "secretary",
    "mission",
];

/// Marks which demonyms count, with the noun that decides.
pub(super) fn judge(reading: &mut Reading<'_>) {
    for i in 0..reading.drafts.len() {
        if reading.drafts[i].kind != MentionKind::Demonym {
            continue;
        }
        let draft = &reading.drafts[i];
        let head = head(&reading.segments[draft.segment], draft.end);
        let counts = match reading.extractor.options.demonyms {
            Demonyms::Off => false,
            Demonyms::All => true,
            Demonyms::StateHeads => head.as_deref().is_some_and(|noun| STATE_HEADS.contains(&noun)),
        };
        let draft = &mut reading.drafts[i];
        draft.head = head;
        if draft.is_counted() && !counts {
            draft.not_counted = Some(reason::DEMONYM);
        }
    }
}

/// The noun behind the word before `at`, over adjectives and the second of two joined demonyms.
fn head(segment: &Segment<'_>, at: usize) -> Option<String> {
    let mut at = at;
    let is_coordinated = segment.is_joined(at)
        && segment.text[segment.tokens[at - 1].span.end()..segment.tokens[at].span.start()]
            .contains(['-', '\u{2013}']);
    if is_coordinated {
        at += 1;
    }
    for step in 0..3 {
        let word = segment.lower(at).filter(|_| segment.is_joined(at))?;
        let is_last = step == 2 || !segment.is_joined(at + 1);
        if !BETWEEN.contains(&word.as_str()) || is_last {
            return Some(word);
        }
        at += 1;
    }
    None
}
