//! Extraction: the matcher alone, and the whole document pass, with 20,000 names.
#![allow(missing_docs, reason = "criterion's macros make undocumented items")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use newsloom_benches::Sample;
use newsloom_corpus::Field;
use newsloom_extract::{ExtractOptions, Extractor};

fn extract(criterion: &mut Criterion) {
    let sample = Sample::new(1_000);
    let cleaned = sample.cleaned();
    let extractor = Extractor::new(&sample.dictionary, ExtractOptions::default());

    let mut group = criterion.benchmark_group("extract");
    group.sample_size(20).throughput(Throughput::Bytes(sample.n_bytes));
    group.bench_function("articles", |b| {
        b.iter(|| {
            let found =
                sample.articles.iter().zip(&sample.words).zip(&cleaned).map(|((article, words), clean)| {
                    let mentions = extractor.extract(article, words, clean);
                    mentions.iter().filter(|m| m.field == Field::Text && m.nested_in.is_none()).count()
                });
            assert_eq!(found.sum::<usize>(), sample.n_mentions);
        });
    });
    group.finish();

    let mut group = criterion.benchmark_group("dictionary");
    group.sample_size(10).throughput(Throughput::Elements(newsloom_benches::N_ACTORS as u64));
    group.bench_function("compile", |b| {
        b.iter(|| Extractor::new(&sample.dictionary, ExtractOptions::default()));
    });
    group.finish();
}

criterion_group!(benches, extract);
criterion_main!(benches);
