//! What is kept of pairs when their rows have gone by.

use std::cmp::Ordering;

use jiff::civil::Date;
use newsloom_corpus::table::CoMentionRow;

/// Fewest stories with a joint context for a pair to be shown: one story is an anecdote.
const MIN_STORIES: u64 = 2;

const N_TOP_PAIRS: usize = 10;

/// Counts of pairs, and the strongest.
#[derive(Debug, Default)]
pub(super) struct PairSummary {
    pub(super) n: u64,
    pub(super) n_affiliated: u64,
    pub(super) n_significant: u64,
    /// Strongest first; affiliations and pairs of a single story are left out.
    pub(super) top: Vec<CoMentionRow>,
}

impl PairSummary {
    pub(super) fn add(&mut self, row: &CoMentionRow) {
        self.n += 1;
        self.n_affiliated += u64::from(row.is_affiliation);
        self.n_significant += u64::from(row.significant == Some(true));
        if row.is_affiliation || row.n_clusters < MIN_STORIES {
            return;
        }
        // Of equals the first stays in front.
        let place = self.top.partition_point(|other| other.by_strength(row) != Ordering::Greater);
        if place < N_TOP_PAIRS {
            self.top.truncate(N_TOP_PAIRS - 1);
            self.top.insert(place, row.clone());
        }
    }
}

/// An edge of the network.
#[derive(Debug)]
pub(super) struct Edge {
    pub(super) row: CoMentionRow,
    /// First day and joint contexts of the weeks that have any.
    pub(super) weeks: Vec<(Date, u64)>,
}
