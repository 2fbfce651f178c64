//! The article that the project began with, against its gold list, where that data is at hand.
//!
//! The article is not in the repository: it is read from `../shared/data/seed` beside it.

use std::{fs, path::Path};

use serde_json::{Value, json};

use crate::{
    folder::Folder,
    gold::{Found, Gold, Level, score},
};

const RECIPE: &str = r#"
title = "One article"
[input]
articles = ["article.jsonl"]
as-of = 2020-12-31
[extract]
dictionaries = ["world", "LIBYA"]
[output]
directory = "out"
formats = ["csv"]
"#;

/// Ids of the gold list whose ids here do not follow from their kind.
const IDS: &[(&str, &str)] = &[
    ("igo:NATO", "igo:nato"),
    ("igo:UN", "igo:united-nations"),
    ("med:AFP", "media:afp"),
    ("per:sergey-lavrov", "person:sergei-lavrov"),
    ("per:sergey-shoigu", "person:sergei-shoigu"),
];

/// The id here of an id of the gold list.
fn id(gold: &str, same: &Value) -> String {
    let gold = same[gold].as_str().unwrap_or(gold);
    if let Some((_, id)) = IDS.iter().find(|(theirs, _)| *theirs == gold) {
        return (*id).to_owned();
    }
    let (kind, name) = gold.split_once(':').expect("an id has a kind");
    let kinds =
        [("per", "person"), ("gov", "government"), ("cty", "country"), ("reg", "region"), ("plc", "city")];
    let kind = kinds.iter().find(|(theirs, _)| *theirs == kind).map_or(kind, |(_, ours)| ours);
    let is_place = ["region", "city"].contains(&kind);
    format!("{kind}:{}", if is_place { name.to_lowercase() } else { name.to_owned() })
}

fn gold(list: &Value, text: &str) -> Vec<Gold> {
    let lines: Vec<usize> = text
        .split('\n')
        .scan(0, |start, line| Some(std::mem::replace(start, *start + line.chars().count() + 1)))
        .collect();
    let number = |value: &Value| usize::try_from(value.as_u64().expect("a number")).expect("a small number");
    let mentions = list["mentions"].as_array().expect("mentions").iter();
    mentions
        .map(|m| {
            let start = lines[number(&m["line"]) - 1];
            let level = match m["level"].as_str().expect("a level") {
                "core" => Level::Core,
                "ext" => Level::Extended,
                _ => Level::Neutral,
            };
            // Mentions of several actors are all of a neutral level.
            let actor = m["actor"].as_str().map_or_else(String::new, |a| id(a, &list["same_for_comention"]));
            let chars = (start + number(&m["start"]), start + number(&m["end"]));
            Gold { place: "text".to_owned(), chars, actor, level }
        })
        .collect()
}

#[test]
#[allow(clippy::print_stdout, reason = "a test that is left out says so")]
fn the_seed_article_gives_its_actors_and_none_of_its_boilerplate() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let seed = root.join("../shared/data/seed");
    let Ok(list) = fs::read_to_string(seed.join("mentions.json")) else {
        println!("left out: the seed article is not at hand in {}", seed.display());
        return;
    };
    let list: Value = serde_json::from_str(&list).expect("the list is JSON");
    let name = list["doc"].as_str().expect("the name of the article");
    let text = fs::read_to_string(seed.join(name)).expect("the article stands beside its list");
    let article = json!({"record_id": "seed", "published": "2020-01-14", "text": text}).to_string();
    let libya = fs::canonicalize(root.join("datasets/actors/libya")).expect("the dictionary is there");
    let recipe = RECIPE.replace("LIBYA", &libya.to_string_lossy());
    let folder = Folder::new(&[("recipe.toml", recipe.as_bytes()), ("article.jsonl", article.as_bytes())]);
    folder.run(&[], 1, "out").expect("the run finishes");

    let same = &list["same_for_comention"];
    let twin = |actor: &str| match actor.strip_prefix("government:") {
        Some(code) => id(&format!("gov:{code}"), same),
        None => actor.to_owned(),
    };
    let number = |cell: &str| cell.parse::<usize>().expect("an offset");
    let mentions = folder.table("out", "mentions");
    let found: Vec<Found> = mentions
        .iter()
        .filter(|row| row["reading"] == "actor")
        .map(|row| Found {
            place: row["field"].clone(),
            chars: (number(&row["start_char"]), number(&row["end_char"])),
            actor: twin(&row["actor_id"]),
            is_nested: !row["nested_in"].is_empty(),
        })
        .collect();
    let gold = gold(&list, &text);
    let core = score(&gold, &found, &[Level::Core]);
    let both = score(&gold, &found, &[Level::Core, Level::Extended]);
    assert!(core.recall() >= 0.95 && core.precision() >= 0.95, "{core:#?}");
    assert!(both.recall() >= 0.93 && both.precision() >= 0.95, "{both:#?}");

    let lines: Vec<&str> = text.split('\n').collect();
    let dropped = list["drop_lines"].as_array().expect("lines to drop").iter();
    let dropped: Vec<usize> = dropped
        .map(|l| usize::try_from(l["line"].as_u64().expect("a number")).expect("a small number"))
        .collect();
    let line_of = |char: usize| text.chars().take(char).filter(|c| *c == '\n').count() + 1;
    let astray: Vec<&str> = mentions
        .iter()
        .map(|row| line_of(number(&row["start_char"])))
        .filter(|line| dropped.contains(line))
        .map(|line| lines[line - 1])
        .collect();
    assert_eq!(astray, [""; 0], "actors found in boilerplate");
}
