//! Names that no dictionary holds, ranked by how widely they are used.

use std::collections::{BTreeMap, BTreeSet};

use newsloom_corpus::{ActorType, Article, ArticleId, CleanArticle, Field, Mention, Span, table::Cell};
use newsloom_diagnostics::Diagnostic;
use newsloom_extract::Dictionary;
use newsloom_formats::csv_text;
use newsloom_text::words;

use crate::{
    Plan,
    cue::{Cues, is_before_place, is_generic, is_no_name, is_title, likely},
    names::{Name, names},
    passage::one_line,
    run::seen::{Belongs, seen},
    who::plain,
};

/// A name that no dictionary holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// As it is written most often.
    pub name: String,
    /// What it looks like: person, organisation, place, unknown.
    pub likely: &'static str,
    /// Clusters with an article that has it.
    pub n_clusters: u64,
    /// ISO weeks of these articles.
    pub n_weeks: u64,
    /// Outlets of these articles.
    pub n_outlets: u64,
    /// The alias of the dictionaries that is closest, with its actor.
    pub nearest: Option<(String, String)>,
    /// A sentence with it.
    pub example: String,
}

/// Reads the articles of a recipe as a run does and gives the names that no mention covers, the
/// product of clusters, weeks and outlets largest first.
///
/// A name is a run of capitalised words, with particles inside, that stands not only at beginnings of
/// sentences and that fewer articles write in lower case. Headlines, and scripts without capitals,
/// give none.
///
/// # Errors
/// A113, P213, if a file cannot be opened.
pub fn suggest(plan: &Plan, most: usize) -> Result<Vec<Suggestion>, Diagnostic> {
    let mut all = Collected::default();
    let belongs = seen(plan, &in_article, &mut |id, found| all.add(id, found))?;
    let joined = all.names();
    let belongs: BTreeMap<ArticleId, Belongs> = belongs.into_iter().collect();
    let mut ranked: Vec<(Spread, String, Known)> =
        joined.into_iter().map(|(key, known)| (known.spread(&belongs), key, known)).collect();
    ranked.sort_by(|a, b| b.0.rank().cmp(&a.0.rank()).then_with(|| a.1.cmp(&b.1)));
    ranked.truncate(most);
    let nearest = Nearest::new(&plan.dictionary);
    let given = given_names(&plan.dictionary);
    Ok(ranked.into_iter().map(|ranked| suggestion(ranked, &nearest, &given)).collect())
}

fn suggestion(
    (spread, key, known): (Spread, String, Known),
    nearest: &Nearest<'_>,
    given: &BTreeSet<String>,
) -> Suggestion {
    let name = known.surface();
    Suggestion {
        likely: likely(&key, &name, (known.cues, given)),
        nearest: nearest.to(&key),
        n_clusters: spread.n_clusters,
        n_weeks: spread.n_weeks,
        n_outlets: spread.n_outlets,
        example: known.example.map(|(_, text)| text).unwrap_or_default(),
        name,
    }
}

/// A name in an article, all its occurrences taken together.
struct Found {
    key: String,
    surface: String,
    cues: Cues,
    /// Whether it stands at beginnings of sentences only.
    is_first: bool,
    example: String,
}

/// What an article holds.
struct InArticle {
    names: Vec<Found>,
    /// Words that it writes in lower case.
    lower: BTreeSet<String>,
}

/// The names of an article, and its words in lower case.
fn in_article(article: &Article, clean: &CleanArticle, mentions: &[Mention]) -> InArticle {
    let sentences = || clean.body().flat_map(|paragraph| &paragraph.sentences);
    let is_lower = |word: &&str| word.starts_with(char::is_lowercase);
    let lower = sentences().flat_map(|sentence| {
        let text = sentence.of(&article.text);
        words(text).map(move |word| word.of(text)).filter(is_lower).map(plain)
    });
    InArticle { lower: lower.collect(), names: names_in(article, clean, mentions) }
}

fn names_in(article: &Article, clean: &CleanArticle, mentions: &[Mention]) -> Vec<Found> {
    let covered: Vec<Span> = mentions.iter().filter(|m| m.field == Field::Text).map(|m| m.span).collect();
    let mut found: BTreeMap<String, Found> = BTreeMap::new();
    for sentence in clean.body().flat_map(|paragraph| &paragraph.sentences) {
        let from = covered.partition_point(|span| span.end() <= sentence.start());
        for name in names(&article.text, *sentence, &covered[from..]) {
            let at = At { text: &article.text, sentence: *sentence, covered: &covered[from..] };
            if let Some(one) = at.occurrence(name) {
                merge(&mut found, one);
            }
        }
    }
    without_short_forms(found)
}

