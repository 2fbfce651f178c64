//! Measures the `world` dictionary and the linker against gold outside the repository.
//!
//! `cargo run --release -p newsloom-extract --example evaluate -- FOLDER [errors]` with the folder that
//! holds `gold/` and `articles/`: entity linking by Wikidata ids (AIDA and others), recall of the
//! links in short items about current events, the time to compile the dictionary.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program for the terminal, over trusted files"
)]

use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufRead, BufReader},
    path::Path,
    time::Instant,
};

use newsloom_corpus::{
    ActorType, Actors, Article, ArticleId, CleanArticle, DatePrecision, DateSource, Language, Mention,
    Origin, Paragraph, Published, Span,
};
use newsloom_extract::{Dictionary, ExtractOptions, Extractor, Metonymy, world};
use newsloom_text::HashedWords;
use serde_json::Value;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let folder = Path::new(arguments.get(1).map_or("../shared/data", String::as_str));
    let shows_errors = arguments.iter().any(|a| a == "errors");
    let start = Instant::now();
    let (dictionary, problems) = Dictionary::parse(&[world()]);
    let parsed = start.elapsed();
    let compiling = Instant::now();
    let options = ExtractOptions { metonymy: Metonymy::Off, ..ExtractOptions::default() };
    let linker = Linker { extractor: Extractor::new(&dictionary, options), dictionary: &dictionary };
    println!(
        "world: {} actors, {} aliases, {} problems; parsed in {:?}, compiled in {:?}",
        dictionary.actors.len(),
        dictionary.aliases.len(),
        problems.len(),
        parsed,
        compiling.elapsed()
    );
    for name in [
        "aida_dev",
        "linking_reuters-128",
        "linking_rss-500",
        "linking_oke-2015-eval",
        "linking_oke-2016-train",
        "linking_derczynski",
    ] {
        linking(&linker, &folder.join(format!("gold/{name}.jsonl.zst")), shows_errors);
    }
    current_events(&linker, &folder.join("articles/wiki_current_events.jsonl.zst"), shows_errors);
}

struct Linker<'a> {
    extractor: Extractor,
    dictionary: &'a Dictionary,
}

impl Linker<'_> {
    fn mentions(&self, text: &str, date: Option<&str>) -> Vec<Mention> {
        let article = article(text, date);
        self.extractor.extract(&article, &HashedWords::of(text), &clean(text))
    }
}

/// Precision and recall on labels with the Wikidata id of a state, government or organisation of `world`.
fn linking(linker: &Linker<'_>, path: &Path, shows_errors: bool) {
    let actors = &linker.dictionary.actors;
    let is_kind = |kind| {
        matches!(kind, ActorType::Country | ActorType::Government | ActorType::Igo | ActorType::Organisation)
    };
    let wikidata: BTreeMap<&str, &str> = actors
        .iter()
        .filter(|(_, a)| is_kind(a.kind))
        .filter_map(|(_, a)| Some((a.wikidata.as_deref()?, &*a.id)))
        .collect();
    let (mut n_gold, mut n_found, mut n_right, mut n_inside) = (0, 0, 0, 0);
    let (mut missed, mut wrong): (BTreeMap<String, u32>, BTreeMap<String, u32>) = Default::default();
    for record in lines(path) {
        let text = record["text"].as_str().unwrap();
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let gold: Vec<(Span, &str)> = record["labels"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|label| {
                let at = |i: usize| starts[usize::try_from(label["span"][i].as_u64().unwrap()).unwrap()];
                Some((Span::new(at(0), at(1)), *wikidata.get(label["entity_id"].as_str()?)?))
            })
            .collect();
        let found = linker.mentions(text, None);
        let mut mentions: Vec<(Span, &str)> = found
            .iter()
            .filter(|m| {
                m.nested_in.is_none()
                    && m.candidates.is_empty()
                    && !matches!(m.not_counted, Some("team" | "part-of-name"))
            })
            .map(|m| (m.span, actors.get(m.actor)))
            .filter(|(_, a)| is_kind(a.kind) && a.wikidata.is_some())
            .map(|(span, a)| (span, &*a.id))
            .collect();
        n_found += mentions.len();
        n_gold += gold.len();
        for (span, actor) in gold {
            match mentions
                .iter()
                .position(|(s, a)| *a == actor && s.start() < span.end() && span.start() < s.end())
            {
                Some(at) => {
                    mentions.remove(at);
                    n_right += 1;
                }
                None if is_inside(actors, &found, (span, actor)) => n_inside += 1,
                None => {
                    let instead = instead(actors, &found, span);
                    *missed.entry(format!("{} = {actor}{instead}", span.of(text))).or_default() += 1;
                }
            }
        }
        for (span, actor) in mentions {
            let from =
                (span.start().saturating_sub(25)..=span.start()).find(|i| text.is_char_boundary(*i)).unwrap();
            let to = (span.end()..=text.len().min(span.end() + 25))
                .rev()
                .find(|i| text.is_char_boundary(*i))
                .unwrap();
            *wrong.entry(format!("{actor}: …{}…", &text[from..to])).or_default() += 1;
        }
    }
    let (p, r) = (f64::from(n_right) / n_found as f64, f64::from(n_right) / n_gold as f64);
    println!(
        "{}: precision {p:.3} recall {r:.3} F1 {:.3} ({n_right} right, {n_found} found, {n_gold} labels)",
        path.file_name().unwrap().display(),
        2.0 * p * r / (p + r)
    );
    let (right, found) = (f64::from(n_right + n_inside), f64::from(n_inside) + n_found as f64);
    println!(
        "  with labelled names inside longer ones: precision {:.3} recall {:.3} F1 {:.3}",
        right / found,
        right / n_gold as f64,
        2.0 * right / (found + n_gold as f64)
    );
    if shows_errors {
        show("missed", &missed);
        show("wrong", &wrong);
    }
}

