//! Bare surnames point to the full name in the same article.

use std::collections::{BTreeMap, BTreeSet};

use newsloom_corpus::{ActorId, ActorType, MentionKind, Reading as As, Span};
use newsloom_text::hash_of_word;

use super::{Reading, draft::Draft, named_after::NOT_NAMES};
use crate::{
    dictionary::Alias,
    rules::{self, ExtractionRule, reason},
    surname::{PARTICLES, PersonName, initial_of_key, is_spelling_of, spelling_key},
    tokens::Segment,
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
    "amir",
    "archbishop",
    "ayatollah",
    "bishop",
    "cardinal",
    "chairman",
    "chief",
    "commissioner",
    "congressman",
    "congresswoman",
    "crown",
    "datuk",
    "director",
    "emir",
    "gov",
    "governor",
    "imam",
    "justice",
    "lt",
    "maj",
    "maulana",
    "mayor",
    "mufti",
    "mullah",
    "pope",
    "princess",
    "professor",
    "queen",
    "rep",
    "representative",
    "saint",
    "seri",
    "seyyed",
    "shri",
    "sultan",
    "syed",
];

/// Titles that only who has held the office bears: title, and a word of the office.
const RANKS: &[(&str, &str)] = &[
    ("ambassador", "ambassador"),
    ("gov", "governor"),
    ("governor", "governor"),
    ("judge", "judge"),
    ("justice", "justice"),
    ("mayor", "mayor"),
    ("sen", "senator"),
    ("senator", "senator"),
];

/// Whether a folded word can stand before a name without being part of it.
pub(super) fn is_title(word: &str) -> bool {
    TITLES.contains(&word)
}

/// Finds surnames of the persons named in full.
pub(super) fn find(reading: &mut Reading<'_>) {
    let mut bearers = Bearers::of(reading);
    let is_off = !reading.extractor.options.surnames;
    if is_off || (bearers.by_surname.is_empty() && reading.extractor.prominent.is_empty()) {
        return;
    }
    bearers.note_others(reading);
    for (segment, covered) in covered(reading).into_iter().enumerate() {
        for (at, _) in covered.iter().enumerate().filter(|(_, is_covered)| !**is_covered) {
            if reading.segments[segment].tokens[at].starts_upper {
                let draft =
                    bearers.named(reading, segment, at).or_else(|| bearers.prominent(reading, segment, at));
                if let Some(draft) = draft {
                    reading.push(draft);
                }
            }
        }
    }
}

/// Which words of each segment some draft covers.
fn covered(reading: &Reading<'_>) -> Vec<Vec<bool>> {
    let mut covered: Vec<Vec<bool>> =
        reading.segments.iter().map(|segment| vec![false; segment.tokens.len()]).collect();
    for draft in reading.drafts.iter().filter(|d| d.not_counted != Some(reason::APPOSITION)) {
        covered[draft.segment][draft.first..draft.end].fill(true);
    }
    covered
}

/// Of several bearers the only one whom news calls by the surname alone; else all of them.
fn most_prominent(
    reading: &Reading<'_>,
    hash: u64,
    persons: BTreeSet<ActorId>,
) -> Result<(BTreeSet<ActorId>, &'static ExtractionRule), BTreeSet<ActorId>> {
    let Some(aliases) = reading.extractor.prominent.get(&hash).filter(|_| persons.len() > 1) else {
        return Err(persons);
    };
    let aliases = aliases.iter().map(|i| &reading.extractor.aliases[*i]);
    let prominent: BTreeSet<ActorId> =
        aliases.filter(|a| a.holds_on(reading.date) && persons.contains(&a.actor)).map(|a| a.actor).collect();
    if prominent.len() == 1 { Ok((prominent, rules::PROMINENT_SURNAME)) } else { Err(persons) }
}

