//! Clusters of near-duplicates.

use std::{collections::VecDeque, mem};

use jiff::{Timestamp, civil::Date};
use newsloom_corpus::ArticleId;

use crate::{
    NearDuplicateOptions, Signature,
    texts::{Fate, Place, Printing, Priority, Texts},
    window::{Window, day_number},
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

/// An article with its cluster.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Clustered {
    /// Its id.
    pub id: ArticleId,
    /// Its day.
    pub date: Option<Date>,
    /// Id of the representative; its own if it stands for itself.
    pub representative: ArticleId,
    /// Articles in the cluster.
    pub size: u32,
    /// Estimated resemblance to the representative; `None` for the representative itself.
    pub similarity: Option<f64>,
    /// The earliest day of the cluster's articles; `None` if none has a date.
    pub first_day: Option<Date>,
}

/// Groups articles into clusters; the result is in the order of the candidates and depends on their
/// content alone, not on their order.
///
/// As [`Clustering`], which does not need all candidates at once.
pub fn cluster(candidates: &[Candidate], options: &NearDuplicateOptions) -> Vec<Membership> {
    let mut by_id: Vec<usize> = (0..candidates.len()).collect();
    by_id.sort_by_key(|&i| candidates[i].id);
    let mut by_date: Vec<(ArticleId, usize)> =
        by_id.iter().enumerate().map(|(rank, &i)| (id_of(rank), i)).collect();
    by_date.sort_by_key(|&(_, i)| candidates[i].date);
    let mut clustering = Clustering::new(options);
    for (id, i) in by_date {
        clustering.add(Candidate { id, ..candidates[i].clone() });
    }
    let mut memberships: Vec<(usize, Membership)> = clustering
        .finish()
        .into_iter()
        .map(|Clustered { id, representative, size, similarity, .. }| {
            let representative = by_id[rank_of(representative)];
            (by_id[rank_of(id)], Membership { representative, size, similarity })
        })
        .collect();
    memberships.sort_by_key(|(i, _)| *i);
    memberships.into_iter().map(|(_, membership)| membership).collect()
}

/// An id by which articles are in the order of their ranks, and different where their ids may not be.
fn id_of(rank: usize) -> ArticleId {
    ArticleId((rank as u128).to_be_bytes())
}

fn rank_of(id: ArticleId) -> usize {
    usize::try_from(u128::from_be_bytes(id.0)).expect("a rank")
}

/// Groups articles, given in the order of their dates, into clusters.
///
/// Articles are taken by length, then date, then id; each that is still free becomes the
/// representative of the free articles that resemble it, or are contained in it, within the window
/// around it. Every member is compared with its representative, so chains do not grow. Texts under
/// 30 words and undated articles join only if their words are the same.
///
/// In other words, an article is a representative if no copy of it that comes before it is one, and
/// belongs to the first of its copies that is a representative: the lexicographically first maximal
/// independent set of the graph of copies, in which the fate of an article depends on its neighbours
/// alone (Blelloch, Fineman and Shun 2012). So a cluster is closed, and forgotten, as soon as the window
/// has passed its representative and the fate of each of its copies is known. Sketches are held as long
/// as the window lasts, and the rest of an article for some windows more: what it waits for are chains
/// of copies each of which is longer than the one before. Only an undated article, and what has the same
/// words, is held to the end.
///
/// ```
/// # use newsloom_clean::{BlockCounts, Candidate, CleanOptions, Cleaner, Clustering, Signature};
/// # use newsloom_corpus::{Article, ArticleId, DatePrecision, DateSource, Origin, Published};
/// # use newsloom_text::HashedWords;
/// # let options = CleanOptions::default();
/// # let article = Article {
/// #     id: ArticleId([0; 16]), record_id: None, outlet: None, url: None,
/// #     title: "Ferry".into(), text: "The ferry sank off the old mole.".into(),
/// #     published: Published { precision: DatePrecision::None, source: DateSource::None, ..Published::default() },
/// #     language_declared: None, kept: Vec::new(),
/// #     origin: Origin { path: "a".into(), record: 1, line: 1, byte_offset: 0 },
/// # };
/// # let words = HashedWords::of(&article.text);
/// # let clean = Cleaner::new(&options).clean(&article, &words, &BlockCounts::default().finish(&options.repeat));
/// # let signature = Signature::of(&article, &words, &clean);
/// # let candidate = |id: u8, date: &str| Candidate {
/// #     id: ArticleId([id; 16]), date: date.parse().ok(), at: None, signature: signature.clone(), n_chars_kept: 32,
/// # };
/// let mut clustering = Clustering::new(&options.near_duplicates);
/// clustering.add(candidate(1, "2020-01-01"));
/// clustering.add(candidate(2, "2020-01-03"));
/// assert!(clustering.closed().is_empty(), "a third copy may still come");
/// clustering.add(candidate(3, "2020-03-01"));
/// let closed = clustering.closed();
/// assert_eq!(closed.iter().map(|article| article.size).collect::<Vec<_>>(), [2, 2]);
/// assert_eq!(closed[1].representative, ArticleId([1; 16]));
/// assert_eq!(clustering.finish()[0].size, 1);
/// ```
#[derive(Debug)]
pub struct Clustering {
    n_days: i64,
    threshold: f64,
    latest: Option<i64>,
    window: Window,
    texts: Texts,
    /// Printings whose copies are not all known, in the order of their days.
    new: VecDeque<Place>,
    undated: Vec<Place>,
    closed: Vec<Clustered>,
}

