//! Bare surnames point to the full name in the same article.

use std::collections::{BTreeMap, BTreeSet};

use newsloom_corpus::{ActorId, ActorType, MentionKind, Reading as As};

use super::{Reading, draft::Draft};
use crate::{
    rules::{self, ExtractionRule, reason},
    surname::{PARTICLES, PersonName, is_spelling_of, spelling_key},
};

/// Words that stand before a surname without being part of another person's name.
const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "dr",
    "sir",
    "lord",
    "president",
    "presidents",
    "minister",
    "chancellor",
    "premier",
    "general",
    "gen",
    "marshal",
    "colonel",
    "col",
    "senator",
    "sen",
    "secretary",
    "king",
    "prince",
    "sheikh",
    "ambassador",
    "envoy",
    "commander",
    "leader",
    "strongman",
    "but",
    "and",
    "while",
    "when",
    "if",
    "as",
    "after",
    "before",
    "for",
    "in",
    "on",
    "at",
    "the",
    "then",
    "meanwhile",
    "with",
    "by",
    "from",
    "to",
    "both",
    "like",
    "although",
    "though",
    "since",
    "because",
    "yet",
    "so",
    "that",
    "under",
    "until",
    "unlike",
    "whether",
    "why",
    "how",
    "is",
    "will",
    "has",
    "did",
    "does",
    "can",
    "now",
    "today",
    "earlier",
    "later",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "pro",
    "anti",
    "ex",
    "captain",
    "admiral",
    "speaker",
    "judge",
    "spokesman",
    "spokeswoman",
    "defying",
    "without",
    "against",
    "between",
];

/// Finds surnames of the persons named in full.
pub(super) fn find(reading: &mut Reading<'_>) {
    let bearers = Bearers::of(reading);
    if !reading.extractor.options.surnames || bearers.by_surname.is_empty() {
        return;
    }
    for segment in 0..reading.segments.len() {
        let covered = covered(reading, segment);
        for (at, _) in covered.iter().enumerate().filter(|(_, is_covered)| !**is_covered) {
            if reading.segments[segment].tokens[at].starts_upper {
                let draft = bearers.named(reading, segment, at);
                reading.drafts.extend(draft);
            }
        }
    }
}

/// Which words of a segment some draft covers.
fn covered(reading: &Reading<'_>, segment: usize) -> Vec<bool> {
    let mut covered = vec![false; reading.segments[segment].tokens.len()];
    for draft in
        reading.drafts.iter().filter(|d| d.segment == segment && d.not_counted != Some(reason::APPOSITION))
    {
        covered[draft.first..draft.end].fill(true);
    }
    covered
}

/// The persons that the article names in full, by surname.
struct Bearers<'a> {
    by_surname: BTreeMap<&'a str, BTreeSet<ActorId>>,
    by_key: BTreeMap<&'a str, BTreeSet<&'a str>>,
    names: BTreeMap<ActorId, &'a [PersonName]>,
}

impl<'a> Bearers<'a> {
    fn of(reading: &Reading<'a>) -> Self {
        let mut bearers =
            Self { by_surname: BTreeMap::new(), by_key: BTreeMap::new(), names: BTreeMap::new() };
        let is_full = |d: &&Draft| {
            reading.extractor.kind(d.actor) == ActorType::Person
                && d.kind != MentionKind::Office
                && d.candidates.is_empty()
        };
        for draft in reading.drafts.iter().filter(is_full) {
            let Some(names) = reading.extractor.persons.get(&draft.actor) else { continue };
            bearers.names.insert(draft.actor, names);
            for name in names {
                bearers.by_surname.entry(&name.surname).or_default().insert(draft.actor);
                bearers.by_key.entry(&name.key).or_default().insert(&name.surname);
            }
        }
        bearers
    }

    /// The draft of a bare surname.
    fn named(&self, reading: &Reading<'_>, segment: usize, at: usize) -> Option<Draft> {
        let words = &reading.segments[segment];
        let lower = words.lower(at)?;
        let (persons, rule) = self.persons(&lower, words.is_all_caps())?;
        let has_particle = at > 0
            && words.is_joined(at)
            && words.lower(at - 1).is_some_and(|w| PARTICLES.contains(&w.as_str()));
        let first = at - usize::from(has_particle && !words.begins_sentence(at));
        let given = self.given_before(reading, segment, (first, &persons))?;
        let actor = *persons.first()?;
        Some(Draft {
            segment,
            first: first - usize::from(given),
            end: at + 1,
            actor,
            alias: reading.extractor.actors.get(actor).name.clone(),
            kind: if given { MentionKind::Variant } else { MentionKind::Surname },
            reading: As::Actor,
            rule,
            not_counted: (persons.len() > 1).then_some(reason::AMBIGUOUS),
            candidates: if persons.len() > 1 { persons.into_iter().collect() } else { Vec::new() },
            head: None,
            outer: None,
            needs_context: false,
        })
    }

    /// Who bears a surname, as written or spelt another way.
    fn persons(
        &self,
        lower: &str,
        is_all_caps: bool,
    ) -> Option<(BTreeSet<ActorId>, &'static ExtractionRule)> {
        if let Some(persons) = self.by_surname.get(lower) {
            return Some((persons.clone(), rules::SURNAME));
        }
        if is_all_caps {
            return None;
        }
        let known = self.by_key.get(spelling_key(lower).as_str())?;
        let alike = known.iter().filter(|surname| is_spelling_of(surname, lower));
        let persons: BTreeSet<ActorId> =
            alike.flat_map(|surname| self.by_surname[*surname].iter().copied()).collect();
        (!persons.is_empty()).then_some((persons, rules::SPELLING))
    }

    /// Whether the word before is a given name of the only bearer; `None` if it is that of somebody else.
    fn given_before(
        &self,
        reading: &Reading<'_>,
        segment: usize,
        (first, persons): (usize, &BTreeSet<ActorId>),
    ) -> Option<bool> {
        let words = &reading.segments[segment];
        if first == 0 || !words.is_joined(first) || !words.tokens[first - 1].starts_upper {
            return Some(false);
        }
        let word = words.lower(first - 1)?;
        let is_given = |actor: &ActorId| {
            self.names.get(actor).is_some_and(|names| names.iter().any(|n| n.given.contains(&word)))
        };
        if persons.iter().any(is_given) {
            return Some(persons.len() == 1);
        }
        let is_of_a_find = reading.drafts.iter().any(|draft| draft.covers(segment, first - 1));
        (TITLES.contains(&word.as_str()) || is_of_a_find || words.is_all_caps()).then_some(false)
    }
}