/// Whether a word belongs to the surname behind it; English words do only with a hyphen.
fn is_particle(words: &Segment<'_>, at: usize) -> bool {
    let is_word = |lower: &str| matches!(lower, "an" | "as" | "at");
    let next = words.tokens[at + 1].span.start();
    let has_hyphen = words.text[words.tokens[at].span.end()..next].starts_with('-');
    words.lower(at).is_some_and(|w| PARTICLES.contains(&w.as_str()) && (has_hyphen || !is_word(&w)))
}

/// Whether the words up to `at` are those of the alias.
fn stands(words: &Segment<'_>, alias: &Alias, at: usize) -> bool {
    let parts: Vec<Span> = newsloom_text::words(&alias.text).collect();
    let Some(first) = (at + 1).checked_sub(parts.len()) else { return false };
    parts.iter().zip(first..).all(|(part, i)| hash_of_word(part.of(&alias.text)) == words.tokens[i].hash)
}

/// Words behind a surname that make it part of the name of something else.
const THINGS: &[&str] = &[
    "administration",
    "airport",
    "avenue",
    "boulevard",
    "building",
    "center",
    "centre",
    "college",
    "foundation",
    "hotel",
    "institute",
    "jr",
    "library",
    "memorial",
    "organisation",
    "organization",
    "plaza",
    "prize",
    "school",
    "sr",
    "stadium",
    "street",
    "tower",
    "university",
];

/// Surnames that are English words: where any word may have a capital they say nothing.
const WORDS_TOO: &[&str] = &[
    "ban", "bush", "cantor", "fox", "garland", "gore", "hu", "kan", "ma", "obi", "rice", "royal", "summers",
    "tenet", "waltz",
];

fn is_word(words: &Segment<'_>, lower: &str, first: usize) -> bool {
    WORDS_TOO.contains(&lower) && (words.begins_sentence(first) || words.is_title_case())
}

/// Whether more of a name follows: "Roe Tower", in running text any capitalised word.
fn is_in_a_longer_name(words: &Segment<'_>, at: usize) -> bool {
    let Some(next) = words.tokens.get(at + 1).filter(|_| words.is_joined(at + 1)) else { return false };
    is_before_thing(words, at) || (next.starts_upper && !words.is_title_case())
}

/// "Roe Tower", "Roe administration".
fn is_before_thing(words: &Segment<'_>, at: usize) -> bool {
    words.is_joined(at + 1) && words.lower(at + 1).is_some_and(|lower| THINGS.contains(&lower.as_str()))
}

/// Whether the title before a name, if it is one that goes with an office, can be that of the person:
/// "Ambassador Roe" is none who never was an ambassador.
fn may_bear_title(reading: &Reading<'_>, person: ActorId, (segment, first): (usize, usize)) -> bool {
    let words = &reading.segments[segment];
    let Some(title) = first.checked_sub(1).and_then(|at| words.lower(at)) else { return true };
    let between = &words.text[words.tokens[first - 1].span.end()..words.tokens[first].span.start()];
    let Some((_, office)) = RANKS.iter().find(|(rank, _)| *rank == title && matches!(between, " " | ". "))
    else {
        return true;
    };
    reading.extractor.actors.roles_of(person).iter().any(|role| role.role.contains(office))
}

/// The persons that the article names in full, by surname.
#[derive(Default)]
struct Bearers<'a> {
    by_surname: BTreeMap<&'a str, BTreeSet<ActorId>>,
    by_key: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// First letters of the keys.
    initials: BTreeSet<char>,
    /// Hashes of the surnames, to tell most words from them at once.
    hashes: BTreeSet<u64>,
    names: BTreeMap<ActorId, &'a [PersonName]>,
    /// Segments and words where they are named in full, in their order.
    places: BTreeMap<ActorId, Vec<(usize, usize)>>,
    /// The same of others who share a surname, by its hash.
    others: BTreeMap<u64, Vec<(usize, usize)>>,
}

