//! The family of tests of pairs by period.

use newsloom_score::benjamini_hochberg;

/// How many families there are and how many of them were selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SelectedFamily {
    /// Pairs tested over the run.
    pub n_tests: u64,
    /// Pairs called significant over the run, whose periods are tested.
    pub n_selected: u64,
}

/// q-values of the periods of one selected pair: Benjamini–Hochberg within the pair's periods, times
/// the number of pairs tested over the number selected, at most 1; a null p-value gives a null q-value.
///
/// Benjamini and Bogomolov 2014, Journal of the Royal Statistical Society B 76: testing each selected
/// family at level q · selected/tested keeps the expected average false discovery proportion over the
/// selected pairs at q.
///
/// ```
/// use newsloom_aggregate::series::{SelectedFamily, q_within_selected};
/// let family = SelectedFamily { n_tests: 100, n_selected: 20 };
/// let q = q_within_selected(&[Some(0.001), None, Some(0.5)], family);
/// assert_eq!(q, [Some(0.01), None, Some(1.0)]);
/// ```
pub fn q_within_selected(p_values: &[Option<f64>], family: SelectedFamily) -> Vec<Option<f64>> {
    let given: Vec<f64> = p_values.iter().copied().flatten().collect();
    let factor = family.n_tests.max(family.n_selected) as f64 / family.n_selected.max(1) as f64;
    let mut q_values = benjamini_hochberg(&given, given.len() as u64).into_iter();
    let q_of = |p: &Option<f64>| p.and_then(|_| q_values.next()).map(|q| (q * factor).min(1.0));
    p_values.iter().map(q_of).collect()
}
