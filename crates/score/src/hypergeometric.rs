//! The tail of the hypergeometric law: fixed margins, every unit alike.

use crate::Contingency;

/// P(X ≥ `n_ij`) where X is hypergeometric: `n_j` draws without replacement from `n`, of which `n_i` count.
///
/// The first term is taken from log-gamma, the others by recurrence from it, so the relative error
/// stays near 1e-12 for small tables and grows with the size of the logarithms (about 1e-9 at a
/// million clusters), however far in the tail; sums below the mean are taken from the other side.
///
/// ```
/// use newsloom_score::{Contingency, hypergeometric_upper};
/// let p = hypergeometric_upper(&Contingency::new(5, 20, 15, 1_000).unwrap());
/// assert!((p / 4.971_664_773_591_243e-6 - 1.0).abs() < 1e-9);
/// ```
pub fn hypergeometric_upper(table: &Contingency) -> f64 {
    let lowest = (table.n_i() + table.n_j()).saturating_sub(table.n());
    if table.n_ij() <= lowest {
        return 1.0;
    }
    if table.n_ij() as f64 > table.expected() {
        return sum_from(table, table.n_ij(), Direction::Up).min(1.0);
    }
    (1.0 - sum_from(table, table.n_ij() - 1, Direction::Down)).clamp(0.0, 1.0)
}

#[derive(Clone, Copy, PartialEq)]
enum Direction {
    Up,
    Down,
}

/// The sum of the probabilities from `k` to the end of the support on one side.
fn sum_from(table: &Contingency, k: u64, direction: Direction) -> f64 {
    let (n_i, n_j, n) = (table.n_i() as f64, table.n_j() as f64, table.n() as f64);
    let (mut term, mut sum, mut x) = (1.0, 1.0, k as f64);
    loop {
        // P(x+1)/P(x) and its reciprocal one step down.
        let up = |x: f64| (n_i - x) * (n_j - x) / ((x + 1.0) * (n - n_i - n_j + x + 1.0));
        term *= if direction == Direction::Up { up(x) } else { 1.0 / up(x - 1.0) };
        x += if direction == Direction::Up { 1.0 } else { -1.0 };
        if !term.is_finite() || term <= sum * f64::EPSILON * 0.01 {
            break;
        }
        sum += term;
    }
    (ln_probability(table, k) + sum.ln()).exp()
}

/// ln P(X = k).
fn ln_probability(table: &Contingency, k: u64) -> f64 {
    let (n_i, n_j, n) = (table.n_i(), table.n_j(), table.n());
    ln_choose(n_i, k) + ln_choose(n - n_i, n_j - k) - ln_choose(n, n_j)
}

fn ln_choose(n: u64, k: u64) -> f64 {
    ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k)
}

fn ln_factorial(n: u64) -> f64 {
    libm::lgamma(n as f64 + 1.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::contingency::tests::any;

    /// Tables with the upper tail in exact rational arithmetic, rounded to a double.
    const EXACT: &[([u64; 4], f64)] = &[
        ([1, 1, 1, 1_000], 0.001),
        ([1, 2, 50, 1_000], 0.097_547_547_547_547_55),
        ([5, 20, 15, 1_000], 4.971_664_773_591_243e-6),
        ([50, 200, 150, 1_000], 1.951_936_585_048_422_6e-5),
        ([0, 20, 15, 1_000], 1.0),
        ([10, 10, 10, 1_000], 3.796_369_418_961_827_4e-24),
        ([30, 200, 150, 1_000], 0.537_928_706_494_101_1),
        ([3, 400, 5, 1_000], 0.317_093_108_684_688_1),
        ([400, 700, 600, 1_000], 0.998_165_041_133_594_5),
        ([12, 34, 56, 789], 8.322_400_371_660_892e-7),
        // scipy 1.17, hypergeom.sf.
        ([7, 60, 45, 900], 0.024_947_259_132_079_062),
        ([12, 400, 30, 5_000], 1.338_191_308_545_363_8e-6),
        ([90, 300, 280, 2_000], 2.049_932_822_059_774_2e-15),
        ([5, 6, 8, 10], 0.666_666_666_666_666_7),
    ];

    #[test]
    fn agrees_with_exact_tails() {
        for (cells, expected) in EXACT {
            let [n_ij, n_i, n_j, n] = *cells;
            let found = hypergeometric_upper(&Contingency::new(n_ij, n_i, n_j, n).unwrap());
            assert!((found / expected - 1.0).abs() < 1e-9, "{cells:?}: {found}, expected {expected}");
        }
    }

    #[test]
    fn far_tails_keep_their_relative_accuracy() {
        // All k marked among k draws: 1 / C(n, k), exactly.
        for (k, n) in [(3u64, 200u64), (20, 1_000), (60, 5_000)] {
            let found = hypergeometric_upper(&Contingency::new(k, k, k, n).unwrap());
            let exact: f64 = (0..k).map(|i| (k - i) as f64 / (n - i) as f64).product();
            assert!((found / exact - 1.0).abs() < 1e-9, "1/C({n}, {k}) = {exact:e}, found {found:e}");
        }
    }

    proptest! {
        #[test]
        fn tails_fall_with_the_joint_count_and_stay_probabilities(table in any()) {
            let p = hypergeometric_upper(&table);
            prop_assert!((0.0..=1.0).contains(&p));
            if let Some(more) = Contingency::new(table.n_ij() + 1, table.n_i(), table.n_j(), table.n()) {
                prop_assert!(hypergeometric_upper(&more) <= p * (1.0 + 1e-9));
            }
        }

        #[test]
        fn small_tables_agree_with_a_plain_sum(both in 0..6u64, only_i in 0..6u64, only_j in 0..6u64, rest in 0..12u64) {
            let (n_i, n_j, n) = (both + only_i, both + only_j, both + only_i + only_j + rest);
            let table = Contingency::new(both, n_i, n_j, n).unwrap();
            let choose = |n: u64, k: u64| (0..k).fold(1u64, |c, i| c * (n - i) / (i + 1));
            let ways = |k: u64| if n_j < k || n - n_i < n_j - k { 0 } else { choose(n_i, k) * choose(n - n_i, n_j - k) };
            let upper: u64 = (both..=n_i.min(n_j)).map(ways).sum();
            let exact = upper as f64 / choose(n, n_j) as f64;
            prop_assert!((hypergeometric_upper(&table) - exact).abs() < 1e-10);
        }
    }
}
