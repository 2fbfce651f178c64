use std::collections::{BTreeMap, BTreeSet};

use newsloom_pipeline::{GenerateOptions, generate};
use proptest::prelude::*;

use crate::folder::{Folder, Row};

/// A generated corpus with its recipe.
fn generated(articles: u64, seed: u64) -> Folder {
    let folder = Folder::new(&[]);
    let options = GenerateOptions { articles, seed, actors: 60, ..GenerateOptions::default() };
    generate(options, &folder.path(""), false).expect("the corpus can be written");
    folder
}

#[test]
fn the_same_bytes_on_any_number_of_threads_and_in_any_order_of_lines() {
    let folder = generated(300, 5);
    let one = folder.run(&[], 1, "one").expect("the run finishes");
    assert!(one.tables.iter().any(|(name, rows)| name == "comentions" && *rows > 100));
    let files = folder.files("one");
    assert!(files.contains_key("manifest.json") && files.contains_key("comentions.parquet"));
    for threads in [2, 8] {
        folder.run(&[], threads, "other").expect("the run finishes");
        assert!(folder.files("other") == files, "{threads} threads");
    }
}

#[test]
fn the_order_of_the_files_changes_no_byte() {
    let folder = generated(200, 6);
    let text = std::fs::read_to_string(folder.path("articles.jsonl")).expect("the corpus is there");
    let lines: Vec<&str> = text.lines().collect();
    std::fs::write(folder.path("p.jsonl"), lines[..70].join("\n")).expect("a part");
    std::fs::write(folder.path("q.jsonl"), lines[70..].join("\n")).expect("a part");
    folder.run(&["input.articles=[\"p.jsonl\", \"q.jsonl\"]"], 2, "pq").expect("the run finishes");
    folder.run(&["input.articles=[\"q.jsonl\", \"p.jsonl\"]"], 2, "qp").expect("the run finishes");
    let (pq, qp) = (folder.files("pq"), folder.files("qp"));
    // The manifest and the data package list the files in the order of the recipe.
    for name in pq.keys().filter(|name| !["manifest.json", "datapackage.json"].contains(&name.as_str())) {
        assert!(pq[name] == qp[name], "{name}");
    }
}

#[test]
fn tables_that_are_left_out_change_no_other() {
    let folder = generated(60, 8);
    folder.run(&[], 2, "all").expect("the run finishes");
    let details = "output.leave-out=[\"mentions\", \"comention_evidence\"]";
    folder.run(&[details], 2, "some").expect("the run finishes");
    let (all, some) = (folder.files("all"), folder.files("some"));
    let left_out = |name: &String| name.starts_with("mentions.") || name.starts_with("comention_evidence.");
    assert_eq!(all.keys().filter(|name| left_out(name)).count(), 4);
    let kept: Vec<&String> = all.keys().filter(|name| !left_out(name)).collect();
    assert_eq!(some.keys().collect::<Vec<_>>(), kept);
    for name in
        kept.into_iter().filter(|name| !["manifest.json", "datapackage.json"].contains(&name.as_str()))
    {
        assert!(all[name] == some[name], "{name}");
    }
}

/// The generator knows who is mentioned where and which article is a copy.
#[test]
fn a_run_finds_what_the_generator_planted() {
    let folder = generated(400, 7);
    folder.run(&[], 2, "out").expect("the run finishes");
    let truth: BTreeSet<(String, String, String)> = crate::folder::table(&folder.path("truth.csv"))
        .into_iter()
        .map(|row| (row["record_id"].clone(), row["start_byte"].clone(), row["actor_id"].clone()))
        .collect();
    let found: BTreeSet<(String, String, String)> = folder
        .table("out", "mentions")
        .into_iter()
        .filter(|row| row["field"] == "text" && row["nested_in"].is_empty())
        .map(|row| (row["record_id"].clone(), row["start_byte"].clone(), row["actor_id"].clone()))
        .collect();
    assert!(truth.len() > 1_000);
    assert_eq!(found.difference(&truth).next(), None, "found and not planted");
    let missed = truth.difference(&found).count();
    assert_eq!(missed, 0, "planted and not found, of {}", truth.len());

    let articles = folder.table("out", "articles");
    let cluster: BTreeMap<&str, &str> =
        articles.iter().map(|row| (row["record_id"].as_str(), row["cluster_id"].as_str())).collect();
    let copies = crate::folder::table(&folder.path("copies.csv"));
    let together = |row: &&Row| cluster[row["record_id"].as_str()] == cluster[row["original"].as_str()];
    let n_found = copies.iter().filter(together).count();
    assert!(copies.len() >= 20);
    let hard = |row: &&Row| row["edit"] == "new-lede-and-cut";
    let missed: Vec<&Row> = copies.iter().filter(|row| !together(row) && !hard(row)).collect();
    assert!(missed.is_empty(), "{missed:?}");
    assert!(n_found * 20 >= copies.len() * 19, "{n_found} of {} copies found", copies.len());
    let n_clusters = cluster.values().collect::<BTreeSet<_>>().len();
    assert_eq!(n_clusters, articles.len() - n_found, "nothing else is a copy");
}

