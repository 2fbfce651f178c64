//! Clusters of near-duplicates.

use std::{cmp::Reverse, collections::BTreeMap, ops::Range};

use jiff::{Timestamp, civil::Date};
use newsloom_corpus::ArticleId;

use crate::{
    NearDuplicateOptions, Signature,
    copy::Likeness,
    window::{Window, days_between},
};

/// How the representative of a cluster is chosen, as tables say it.
pub const REPRESENTATIVE_RULE: &str = "longest-kept-text-then-earliest-then-id";

/// An article that may be a copy.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Its id.
    pub id: ArticleId,
    /// Its day.
    pub date: Option<Date>,
    /// Its time, if it is known.
    pub at: Option<Timestamp>,
    /// Its sketch.
    pub signature: Signature,
    /// Characters of its kept text.
    pub n_chars_kept: u64,
}

/// Which cluster an article belongs to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Membership {
    /// Index of the representative; its own index if it stands for itself.
    pub representative: usize,
    /// Articles in the cluster.
    pub size: u32,
    /// Estimated resemblance to the representative; `None` for the representative itself.
    pub similarity: Option<f64>,
}

/// Groups articles into clusters; the result is in the order of the candidates and depends on their
/// content alone, not on their order.
///
/// As [`Clustering`], which does not need all candidates at once.
pub fn cluster(candidates: &[Candidate], options: &NearDuplicateOptions) -> Vec<Membership> {
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by_key(|&i| candidates[i].date);
    let mut clustering = Clustering::new(options);
    for &i in &order {
        clustering.add(candidates[i].clone());
    }
    let mut memberships: Vec<(usize, Membership)> = Vec::with_capacity(candidates.len());
    for (&i, found) in order.iter().zip(clustering.finish()) {
        memberships.push((i, Membership { representative: order[found.representative], ..found }));
    }
    memberships.sort_by_key(|(i, _)| *i);
    memberships.into_iter().map(|(_, membership)| membership).collect()
}

/// Groups articles, given in the order of their dates, into clusters.
///
/// Articles are taken by length, then date, then id; each that is still free becomes the
/// representative of the free articles that resemble it, or are contained in it, within the window
/// around it. Every member is compared with its representative, so chains do not grow. Texts under
/// 30 words and undated articles join only if their words are the same.
///
/// Sketches are held as long as the window lasts. What remains of an article is a few numbers, and of
/// every pair of different texts that are alike one more.
#[derive(Debug)]
pub struct Clustering {
    options: NearDuplicateOptions,
    articles: Vec<Entry>,
    texts: Vec<Text>,
    by_words: BTreeMap<(u64, u32), u32>,
    window: Window,
}

/// An article without its sketch.
#[derive(Debug)]
struct Entry {
    text: u32,
    id: ArticleId,
    date: Option<Date>,
    at: Option<Timestamp>,
    n_chars_kept: u64,
}

/// Equal words, published once or more.
#[derive(Debug, Default)]
struct Text {
    undated: Vec<u32>,
    /// In the order of their dates.
    dated: Vec<u32>,
    like: BTreeMap<u32, Likeness>,
}

impl Clustering {
    /// Without articles.
    pub fn new(options: &NearDuplicateOptions) -> Self {
        Self {
            options: options.clone(),
            articles: Vec::new(),
            texts: Vec::new(),
            by_words: BTreeMap::new(),
            window: Window::default(),
        }
    }

    /// Takes an article in. Dated articles come in the order of their dates; undated ones at any time.
    ///
    /// # Panics
    /// If the article is older than one before it.
    pub fn add(&mut self, candidate: Candidate) {
        let article = index(self.articles.len());
        let Candidate { id, date, at, signature, n_chars_kept } = candidate;
        let text = self.text(&signature);
        self.articles.push(Entry { text, id, date, at, n_chars_kept });
        let Some(day) = date else {
            self.texts[text as usize].undated.push(article);
            return;
        };
        assert!(
            self.latest().is_none_or(|latest| latest <= day),
            "articles come in the order of their dates"
        );
        self.texts[text as usize].dated.push(article);
        let options = (self.options.window_days, self.options.threshold);
        for (other, likeness) in self.window.add((text, signature), day, options) {
            self.texts[text as usize].like.insert(other, likeness);
            self.texts[other as usize].like.insert(text, likeness);
        }
    }

