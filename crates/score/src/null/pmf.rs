//! Point probabilities of binomial and hypergeometric laws with their upper tails: sums of positive
//! terms only, so that every one is right in its leading digits however small it is.

/// Terms below this share of the sum end it.
const NEGLIGIBLE: f64 = 1e-18;

/// The beginning of a law.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Head {
    /// P(X = t) for t below a length.
    pub(super) at: Vec<f64>,
    /// P(X ≥ t) for the same t and one more.
    pub(super) upper: Vec<f64>,
}

impl Head {
    /// Room for the counts below `len`.
    pub(super) fn new(len: usize) -> Self {
        Self { at: vec![0.0; len], upper: vec![0.0; len + 1] }
    }

    /// Becomes the law of the number of successes in `n` trials of probability `p`.
    pub(super) fn binomial(&mut self, n: u64, p: f64) {
        self.trials(n, p, p / (1.0 - p));
    }

    /// The same from the odds, which tell what is nearly certain apart.
    pub(super) fn binomial_of_odds(&mut self, n: u64, odds: f64) {
        self.trials(n, odds / (1.0 + odds), odds);
    }

    fn trials(&mut self, n: u64, p: f64, odds: f64) {
        let mode = whole((n + 1) as f64 * p).min(n);
        self.fill((0, n), mode, |t| (n - t) as f64 / (t + 1) as f64 * odds);
    }

    /// Becomes the law of the overlap of two sets of `n_i` and `n_j` out of `n`.
    pub(super) fn hypergeometric(&mut self, (n_i, n_j, n): (u64, u64, u64)) {
        let (lowest, highest) = ((n_i + n_j).saturating_sub(n), n_i.min(n_j));
        let mode = whole((n_i + 1) as f64 * (n_j + 1) as f64 / (n + 2) as f64);
        let up =
            |t: u64| (n_i - t) as f64 * (n_j - t) as f64 / ((t + 1) as f64 * (n + t + 1 - n_i - n_j) as f64);
        self.fill((lowest, highest), mode.clamp(lowest, highest), up);
    }

    /// Becomes a unimodal law on `lowest..=highest` from the ratios `up(t)` = P(t + 1)/P(t), started at
    /// its mode.
    fn fill(&mut self, (lowest, highest): (u64, u64), mode: u64, up: impl Fn(u64) -> f64) {
        let Self { at, upper } = self;
        let len = at.len();
        at.fill(0.0);
        let mut put = |t: u64, value: f64| {
            if let Some(slot) = usize::try_from(t).ok().and_then(|t| at.get_mut(t)) {
                *slot = value;
            }
        };
        let (mut sum, mut beyond) = (1.0, if mode >= len as u64 { 1.0 } else { 0.0 });
        put(mode, 1.0);
        let mut term = 1.0;
        for t in mode..highest {
            term *= up(t);
            put(t + 1, term);
            sum += term;
            beyond += if t + 1 >= len as u64 { term } else { 0.0 };
            if term <= NEGLIGIBLE * sum && t + 1 >= len as u64 && term <= NEGLIGIBLE * beyond {
                break;
            }
        }
        term = 1.0;
        for t in (lowest..mode).rev() {
            term /= up(t);
            put(t, term);
            sum += term;
            beyond += if t >= len as u64 { term } else { 0.0 };
            if term == 0.0 {
                break;
            }
        }
        for p in at.iter_mut() {
            *p /= sum;
        }
        upper[len] = beyond / sum;
        for t in (0..len).rev() {
            upper[t] = upper[t + 1] + at[t];
        }
    }
}

/// The whole part of a count that is not negative.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts are below 2^53")]
fn whole(count: f64) -> u64 {
    count as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn binomial(n: u64, p: f64, len: usize) -> Head {
        let mut head = Head::new(len);
        head.binomial(n, p);
        head
    }

    fn hypergeometric(sets: (u64, u64, u64), len: usize) -> Head {
        let mut head = Head::new(len);
        head.hypergeometric(sets);
        head
    }

    #[test]
    fn binomial_tails_keep_their_digits() {
        // 30 of 30 at 1e-9, and 1 − (1 − p)^n.
        let head = binomial(30, 1e-9, 31);
        assert!((head.at[30] / 1e-270 - 1.0).abs() < 1e-12);
        let upper = binomial(1_000, 1e-9, 3).upper;
        assert!((upper[1] / 9.999_995_005_001_6e-7 - 1.0).abs() < 1e-12);
        assert!((upper[0] - 1.0).abs() < 1e-12);
    }

    #[test]
    fn certain_and_impossible_trials() {
        assert_eq!(binomial(3, 1.0, 5).at, [0.0, 0.0, 0.0, 1.0, 0.0]);
        assert_eq!(binomial(3, 0.0, 2).at, [1.0, 0.0]);
    }

    #[test]
    fn hypergeometric_law_of_a_small_urn() {
        // Two sets of 2 of 4: 1/6, 4/6, 1/6.
        let head = hypergeometric((2, 2, 4), 3);
        for (found, sixths) in head.at.iter().zip([1.0, 4.0, 1.0]) {
            assert!((found - sixths / 6.0).abs() < 1e-15);
        }
        assert_eq!(hypergeometric((3, 3, 4), 4).at[..2], [0.0, 0.0]);
    }
}
