use newsloom_corpus::{
    Pair,
    table::{CoMentionRow, Extended},
};

use crate::{Names, series::SelectedFamily};

/// What the tests over the whole run say of its pairs: the networks and the families of weekly tests
/// are made from it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdicts {
    /// The significant pairs, sorted.
    significant: Vec<Pair>,
    n_tests: u64,
}

impl Verdicts {
    /// Reads the finished rows of pairs.
    pub fn of(rows: &[Extended<CoMentionRow>], names: &Names<'_>) -> Self {
        let found = rows.iter().map(|row| &row.row).filter(|row| row.significant == Some(true));
        let pair =
            |row: &CoMentionRow| Pair::new(names.actors.find(&row.source)?, names.actors.find(&row.target)?);
        let mut significant: Vec<Pair> = found.filter_map(pair).collect();
        significant.sort_unstable();
        Self { significant, n_tests: rows.iter().map(|row| row.row.n_tests).max().unwrap_or(0) }
    }

    /// Whether a pair is significant over the run.
    pub(crate) fn is_significant(&self, pair: Pair) -> bool {
        self.significant.binary_search(&pair).is_ok()
    }

    pub(crate) fn family(&self) -> SelectedFamily {
        SelectedFamily { n_tests: self.n_tests, n_selected: self.significant.len() as u64 }
    }
}
