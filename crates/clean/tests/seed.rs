//! The lines of the article that the project began with, against a list made by hand, where that data
//! is at hand.
//!
//! Neither is in the repository: they are read from `../shared/data/seed` beside it.
#![allow(clippy::print_stderr, reason = "a test says what it left out")]

use std::{collections::BTreeSet, fs, path::Path};

use newsloom_clean::{CleanOptions, Cleaner, RepeatedBlocks};
use newsloom_corpus::{Article, ArticleId, IdentityFields, Origin, Published};
use newsloom_text::HashedWords;
use serde::Deserialize;

/// What a reader of the article says of its lines.
#[derive(Deserialize)]
struct Gold {
    doc: String,
    drop_lines: Vec<Line>,
}

#[derive(Deserialize)]
struct Line {
    /// From 1.
    line: usize,
}

fn article(text: &str) -> Article {
    Article {
        id: ArticleId::of(&IdentityFields { text, ..IdentityFields::default() }),
        record_id: None,
        outlet: None,
        url: None,
        title: String::new(),
        text: text.to_owned(),
        published: Published::default(),
        language_declared: None,
        kept: Vec::new(),
        origin: Origin { path: "article.txt".into(), record: 1, line: 1, byte_offset: 0 },
    }
}

/// The numbers of the lines, from 1, that hold more than white space, each with its bytes.
fn lines(text: &str) -> impl Iterator<Item = (usize, std::ops::Range<usize>)> {
    let mut start = 0;
    let placed = (1..).zip(text.split('\n')).map(move |(number, line)| {
        let range = start..start + line.len();
        start = range.end + 1;
        (number, range)
    });
    placed.filter(|(_, range)| !text[range.clone()].trim().is_empty())
}

#[test]
fn exactly_the_lines_that_are_no_story_are_dropped() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/seed");
    let Ok(gold) = fs::read_to_string(folder.join("mentions.json")) else {
        eprintln!("left out: {} is not there", folder.display());
        return;
    };
    let gold: Gold = serde_json::from_str(&gold).expect("the list of lines");
    let text = fs::read_to_string(folder.join(gold.doc)).expect("the article");
    let article = article(&text);
    let cleaner = Cleaner::new(&CleanOptions::default());
    let clean = cleaner.clean(&article, &HashedWords::of(&text), &RepeatedBlocks::default());
    let is_dropped = |range: &std::ops::Range<usize>| {
        let is_touched = |start: usize, end: usize| start < range.end && end > range.start;
        let is_kept = clean.paragraphs.iter().any(|p| is_touched(p.span.start(), p.span.end()));
        let is_removed = clean.removals.iter().any(|r| is_touched(r.span.start(), r.span.end()));
        assert!(is_kept != is_removed, "a line is dropped whole or kept whole: {}", &text[range.clone()]);
        is_removed
    };
    let dropped: BTreeSet<usize> = lines(&text).filter(|(_, r)| is_dropped(r)).map(|(n, _)| n).collect();
    let expected: BTreeSet<usize> = gold.drop_lines.iter().map(|line| line.line).collect();
    assert_eq!(dropped, expected);
}
