//! A whole run: JSON Lines and a recipe to all tables.
#![allow(missing_docs, reason = "criterion's macros make undocumented items")]

use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use newsloom_benches::{N_ACTORS, SEED, Sample};
use newsloom_pipeline::{GenerateOptions, RunOptions, Silent, check, generate};

const N_ARTICLES: u64 = 1_000;

/// Runs the recipe of a generated corpus and gives the number of copies it found.
fn run(folder: &Path, threads: usize) -> u64 {
    let (plan, _) = check(&folder.join("recipe.toml"), &[]).expect("the generator writes a right recipe");
    let options =
        RunOptions { threads: Some(threads), output: Some(folder.join("output")), ..RunOptions::default() };
    let outcome = newsloom_pipeline::run(&plan, &options, &Silent).expect("the run finishes");
    assert_eq!(outcome.accounting.n_counted, N_ARTICLES);
    outcome.accounting.n_duplicates
}

fn whole(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let options =
        GenerateOptions { articles: N_ARTICLES, seed: SEED, actors: N_ACTORS, ..GenerateOptions::default() };
    generate(options, folder.path(), false).expect("the corpus can be written");
    let n_copies = Sample::new(N_ARTICLES).n_copies as u64;

    let mut group = criterion.benchmark_group("run");
    group.sample_size(10).throughput(Throughput::Elements(N_ARTICLES));
    for threads in [1, 2] {
        group.bench_function(format!("{threads} threads"), |b| {
            b.iter(|| {
                let n_found = run(folder.path(), threads);
                assert!(n_found <= n_copies && n_found * 20 >= n_copies * 19);
            });
        });
    }
    group.finish();
}

criterion_group!(benches, whole);
criterion_main!(benches);
