//! Articles that change while a run reads them.

use std::{fs, path::PathBuf};

use newsloom_pipeline::{GenerateOptions, Observer, Silent, generate};

use crate::folder::Folder;

type Meddle = fn(&PathBuf);

/// Does something to the articles between the two passes over them.
struct Meddler {
    articles: PathBuf,
    meddle: Meddle,
}

impl Observer for Meddler {
    fn stage(&self, name: &'static str, _: u64) {
        if name == "articles" {
            (self.meddle)(&self.articles);
        }
    }

    fn advance(&self, _: u64) {}
}

fn rewrite(path: &PathBuf, change: impl FnOnce(String) -> String) {
    let text = fs::read_to_string(path).expect("the articles are there");
    fs::write(path, change(text)).expect("the articles can be written");
}

/// What happens to the articles, and how the run ends.
const CASES: &[(&str, Meddle, &str)] = &[
    ("gone", |path| fs::remove_file(path).expect("it can be removed"), "A113"),
    (
        "a folder",
        |path| {
            fs::remove_file(path).expect("it can be removed");
            fs::create_dir(path).expect("a folder can be made");
        },
        "A113",
    ),
    ("empty", |path| rewrite(path, |_| String::new()), "R122"),
    ("cut off", |path| rewrite(path, |text| text[..text.len() / 2].to_owned()), "R122"),
    ("edited", |path| rewrite(path, |text| text.replacen("the", "teh", 1)), "R122"),
    ("shifted", |path| rewrite(path, |text| format!("{{}}\n{text}")), "R122"),
];

#[test]
fn articles_that_change_during_a_run_stop_it_and_leave_the_earlier_one() {
    let folder = Folder::new(&[]);
    let options = GenerateOptions { articles: 700, seed: 3, actors: 30, ..GenerateOptions::default() };
    generate(options, &folder.path(""), false).expect("the corpus can be written");
    let articles = folder.path("articles.jsonl");
    let text = fs::read(&articles).expect("the articles are there");
    folder.run_watched(None, &Silent).expect("the run finishes");
    let whole = folder.files("out");
    for (name, meddle, code) in CASES {
        let meddler = Meddler { articles: articles.clone(), meddle: *meddle };
        let problems = folder.run_watched(None, &meddler).expect_err(name);
        assert_eq!(problems[0].code.id, *code, "{name}: {problems:?}");
        assert!(problems[0].message.contains("articles.jsonl"), "{name}: {problems:?}");
        assert!(folder.files("out") == whole, "{name}: the finished tables still stand");
        if articles.is_dir() {
            fs::remove_dir(&articles).expect("it can be removed");
        }
        fs::write(&articles, &text).expect("the articles can be written");
    }
    folder.run_watched(None, &Silent).expect("the run finishes");
    assert!(folder.files("out") == whole);
}
