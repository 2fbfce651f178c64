//! Memory changes how much is held, and no byte of what a run leaves.

use std::fs;

use newsloom_pipeline::{GenerateOptions, Silent, generate};

use crate::folder::Folder;

/// A corpus with everything that is put aside: stories, copies, pairs, weeks, groups, and broken and
/// repeating records.
fn corpus() -> Folder {
    let folder = Folder::new(&[]);
    let options = GenerateOptions { articles: 600, seed: 5, actors: 40, ..GenerateOptions::default() };
    generate(options, &folder.path(""), false).expect("the corpus can be written");
    let path = folder.path("articles.jsonl");
    let text = fs::read_to_string(&path).expect("the articles are there");
    let with_section = |(n, line): (usize, &str)| format!("{{\"section\":\"s{}\",{}\n", n % 3, &line[1..]);
    let text: String = text.lines().enumerate().map(with_section).collect();
    let repeated: Vec<&str> = text.lines().take(7).collect();
    let more = format!("{text}{}\n{{\n[]\n{{}}\n", repeated.join("\n"));
    fs::write(&path, more).expect("the articles can be written");
    let recipe = folder.path("recipe.toml");
    let text = fs::read_to_string(&recipe).expect("the recipe is there");
    let more = "\n[aggregate]\nby = [\"week\", \"day\", \"month\", \"section\"]\n";
    let text = text.replace("[extract]", "keep = [\"section\"]\n\n[extract]") + more;
    fs::write(&recipe, text).expect("the recipe can be written");
    folder
}

#[test]
fn a_run_without_memory_leaves_the_same_bytes() {
    let folder = corpus();
    let outcome = folder.run_watched(None, &Silent).expect("the run finishes");
    let whole = folder.files("out");
    assert!(outcome.n_pairs > 100 && outcome.accounting.n_quarantined() == 10);
    for memory in [0, 450_000_000] {
        folder.run_watched(Some(memory), &Silent).expect("the run finishes");
        let found = folder.files("out");
        let differing: Vec<&String> =
            whole.iter().filter(|(name, bytes)| found[*name] != **bytes).map(|(name, _)| name).collect();
        assert!(differing.is_empty(), "with {memory} bytes: {differing:?}");
    }
}
