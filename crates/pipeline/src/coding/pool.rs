use std::collections::BTreeMap;

use newsloom_corpus::Week;

use super::{
    draw::allocation,
    strata::{Stratum as Property, fitting, n_different},
};

/// A sentence that could be drawn.
pub(super) struct Candidate {
    pub(super) lot: u64,
    pub(super) article: String,
    pub(super) text: String,
    /// Counted mentions in it, by type of the actor.
    pub(super) found: BTreeMap<String, u64>,
    pub(super) stands_for: String,
}

/// The number of sentences in a stratum and those with the lowest lots.
#[derive(Default)]
struct Stratum {
    size: u64,
    lowest: BTreeMap<(u64, String), Candidate>,
}

impl Stratum {
    fn join(&mut self, other: Self, n: usize) {
        self.size += other.size;
        self.lowest.extend(other.lowest);
        self.keep(n);
    }

    fn keep(&mut self, n: usize) {
        while self.lowest.len() > n {
            self.lowest.pop_last();
        }
    }
}

/// The sentences with the lowest lots of each stratum, which are all that can be drawn.
pub(super) struct Pool {
    n: usize,
    /// By whether they hold no mention, and by week.
    strata: BTreeMap<(bool, Option<Week>), Stratum>,
}

/// A sentence drawn with its weight: the size of its stratum and the number drawn from it.
type Weighted = (Candidate, (u64, u64));

impl Pool {
    pub(super) fn new(n: usize) -> Self {
        Self { n, strata: BTreeMap::new() }
    }

    pub(super) fn add(&mut self, week: Option<Week>, one: Candidate) {
        let stratum = self.strata.entry((one.found.is_empty(), week)).or_default();
        stratum.size += 1;
        stratum.lowest.insert((one.lot, one.stands_for.clone()), one);
        stratum.keep(self.n);
    }

    /// All sentences that were added.
    pub(super) fn size(&self) -> u64 {
        self.strata.values().map(|stratum| stratum.size).sum()
    }

    /// The sentences drawn: in proportion to those with and without mentions and to weeks, or to longer
    /// periods where there are more strata than sentences to draw, which is then told.
    pub(super) fn drawn(self) -> (Vec<Weighted>, Option<String>) {
        let n = self.n;
        let (strata, note) = self.joined();
        let sizes: Vec<u64> = strata.values().map(|stratum| stratum.size).collect();
        let taken = if n == 0 { vec![0; sizes.len()] } else { allocation(&sizes, n as u64) };
        let of_stratum = |(stratum, k): (Stratum, u64)| {
            let drawn = stratum.lowest.into_values().zip(0..k);
            drawn.map(move |(one, _)| (one, (stratum.size, k)))
        };
        let mut drawn: Vec<Weighted> = strata.into_values().zip(taken).flat_map(of_stratum).collect();
        drawn.sort_by_key(|(one, _)| one.lot);
        (drawn, note)
    }

    /// The strata, by period where the weeks are too many.
    fn joined(self) -> (BTreeMap<(bool, String), Stratum>, Option<String>) {
        let label = |properties: &[Property], (is_bare, week): &(bool, Option<Week>)| {
            (*is_bare, properties.first().map_or_else(String::new, |period| period.period(*week)))
        };
        let n_strata = |properties: &[Property]| {
            n_different(self.strata.keys().map(|key| format!("{:?}", label(properties, key))))
        };
        let (properties, note) = fitting(&[Property::Week], (self.n, "sentences"), n_strata);
        let mut joined: BTreeMap<(bool, String), Stratum> = BTreeMap::new();
        for (key, stratum) in self.strata {
            joined.entry(label(&properties, &key)).or_default().join(stratum, self.n);
        }
        (joined, note)
    }
}
