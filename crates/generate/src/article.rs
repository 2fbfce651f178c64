use jiff::{Span, Timestamp};
use rand::{Rng, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;

use crate::{Corpus, boilerplate::footer};

/// A mention planted in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeneratedMention {
    /// Index in [`Corpus::actors`].
    pub actor: usize,
    /// First byte in the text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// An article with the truth about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeneratedArticle {
    /// Id such as `g-00000042`.
    pub record_id: String,
    /// Who published it.
    pub outlet: String,
    /// When, in UTC.
    pub published: Timestamp,
    /// Headline.
    pub title: String,
    /// Body with boilerplate.
    pub text: String,
    /// Who is mentioned where in the body, in order.
    pub mentions: Vec<GeneratedMention>,
    /// The article that this one copies.
    pub copy_of: Option<Copied>,
}

/// What a copy was made from, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    /// Number of the original.
    pub original: u64,
    /// What its outlet made of it.
    pub edit: Edit,
}

/// What an outlet makes of a wire story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edit {
    /// Nothing.
    None,
    /// Cut behind 30 to 70 % of the words.
    Cut,
    /// Another first paragraph.
    NewLede,
    /// Paragraphs in another order.
    Reordered,
    /// Another first paragraph, and cut.
    NewLedeAndCut,
    /// One word in thirty is another.
    Reworded,
}

impl Edit {
    /// Every edit.
    pub const ALL: [Self; 6] =
        [Self::None, Self::Cut, Self::NewLede, Self::Reordered, Self::NewLedeAndCut, Self::Reworded];

    /// The word written in `copies.csv`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Cut => "cut",
            Self::NewLede => "new-lede",
            Self::Reordered => "reordered",
            Self::NewLedeAndCut => "new-lede-and-cut",
            Self::Reworded => "reworded",
        }
    }
}

/// Actors that stories of one topic draw on.
const TOPIC_ACTORS: usize = 12;

pub(crate) fn article(corpus: &Corpus, number: u64) -> GeneratedArticle {
    let original = original_of(corpus, number);
    let mut body = Body::default();
    body.write(corpus, original.unwrap_or(number));
    let copy_of = original.map(|original| Copied { original, edit: body.edit(corpus, number) });
    let outlet = stream(corpus, number, Purpose::Outlet).random_range(0..corpus.options().outlets.max(1));
    let (text, mentions) = body.join(&footer(outlet));
    GeneratedArticle {
        record_id: record_id(number),
        outlet: format!("Gazette {outlet}"),
        published: published(corpus, number),
        title: body.title,
        text,
        mentions,
        copy_of,
    }
}

fn record_id(number: u64) -> String {
    format!("g-{number:08}")
}

/// Separate random streams, so that one decision does not shift the others.
#[derive(Clone, Copy)]
enum Purpose {
    Copy,
    Story,
    Edit,
    Outlet,
}

fn stream(corpus: &Corpus, number: u64, purpose: Purpose) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(corpus.options().seed);
    rng.set_stream(number * 4 + purpose as u64);
    rng
}

/// Days by which a copy follows its original at most.
const COPY_DAYS: u64 = 6;

/// A copy follows its original by a few days and at most 40 articles, and is never the copy of a copy.
fn original_of(corpus: &Corpus, number: u64) -> Option<u64> {
    let distance = copy_distance(corpus, number)?;
    let original = number.checked_sub(distance)?;
    copy_distance(corpus, original).is_none().then_some(original)
}

fn copy_distance(corpus: &Corpus, number: u64) -> Option<u64> {
    let mut rng = stream(corpus, number, Purpose::Copy);
    // One in `copies` of the candidates finds an original that is itself no candidate.
    let share = 0.5 - (0.25 - corpus.options().copies.clamp(0.0, 0.25)).sqrt();
    let days = u64::from(corpus.options().weeks).max(1) * 7;
    let farthest = (corpus.options().articles * COPY_DAYS / days).clamp(1, 40);
    rng.random_bool(share).then(|| rng.random_range(1..=farthest))
}

