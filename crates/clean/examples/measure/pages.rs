//! Story lines of whole pages: F1 a page, averaged, with every rule and without each.

use std::path::Path;

use newsloom_clean::{CleanOptions, Cleaner, RULES, RepeatedBlocks};
use newsloom_corpus::{Article, ArticleId, IdentityFields, Origin, Published};
use newsloom_text::HashedWords;
use serde::Deserialize;

use crate::{Measure, articles::objects};

/// F1 of story lines, and what each rule adds.
pub(crate) const MEASURE: Measure =
    Measure { name: "pages", arguments: "PAGES.jsonl.zst [each]", run: measure };

/// A page as its visible lines, with 1 for those of the story.
#[derive(Deserialize)]
pub(crate) struct Page {
    pub(crate) id: String,
    pub(crate) lines: Vec<String>,
    pub(crate) labels: Vec<u8>,
}

/// Lines of a page.
#[derive(Clone, Copy)]
pub(crate) struct Score {
    n_right: u32,
    n_kept: u32,
    n_story: u32,
}

impl Score {
    pub(crate) fn f1(self) -> f64 {
        2.0 * f64::from(self.n_right) / f64::from((self.n_kept + self.n_story).max(1))
    }
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

    /// Each line with whether any of it is kept.
    pub(crate) fn kept(&self, cleaner: &Cleaner) -> Vec<bool> {
        let article = self.article();
        let words = HashedWords::of(&article.text);
        let kept = cleaner.clean(&article, &words, &RepeatedBlocks::default()).paragraphs;
        let mut start = 0;
        let is_kept = |line: &String| {
            let end = start + line.len();
            let is_kept = kept.iter().any(|p| p.span.start() < end && p.span.end() > start);
            start = end + 1;
            is_kept
        };
        self.lines.iter().map(is_kept).collect()
    }

    pub(crate) fn score(&self, cleaner: &Cleaner) -> Score {
        let count = |n: usize| u32::try_from(n).expect("pages are short");
        let kept = self.kept(cleaner);
        let right = kept.iter().zip(&self.labels).filter(|(kept, label)| **kept && **label == 1);
        Score {
            n_right: count(right.count()),
            n_kept: count(kept.iter().filter(|kept| **kept).count()),
            n_story: self.labels.iter().map(|label| u32::from(*label)).sum(),
        }
    }
}

/// The pages of a file.
pub(crate) fn read(path: &str) -> Option<Vec<Page>> {
    objects(Path::new(path))
}

fn measure(arguments: &[String]) -> Option<()> {
    let pages = read(arguments.first()?)?;
    let without = |rules: &[&str]| {
        let disabled_rules = rules.iter().map(|rule| (*rule).to_owned()).collect();
        Cleaner::new(&CleanOptions { disabled_rules, ..CleanOptions::default() })
    };
    if arguments.get(1).is_some_and(|word| word == "each") {
        print_each(&pages, &without(&[]));
        return Some(());
    }
    let mean = |rules: &[&str]| {
        let cleaner = without(rules);
        pages.iter().map(|page| page.score(&cleaner).f1()).sum::<f64>() / pages.len() as f64
    };
    let (all, lines) = (mean(&[]), mean(&["around-story"]));
    println!("{} pages: F1 {all:.4}; without around-story {lines:.4}", pages.len());
    println!("rule,without_it,without_it_and_around_story");
    for rule in RULES {
        println!("{},{:.4},{:.4}", rule.name, mean(&[rule.name]), mean(&[rule.name, "around-story"]));
    }
    let every: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    println!("all,{:.4},", mean(&every));
    Some(())
}

fn print_each(pages: &[Page], cleaner: &Cleaner) {
    println!("f1,right,kept,story,lines,page");
    for page in pages {
        let Score { n_right, n_kept, n_story } = page.score(cleaner);
        let f1 = page.score(cleaner).f1();
        println!("{f1:.3},{n_right},{n_kept},{n_story},{},{}", page.lines.len(), page.id);
    }
}
