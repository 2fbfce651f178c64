//! How much more a series varies than independent clusters would.

use super::Count;

/// Fewest terms from which a dispersion is estimated.
const MIN_TERMS: usize = 4;

/// Pearson's estimate of the dispersion around one share: χ²/(m − 1) over the covered periods, at
/// least 1; `None` below 4 periods or where the share is 0 or 1.
///
/// Nelder and `McCullagh` 1989, Generalized Linear Models, section 4.5. A trend counts as dispersion.
///
/// ```
/// use newsloom_aggregate::series::{Count, pearson_dispersion};
/// let steady = [Count::new(5, 50); 6];
/// assert_eq!(pearson_dispersion(&steady), Some(1.0));
/// ```
pub fn pearson_dispersion(counts: &[Count]) -> Option<f64> {
    let covered: Vec<Count> = counts.iter().copied().filter(|c| c.n > 0).collect();
    let p = Count::sum(&covered).share().filter(|p| 0.0 < *p && *p < 1.0)?;
    let term = |c: &Count| (c.k as f64 - c.n as f64 * p).powi(2) / (c.n as f64 * p * (1.0 - p));
    let chi_squared: f64 = covered.iter().map(term).sum();
    (covered.len() >= MIN_TERMS).then(|| (chi_squared / (covered.len() - 1) as f64).max(1.0))
}

/// The dispersion from neighbouring covered periods: the mean χ² (one degree of freedom) of two
/// periods having one share, at least 1; `None` below 4 such comparisons. Neighbours that both have
/// share 0 or both 1 say nothing and are left out.
///
/// Differences of neighbours do not take a slow trend or a change of level for noise (after Rice 1984,
/// Annals of Statistics 12, who estimates a variance by them).
///
/// ```
/// use newsloom_aggregate::series::{Count, dispersion_of_differences};
/// let step: Vec<Count> = [2, 2, 2, 2, 20, 20, 20, 20].map(|k| Count::new(k, 50)).into();
/// assert!(dispersion_of_differences(&step).unwrap() < 3.0);
/// ```
pub fn dispersion_of_differences(counts: &[Count]) -> Option<f64> {
    let covered: Vec<Count> = counts.iter().copied().filter(|c| c.n > 0).collect();
    let terms: Vec<f64> = covered.windows(2).filter_map(|pair| chi_squared(pair[0], pair[1])).collect();
    (terms.len() >= MIN_TERMS).then(|| (terms.iter().sum::<f64>() / terms.len() as f64).max(1.0))
}

/// The χ² of two periods having one share.
fn chi_squared(a: Count, b: Count) -> Option<f64> {
    let p = Count::sum([&a, &b]).share().filter(|p| 0.0 < *p && *p < 1.0)?;
    let difference = a.share()? - b.share()?;
    Some(difference.powi(2) / (p * (1.0 - p) * (1.0 / a.n as f64 + 1.0 / b.n as f64)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::series::counts;

    #[test]
    fn agrees_with_a_contingency_test_elsewhere() {
        // scipy.stats.chi2_contingency without continuity correction, over 5 degrees of freedom, and the mean
        // of the same for neighbours.
        let series = counts(&[(3, 40), (10, 55), (0, 0), (4, 60), (22, 70), (2, 44), (6, 51)]);
        let pearson = pearson_dispersion(&series).unwrap();
        assert!((pearson - 4.976_428_740_419_442_5).abs() < 1e-9, "{pearson}");
        let differences = dispersion_of_differences(&series).unwrap();
        assert!((differences - 6.304_210_815_252_587).abs() < 1e-9, "{differences}");
    }

    #[test]
    fn too_little_says_nothing() {
        assert_eq!(pearson_dispersion(&counts(&[(1, 5), (2, 5), (3, 5)])), None);
        assert_eq!(pearson_dispersion(&counts(&[(0, 5), (0, 5), (0, 5), (0, 9)])), None);
        assert_eq!(dispersion_of_differences(&counts(&[(1, 5), (2, 5), (3, 5), (1, 6)])), None);
    }

    proptest! {
        #[test]
        fn neither_is_below_1(parts in prop::collection::vec((0..30u64, 0..30u64), 0..30)) {
            let series: Vec<Count> = parts.iter().map(|(k, rest)| Count::new(*k, k + rest)).collect();
            prop_assert!(pearson_dispersion(&series).is_none_or(|phi| phi >= 1.0 && phi.is_finite()));
            prop_assert!(dispersion_of_differences(&series).is_none_or(|phi| phi >= 1.0 && phi.is_finite()));
        }
    }
}
