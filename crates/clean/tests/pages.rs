//! Story lines of whole pages, against a gold list, where that data is at hand.
//!
//! The list is not in the repository: it is read from `../shared/data/gold` beside it.
#![allow(clippy::print_stderr, reason = "a test says what it measured and what it left out")]

use std::{fs::File, path::Path};

use newsloom_clean::{CleanOptions, Cleaner, RepeatedBlocks};
use newsloom_corpus::{Article, ArticleId, IdentityFields, Origin, Published};
use newsloom_text::HashedWords;
use serde::Deserialize;

/// A page as its visible lines, with 1 for those of the story.
#[derive(Deserialize)]
struct Page {
    id: String,
    lines: Vec<String>,
    labels: Vec<u8>,
}

impl Page {
    fn article(&self) -> Article {
        let text = self.lines.join("\n");
        Article {
            id: ArticleId::of(&IdentityFields { text: &text, ..IdentityFields::default() }),
            record_id: None,
            outlet: None,
            url: None,
            title: String::new(),
            text,
            published: Published::default(),
            language_declared: None,
            kept: Vec::new(),
            origin: Origin { path: "pages.jsonl".into(), record: 1, line: 1, byte_offset: 0 },
        }
    }

    /// F1 of the story, counted in lines.
    fn f1(&self, cleaner: &Cleaner) -> f64 {
        let article = self.article();
        let words = HashedWords::of(&article.text);
        let kept = cleaner.clean(&article, &words, &RepeatedBlocks::default()).paragraphs;
        let (mut start, mut n_right, mut n_kept) = (0, 0, 0);
        for (line, label) in self.lines.iter().zip(&self.labels) {
            let end = start + line.len();
            let is_kept = kept.iter().any(|p| p.span.start() < end && p.span.end() > start);
            n_kept += u32::from(is_kept);
            n_right += u32::from(is_kept && *label == 1);
            start = end + 1;
        }
        let n_story: u32 = self.labels.iter().map(|label| u32::from(*label)).sum();
        2.0 * f64::from(n_right) / f64::from(n_kept + n_story)
    }
}

#[test]
fn the_story_of_a_page_is_kept_and_little_else() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/gold/boilerplate_lines.jsonl.zst");
    let Ok(file) = File::open(&path) else {
        eprintln!("left out: {} is not there", path.display());
        return;
    };
    let text = zstd::decode_all(file).expect("a compressed file");
    let pages: Vec<Page> = text
        .split(|b| *b == b'\n')
        .filter(|l| !l.is_empty())
        .map(|l| serde_json::from_slice(l).expect("a page"))
        .collect();
    let cleaner = Cleaner::new(&CleanOptions::default());
    let mut scores: Vec<(f64, &str)> =
        pages.iter().map(|page| (page.f1(&cleaner), page.id.as_str())).collect();
    scores.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mean = scores.iter().map(|(f1, _)| f1).sum::<f64>() / scores.len() as f64;
    eprintln!("{} pages: F1 {mean:.4}; worst {:?}", pages.len(), &scores[..5]);
    assert!(mean >= 0.85, "{mean}");
}
