//! Capitals: the city, or the government that sits there.

use newsloom_corpus::{ActorId, ActorType, MentionKind, Reading as As};

use super::{Reading, draft::Draft};
use crate::{
    Metonymy,
    dictionary::{Alias, AliasKind},
    matcher::Match,
    rules::{self, reason},
    tokens::Segment,
};

/// The draft of a match that names a city or a capital; `None` for other names.
pub(super) fn draft(
    reading: &Reading<'_>,
    segment: usize,
    (found, aliases): (Match, &[&Alias]),
) -> Option<Draft> {
    let is_place = |alias: &&&Alias| {
        matches!(reading.extractor.kind(alias.actor), ActorType::City | ActorType::Region)
            && alias.kind != AliasKind::Demonym
    };
    let place = aliases.iter().find(is_place);
    let governments: Vec<&&Alias> = aliases.iter().filter(|alias| alias.kind == AliasKind::Capital).collect();
    let others = aliases.iter().any(|alias| !is_place(&alias) && alias.kind != AliasKind::Capital);
    if others || (place.is_none() && governments.is_empty()) {
        return None;
    }
    let speaks = !governments.is_empty()
        && is_government(
            reading.extractor.options.metonymy,
            &Surroundings { segment: &reading.segments[segment], found },
        );
    let chosen = if speaks { governments[0] } else { place.unwrap_or(&aliases[0]) };
    let mut rivals: Vec<ActorId> =
        if speaks { governments.iter().map(|a| a.actor).collect() } else { Vec::new() };
    rivals.dedup();
    let places = aliases.iter().filter(is_place);
    let mut both: Vec<ActorId> = Vec::new();
    for alias in places.chain(governments.iter().copied()) {
        if !both.contains(&alias.actor) {
            both.push(alias.actor);
        }
    }
    Some(Draft {
        segment,
        first: found.first,
        end: found.end,
        actor: chosen.actor,
        alias: chosen.text.clone(),
        kind: if speaks { MentionKind::Metonym } else { MentionKind::Name },
        reading: if speaks { As::Actor } else { As::Place },
        rule: if speaks { rules::CAPITAL_GOVERNMENT } else { rules::CAPITAL_PLACE },
        candidates: if both.len() > 1 { both } else { Vec::new() },
        not_counted: if speaks {
            (rivals.len() > 1).then_some(reason::AMBIGUOUS)
        } else {
            Some(reason::PLACE)
        },
        head: None,
        outer: None,
        alone: None,
        needs_context: false,
        is_word: false,
    })
}

/// The words around a match.
struct Surroundings<'a> {
    segment: &'a Segment<'a>,
    found: Match,
}

impl Surroundings<'_> {
    fn before(&self) -> String {
        self.found.first.checked_sub(1).and_then(|at| self.segment.lower(at)).unwrap_or_default()
    }

    fn after(&self) -> String {
        let is_next = self.segment.is_joined(self.found.end);
        if is_next { self.segment.lower(self.found.end).unwrap_or_default() } else { String::new() }
    }

    /// Whether the capital is a word as well, where any word may have a capital: "Male Nurses".
    fn is_word(&self) -> bool {
        let is_one =
            self.segment.lower(self.found.first).is_some_and(|word| WORDS_TOO.contains(&word.as_str()));
        is_one && (self.segment.begins_sentence(self.found.first) || self.segment.is_title_case())
    }

    fn is_possessive(&self) -> bool {
        let next = self.segment.tokens.get(self.found.end);
        next.is_some_and(|token| token.join == b'\'')
            && self.segment.lower(self.found.end).as_deref() == Some("s")
    }

    /// "MOSCOW, Jan 14 (Agency) -", "Moscow (Agency)" at the head of a paragraph.
    fn is_dateline(&self) -> bool {
        let end = self.segment.tokens[self.found.end - 1].span.end();
        let rest = self.segment.text[end..self.segment.span.end()].trim_start();
        let is_shouted =
            self.segment.tokens[self.found.first..self.found.end].iter().all(|token| !token.has_lower);
        self.found.first < 3
            && (is_shouted || rest.starts_with('(') || rest.starts_with(['\u{2013}', '\u{2014}']))
    }
}

/// Capitals that are English words, folded.
const WORDS_TOO: &[&str] = &["male"];

const PLACE_BEFORE: &[&str] = &[
    "in", "at", "near", "from", "to", "outside", "of", "left", "visited", "reached", "around", "across",
    "through", "central", "eastern", "western", "northern", "southern", "downtown", "inside", "into",
    "toward", "towards", "via", "leave", "leaving", "visit", "visiting", "greater", "on",
];
const PLACE_AFTER: &[&str] = &[
    "talks",
    "conference",
    "summit",
    "airport",
    "meeting",
    "meetings",
    "suburb",
    "suburbs",
    "street",
    "streets",
    "residents",
    "port",
    "university",
    "stadium",
    "neighbourhood",
    "neighborhood",
    "bureau",
    "based",
    "region",
    "district",
    "area",
    "hospital",
    "hotel",
    "declaration",
    "agreement",
    "process",
    "airspace",
];
const PARTY_BEFORE: &[&str] = &["with", "by", "against", "between"];
const LOOSE_BEFORE: &[&str] = &["than", "while", "whereas", "and"];
const VERBS: &[&str] = &[
    "said",
    "says",
    "believes",
    "believed",
    "accused",
    "accuses",
    "agreed",
    "agrees",
    "insists",
    "insisted",
    "denies",
    "denied",
    "wants",
    "wanted",
    "rejected",
    "rejects",
    "condemned",
    "condemns",
    "backs",
    "backed",
    "supports",
    "announced",
    "announces",
    "warned",
    "warns",
    "sent",
    "sends",
    "deployed",
    "hopes",
    "hoped",
    "fears",
    "feared",
    "responded",
    "demanded",
    "demands",
    "refused",
    "refuses",
    "recognised",
    "recognises",
    "recognized",
    "recognizes",
    "threatened",
    "threatens",
    "vowed",
    "vows",
    "urged",
    "urges",
    "summoned",
    "expelled",
    "considers",
    "sees",
    "signed",
    "called",
    "calls",
    "welcomed",
    "maintains",
    "argues",
    "claims",
    "claimed",
    "pledged",
    "seeks",
    "sought",
];

fn is_government(metonymy: Metonymy, around: &Surroundings<'_>) -> bool {
    if metonymy == Metonymy::Off || around.is_dateline() || around.is_word() {
        return false;
    }
    if metonymy == Metonymy::Always {
        return true;
    }
    let (before, after) = (around.before(), around.after());
    let has = |list: &[&str], word: &str| list.contains(&word);
    if has(PLACE_BEFORE, &before) || has(PLACE_AFTER, &after) {
        return false;
    }
    // "With Tehran's reservoirs" empty, nobody has talked to anybody.
    let is_party = (has(PARTY_BEFORE, &before) && !around.is_possessive()) || has(VERBS, &after);
    let is_loose = has(LOOSE_BEFORE, &before) || around.is_possessive();
    is_party || (metonymy == Metonymy::Rules && is_loose)
}
