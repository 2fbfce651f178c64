//! The texts that can still change a cluster, and the days on which they were printed.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
    ops::RangeInclusive,
};

use jiff::{Timestamp, civil::Date};
use newsloom_corpus::ArticleId;

use crate::{band::Table, copy::Likeness, signature::Identity};

/// Who comes first when representatives are chosen: the longest, then the earliest, then by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Priority {
    n_chars_kept: Reverse<u64>,
    /// What is unknown comes last.
    date: (bool, Option<Date>),
    at: (bool, Option<Timestamp>),
    pub(crate) id: ArticleId,
}

impl Priority {
    pub(crate) fn new(
        n_chars_kept: u64,
        (date, at): (Option<Date>, Option<Timestamp>),
        id: ArticleId,
    ) -> Self {
        let (date, at) = ((date.is_none(), date), (at.is_none(), at));
        Self { n_chars_kept: Reverse(n_chars_kept), date, at, id }
    }
}

/// A text and the day on which it was printed, or none.
pub(crate) type Place = (u32, Option<i64>);

/// The articles that hold a text on a day, or without a date. They are copies of each other, and what is
/// a copy of one of them is a copy of all: so they come into one cluster.
#[derive(Debug)]
pub(crate) struct Printing {
    day: Option<i64>,
    pub(crate) first: Priority,
    /// The articles beside the first.
    pub(crate) others: Vec<ArticleId>,
    pub(crate) fate: Fate,
    pub(crate) waits: Waits,
    /// If it leads: articles that were handed to it, with their similarities.
    pub(crate) followers: Vec<Follower>,
    /// The earliest day of all of them.
    pub(crate) first_day: Option<Date>,
}

/// An article that was handed to a representative.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Follower {
    pub(crate) id: ArticleId,
    pub(crate) date: Option<Date>,
    pub(crate) similarity: f64,
}

/// What a printing, all whose copies are known, waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Waits {
    /// Copies whose fate it was not told of, and itself.
    n_open: usize,
    /// Those of them that come before it.
    n_before: usize,
    /// Copies that were not handed to their representatives.
    pub(crate) n_copies: usize,
}

/// What is known of a printing's part in its cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Copies of it may still come.
    New,
    /// All its copies are known, and whether one that comes before it leads is not.
    Open,
    /// The representative is one of its articles.
    Leads,
    /// A copy that comes before it leads.
    Follows,
}

/// Equal words and numbers, printed on some days.
#[derive(Debug)]
struct Text {
    identity: Identity,
    /// In the order of their days; the one without a date is first.
    printings: Vec<Printing>,
    like: BTreeMap<u32, Likeness>,
}

impl Text {
    fn find(&self, day: Option<i64>) -> Result<usize, usize> {
        self.printings.binary_search_by_key(&day, |printing| printing.day)
    }

    fn undated(&self) -> Option<&Printing> {
        self.printings.first().filter(|printing| printing.day.is_none())
    }

    fn within(&self, days: &RangeInclusive<i64>) -> &[Printing] {
        let from = self.printings.partition_point(|printing| printing.day < Some(*days.start()));
        let rest = &self.printings[from..];
        &rest[..rest.partition_point(|printing| printing.day <= Some(*days.end()))]
    }
}

/// Texts by their numbers, which are never used again.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    texts: Table<Text>,
    numbers: HashMap<Identity, u32>,
    n_seen: u32,
}

impl Texts {
    /// Takes an article in; says where it stands, and whether it is the first there.
    pub(crate) fn add(&mut self, identity: Identity, day: Option<i64>, article: Priority) -> (Place, bool) {
        let number = *self.numbers.entry(identity).or_insert(self.n_seen);
        if number == self.n_seen {
            self.n_seen = self.n_seen.checked_add(1).expect("fewer than 2^32 texts");
        }
        let new = || Text { identity, printings: Vec::new(), like: BTreeMap::new() };
        let text = self.texts.entry(number).or_insert_with(new);
        let found = text.find(day);
        match found {
            Ok(at) => text.printings[at].take(article),
            Err(at) => {
                if text.printings.is_empty() {
                    // Most texts are printed once.
                    text.printings.reserve_exact(1);
                }
                text.printings.insert(at, Printing::of(day, article));
            }
        }
        ((number, day), found.is_err())
    }

    /// Says that two texts are alike.
    pub(crate) fn join(&mut self, one: u32, other: u32, likeness: Likeness) {
        for (one, other) in [(one, other), (other, one)] {
            self.texts.get_mut(&one).expect("a text in the window").like.insert(other, likeness);
        }
    }

    pub(crate) fn find(&self, (text, day): Place) -> Option<&Printing> {
        let text = self.texts.get(&text)?;
        text.find(day).ok().map(|at| &text.printings[at])
    }

    pub(crate) fn find_mut(&mut self, (text, day): Place) -> Option<&mut Printing> {
        let text = self.texts.get_mut(&text)?;
        text.find(day).ok().map(|at| &mut text.printings[at])
    }

