use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::civil::Date;
use newsloom_corpus::{
    Article, ArticleId, CleanArticle, Field, Span, some_columns,
    table::{Cell, CoMentionEvidenceRow, MentionRow, Word},
};
use newsloom_diagnostics::Diagnostic;
use newsloom_formats::{csv_text, write_file};

use super::{
    draw::{Drawn, Lot, draw, lot},
    key::{Item, Key, Task, path_of},
    pool::{Candidate, Pool},
    sheet::COLUMNS,
    strata::{Stratum, fitting, n_different},
};
use crate::{
    Plan,
    finished::{Filed, Finished},
    passage::{COUNTED, LEFT_OUT, Place, marked, marked_with, place},
    run::again::{Again, again},
};

some_columns! {
    /// A mention, as far as it is drawn and shown.
    struct Found of MentionRow {
        mention_id: String,
        article_id: Arc<str>,
        actor_id: Arc<str>,
        actor_type: Word,
        kind: Word,
        start_byte: u32,
        end_byte: u32,
        in_title: bool,
        is_counted: bool,
        not_counted_reason: Option<Word>,
    }
}

/// How a sample is drawn.
#[derive(Debug, Clone)]
pub struct SampleOptions {
    /// Counted mentions.
    pub mentions: usize,
    /// Sentences, with and without mentions.
    pub sentences: usize,
    /// Joint contexts of pairs.
    pub pairs: usize,
    /// What the strata are made of; made coarser where there are more strata than items.
    pub stratify: Vec<Stratum>,
    /// Another seed draws another sample.
    pub seed: u64,
}

/// What was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sampled {
    /// The sheet.
    pub sheet: PathBuf,
    /// Its key.
    pub key: PathBuf,
    /// Items by task, with the size of what they were drawn from.
    pub items: Vec<(&'static str, u64, u64)>,
    /// By task, what the sample is spread over in place of the strata asked for, which were too many.
    pub notes: Vec<String>,
}

/// Draws a sample of a finished run and writes a blind coding sheet with its key beside it; warns of
/// what has changed since the run (R112).
///
/// Drawn are counted mentions, joint contexts and sentences (of the kept text, headings and titles
/// included) of the articles that count. The sheet does not say by which rule something was found.
///
/// # Errors
/// R101, if there is no finished run or a table is missing; A113, if an input cannot be read; R102,
/// if a file cannot be written.
pub fn sample(
    plan: &Plan,
    (folder, sheet): (&Path, &Path),
    options: &SampleOptions,
) -> Result<(Sampled, Vec<Diagnostic>), Diagnostic> {
    let run = Finished::open(folder)?;
    let sampler = Sampler::new(plan, &run, options)?;
    let Entries { entries, n_sentences, notes } = sampler.entries()?;
    let sample = format!("{:08x}", lot(options.seed, &run.manifest.run_id) >> 32);
    let names: Vec<String> = (1..=entries.len()).map(|n| format!("{sample}-{n:04}")).collect();
    let rows = names.iter().zip(&entries).map(|(name, entry)| sheet_row(name, entry));
    write_file(sheet, csv_text(COLUMNS, rows).as_bytes())?;
    let key = Key {
        sample,
        run_id: run.manifest.run_id.clone(),
        seed: options.seed,
        population: sampler.population(n_sentences),
        items: names.into_iter().zip(entries.into_iter().map(|entry| entry.item)).collect(),
    };
    let text = serde_json::to_string_pretty(&key).expect("a key is texts and numbers");
    write_file(&path_of(sheet), format!("{text}\n").as_bytes())?;
    let n = |task: Task| key.items.values().filter(|item| item.task == task).count() as u64;
    let items = Task::ALL.map(|task| (task.as_str(), n(task), key.population[task.as_str()])).to_vec();
    Ok((Sampled { sheet: sheet.to_owned(), key: path_of(sheet), items, notes }, run.changes(plan)))
}

/// A row of the sheet with its item in the key.
struct Entry {
    text: String,
    actors: [String; 2],
    outlet: Option<String>,
    date: Option<Date>,
    title: Option<String>,
    item: Item,
}

fn sheet_row<'a>(name: &'a str, entry: &'a Entry) -> Vec<Cell<'a>> {
    let text = |text: &'a str| if text.is_empty() { Cell::Null } else { Cell::Text(text.into()) };
    let title = entry.title.as_deref().unwrap_or_default();
    vec![
        text(name),
        text(entry.item.task.as_str()),
        text(&entry.text),
        text(&entry.actors[0]),
        text(&entry.actors[1]),
        text(entry.outlet.as_deref().unwrap_or_default()),
        entry.date.map_or(Cell::Null, Cell::Date),
        text(title),
        Cell::Null,
        Cell::Null,
    ]
}

