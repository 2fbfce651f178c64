//! Every number walks back: what `why` finds is what the tables count.

use std::collections::BTreeMap;

use newsloom_pipeline::{Evidence, GenerateOptions, Plan, Question, check, generate, why};

use crate::folder::Folder;

fn generated() -> (Folder, Vec<String>) {
    let folder = Folder::new(&[]);
    let options = GenerateOptions { articles: 120, seed: 11, actors: 30, ..GenerateOptions::default() };
    generate(options, &folder.path(""), false).expect("the corpus can be written");
    (folder, Vec::new())
}

fn plan(folder: &Folder, overrides: &[String]) -> Plan {
    check(&folder.path("recipe.toml"), overrides).expect("the recipe is right").0
}

fn ask(folder: &Folder, plan: &Plan, question: &Question) -> Evidence {
    why(plan, &folder.path("out"), question).expect("the question has an answer").0
}

fn question(actors: &[&str], week: Option<&str>) -> Question {
    let week = week.map(|week| week.parse().expect("a week"));
    Question { actors: actors.iter().map(|&a| a.to_owned()).collect(), week, most: None }
}

#[test]
fn the_sentences_of_a_pair_are_its_joint_contexts() {
    for setting in ["score.context=\"sentence\"", "score.context=\"article\"", "score.counting=\"article\""] {
        let (folder, _) = generated();
        let overrides = [setting.to_owned()];
        folder.run(&[setting], 2, "out").expect("the run finishes");
        let plan = plan(&folder, &overrides);
        let pairs = folder.table("out", "comentions");
        assert!(pairs.len() > 20);
        for pair in pairs.iter().step_by(pairs.len() / 12) {
            let found = ask(&folder, &plan, &question(&[&pair["source"], &pair["target"]], None));
            assert_eq!(found.n_counted.to_string(), pair["n_ij"], "{setting} {pair:?}");
            assert_eq!(found.passages.len() as u64, found.n_counted);
            assert!(found.passages.iter().all(|passage| passage.mentions.len() >= 2));
        }
        let weekly = folder.table("out", "comentions_weekly");
        let weekly: Vec<_> = weekly.iter().filter(|row| row["n_ij"] != "0").collect();
        for row in weekly.iter().step_by(weekly.len() / 12 + 1) {
            let asked = question(&[&row["target"], &row["source"]], Some(&row["week"]));
            assert_eq!(ask(&folder, &plan, &asked).n_counted.to_string(), row["n_ij"], "{setting} {row:?}");
        }
    }
}

#[test]
fn the_sentences_of_an_actor_hold_its_mentions() {
    let (folder, none) = generated();
    folder.run(&[], 2, "out").expect("the run finishes");
    let plan = plan(&folder, &none);
    let mentions: BTreeMap<String, String> = folder
        .table("out", "mentions")
        .into_iter()
        .map(|row| (row["mention_id"].clone(), row["surface"].clone()))
        .collect();
    for actor in folder.table("out", "actors").iter().step_by(3) {
        let found = ask(&folder, &plan, &question(&[&actor["actor_id"]], None));
        assert_eq!(found.n_counted.to_string(), actor["n_mentions"], "{actor:?}");
        assert_eq!(found.n_stories.to_string(), actor["n_clusters"], "{actor:?}");
        for passage in &found.passages {
            for mention in &passage.mentions {
                assert_eq!(mentions[&mention.mention_id], mention.surface);
                assert!(passage.text.contains(&format!("[[{}]]", mention.surface)), "{passage:?}");
            }
        }
    }
}

#[test]
fn what_has_changed_since_the_run_is_said() {
    let (folder, none) = generated();
    folder.run(&[], 2, "out").expect("the run finishes");
    let actor = folder.table("out", "actors")[0]["actor_id"].clone();
    let asked = question(&[&actor], None);
    let before = ask(&folder, &plan(&folder, &none), &asked);
    let text = std::fs::read_to_string(folder.path("articles.jsonl")).expect("the corpus is there");
    let half: String = text.lines().take(60).map(|line| format!("{line}\n")).collect();
    std::fs::write(folder.path("articles.jsonl"), half).expect("the corpus can be written");
    let (after, warnings) = why(&plan(&folder, &none), &folder.path("out"), &asked).expect("an answer");
    assert!(after.n_articles_missing > 0 && after.n_counted < before.n_counted);
    let said: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    assert_eq!(said, ["warning[R112]: `articles.jsonl` has changed since the run"]);
}
