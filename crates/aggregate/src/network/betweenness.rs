use std::{cmp::Reverse, collections::BinaryHeap};

use super::Network;

/// Length of an edge of weight 1: a multiple of 1 to 22, so that lengths of small weights are exact and
/// paths of equal length are seen to be equal.
const LENGTH: u64 = 232_792_560 << 8;

/// Largest nodes × edges for which it is computed; about a minute.
pub const MAX_WORK: u64 = 3_000_000_000;

/// The share of all shortest paths between two other nodes that lead through each node, edges being
/// 1/weight long; `None` if nodes × edges is above [`MAX_WORK`].
///
/// Freeman 1977, Sociometry 40; Brandes 2001, Journal of Mathematical Sociology 25. Several paths of
/// equal length share their pair of nodes. The share is of the (n − 1)(n − 2)/2 pairs of other nodes.
///
/// ```
/// use newsloom_aggregate::network::{Network, betweenness};
/// let line = Network::new(3, [(0, 1, 5), (1, 2, 1)]);
/// assert_eq!(betweenness(&line).unwrap(), [0.0, 1.0, 0.0]);
/// ```
pub fn betweenness(network: &Network) -> Option<Vec<f64>> {
    let n = network.n_nodes();
    if (n as u64).saturating_mul(network.n_edges() as u64) > MAX_WORK {
        return None;
    }
    let mut sums = vec![0.0; n];
    for source in 0..n {
        add_dependencies(network, source, &mut sums);
    }
    // Every pair is met from both ends, so this halves the sums too.
    let pairs = (n.saturating_sub(1) * n.saturating_sub(2)).max(1) as f64;
    Some(sums.into_iter().map(|sum| sum / pairs).collect())
}

/// The shortest paths from one node.
struct Paths {
    /// Nodes in the order of their distance.
    order: Vec<usize>,
    /// Number of shortest paths to each.
    n_paths: Vec<f64>,
    /// The nodes just before each on them.
    before: Vec<Vec<usize>>,
}

fn shortest_paths(network: &Network, source: usize) -> Paths {
    let n = network.n_nodes();
    let mut paths = Paths { order: Vec::new(), n_paths: vec![0.0; n], before: vec![Vec::new(); n] };
    let mut distance = vec![u64::MAX; n];
    let mut is_done = vec![false; n];
    let mut queue = BinaryHeap::from([Reverse((0, source))]);
    (distance[source], paths.n_paths[source]) = (0, 1.0);
    while let Some(Reverse((so_far, node))) = queue.pop() {
        if std::mem::replace(&mut is_done[node], true) {
            continue;
        }
        paths.order.push(node);
        for (next, weight) in network.neighbours(node) {
            let length = so_far + LENGTH / weight;
            if length < distance[*next] {
                distance[*next] = length;
                paths.n_paths[*next] = 0.0;
                paths.before[*next].clear();
                queue.push(Reverse((length, *next)));
            }
            if length == distance[*next] && !is_done[*next] {
                paths.n_paths[*next] += paths.n_paths[node];
                paths.before[*next].push(node);
            }
        }
    }
    paths
}

fn add_dependencies(network: &Network, source: usize, sums: &mut [f64]) {
    let paths = shortest_paths(network, source);
    let mut dependency = vec![0.0; network.n_nodes()];
    for node in paths.order.iter().rev() {
        let of_node = dependency[*node];
        for before in &paths.before[*node] {
            let part = paths.n_paths[*before] / paths.n_paths[*node] * (1.0 + of_node);
            dependency[*before] += part;
        }
        if *node != source {
            sums[*node] += of_node;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::sample;

    const REFERENCE: [f64; 20] = [
        0.111111111111111,
        0.362573099415205,
        0.0,
        0.181286549707602,
        0.0526315789473684,
        0.105263157894737,
        0.152046783625731,
        0.0584795321637427,
        0.0,
        0.432748538011696,
        0.269005847953216,
        0.0409356725146199,
        0.0,
        0.105263157894737,
        0.0,
        0.0409356725146199,
        0.0,
        0.0526315789473684,
        0.140350877192982,
        0.0,
    ];

    #[test]
    fn agrees_with_networkx() {
        // networkx 3.6.1, betweenness_centrality over distances of 1/weight as exact fractions.
        for (found, expected) in betweenness(&sample::network()).unwrap().iter().zip(REFERENCE) {
            assert!((found - expected).abs() < 1e-12, "{found} {expected}");
        }
    }

    #[test]
    fn equal_ways_share() {
        let square = Network::new(4, [(0, 1, 3), (1, 2, 3), (2, 3, 3), (3, 0, 3)]);
        let expected = 0.5 / 3.0;
        assert!(betweenness(&square).unwrap().iter().all(|share| (share - expected).abs() < 1e-15));
        // Three edges of weight 3 are as long as one of weight 1.
        let way = Network::new(4, [(0, 1, 3), (1, 2, 3), (2, 3, 3), (0, 3, 1)]);
        assert!((betweenness(&way).unwrap()[1] - 0.5).abs() < 1e-15);
    }
}