impl<'a> Bearers<'a> {
    fn of(reading: &Reading<'a>) -> Self {
        let mut bearers = Self::default();
        let is_full = |d: &&Draft| {
            reading.extractor.kind(d.actor) == ActorType::Person
                && d.kind != MentionKind::Office
                && d.not_counted != Some(reason::PART_OF_NAME)
                && d.candidates.is_empty()
        };
        for draft in reading.drafts.iter().filter(is_full) {
            let Some(names) = reading.extractor.persons.get(&draft.actor) else { continue };
            bearers.places.entry(draft.actor).or_default().push((draft.segment, draft.first));
            if bearers.names.insert(draft.actor, names).is_some() {
                continue;
            }
            for name in names {
                bearers.by_surname.entry(&name.surname).or_default().insert(draft.actor);
                bearers.by_key.entry(&name.key).or_default().insert(&name.surname);
                bearers.initials.extend(name.key.chars().next());
                bearers.hashes.insert(hash_of_word(&name.surname));
            }
        }
        for places in bearers.places.values_mut() {
            places.sort_unstable();
        }
        bearers
    }

    /// Notes where others are named in full who share a surname and are in no dictionary.
    fn note_others(&mut self, reading: &Reading<'_>) {
        for segment in 0..reading.segments.len() {
            for at in 0..reading.segments[segment].tokens.len() {
                let token = &reading.segments[segment].tokens[at];
                let may_be_one = token.starts_upper
                    && (self.hashes.contains(&token.hash)
                        || reading.extractor.prominent.contains_key(&token.hash));
                if may_be_one && self.is_other(reading, segment, at) {
                    self.others.entry(token.hash).or_default().push((segment, at));
                }
            }
        }
    }

    /// Whether a surname stands in the full name of somebody else: behind another given name, or
    /// before one where family names stand first.
    fn is_other(&self, reading: &Reading<'_>, segment: usize, at: usize) -> bool {
        let words = &reading.segments[segment];
        let is_found = |at: usize| reading.is_found(segment, at);
        if is_found(at) {
            return false;
        }
        let is_behind_given = at > 0
            && words.is_joined(at)
            && words.tokens[at - 1].starts_upper
            && reading.extractor.given.contains(&words.tokens[at - 1].hash)
            && words.lower(at - 1).is_some_and(|word| !is_title(&word))
            && !is_found(at - 1);
        is_behind_given && !self.is_given_of_bearer(words, at) || self.is_before_given(reading, words, at)
    }

    /// Whether the word before a surname is a given name of one who bears it.
    fn is_given_of_bearer(&self, words: &Segment<'_>, at: usize) -> bool {
        let (Some(surname), Some(given)) = (words.lower(at), words.lower(at - 1)) else { return false };
        let bearers = self.by_surname.get(surname.as_str()).into_iter().flatten();
        bearers
            .filter_map(|bearer| self.names.get(bearer))
            .any(|names| names.iter().any(|name| name.given.contains(&given)))
    }

    /// "Chen Shih-chung" where the bearer is Chen Chien-jen.
    fn is_before_given(&self, reading: &Reading<'_>, words: &Segment<'_>, at: usize) -> bool {
        let Some(next) = words.tokens.get(at + 1).filter(|_| words.is_joined(at + 1)) else { return false };
        let Some(surname) = words.lower(at) else { return false };
        let extractor = reading.extractor;
        let prominent = extractor.prominent.get(&words.tokens[at].hash).into_iter().flatten();
        let named = self.by_surname.get(surname.as_str()).into_iter().flatten().copied();
        let bearers: BTreeSet<ActorId> =
            prominent.map(|i| extractor.aliases[*i].actor).chain(named).collect();
        let names = || bearers.iter().filter_map(|bearer| extractor.persons.get(bearer)).flatten();
        let is_name = |word: String| {
            let is_given = names().any(|name| name.given.contains(&word));
            !is_given
                && !is_title(&word)
                && !NOT_NAMES.contains(&word.as_str())
                && !THINGS.contains(&word.as_str())
        };
        next.starts_upper
            && next.has_lower
            && !words.is_title_case()
            && names().any(|name| name.is_family_first)
            && words.lower(at + 1).is_some_and(is_name)
    }

