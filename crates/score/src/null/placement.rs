use super::{JointCount, Trials};

/// The contexts of one cluster that name two actors, of all its contexts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Placed {
    /// All contexts of the cluster.
    pub n: u64,
    /// Those that name the first.
    pub n_i: u64,
    /// Those that name the second.
    pub n_j: u64,
}

/// The law of the number of clusters with a joint context, where each actor of a pair is placed at
/// random among the contexts of every cluster that names both.
///
/// It asks what presence cannot: do the two stand closer than chance within the stories that name
/// both? Clusters are independent, contexts within one are not counted as trials. The hypergeometric
/// law of a single cluster (Fisher 1922) gives P(at least one) = 1 − C(n − `n_i`, `n_j`) / C(n, `n_j`).
///
/// ```
/// use newsloom_score::{Placed, placement};
/// let count = placement(&[Placed { n: 10, n_i: 1, n_j: 1 }, Placed { n: 4, n_i: 2, n_j: 2 }]);
/// assert!((count.expected() - (0.1 + 5.0 / 6.0)).abs() < 1e-12);
/// ```
///
/// # Panics
/// If an actor is named in more contexts than there are.
pub fn placement(clusters: &[Placed]) -> JointCount {
    let mut sorted = clusters.to_vec();
    sorted.sort_unstable();
    let mut count = JointCount::default();
    for equal in sorted.chunk_by(|a, b| a == b) {
        count.add(Trials { n: equal.len() as u64, p: shares_context(equal[0]) });
    }
    count
}

/// The probability that at least one context names both.
///
/// # Panics
/// If an actor is named in more contexts than there are.
pub fn shares_context(placed: Placed) -> f64 {
    let Placed { n, n_i, n_j } = placed;
    assert!(n_i.max(n_j) <= n, "an actor is named in some of the contexts");
    let (few, many) = (n_i.min(n_j), n_i.max(n_j));
    if few + many > n {
        return 1.0;
    }
    let ln_apart: f64 = (0..few).map(|t| libm::log1p(-(many as f64) / (n - t) as f64)).sum();
    -libm::expm1(ln_apart)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_the_hypergeometric_chance_of_one_or_more(n_i in 0..9u64, n_j in 0..9u64, rest in 0..9u64) {
            let n = n_i.max(n_j) + rest;
            let choose = |n: u64, k: u64| (0..k).fold(1u64, |c, i| c * (n - i) / (i + 1));
            let apart = if n_j > n - n_i { 0 } else { choose(n - n_i, n_j) };
            let exact = 1.0 - apart as f64 / choose(n, n_j) as f64;
            let found = shares_context(Placed { n, n_i, n_j });
            prop_assert!((found - exact).abs() < 1e-12);
        }
    }

    #[test]
    fn one_in_a_million_contexts_keeps_its_digits() {
        let p = shares_context(Placed { n: 1_000_000_000, n_i: 1, n_j: 1 });
        assert!((p / 1e-9 - 1.0).abs() < 1e-14);
    }
}
