//! The sentences behind a number.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
};

use newsloom_corpus::{
    Article, CleanArticle, Field, Span, Week, some_columns,
    table::{ActorRow, Cell, CoMentionEvidenceRow, MentionRow, Word},
};
use newsloom_diagnostics::Diagnostic;
use newsloom_formats::csv_text;
use serde::Serialize;

use crate::{
    Plan,
    finished::{Filed, Finished},
    passage::{Place, marked, place},
    run::again::{Again, again},
    who::Who,
};

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Question {
    /// An actor, or the two of a pair: ids or names.
    pub actors: Vec<String>,
    /// Only what was counted in this week.
    pub week: Option<Week>,
    /// Show at most so many passages: the first of each story before further ones, those with most copies
    /// first; all if `None`.
    pub most: Option<usize>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evidence {
    /// The run.
    pub run_id: String,
    /// The actors asked for.
    pub actors: Vec<Asked>,
    /// The week asked for.
    pub week: Option<String>,
    /// Counted mentions of a single actor; joint contexts of a pair.
    pub n_counted: u64,
    /// Stories (clusters; articles where these are counted) in which they stand.
    pub n_stories: u64,
    /// Mentions of a single actor in counted articles that do not count, by reason.
    pub not_counted: BTreeMap<String, u64>,
    /// Articles of the run that are no longer in the input: their sentences cannot be shown.
    pub n_articles_missing: u64,
    /// The passages shown, by date.
    pub passages: Vec<Passage>,
    /// Passages that there are.
    pub n_passages: u64,
}

/// An actor asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// Id in the dictionary.
    pub actor_id: String,
    /// Name for readers.
    pub name: String,
}

/// A sentence (of a pair in wider contexts: two) with its mentions marked.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Passage {
    /// Id of the article.
    pub article_id: String,
    /// The input's own id.
    pub record_id: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Day of publication.
    pub published_date: Option<String>,
    /// Week under which it is counted.
    pub week: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Articles of its cluster, itself included.
    pub cluster_size: u32,
    /// The sentence with `[[` and `]]` around its mentions.
    pub text: String,
    /// The mentions marked.
    pub mentions: Vec<Named>,
}

/// A mention of a passage.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Named {
    /// Id of the mention.
    pub mention_id: String,
    /// The actor that it counts for.
    pub actor_id: String,
    /// The words of the article.
    pub surface: String,
    /// The alias that matched.
    pub alias: String,
    /// By what it is named.
    pub kind: String,
    /// The rule that made it.
    pub rule: String,
    /// Confidence of the rule.
    pub confidence: f64,
}

