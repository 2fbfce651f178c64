//! Cleaning: blocks, rules, languages, dates, signatures, clusters; on the seeded corpus and, where
//! `NEWSLOOM_BENCH_ARTICLES` names a file of JSON Lines (`text`, `title`, `source`; plain or `.zst`), on
//! that too.
#![allow(missing_docs, reason = "criterion's macros make undocumented items")]

use std::{hint::black_box, path::Path};

use criterion::{
    BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime,
};
use newsloom_benches::Sample;
use newsloom_clean::{
    BlockCounts, Candidate, CleanOptions, Cleaner, RULES, RepeatedBlocks, Signature, blocks, cluster,
    date_from_text, identify_language,
};
use newsloom_corpus::{Article, ArticleId, CleanArticle, IdentityFields, Origin, Published};
use newsloom_text::HashedWords;

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Articles as cleaning sees them.
struct Texts {
    articles: Vec<Article>,
    words: Vec<HashedWords>,
    repeated: RepeatedBlocks,
}

impl Texts {
    fn new(articles: Vec<Article>) -> Self {
        let mut counts = BlockCounts::default();
        for article in &articles {
            counts.add(&blocks(article, &HashedWords::of(&article.text)));
        }
        let words = articles.iter().map(|article| HashedWords::of(&article.text)).collect();
        Self { words, repeated: counts.finish(&CleanOptions::default().repeat), articles }
    }

    fn n_bytes(&self) -> u64 {
        self.articles.iter().map(|article| article.text.len() as u64).sum()
    }

    fn clean(&self, cleaner: &Cleaner) -> Vec<CleanArticle> {
        let articles = self.articles.iter().zip(&self.words);
        articles.map(|(article, words)| cleaner.clean(article, words, &self.repeated)).collect()
    }
}

fn real_articles(path: &Path) -> Vec<Article> {
    let mut bytes = std::fs::read(path).expect("a file of articles");
    if path.extension().is_some_and(|ending| ending == "zst") {
        bytes = zstd::decode_all(&*bytes).expect("a file of zstd");
    }
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| real_article(&serde_json::from_slice(line).expect("an object a line"))).collect()
}

fn real_article(object: &serde_json::Value) -> Article {
    let field = |name: &str| object[name].as_str().unwrap_or_default().to_owned();
    let text = field("text");
    Article {
        id: ArticleId::of(&IdentityFields { text: &text, ..IdentityFields::default() }),
        record_id: None,
        published: Published::default(),
        outlet: object["source"].as_str().map(str::to_owned),
        url: None,
        title: field("title"),
        text,
        language_declared: None,
        kept: Vec::new(),
        origin: Origin { path: "articles.jsonl".into(), record: 1, line: 1, byte_offset: 0 },
    }
}

/// A cleaner in which only the rules of which this is true are tried.
fn with_rules(is_tried: impl Fn(&str) -> bool) -> Cleaner {
    let disabled = RULES.iter().map(|rule| rule.name).filter(|name| !is_tried(name));
    Cleaner::new(&CleanOptions {
        disabled_rules: disabled.map(str::to_owned).collect(),
        ..CleanOptions::default()
    })
}

/// Rules that are tried on the whole corpus or article instead of a block.
const WHOLE: [&str; 4] = ["repeated-by-outlet", "repeated-in-article", "repeated-title", "around-story"];

fn texts(group: &mut BenchmarkGroup<'_, WallTime>, texts: &Texts) {
    let cleaned = texts.clean(&with_rules(|_| true));
    let n_removed = |cleaned: &[CleanArticle]| cleaned.iter().map(|c| c.removals.len()).sum::<usize>();
    let rows: Vec<(&str, Cleaner)> = vec![
        ("articles", with_rules(|_| true)),
        ("articles without rules", with_rules(|_| false)),
        ("articles with rules of blocks", with_rules(|name| !WHOLE.contains(&name))),
        ("articles with around-story", with_rules(|name| name == "around-story")),
    ];
    for (name, cleaner) in rows {
        let expected = n_removed(&texts.clean(&cleaner));
        group.bench_function(name, |b| b.iter(|| assert_eq!(n_removed(&texts.clean(&cleaner)), expected)));
    }
    group.bench_function("blocks", |b| {
        b.iter(|| texts.articles.iter().for_each(|a| drop(black_box(blocks(a, &HashedWords::of(&a.text))))));
    });
    group.bench_function("words", |b| {
        b.iter(|| texts.articles.iter().for_each(|a| drop(black_box(HashedWords::of(&a.text)))));
    });
    let as_of = "2026-01-01".parse().expect("a date");
    group.bench_function("dates", |b| {
        b.iter(|| texts.articles.iter().for_each(|a| drop(black_box(date_from_text(&a.text, as_of)))));
    });
    let read = || texts.articles.iter().zip(&texts.words).zip(&cleaned);
    group.bench_function("language", |b| {
        b.iter(|| read().for_each(|((a, w), c)| drop(black_box(identify_language(a, w, &c.paragraphs)))));
    });
    group.bench_function("signatures", |b| {
        b.iter(|| read().for_each(|((a, w), c)| drop(black_box(Signature::of(a, w, c)))));
    });
}

fn candidate(article: &Article, words: &HashedWords, clean: &CleanArticle) -> Candidate {
    Candidate {
        id: article.id,
        date: article.published.date,
        at: article.published.at,
        signature: Signature::of(article, words, clean),
        n_chars_kept: clean.n_chars_kept,
    }
}

fn clean(criterion: &mut Criterion) {
    let sample = Sample::new(1_000);
    let options = CleanOptions::default();
    let cleaned = sample.cleaned();
    let n_footers = cleaned.iter().map(|c| c.removals.len()).sum::<usize>();
    assert!(n_footers >= sample.articles.len(), "every outlet repeats at least one line");

    let real = std::env::var_os("NEWSLOOM_BENCH_ARTICLES").map(|path| real_articles(Path::new(&path)));
    for (name, articles) in [("clean", Some(sample.articles.clone())), ("clean real text", real)] {
        let Some(articles) = articles.map(Texts::new) else { continue };
        let mut group = criterion.benchmark_group(name);
        group.sample_size(20).throughput(Throughput::Bytes(articles.n_bytes()));
        texts(&mut group, &articles);
        group.finish();
    }

    let read = || sample.articles.iter().zip(&sample.words).zip(&cleaned);
    let candidates: Vec<Candidate> = read().map(|((a, w), c)| candidate(a, w, c)).collect();
    let mut group = criterion.benchmark_group("clusters");
    group.sample_size(20).throughput(Throughput::Elements(candidates.len() as u64));
    group.bench_function("cluster", |b| {
        b.iter(|| {
            let memberships = cluster(&candidates, &options.near_duplicates);
            let n_copies = memberships.iter().filter(|m| m.similarity.is_some()).count();
            assert!(n_copies <= sample.n_copies && n_copies * 20 >= sample.n_copies * 19);
        });
    });
    group.finish();
}

criterion_group!(benches, clean);
criterion_main!(benches);