struct Sampler<'a> {
    plan: &'a Plan,
    options: &'a SampleOptions,
    /// The articles that count.
    articles: BTreeMap<String, Filed>,
    /// The counted mentions in them, sorted by article.
    mentions: Vec<Found>,
    /// Those that are found and left out on purpose, sorted by article.
    left_out: Vec<Found>,
    pairs: Vec<CoMentionEvidenceRow>,
    by_years: bool,
}

/// The rows of the sheet, mentions first, then sentences and pairs, each in the order of their lots.
struct Entries {
    entries: Vec<Entry>,
    /// Of all sentences.
    n_sentences: u64,
    notes: Vec<String>,
}

/// What is drawn before the articles are read again.
struct Lots {
    mentions: Vec<Drawn>,
    pairs: Vec<Drawn>,
    notes: Vec<String>,
}

/// What is read again of an article.
struct Read {
    mentions: Vec<(Drawn, String)>,
    pairs: Vec<(Drawn, String)>,
    sentences: Vec<Candidate>,
}

/// Months of a run beyond which periods are years.
const MAX_MONTHS: i32 = 24;

impl<'a> Sampler<'a> {
    fn new(plan: &'a Plan, run: &Finished, options: &'a SampleOptions) -> Result<Self, Diagnostic> {
        let articles = run.counted_articles()?;
        let is_of_counted = |row: &Result<Found, Diagnostic>| {
            row.as_ref().map_or(true, |row| articles.contains_key(&*row.article_id))
        };
        let mut mentions = run.walk()?.filter(is_of_counted).collect::<Result<Vec<Found>, _>>()?;
        mentions.sort_by(|a, b| a.article_id.cmp(&b.article_id));
        let left_out = mentions.extract_if(.., |row| !row.is_counted).filter(is_left_out).collect();
        let mut pairs: Vec<CoMentionEvidenceRow> = run.rows()?;
        pairs.retain(|row| articles.contains_key(&row.article_id));
        let months = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month());
        let days: Vec<i32> = articles.values().filter_map(|a| a.row.published_date).map(months).collect();
        let span = days.iter().max().zip(days.iter().min()).map_or(0, |(last, first)| last - first);
        Ok(Self { plan, options, articles, mentions, left_out, pairs, by_years: span >= MAX_MONTHS })
    }

    /// What was drawn from, by task.
    fn population(&self, n_sentences: u64) -> BTreeMap<String, u64> {
        let sizes = [self.mentions.len() as u64, n_sentences, self.pairs.len() as u64];
        Task::ALL.iter().map(|task| task.as_str().to_owned()).zip(sizes).collect()
    }

    fn entries(&self) -> Result<Entries, Diagnostic> {
        let lots = self.lots();
        let mut read: Vec<Read> = Vec::new();
        let mut pool = Pool::new(self.options.sentences);
        let see = |article: &Article, clean: &CleanArticle| self.see(article, clean, &lots);
        let is_wanted = |id: ArticleId| self.articles.contains_key(&id.to_string());
        again(self.plan, &Again { is_wanted: &is_wanted, see: &see }, |mut found| {
            for candidate in std::mem::take(&mut found.sentences) {
                pool.add(self.articles[&candidate.article].week, candidate);
            }
            read.push(found);
        })?;
        let mut mentions: Vec<(Drawn, String)> = read.iter_mut().flat_map(|r| r.mentions.drain(..)).collect();
        let mut pairs: Vec<(Drawn, String)> = read.iter_mut().flat_map(|r| r.pairs.drain(..)).collect();
        mentions.sort_by_key(|(one, _)| lot(self.options.seed, &self.mentions[one.index].mention_id));
        pairs.sort_by_key(|(one, _)| lot(self.options.seed, &name_of(&self.pairs[one.index])));
        let mentions = mentions.into_iter().map(|(one, text)| self.mention(one, text));
        let n_sentences = pool.size();
        let (drawn, note) = pool.drawn();
        let sentences = drawn.into_iter().map(|(one, weight)| self.sentence(one, weight));
        let pairs = pairs.into_iter().map(|(one, text)| self.pair(one, text));
        let entries = mentions.chain(sentences).chain(pairs).collect();
        Ok(Entries { entries, n_sentences, notes: lots.notes.iter().cloned().chain(note).collect() })
    }

    fn lots(&self) -> Lots {
        let (seed, options) = (self.options.seed, self.options);
        let mentions: Vec<(&str, Vec<&Found>, u64)> = self
            .mentions
            .iter()
            .map(|row| (&*row.article_id, vec![row], lot(seed, &row.mention_id)))
            .collect();
        let pairs: Vec<(&str, Vec<&Found>, u64)> = self
            .pairs
            .iter()
            .map(|row| (&*row.article_id, self.both(row), lot(seed, &name_of(row))))
            .collect();
        let (mentions, of_mentions) = self.drawn(&mentions, (options.mentions, "mentions"));
        let (pairs, of_pairs) = self.drawn(&pairs, (options.pairs, "pairs"));
        Lots { mentions, pairs, notes: of_mentions.into_iter().chain(of_pairs).collect() }
    }

    /// Draws from items, each with its article, mentions and lot, in strata that are no more than the
    /// items to draw.
    fn drawn(
        &self,
        items: &[(&str, Vec<&Found>, u64)],
        (n, what): (usize, &str),
    ) -> (Vec<Drawn>, Option<String>) {
        let label =
            |strata: &[Stratum], item: &(&str, Vec<&Found>, u64)| self.stratum(strata, item.0, &item.1);
        let n_strata = |strata: &[Stratum]| n_different(items.iter().map(|item| label(strata, item)));
        let (strata, note) = fitting(&self.options.stratify, (n, what), n_strata);
        let lots: Vec<Lot> = items.iter().map(|item| (label(&strata, item), item.2)).collect();
        (draw(&lots, n), note)
    }

    /// The two mentions of a joint context.
    fn both(&self, row: &CoMentionEvidenceRow) -> Vec<&Found> {
        let of_article = of_article(&self.mentions, &row.article_id);
        let named = |id: &String| of_article.iter().find(|mention| mention.mention_id == *id);
        [&row.mention_id_source, &row.mention_id_target].into_iter().filter_map(named).collect()
    }

    fn stratum(&self, strata: &[Stratum], article: &str, mentions: &[&Found]) -> String {
        let filed = &self.articles[article];
        let part = |stratum: &Stratum| match stratum {
            Stratum::Kind => joined(mentions, |row| &row.kind),
            Stratum::Type => joined(mentions, |row| &row.actor_type),
            Stratum::Outlet => filed.row.outlet.clone().unwrap_or_default(),
            Stratum::Week | Stratum::Month | Stratum::Year => stratum.period(filed.week),
        };
        strata.iter().map(part).collect::<Vec<_>>().join("\t")
    }

    fn see(&self, article: &Article, clean: &CleanArticle, lots: &Lots) -> Read {
        let id = article.id.to_string();
        let placed =
            |row: &Found| Some((place(article, clean, (field(row), row.start_byte as usize))?, span(row)));
        let text = |mentions: &[&Found]| written(article, mentions.iter().filter_map(|row| placed(row)));
        let here = |one: &&Drawn| *self.mentions[one.index].article_id == *id;
        let mentions = lots.mentions.iter().filter(here);
        let pairs = lots.pairs.iter().filter(|one| self.pairs[one.index].article_id == id);
        Read {
            mentions: mentions.map(|one| (*one, text(&[&self.mentions[one.index]]))).collect(),
            pairs: pairs.map(|one| (*one, text(&self.both(&self.pairs[one.index])))).collect(),
            sentences: self.candidates(article, clean),
        }
    }

    /// Every sentence of the article with its mentions marked.
    fn candidates(&self, article: &Article, clean: &CleanArticle) -> Vec<Candidate> {
        if self.options.sentences == 0 {
            return Vec::new();
        }
        let id = article.id.to_string();
        let (counted, left_out) = (of_article(&self.mentions, &id), of_article(&self.left_out, &id));
        let one = |at: Place| {
            let marks =
                counted.iter().map(|row| (row, COUNTED)).chain(left_out.iter().map(|row| (row, LEFT_OUT)));
            let spans = marks.filter(|(row, _)| lies_in(row, at)).map(|(row, marks)| (span(row), marks));
            let mut found: BTreeMap<String, u64> = BTreeMap::new();
            for row in counted.iter().filter(|row| lies_in(row, at)) {
                *found.entry(row.actor_type.to_string()).or_default() += 1;
            }
            let text = marked_with(article, at, &spans.collect::<Vec<_>>());
            let stands_for = format!("{id}:{}:{}", at.field.as_str(), at.sentence.start());
            let (lot, article) = (lot(self.options.seed, &stands_for), id.clone());
            Candidate { lot, article, text, found, stands_for }
        };
        places(article, clean).into_iter().map(one).filter(|one| !one.text.is_empty()).collect()
    }

    fn mention(&self, one: Drawn, text: String) -> Entry {
        let row = &self.mentions[one.index];
        let mut entry = self.entry(&row.article_id, (Task::Mention, one.weight), text);
        entry.actors[0] = self.shown(&row.actor_id);
        entry.item.r#type = row.actor_type.to_string();
        entry.item.kind = row.kind.to_string();
        entry.item.stands_for.clone_from(&row.mention_id);
        entry
    }

    fn pair(&self, one: Drawn, text: String) -> Entry {
        let row = &self.pairs[one.index];
        let both = self.both(row);
        let mut entry = self.entry(&row.article_id, (Task::Pair, one.weight), text);
        entry.actors = [self.shown(&row.source), self.shown(&row.target)];
        entry.item.r#type = joined(&both, |row| &row.actor_type);
        entry.item.kind = joined(&both, |row| &row.kind);
        entry.item.stands_for = name_of(row);
        entry
    }

    fn sentence(&self, one: Candidate, weight: (u64, u64)) -> Entry {
        let mut entry = self.entry(&one.article, (Task::Sentence, weight), one.text);
        entry.item.found = one.found;
        entry.item.stands_for = one.stands_for;
        entry
    }

    fn entry(&self, article: &str, (task, weight): (Task, (u64, u64)), text: String) -> Entry {
        let row = &self.articles[article].row;
        let period = |date: Date| {
            if self.by_years {
                date.year().to_string()
            } else {
                format!("{}-{:02}", date.year(), date.month())
            }
        };
        let item = Item {
            task,
            stratum_size: weight.0,
            stratum_drawn: weight.1,
            r#type: String::new(),
            kind: String::new(),
            period: row.published_date.map_or_else(|| "undated".to_owned(), period),
            outlet: row.outlet.clone().unwrap_or_else(|| "unknown".to_owned()),
            found: BTreeMap::new(),
            stands_for: String::new(),
        };
        let (outlet, date, title) = (row.outlet.clone(), row.published_date, row.title.clone());
        Entry { text, actors: Default::default(), outlet, date, title, item }
    }

    /// An actor as the coder sees it: name, type, country, id.
    fn shown(&self, id: &str) -> String {
        let actors = &self.plan.dictionary.actors;
        let Some(actor) = actors.find(id).map(|actor| actors.get(actor)) else { return id.to_owned() };
        let country = actor.country.as_deref().map_or_else(String::new, |country| format!(", {country}"));
        format!("{} ({}{country}) {id}", actor.name, actor.kind.as_str().replace('_', " "))
    }
}

