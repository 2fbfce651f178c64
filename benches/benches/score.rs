//! Scores: every measure and the hypergeometric tail over a grid of tables.
#![allow(missing_docs, reason = "criterion's macros make undocumented items")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use newsloom_score::{Contingency, MEASURES, benjamini_hochberg, hypergeometric_upper};

const JOINT: [u64; 7] = [0, 1, 2, 5, 12, 40, 150];
const MARGINS: [u64; 5] = [5, 17, 60, 300, 2_000];
const TOTAL: u64 = 50_000;

/// All possible tables of a grid of counts.
fn tables() -> Vec<Contingency> {
    let margins = MARGINS.iter().flat_map(|n_i| MARGINS.iter().map(move |n_j| (*n_i, *n_j)));
    let table = |(n_i, n_j)| JOINT.iter().filter_map(move |n_ij| Contingency::new(*n_ij, n_i, n_j, TOTAL));
    margins.flat_map(table).collect()
}

fn score(criterion: &mut Criterion) {
    let tables = tables();
    assert_eq!(tables.len(), 129);
    let p_value = |t: &Contingency| hypergeometric_upper(t);
    let p_values: Vec<f64> = tables.iter().map(p_value).collect();
    assert!(p_values.iter().all(|p| (0.0..=1.0).contains(p)));

    let mut group = criterion.benchmark_group("score");
    group.throughput(Throughput::Elements(tables.len() as u64));
    group.bench_function("all measures", |b| {
        b.iter(|| {
            let defined = tables.iter().flat_map(|t| MEASURES.iter().filter_map(|m| (m.compute)(t)));
            black_box(defined.sum::<f64>())
        });
    });
    group.bench_function("hypergeometric", |b| b.iter(|| black_box(tables.iter().map(p_value).sum::<f64>())));
    group.bench_function("benjamini-hochberg", |b| {
        b.iter(|| benjamini_hochberg(black_box(&p_values), p_values.len() as u64));
    });
    group.finish();
}

criterion_group!(benches, score);
criterion_main!(benches);
