//! Countries inside names that no dictionary holds: "Air France" is not France.

use std::collections::BTreeSet;

use newsloom_corpus::{ActorId, ActorType, MentionKind};

use super::{Reading, draft::Draft};
use crate::{rules::reason, tokens::Segment};

/// Capitalised words before a country's name that leave it what it is.
const BEFORE: &[&str] = &[
    "and",
    "president",
    "minister",
    "premier",
    "king",
    "queen",
    "in",
    "of",
    "for",
    "from",
    "with",
    "by",
    "to",
    "the",
    "north",
    "south",
    "east",
    "west",
    "northern",
    "southern",
    "eastern",
    "western",
    "central",
    "but",
    "if",
    "while",
    "when",
    "as",
    "after",
    "before",
    "against",
    "on",
    "at",
    "between",
    "since",
    "both",
    "neighbouring",
    "neighboring",
    "nor",
    "or",
    "is",
    "will",
    "can",
    "does",
    "did",
    "has",
    "why",
    "how",
    "what",
    "mainland",
    "communist",
    "nazi",
    "soviet",
    "imperial",
    "modern",
    "greater",
    "upper",
    "lower",
    "post",
    "pre",
    "pro",
    "anti",
    "ex",
    "former",
    "via",
    "through",
    "toward",
    "towards",
    "into",
    "inside",
    "outside",
    "visit",
    "leave",
];
/// Heads of names such as "Bank of Canada".
const HEADS_OF: &[&str] = &[
    "bank",
    "museum",
    "university",
    "college",
    "school",
    "cup",
    "tour",
    "radio",
    "voice",
    "journal",
    "times",
    "gulf",
    "sea",
    "strait",
];
/// Words behind a country's name that make it the name of a company, a paper, a contest.
const BEHIND: &[&str] = &[
    "airlines",
    "airways",
    "bank",
    "cup",
    "daily",
    "games",
    "gazette",
    "group",
    "herald",
    "inc",
    "limited",
    "ltd",
    "motor",
    "masters",
    "motors",
    "news",
    "open",
    "plc",
    "post",
    "radio",
    "telecom",
    "telegraph",
    "television",
    "times",
    "today",
    "tribune",
    "tv",
    "university",
];

/// Heads of the names of bodies and contests: "Qatar National Research Fund", "Kuwait International
/// Boxing Championship".
const BODIES: &[&str] = &[
    "academy",
    "agency",
    "association",
    "authority",
    "bank",
    "board",
    "center",
    "centre",
    "chamber",
    "championship",
    "championships",
    "club",
    "co",
    "college",
    "commission",
    "committee",
    "company",
    "corp",
    "corporation",
    "council",
    "cup",
    "federation",
    "festival",
    "forum",
    "foundation",
    "fund",
    "institute",
    "institution",
    "league",
    "museum",
    "network",
    "prix",
    "railway",
    "railways",
    "school",
    "service",
    "society",
    "stadium",
    "trust",
    "union",
    "university",
];
/// Words that may stand inside such a name.
const INSIDE: &[&str] = &["and", "for", "of", "the"];
/// Most words from a country to the head of such a name.
const MAX_NAME: usize = 6;

/// Countries and demonyms that people bear as names.
const PERSONAL: &[&str] = &["chad", "finn", "holland", "jordan", "moldovan"];
/// Words behind them that belong to a place.
const PLACES: &[&str] = &["basin", "lake", "pass", "river", "valley"];

/// Marks countries that are part of a longer name, and those that are somebody's name in this article.
pub(super) fn judge(reading: &mut Reading<'_>) {
    let mut persons: BTreeSet<ActorId> = BTreeSet::new();
    for i in 0..reading.drafts.len() {
        if is_name_of_country(reading, i) && is_part(reading, &reading.drafts[i]) {
            if is_personal(&reading.drafts[i]) {
                persons.insert(reading.drafts[i].actor);
            }
            reading.drafts[i].not_counted = Some(reason::PART_OF_NAME);
        }
    }
    if persons.is_empty() {
        return;
    }
    let named_otherwise = named_otherwise(reading);
    for i in 0..reading.drafts.len() {
        let draft = &reading.drafts[i];
        if persons.contains(&draft.actor)
            && is_personal(draft)
            && draft.is_counted()
            && !named_otherwise.contains(&country(reading, draft))
        {
            reading.drafts[i].not_counted = Some(reason::PART_OF_NAME);
        }
    }
}

fn is_name_of_country(reading: &Reading<'_>, i: usize) -> bool {
    let draft = &reading.drafts[i];
    let is_name = !matches!(draft.kind, MentionKind::Office | MentionKind::Metonym);
    reading.extractor.kind(draft.actor) == ActorType::Country && is_name && draft.is_counted()
}

/// The countries of which the article has another name, or something of them: those it does name.
fn named_otherwise<'a>(reading: &Reading<'a>) -> BTreeSet<Option<&'a str>> {
    let others = reading.drafts.iter().filter(|draft| !is_personal(draft));
    others.map(|draft| country(reading, draft)).collect()
}

fn country<'a>(reading: &Reading<'a>, draft: &Draft) -> Option<&'a str> {
    reading.extractor.actors.get(draft.actor).country.as_deref()
}

fn is_personal(draft: &Draft) -> bool {
    PERSONAL.contains(&draft.alias.to_lowercase().as_str())
}

