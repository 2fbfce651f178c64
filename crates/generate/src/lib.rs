//! Seeded corpora with known truth, for tests, benches and demonstration.
//!
//! Article `i` is a pure function of the options and `i`: articles can be made in any order, on any
//! number of threads, with the same bytes. The truth (who is mentioned where, which article is a
//! copy of which) comes with each article.
//!
//! ```
//! use newsloom_generate::{Corpus, Options};
//! let corpus = Corpus::new(Options { articles: 100, seed: 7, ..Options::default() });
//! let article = corpus.article(42);
//! for mention in &article.mentions {
//!     let surface = &article.text[mention.start..mention.end];
//!     assert_eq!(surface, corpus.actors()[mention.actor].name);
//! }
//! ```

mod actor;
mod article;
mod boilerplate;
mod vocabulary;

pub use actor::GeneratedActor;
pub use article::{Copied, Edit, GeneratedArticle, GeneratedMention};

use vocabulary::Vocabulary;

/// What a corpus is like.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Number of articles.
    pub articles: u64,
    /// The seed: another one gives another corpus.
    pub seed: u64,
    /// Number of actors; each has one name.
    pub actors: usize,
    /// Number of outlets.
    pub outlets: usize,
    /// Number of weeks that the articles are spread over, from 2019-01-07 on.
    pub weeks: u32,
    /// Share of the articles that are copies of an earlier one.
    pub copies: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self { articles: 1_000, seed: 1, actors: 1_000, outlets: 12, weeks: 26, copies: 0.2 }
    }
}

/// A corpus, ready to make its articles.
#[derive(Debug)]
pub struct Corpus {
    options: Options,
    actors: Vec<GeneratedActor>,
    vocabulary: Vocabulary,
}

impl Corpus {
    /// Draws the actors and the vocabulary.
    pub fn new(options: Options) -> Self {
        let actors = actor::actors(options.seed, options.actors);
        let vocabulary = Vocabulary::new(options.seed);
        Self { options, actors, vocabulary }
    }

    /// What the corpus is like.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The actors, in the order of the indices in the truth.
    pub fn actors(&self) -> &[GeneratedActor] {
        &self.actors
    }

    /// The dictionary of the actors: the texts of `actors.csv` and `aliases.csv`.
    ///
    /// ```
    /// use newsloom_generate::{Corpus, Options};
    /// let (actors, aliases) = Corpus::new(Options { actors: 2, ..Options::default() }).dictionary();
    /// assert_eq!((actors.lines().count(), aliases.lines().count()), (3, 3), "a header and two rows");
    /// ```
    pub fn dictionary(&self) -> (String, String) {
        let mut actors = String::from("actor_id,name,type\n");
        let mut aliases = String::from("actor_id,alias,kind,case\n");
        for actor in &self.actors {
            actors.push_str(&format!("{},{},{}\n", actor.id, actor.name, actor.kind));
            aliases.push_str(&format!("{},{},name,exact\n", actor.id, actor.name));
        }
        (actors, aliases)
    }

    /// The article of a number below [`Options::articles`].
    pub fn article(&self, number: u64) -> GeneratedArticle {
        article::article(self, number)
    }

    /// All articles in order of publication.
    pub fn articles(&self) -> impl Iterator<Item = GeneratedArticle> {
        (0..self.options.articles).map(|number| self.article(number))
    }
}
