use std::path::Path;

use newsloom_pipeline::{check, recipe::SECTIONS};

use crate::folder::Folder;

fn codes(recipe: &str, overrides: &[&str]) -> Vec<&'static str> {
    let folder = Folder::new(&[("recipe.toml", recipe.as_bytes()), ("a.csv", b"title\nA title\n")]);
    let overrides: Vec<String> = overrides.iter().map(|&o| o.to_owned()).collect();
    match check(&folder.path("recipe.toml"), &overrides) {
        Ok((_, warnings)) => warnings.iter().map(|w| w.code.id).collect(),
        Err(problems) => problems.iter().map(|p| p.code.id).collect(),
    }
}

const RIGHT: &str = "title = \"T\"\n[input]\narticles = [\"a.csv\"]\n";

#[test]
fn each_mistake_has_its_code() {
    let cases: &[(&str, &[&str])] = &[
        (RIGHT, &[]),
        ("title = \"T\"\n", &["P207"]),
        ("title = 7\n[input]\narticles = [\"a.csv\"]\n", &["P204"]),
        ("title = \"T\"\n[input]\narticles = [\"b.csv\"]\n", &["P208"]),
        ("title = \"T\"\n[input]\narticles = [\"a.csv\", \"*.pdf\"]\n", &["P208"]),
        ("title = \"T\"\n[input]\narticles = [\"recipe.toml\"]\n", &["P209"]),
        ("title = \"T\"\n[input]\narticles = [\"a.csv\"]\ndate-formats = [\"%Q\"]\n", &["P211"]),
        ("title = \"T\"\n[input]\narticles = [\"a.csv\"]\n[score]\nlevel = \"state\"\n", &["P205"]),
        ("title = \"T\"\n[input]\narticles = [\"a.csv\"]\n[score.significance]\nlevel = 2\n", &["P206"]),
        (
            "title = \"T\"\nauthors = [\"A B\", \"<>\"]\nlicence = \"any use\"\n[input]\narticles = [\"a.csv\"]\n",
            &["P218", "P218"],
        ),
        ("title = \"T\"\nauthors = [\"A B\"]\nlicence = \"CC0-1.0\"\n[input]\narticles = [\"a.csv\"]\n", &[]),
        ("title = \"T\"\n[[input]]\narticles = [\"a.csv\"]\n", &["P204"]),
    ];
    for (recipe, expected) in cases {
        assert_eq!(&codes(recipe, &[]), expected, "{recipe}");
    }
}

#[test]
fn overrides_are_checked_like_the_recipe() {
    assert_eq!(codes(RIGHT, &["score.context=article", "input.as-of=2020-01-01"]), Vec::<&str>::new());
    assert_eq!(codes(RIGHT, &["score.measures=[\"pmi\", \"dice\"]"]), Vec::<&str>::new());
    assert_eq!(codes(RIGHT, &["score.measures=[\"pmy\"]"]), ["P203"]);
    assert_eq!(codes(RIGHT, &["scores.context=article"]), ["P201"]);
    assert_eq!(codes(RIGHT, &["score"]), ["P215"]);
}

#[test]
fn a_recipe_that_is_not_there_is_one_problem() {
    let problems = check(Path::new("nowhere/recipe.toml"), &[]).expect_err("there is no such file");
    assert_eq!(problems.iter().map(|p| p.code.id).collect::<Vec<_>>(), ["P102"]);
}

#[test]
fn every_key_is_accepted_with_its_default() {
    let (plan, _) = {
        let folder = Folder::new(&[("recipe.toml", RIGHT.as_bytes()), ("a.csv", b"title\nA title\n")]);
        check(&folder.path("recipe.toml"), &[]).expect("the recipe is right")
    };
    let n_keys: usize = SECTIONS.iter().map(|section| section.keys.len()).sum();
    assert!(plan.describe().lines().count() >= n_keys, "the plan shows the settings");
}
