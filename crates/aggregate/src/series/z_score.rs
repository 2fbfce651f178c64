//! How far a share is from those of the periods just before.

use super::{Count, pearson_dispersion};

/// Covered periods that the present one is held against.
pub const TRAILING: usize = 8;
/// Fewest covered periods to hold one against.
const MIN_TRAILING: usize = 4;

/// For each period (k − n p̂)/√(n p̂(1 − p̂) φ) with the share p̂ and Pearson's dispersion φ of the 8
/// covered periods before it; `None` without coverage, below 4 covered periods before it, or where
/// p̂ is 0 or 1.
///
/// It is no normal deviate: with p̂ and φ from 8 periods, 4 to 10 % of simulated steady series have
/// |z| > 2, most where few clusters count.
///
/// ```
/// use newsloom_aggregate::series::{Count, z_scores};
/// let series = [5, 5, 5, 5, 14].map(|k| Count::new(k, 50));
/// let z = z_scores(&series)[4].unwrap();
/// assert!((z - 9.0 / 4.5_f64.sqrt()).abs() < 1e-12);
/// assert_eq!(z_scores(&series)[3], None);
/// ```
pub fn z_scores(counts: &[Count]) -> Vec<Option<f64>> {
    let mut trailing: Vec<Count> = Vec::new();
    let mut scores = Vec::with_capacity(counts.len());
    for count in counts {
        if count.n == 0 {
            scores.push(None);
            continue;
        }
        scores.push(z_score(*count, &trailing[trailing.len().saturating_sub(TRAILING)..]));
        trailing.push(*count);
    }
    scores
}

fn z_score(now: Count, before: &[Count]) -> Option<f64> {
    if before.len() < MIN_TRAILING {
        return None;
    }
    let p = Count::sum(before).share().filter(|p| 0.0 < *p && *p < 1.0)?;
    let variance = now.n as f64 * p * (1.0 - p) * pearson_dispersion(before)?;
    Some((now.k as f64 - now.n as f64 * p) / variance.sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::series::counts;

    const SERIES: [(u64, u64); 12] = [
        (3, 40),
        (5, 50),
        (2, 45),
        (0, 0),
        (6, 60),
        (4, 41),
        (12, 52),
        (3, 38),
        (7, 66),
        (5, 49),
        (30, 58),
        (6, 47),
    ];
    /// By numpy from the formula.
    const REFERENCE: [Option<f64>; 12] = [
        None,
        None,
        None,
        None,
        None,
        Some(0.36186222562815),
        Some(3.78089363711236),
        Some(-0.439450991274481),
        Some(-0.0252420958984024),
        Some(-0.0920986227895665),
        Some(8.17085208249659),
        Some(-0.245255168445775),
    ];

    #[test]
    fn agrees_with_reference_values() {
        let series = counts(&SERIES);
        for (at, (found, expected)) in z_scores(&series).iter().zip(REFERENCE).enumerate() {
            match (found, expected) {
                (Some(found), Some(expected)) => assert!((found - expected).abs() < 1e-9, "{at}: {found}"),
                (found, expected) => assert_eq!(*found, expected, "{at}"),
            }
        }
    }

    #[test]
    fn never_named_before_gives_no_score() {
        assert_eq!(z_scores(&counts(&[(0, 9), (0, 9), (0, 9), (0, 9), (5, 9)]))[4], None);
        assert_eq!(z_scores(&counts(&[(9, 9), (9, 9), (9, 9), (9, 9), (5, 9)]))[4], None);
    }
}
