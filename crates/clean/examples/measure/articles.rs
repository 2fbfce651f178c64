//! Articles from JSON Lines, cleaned as a run cleans them.

use std::{fs::File, io::Read, path::Path};

use jiff::{Timestamp, civil::Date};
use newsloom_clean::{
    BlockCounts, Candidate, CleanOptions, Cleaner, Membership, RepeatedBlocks, Signature, blocks, cluster,
};
use newsloom_corpus::{
    Article, ArticleId, CleanArticle, DatePrecision, DateSource, IdentityFields, Origin, Published,
};
use newsloom_text::HashedWords;
use serde::{Deserialize, de::DeserializeOwned};

/// An article as the collections hold it.
#[derive(Deserialize)]
struct Line {
    id: String,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    published: Option<String>,
    #[serde(default)]
    source: Option<String>,
}

impl Line {
    fn article(self) -> Article {
        let text = self.text.unwrap_or_default();
        let title = self.title.unwrap_or_default();
        let fields = IdentityFields {
            outlet: self.source.as_deref(),
            published: self.published.as_deref(),
            title: &title,
            text: &text,
            ..IdentityFields::default()
        };
        Article {
            id: ArticleId::of(&fields),
            record_id: Some(self.id),
            published: published(self.published.as_deref()),
            outlet: self.source,
            url: None,
            title,
            text,
            language_declared: None,
            kept: Vec::new(),
            origin: Origin { path: "articles.jsonl".into(), record: 1, line: 1, byte_offset: 0 },
        }
    }
}

fn published(written: Option<&str>) -> Published {
    let date: Option<Date> = written.and_then(|written| written.get(..10)).and_then(|day| day.parse().ok());
    Published {
        as_written: written.map(str::to_owned),
        at: written.and_then(|written| written.parse::<Timestamp>().ok()),
        date,
        precision: date.map_or(DatePrecision::None, |_| DatePrecision::Day),
        source: date.map_or(DateSource::None, |_| DateSource::Field),
        timezone_assumed: None,
    }
}

/// The objects of a file of JSON Lines, compressed or not.
pub(crate) fn objects<T: DeserializeOwned>(path: &Path) -> Option<Vec<T>> {
    let mut bytes = Vec::new();
    let file = File::open(path).ok()?;
    if path.extension().is_some_and(|ending| ending == "zst") {
        bytes = zstd::decode_all(file).ok()?;
    } else {
        { file }.read_to_end(&mut bytes).ok()?;
    }
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).ok()).collect()
}

/// Articles with what cleaning made of them.
pub(crate) struct Corpus {
    pub(crate) articles: Vec<Article>,
    pub(crate) words: Vec<HashedWords>,
    pub(crate) cleaned: Vec<CleanArticle>,
}

impl Corpus {
    /// Reads and cleans the articles of a file; the second of two with equal content is left out.
    pub(crate) fn read(path: &str, options: &CleanOptions) -> Option<Self> {
        let lines: Vec<Line> = objects(Path::new(path))?;
        let mut seen = std::collections::BTreeSet::new();
        let articles: Vec<Article> =
            lines.into_iter().map(Line::article).filter(|article| seen.insert(article.id)).collect();
        let mut counts = BlockCounts::default();
        for article in &articles {
            counts.add(&blocks(article, &HashedWords::of(&article.text)));
        }
        let repeated = counts.finish(&options.repeat);
        Some(Self::cleaned(articles, &repeated, options))
    }

    fn cleaned(articles: Vec<Article>, repeated: &RepeatedBlocks, options: &CleanOptions) -> Self {
        let cleaner = Cleaner::new(options);
        let words: Vec<HashedWords> = articles.iter().map(|a| HashedWords::of(&a.text)).collect();
        let both = articles.iter().zip(&words);
        let cleaned = both.map(|(article, words)| cleaner.clean(article, words, repeated)).collect();
        Self { articles, words, cleaned }
    }

    /// The cluster of every article.
    pub(crate) fn clusters(&self, options: &CleanOptions) -> Vec<Membership> {
        let candidate = |at: usize| Candidate {
            id: self.articles[at].id,
            date: self.articles[at].published.date,
            at: self.articles[at].published.at,
            signature: Signature::of(&self.articles[at], &self.words[at], &self.cleaned[at]),
            n_chars_kept: self.cleaned[at].n_chars_kept,
        };
        let candidates: Vec<Candidate> = (0..self.articles.len()).map(candidate).collect();
        cluster(&candidates, &options.near_duplicates)
    }

    /// The kept text of an article, a paragraph a line.
    pub(crate) fn story(&self, at: usize) -> String {
        let paragraphs = self.cleaned[at].paragraphs.iter();
        let texts = paragraphs.map(|paragraph| paragraph.span.of(&self.articles[at].text));
        texts.collect::<Vec<_>>().join("\n")
    }
}

/// Numbers that look random and are the same at every run (splitmix64).
pub(crate) fn scrambled(seed: u64) -> u64 {
    let z = seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