fn merge(found: &mut BTreeMap<String, Found>, one: Found) {
    match found.get_mut(&one.key) {
        None => drop(found.insert(one.key.clone(), one)),
        Some(known) => {
            known.cues = sum(known.cues, one.cues);
            known.is_first &= one.is_first;
        }
    }
}

fn sum(a: Cues, b: Cues) -> Cues {
    Cues {
        n: a.n + b.n,
        n_after_title: a.n_after_title + b.n_after_title,
        n_after_place_word: a.n_after_place_word + b.n_after_place_word,
    }
}

/// Where a name stands.
struct At<'a> {
    text: &'a str,
    sentence: Span,
    covered: &'a [Span],
}

impl At<'_> {
    /// A name without the titles before it, but with the mention before a generic one ("Norse Air Force");
    /// nothing if no name is left.
    fn occurrence(&self, name: Name) -> Option<Found> {
        let parts: Vec<Span> =
            words(name.span.of(self.text)).map(|part| part.shifted(name.span.start())).collect();
        let folded = |part: &Span| plain(part.of(self.text));
        let is_skipped = |part: &&Span| is_title(&folded(part)) || is_no_name(&folded(part));
        let n_skipped = parts.iter().take_while(is_skipped).count();
        let n_behind = parts[n_skipped..].iter().rev().take_while(|part| is_no_name(&folded(part))).count();
        let left = &parts[n_skipped..parts.len() - n_behind];
        let (first, last) = (left.first()?, left.last()?);
        let is_generic = n_skipped == 0 && left.iter().any(|part| is_generic(&folded(part)));
        let start = self.before(*first).filter(|_| is_generic).unwrap_or(first.start());
        let span = Span::new(start, last.end());
        let surface = one_line(span.of(self.text));
        let key = plain(&surface);
        if key.split(' ').all(|word| word.chars().count() < 2) {
            return None;
        }
        let before = self.word_before(span);
        Some(Found {
            key,
            surface,
            cues: Cues {
                n: 1,
                n_after_title: is_title(&before).into(),
                n_after_place_word: is_before_place(&before).into(),
            },
            is_first: name.is_first && n_skipped == 0 && start == first.start(),
            example: one_line(self.sentence.of(self.text)),
        })
    }

    /// The first byte of a mention that ends a blank before a word.
    fn before(&self, word: Span) -> Option<usize> {
        let gap = |span: &&Span| span.end() < word.start() && &self.text[span.end()..word.start()] == " ";
        self.covered.iter().find(gap).map(|span| span.start())
    }

    /// The folded word before a name, an article passed over.
    fn word_before(&self, name: Span) -> String {
        let text = &self.text[self.sentence.start()..name.start()];
        let before: Vec<String> = words(text).map(|word| plain(word.of(text))).collect();
        before.into_iter().rev().find(|word| word != "the").unwrap_or_default()
    }
}

/// The names without those that are a word of a longer one in the article.
fn without_short_forms(found: BTreeMap<String, Found>) -> Vec<Found> {
    let long = found.keys().filter(|key| key.contains(' '));
    let parts: BTreeSet<String> = long.flat_map(|key| key.split(' ')).map(str::to_owned).collect();
    found.into_values().filter(|name| !parts.contains(&name.key)).collect()
}

/// What is known of a name over all articles.
#[derive(Default)]
struct Known {
    surfaces: BTreeMap<String, u64>,
    cues: Cues,
    /// Articles in which it stands within a sentence, and those where only at beginnings.
    articles: Vec<ArticleId>,
    first_in: Vec<ArticleId>,
    /// Of the article with the smallest id, so that the order of reading does not matter.
    example: Option<(ArticleId, String)>,
}

impl Known {
    fn add(&mut self, id: ArticleId, found: Found) {
        *self.surfaces.entry(found.surface).or_default() += found.cues.n;
        self.cues = sum(self.cues, found.cues);
        if found.is_first { &mut self.first_in } else { &mut self.articles }.push(id);
        if self.example.as_ref().is_none_or(|(other, _)| id < *other) {
            self.example = Some((id, found.example));
        }
    }

    fn surface(&self) -> String {
        let most = self.surfaces.iter().max_by_key(|(surface, n)| (**n, std::cmp::Reverse(*surface)));
        most.map(|(surface, _)| surface.clone()).unwrap_or_default()
    }

    fn spread(&self, belongs: &BTreeMap<ArticleId, Belongs>) -> Spread {
        let all = || self.articles.iter().chain(&self.first_in).filter_map(|id| belongs.get(id));
        let n = |found: usize| found.max(1) as u64;
        Spread {
            n_clusters: n(all().map(|b| b.cluster).collect::<BTreeSet<_>>().len()),
            n_weeks: n(all().filter_map(|b| b.week).collect::<BTreeSet<_>>().len()),
            n_outlets: n(all().filter_map(|b| b.outlet.as_deref()).collect::<BTreeSet<_>>().len()),
        }
    }
}