    /// Whether the last full name before a surname, of all who share it, is that of somebody else.
    fn means_other(&self, hash: u64, persons: &BTreeSet<ActorId>, place: (usize, usize)) -> bool {
        let last = |places: &[(usize, usize)]| {
            let n_before = places.partition_point(|other| *other < place);
            places[..n_before].last().copied()
        };
        let other = self.others.get(&hash).and_then(|places| last(places));
        let known = persons
            .iter()
            .filter_map(|person| self.places.get(person))
            .filter_map(|places| last(places))
            .max();
        other > known
    }

    /// The draft of a bare surname.
    fn named(&self, reading: &Reading<'_>, segment: usize, at: usize) -> Option<Draft> {
        let words = &reading.segments[segment];
        let word = words.tokens[at].span.of(words.text);
        let may_be_one = self.hashes.contains(&words.tokens[at].hash)
            || initial_of_key(word).is_some_and(|initial| self.initials.contains(&initial));
        if !may_be_one {
            return None;
        }
        let lower = words.lower(at)?;
        let (persons, rule) = self.persons(&lower, words.is_all_caps())?;
        let has_particle = at > 0 && words.is_joined(at) && is_particle(words, at - 1);
        let first = at - usize::from(has_particle && !words.begins_sentence(at));
        let given = self.given_before(reading, segment, (first, &persons))?;
        let is_other = !given && self.means_other(words.tokens[at].hash, &persons, (segment, at));
        if is_other || is_before_thing(words, at) || self.is_before_given(reading, words, at) {
            return None;
        }
        let (persons, rule) =
            most_prominent(reading, words.tokens[at].hash, persons).unwrap_or_else(|p| (p, rule));
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
            alone: None,
            needs_context: false,
            is_word: false,
        })
    }

    /// The draft of a surname that news uses alone, unless the article names a bearer in full.
    fn prominent(&self, reading: &Reading<'_>, segment: usize, at: usize) -> Option<Draft> {
        let words = &reading.segments[segment];
        let aliases = reading.extractor.prominent.get(&words.tokens[at].hash)?;
        let lower = words.lower(at)?;
        if self.by_surname.contains_key(lower.as_str()) {
            return None;
        }
        let aliases = aliases.iter().map(|i| &reading.extractor.aliases[*i]);
        let standing = aliases.filter(|alias| alias.holds_on(reading.date) && stands(words, alias, at));
        let persons: BTreeSet<ActorId> = standing.clone().map(|alias| alias.actor).collect();
        let alias = standing.max_by_key(|alias| alias.text.len())?;
        let first = at + 1 - newsloom_text::words(&alias.text).count();
        let is_other = self.given_before(reading, segment, (first, &persons)).is_none()
            || self.others.contains_key(&words.tokens[at].hash)
            || persons.iter().all(|person| !may_bear_title(reading, *person, (segment, first)));
        if is_other || is_in_a_longer_name(words, at) || is_word(words, &lower, first) {
            return None;
        }
        Some(Draft {
            segment,
            first,
            end: at + 1,
            actor: alias.actor,
            alias: alias.text.clone(),
            kind: MentionKind::Surname,
            reading: As::Actor,
            rule: rules::PROMINENT_SURNAME,
            not_counted: (persons.len() > 1).then_some(reason::AMBIGUOUS),
            candidates: if persons.len() > 1 { persons.into_iter().collect() } else { Vec::new() },
            head: None,
            outer: None,
            alone: None,
            needs_context: false,
            is_word: false,
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
        let is_of_a_find = reading.is_found(segment, first - 1);
        (TITLES.contains(&word.as_str()) || is_of_a_find || words.is_all_caps()).then_some(false)
    }
}
