//! A sample is blind, depends on its seed alone, and weighs back to the run.

use std::{collections::BTreeMap, fs};

use newsloom_pipeline::{
    Estimate, GenerateOptions, SampleOptions, Stratum, check, generate, sample, validate, validation_json,
};
use serde_json::Value;

use crate::folder::{Folder, Row, table};

fn finished() -> Folder {
    let folder = Folder::new(&[]);
    let options = GenerateOptions { articles: 150, seed: 3, actors: 40, ..GenerateOptions::default() };
    generate(options, &folder.path(""), false).expect("the corpus can be written");
    folder.run(&[], 2, "out").expect("the run finishes");
    folder
}

/// Draws a sample; gives its rows and its key.
fn draw(folder: &Folder, seed: u64, sheet: &str) -> (Vec<Row>, Value) {
    let plan = check(&folder.path("recipe.toml"), &[]).expect("the recipe is right").0;
    let stratify = vec![Stratum::Kind, Stratum::Type];
    let options = SampleOptions { mentions: 80, sentences: 40, pairs: 30, stratify, seed };
    let path = folder.path(sheet);
    let (sampled, warnings) = sample(&plan, (&folder.path("out"), &path), &options).expect("a sample");
    assert!(warnings.is_empty());
    let key = fs::read_to_string(sampled.key).expect("the key is there");
    (table(&path), serde_json::from_str(&key).expect("the key is JSON"))
}

fn weight(item: &Value) -> f64 {
    item["stratum_size"].as_f64().expect("a number") / item["stratum_drawn"].as_f64().expect("a number")
}

/// Writes the sheet with codes.
fn write_coded(folder: &Folder, rows: &[Row], code: impl Fn(&Row) -> String) {
    let lines = rows.iter().map(|row| format!("{},{}\n", row["item"], code(row)));
    let text = format!("item,code\n{}", lines.collect::<String>());
    fs::write(folder.path("coded.csv"), text).expect("the sheet can be written");
}

fn estimate<'a>(estimates: &'a [Estimate], by: &str, group: &str) -> &'a Estimate {
    estimates.iter().find(|one| one.by == by && one.group == group).expect("the group is there")
}

#[test]
fn the_weights_of_a_sample_add_up_to_the_run() {
    let folder = finished();
    let (rows, key) = draw(&folder, 1, "one.csv");
    let (again, _) = draw(&folder, 1, "two.csv");
    assert_eq!(rows, again, "the seed decides");
    let (other, _) = draw(&folder, 2, "three.csv");
    assert_ne!(rows, other);
    let items = key["items"].as_object().expect("items");
    let mut sums: BTreeMap<&str, (u64, f64)> = BTreeMap::new();
    for item in items.values() {
        let sum = sums.entry(item["task"].as_str().expect("a task")).or_default();
        *sum = (sum.0 + 1, sum.1 + weight(item));
    }
    for (task, n) in [("mention", 80), ("sentence", 40), ("pair", 30)] {
        let population = key["population"][task].as_f64().expect("a number");
        assert_eq!(sums[task].0, n);
        assert!((sums[task].1 - population).abs() < 1e-6, "{task}: {} of {population}", sums[task].1);
    }
}

#[test]
fn the_sheet_shows_what_is_asked_and_not_how_it_was_found() {
    let folder = finished();
    let (rows, _) = draw(&folder, 1, "one.csv");
    let columns: Vec<&String> = rows[0].keys().collect();
    assert!(!columns.iter().any(|c| ["kind", "rule", "confidence", "weight"].contains(&c.as_str())));
    for row in &rows {
        let n_marks = row["text"].matches("[[").count();
        match row["task"].as_str() {
            "mention" => assert_eq!(n_marks, 1, "{row:?}"),
            "pair" => assert_eq!(n_marks, 2, "{row:?}"),
            _ => assert!(row["actor"].is_empty()),
        }
        assert!(row["code"].is_empty());
    }
    assert!(rows.iter().any(|row| row["task"] == "sentence" && !row["text"].contains("[[")));
    assert!(rows.iter().any(|row| row["task"] == "sentence" && row["text"].contains("[[")));
}

#[test]
fn codes_weigh_back_to_what_is_true_of_the_run() {
    let folder = finished();
    let (rows, key) = draw(&folder, 1, "one.csv");
    let type_of = |row: &Row| key["items"][&row["item"]]["type"].as_str().expect("a type").to_owned();
    // A coder for whom every organisation is wrong, and who misses nothing.
    let judge = |row: &Row| match row["task"].as_str() {
        "sentence" => "none".to_owned(),
        _ if type_of(row).contains("organisation") => "wrong".to_owned(),
        _ => "right".to_owned(),
    };
    write_coded(&folder, &rows, judge);
    let (sheet, run) = (folder.path("coded.csv"), folder.path("out"));
    let found = validate(&[&sheet, &sheet], (None, Some(&run))).expect("the sheet is right");
    let mentions = folder.table("out", "mentions");
    let articles = folder.table("out", "articles");
    let is_counted: BTreeMap<&String, bool> =
        articles.iter().map(|row| (&row["article_id"], row["is_representative"] == "true")).collect();
    let counted: Vec<&Row> =
        mentions.iter().filter(|row| row["is_counted"] == "true" && is_counted[&row["article_id"]]).collect();
    let n_right = counted.iter().filter(|row| row["actor_type"] != "organisation").count();
    let truth = n_right as f64 / counted.len() as f64;
    let total = estimate(&found.precision, "total", "");
    // The strata are the types, so that the weights make the share exact.
    assert!((total.share.expect("a share") - truth).abs() < 1e-5, "{total:?} for {truth}");
    assert_eq!(estimate(&found.precision, "type", "organisation").share, Some(0.0));
    assert_eq!(estimate(&found.recall, "total", "").share, Some(1.0));
    assert!(found.agreement.iter().all(|task| task.n == task.n_alike));
    let written = fs::read_to_string(folder.path("out/validation.json")).expect("it is written");
    assert_eq!(written, validation_json(&found));
}
