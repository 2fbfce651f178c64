//! The interval of a Poisson mean.

/// Half of what a 95 % interval leaves out.
const TAIL: f64 = 0.025;
/// The 97.5 % quantile of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;
/// Counts beyond which the approximation is the interval: its relative error is below 1e-5 there.
const LARGE: u64 = 5_000;

/// The exact 95 % interval of the mean of a Poisson count (Garwood 1936, Biometrika 28).
///
/// Divided by an expected count it is the interval of the ratio of observed to expected. A sum of
/// independent trials that differ is less dispersed than a Poisson count of the same mean, so for
/// those the interval is on the wide side.
///
/// ```
/// let (low, high) = newsloom_score::poisson_interval(10);
/// assert!((low - 4.795_389).abs() < 1e-6 && (high - 18.390_356).abs() < 1e-6);
/// assert_eq!(newsloom_score::poisson_interval(0).0, 0.0);
/// ```
pub fn poisson_interval(k: u64) -> (f64, f64) {
    let low = if k == 0 { 0.0 } else { mean_with_upper_tail(k, (TAIL, -Z)) };
    (low, mean_with_upper_tail(k + 1, (1.0 - TAIL, Z)))
}

/// The mean under which k or more events have the probability `p`; `z` is its normal deviate.
fn mean_with_upper_tail(k: u64, (p, z): (f64, f64)) -> f64 {
    let n = k as f64;
    // Wilson and Hilferty 1931, then Newton's method: the derivative of the tail is P(X = k − 1).
    let mut mean = n * (1.0 - 1.0 / (9.0 * n) + z / (3.0 * n.sqrt())).powi(3);
    if k > LARGE {
        return mean;
    }
    mean = mean.max(f64::MIN_POSITIVE);
    for _ in 0..50 {
        let step = (upper_tail(k, mean) - p) / probability(k - 1, mean);
        let next = (mean - step).clamp(mean / 2.0, mean * 2.0);
        if (next - mean).abs() <= mean * 1e-14 {
            return next;
        }
        mean = next;
    }
    mean
}

/// P(X ≥ k), as one minus the sum of what is below.
fn upper_tail(k: u64, mean: f64) -> f64 {
    let mut term = 1.0;
    let mut sum = 0.0;
    for x in (0..k).rev() {
        sum += term;
        term *= x as f64 / mean;
        if term <= sum * f64::EPSILON {
            break;
        }
    }
    1.0 - sum * probability(k - 1, mean)
}

fn probability(x: u64, mean: f64) -> f64 {
    let n = x as f64;
    (n * mean.ln() - mean - libm::lgamma(n + 1.0)).exp()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn agrees_with_exact_intervals() {
        // From the chi-squared quantiles of scipy 1.17, which Garwood's limits are.
        let cases = [
            (0, 0.0, 3.688_879_454_113_936),
            (1, 0.025_317_807_984_289_876, 5.571_643_390_938_898),
            (5, 1.623_486_390_118_420_7, 11.668_332_079_322_67),
            (5_001, 4_863.345_330_109_137, 5_141.562_805_740_653),
            (100, 81.363_991_250_923_14, 121.626_793_792_426_38),
        ];
        for (k, low, high) in cases {
            let found = poisson_interval(k);
            let relative = if k > LARGE { 1e-5 } else { 1e-9 };
            assert!((found.0 - low).abs() <= low * relative, "{k}: {found:?}");
            assert!((found.1 - high).abs() <= high * relative, "{k}: {found:?}");
        }
    }

    #[test]
    fn the_approximation_takes_over_without_a_step() {
        let (below, above) = (poisson_interval(LARGE), poisson_interval(LARGE + 1));
        assert!((above.0 - below.0 - 1.0).abs() < 0.05, "{below:?}, {above:?}");
        assert!((above.1 - below.1 - 1.0).abs() < 0.05, "{below:?}, {above:?}");
    }

    proptest! {
        #[test]
        fn holds_the_count_and_leaves_out_what_it_says(k in 1..400u64) {
            let (low, high) = poisson_interval(k);
            prop_assert!(low < k as f64 && (k as f64) < high);
            prop_assert!((upper_tail(k, low) - TAIL).abs() < 1e-9);
            prop_assert!((1.0 - upper_tail(k + 1, high) - TAIL).abs() < 1e-9);
        }
    }
}