fn is_part(reading: &Reading<'_>, draft: &Draft) -> bool {
    let segment = &reading.segments[draft.segment];
    if is_currency(segment, draft) {
        return true;
    }
    if segment.is_all_caps() || segment.is_title_case() {
        return false;
    }
    if draft.kind == MentionKind::Acronym {
        return is_open(segment, draft) || is_before_a_body(reading, segment, draft);
    }
    if draft.kind == MentionKind::Demonym && !is_personal(draft) {
        return is_before_a_thing(segment, draft) || is_before_a_body(reading, segment, draft);
    }
    is_behind_a_name(reading, segment, draft)
        || is_of_a_head(segment, draft)
        || is_before_a_thing(segment, draft)
        || is_before_a_body(reading, segment, draft)
        || (is_personal(draft) && is_before_a_name(reading, segment, draft))
}

/// "US$5", "US $5".
fn is_currency(segment: &Segment<'_>, draft: &Draft) -> bool {
    let behind = &segment.text[draft.span(segment).end()..segment.span.end()];
    let is_dollar = behind.strip_prefix(' ').unwrap_or(behind).starts_with('$');
    is_dollar && draft.kind == MentionKind::Acronym
}

/// "U.S. Open", "US Masters".
fn is_open(segment: &Segment<'_>, draft: &Draft) -> bool {
    let behind = segment.text[draft.span(segment).end()..segment.span.end()].trim_start();
    ["Amateur ", "Masters", "Open "].iter().any(|name| behind.starts_with(name))
}

/// "Qatar Finance & Business Academy": capitalised words up to the head of such a name, of which none
/// is found or an office.
fn is_before_a_body(reading: &Reading<'_>, segment: &Segment<'_>, draft: &Draft) -> bool {
    let is_spaced = |at: usize| {
        let Some(token) = segment.tokens.get(at) else { return false };
        matches!(&segment.text[segment.tokens[at - 1].span.end()..token.span.start()], " " | " & ")
    };
    for at in draft.end..draft.end + MAX_NAME {
        let Some(word) = segment.lower(at).filter(|_| is_spaced(at)) else { return false };
        let is_inside = at > draft.end && INSIDE.contains(&word.as_str());
        let is_other = !segment.tokens[at].starts_upper
            || segment.begins_sentence(at)
            || reading.extractor.offices.may_begin(segment.tokens[at].hash)
            || reading.is_found(draft.segment, at);
        if !is_inside && is_other {
            return false;
        }
        if BODIES.contains(&word.as_str()) {
            return true;
        }
    }
    false
}

/// "Air France": a capitalised word right before, that neither begins the sentence nor is itself found.
fn is_behind_a_name(reading: &Reading<'_>, segment: &Segment<'_>, draft: &Draft) -> bool {
    let Some(before) = draft.first.checked_sub(1).filter(|_| segment.is_joined(draft.first)) else {
        return false;
    };
    let token = &segment.tokens[before];
    let is_alone = segment.text[token.span.end()..segment.tokens[draft.first].span.start()] == *" ";
    is_alone
        && token.starts_upper
        && token.has_lower
        && (!segment.begins_sentence(before) || is_name_elsewhere(reading, (draft.segment, before)))
        && !reading.is_found(draft.segment, before)
        && segment.lower(before).is_some_and(|word| !BEFORE.contains(&word.as_str()))
}

/// Whether the article writes a word with a capital within a sentence, and never without.
fn is_name_elsewhere(reading: &Reading<'_>, (segment, at): (usize, usize)) -> bool {
    let names = reading.capitalised.get_or_init(|| capitalised(&reading.segments));
    names.contains(&reading.segments[segment].tokens[at].hash)
}

/// The words that stand with a capital within a sentence, and nowhere without.
fn capitalised(segments: &[Segment<'_>]) -> BTreeSet<u64> {
    let (mut inside, mut without) = (BTreeSet::new(), BTreeSet::new());
    for segment in segments.iter().filter(|segment| !segment.is_title_case()) {
        for (at, token) in segment.tokens.iter().enumerate() {
            if !token.starts_upper {
                without.insert(token.hash);
            } else if token.has_lower && !segment.begins_sentence(at) {
                inside.insert(token.hash);
            }
        }
    }
    inside.difference(&without).copied().collect()
}

/// "Bank of Canada".
fn is_of_a_head(segment: &Segment<'_>, draft: &Draft) -> bool {
    let Some(head) = draft.first.checked_sub(2) else { return false };
    let is_head = segment.tokens[head].starts_upper
        && segment.lower(head).is_some_and(|word| HEADS_OF.contains(&word.as_str()));
    is_head && segment.lower(head + 1).as_deref() == Some("of")
}

/// "China Daily".
fn is_before_a_thing(segment: &Segment<'_>, draft: &Draft) -> bool {
    let next =
        segment.tokens.get(draft.end).filter(|token| token.starts_upper && segment.is_joined(draft.end));
    next.is_some() && segment.lower(draft.end).is_some_and(|word| BEHIND.contains(&word.as_str()))
}

/// "Chad Ogea": a capitalised word right behind that is neither found nor an office or organ.
fn is_before_a_name(reading: &Reading<'_>, segment: &Segment<'_>, draft: &Draft) -> bool {
    let Some(next) = segment.tokens.get(draft.end).filter(|_| segment.is_joined(draft.end)) else {
        return false;
    };
    let is_office = segment.lower(draft.end).is_some_and(|word| reading.extractor.offices.is_office(&word));
    let is_place = segment.lower(draft.end).is_some_and(|word| PLACES.contains(&word.as_str()));
    next.starts_upper
        && next.has_lower
        && !is_office
        && !is_place
        && !reading.is_found(draft.segment, draft.end)
}