    /// The number of the text with these words.
    fn text(&mut self, signature: &Signature) -> u32 {
        let new = index(self.texts.len());
        let text = *self.by_words.entry((signature.exact, signature.n_words)).or_insert(new);
        if text == new {
            self.texts.push(Text::default());
        }
        text
    }

    /// The last day so far.
    fn latest(&self) -> Option<Date> {
        self.window.latest()
    }

    /// The clusters, in the order in which the articles came.
    pub fn finish(self) -> Vec<Membership> {
        let mut membership: Vec<Option<Membership>> = vec![None; self.articles.len()];
        for leader in self.by_priority() {
            if membership[leader].is_some() {
                continue;
            }
            membership[leader] = Some(Membership { representative: leader, size: 1, similarity: None });
            for (member, similarity) in self.copies(leader) {
                membership[member].get_or_insert(Membership {
                    representative: leader,
                    size: 1,
                    similarity: Some(similarity),
                });
            }
        }
        with_sizes(membership.into_iter().map(|m| m.expect("every article was taken")).collect())
    }

    fn by_priority(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.articles.len()).collect();
        order.sort_by_key(|&i| {
            let a = &self.articles[i];
            (Reverse(a.n_chars_kept), a.date.is_none(), a.date, a.at.is_none(), a.at, a.id)
        });
        order
    }

    /// The articles that are copies of a leader, taken or not, with their similarities.
    fn copies(&self, leader: usize) -> Vec<(usize, f64)> {
        let own = &self.texts[self.articles[leader].text as usize];
        let Some(day) = self.articles[leader].date else {
            return own.undated.iter().chain(&own.dated).map(|i| (*i as usize, 1.0)).collect();
        };
        let same = own.undated.iter().chain(&own.dated[self.within(&own.dated, day)]);
        let mut found: Vec<(usize, f64)> = same.map(|i| (*i as usize, 1.0)).collect();
        for (text, likeness) in &own.like {
            let dated = &self.texts[*text as usize].dated;
            let is_copy = |i: &&u32| likeness.on_other_days || self.articles[**i as usize].date == Some(day);
            let near = dated[self.within(dated, day)].iter().filter(is_copy);
            found.extend(near.map(|i| (*i as usize, likeness.resemblance)));
        }
        found
    }

    /// Which of some articles, in the order of their dates, lie within the window around a day.
    fn within(&self, dated: &[u32], day: Date) -> Range<usize> {
        let days = |i: &u32| {
            let date = self.articles[*i as usize].date.expect("a dated article");
            if date < day { -days_between(date, day) } else { days_between(day, date) }
        };
        let window = i64::from(self.options.window_days);
        dated.partition_point(|i| days(i) < -window)..dated.partition_point(|i| days(i) <= window)
    }
}

fn index(n: usize) -> u32 {
    u32::try_from(n).expect("fewer than 2^32 articles")
}

fn with_sizes(mut memberships: Vec<Membership>) -> Vec<Membership> {
    let mut sizes = vec![0; memberships.len()];
    for m in &memberships {
        sizes[m.representative] += 1;
    }
    for m in &mut memberships {
        m.size = sizes[m.representative];
    }
    memberships
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: i8) -> Date {
        Date::constant(2020, 1, n)
    }

    #[test]
    fn sketches_are_held_as_long_as_the_window_lasts() {
        let mut clustering = Clustering::new(&NearDuplicateOptions::default());
        for n in 0..300_u16 {
            let date = Date::constant(2020, 1, 1).saturating_add(jiff::Span::new().days(i64::from(n)));
            clustering.add(Candidate {
                id: ArticleId([0; 16]),
                date: Some(date),
                at: None,
                signature: Signature::for_tests(u64::from(n)),
                n_chars_kept: 1,
            });
            assert!(clustering.window.len() <= 8, "the last seven days and this one");
        }
        assert!(clustering.finish().iter().all(|m| m.size == 1));
    }

    #[test]
    #[should_panic(expected = "in the order of their dates")]
    fn articles_out_of_order_are_refused() {
        let mut clustering = Clustering::new(&NearDuplicateOptions::default());
        for n in [2, 1] {
            clustering.add(Candidate {
                id: ArticleId([0; 16]),
                date: Some(day(n)),
                at: None,
                signature: Signature::for_tests(1),
                n_chars_kept: 1,
            });
        }
    }
}
