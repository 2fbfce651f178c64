//! Cleaning: blocks, rules, signatures, clusters.
#![allow(missing_docs, reason = "criterion's macros make undocumented items")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use newsloom_benches::Sample;
use newsloom_clean::{Candidate, CleanOptions, Cleaner, Signature, blocks, cluster};
use newsloom_corpus::{Article, CleanArticle};

fn candidate(article: &Article, clean: &CleanArticle) -> Candidate {
    Candidate {
        id: article.id,
        date: article.published.date,
        at: article.published.at,
        signature: Signature::of(article, clean),
        n_chars_kept: clean.n_chars_kept,
    }
}

fn clean(criterion: &mut Criterion) {
    let sample = Sample::new(1_000);
    let options = CleanOptions::default();
    let cleaner = Cleaner::new(&options);
    let cleaned: Vec<CleanArticle> =
        sample.articles.iter().map(|a| cleaner.clean(a, &sample.repeated)).collect();
    let n_footers = cleaned.iter().map(|c| c.removals.len()).sum::<usize>();
    assert!(n_footers >= sample.articles.len(), "every outlet repeats at least one line");

    let mut group = criterion.benchmark_group("clean");
    group.sample_size(20).throughput(Throughput::Bytes(sample.n_bytes));
    group.bench_function("blocks", |b| {
        b.iter(|| sample.articles.iter().for_each(|a| drop(black_box(blocks(a)))));
    });
    group.bench_function("articles", |b| {
        b.iter(|| {
            let n: usize =
                sample.articles.iter().map(|a| cleaner.clean(a, &sample.repeated).removals.len()).sum();
            assert_eq!(n, n_footers);
        });
    });
    let pairs = || sample.articles.iter().zip(&cleaned);
    group.bench_function("signatures", |b| {
        b.iter(|| pairs().for_each(|(a, c)| drop(black_box(Signature::of(a, c)))));
    });
    group.finish();

    let candidates: Vec<Candidate> = pairs().map(|(a, c)| candidate(a, c)).collect();
    let mut group = criterion.benchmark_group("clusters");
    group.sample_size(20).throughput(Throughput::Elements(candidates.len() as u64));
    group.bench_function("cluster", |b| {
        b.iter(|| {
            let memberships = cluster(&candidates, &options.near_duplicates);
            let n_copies = memberships.iter().filter(|m| m.similarity.is_some()).count();
            assert_eq!(n_copies, sample.n_copies);
        });
    });
    group.finish();
}

criterion_group!(benches, clean);
criterion_main!(benches);