const RECIPE: &str = r#"
title = "Broken records"
[input]
articles = ["articles/*"]
as-of = 2020-06-30
[clean]
languages = ["en"]
[output]
directory = "out"
formats = ["csv"]
"#;

const GOOD: &[u8] = b"{\"title\": \"Ministers of Norway and Sweden met\", \"text\": \"Norway and Sweden signed an agreement on the fishing of cod on Monday, after three years of talks that nobody had expected to end.\", \"published\": \"2020-01-07\"}\n";

#[test]
fn broken_records_are_set_aside_with_their_place_and_the_run_goes_on() {
    let mut lines: Vec<u8> = GOOD.to_vec();
    lines.extend_from_slice(b"{\"title\": \"cut o\n[1, 2]\n\xff\xfe{}\n");
    lines.extend_from_slice(GOOD);
    lines.extend_from_slice(
        b"{\"title\": \"\", \"text\": null}\n{\"title\": \"Late\", \"published\": \"2021-01-01\"}\n",
    );
    lines.extend_from_slice(
        b"{\"title\": \"When\", \"published\": \"31 February 2020\"}\n{\"title\": [\"a\"]}\n",
    );
    let csv = b"title,text,published\nA title,A text with a lot of words in it.,2020-01-08\nragged,row\n\"no end,x\nC,Text of C.,2020-01-09\n";
    let folder = Folder::new(&[
        ("recipe.toml", RECIPE.as_bytes()),
        ("articles/a.jsonl", &lines),
        ("articles/b.csv", csv),
        ("articles/c.txt", "Un texte français qui parle de la Norvège et de la Suède, et de rien d’autre, pendant assez longtemps.".as_bytes()),
        ("articles/d.jsonl.zst", &zstd::encode_all(GOOD, 3).expect("zstd packs")),
    ]);
    let outcome = folder.run(&[], 2, "out").expect("bad records never stop a run");
    let quarantine = folder.table("out", "quarantine");
    let places: Vec<(&str, &str, &str)> = quarantine
        .iter()
        .map(|row| (row["source_path"].as_str(), row["line"].as_str(), row["code"].as_str()))
        .collect();
    let expected = [
        ("articles/a.jsonl", "2", "A102"),
        ("articles/a.jsonl", "3", "A103"),
        ("articles/a.jsonl", "4", "A101"),
        ("articles/a.jsonl", "5", "A106"),
        ("articles/a.jsonl", "6", "A108"),
        ("articles/a.jsonl", "7", "A107"),
        ("articles/a.jsonl", "8", "A110"),
        ("articles/a.jsonl", "9", "A112"),
        ("articles/b.csv", "3", "A104"),
        ("articles/b.csv", "4", "A105"),
        ("articles/d.jsonl.zst", "1", "A106"),
    ];
    assert_eq!(places, expected);
    let accounting = outcome.accounting;
    assert_eq!((accounting.n_records, accounting.n_articles), (15, 4));
    assert_eq!(accounting.set_aside["language"], 1);
    assert_eq!(accounting.n_counted, accounting.n_representatives + accounting.n_duplicates);
}

#[test]
fn too_many_broken_records_fail_the_run_and_leave_the_earlier_one() {
    let folder = Folder::new(&[("recipe.toml", RECIPE.as_bytes()), ("articles/a.jsonl", GOOD)]);
    folder.run(&[], 1, "out").expect("the run finishes");
    let before = folder.files("out");
    let broken = b"{\n".repeat(30);
    std::fs::write(folder.path("articles/b.jsonl"), broken).expect("a file");
    let problems = folder.run(&[], 1, "out").expect_err("30 of 31 records are broken");
    assert!(problems[0].starts_with("R103 30 of 31 records"), "{problems:?}");
    assert!(folder.files("out") == before, "the finished tables still stand");
}

