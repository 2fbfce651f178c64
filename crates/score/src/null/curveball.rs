/// Trades memberships between random pairs of rows so that all margins stay: the curveball algorithm.
///
/// Each row holds the columns it is tied to, sorted, each once. After `n_trades` trades, a multiple of
/// the number of rows, the matrix is nearly a uniform draw from all with the same margins, which makes
/// it the yardstick that other null models are held against; it is a simulation and too slow to test
/// millions of pairs with. `below(n)` draws a whole number from 0 to n − 1 evenly.
///
/// Strona, Nappo, Boccacci, Fattorini and San-Miguel-Ayanz 2014, Nature Communications 5.
///
/// ```
/// let mut rows = vec![vec![0, 1], vec![1, 2], vec![0, 3]];
/// let mut state = 7u64;
/// newsloom_score::curveball(&mut rows, 100, |n| {
///     state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
///     ((state >> 33) % n as u64) as usize
/// });
/// let mut columns: Vec<u32> = rows.concat();
/// columns.sort_unstable();
/// assert_eq!(columns, [0, 0, 1, 1, 2, 3]);
/// ```
pub fn curveball(rows: &mut [Vec<u32>], n_trades: usize, mut below: impl FnMut(usize) -> usize) {
    if rows.len() < 2 {
        return;
    }
    for _ in 0..n_trades {
        let a = below(rows.len());
        let b = (a + 1 + below(rows.len() - 1)) % rows.len();
        let (mut row_a, mut row_b) = (std::mem::take(&mut rows[a]), std::mem::take(&mut rows[b]));
        trade(&mut row_a, &mut row_b, &mut below);
        (rows[a], rows[b]) = (row_a, row_b);
    }
}

/// Deals what only one of two rows holds out anew, as many to each as before.
fn trade(a: &mut Vec<u32>, b: &mut Vec<u32>, below: &mut impl FnMut(usize) -> usize) {
    let only_a: Vec<u32> = a.iter().filter(|c| b.binary_search(c).is_err()).copied().collect();
    let only_b: Vec<u32> = b.iter().filter(|c| a.binary_search(c).is_err()).copied().collect();
    if only_a.is_empty() || only_b.is_empty() {
        return;
    }
    a.retain(|c| b.binary_search(c).is_ok());
    b.clone_from(a);
    let n_a = only_a.len();
    let mut pool = [only_a, only_b].concat();
    for i in 0..n_a {
        let j = i + below(pool.len() - i);
        pool.swap(i, j);
    }
    a.extend(&pool[..n_a]);
    b.extend(&pool[n_a..]);
    a.sort_unstable();
    b.sort_unstable();
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn generator(mut state: u64) -> impl FnMut(usize) -> usize {
        move |n| {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            usize::try_from((u128::from(z ^ (z >> 31)) * n as u128) >> 64).unwrap()
        }
    }

    #[test]
    fn every_matrix_with_the_margins_is_drawn_equally_often() {
        // Rows and columns of sums 1, 1, 1: the six permutation matrices.
        let mut below = generator(3);
        let mut counts = BTreeMap::<Vec<Vec<u32>>, u32>::new();
        let mut rows = vec![vec![0], vec![1], vec![2]];
        for _ in 0..6_000 {
            curveball(&mut rows, 5, &mut below);
            *counts.entry(rows.clone()).or_default() += 1;
        }
        assert_eq!(counts.len(), 6);
        // Chi-squared with 5 degrees of freedom: 20.5 is its 99.9 % point.
        let chi: f64 = counts.values().map(|n| (f64::from(*n) - 1_000.0).powi(2) / 1_000.0).sum();
        assert!(chi < 20.5, "{counts:?}");
    }

    #[test]
    fn margins_stay() {
        let mut below = generator(5);
        let mut rows: Vec<Vec<u32>> =
            (0..40).map(|r| (0..30).filter(|c| (r * c) % 7 < 3).collect()).collect();
        let margins = |rows: &[Vec<u32>]| {
            let mut columns = rows.concat();
            columns.sort_unstable();
            (rows.iter().map(Vec::len).collect::<Vec<_>>(), columns)
        };
        let before = (margins(&rows), rows.clone());
        curveball(&mut rows, 400, &mut below);
        assert_eq!(margins(&rows), before.0);
        assert_ne!(rows, before.1);
        assert!(rows.iter().all(|row| row.is_sorted_by(|a, b| a < b)));
    }
}
