//! The gold mentions of the study that ships.

use std::path::{Path, PathBuf};

use crate::{
    folder::{Folder, Row, table},
    gold::{Found, Gold, Level, score},
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn chars(row: &Row) -> (usize, usize) {
    let number = |column: &str| row[column].parse().expect("an offset");
    (number("start_char"), number("end_char"))
}

fn place(row: &Row) -> String {
    format!("{}:{}", row["record_id"], row["field"])
}

fn gold() -> Vec<Gold> {
    let level = |row: &Row| match row["level"].as_str() {
        "core" => Level::Core,
        "ext" => Level::Extended,
        _ => Level::Neutral,
    };
    let rows = table(&root().join("datasets/libya-2020/gold-mentions.csv"));
    let gold = |row: &Row| Gold {
        place: place(row),
        chars: chars(row),
        actor: as_counted(&row["actor_id"]),
        level: level(row),
    };
    rows.iter().map(gold).collect()
}

/// An uncontested government counts as its country.
fn as_counted(actor: &str) -> String {
    match actor.strip_prefix("government:") {
        Some(code) if code.len() == 3 => format!("country:{code}"),
        _ => actor.to_owned(),
    }
}

/// The study, run from the repository into a folder.
fn study() -> (Folder, Vec<Row>) {
    let folder = Folder::new(&[]);
    let (plan, _) =
        newsloom_pipeline::check(&root().join("pipelines/libya-2020.toml"), &[]).expect("it is right");
    let options = newsloom_pipeline::RunOptions { output: Some(folder.path("out")), ..Default::default() };
    newsloom_pipeline::run(&plan, &options, &newsloom_pipeline::Silent).expect("the study runs");
    let mentions = folder.table("out", "mentions");
    (folder, mentions)
}

#[test]
fn found_mentions_are_those_of_the_gold_list() {
    let gold = gold();
    assert_eq!(gold.len(), 763);
    let (_, mentions) = study();
    let texts: Vec<String> =
        gold.iter().map(|g| g.place.split(':').next().unwrap_or_default().to_owned()).collect();
    let found: Vec<Found> = mentions
        .iter()
        .filter(|row| texts.contains(&row["record_id"]) && row["reading"] == "actor")
        // The gold list has the name and the demonym of "Turkish President Recep Tayyip Erdogan", not its office.
        .filter(|row| row["not_counted_reason"] != "apposition")
        .map(|row| Found {
            place: place(row),
            chars: chars(row),
            actor: as_counted(&row["actor_id"]),
            is_nested: !row["nested_in"].is_empty(),
        })
        .collect();
    let core = score(&gold, &found, &[Level::Core]);
    let both = score(&gold, &found, &[Level::Core, Level::Extended]);
    assert!(core.recall() >= 0.95 && core.precision() >= 0.99, "{core:#?}");
    assert!(both.recall() >= 0.88 && both.precision() >= 0.99, "{both:#?}");
}

#[test]
fn copies_that_outlets_made_are_found() {
    let (folder, _) = study();
    let articles = folder.table("out", "articles");
    let cluster = |record: &str| {
        articles.iter().find(|row| row["record_id"] == record).map(|row| row["cluster_id"].clone())
    };
    let copies = table(&root().join("datasets/libya-2020/copies.csv"));
    assert_eq!(copies.len(), 22);
    let lost: Vec<&str> = copies
        .iter()
        .filter(|row| cluster(&row["record_id"]) != cluster(&row["original_record_id"]))
        .map(|row| row["record_id"].as_str())
        .collect();
    // A short rewrite, which the sketch takes for a little less of a copy than it is.
    assert_eq!(lost, ["sc-c06"]);
    let n_duplicates = articles.iter().filter(|row| row["is_representative"] == "false").count();
    assert_eq!(n_duplicates, copies.len() - lost.len(), "nothing else is a copy");
}
