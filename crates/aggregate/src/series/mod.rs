//! Series of shares by period, as pure functions over counts of a total.

mod association;
mod beta;
mod beta_binomial;
mod burst;
mod change_point;
mod dispersion;
mod rate_change;
mod standardised;
mod z_score;

use serde::{Deserialize, Serialize};

pub use association::{SelectedFamily, q_within_selected};
pub use beta::incomplete_beta;
pub(crate) use beta_binomial::tails;
pub use burst::{BurstOptions, burst_levels};
pub use change_point::{ChangePointOptions, change_points};
pub use dispersion::{dispersion_of_differences, pearson_dispersion};
pub use rate_change::{RateChange, RatesOfOthers, rate_changes};
pub use standardised::standardised;
pub use z_score::{TRAILING, z_scores};

/// What is counted in one period, and of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Count {
    /// Clusters that count.
    pub k: u64,
    /// All clusters of the period; 0 where nothing was read.
    pub n: u64,
}

impl Count {
    /// `k` of `n`.
    ///
    /// # Panics
    /// If `k` is larger than `n`.
    pub fn new(k: u64, n: u64) -> Self {
        assert!(k <= n, "a part is no larger than its whole");
        Self { k, n }
    }

    /// The share; `None` without coverage.
    pub fn share(self) -> Option<f64> {
        (self.n > 0).then(|| self.k as f64 / self.n as f64)
    }

    /// The sum over some periods.
    pub fn sum<'a>(counts: impl IntoIterator<Item = &'a Self>) -> Self {
        counts.into_iter().fold(Self::default(), |sum, c| Self { k: sum.k + c.k, n: sum.n + c.n })
    }
}

/// Takes counts from the pairs of numbers that tests are written in.
#[cfg(test)]
pub(crate) fn counts(pairs: &[(u64, u64)]) -> Vec<Count> {
    pairs.iter().map(|(k, n)| Count::new(*k, *n)).collect()
}
