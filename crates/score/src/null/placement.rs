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
    placement_crowded(clusters, 1.0)
}

/// The same where contexts of a story differ in how many actors they attract.
///
/// First sentences and long ones name more than others, so that any two actors share contexts more often
/// than evenly placed ones would. The chance of standing apart in a cluster is raised to the power
/// [`crowding`], estimated from all pairs: do the two stand closer than pairs of this corpus usually do?
///
/// # Panics
/// As [`placement`].
pub fn placement_crowded(clusters: &[Placed], crowding: f64) -> JointCount {
    let mut sorted = clusters.to_vec();
    sorted.sort_unstable();
    let mut count = JointCount::default();
    for equal in sorted.chunk_by(|a, b| a == b) {
        count.add(Trials { n: equal.len() as u64, p: shares(equal[0], crowding) });
    }
    count
}

/// The exponent with which as many clusters of all pairs are expected to have a joint context as
/// `n_joint` do; `clusters` holds every cluster of every pair that it names, with how often it occurs.
///
/// 1 if actors are placed evenly or nothing is known, above 1 if they crowd. It is kept between 1/16
/// and 16.
///
/// ```
/// use newsloom_score::{Placed, crowding, placement_crowded};
/// let once = Placed { n: 20, n_i: 1, n_j: 1 };
/// let found = crowding(&[(once, 1_000)], 75);
/// assert!((placement_crowded(&[once], found).expected() - 0.075).abs() < 1e-9);
/// assert!(found > 1.5);
/// ```
///
/// # Panics
/// As [`placement`].
pub fn crowding(clusters: &[(Placed, u64)], n_joint: u64) -> f64 {
    if clusters.is_empty() {
        return 1.0;
    }
    let mut sorted = clusters.to_vec();
    sorted.sort_unstable();
    let expected =
        |log: f64| -> f64 { sorted.iter().map(|(placed, n)| *n as f64 * shares(*placed, log.exp2())).sum() };
    let (mut low, mut high) = (-4.0, 4.0);
    for _ in 0..50 {
        let middle = f64::midpoint(low, high);
        if expected(middle) < n_joint as f64 { low = middle } else { high = middle }
    }
    low.exp2()
}

/// The probability that at least one context names both.
///
/// # Panics
/// If an actor is named in more contexts than there are.
pub fn shares_context(placed: Placed) -> f64 {
    shares(placed, 1.0)
}

fn shares(Placed { n, n_i, n_j }: Placed, crowding: f64) -> f64 {
    assert!(n_i.max(n_j) <= n, "an actor is named in some of the contexts");
    let (few, many) = (n_i.min(n_j), n_i.max(n_j));
    if few + many > n {
        return 1.0;
    }
    let ln_apart: f64 = (0..few).map(|t| libm::log1p(-(many as f64) / (n - t) as f64)).sum();
    -libm::expm1(crowding * ln_apart)
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
    fn crowding_is_the_exponent_that_was_put_in() {
        let clusters: Vec<(Placed, u64)> = (1..4)
            .flat_map(|n_i| (1..4).map(move |n_j| (Placed { n: 9, n_i, n_j }, 100_000 * n_i)))
            .collect();
        for exponent in [0.5, 1.0, 1.8] {
            let expected = |(placed, n): &(Placed, u64)| *n as f64 * shares(*placed, exponent);
            let n_joint: f64 = clusters.iter().map(expected).sum();
            let n_joint = (0..u64::MAX).find(|n| *n as f64 >= n_joint).unwrap();
            assert!((crowding(&clusters, n_joint) / exponent - 1.0).abs() < 1e-5);
        }
    }

    #[test]
    fn crowding_without_evidence_stays_within_bounds() {
        assert_eq!(crowding(&[], 0), 1.0);
        let always = [(Placed { n: 1, n_i: 1, n_j: 1 }, 5)];
        assert!((1.0 / 16.0..=16.0).contains(&crowding(&always, 5)));
    }

    #[test]
    fn one_in_a_million_contexts_keeps_its_digits() {
        let p = shares_context(Placed { n: 1_000_000_000, n_i: 1, n_j: 1 });
        assert!((p / 1e-9 - 1.0).abs() < 1e-14);
    }
}
