//! Scores: every measure and the hypergeometric tail over a grid of tables, and null models over a matrix.
#![allow(missing_docs, reason = "criterion's macros make undocumented items")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use newsloom_score::{
    Contingency, MEASURES, Margins, PRESENCE_MODELS, PairTests, Strata, benjamini_hochberg,
    hypergeometric_upper,
};

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

/// Degrees of a thousand actors by Zipf's law, and sizes of units that hold as many memberships.
fn margins() -> (Vec<u64>, Margins) {
    let mut degrees: Vec<u64> = (1..=1_000).map(|rank| 6_000 / (rank + 4)).collect();
    let mut sizes: Vec<u64> = (0..3_000).map(|unit| 2 + (unit * unit) % 23).collect();
    // The rarest actors take what is left over, one unit each.
    let (named, held) = (degrees.iter().sum::<u64>(), sizes.iter().sum::<u64>());
    degrees.extend((named..held).map(|_| 1));
    sizes.extend((held..named).map(|_| 1));
    let margins = Margins::new(degrees.clone(), sizes).expect("sums agree");
    (degrees, margins)
}

fn nulls(criterion: &mut Criterion) {
    let (degrees, margins) = margins();
    let strata = [margins];
    let tested = &degrees[..400];
    let mut group = criterion.benchmark_group("null models");
    group.sample_size(10);
    for model in PRESENCE_MODELS {
        let fitted = Strata::fit(model, &strata);
        assert!(fitted.fits()[0].residual() < 1e-9, "{} is solved", model.name);
        group.bench_function(format!("{}: fit", model.name), |b| {
            b.iter(|| Strata::fit(model, black_box(&strata)));
        });
        group.bench_function(format!("{}: 79,800 tests", model.name), |b| {
            b.iter(|| {
                let mut tests = PairTests::new(&fitted);
                let pairs =
                    tested.iter().enumerate().flat_map(|(at, i)| tested[..at].iter().map(move |j| (i, j)));
                let p = pairs.map(|(i, j)| tests.test(&[(0, *i)], &[(0, *j)], (i * j / 20_000).min(*i)).p);
                black_box(p.sum::<f64>())
            });
        });
    }
    group.finish();
}

criterion_group!(benches, score, nulls);
criterion_main!(benches);
