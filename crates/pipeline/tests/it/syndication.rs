//! A story that many outlets print counts once.

use std::fmt::Write;

use crate::{
    folder::Row,
    periods::{ARTICLES, RECIPE, folder_with},
};

/// Texts below 30 words are copies only of the same words: a shorter alert would be a story of its own.
const ALERT: &str = "Norland and Suden agreed on Tuesday to share the grey island in the sound after nine years of talks. \
    The lighthouse stays open in winter, said a keeper who had waited for the letter since spring.";
const FULL: &str = "Norland and Suden agreed on Tuesday to share the grey island in the sound after nine years of talks. \
    The lighthouse stays open in winter, said a keeper who had waited for the letter since spring. \
    Osterland had asked for a third of the herring and was told by Suden that the nets were already counted. \
    Boats from all three coasts may land there when the storm bell rings.";

/// Columns that count articles and outlets, or tell of them.
const OF_ARTICLES: &[&str] = &[
    "n_articles",
    "n_articles_total",
    "n_outlets",
    "effective_outlets",
    "first_date",
    "last_date",
    "is_zero_filled",
    "week_days_covered",
];

/// The articles with the full story, and behind it the alert and 20 copies in other outlets on two days that other articles cover too.
fn articles(is_syndicated: bool) -> String {
    let mut articles = format!("{ARTICLES}Post,2020-01-14T10:00:00Z,world,Island shared,\"{FULL}\"\n");
    if is_syndicated {
        writeln!(articles, "Post,2020-01-14T08:00:00Z,world,Island,\"{ALERT}\"").expect("a text grows");
        for n in 0..20 {
            writeln!(
                articles,
                "Paper {n},2020-01-{:02}T12:00:00Z,world,Island shared,\"{FULL}\"",
                14 + n % 2
            )
            .expect("a text grows");
        }
    }
    articles
}

fn by_cluster(mut rows: Vec<Row>) -> Vec<Row> {
    for row in &mut rows {
        row.retain(|column, _| !OF_ARTICLES.contains(&column.as_str()));
    }
    rows.retain(|row| row.get("n_clusters_both").is_none_or(|n| n != "0"));
    rows
}

#[test]
fn an_alert_a_full_story_and_twenty_copies_count_as_the_full_story() {
    let [alone, copied] = [false, true].map(|is_syndicated| {
        let folder = folder_with(RECIPE, &articles(is_syndicated));
        folder.run(&["input.outlets=outlets.csv"], 2, "out").expect("the run finishes");
        folder
    });
    let copies = copied.table("out", "articles");
    assert_eq!((alone.table("out", "articles").len(), copies.len()), (5, 26));
    let of_story = copies.iter().filter(|row| row["cluster_size"] == "22");
    assert_eq!(of_story.clone().count(), 22, "the alert, the full story and its copies are one cluster");
    let representative =
        of_story.clone().find(|row| row["is_representative"] == "true").expect("one of them");
    let length = |row: &Row| row["n_chars"].parse::<usize>().expect("a number");
    assert_eq!(length(representative), FULL.len());
    for table in [
        "actors",
        "comentions",
        "actors_weekly",
        "comentions_weekly",
        "actors_by_period",
        "comentions_by_period",
    ] {
        let [one, many] = [&alone, &copied].map(|folder| by_cluster(folder.table("out", table)));
        assert_eq!(one, many, "{table}");
    }
    let row = |rows: Vec<Row>| {
        rows.into_iter()
            .find(|r| r["source"] == "country:NOR" && r["target"] == "country:SUD")
            .expect("the pair")
    };
    let [one, many] = [&alone, &copied].map(|folder| row(folder.table("out", "comentions")));
    assert_eq!((one["n_articles"].as_str(), many["n_articles"].as_str()), ("3", "24"));
}

#[test]
fn groups_count_a_story_for_the_outlet_that_stands_for_it() {
    let folder = folder_with(RECIPE, &articles(true));
    folder.run(&[], 2, "out").expect("the run finishes");
    let groups = folder.table("out", "comentions_by_group");
    let of = |column: &str| {
        groups
            .iter()
            .filter(|r| {
                r["group_by"] == column && r["source"] == "country:NOR" && r["target"] == "country:SUD"
            })
            .collect::<Vec<_>>()
    };
    let sums = of("section").iter().map(|r| r["n_clusters"].parse::<u32>().expect("a number")).sum::<u32>();
    assert_eq!(sums, 3, "24 articles, three stories");
}
