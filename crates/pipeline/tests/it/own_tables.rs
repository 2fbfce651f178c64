//! The recipe's own tables.

use std::fmt::Write;

use newsloom_pipeline::codebook;

use crate::periods::{RECIPE, folder};

/// The recipe with a table `own_<name>` for each of some queries.
fn with_tables<'a>(tables: impl IntoIterator<Item = (&'a str, String)>) -> String {
    let mut recipe = RECIPE.to_owned();
    for (name, sql) in tables {
        write!(recipe, "[[table]]\nname = \"own_{name}\"\nsql = \"{sql}\"\n")
            .expect("a text takes more text");
    }
    recipe
}

#[test]
fn a_copy_of_any_table_is_the_same_file() {
    // So the check knows every table that a run writes, with all its columns, and no value changes on the way.
    let codebook = codebook();
    let copies = codebook.iter().map(|schema| (&*schema.name, format!("SELECT * FROM {}", schema.name)));
    let folder = folder(&with_tables(copies.map(|(name, sql)| (name, sql + " ORDER BY rowid"))));
    let settings = ["output.formats=[\"csv\", \"parquet\"]"];
    folder.run(&settings, 2, "out").expect("the run finishes");
    let files = folder.files("out");
    for schema in &codebook {
        for ending in ["csv", "parquet"] {
            let [table, copy] =
                ["", "own_"].map(|prefix| &files[&format!("{prefix}{}.{ending}", schema.name)]);
            assert!(table == copy, "{}.{ending}", schema.name);
        }
    }
}

#[test]
fn the_same_rows_come_in_the_same_order_on_any_number_of_threads() {
    let sql = "SELECT p.*, m.surface FROM comentions AS p JOIN mentions AS m ON m.actor_id = p.source";
    let folder = folder(&with_tables([("pairs", sql.to_owned())]));
    folder.run(&[], 1, "one").expect("the run finishes");
    folder.run(&[], 4, "four").expect("the run finishes");
    assert!(folder.files("one") == folder.files("four"));
    let manifest = String::from_utf8(folder.files("one")["manifest.json"].clone()).expect("JSON is UTF-8");
    assert!(manifest.contains("\"tables/own_pairs.csv\"") && manifest.contains("JOIN mentions AS m"));
    let package = String::from_utf8(folder.files("one")["datapackage.json"].clone()).expect("JSON is UTF-8");
    assert!(package.contains("\"name\": \"own_pairs\""));
    assert!(!folder.table("one", "own_pairs").is_empty());
}

#[test]
fn a_table_that_the_recipe_has_no_longer_is_taken_away() {
    let folder = folder(&with_tables([("pairs", "SELECT source, target FROM comentions".to_owned())]));
    folder.run(&[], 1, "out").expect("the run finishes");
    std::fs::write(folder.path("out/tables/notes.csv"), "mine").expect("a file can be written");
    assert!(folder.files("out").contains_key("own_pairs.csv"));
    std::fs::write(folder.path("recipe.toml"), RECIPE).expect("the recipe can be written");
    folder.run(&[], 1, "out").expect("the run finishes");
    let left = folder.files("out");
    assert!(!left.contains_key("own_pairs.csv"));
    assert!(left.contains_key("notes.csv"), "what no run wrote stays");
}
