use std::collections::BTreeMap;

/// Krippendorff's alpha of nominal codes: 1 for full agreement, 0 for that of chance, below 0 for less.
///
/// A unit holds the codes that it got, one a coder who coded it; units with fewer than two codes are
/// left out. `None` if no unit is left or all codes are the same, when agreement cannot be told from
/// the lack of variation. Everything is counted in integers until the last step.
///
/// Krippendorff 2011, Computing Krippendorff's Alpha-Reliability; Hayes and Krippendorff 2007,
/// Communication Methods and Measures 1. Meant for samples large enough that chance agreement can be
/// estimated from the codes themselves; it gives no interval.
///
/// ```
/// use newsloom_score::krippendorff_alpha;
/// let same = [vec!["right", "right"], vec!["wrong", "wrong"]];
/// assert_eq!(krippendorff_alpha(&same), Some(1.0));
/// assert_eq!(krippendorff_alpha(&[vec!["right", "right"]]), None);
/// ```
pub fn krippendorff_alpha<T: Ord>(units: &[Vec<T>]) -> Option<f64> {
    let pairable: Vec<&Vec<T>> = units.iter().filter(|unit| unit.len() > 1).collect();
    let mut totals: BTreeMap<&T, u64> = BTreeMap::new();
    // Pairs of different codes by the number of codes of their unit, which divides them.
    let mut unequal: BTreeMap<u64, u64> = BTreeMap::new();
    for unit in &pairable {
        let mut counts: BTreeMap<&T, u64> = BTreeMap::new();
        for code in *unit {
            *counts.entry(code).or_default() += 1;
            *totals.entry(code).or_default() += 1;
        }
        *unequal.entry(unit.len() as u64 - 1).or_default() += pairs_of_different(counts.values());
    }
    let n: u64 = totals.values().sum();
    let expected = pairs_of_different(totals.values());
    if expected == 0 {
        return None;
    }
    let observed: f64 = unequal.iter().map(|(divisor, pairs)| *pairs as f64 / *divisor as f64).sum();
    Some(1.0 - (n - 1) as f64 * observed / expected as f64)
}

/// Ordered pairs of items in different classes, from the sizes of the classes.
fn pairs_of_different<'a>(sizes: impl Iterator<Item = &'a u64>) -> u64 {
    let (sum, squares) = sizes.fold((0, 0), |(sum, squares), n| (sum + n, squares + n * n));
    sum * sum - squares
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The codes of each coder as a row, `.` for none, turned into units.
    fn units(coders: &[&str]) -> Vec<Vec<char>> {
        let rows: Vec<Vec<char>> = coders.iter().map(|row| row.chars().collect()).collect();
        (0..rows[0].len()).map(|i| rows.iter().map(|row| row[i]).filter(|c| *c != '.').collect()).collect()
    }

    #[test]
    fn the_published_examples() {
        // Krippendorff 2011, sections A (two coders, binary), B (two coders, nominal) and C (four
        // coders, missing codes): .095, .692 and .743.
        for (coders, alpha) in [
            (&["0100000010", "1110010000"][..], 0.095),
            (&["aabbdcccedda", "babbbccceddd"], 0.692),
            (&["123321412...", "1233224125.3", ".3332342251.", "12332441251."], 0.743),
        ] {
            let found = krippendorff_alpha(&units(coders)).unwrap();
            assert!((found - alpha).abs() < 5e-4, "{found} for {alpha}");
        }
    }

    #[test]
    fn without_variation_there_is_no_alpha() {
        assert_eq!(krippendorff_alpha::<u8>(&[]), None);
        assert_eq!(krippendorff_alpha(&[vec![1, 1], vec![1, 1]]), None);
        assert_eq!(krippendorff_alpha(&[vec![1], vec![2]]), None, "nobody coded the same unit");
    }

    proptest! {
        #[test]
        fn agreement_is_at_most_one_and_the_order_of_coders_does_not_matter(
            pairs in proptest::collection::vec((0..3u8, 0..3u8), 2..40)
        ) {
            let one: Vec<Vec<u8>> = pairs.iter().map(|(a, b)| vec![*a, *b]).collect();
            let other: Vec<Vec<u8>> = pairs.iter().map(|(a, b)| vec![*b, *a]).collect();
            let alpha = krippendorff_alpha(&one);
            prop_assert_eq!(alpha, krippendorff_alpha(&other));
            prop_assert!(alpha.is_none_or(|alpha| alpha <= 1.0));
            let agree = pairs.iter().all(|(a, b)| a == b);
            prop_assert_eq!(alpha == Some(1.0), agree && alpha.is_some());
        }
    }
}
