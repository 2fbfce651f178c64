use std::collections::HashMap;

use super::{Strata, fit::shared};

/// The test of a pair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairTest {
    /// Joint units expected by chance.
    pub expected: f64,
    /// Probability of at least as many as observed.
    pub p: f64,
    /// The same with half the probability of exactly as many.
    pub p_mid: f64,
}

/// Tests of pairs by one fitted model. Pairs of equal degrees and counts have the same test, which is
/// computed once.
#[derive(Debug)]
pub struct PairTests<'a> {
    strata: &'a Strata,
    known: HashMap<Key, PairTest>,
}

/// Degrees of both actors by stratum, the smaller first, and the joint count.
type Key = (Box<[(u32, u64, u64)]>, u64);

impl<'a> PairTests<'a> {
    /// No test yet.
    pub fn new(strata: &'a Strata) -> Self {
        Self { strata, known: HashMap::new() }
    }

    /// The test of a pair from the degrees of both actors by stratum, sorted, and the number of units
    /// that name both.
    ///
    /// # Panics
    /// As [`Strata::joint_count`].
    pub fn test(&mut self, i: &[(u32, u64)], j: &[(u32, u64)], k: u64) -> PairTest {
        let key: Key = (shared(i, j).collect(), k);
        if let Some(test) = self.known.get(&key) {
            return *test;
        }
        let count = self.strata.joint_count(i, j);
        let (p, above) = (count.upper(k), count.upper(k + 1));
        let test = PairTest { expected: count.expected(), p, p_mid: f64::midpoint(p, above) };
        self.known.insert(key, test);
        test
    }
}
