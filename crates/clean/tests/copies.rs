//! Edited copies of generated articles, and copies in agency news where that data is at hand.
//!
//! The agency news is not in the repository: it is read from `../shared/data` beside it.
#![allow(clippy::print_stderr, reason = "a test says what it measured and what it left out")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    path::Path,
};

use newsloom_clean::{BlockCounts, Candidate, CleanOptions, Cleaner, Membership, Signature, blocks, cluster};
use newsloom_corpus::{Article, ArticleId, DatePrecision, DateSource, IdentityFields, Origin, Published};
use newsloom_generate::{Corpus, Edit, GeneratedArticle, Options};
use newsloom_text::HashedWords;
use serde::Deserialize;

fn article(outlet: Option<&str>, day: Option<&str>, (title, text): (&str, &str)) -> Article {
    let date = day.and_then(|day| day.parse().ok());
    let fields = IdentityFields { outlet, published: day, title, text, ..IdentityFields::default() };
    Article {
        id: ArticleId::of(&fields),
        record_id: None,
        outlet: outlet.map(str::to_owned),
        url: None,
        title: title.to_owned(),
        text: text.to_owned(),
        published: Published {
            as_written: day.map(str::to_owned),
            date,
            precision: DatePrecision::Day,
            source: DateSource::Field,
            ..Published::default()
        },
        language_declared: None,
        kept: Vec::new(),
        origin: Origin { path: "articles.jsonl".into(), record: 1, line: 1, byte_offset: 0 },
    }
}

/// Cleans articles as a run does and puts them in clusters.
fn clusters(articles: &[Article]) -> Vec<Membership> {
    let options = CleanOptions::default();
    let mut counts = BlockCounts::default();
    for article in articles {
        counts.add(&blocks(article, &HashedWords::of(&article.text)));
    }
    let repeated = counts.finish(&options.repeat);
    let cleaner = Cleaner::new(&options);
    let candidate = |article: &Article| {
        let words = HashedWords::of(&article.text);
        let clean = cleaner.clean(article, &words, &repeated);
        Candidate {
            id: article.id,
            date: article.published.date,
            at: article.published.at,
            signature: Signature::of(article, &words, &clean),
            n_chars_kept: clean.n_chars_kept,
        }
    };
    cluster(&articles.iter().map(candidate).collect::<Vec<_>>(), &options.near_duplicates)
}

/// The number of the article that a generated one tells again, or its own.
fn story(number: usize, article: &GeneratedArticle) -> usize {
    article.copy_of.map_or(number, |copied| usize::try_from(copied.original).expect("few articles"))
}

/// Pairs of articles in one group, as their numbers in order.
fn pairs(groups: &[usize]) -> BTreeSet<(usize, usize)> {
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, group) in groups.iter().enumerate() {
        members.entry(*group).or_default().push(at);
    }
    let pairs_of = |members: &Vec<usize>| {
        let members = members.clone();
        let behind = |at: usize| members[at + 1..].to_vec();
        (0..members.len())
            .flat_map(|at| behind(at).into_iter().map(move |b| (at, b)))
            .map(|(a, b)| (members[a], b))
            .collect::<Vec<_>>()
    };
    members.values().flat_map(pairs_of).collect()
}

#[test]
fn edited_copies_are_found_and_nothing_else() {
    let corpus = Corpus::new(Options { articles: 4_000, seed: 5, ..Options::default() });
    let generated: Vec<GeneratedArticle> = corpus.articles().collect();
    let day = |article: &GeneratedArticle| article.published.to_string().get(..10).map(str::to_owned);
    let read = |g: &GeneratedArticle| article(Some(&g.outlet), day(g).as_deref(), (&g.title, &g.text));
    let found = clusters(&generated.iter().map(read).collect::<Vec<_>>());
    let told: Vec<usize> = generated.iter().enumerate().map(|(n, article)| story(n, article)).collect();
    let (told, found) = (pairs(&told), pairs(&found.iter().map(|m| m.representative).collect::<Vec<_>>()));
    for edit in Edit::ALL {
        let is_edited = |(a, b): &&(usize, usize)| {
            generated[*b].copy_of.is_some_and(|c| c.edit == edit && c.original == *a as u64)
        };
        let edited: Vec<_> = told.iter().filter(is_edited).collect();
        let n_found = edited.iter().filter(|pair| found.contains(pair)).count();
        eprintln!("{}: {n_found} of {}", edit.as_str(), edited.len());
        assert!(n_found * 100 >= edited.len() * 85, "{}", edit.as_str());
    }
    let n_right = told.intersection(&found).count() as f64;
    let (recall, precision) = (n_right / told.len() as f64, n_right / found.len() as f64);
    eprintln!("{} pairs: recall {recall:.4}, precision {precision:.4}", told.len());
    assert!(recall >= 0.95 && precision >= 0.98, "{recall} {precision}");
}

/// An article as the collection holds it.
#[derive(Deserialize)]
struct Line {
    id: String,
    title: Option<String>,
    text: Option<String>,
    published: Option<String>,
    source: Option<String>,
}

#[test]
fn listed_copies_in_agency_news_are_found() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let Ok(file) = File::open(data.join("articles/reuters21578.jsonl.zst")) else {
        eprintln!("left out: {} is not there", data.display());
        return;
    };
    let lines = zstd::decode_all(file).expect("a compressed file");
    let lines: Vec<Line> = lines
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).expect("an article"))
        .collect();
    let read = |line: &Line| {
        let day = line.published.as_deref().and_then(|day| day.get(..10));
        let texts = (line.title.as_deref().unwrap_or_default(), line.text.as_deref().unwrap_or_default());
        article(line.source.as_deref(), day, texts)
    };
    let articles: Vec<Article> = lines.iter().map(read).collect();
    let found = clusters(&articles);
    let index: BTreeMap<&str, usize> = lines.iter().map(|line| line.id.as_str()).zip(0..).collect();
    let list = fs::read_to_string(data.join("gold/near_duplicates_reuters21578_silver.csv")).expect("pairs");
    let pair = |line: &str| {
        let mut ids = line.split(',').map(|id| index.get(id).copied());
        Some((ids.next()??, ids.next()??))
    };
    let is_within = |(a, b): &(usize, usize)| {
        let days = articles[*a].published.date.zip(articles[*b].published.date);
        days.and_then(|(a, b)| a.until(b).ok()).is_some_and(|span| span.get_days().abs() <= 7)
    };
    let pairs: Vec<(usize, usize)> = list.lines().skip(1).filter_map(pair).filter(is_within).collect();
    let n_found = pairs.iter().filter(|(a, b)| found[*a].representative == found[*b].representative).count();
    let recall = n_found as f64 / pairs.len() as f64;
    eprintln!("{} pairs within the window: recall {recall:.4}", pairs.len());
    assert!(recall >= 0.95, "{recall}");
}