fn published(corpus: &Corpus, number: u64) -> Timestamp {
    let seconds = u128::from(corpus.options().weeks) * 7 * 86_400;
    let passed = seconds * u128::from(number) / u128::from(corpus.options().articles.max(1));
    let start: Timestamp = "2019-01-07T00:00:00Z".parse().expect("a valid time");
    start + Span::new().seconds(i64::try_from(passed).expect("fewer seconds than the weeks hold"))
}

/// Paragraphs with the mentions in each.
#[derive(Default)]
struct Body {
    title: String,
    paragraphs: Vec<(String, Vec<GeneratedMention>)>,
}

impl Body {
    fn write(&mut self, corpus: &Corpus, number: u64) {
        let mut rng = stream(corpus, number, Purpose::Story);
        let cast = cast(corpus, &mut rng);
        self.title = capitalised(&words(corpus, &mut rng, 7));
        for _ in 0..rng.random_range(5..=11) {
            let paragraph = paragraph(corpus, &mut rng, &cast);
            self.paragraphs.push(paragraph);
        }
    }

    /// What the outlet of an article makes of the story.
    fn edit(&mut self, corpus: &Corpus, number: u64) -> Edit {
        let rng = &mut stream(corpus, number, Purpose::Edit);
        let edit = *Edit::ALL.choose(rng).expect("there are edits");
        if matches!(edit, Edit::NewLede | Edit::NewLedeAndCut) {
            self.paragraphs[0] = paragraph(corpus, rng, &[]);
        }
        match edit {
            Edit::Cut | Edit::NewLedeAndCut => self.cut(rng.random_range(0.3..=0.7)),
            Edit::Reordered => self.paragraphs.rotate_left(1),
            Edit::Reworded => self.reword(corpus, rng),
            Edit::None | Edit::NewLede => {}
        }
        edit
    }

    /// Cuts behind the paragraph that completes a share of the words.
    fn cut(&mut self, share: f64) {
        let n_words = |text: &str| text.split(' ').count() as f64;
        let all: f64 = self.paragraphs.iter().map(|(text, _)| n_words(text)).sum();
        let mut kept = 0.0;
        let end = self.paragraphs.iter().position(|(text, _)| {
            kept += n_words(text);
            kept >= share * all
        });
        self.paragraphs.truncate(end.map_or(self.paragraphs.len(), |end| end + 1));
    }

    /// Puts another word of the same length in the place of one in thirty that is part of no name.
    fn reword(&mut self, corpus: &Corpus, rng: &mut ChaCha8Rng) {
        for (text, mentions) in &mut self.paragraphs {
            let spans: Vec<(usize, usize)> = plain_words(text, mentions);
            for (start, end) in spans {
                if !rng.random_ratio(1, 30) {
                    continue;
                }
                let fits =
                    (0..20).map(|_| corpus.vocabulary.word(rng)).find(|word| word.len() == end - start);
                if let Some(word) = fits {
                    text.replace_range(start..end, word);
                }
            }
        }
    }

    fn join(&self, footer: &[String]) -> (String, Vec<GeneratedMention>) {
        let mut text = String::new();
        let mut mentions = Vec::new();
        for (paragraph, found) in &self.paragraphs {
            let at = text.len();
            text.push_str(paragraph);
            text.push_str("\n\n");
            mentions.extend(found.iter().map(|m| GeneratedMention {
                start: m.start + at,
                end: m.end + at,
                ..*m
            }));
        }
        text.push_str(&footer.join("\n\n"));
        (text, mentions)
    }
}

/// Where words stand that are neither capitalised nor part of a mention.
fn plain_words(text: &str, mentions: &[GeneratedMention]) -> Vec<(usize, usize)> {
    let mut start = 0;
    let words = text.split(' ').map(|word| {
        let at = start;
        start += word.len() + 1;
        (at, at + word.trim_end_matches('.').len())
    });
    let is_plain = |(start, end): &(usize, usize)| {
        let is_named = mentions.iter().any(|m| m.start < *end && *start < m.end);
        !is_named && text[*start..*end].starts_with(|c: char| c.is_ascii_lowercase())
    };
    words.filter(is_plain).collect()
}

