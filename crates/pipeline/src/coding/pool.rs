use std::collections::BTreeMap;

use super::draw::allocation;

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
    strata: BTreeMap<(bool, String), Stratum>,
}

impl Pool {
    pub(super) fn new(n: usize) -> Self {
        Self { n, strata: BTreeMap::new() }
    }

    pub(super) fn add(&mut self, week: String, one: Candidate) {
        let stratum = self.strata.entry((one.found.is_empty(), week)).or_default();
        stratum.size += 1;
        stratum.lowest.insert((one.lot, one.stands_for.clone()), one);
        stratum.keep(self.n);
    }

    /// All sentences that were added.
    pub(super) fn size(&self) -> u64 {
        self.strata.values().map(|stratum| stratum.size).sum()
    }

    /// The sentences drawn with their weights: in proportion to those with and without mentions and to
    /// weeks, or to the former only where there are more strata than sentences to draw.
    pub(super) fn drawn(self) -> Vec<(Candidate, (u64, u64))> {
        let n = self.n;
        let strata = if self.strata.len() > n { self.without_weeks() } else { self.strata };
        let sizes: Vec<u64> = strata.values().map(|stratum| stratum.size).collect();
        let taken = if n == 0 { vec![0; sizes.len()] } else { allocation(&sizes, n as u64) };
        let of_stratum = |(stratum, k): (Stratum, u64)| {
            let drawn = stratum.lowest.into_values().zip(0..k);
            drawn.map(move |(one, _)| (one, (stratum.size, k)))
        };
        let mut drawn: Vec<(Candidate, (u64, u64))> =
            strata.into_values().zip(taken).flat_map(of_stratum).collect();
        drawn.sort_by_key(|(one, _)| one.lot);
        drawn
    }

    fn without_weeks(self) -> BTreeMap<(bool, String), Stratum> {
        let mut joined: BTreeMap<(bool, String), Stratum> = BTreeMap::new();
        for ((is_bare, _), stratum) in self.strata {
            let all = joined.entry((is_bare, String::new())).or_default();
            all.size += stratum.size;
            all.lowest.extend(stratum.lowest);
            all.keep(self.n);
        }
        joined
    }
}
