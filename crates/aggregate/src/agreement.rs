//! How far two rankings of the same pairs agree.

/// Spearman's rank correlation of two lists of numbers of the same things, ties sharing their middle
/// rank; `None` below 3 or where one list is all ties.
///
/// Spearman 1904, American Journal of Psychology 15.
///
/// ```
/// use newsloom_aggregate::spearman;
/// assert_eq!(spearman(&[1.0, 2.0, 3.0, 4.0], &[10.0, 20.0, 40.0, 30.0]), Some(0.8));
/// ```
///
/// # Panics
/// If the lists are of different lengths or hold NaN.
pub fn spearman(one: &[f64], other: &[f64]) -> Option<f64> {
    assert_eq!(one.len(), other.len(), "both are of the same things");
    if one.len() < 3 {
        return None;
    }
    let (a, b) = (doubled_ranks(one), doubled_ranks(other));
    let n = i128::try_from(one.len()).expect("fewer than 2^64 things");
    // Twice the ranks are whole numbers with the mean n + 1, so every sum is exact.
    let sum =
        |x: &[i128], y: &[i128]| -> i128 { x.iter().zip(y).map(|(i, j)| (i - n - 1) * (j - n - 1)).sum() };
    let (both, of_a, of_b) = (sum(&a, &b), sum(&a, &a), sum(&b, &b));
    (of_a > 0 && of_b > 0).then(|| both as f64 / ((of_a as f64) * (of_b as f64)).sqrt())
}

/// Twice the rank of each number, from 2 for the smallest.
fn doubled_ranks(numbers: &[f64]) -> Vec<i128> {
    let mut order: Vec<usize> = (0..numbers.len()).collect();
    order.sort_by(|a, b| numbers[*a].partial_cmp(&numbers[*b]).expect("no number is NaN"));
    let mut ranks = vec![0; numbers.len()];
    let mut below = 0;
    for ties in order.chunk_by(|a, b| numbers[*a] == numbers[*b]) {
        for i in ties {
            ranks[*i] = (2 * below + ties.len() + 1) as i128;
        }
        below += ties.len();
    }
    ranks
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn agrees_with_scipy() {
        // scipy.stats.spearmanr.
        let one = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0];
        let other = [2.0, 7.0, 1.0, 8.0, 2.0, 8.0, 1.0, 8.0];
        let found = spearman(&one, &other).unwrap();
        assert!((found - (0.198853681209925)).abs() < 1e-12, "{found}");
        assert_eq!(spearman(&[1.0, 1.0, 1.0], &[1.0, 2.0, 3.0]), None);
        assert_eq!(spearman(&[1.0, 2.0], &[1.0, 2.0]), None);
    }

    proptest! {
        #[test]
        fn it_lies_between_the_two_extremes(pairs in prop::collection::vec((0..9u8, 0..9u8), 3..40)) {
            let (one, other): (Vec<f64>, Vec<f64>) =
                pairs.into_iter().map(|(a, b)| (f64::from(a), f64::from(b))).unzip();
            if let Some(found) = spearman(&one, &other) {
                prop_assert!((-1.0 - 1e-12..=1.0 + 1e-12).contains(&found));
                prop_assert_eq!(spearman(&other, &one), Some(found));
                prop_assert!((spearman(&one, &one).unwrap() - 1.0).abs() < 1e-12);
            }
        }
    }
}
