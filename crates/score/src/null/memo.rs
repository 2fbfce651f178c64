use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

use super::{JointCount, Strata, fit::shared, sums::Sums};

/// The test of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PairTest {
    /// Joint units expected by chance.
    pub expected: f64,
    /// Probability of at least as many as observed.
    pub p: f64,
    /// The same with half the probability of exactly as many.
    pub p_mid: f64,
}

/// Tests of pairs by one fitted model.
///
/// Actors of equal degrees in a stratum are exchangeable there: what a stratum adds to a pair is computed
/// once for every two degrees. From that the tails of nearly all pairs follow; where they do not, pairs
/// of one stratum with equal degrees and counts share one computation.
#[derive(Debug)]
pub struct PairTests<'a> {
    strata: &'a Strata,
    sums: HashMap<Key, Option<Sums>>,
    known: HashMap<(Key, u64), PairTest>,
}

/// A stratum and the degrees of both actors in it, the smaller first.
type Key = (u32, u64, u64);

impl<'a> PairTests<'a> {
    /// No test yet.
    pub fn new(strata: &'a Strata) -> Self {
        Self { strata, sums: HashMap::new(), known: HashMap::new() }
    }

    /// The test of a pair from the degrees of both actors by stratum, sorted, and the number of units
    /// that name both.
    ///
    /// # Panics
    /// As [`Strata::joint_count`].
    pub fn test(&mut self, i: &[(u32, u64)], j: &[(u32, u64)], k: u64) -> PairTest {
        self.by_sums(i, j, k).unwrap_or_else(|| self.by_law(i, j, k))
    }

    fn by_sums(&mut self, i: &[(u32, u64)], j: &[(u32, u64)], k: u64) -> Option<PairTest> {
        let mut all = Sums::default();
        for key in shared(i, j) {
            let strata = self.strata;
            let sums = self.sums.entry(key).or_insert_with(|| sums(&strata.joint_count_of(key)));
            all.add(sums.as_ref()?);
        }
        let p = if k == 0 { 1.0 } else { all.upper(k)? };
        Some(PairTest::new(all.mean(), p, all.upper(k + 1)?))
    }

    fn by_law(&mut self, i: &[(u32, u64)], j: &[(u32, u64)], k: u64) -> PairTest {
        let mut keys = shared(i, j);
        let (Some(key), None) = (keys.next(), keys.next()) else {
            return PairTest::of(&self.strata.joint_count(i, j), k);
        };
        let strata = self.strata;
        *self.known.entry((key, k)).or_insert_with(|| PairTest::of(&strata.joint_count_of(key), k))
    }
}

impl PairTest {
    fn new(expected: f64, p: f64, above: f64) -> Self {
        Self { expected, p, p_mid: f64::midpoint(p, above) }
    }

    fn of(count: &JointCount, k: u64) -> Self {
        Self::new(count.expected(), count.upper(k), count.upper(k + 1))
    }
}

/// The sums of a law of trials.
fn sums(count: &JointCount) -> Option<Sums> {
    count.is_of_trials().then(|| Sums::of(count.trials()))
}
