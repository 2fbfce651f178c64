//! Sports news: there countries are teams.

use std::{collections::BTreeSet, sync::LazyLock};

use newsloom_corpus::{ActorType, MentionKind};
use newsloom_text::hash_of_word;

use super::Reading;
use crate::{rules::reason, tokens::Segment};

/// Words of sports reports; each is rare elsewhere.
const WORDS: &[&str] = &[
    "batsman",
    "batsmen",
    "championship",
    "championships",
    "coach",
    "cricket",
    "cup",
    "fielder",
    "fifa",
    "finalist",
    "football",
    "footballer",
    "goalkeeper",
    "goalless",
    "halftime",
    "inning",
    "innings",
    "knockout",
    "match",
    "medal",
    "medallist",
    "midfielder",
    "nba",
    "nfl",
    "nhl",
    "olympic",
    "olympics",
    "pitcher",
    "playoff",
    "playoffs",
    "qualifier",
    "qualifiers",
    "quarterfinal",
    "quarterfinals",
    "quarterback",
    "rugby",
    "scored",
    "scorer",
    "scorers",
    "semifinal",
    "semifinals",
    "semis",
    "soccer",
    "squad",
    "stadium",
    "striker",
    "teammate",
    "teammates",
    "tennis",
    "tournament",
    "touchdown",
    "trophy",
    "uefa",
    "unbeaten",
    "wicket",
    "wickets",
    "winger",
];
/// An article is sports news with so many different words of the list, one in so many words: a report
/// has many, a list of results few words but those.
const LEAST: &[(usize, usize)] = &[(4, 40), (3, 15)];

/// Sports that wire services set before a headline: "Soccer - Late goal saves Atlantis".
const SLUGS: &[&str] = &[
    "athletics",
    "baseball",
    "basketball",
    "boxing",
    "cricket",
    "cycling",
    "football",
    "golf",
    "motorcycling",
    "motorracing",
    "nba",
    "nfl",
    "nhl",
    "olympics",
    "rugby",
    "skiing",
    "soccer",
    "swimming",
    "tennis",
];

static HASHES: LazyLock<BTreeSet<u64>> =
    LazyLock::new(|| WORDS.iter().map(|word| hash_of_word(word)).collect());

/// Marks countries and demonyms as teams if the article is sports news.
pub(super) fn judge(reading: &mut Reading<'_>) {
    let is_team = |reading: &Reading<'_>, i: usize| {
        reading.extractor.kind(reading.drafts[i].actor) == ActorType::Country
            && !matches!(reading.drafts[i].kind, MentionKind::Office)
            && reading.drafts[i].is_counted()
    };
    let teams: Vec<usize> = (0..reading.drafts.len()).filter(|i| is_team(reading, *i)).collect();
    if teams.is_empty() || !is_sport(reading) {
        return;
    }
    for i in teams {
        let is_nationality = is_bracketed(reading, i);
        let why = if is_nationality { reason::NATIONALITY } else { reason::TEAM };
        reading.drafts[i].not_counted = Some(why);
    }
}

/// Whether brackets stand around a country: the one that an athlete comes from.
fn is_bracketed(reading: &Reading<'_>, i: usize) -> bool {
    let segment = &reading.segments[reading.drafts[i].segment];
    let span = reading.drafts[i].span(segment);
    segment.text[..span.start()].trim_end().ends_with('(')
        && segment.text[span.end()..].trim_start().starts_with(')')
}

/// Whether the title, or the text, begins with the slug of a sport.
fn has_slug(reading: &Reading<'_>) -> bool {
    let begins = |segment: &Segment<'_>| {
        let n_words =
            1 + usize::from(segment.lower(1).is_some_and(|word| matches!(&*word, "union" | "league")));
        let slug = segment.lower(0).filter(|word| SLUGS.contains(&word.as_str()));
        slug.is_some()
            && segment.tokens.get(n_words).is_some_and(|next| {
                let between = &segment.text[segment.tokens[n_words - 1].span.end()..next.span.start()];
                matches!(between.trim(), "-" | ":" | "\u{2013}" | "\u{2014}")
            })
    };
    reading.segments.iter().filter(|segment| !segment.tokens.is_empty()).take(2).any(begins)
}

fn is_sport(reading: &Reading<'_>) -> bool {
    if has_slug(reading) {
        return true;
    }
    let tokens = || reading.segments.iter().flat_map(|segment| &segment.tokens);
    let found = || tokens().map(|token| token.hash).filter(|hash| HASHES.contains(hash));
    let different: BTreeSet<u64> = found().collect();
    let (n_found, n_words) = (found().count(), tokens().count());
    LEAST.iter().any(|(n_different, apart)| different.len() >= *n_different && n_found * apart >= n_words)
}