#[test]
fn a_run_that_must_fail_keeps_no_more_of_what_is_broken() {
    let recipe = RECIPE.as_bytes();
    let folder = Folder::new(&[("recipe.toml", recipe), ("articles/a.jsonl", &b"{\n".repeat(150_000))]);
    for threads in [1, 3] {
        let problems = folder.run(&[], threads, "out").expect_err("all are broken");
        let expected =
            "R103 100001 of 150000 records were quarantined before the rest was looked at (100001 × A102)";
        assert_eq!(problems, [expected]);
    }
    let outcome = folder.run(&["input.max-quarantined=1.0"], 2, "out").expect("all may be broken");
    assert_eq!((outcome.accounting.n_records, outcome.accounting.n_quarantined()), (150_000, 150_000));
    assert_eq!(folder.table("out", "quarantine").len(), 150_000, "what a run keeps it keeps in full");
}

#[test]
fn an_output_folder_that_is_a_file_stops_a_run_before_it_reads() {
    let recipe = RECIPE.as_bytes();
    let folder =
        Folder::new(&[("recipe.toml", recipe), ("articles/a.jsonl", &b"{\n".repeat(30)), ("out", b"")]);
    for output in ["out", "out/inside"] {
        let problems = folder.run(&[], 1, output).expect_err("a file is no folder");
        assert!(problems[0].starts_with("R102 cannot write"), "{problems:?}");
    }
}

#[test]
fn cells_that_a_spreadsheet_would_run_are_guarded() {
    let article = b"{\"title\": \"=HYPERLINK(1)\", \"outlet\": \"@cmd\", \"text\": \"Norway met Sweden and nobody else was there to see it.\", \"published\": \"2020-01-07\"}\n";
    let folder = Folder::new(&[("recipe.toml", RECIPE.as_bytes()), ("articles/a.jsonl", article)]);
    folder.run(&[], 1, "out").expect("the run finishes");
    let row = &folder.table("out", "articles")[0];
    assert_eq!((row["title"].as_str(), row["outlet"].as_str()), ("'=HYPERLINK(1)", "'@cmd"));
}

/// The identities that hold between the tables of one run.
fn assert_consistent(folder: &Folder) {
    let articles = folder.table("out", "articles");
    let n = |row: &Row, column: &str| row[column].parse::<u64>().expect("a count");
    let coverage = folder.table("out", "coverage");
    let n_covered: u64 = coverage.iter().map(|row| n(row, "n_articles")).sum();
    let n_counted = articles.iter().filter(|row| row["set_aside_reason"].is_empty()).count() as u64;
    assert_eq!(n_covered, n_counted, "every counted article is covered once");
    let pairs = folder.table("out", "comentions");
    let evidence = folder.table("out", "comention_evidence");
    for pair in &pairs {
        assert!(pair["source"] < pair["target"]);
        let is_it = |row: &&Row| row["source"] == pair["source"] && row["target"] == pair["target"];
        let contexts: BTreeSet<_> = evidence
            .iter()
            .filter(is_it)
            .map(|r| (&r["article_id"], &r["paragraph"], &r["sentence"]))
            .collect();
        assert_eq!(contexts.len() as u64, n(pair, "n_ij"), "{} {}", pair["source"], pair["target"]);
    }
    let weekly = folder.table("out", "comentions_weekly");
    let total = |rows: &[Row]| rows.iter().map(|row| n(row, "n_ij")).sum::<u64>();
    assert_eq!(total(&weekly), total(&pairs), "all generated articles are dated");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn the_tables_of_a_run_agree_with_each_other(
        seed in 0..1_000u64,
        context in prop::sample::select(vec!["sentence", "paragraph", "article"]),
    ) {
        let folder = generated(60, seed);
        folder.run(&[&format!("score.context={context}"), "output.formats=[\"csv\"]"], 2, "out").expect("the run finishes");
        assert_consistent(&folder);
    }
}