/// Whether the label is a name inside a longer one, which the tables have as nested.
fn is_inside(actors: &Actors, found: &[Mention], (span, actor): (Span, &str)) -> bool {
    found.iter().any(|m| m.nested_in.is_some() && m.span == span && &*actors.get(m.actor).id == actor)
}

/// What was found where something else was meant.
fn instead(actors: &Actors, found: &[Mention], span: Span) -> String {
    let overlapping = found.iter().filter(|m| m.span.start() < span.end() && span.start() < m.span.end());
    overlapping
        .map(|m| format!("; {} {} {}", m.surface, actors.get(m.actor).id, m.not_counted.unwrap_or("counted")))
        .collect()
}

/// Recall of links whose title is the Wikipedia article of an actor of `world`, by type.
fn current_events(linker: &Linker<'_>, path: &Path, shows_errors: bool) {
    let file = world().actors;
    let mut reader = csv::Reader::from_reader(file.text.as_bytes());
    let of_title: BTreeMap<String, String> = reader
        .records()
        .map(Result::unwrap)
        .filter(|row| !row[5].is_empty())
        .map(|row| (row[5].to_owned(), row[0].to_owned()))
        .collect();
    let mut by_kind: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    let mut missed: BTreeMap<String, u32> = BTreeMap::new();
    let mut unlisted: BTreeMap<String, u32> = BTreeMap::new();
    let mut n_listed = 0;
    for record in lines(path) {
        let text = record["text"].as_str().unwrap();
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let mentions = linker.mentions(text, record["published"].as_str());
        for link in record["links"].as_array().unwrap() {
            let title = link[3].as_str().unwrap();
            let Some(actor) = of_title.get(title) else {
                *unlisted.entry(title.to_owned()).or_default() += 1;
                continue;
            };
            n_listed += 1;
            let at = |i: usize| starts[usize::try_from(link[i].as_u64().unwrap()).unwrap()];
            let span = Span::new(at(0), at(1));
            let id = linker.dictionary.actors.find(actor).unwrap();
            let kind = linker.dictionary.actors.get(id).kind.as_str();
            let is_found = mentions.iter().any(|m| {
                (m.actor == id || m.candidates.contains(&id))
                    && m.span.start() < span.end()
                    && span.start() < m.span.end()
            });
            let counts = by_kind.entry(kind).or_default();
            counts.1 += 1;
            counts.0 += u32::from(is_found);
            if !is_found {
                *missed.entry(format!("{} = {actor}", span.of(text))).or_default() += 1;
            }
        }
    }
    println!(
        "current events: {n_listed} links to actors of `world`, {} others",
        unlisted.values().sum::<u32>()
    );
    for (kind, (found, all)) in by_kind {
        println!("  {kind}: {found} of {all} = {:.3}", f64::from(found) / f64::from(all));
    }
    if shows_errors {
        show("missed", &missed);
        show("not in world", &unlisted);
    }
}

fn show(what: &str, counts: &BTreeMap<String, u32>) {
    let mut sorted: Vec<(&String, &u32)> = counts.iter().collect();
    sorted.sort_by_key(|(name, n)| (std::cmp::Reverse(**n), (*name).clone()));
    println!("  {what}: {}", sorted.iter().map(|(_, n)| **n).sum::<u32>());
    for (name, n) in sorted.iter().take(400) {
        println!("    {n:>4}  {name}");
    }
}

fn lines(path: &Path) -> Vec<Value> {
    let reader = BufReader::new(zstd::Decoder::new(File::open(path).unwrap()).unwrap());
    reader.lines().map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect()
}

fn article(text: &str, date: Option<&str>) -> Article {
    let date = date.and_then(|d| d.get(..10)?.parse().ok());
    Article {
        id: ArticleId([0; 16]),
        record_id: None,
        outlet: None,
        url: None,
        title: String::new(),
        text: text.to_owned(),
        published: Published {
            date,
            precision: DatePrecision::Day,
            source: DateSource::Field,
            ..Published::default()
        },
        language_declared: None,
        kept: Vec::new(),
        origin: Origin { path: "-".into(), record: 1, line: 1, byte_offset: 0 },
    }
}

/// The paragraphs of a text as they are, nothing removed.
fn clean(text: &str) -> CleanArticle {
    let paragraph =
        |span: Span| Paragraph { span, is_heading: false, sentences: newsloom_text::sentences(text, span) };
    let n_chars = text.chars().count() as u64;
    CleanArticle {
        paragraphs: newsloom_text::paragraphs(text).into_iter().map(paragraph).collect(),
        removals: Vec::new(),
        language: Language { code: "en".into(), confidence: 1.0 },
        translated_from: None,
        n_chars,
        n_chars_kept: n_chars,
    }
}
