//! What a run keeps of an article after its text is gone.

use jiff::civil::Date;
use newsloom_clean::DateFromText;
use newsloom_corpus::{
    Article, ArticleId, CleanArticle, Field, Language, Mention, Origin, Published, Quarantined, Removal,
    RemovalKind,
};
use newsloom_text::CharIndex;

/// An article without its text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Story {
    pub(crate) id: ArticleId,
    pub(crate) record_id: Option<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) title: String,
    pub(crate) published: Published,
    /// The day that the text leaves, where nothing else dates the article or where it says another day.
    pub(crate) from_text: Option<DateFromText>,
    pub(crate) kept: Vec<Option<String>>,
    pub(crate) origin: Origin,
    pub(crate) text_hash: [u8; 16],
    pub(crate) language: Language,
    pub(crate) translated_from: Option<String>,
    pub(crate) n_chars: u64,
    pub(crate) n_chars_kept: u64,
    pub(crate) n_sentences: u32,
    pub(crate) n_paragraphs: u32,
    pub(crate) removals: Vec<Removed>,
    pub(crate) mentions: Vec<Mention>,
    /// First and last character of each mention.
    pub(crate) chars: Vec<(u32, u32)>,
    pub(crate) is_set_aside: bool,
    /// The beginning, to be shown if the record repeats another.
    pub(crate) excerpt: String,
    /// `None` before clusters are formed and for what is set aside.
    pub(crate) cluster: Option<Cluster>,
}

/// A removal with its text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Removed {
    pub(crate) field: Field,
    pub(crate) rule: &'static str,
    pub(crate) kind: RemovalKind,
    /// The key under which the corpus counts the articles with it, where the rule goes by that count.
    pub(crate) key: Option<u64>,
    pub(crate) start_char: u32,
    pub(crate) end_char: u32,
    pub(crate) text: String,
}

/// The cluster that an article belongs to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Cluster {
    pub(crate) representative: ArticleId,
    pub(crate) size: u32,
    pub(crate) similarity: Option<f64>,
    /// The first day on which one of it was published.
    pub(crate) first_day: Option<Date>,
}

/// What was found in an article beside its story.
pub(crate) struct Found {
    /// The key of each removal within its outlet.
    pub(crate) keys: Vec<u64>,
    pub(crate) mentions: Vec<Mention>,
    pub(crate) is_set_aside: bool,
    pub(crate) from_text: Option<DateFromText>,
}

impl Story {
    pub(crate) fn new(article: Article, clean: CleanArticle, found: Found) -> Self {
        let Found { keys, mentions, is_set_aside, from_text } = found;
        let places = Places { title: CharIndex::new(&article.title), text: CharIndex::new(&article.text) };
        let count = |n: usize| u32::try_from(n).expect("records are limited below 4 GiB");
        let chars = mentions.iter().map(|m| places.of(m.field, m.span.range())).collect();
        Self {
            n_sentences: count(clean.n_sentences()),
            n_paragraphs: count(clean.body().count()),
            n_chars: clean.n_chars,
            n_chars_kept: clean.n_chars_kept,
            removals: clean.removals.iter().zip(keys).map(|r| removed(r, &article, &places)).collect(),
            language: clean.language,
            translated_from: clean.translated_from.map(str::to_owned),
            text_hash: hash(&article.text),
            excerpt: excerpt(&article),
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
            cluster: None,
        }
    }

    /// Whether its text says another day than what dates it.
    pub(crate) fn has_other_date(&self) -> bool {
        self.from_text
            .as_ref()
            .is_some_and(|found| self.published.date.is_some_and(|date| date != found.date))
    }

    /// The share of the text's characters that is not kept; 0 for an empty text.
    pub(crate) fn boilerplate_share(&self) -> f64 {
        if self.n_chars == 0 {
            return 0.0;
        }
        (self.n_chars - self.n_chars_kept) as f64 / self.n_chars as f64
    }

    /// The record that repeats an earlier one of the same content.
    pub(crate) fn repeating(self) -> Quarantined {
        Quarantined {
            stage: "read",
            code: "A106",
            message: format!("the record repeats an earlier one with the article id {}", self.id),
            excerpt: self.excerpt,
            origin: self.origin,
        }
    }

    /// Whether it stands for its cluster.
    pub(crate) fn is_representative(&self) -> bool {
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

fn removed((removal, key): (&Removal, u64), article: &Article, places: &Places) -> Removed {
    let (start_char, end_char) = places.of(removal.field, removal.span.range());
    let text = removal.span.of(article.field(removal.field)).to_owned();
    let key = (removal.rule == REPEATED_BY_OUTLET).then_some(key);
    Removed { field: removal.field, rule: removal.rule, kind: removal.kind, key, start_char, end_char, text }
}

/// The rule that goes by the counts of the corpus.
const REPEATED_BY_OUTLET: &str = "repeated-by-outlet";

fn hash(text: &str) -> [u8; 16] {
    let mut short = [0; 16];
    short.copy_from_slice(&blake3::hash(text.as_bytes()).as_bytes()[..16]);
    short
}

/// The beginning of an article, for recognition.
fn excerpt(article: &Article) -> String {
    let head = &article.text[..article.text.floor_char_boundary(4 * Quarantined::EXCERPT_CHARS)];
    Quarantined::excerpt_of(format!("{} {head}", article.title).as_bytes())
}