impl Clustering {
    /// Without articles.
    pub fn new(options: &NearDuplicateOptions) -> Self {
        Self {
            n_days: i64::from(options.window_days),
            threshold: options.threshold,
            latest: None,
            window: Window::default(),
            texts: Texts::default(),
            new: VecDeque::new(),
            undated: Vec::new(),
            closed: Vec::new(),
        }
    }

    /// Takes an article in. Undated articles come first, the others in the order of their dates; no two
    /// have the same id.
    ///
    /// # Panics
    /// If the article is older than one before it, or undated after a dated one.
    pub fn add(&mut self, candidate: Candidate) {
        let Candidate { id, date, at, signature, n_chars_kept } = candidate;
        let day = date.map(day_number);
        assert!(self.latest <= day, "articles come in the order of their dates, undated ones first");
        if self.latest < day {
            self.latest = day;
            self.pass();
        }
        let article = Priority::new(n_chars_kept, (date, at), id);
        let (place, is_new) = self.texts.add(signature.identity(), day, article);
        match day {
            _ if !is_new => {}
            Some(_) => self.new.push_back(place),
            None => self.undated.push(place),
        }
        let Some(day) = day else { return };
        let options = (self.n_days, self.threshold);
        for (other, likeness) in self.window.add((place.0, signature), day, options) {
            self.texts.join(place.0, other, likeness);
        }
    }

    /// The articles of the clusters that were closed since this was last asked, cluster by cluster,
    /// representatives first.
    pub fn closed(&mut self) -> Vec<Clustered> {
        mem::take(&mut self.closed)
    }

    /// Closes all clusters, and says which were closed since [`Self::closed`] was last asked.
    pub fn finish(mut self) -> Vec<Clustered> {
        let dated = mem::take(&mut self.new);
        let undated = mem::take(&mut self.undated);
        for place in dated.into_iter().chain(undated) {
            self.know(place);
        }
        self.closed
    }

    /// Lets the window pass to the latest day.
    fn pass(&mut self) {
        let Some(latest) = self.latest else { return };
        let n_days = self.n_days;
        let is_past = |(_, day): &mut Place| day.is_some_and(|day| latest - day > n_days);
        while let Some(place) = self.new.pop_front_if(is_past) {
            self.know(place);
        }
    }

    /// Takes note that all copies of a printing are known.
    fn know(&mut self, place: Place) {
        let (fate, waits) = self.printing(place).among(&self.texts.copies(place, self.n_days));
        let printing = self.printing_mut(place);
        (printing.fate, printing.waits) = (fate, waits);
        if fate != Fate::Open {
            self.spread(place);
        }
    }

    /// Tells the copies of a printing of its fate, and those of the ones whose fate that decides.
    fn spread(&mut self, place: Place) {
        let mut decided = vec![place];
        while let Some(place) = decided.pop() {
            let Printing { first, fate, .. } = *self.printing(place);
            let mut around = self.places_of_copies(place);
            around.push(place);
            let hears = around.iter().filter(|near| self.printing_mut(**near).hear((&first, fate)));
            decided.extend(hears);
            for near in around {
                self.hand_over(near);
                self.close(near);
            }
        }
    }

    /// Hands a printing that follows to the first of its copies that leads, and forgets it, if it was told
    /// of all others.
    fn hand_over(&mut self, place: Place) {
        if !self.texts.find(place).is_some_and(Printing::can_be_handed_over) {
            return;
        }
        let copies = self.texts.copies(place, self.n_days);
        let leaders = copies.iter().filter(|(_, copy, _)| copy.fate == Fate::Leads);
        let leader = leaders.min_by_key(|(_, copy, _)| copy.first).expect("a copy that leads");
        let (leader, similarity) = (leader.0, leader.2);
        let copies: Vec<Place> = copies.iter().map(|(place, ..)| *place).collect();
        let followed = self.texts.remove(place).expect("a printing that is held");
        self.printing_mut(leader).follow(&followed, similarity);
        for copy in copies {
            self.printing_mut(copy).waits.n_copies -= 1;
            self.close(copy);
        }
    }

    /// Tells of the cluster of a printing that leads, and forgets it, if all copies were handed over.
    fn close(&mut self, place: Place) {
        if self.texts.find(place).is_some_and(Printing::can_be_closed) {
            let leader = self.texts.remove(place).expect("a printing that is held");
            self.closed.extend(clustered(&leader));
        }
    }

    fn places_of_copies(&self, place: Place) -> Vec<Place> {
        self.texts.copies(place, self.n_days).into_iter().map(|(place, ..)| place).collect()
    }

    fn printing(&self, place: Place) -> &Printing {
        self.texts.find(place).expect("a printing that is held")
    }

    fn printing_mut(&mut self, place: Place) -> &mut Printing {
        self.texts.find_mut(place).expect("a printing that is held")
    }
}

/// The articles of the cluster of a printing that leads, its representative first.
fn clustered(leader: &Printing) -> impl Iterator<Item = Clustered> {
    let representative = leader.first.id;
    let size = 1 + leader.others.len() + leader.followers.len();
    let size = u32::try_from(size).expect("fewer than 2^32 articles");
    let first_day = leader.first_day;
    let date = leader.date();
    let article =
        move |id, date, similarity| Clustered { id, date, representative, size, similarity, first_day };
    let same = leader.others.iter().map(move |id| article(*id, date, Some(1.0)));
    let followers = leader.followers.iter().map(move |f| article(f.id, f.date, Some(f.similarity)));
    [article(representative, date, None)].into_iter().chain(same).chain(followers)
}

#[cfg(test)]
mod tests;