/// The words of all mentions, sorted.
fn joined<'m>(mentions: &[&'m Found], part: impl Fn(&'m Found) -> &'m str) -> String {
    let mut words: Vec<&str> = mentions.iter().map(|row| part(row)).collect();
    words.sort_unstable();
    words.join("+")
}

fn name_of(row: &CoMentionEvidenceRow) -> String {
    format!("{} {} {} {}", row.source, row.target, row.mention_id_source, row.mention_id_target)
}

fn field(row: &Found) -> Field {
    if row.in_title { Field::Title } else { Field::Text }
}

fn lies_in(row: &Found, at: Place) -> bool {
    field(row) == at.field && at.sentence.contains(span(row))
}

fn span(row: &Found) -> Span {
    Span::new(row.start_byte as usize, row.end_byte as usize)
}

/// The mentions of an article, of mentions sorted by article.
fn of_article<'m>(mentions: &'m [Found], article: &str) -> &'m [Found] {
    let from = mentions.partition_point(|row| &*row.article_id < article);
    let n = mentions[from..].partition_point(|row| &*row.article_id == article);
    &mentions[from..from + n]
}

/// Reasons not to count that are shortcomings and not decisions: who is meant is not known.
const UNRESOLVED: [&str; 2] = ["ambiguous", "needs-context"];

fn is_left_out(row: &Found) -> bool {
    row.not_counted_reason.as_deref().is_some_and(|reason| !UNRESOLVED.contains(&reason))
}

/// The sentences of mentions, each once, in order.
fn written(article: &Article, placed: impl Iterator<Item = (Place, Span)>) -> String {
    let mut places: BTreeMap<Place, Vec<Span>> = BTreeMap::new();
    for (at, span) in placed {
        places.entry(at).or_default().push(span);
    }
    let sentences = places.iter().map(|(at, spans)| marked(article, *at, spans));
    sentences.collect::<Vec<_>>().join(" … ")
}

/// The title and every sentence of the kept text.
fn places(article: &Article, clean: &CleanArticle) -> BTreeSet<Place> {
    let title = Place { field: Field::Title, sentence: Span::new(0, article.title.len()), is_heading: true };
    let of_text = clean.paragraphs.iter().flat_map(|paragraph| {
        let is_heading = paragraph.is_heading;
        let sentences = paragraph.sentences.iter();
        sentences.map(move |sentence| Place { field: Field::Text, sentence: *sentence, is_heading })
    });
    std::iter::once(title).chain(of_text).collect()
}
