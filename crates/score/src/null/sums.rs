use super::Trials;

/// Up to this count tails are summed exactly; expansions are accurate enough above it.
pub(super) const EXACT_UP_TO: u64 = 7;
/// Powers of the odds that are needed for that.
const N_POWERS: usize = 6;
/// Where a unit is likelier than this, differences of the sums lose their digits.
const LARGEST_ODDS: f64 = 0.5;
/// Tails below this are left to sums of positive terms.
const LEAST_TAIL: f64 = 1e-9;
/// Tails of larger counts are told from moments up to so many standard deviations above the mean, where
/// they are above .1.
const FARTHEST: f64 = 1.0;
/// Less variance than this is too little to be told from moments.
const LEAST_VARIANCE: f64 = 5.0;

/// What is enough of a Poisson-binomial law for the tails of most pairs: sums over its units, which add
/// up over strata.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Sums {
    /// ln of the probability that no unit names both.
    ln_none: f64,
    /// Sums of powers of the odds p/(1 − p).
    odds: [f64; N_POWERS],
    largest_odds: f64,
    /// Cumulants: mean, variance, third and fourth.
    cumulants: [f64; 4],
}

impl Sums {
    pub(super) fn of(trials: &[Trials]) -> Self {
        let mut sums = Self::default();
        for Trials { n, p } in trials {
            let (n, variance, odds) = (*n as f64, p * (1.0 - p), p / (1.0 - p));
            sums.ln_none += n * libm::log1p(-p);
            let mut power = n;
            for sum in &mut sums.odds {
                power *= odds;
                *sum += power;
            }
            sums.largest_odds = sums.largest_odds.max(odds);
            let each = [*p, variance, variance * (1.0 - 2.0 * p), variance * (1.0 - 6.0 * variance)];
            for (sum, value) in sums.cumulants.iter_mut().zip(each) {
                *sum += n * value;
            }
        }
        sums
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.ln_none += other.ln_none;
        self.largest_odds = self.largest_odds.max(other.largest_odds);
        for (sum, value) in self.odds.iter_mut().zip(other.odds) {
            *sum += value;
        }
        for (sum, value) in self.cumulants.iter_mut().zip(other.cumulants) {
            *sum += value;
        }
    }

    pub(super) fn mean(&self) -> f64 {
        self.cumulants[0]
    }

    /// P(X ≥ k) for k > 0; `None` where the sums do not tell it well enough.
    pub(super) fn upper(&self, k: u64) -> Option<f64> {
        match k {
            1 => Some(-libm::expm1(self.ln_none)),
            2..=EXACT_UP_TO => self.upper_of_few(usize::try_from(k).ok()?),
            _ => self.upper_near_mean(k as f64),
        }
    }

    /// One less the probabilities of smaller counts, which follow from the sums of powers by Newton's
    /// identities (Chen, Dempster and Liu 1994, Biometrika 81).
    fn upper_of_few(&self, k: usize) -> Option<f64> {
        if self.largest_odds > LARGEST_ODDS {
            return None;
        }
        let mut at = [0.0; N_POWERS + 1];
        at[0] = self.ln_none.exp();
        for j in 1..k {
            let terms = (1..=j).map(|i| {
                let term = self.odds[i - 1] * at[j - i];
                if i % 2 == 1 { term } else { -term }
            });
            at[j] = terms.sum::<f64>() / j as f64;
        }
        let upper = 1.0 - at[..k].iter().sum::<f64>();
        (upper >= LEAST_TAIL).then_some(upper)
    }

    /// The Edgeworth expansion of the second order, with continuity correction and the variance of a
    /// lattice allowed for (Kolassa 2006, Series Approximation Methods in Statistics).
    fn upper_near_mean(&self, k: f64) -> Option<f64> {
        let [mean, variance, third, fourth] = self.cumulants;
        let (variance, fourth) = (variance + 1.0 / 12.0, fourth - 1.0 / 120.0);
        let sd = variance.sqrt();
        let z = (k - 0.5 - mean) / sd;
        if variance < LEAST_VARIANCE || z > FARTHEST {
            return None;
        }
        let (skewness, kurtosis) = (third / (variance * sd), fourth / (variance * variance));
        let z2 = z * z;
        let bracket = skewness / 6.0 * (z2 - 1.0)
            + kurtosis / 24.0 * z * (z2 - 3.0)
            + skewness * skewness / 72.0 * z * (z2 * (z2 - 10.0) + 15.0);
        let density = (-0.5 * z2).exp() / std::f64::consts::TAU.sqrt();
        let upper = 0.5 * libm::erfc(z * std::f64::consts::FRAC_1_SQRT_2) + density * bracket;
        Some(upper.clamp(0.1, 1.0))
    }
}
