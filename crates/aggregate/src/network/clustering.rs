use super::Network;

/// For each node the share of the pairs of its neighbours that are neighbours; `None` below 2.
///
/// Watts and Strogatz 1998, Nature 393. Weights play no part.
///
/// ```
/// use newsloom_aggregate::network::{Network, clustering};
/// let network = Network::new(4, [(0, 1, 1), (1, 2, 1), (0, 2, 1), (2, 3, 1)]);
/// assert_eq!(clustering(&network), [Some(1.0), Some(1.0), Some(1.0 / 3.0), None]);
/// ```
pub fn clustering(network: &Network) -> Vec<Option<f64>> {
    (0..network.n_nodes()).map(|node| of_node(network, node)).collect()
}

fn of_node(network: &Network, node: usize) -> Option<f64> {
    let neighbours = network.neighbours(node);
    let n = neighbours.len();
    let is_edge =
        |a: usize, b: usize| network.neighbours(a).binary_search_by_key(&b, |(node, _)| *node).is_ok();
    let closed = |(i, (a, _)): (usize, &(usize, u64))| {
        neighbours[i + 1..].iter().filter(|(b, _)| is_edge(*a, *b)).count()
    };
    let n_closed: usize = neighbours.iter().enumerate().map(closed).sum();
    (n > 1).then(|| 2.0 * n_closed as f64 / (n * (n - 1)) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::sample;

    const REFERENCE: [f64; 20] = [
        0.0,
        0.166666666666667,
        0.166666666666667,
        0.0,
        0.0,
        0.333333333333333,
        0.333333333333333,
        0.2,
        1.0,
        0.142857142857143,
        0.3,
        0.333333333333333,
        0.333333333333333,
        0.3,
        0.666666666666667,
        0.3,
        0.5,
        0.5,
        0.3,
        0.333333333333333,
    ];

    #[test]
    fn agrees_with_networkx() {
        // networkx 3.6.1, clustering, which gives 0 below two neighbours.
        for (found, expected) in clustering(&sample::network()).iter().zip(REFERENCE) {
            assert!((found.unwrap_or(0.0) - expected).abs() < 1e-12);
        }
    }
}