/// One to six actors, four of five from one topic.
fn cast(corpus: &Corpus, rng: &mut ChaCha8Rng) -> Vec<usize> {
    let n = corpus.actors().len();
    if n == 0 {
        return Vec::new();
    }
    let topic = (0..3).fold(n, |below, _| rng.random_range(0..below.max(1))) / TOPIC_ACTORS * TOPIC_ACTORS;
    let pick = |rng: &mut ChaCha8Rng| {
        if rng.random_bool(0.8) {
            (topic + rng.random_range(0..TOPIC_ACTORS)) % n
        } else {
            rng.random_range(0..n)
        }
    };
    (0..rng.random_range(1..=6)).map(|_| pick(rng)).collect()
}

fn paragraph(corpus: &Corpus, rng: &mut ChaCha8Rng, cast: &[usize]) -> (String, Vec<GeneratedMention>) {
    let mut text = String::new();
    let mut mentions = Vec::new();
    for n in 0..rng.random_range(1..=4) {
        if n > 0 {
            text.push(' ');
        }
        sentence(corpus, rng, cast, (&mut text, &mut mentions));
    }
    (text, mentions)
}

fn sentence(
    corpus: &Corpus,
    rng: &mut ChaCha8Rng,
    cast: &[usize],
    (text, mentions): (&mut String, &mut Vec<GeneratedMention>),
) {
    let length = rng.random_range(5..=12);
    text.push_str(&capitalised(&words(corpus, rng, length)));
    for _ in 0..rng.random_range(0..=2) {
        if let Some(&actor) = cast.choose(rng) {
            text.push(' ');
            let start = text.len();
            text.push_str(&corpus.actors()[actor].name);
            mentions.push(GeneratedMention { actor, start, end: text.len() });
            text.push(' ');
            text.push_str(&words(corpus, rng, 4));
        }
    }
    text.push('.');
}

fn words(corpus: &Corpus, rng: &mut ChaCha8Rng, n: usize) -> String {
    (0..n).map(|_| corpus.vocabulary.word(rng)).collect::<Vec<_>>().join(" ")
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_ascii_uppercase()).into_iter().chain(chars).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Options;

    fn corpus(articles: u64, seed: u64) -> Corpus {
        Corpus::new(Options { articles, seed, ..Options::default() })
    }

    #[test]
    fn the_share_of_copies_is_as_asked() {
        let copies = corpus(5_000, 3).articles().filter(|a| a.copy_of.is_some()).count();
        assert!((800..=1_200).contains(&copies), "{copies} of 5,000, asked for 1,000");
    }

    #[test]
    fn a_copy_shares_paragraphs_with_its_original_and_comes_later() {
        let corpus = corpus(500, 3);
        for copy in corpus.articles().filter(|a| a.copy_of.is_some()) {
            let Copied { original, edit } = copy.copy_of.unwrap();
            let original = corpus.article(original);
            assert_eq!(original.copy_of, None);
            assert!(original.published < copy.published);
            let shared = copy.text.split("\n\n").filter(|p| original.text.contains(p)).count();
            assert!(shared >= 1 || edit == Edit::Reworded, "{edit:?}");
            for mention in &copy.mentions {
                assert_eq!(copy.text[mention.start..mention.end], corpus.actors()[mention.actor].name);
            }
        }
    }

    #[test]
    fn cuts_leave_the_share_of_words_that_they_say() {
        let corpus = corpus(800, 4);
        let n_words = |text: &str| text.split_whitespace().count() as f64;
        let cut = corpus.articles().filter(|a| a.copy_of.is_some_and(|c| c.edit == Edit::Cut));
        let shares: Vec<f64> = cut
            .map(|a| n_words(&a.text) / n_words(&corpus.article(a.copy_of.unwrap().original).text))
            .collect();
        assert!(shares.len() > 10 && shares.iter().all(|share| (0.3..=1.0).contains(share)), "{shares:?}");
        assert!(shares.iter().filter(|share| **share < 0.75).count() * 2 > shares.len(), "{shares:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn an_article_depends_only_on_seed_and_number(seed in 0..50u64, number in 0..200u64) {
            prop_assert_eq!(corpus(200, seed).article(number), corpus(200, seed).article(number));
            prop_assert_ne!(corpus(200, seed).article(number).text, corpus(200, seed + 1).article(number).text);
        }
    }
}