    /// The other printings that are copies of one, within so many days, with their similarities. What is
    /// a copy of another has it for a copy, too.
    pub(crate) fn copies(&self, (text, day): Place, n_days: i64) -> Vec<(Place, &Printing, f64)> {
        let own = &self.texts[&text];
        let Some(day) = day else {
            let dated = own.printings.iter().filter(|printing| printing.day.is_some());
            return dated.map(|printing| ((text, printing.day), printing, 1.0)).collect();
        };
        let around = day.saturating_sub(n_days)..=day.saturating_add(n_days);
        let same = own.undated().into_iter().chain(own.within(&around));
        let same = same.filter(|printing| printing.day != Some(day));
        let mut copies: Vec<_> = same.map(|printing| ((text, printing.day), printing, 1.0)).collect();
        for (other, likeness) in &own.like {
            let days = if likeness.on_other_days { &around } else { &(day..=day) };
            let near = self.texts[other].within(days).iter();
            copies.extend(near.map(|printing| ((*other, printing.day), printing, likeness.resemblance)));
        }
        copies
    }

    /// Forgets a printing, and its text after the last.
    pub(crate) fn remove(&mut self, (number, day): Place) -> Option<Printing> {
        let text = self.texts.get_mut(&number)?;
        let printing = text.printings.remove(text.find(day).ok()?);
        if text.printings.is_empty() {
            self.forget(number);
        }
        Some(printing)
    }

    fn forget(&mut self, number: u32) {
        let Some(text) = self.texts.remove(&number) else { return };
        self.numbers.remove(&text.identity);
        for other in text.like.keys() {
            if let Some(other) = self.texts.get_mut(other) {
                other.like.remove(&number);
            }
        }
    }

    /// Articles, and likenesses between their texts, that are held.
    #[cfg(test)]
    pub(crate) fn n_held(&self) -> (usize, usize) {
        assert_eq!(self.texts.len(), self.numbers.len());
        let printings = self.numbers.values().flat_map(|number| &self.texts[number].printings);
        let n_articles = |printing: &Printing| 1 + printing.others.len() + printing.followers.len();
        let likenesses = self.numbers.values().map(|number| self.texts[number].like.len());
        (printings.map(n_articles).sum(), likenesses.sum())
    }
}

impl Printing {
    fn of(day: Option<i64>, first: Priority) -> Self {
        Self {
            day,
            first,
            others: Vec::new(),
            fate: Fate::New,
            waits: Waits::default(),
            followers: Vec::new(),
            first_day: first.date.1,
        }
    }

    fn take(&mut self, article: Priority) {
        let (first, other) = (self.first.min(article), self.first.max(article));
        self.first = first;
        self.others.push(other.id);
    }

    /// Takes the articles of a copy of some similarity in.
    pub(crate) fn follow(&mut self, copy: &Self, similarity: f64) {
        let articles = [copy.first.id].into_iter().chain(copy.others.iter().copied());
        let date = copy.date();
        self.followers.extend(articles.map(|id| Follower { id, date, similarity }));
        self.first_day = self.first_day.into_iter().chain(copy.first_day).min();
    }

    /// The date of its articles.
    pub(crate) fn date(&self) -> Option<Date> {
        self.first.date.1
    }

    fn is_open(&self) -> bool {
        matches!(self.fate, Fate::New | Fate::Open)
    }

    /// What follows for this one if these are all its copies.
    pub(crate) fn among(&self, copies: &[(Place, &Self, f64)]) -> (Fate, Waits) {
        let open = || copies.iter().filter(|(_, copy, _)| copy.is_open());
        let n_before = open().filter(|(_, copy, _)| copy.first < self.first).count();
        let fate = match copies.iter().any(|(_, copy, _)| copy.fate == Fate::Leads) {
            true => Fate::Follows,
            false if n_before == 0 => Fate::Leads,
            false => Fate::Open,
        };
        (fate, Waits { n_open: 1 + open().count(), n_before, n_copies: copies.len() })
    }

    /// Tells it the fate of a copy, or its own; says whether that decided its fate.
    pub(crate) fn hear(&mut self, (copy, fate): (&Priority, Fate)) -> bool {
        if self.fate == Fate::New {
            return false;
        }
        self.waits.n_open -= 1;
        self.waits.n_before -= usize::from(*copy < self.first);
        if self.fate != Fate::Open {
            return false;
        }
        self.fate = match fate {
            // Of two copies the one that comes before leads.
            Fate::Leads => Fate::Follows,
            _ if self.waits.n_before == 0 => Fate::Leads,
            _ => return false,
        };
        true
    }

    /// Whether it follows, and knows all that lead.
    pub(crate) fn can_be_handed_over(&self) -> bool {
        self.fate == Fate::Follows && self.waits.n_open == 0
    }

    /// Whether it leads, and knows all that follow it.
    pub(crate) fn can_be_closed(&self) -> bool {
        self.fate == Fate::Leads && self.waits.n_open == 0 && self.waits.n_copies == 0
    }
}