/// How widely a name is used.
struct Spread {
    n_clusters: u64,
    n_weeks: u64,
    n_outlets: u64,
}

impl Spread {
    fn rank(&self) -> u64 {
        self.n_clusters.saturating_mul(self.n_weeks).saturating_mul(self.n_outlets)
    }
}

/// What all articles hold.
#[derive(Default)]
struct Collected {
    names: BTreeMap<String, Known>,
    /// Articles in which a word is written in lower case.
    lower: BTreeMap<String, usize>,
}

impl Collected {
    fn add(&mut self, id: ArticleId, found: InArticle) {
        for name in found.names {
            self.names.entry(name.key.clone()).or_default().add(id, name);
        }
        for word in found.lower {
            *self.lower.entry(word).or_default() += 1;
        }
    }

    /// The names that stand within sentences and are no ordinary words; what stands at beginnings only
    /// is added to the name that it is without its first word.
    fn names(self) -> BTreeMap<String, Known> {
        let lower = self.lower;
        let is_inside = |known: &Known| 3 * known.articles.len() >= known.first_in.len().max(1);
        let is_ordinary =
            |key: &str, known: &Known| lower.get(key).is_some_and(|n| *n >= known.articles.len());
        let (mut inside, first): (BTreeMap<String, Known>, BTreeMap<String, Known>) =
            self.names.into_iter().partition(|(_, known)| is_inside(known));
        inside.retain(|key, known| !is_ordinary(key, known));
        for (key, known) in first {
            let name = key.split_once(' ').and_then(|(_, rest)| inside.get_mut(rest));
            if let Some(name) = name {
                name.first_in.extend(known.first_in);
            }
        }
        inside
    }
}

/// The first words of the names of persons.
fn given_names(dictionary: &Dictionary) -> BTreeSet<String> {
    let persons =
        dictionary.aliases.iter().filter(|a| dictionary.actors.get(a.actor).kind == ActorType::Person);
    persons.filter_map(|alias| Some(plain(&alias.text).split_once(' ')?.0.to_owned())).collect()
}

/// Aliases by their folded words.
struct Nearest<'a> {
    dictionary: &'a Dictionary,
    plain: Vec<String>,
    by_word: BTreeMap<String, Vec<usize>>,
}

/// Least similarity of an alias that is worth naming, for a name of one word and of several.
const MIN_SIMILARITY: [f64; 2] = [0.8, 0.75];

impl<'a> Nearest<'a> {
    fn new(dictionary: &'a Dictionary) -> Self {
        let plain: Vec<String> = dictionary.aliases.iter().map(|alias| plain(&alias.text)).collect();
        let mut by_word: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (i, text) in plain.iter().enumerate() {
            for word in text.split(' ') {
                by_word.entry(beginning(word)).or_default().push(i);
            }
        }
        Self { dictionary, plain, by_word }
    }

    /// The most similar of the aliases with a word that begins as one of the name.
    fn to(&self, key: &str) -> Option<(String, String)> {
        let near: BTreeSet<usize> =
            key.split(' ').filter_map(|word| self.by_word.get(&beginning(word))).flatten().copied().collect();
        let similar = |i: &usize| strsim::normalized_damerau_levenshtein(key, &self.plain[*i]);
        let least = MIN_SIMILARITY[usize::from(key.contains(' '))];
        let scored = near.iter().map(|i| (similar(i), *i)).filter(|(score, _)| *score >= least);
        let (_, best) = scored.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))?;
        let alias = &self.dictionary.aliases[best];
        Some((alias.text.to_string(), self.dictionary.actors.get(alias.actor).id.to_string()))
    }
}

/// The first two letters.
fn beginning(word: &str) -> String {
    word.chars().take(2).collect()
}

fn optional(text: Option<&String>) -> Cell<'_> {
    text.map_or(Cell::Null, |text| Cell::Text(text.as_str().into()))
}

/// The suggestions as a CSV table.
pub fn suggestions_csv(suggestions: &[Suggestion]) -> String {
    let header = [
        "name",
        "likely",
        "n_clusters",
        "n_weeks",
        "n_outlets",
        "nearest_alias",
        "nearest_actor_id",
        "example",
    ];
    let rows = suggestions.iter().map(|one| {
        let nearest = one.nearest.as_ref();
        vec![
            optional(Some(&one.name)),
            Cell::Text(one.likely.into()),
            Cell::UInt(one.n_clusters),
            Cell::UInt(one.n_weeks),
            Cell::UInt(one.n_outlets),
            optional(nearest.map(|(alias, _)| alias)),
            optional(nearest.map(|(_, actor)| actor)),
            optional(Some(&one.example)),
        ]
    });
    csv_text(&header, rows)
}