/// What a wrong decoder made of a text is read as it was meant; every offset is of the text as read.
#[test]
fn mojibake_is_read_through_and_offsets_stay_those_of_the_text_as_read() {
    let recipe = "title = \"Garbled\"\n[input]\narticles = [\"a.jsonl\"]\nas-of = 2020-12-31\n[output]\ndirectory = \"out\"\nformats = [\"csv\"]\n";
    let text = "Libyaâ€™s envoy met Turkeyâ€™s president on Monday, the clerk of the harbour said.\n\nâ€œWe heard ErdoÄŸan and Libya,â€\u{9d} he said of Recep Tayyip ErdoÄŸan.";
    let article = format!("{}\n", serde_json::json!({"published": "2020-01-14", "text": text}));
    let folder = Folder::new(&[("recipe.toml", recipe.as_bytes()), ("a.jsonl", article.as_bytes())]);
    folder.run(&[], 1, "out").expect("the run finishes");
    let mentions = folder.table("out", "mentions");
    let chars: Vec<char> = text.chars().collect();
    let number = |row: &Row, column: &str| row[column].parse::<usize>().expect("an offset");
    for row in &mentions {
        let surface: String = chars[number(row, "start_char")..number(row, "end_char")].iter().collect();
        assert_eq!(surface, row["surface"]);
        assert_eq!(text[number(row, "start_byte")..number(row, "end_byte")], row["surface"]);
    }
    let surfaces = |actor: &str| -> Vec<&str> {
        mentions.iter().filter(|row| row["actor_id"] == actor).map(|row| row["surface"].as_str()).collect()
    };
    assert_eq!(surfaces("country:LBY"), ["Libya", "Libya"]);
    assert_eq!(
        surfaces("person:recep-tayyip-erdogan"),
        ["Turkeyâ€™s president", "ErdoÄŸan", "Recep Tayyip ErdoÄŸan"]
    );
}

/// A date that only the text leaves is told; it counts where the recipe says so.
#[test]
fn dates_from_text_are_told_and_used_on_request() {
    let recipe = "title = \"Dates\"\n[input]\narticles = [\"a.jsonl\"]\nas-of = 2020-12-31\n[output]\ndirectory = \"out\"\nformats = [\"csv\"]\n";
    let text = "The pilots came to Libya in 2011. The lamps were mended on January 8. They met on Monday, and the clerk said on Tuesday that a meeting will be held on January 19. The harbour was built nine years ago.";
    let lines = [
        serde_json::json!({"id": "undated", "text": text}),
        serde_json::json!({"id": "dated", "text": format!("{text} It rained."), "published": "2019-05-05"}),
    ];
    let articles: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let folder = Folder::new(&[("recipe.toml", recipe.as_bytes()), ("a.jsonl", articles.as_bytes())]);
    let row = |output: &str, id: &str| {
        let rows = folder.table(output, "articles");
        rows.into_iter().find(|row| row["record_id"] == id).expect("the article is there")
    };
    folder.run(&[], 1, "told").expect("the run finishes");
    let undated = row("told", "undated");
    assert_eq!(
        (&*undated["published_date"], &*undated["date_source"], &*undated["iso_week"]),
        ("2020-01-14", "text", "")
    );
    assert_eq!(undated["date_evidence"], "2011; nine years ago; January 8; January 19; Tuesday");
    let dated = row("told", "dated");
    assert_eq!((&*dated["published_date"], &*dated["date_source"]), ("2019-05-05", "field"));
    assert!(dated["date_evidence"].contains("the text says 2020-01-14"), "{}", dated["date_evidence"]);
    folder.run(&["clean.dates-from-text=\"use\""], 1, "used").expect("the run finishes");
    assert_eq!(row("used", "undated")["iso_week"], "3");
    folder.run(&["clean.dates-from-text=\"off\""], 1, "off").expect("the run finishes");
    assert_eq!(row("off", "undated")["date_source"], "none");
}

/// A report of an earlier run beside the tables of this one would tell of other numbers.
#[test]
fn what_is_made_of_a_run_goes_with_its_manifest() {
    let folder = generated(60, 4);
    folder.run(&[], 2, "out").expect("the run finishes");
    let report = folder.path("out/report.html");
    std::fs::write(&report, "of the first run").expect("the folder is there");
    folder
        .run(&["input.max-quarantined=0.0", "input.as-of=2000-01-01"], 2, "out")
        .expect_err("nothing is read");
    assert!(report.is_file() && folder.path("out/manifest.json").is_file(), "the first run stays");
    folder.run(&[], 2, "out").expect("the run finishes");
    assert!(!report.exists());
}
