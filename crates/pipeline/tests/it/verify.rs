//! A run is verified only if every byte is as its manifest says, and what differs is named.

use std::fs;

use newsloom_diagnostics::Diagnostic;
use newsloom_pipeline::{
    Difference, GenerateOptions, Silent, Verified, VerifyOptions, describe_run, generate, verify,
    verify_outputs,
};

use crate::folder::Folder;

/// A finished run of a generated corpus in two files.
fn finished() -> Folder {
    let folder = Folder::new(&[]);
    let options = GenerateOptions { articles: 80, seed: 11, actors: 30, ..GenerateOptions::default() };
    generate(options, &folder.path(""), false).expect("the corpus can be written");
    let text = fs::read_to_string(folder.path("articles.jsonl")).expect("the corpus is there");
    let lines: Vec<&str> = text.lines().collect();
    fs::write(folder.path("p.jsonl"), lines[..30].join("\n")).expect("a part");
    // The last record of one file stands in the other, too.
    fs::write(folder.path("q.jsonl"), lines[29..].join("\n")).expect("a part");
    folder.run(&[PARTS], 2, "out").expect("the run finishes");
    describe_run(&folder.path("out"), &[]).expect("it is described");
    folder
}

const PARTS: &str = "input.articles=[\"p.jsonl\", \"q.jsonl\"]";

#[allow(clippy::unnecessary_wraps)] // A report can fail to be made.
fn no_report(_: &std::path::Path) -> Result<Vec<(String, String)>, Diagnostic> {
    Ok(Vec::new())
}

fn verified(folder: &Folder, overrides: &[&str]) -> Verified {
    let overrides: Vec<String> = [PARTS].iter().chain(overrides).map(|&o| o.to_owned()).collect();
    let options = VerifyOptions { run: Some(folder.path("out")), threads: vec![1, 2, 8], orders: 2 };
    verify((&folder.path("recipe.toml"), &overrides), &options, (&no_report, &Silent)).expect("it is checked")
}

fn told(differences: &[Difference]) -> Vec<String> {
    differences.iter().map(|one| format!("{}: {}", one.subject, one.what)).collect()
}

#[test]
fn an_untouched_run_comes_out_again_on_any_threads_in_any_order() {
    let folder = finished();
    let repeated = &folder.table("out", "quarantine")[0];
    assert_eq!((repeated["source_path"].as_str(), repeated["code"].as_str()), ("q.jsonl", "A106"));
    let found = verified(&folder, &[]);
    assert_eq!(told(&found.differences), Vec::<String>::new());
    let again = ["on 1 thread", "on 2 threads, files in reverse", "on 8 threads, files shuffled (1)"];
    assert_eq!(found.again, again);
    assert!(found.n_files > 20 && found.n_sources >= 4);
}

#[test]
fn a_cell_that_was_changed_is_found() {
    let folder = finished();
    let path = folder.path("out/tables/coverage.csv");
    let text = fs::read_to_string(&path).expect("the table is there");
    let row = text.lines().nth(1).expect("a row");
    let (head, last) = row.rsplit_once(',').expect("cells");
    let changed = text.replacen(row, &format!("{head},9{last}"), 1);
    fs::write(&path, changed).expect("it can be written");
    let found = verified(&folder, &[]);
    let column = text.lines().next().and_then(|header| header.rsplit(',').next()).expect("a header");
    let difference = found.differences.iter().find(|one| one.subject == "tables/coverage.csv");
    let difference = difference.expect("the table differs");
    assert_eq!(difference.what, "changed since the run");
    let cell = format!("{column}: 1 cell, as 9{last} > {last} at week=");
    assert!(difference.details.iter().any(|line| line.starts_with(&cell)), "{:?}", difference.details);
    assert_eq!(found.again.len(), 3, "the sources are those of the run");
}

#[test]
fn missing_extra_and_forged_files_are_named() {
    let folder = finished();
    fs::remove_file(folder.path("out/tables/roles.csv")).expect("it is there");
    fs::write(folder.path("out/tables/old.csv"), "a\n").expect("it can be written");
    fs::write(folder.path("out/notes.txt"), "a\n").expect("it can be written");
    let manifest = fs::read_to_string(folder.path("out/manifest.json")).expect("it is there");
    let title = manifest.replacen("\"title\": \"", "\"title\": \"Not ", 1);
    fs::write(folder.path("out/manifest.json"), title).expect("it can be written");
    let found = verify_outputs(&folder.path("out"), &no_report).expect("it is checked");
    let told = told(&found.differences);
    assert_eq!(told[0], "manifest.json: the run id is not the hash of its content");
    assert!(told.contains(&"tables/roles.csv: missing".to_owned()), "{told:?}");
    assert!(told.contains(&"tables/old.csv: extra: the run wrote no such file".to_owned()), "{told:?}");
    assert!(found.notes.iter().any(|note| note.contains("notes.txt")));
}

#[test]
fn changed_sources_are_named_and_nothing_is_run() {
    let folder = finished();
    let mut text = fs::read(folder.path("q.jsonl")).expect("it is there");
    text.push(b'\n');
    fs::write(folder.path("q.jsonl"), text).expect("it can be written");
    let found = verified(&folder, &["score.context=article"]);
    assert_eq!(told(&found.differences), ["setting score.context: differs", "input q.jsonl: changed"]);
    assert!(found.again.is_empty());
}

#[test]
fn what_a_run_with_other_formats_left_is_taken_away() {
    let folder = finished();
    assert!(folder.path("out/tables/actors.parquet").is_file());
    folder.run(&[PARTS, "output.formats=[\"csv\"]"], 2, "out").expect("the run finishes");
    assert!(!folder.path("out/tables/actors.parquet").exists(), "who reads it would take it for this run's");
    assert!(folder.path("out/tables/actors.csv").is_file());
}
