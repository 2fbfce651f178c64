//! The dictionary pass: the longest name at each place, and the names inside it.

use newsloom_corpus::{ActorId, MentionKind, Reading as As};

use super::{Reading, capital, draft::Draft};
use crate::{
    dictionary::{Alias, AliasKind, CaseRule},
    matcher::{Match, case_agrees},
    rules::{self, ExtractionRule, reason},
    tokens::Segment,
};

/// Finds every name, leftmost and longest first.
pub(super) fn find(reading: &mut Reading<'_>) {
    for segment in 0..reading.segments.len() {
        let mut at = 0;
        while at < reading.segments[segment].tokens.len() {
            at = match longest(reading, segment, at) {
                None => at + 1,
                Some(found) => {
                    take(reading, segment, found);
                    found.end
                }
            };
        }
    }
}

/// The longest match at a word that some alias agrees with.
fn longest(reading: &Reading<'_>, segment: usize, at: usize) -> Option<Match> {
    let mut found = Vec::new();
    reading.extractor.matcher.matches_at(&reading.segments[segment], at, &mut found);
    let is_meant = |m: &Match| {
        !agreeing(reading, segment, *m).is_empty() && !is_quantity(&reading.segments[segment], *m)
    };
    found.into_iter().rev().find(is_meant)
}

/// "Britain 23 percent, France 24 percent" does not name the broadcaster.
fn is_quantity(segment: &Segment<'_>, found: Match) -> bool {
    let last = segment.tokens[found.end - 1].span;
    let is_number = last.of(segment.text).bytes().all(|b| b.is_ascii_digit());
    is_number
        && found.end > found.first + 1
        && (segment.text[last.end()..segment.span.end()].trim_start().starts_with('%')
            || segment.lower(found.end).is_some_and(|word| matches!(&*word, "percent" | "per" | "pct")))
}

/// The aliases of a match that hold on the article's date and agree in case.
fn agreeing<'a>(reading: &Reading<'a>, segment: usize, found: Match) -> Vec<&'a Alias> {
    let extractor = reading.extractor;
    let surface = surface(&reading.segments[segment], found);
    let aliases = extractor.matcher.aliases(found).iter().map(|i| &extractor.aliases[*i as usize]);
    aliases.filter(|alias| alias.holds_on(reading.date) && case_agrees(alias, surface)).collect()
}

fn surface<'a>(segment: &Segment<'a>, found: Match) -> &'a str {
    &segment.text[segment.tokens[found.first].span.start()..segment.tokens[found.end - 1].span.end()]
}

/// Drafts a match and the names of other actors inside it.
fn take(reading: &mut Reading<'_>, segment: usize, found: Match) {
    let outer = reading.drafts.len();
    let draft = draft(reading, segment, found);
    reading.push(draft);
    for at in found.first..found.end {
        let mut inner = Vec::new();
        reading.extractor.matcher.matches_at(&reading.segments[segment], at, &mut inner);
        inner.retain(|m| m.end <= found.end && *m != found && (m.first, m.end) != (found.first, found.end));
        if let Some(inner) = inner.into_iter().rev().find(|m| !agreeing(reading, segment, *m).is_empty()) {
            let draft = self::draft(reading, segment, inner);
            // The "Coast Guard" inside "Libyan Coast Guard" is no other one.
            if draft.actor != reading.drafts[outer].actor && !draft.needs_context {
                reading.push(Draft { outer: Some(outer), not_counted: Some(reason::NESTED), ..draft });
            }
        }
    }
}

fn draft(reading: &Reading<'_>, segment: usize, found: Match) -> Draft {
    let mut aliases = agreeing(reading, segment, found);
    aliases.sort_by_key(|alias| (std::cmp::Reverse(alias.weight), alias.actor));
    if let Some(draft) = capital::draft(reading, segment, (found, &aliases)) {
        return draft;
    }
    let first = aliases[0];
    let (kind, rule) = sort(first);
    let is_shouted = rule.name == rules::ACRONYM.name
        && reading.segments[segment].is_all_caps()
        && WORDS_TOO.contains(&first.text.to_lowercase().as_str());
    Draft {
        segment,
        first: found.first,
        end: found.end,
        actor: first.actor,
        alias: first.text.clone(),
        kind,
        reading: As::Actor,
        rule,
        candidates: candidates(&aliases),
        not_counted: is_shouted.then_some(reason::ALL_CAPS),
        head: None,
        outer: None,
        alone: alone(&aliases),
        needs_context: aliases.iter().all(|alias| alias.needs_context),
        is_word: aliases.iter().all(|alias| alias.case == CaseRule::Running),
    }
}

/// Acronyms that are also words: in a line of capitals they cannot be told apart.
const WORDS_TOO: &[&str] =
    &["us", "is", "it", "who", "ap", "au", "un", "am", "so", "car", "cites", "mas", "sas"];

/// The only actor whom some aliases name without company.
fn alone(aliases: &[&Alias]) -> Option<ActorId> {
    let mut actors = aliases.iter().filter(|alias| !alias.needs_context).map(|alias| alias.actor);
    actors.next().filter(|first| actors.all(|actor| actor == *first))
}

/// The different actors of some aliases, in their order; none if there is only one.
fn candidates(aliases: &[&Alias]) -> Vec<ActorId> {
    let mut found: Vec<ActorId> = Vec::new();
    for alias in aliases {
        if !found.contains(&alias.actor) {
            found.push(alias.actor);
        }
    }
    if found.len() > 1 { found } else { Vec::new() }
}

/// What sort of mention an alias makes, and by which rule.
pub(super) fn sort(alias: &Alias) -> (MentionKind, &'static ExtractionRule) {
    match alias.kind {
        AliasKind::Name => (MentionKind::Name, rules::DICTIONARY),
        AliasKind::Short | AliasKind::Nickname => (MentionKind::Alias, rules::DICTIONARY),
        AliasKind::Variant => (MentionKind::Variant, rules::DICTIONARY),
        AliasKind::Acronym => (MentionKind::Acronym, rules::ACRONYM),
        AliasKind::Surname => (MentionKind::Surname, rules::PROMINENT_SURNAME),
        AliasKind::Demonym => (MentionKind::Demonym, rules::DEMONYM),
        AliasKind::Capital | AliasKind::Metonym => (MentionKind::Metonym, rules::METONYM),
    }
}
