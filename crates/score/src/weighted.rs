/// Weights are whole millionths, so that their sums do not depend on their order.
const UNIT: u64 = 1_000_000;

/// Trials with weights, of which some succeed: the share of a stratified sample.
///
/// ```
/// use newsloom_score::WeightedTrials;
/// let mut trials = WeightedTrials::default();
/// trials.add((30, 1), true); // one of 30
/// trials.add((10, 1), false); // one of 10
/// assert_eq!(trials.share(), Some(0.75));
/// assert!((trials.n_effective() - 1.6).abs() < 1e-9);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WeightedTrials {
    n: u64,
    n_right: u64,
    all: u128,
    right: u128,
    squares: u128,
}

impl WeightedTrials {
    /// Adds a trial that stands for `population / sampled` of its stratum.
    ///
    /// # Panics
    /// If nothing was sampled.
    pub fn add(&mut self, (population, sampled): (u64, u64), is_right: bool) {
        assert!(sampled > 0, "a trial is one of a sample");
        let weight = u128::from(population) * u128::from(UNIT) / u128::from(sampled);
        self.n += 1;
        self.n_right += u64::from(is_right);
        self.all += weight;
        self.right += if is_right { weight } else { 0 };
        self.squares += weight * weight;
    }

    /// Number of trials.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Number of those that succeed.
    pub fn n_right(&self) -> u64 {
        self.n_right
    }

    /// The weighted share that succeeds; `None` without trials.
    pub fn share(&self) -> Option<f64> {
        (self.all > 0).then(|| self.right as f64 / self.all as f64)
    }

    /// The share, where each success counts only with the probability `p`.
    pub fn discounted_share(&self, p: f64) -> Option<f64> {
        let (right, wrong) = (self.right as f64 * p, (self.all - self.right) as f64);
        (right + wrong > 0.0).then(|| right / (right + wrong))
    }

    /// Kish's effective number of trials; 0 without trials.
    pub fn n_effective(&self) -> f64 {
        if self.squares == 0 { 0.0 } else { self.all as f64 * (self.all as f64 / self.squares as f64) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn equal_weights_are_no_weights(outcomes in proptest::collection::vec(any::<bool>(), 1..60), w in 1..50u64) {
            let mut trials = WeightedTrials::default();
            for is_right in &outcomes { trials.add((w, 3), *is_right); }
            let n = outcomes.len() as f64;
            let k = outcomes.iter().filter(|right| **right).count() as f64;
            prop_assert!((trials.share().unwrap() - k / n).abs() < 1e-9);
            prop_assert!((trials.n_effective() - n).abs() < 1e-6);
            prop_assert_eq!(trials.discounted_share(1.0), trials.share());
        }

        #[test]
        fn weights_never_make_more_trials(weights in proptest::collection::vec(1..1000u64, 1..60)) {
            let mut trials = WeightedTrials::default();
            for w in &weights { trials.add((*w, 1), true); }
            prop_assert!(trials.n_effective() <= weights.len() as f64 + 1e-9);
        }
    }
}