/// Finds the sentences behind the number of an actor or pair in a finished run; warns of what has
/// changed since the run (R112).
///
/// # Errors
/// R101, if there is no finished run or a table is missing; R111, if an actor is not known; A113, if
/// an input cannot be read.
pub fn why(
    plan: &Plan,
    folder: &Path,
    question: &Question,
) -> Result<(Evidence, Vec<Diagnostic>), Vec<Diagnostic>> {
    let run = Finished::open(folder).map_err(|problem| vec![problem])?;
    let counted: Vec<ActorRow> = run.rows().map_err(|problem| vec![problem])?;
    let who = Who::new(&counted, plan);
    let (mut asked, mut problems) = (Vec::new(), Vec::new());
    for name in &question.actors {
        match who.find(name) {
            Ok(row) => asked.push(Asked { actor_id: row.actor_id.clone(), name: row.name.clone() }),
            Err(problem) => problems.push(problem),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let evidence = Search { run: &run, plan, question }.evidence(asked);
    Ok((evidence.map_err(|problem| vec![problem])?, run.changes(plan)))
}

struct Search<'a> {
    run: &'a Finished,
    plan: &'a Plan,
    question: &'a Question,
}

some_columns! {
    /// What is told of a mention.
    struct Told of MentionRow {
        mention_id: String,
        article_id: Arc<str>,
        actor_id: Arc<str>,
        surface: String,
        alias: Arc<str>,
        kind: Word,
        confidence: f64,
        start_byte: u32,
        end_byte: u32,
        in_title: bool,
        actor_id_counted: Option<Arc<str>>,
        not_counted_reason: Option<Word>,
        rule: Word,
    }
}

/// What of an article is asked for.
#[derive(Default)]
struct Wanted {
    mentions: Vec<Told>,
    /// Of a pair: the ids of the two mentions of each joint context.
    contexts: Vec<(String, String)>,
    /// Why mentions of a single actor do not count.
    not_counted: Vec<Word>,
}

impl Wanted {
    fn has_sentences(&self) -> bool {
        !(self.mentions.is_empty() && self.contexts.is_empty())
    }
}

impl Search<'_> {
    fn evidence(&self, mut asked: Vec<Asked>) -> Result<Evidence, Diagnostic> {
        asked.dedup();
        let mut by_article = self.asked_for(&asked)?;
        let articles = self.run.articles_of(by_article.keys().cloned().collect())?;
        by_article.retain(|id, _| articles.get(id).is_some_and(|article| self.is_in(article)));
        let mut not_counted: BTreeMap<String, u64> = BTreeMap::new();
        for reason in by_article.values().flat_map(|wanted| &wanted.not_counted) {
            *not_counted.entry(reason.to_string()).or_default() += 1;
        }
        by_article.retain(|_, wanted| wanted.has_sentences());
        let (found, n_articles_missing) = self.found(&by_article, &articles)?;
        let stories: BTreeSet<&str> = found.iter().map(|(passage, _)| passage.article_id.as_str()).collect();
        let n_stories = stories.len() as u64;
        let n_counted = found.iter().map(|(_, n)| n).sum();
        let n_passages = found.len() as u64;
        Ok(Evidence {
            run_id: self.run.manifest.run_id.clone(),
            actors: asked,
            week: self.question.week.map(|week| week.to_string()),
            n_counted,
            n_stories,
            not_counted,
            n_articles_missing,
            n_passages,
            passages: shown(found.into_iter().map(|(passage, _)| passage).collect(), self.question.most),
        })
    }

    /// What the tables hold of what is asked for, by article: of a single actor all mentions, of a pair those
    /// in articles with a joint context.
    fn asked_for(&self, asked: &[Asked]) -> Result<BTreeMap<String, Wanted>, Diagnostic> {
        let mut found =
            if let [one, other] = asked { self.joint((one, other))? } else { BTreeMap::default() };
        let is_single = asked.len() == 1;
        let is_asked = |id: &str| asked.iter().any(|actor| actor.actor_id == id);
        let ids = asked.iter().map(|actor| actor.actor_id.clone()).collect();
        for row in self.run.having::<Told>(&["actor_id", "actor_id_counted"], ids)? {
            let row = row?;
            let of_article = if is_single {
                Some(found.entry(row.article_id.to_string()).or_default())
            } else {
                found.get_mut(&*row.article_id)
            };
            let Some(wanted) = of_article else { continue };
            match (&row.actor_id_counted, &row.not_counted_reason) {
                (Some(id), _) if is_asked(id) => wanted.mentions.push(row),
                (None, Some(reason)) if is_single => wanted.not_counted.push(reason.clone()),
                _ => {}
            }
        }
        Ok(found)
    }

    /// The joint contexts of a pair.
    fn joint(&self, (one, other): (&Asked, &Asked)) -> Result<BTreeMap<String, Wanted>, Diagnostic> {
        let mut wanted: BTreeMap<String, Wanted> = BTreeMap::new();
        let (source, target) =
            (one.actor_id.as_str().min(&other.actor_id), one.actor_id.as_str().max(&other.actor_id));
        for row in self.run.having::<CoMentionEvidenceRow>(&["source"], [source.to_owned()].into())? {
            let row = row?;
            if row.target == target {
                let context = (row.mention_id_source, row.mention_id_target);
                wanted.entry(row.article_id).or_default().contexts.push(context);
            }
        }
        Ok(wanted)
    }

    fn is_in(&self, article: &Filed) -> bool {
        self.run.counts(&article.row) && self.question.week.is_none_or(|week| article.week == Some(week))
    }

    /// The passages with the number of what is counted in each, and the number of articles that are
    /// not found again.
    fn found(
        &self,
        wanted: &BTreeMap<String, Wanted>,
        articles: &BTreeMap<String, Filed>,
    ) -> Result<(Vec<(Passage, u64)>, u64), Diagnostic> {
        let (mut found, mut n_read) = (Vec::new(), 0);
        if wanted.is_empty() {
            return Ok((found, 0));
        }
        let counts_titles = self.run.counts_titles();
        let see = |article: &Article, clean: &CleanArticle| {
            let id = article.id.to_string();
            passages((article, clean), &articles[&id], (&wanted[&id], counts_titles))
        };
        let is_wanted = |id: newsloom_corpus::ArticleId| wanted.contains_key(&id.to_string());
        again(self.plan, &Again { is_wanted: &is_wanted, see: &see }, |passages| {
            n_read += 1;
            found.extend(passages);
        })?;
        found.sort_by(|(a, _), (b, _)| order(a).cmp(&order(b)));
        Ok((found, wanted.len() as u64 - n_read))
    }
}

/// By date, undated last; then by outlet and article.
fn order(passage: &Passage) -> (bool, &Option<String>, &Option<String>, &str) {
    let date = &passage.published_date;
    (date.is_none(), date, &passage.outlet, &passage.article_id)
}

/// The first passage of each story before further ones, those with most copies first; in order of date.
fn shown(passages: Vec<Passage>, most: Option<usize>) -> Vec<Passage> {
    let mut n_before: BTreeMap<String, u32> = BTreeMap::new();
    let mut ranked: Vec<(u32, usize, Passage)> = Vec::with_capacity(passages.len());
    for (at, passage) in passages.into_iter().enumerate() {
        let n = n_before.entry(passage.article_id.clone()).or_default();
        ranked.push((*n, at, passage));
        *n += 1;
    }
    ranked.sort_by_key(|(n, at, passage)| (*n, std::cmp::Reverse(passage.cluster_size), *at));
    ranked.truncate(most.unwrap_or(usize::MAX));
    ranked.sort_by_key(|(_, at, _)| *at);
    ranked.into_iter().map(|(_, _, passage)| passage).collect()
}

