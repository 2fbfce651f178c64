//! Web pages as input: a folder of HTML files and an archive.

use crate::folder::Folder;

const RECIPE: &str = r#"
title = "Pages"
[input]
articles = ["pages", "crawl.warc"]
as-of = 2020-12-31
max-quarantined = 0.5
[extract]
dictionaries = ["world"]
[output]
directory = "out"
formats = ["csv"]
"#;

/// A page around paragraphs, with something in its head.
fn page(head: &str, story: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>Lamps for Zuwara - Coast Gazette</title>{head}</head><body>\
         <div class=\"menu\"><ul><li><a href=\"/\">Home</a></li><li><a href=\"/w\">France and Germany</a></li></ul></div>\
         <article><h1>Lamps for Zuwara</h1>{story}</article>\
         <div class=\"footer\"><a href=\"/t\">Terms of use</a></div></body></html>"
    )
}

const STORY: &str = "<p>The envoys of Italy and Tunisia met the pilots of the harbour on Tuesday, and each of them \
    promised two lamps for the northern mole before the end of the winter.</p>\
    <p>Italy will pay for the boat that carries them, its envoy told the council, while Tunisia sends the two \
    men who know how to set them up in a wind that hardly ever stops.</p>\
    <p>The council thanked both &amp; asked for a bell as well, \u{201c}since a lamp is of no use in fog\u{201d}.</p>";

fn archived(url: &str, html: &str) -> String {
    let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}");
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
        block.len()
    )
}

#[test]
fn pages_become_articles_with_what_they_say_of_themselves() {
    let meta = "<meta property=\"og:site_name\" content=\"Coast Gazette\">\
                <meta property=\"article:published_time\" content=\"2020-01-14T23:30:00-02:00\">";
    let dated = page(meta, STORY);
    let undated = page("", &STORY.replace("winter", "spring"));
    let future = page(&meta.replace("2020", "2031"), &STORY.replace("winter", "summer"));
    let deep = "<div>".repeat(5_000);
    let crawl = archived(
        "https://www.gazette.example/2020/01/15/lamps",
        &page("", &STORY.replace("winter", "autumn")),
    );
    let folder = Folder::new(&[
        ("recipe.toml", RECIPE.as_bytes()),
        ("pages/dated.html", dated.as_bytes()),
        ("pages/in/deep.htm", deep.as_bytes()),
        ("pages/future.html", future.as_bytes()),
        ("pages/undated.html", undated.as_bytes()),
        ("crawl.warc", crawl.as_bytes()),
    ]);
    folder.run(&[], 2, "out").expect("the run finishes");

    let mut articles = folder.table("out", "articles");
    articles.sort_by_key(|row| (row["source_path"].clone(), row["record_id"].clone()));
    let column = |name: &str| articles.iter().map(|row| row[name].as_str()).collect::<Vec<_>>();
    assert_eq!(
        column("source_path"),
        ["crawl.warc", "pages/dated.html", "pages/future.html", "pages/undated.html"]
    );
    assert_eq!(column("date_source"), ["url", "metadata", "none", "none"]);
    assert_eq!(column("published_date"), ["2020-01-15", "2020-01-15", "", ""]);
    assert_eq!(column("outlet"), ["gazette.example", "Coast Gazette", "Coast Gazette", ""]);
    assert_eq!(column("record_id"), ["", "dated", "future", "undated"]);
    assert!(column("title").iter().all(|title| title.starts_with("Lamps for Zuwara")));
    let quarantine = folder.table("out", "quarantine");
    assert_eq!(quarantine.iter().map(|row| row["code"].as_str()).collect::<Vec<_>>(), ["A115"]);

    let mentions = folder.table("out", "mentions");
    let named = |actor: &str| mentions.iter().filter(|row| row["actor_id"] == actor).count();
    assert_eq!((named("country:ITA"), named("country:TUN")), (8, 8));
    assert_eq!(named("country:FRA"), 0, "a menu is no story");
}
