/// A correction of p-values for the number of tests.
#[derive(Debug)]
pub struct Correction {
    /// Its name in recipes.
    pub name: &'static str,
    /// What it controls, and under which dependence of the tests.
    pub meaning: &'static str,
    /// Where it comes from.
    pub citation: &'static str,
    /// q-values of the p-values given, within a family of so many tests, in the same order.
    pub q_values: fn(&[f64], u64) -> Vec<f64>,
}

/// Every correction.
pub const CORRECTIONS: &[Correction] = &[
    Correction {
        name: "benjamini-hochberg",
        meaning: "The share of false discoveries, for tests that are independent or positively dependent.",
        citation: "Benjamini and Hochberg 1995, Journal of the Royal Statistical Society B 57",
        q_values: benjamini_hochberg,
    },
    Correction {
        name: "benjamini-yekutieli",
        meaning: "The share of false discoveries under any dependence of the tests, at the price of power.",
        citation: "Benjamini and Yekutieli 2001, Annals of Statistics 29",
        q_values: benjamini_yekutieli,
    },
];

/// The correction of a name.
///
/// ```
/// assert!(newsloom_score::correction("benjamini-yekutieli").is_some());
/// ```
pub fn correction(name: &str) -> Option<&'static Correction> {
    CORRECTIONS.iter().find(|correction| correction.name == name)
}

/// Benjamini–Hochberg q-values of p-values within a family of `n_tests`, in the order given.
///
/// Tests whose p-values are not given count as p = 1: pairs that are never named together belong to
/// the family although nothing is stored for them. Benjamini and Hochberg 1995, Journal of the Royal
/// Statistical Society B 57; valid under independence and positive regression dependence.
///
/// ```
/// let q = newsloom_score::benjamini_hochberg(&[0.01, 0.04, 0.03], 4);
/// assert_eq!(q, [0.04, 0.05333333333333334, 0.05333333333333334]);
/// ```
///
/// # Panics
/// If more p-values are given than there are tests, or one is NaN.
pub fn benjamini_hochberg(p_values: &[f64], n_tests: u64) -> Vec<f64> {
    corrected(p_values, n_tests, 1.0)
}

/// The step-up q-values with every p-value multiplied by a factor.
fn corrected(p_values: &[f64], n_tests: u64, factor: f64) -> Vec<f64> {
    assert!(p_values.len() as u64 <= n_tests, "a family holds all its tests");
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|a, b| p_values[*a].partial_cmp(&p_values[*b]).expect("p-values are numbers"));
    let mut q_values = vec![1.0; p_values.len()];
    let mut smallest: f64 = 1.0;
    for (rank, &i) in order.iter().enumerate().rev() {
        // Multiplied and divided by one number, p can come back a little smaller.
        let raised = (factor * p_values[i] * n_tests as f64 / (rank + 1) as f64).max(p_values[i]);
        smallest = smallest.min(raised);
        q_values[i] = smallest;
    }
    q_values
}

/// Benjamini–Yekutieli q-values: those of [`benjamini_hochberg`] times 1 + 1/2 + … + 1/`n_tests`, at most 1.
///
/// Benjamini and Yekutieli 2001, Annals of Statistics 29; valid under any dependence.
///
/// ```
/// let q = newsloom_score::benjamini_yekutieli(&[0.01, 0.04], 2);
/// assert!((q[0] - 0.03).abs() < 1e-15 && (q[1] - 0.06).abs() < 1e-15);
/// ```
///
/// # Panics
/// As [`benjamini_hochberg`].
pub fn benjamini_yekutieli(p_values: &[f64], n_tests: u64) -> Vec<f64> {
    corrected(p_values, n_tests, harmonic(n_tests))
}

/// 1 + 1/2 + … + 1/n, to 1e-13.
fn harmonic(n: u64) -> f64 {
    const EULER: f64 = 0.577_215_664_901_532_9;
    if n <= 1_000 {
        return (1..=n).map(|i| 1.0 / i as f64).sum();
    }
    let n = n as f64;
    n.ln() + EULER + 1.0 / (2.0 * n) - 1.0 / (12.0 * n * n)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn agrees_with_the_published_example() {
        // The fifteen p-values of Benjamini and Hochberg 1995, section 3.2; four are rejected at .05.
        let p = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
            0.6528, 0.7590, 1.0,
        ];
        let q = benjamini_hochberg(&p, 15);
        assert_eq!(q.iter().filter(|q| **q <= 0.05).count(), 4);
        assert!((q[3] - 0.035_625).abs() < 1e-12);
    }

    #[test]
    fn agrees_with_statsmodels() {
        // statsmodels 0.15, multipletests with fdr_by, for the same p-values in another order.
        let p =
            [0.4262, 0.0001, 0.0201, 0.0004, 0.0019, 0.0095, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.5719];
        let expected =
            [0.0049773434898434910, 0.009954686979686982, 0.03152317543567544, 0.11821190788378289];
        let q = benjamini_yekutieli(&p, 15);
        for (at, expected) in [1, 3, 4, 5].into_iter().zip(expected) {
            assert!((q[at] - expected).abs() < 1e-12, "{}", q[at]);
        }
        assert!((q[2] - 0.20008920829170831).abs() < 1e-12);
        assert_eq!(q[0], 1.0);
    }

    #[test]
    fn harmonic_numbers_are_continuous_where_the_sum_ends() {
        assert!((harmonic(1_001) - harmonic(1_000) - 1.0 / 1_001.0).abs() < 1e-12);
        // numpy, by summation.
        assert!((harmonic(2_000_000) - 15.085873653425734).abs() < 1e-11);
    }

    #[test]
    fn rounding_leaves_no_q_below_its_p() {
        // As doubles 3 p / 3 < p.
        let p = 0.901_427_457_611_483_6;
        assert_eq!(benjamini_hochberg(&[p; 3], 3), [p; 3]);
    }

    proptest! {
        #[test]
        fn q_is_at_least_p_at_most_1_and_keeps_the_order(
            p in prop::collection::vec(0.0..=1.0f64, 0..60), silent in 0..1_000u64,
        ) {
            let q = benjamini_hochberg(&p, p.len() as u64 + silent);
            for (a, qa) in p.iter().zip(&q) {
                prop_assert!(a <= qa && *qa <= 1.0);
                for (b, qb) in p.iter().zip(&q) {
                    prop_assert!(a > b || qa <= qb);
                }
            }
        }

        #[test]
        fn silent_tests_are_tests_with_p_1(p in prop::collection::vec(0.0..0.99f64, 1..30), silent in 0..20usize) {
            let mut all = p.clone();
            all.resize(p.len() + silent, 1.0);
            let n_tests = all.len() as u64;
            prop_assert_eq!(&benjamini_hochberg(&p, n_tests)[..], &benjamini_hochberg(&all, n_tests)[..p.len()]);
        }
    }
}
