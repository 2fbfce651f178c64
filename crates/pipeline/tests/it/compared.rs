//! Runs side by side whose manifests were written by others.

use std::fs;

use newsloom_pipeline::compare;

use crate::folder::Folder;

const RECIPE: &[u8] = br#"
title = "Two lines"
[input]
articles = ["a.jsonl"]
as-of = 2020-12-31
[extract]
dictionaries = ["world"]
[output]
directory = "out"
formats = ["csv"]
"#;

#[test]
fn a_hash_that_is_none_is_compared_as_it_stands() {
    let article = br#"{"title":"Talks","text":"Italy met Tunisia.","published":"2020-01-14"}"#;
    let folder = Folder::new(&[("recipe.toml", RECIPE), ("a.jsonl", article)]);
    for output in ["one", "other"] {
        folder.run(&[], 1, output).expect("the run finishes");
    }
    let path = folder.path("other/manifest.json");
    let mut manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(&path).expect("it is there")).expect("it is JSON");
    manifest["inputs"][0]["blake3"] = "\u{e9}".into();
    fs::write(&path, manifest.to_string()).expect("it can be written");
    let name = |output: &str| folder.path(output).to_string_lossy().into_owned();
    let comparison = compare((&name("one"), &name("other")), 9).expect("both are runs");
    let of_files = |(heading, _): &&(String, Vec<String>)| heading == "inputs and dictionaries";
    let (_, lines) = comparison.sections.iter().find(of_files).expect("the files differ");
    assert!(lines.len() == 1 && lines[0].contains("1 (\u{e9})"), "{lines:?}");
}
