//! What the benches share: a seeded corpus as the stages see it, with what is known about it.
//!
//! ```
//! let sample = newsloom_benches::Sample::new(20);
//! assert_eq!(sample.articles.len(), 20);
//! assert!(sample.n_mentions > 0 && sample.n_bytes > 0);
//! ```

use newsloom_clean::{BlockCounts, CleanOptions, Cleaner, RepeatedBlocks};
use newsloom_corpus::{
    Article, ArticleId, CleanArticle, DatePrecision, DateSource, IdentityFields, Origin, Published,
};
use newsloom_diagnostics::SourceFile;
use newsloom_extract::{Dictionary, DictionaryFiles};
use newsloom_generate::{Corpus, GeneratedArticle, Options};
use newsloom_text::HashedWords;

/// Names in the dictionary of the benches.
pub const N_ACTORS: usize = 20_000;
/// The seed of the benches: the same corpus at every run.
pub const SEED: u64 = 11;

/// Articles and a dictionary, with what must be found in them.
#[derive(Debug)]
pub struct Sample {
    /// The articles, as a reader gives them.
    pub articles: Vec<Article>,
    /// The words of each text.
    pub words: Vec<HashedWords>,
    /// The dictionary of all actors of the corpus.
    pub dictionary: Dictionary,
    /// What each outlet repeats.
    pub repeated: RepeatedBlocks,
    /// Mentions that were planted.
    pub n_mentions: usize,
    /// Articles that copy another.
    pub n_copies: usize,
    /// Bytes of all texts.
    pub n_bytes: u64,
}

impl Sample {
    /// Cleans every article.
    pub fn cleaned(&self) -> Vec<CleanArticle> {
        let cleaner = Cleaner::new(&CleanOptions::default());
        let articles = self.articles.iter().zip(&self.words);
        articles.map(|(article, words)| cleaner.clean(article, words, &self.repeated)).collect()
    }

    /// A sample of so many articles.
    pub fn new(articles: u64) -> Self {
        let corpus = Corpus::new(Options { articles, seed: SEED, actors: N_ACTORS, ..Options::default() });
        let generated: Vec<GeneratedArticle> = corpus.articles().collect();
        let articles: Vec<Article> = (1..).zip(&generated).map(|(n, article)| as_read(n, article)).collect();
        let mut counts = BlockCounts::default();
        for article in &articles {
            counts.add(&newsloom_clean::blocks(article, &HashedWords::of(&article.text)));
        }
        Self {
            dictionary: dictionary(&corpus),
            repeated: counts.finish(&CleanOptions::default().repeat),
            n_mentions: generated.iter().map(|article| article.mentions.len()).sum(),
            n_copies: generated.iter().filter(|article| article.copy_of.is_some()).count(),
            words: articles.iter().map(|article| HashedWords::of(&article.text)).collect(),
            n_bytes: articles.iter().map(|article| article.text.len() as u64).sum(),
            articles,
        }
    }
}

fn as_read(record: u64, generated: &GeneratedArticle) -> Article {
    let published = Published {
        as_written: Some(generated.published.to_string()),
        at: Some(generated.published),
        date: generated.published.to_string().get(..10).and_then(|day| day.parse().ok()),
        precision: DatePrecision::Instant,
        source: DateSource::Field,
        timezone_assumed: None,
    };
    Article {
        id: ArticleId::of(&IdentityFields {
            record_id: Some(&generated.record_id),
            ..IdentityFields::default()
        }),
        record_id: Some(generated.record_id.clone()),
        outlet: Some(generated.outlet.clone()),
        url: None,
        title: generated.title.clone(),
        text: generated.text.clone(),
        published,
        language_declared: None,
        kept: Vec::new(),
        origin: Origin { path: "articles.jsonl".into(), record, line: record, byte_offset: 0 },
    }
}

fn dictionary(corpus: &Corpus) -> Dictionary {
    let (actors, aliases) = corpus.dictionary();
    let files = DictionaryFiles {
        name: "generated".to_owned(),
        actors: SourceFile::new("actors.csv", actors),
        aliases: SourceFile::new("aliases.csv", aliases),
        roles: None,
        codes: None,
    };
    let (dictionary, problems) = Dictionary::parse(&[files]);
    assert!(problems.is_empty(), "the generator writes a clean dictionary");
    dictionary
}
