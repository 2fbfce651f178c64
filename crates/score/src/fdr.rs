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
    assert!(p_values.len() as u64 <= n_tests, "a family holds all its tests");
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|a, b| p_values[*a].partial_cmp(&p_values[*b]).expect("p-values are numbers"));
    let mut q_values = vec![1.0; p_values.len()];
    let mut smallest: f64 = 1.0;
    for (rank, &i) in order.iter().enumerate().rev() {
        // Multiplied and divided by one number, p can come back a little smaller.
        let raised = (p_values[i] * n_tests as f64 / (rank + 1) as f64).max(p_values[i]);
        smallest = smallest.min(raised);
        q_values[i] = smallest;
    }
    q_values
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
