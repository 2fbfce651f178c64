//! Writing finished tables in each format: the rows of a run, written again.
#![allow(missing_docs, reason = "criterion's macros make undocumented items")]

use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use newsloom_benches::SEED;
use newsloom_corpus::table::{ArticleRow, Cells, CoMentionWeekRow, MentionRow, Row};
use newsloom_formats::{Output, WRITERS, read_table, write_table};
use newsloom_pipeline::{GenerateOptions, RunOptions, Silent, check, generate};

const N_ARTICLES: u64 = 10_000;

/// Runs the recipe of a generated corpus, whose tables are then in `output/tables`.
fn run(folder: &Path) {
    let options = GenerateOptions { articles: N_ARTICLES, seed: SEED, ..GenerateOptions::default() };
    generate(options, folder, false).expect("the corpus can be written");
    let (plan, _) = check(&folder.join("recipe.toml"), &[]).expect("the generator writes a right recipe");
    let options =
        RunOptions { threads: Some(1), output: Some(folder.join("output")), ..RunOptions::default() };
    newsloom_pipeline::run(&plan, &options, &Silent).expect("the run finishes");
}

fn table<R: Row + Cells>(criterion: &mut Criterion, folder: &Path) {
    let rows = read_table::<R>(&folder.join("output/tables"), &[]).expect("the run wrote it");
    assert!(rows.len() > 1_000, "the table is worth measuring");
    let schema = R::schema();
    let mut group = criterion.benchmark_group(format!("write {}", schema.name));
    group.sample_size(10).throughput(Throughput::Elements(rows.len() as u64));
    for writer in WRITERS {
        let output = Output { schema: &schema, writers: &[writer] };
        group.bench_function(writer.name, |b| {
            b.iter(|| {
                let files = write_table(&folder.join("again"), output, &rows).expect("it can be written");
                assert_eq!(files[0].records, rows.len() as u64);
            });
        });
    }
    group.finish();
}

fn write(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    run(folder.path());
    table::<MentionRow>(criterion, folder.path());
    table::<CoMentionWeekRow>(criterion, folder.path());
    table::<ArticleRow>(criterion, folder.path());
}

criterion_group!(benches, write);
criterion_main!(benches);
