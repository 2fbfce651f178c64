//! What a run keeps of an article after its text is gone.

use std::collections::BTreeMap;

use newsloom_clean::{DateFromText, Signature};
use newsloom_corpus::{
    Accounting, Article, ArticleId, CleanArticle, Field, Language, Mention, Origin, Published, Quarantined,
    Removal,
};
use newsloom_text::CharIndex;

/// Everything that was read.
#[derive(Debug, Default)]
pub(super) struct Corpus {
    /// Sorted by id.
    pub(super) stories: Vec<Story>,
    /// In order of reading.
    pub(super) quarantined: Vec<Quarantined>,
    pub(super) n_records_by_file: BTreeMap<String, u64>,
}

/// An article without its text.
#[derive(Debug)]
pub(super) struct Story {
    pub(super) id: ArticleId,
    pub(super) record_id: Option<String>,
    pub(super) outlet: Option<String>,
    pub(super) url: Option<String>,
    pub(super) title: String,
    pub(super) published: Published,
    /// The day that the text leaves, where nothing else dates the article or where it says another day.
    pub(super) from_text: Option<DateFromText>,
    pub(super) kept: Vec<Option<String>>,
    pub(super) origin: Origin,
    pub(super) text_hash: [u8; 16],
    pub(super) language: Language,
    pub(super) translated_from: Option<&'static str>,
    pub(super) n_chars: u64,
    pub(super) n_chars_kept: u64,
    pub(super) boilerplate_share: f64,
    pub(super) n_sentences: u32,
    pub(super) n_paragraphs: u32,
    pub(super) removals: Vec<Removed>,
    pub(super) mentions: Vec<Mention>,
    /// First and last character of each mention.
    pub(super) chars: Vec<(u32, u32)>,
    pub(super) is_set_aside: bool,
    pub(super) signature: Signature,
    /// `None` before clusters are formed and for what is set aside.
    pub(super) cluster: Option<Cluster>,
}

/// A removal with its text.
#[derive(Debug)]
pub(super) struct Removed {
    pub(super) removal: Removal,
    pub(super) start_char: u32,
    pub(super) end_char: u32,
    pub(super) text: String,
}

/// The cluster that an article belongs to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cluster {
    /// Index of the representative in the corpus.
    pub(super) representative: usize,
    pub(super) size: u32,
    pub(super) similarity: Option<f64>,
}

impl Story {
    pub(super) fn new(
        article: Article,
        clean: CleanArticle,
        (signature, mentions, is_set_aside): (Signature, Vec<Mention>, bool),
        from_text: Option<DateFromText>,
    ) -> Self {
        let places = Places { title: CharIndex::new(&article.title), text: CharIndex::new(&article.text) };
        let count = |n: usize| u32::try_from(n).expect("records are limited below 4 GiB");
        let chars = mentions.iter().map(|m| places.of(m.field, m.span.range())).collect();
        Self {
            n_sentences: count(clean.n_sentences()),
            n_paragraphs: count(clean.body().count()),
            boilerplate_share: clean.boilerplate_share(),
            n_chars: clean.n_chars,
            n_chars_kept: clean.n_chars_kept,
            removals: clean.removals.into_iter().map(|r| removed(r, &article, &places)).collect(),
            language: clean.language,
            translated_from: clean.translated_from,
            text_hash: hash(&article.text),
            id: article.id,
            record_id: article.record_id,
            outlet: article.outlet,
            url: article.url,
            title: article.title,
            published: article.published,
            from_text,
            kept: article.kept,
            origin: article.origin,
            mentions,
            chars,
            is_set_aside,
            signature,
            cluster: None,
        }
    }

    /// Whether its text says another day than what dates it.
    pub(super) fn has_other_date(&self) -> bool {
        self.from_text
            .as_ref()
            .is_some_and(|found| self.published.date.is_some_and(|date| date != found.date))
    }

    /// Whether it stands for its cluster.
    pub(super) fn is_representative(&self) -> bool {
        self.cluster.is_some_and(|cluster| cluster.similarity.is_none())
    }
}

struct Places {
    title: CharIndex,
    text: CharIndex,
}

impl Places {
    fn of(&self, field: Field, bytes: std::ops::Range<usize>) -> (u32, u32) {
        let index = if field == Field::Title { &self.title } else { &self.text };
        (index.char_of(bytes.start), index.char_of(bytes.end))
    }
}

fn removed(removal: Removal, article: &Article, places: &Places) -> Removed {
    let (start_char, end_char) = places.of(removal.field, removal.span.range());
    let text = removal.span.of(article.field(removal.field)).to_owned();
    Removed { removal, start_char, end_char, text }
}

fn hash(text: &str) -> [u8; 16] {
    let mut short = [0; 16];
    short.copy_from_slice(&blake3::hash(text.as_bytes()).as_bytes()[..16]);
    short
}

impl Corpus {
    /// Where every record went.
    pub(super) fn accounting(&self) -> Accounting {
        let mut accounting = Accounting {
            n_records: self.n_records_by_file.values().sum(),
            n_articles: self.stories.len() as u64,
            ..Accounting::default()
        };
        for quarantined in &self.quarantined {
            *accounting.quarantined.entry(quarantined.code.to_owned()).or_default() += 1;
        }
        for story in &self.stories {
            if story.is_set_aside {
                *accounting.set_aside.entry("language".to_owned()).or_default() += 1;
                continue;
            }
            accounting.n_counted += 1;
            accounting.n_undated += u64::from(story.published.date.is_none());
            accounting.n_translated += u64::from(story.translated_from.is_some());
            let place = if story.is_representative() {
                &mut accounting.n_representatives
            } else {
                &mut accounting.n_duplicates
            };
            *place += 1;
        }
        accounting
    }
}
