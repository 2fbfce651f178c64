/// The 97.5 % quantile of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// The Wilson 95 % interval of a share of `k` in `n`; `None` if `n` is 0.
///
/// Wilson 1927, Journal of the American Statistical Association 22. It treats the `n` as
/// independent trials.
///
/// ```
/// let (low, high) = newsloom_score::wilson(8, 10).unwrap();
/// assert!((low - 0.490_162).abs() < 1e-6 && (high - 0.943_318).abs() < 1e-6);
/// ```
pub fn wilson(k: u64, n: u64) -> Option<(f64, f64)> {
    (n > 0).then(|| wilson_of(k as f64 / n as f64, n as f64))
}

/// The Wilson 95 % interval of a share in an effective number of trials above 0, such as n over an
/// estimated overdispersion.
///
/// ```
/// use newsloom_score::{wilson, wilson_of};
/// assert_eq!(wilson(8, 40), Some(wilson_of(0.2, 40.0)));
/// let (low, high) = wilson_of(0.2, 40.0 / 4.0);
/// assert!(low < 0.1 && high > 0.4);
/// ```
pub fn wilson_of(share: f64, n: f64) -> (f64, f64) {
    let z2 = Z * Z;
    let centre = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z / (1.0 + z2 / n) * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    let low = if share <= 0.0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if share >= 1.0 { 1.0 } else { (centre + half).min(1.0) };
    (low, high)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_ends_are_exact() {
        assert_eq!(wilson(0, 0), None);
        assert_eq!(wilson(0, 10).unwrap().0, 0.0);
        assert_eq!(wilson(10, 10).unwrap().1, 1.0);
        // Newcombe 1998, Statistics in Medicine 17, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
        for (k, n, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let found = wilson(k, n).unwrap();
            assert!((found.0 - low).abs() < 5e-5 && (found.1 - high).abs() < 5e-5, "{k} of {n}: {found:?}");
        }
    }

    proptest! {
        #[test]
        fn the_interval_holds_the_share(n in 1..5_000u64, part in 0..=1_000u64) {
            let k = n * part / 1_000;
            let (low, high) = wilson(k, n).unwrap();
            let share = k as f64 / n as f64;
            prop_assert!(0.0 <= low && low <= share && share <= high && high <= 1.0);
        }
    }
}
