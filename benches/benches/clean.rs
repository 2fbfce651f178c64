//! Cleaning: blocks, rules, signatures, clusters.
#![allow(missing_docs, reason = "criterion's macros make undocumented items")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use newsloom_benches::Sample;
use newsloom_clean::{Candidate, CleanOptions, Cleaner, RULES, Signature, blocks, cluster, date_from_text};
use newsloom_corpus::{Article, CleanArticle};
use newsloom_text::HashedWords;

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
    let cleaner = Cleaner::new(&options);
    let cleaned = sample.cleaned();
    let n_footers = cleaned.iter().map(|c| c.removals.len()).sum::<usize>();
    assert!(n_footers >= sample.articles.len(), "every outlet repeats at least one line");

    let mut group = criterion.benchmark_group("clean");
    group.sample_size(20).throughput(Throughput::Bytes(sample.n_bytes));
    group.bench_function("blocks", |b| {
        b.iter(|| sample.articles.iter().for_each(|a| drop(black_box(blocks(a, &HashedWords::of(&a.text))))));
    });
    group.bench_function("words", |b| {
        b.iter(|| sample.articles.iter().for_each(|a| drop(black_box(HashedWords::of(&a.text)))));
    });
    group.bench_function("articles", |b| {
        b.iter(|| {
            let articles = sample.articles.iter().zip(&sample.words);
            let n: usize = articles.map(|(a, w)| cleaner.clean(a, w, &sample.repeated).removals.len()).sum();
            assert_eq!(n, n_footers);
        });
    });
    let as_of = "2026-01-01".parse().expect("a date");
    group.bench_function("dates", |b| {
        b.iter(|| sample.articles.iter().for_each(|a| drop(black_box(date_from_text(&a.text, as_of)))));
    });
    let without_rules = Cleaner::new(&CleanOptions {
        disabled_rules: RULES.iter().map(|rule| rule.name.to_owned()).collect(),
        ..CleanOptions::default()
    });
    group.bench_function("articles without rules", |b| {
        b.iter(|| {
            let articles = sample.articles.iter().zip(&sample.words);
            let n: usize =
                articles.map(|(a, w)| without_rules.clean(a, w, &sample.repeated).removals.len()).sum();
            assert_eq!(n, 0);
        });
    });
    let read = || sample.articles.iter().zip(&sample.words).zip(&cleaned);
    group.bench_function("signatures", |b| {
        b.iter(|| read().for_each(|((a, w), c)| drop(black_box(Signature::of(a, w, c)))));
    });
    group.finish();

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