/// The passages of an article: of a pair one a joint context, of an actor one a sentence.
fn passages(
    (article, clean): (&Article, &CleanArticle),
    filed: &Filed,
    (wanted, counts_titles): (&Wanted, bool),
) -> Vec<(Passage, u64)> {
    let placed: Vec<(Place, &Told)> = wanted
        .mentions
        .iter()
        .filter_map(|row| Some((place(article, clean, (field(row), row.start_byte as usize))?, row)))
        .collect();
    let passage = |places: &BTreeSet<Place>| {
        let inside: Vec<&(Place, &Told)> = placed.iter().filter(|(at, _)| places.contains(at)).collect();
        (written(article, filed, (places, &inside)), inside.len() as u64)
    };
    if wanted.contexts.is_empty() {
        let is_context = |at: &Place| if at.field == Field::Title { counts_titles } else { !at.is_heading };
        let sentences: BTreeSet<Place> = placed.iter().map(|(at, _)| *at).filter(is_context).collect();
        return sentences.into_iter().map(|at| passage(&[at].into())).collect();
    }
    let place_of = |id: &str| placed.iter().find(|(_, row)| row.mention_id == id).map(|(at, _)| *at);
    let context = |(source, target): &(String, String)| {
        let places: BTreeSet<Place> = [place_of(source)?, place_of(target)?].into();
        Some((passage(&places).0, 1))
    };
    wanted.contexts.iter().filter_map(context).collect()
}

fn field(row: &Told) -> Field {
    if row.in_title { Field::Title } else { Field::Text }
}

fn written(
    article: &Article,
    filed: &Filed,
    (places, inside): (&BTreeSet<Place>, &[&(Place, &Told)]),
) -> Passage {
    let spans = |at: &Place| -> Vec<Span> {
        let here = inside.iter().filter(|(place, _)| place == at);
        here.map(|(_, row)| Span::new(row.start_byte as usize, row.end_byte as usize)).collect()
    };
    let sentences: Vec<String> = places.iter().map(|at| marked(article, *at, &spans(at))).collect();
    let row = &filed.row;
    Passage {
        article_id: row.article_id.clone(),
        record_id: row.record_id.clone(),
        outlet: row.outlet.clone(),
        published_date: row.published_date.map(|date| date.to_string()),
        week: filed.week.map(|week| week.to_string()),
        title: row.title.clone(),
        url: row.url.clone(),
        cluster_size: row.cluster_size.unwrap_or(1),
        text: sentences.join(" … "),
        mentions: inside.iter().map(|(_, row)| named(row)).collect(),
    }
}

fn named(row: &Told) -> Named {
    Named {
        mention_id: row.mention_id.clone(),
        actor_id: row.actor_id_counted.as_deref().unwrap_or_default().to_owned(),
        surface: row.surface.clone(),
        alias: row.alias.to_string(),
        kind: row.kind.to_string(),
        rule: row.rule.to_string(),
        confidence: row.confidence,
    }
}

/// The columns of [`Evidence::csv`].
const COLUMNS: &[&str] = &[
    "passage",
    "article_id",
    "record_id",
    "outlet",
    "published_date",
    "week",
    "title",
    "url",
    "cluster_size",
    "text",
    "mention_id",
    "actor_id",
    "surface",
    "alias",
    "kind",
    "rule",
    "confidence",
];

impl Evidence {
    /// One row a mention, with the passage repeated.
    pub fn csv(&self) -> String {
        let rows = (1..).zip(&self.passages).flat_map(|(number, passage)| {
            passage.mentions.iter().map(move |mention| csv_row(number, passage, mention))
        });
        csv_text(COLUMNS, rows)
    }

    /// The whole answer.
    pub fn json(&self) -> String {
        let text = serde_json::to_string_pretty(self).expect("evidence is texts and numbers");
        format!("{text}\n")
    }
}

fn csv_row<'a>(number: u64, passage: &'a Passage, mention: &'a Named) -> Vec<Cell<'a>> {
    let optional = |text: &'a Option<String>| text.as_deref().map_or(Cell::Null, |t| Cell::Text(t.into()));
    let text = |text: &'a str| Cell::Text(text.into());
    vec![
        Cell::UInt(number),
        text(&passage.article_id),
        optional(&passage.record_id),
        optional(&passage.outlet),
        optional(&passage.published_date),
        optional(&passage.week),
        optional(&passage.title),
        optional(&passage.url),
        Cell::UInt(passage.cluster_size.into()),
        text(&passage.text),
        text(&mention.mention_id),
        text(&mention.actor_id),
        text(&mention.surface),
        text(&mention.alias),
        text(&mention.kind),
        text(&mention.rule),
        Cell::Float(mention.confidence),
    ]
}
