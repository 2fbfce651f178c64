use crate::folder::Folder;

pub(crate) const RECIPE: &str = r#"
title = "Ports"
[input]
articles = ["a.csv"]
outlets = "outlets.csv"
keep = ["section"]
as-of = 2020-06-01
[extract]
dictionaries = ["ports"]
[score.significance]
min-units = 1
level = 1.0
[aggregate]
by = ["week", "month", "day", "owner", "section"]
min-articles = 1
network = { edges = "all", min-clusters = 1 }
[output]
formats = ["csv", "gexf", "graphml"]
"#;

pub(crate) const ARTICLES: &str = "outlet,published,section,title,text\n\
    Post,2020-01-06,world,One,Norland and Suden met again in the old harbour to speak of the ferries.\n\
    Post,2020-01-14,world,Two,Suden told the envoys of Norland that it would not pay for the new quay.\n\
    Lantern,2020-01-15,trade,Three,Nobody but Osterland came to the fair of the fishermen this year.\n\
    Lantern,2020-02-03,trade,Four,Osterland sells more herring to Norland than ever before in this century.\n";

pub(crate) fn folder(recipe: &str) -> Folder {
    folder_with(recipe, ARTICLES)
}

/// The same with other articles.
pub(crate) fn folder_with(recipe: &str, articles: &str) -> Folder {
    let actors = "actor_id,name,type\ncountry:NOR,Norland,country\ncountry:SUD,Suden,country\ncountry:OST,Osterland,country\n";
    let aliases =
        "actor_id,alias,kind\ncountry:NOR,Norland,name\ncountry:SUD,Suden,name\ncountry:OST,Osterland,name\n";
    Folder::new(&[
        ("recipe.toml", recipe.as_bytes()),
        ("a.csv", articles.as_bytes()),
        ("outlets.csv", b"outlet,owner,city\nPost,state,Norhaven\nLantern,private,Norhaven\n"),
        ("ports/actors.csv", actors.as_bytes()),
        ("ports/aliases.csv", aliases.as_bytes()),
    ])
}

#[test]
fn every_period_and_group_asked_for_has_its_rows() {
    let folder = folder(RECIPE);
    folder.run(&[], 2, "out").expect("the run finishes");
    let periods = folder.table("out", "actors_by_period");
    let norland = |unit: &str| -> Vec<(String, String)> {
        let rows = periods.iter().filter(|r| r["unit"] == unit && r["actor_id"] == "country:NOR");
        rows.map(|r| (r["period"].clone(), r["n_clusters"].clone())).filter(|(_, n)| n != "0").collect()
    };
    let text = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    };
    assert_eq!(norland("month"), text(&[("2020-01", "2"), ("2020-02", "1")]));
    assert_eq!(norland("day"), text(&[("2020-01-06", "1"), ("2020-01-14", "1"), ("2020-02-03", "1")]));
    let groups = folder.table("out", "comentions_by_group");
    let found: Vec<_> = groups
        .iter()
        .map(|r| {
            (r["group_by"].as_str(), r["group"].as_str(), r["target"].as_str(), r["n_clusters"].as_str())
        })
        .collect();
    let expected = [
        ("owner", "private", "country:OST", "1"),
        ("owner", "state", "country:SUD", "2"),
        ("section", "trade", "country:OST", "1"),
        ("section", "world", "country:SUD", "2"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn the_network_is_written_beside_the_tables_with_the_same_bytes_on_any_number_of_threads() {
    let folder = folder(RECIPE);
    folder.run(&[], 1, "one").expect("the run finishes");
    folder.run(&[], 4, "four").expect("the run finishes");
    let (one, four) = (folder.files("one"), folder.files("four"));
    assert!(one == four);
    let gexf = String::from_utf8_lossy(&one["graph.gexf"]);
    assert_eq!(gexf.matches("<edge ").count(), 2);
    assert!(gexf.contains("<spell start=\"2020-01-06\" end=\"2020-01-12\"/>"));
    assert_eq!(String::from_utf8_lossy(&one["graph.graphml"]).matches("<node ").count(), 3);
}

#[test]
fn weeks_only_leave_no_other_tables() {
    let folder = folder(RECIPE);
    folder.run(&["aggregate.by=week", "output.formats=[\"csv\"]"], 1, "out").expect("the run finishes");
    let files = folder.files("out");
    assert!(files.keys().all(|name| !name.contains("by_period") && !name.contains("by_group")));
    assert!(!files.contains_key("graph.gexf"));
}

#[test]
fn what_cannot_be_grouped_by_is_a_mistake() {
    let folder = folder(RECIPE);
    let problems = |setting: &str| folder.run(&[setting], 1, "out").expect_err("a mistake");
    assert_eq!(problems("aggregate.by=[\"week\", \"ownership\"]"), ["P213 unknown column `ownership`"]);
    assert_eq!(problems("output.formats=[\"gexf\"]"), ["P212 no format of tables"]);
    assert!(problems("input.outlets=nowhere.csv")[0].starts_with("A113 "));
}
