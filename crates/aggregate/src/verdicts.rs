use newsloom_corpus::Pair;

use crate::{AllTested, Finished, TableOptions, series::SelectedFamily};

/// What the tests over the whole run say of its pairs: the networks and the families of weekly tests
/// are made from it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdicts {
    /// The significant pairs, sorted.
    significant: Vec<Pair>,
    n_tests: u64,
}

impl Verdicts {
    /// What tests say of the pairs with a joint context.
    pub fn of(finished: &Finished, tests: &AllTested, options: &TableOptions) -> Self {
        let asked = &options.significance;
        let is_significant =
            |number: usize| tests.q_value(asked.test, number).is_some_and(|q| q <= asked.level);
        let named = || finished.pairs.iter().enumerate().filter(|(_, pair)| pair.n_ij > 0);
        let significant = named().filter(|(number, _)| is_significant(*number)).map(|(_, pair)| pair.pair);
        let n_tests = if named().next().is_some() { tests.n_tests } else { 0 };
        Self { significant: significant.collect(), n_tests }
    }

    /// Whether a pair is significant over the run.
    pub(crate) fn is_significant(&self, pair: Pair) -> bool {
        self.significant.binary_search(&pair).is_ok()
    }

    pub(crate) fn family(&self) -> SelectedFamily {
        SelectedFamily { n_tests: self.n_tests, n_selected: self.significant.len() as u64 }
    }
}
