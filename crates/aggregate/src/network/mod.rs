//! Networks of actors: centralities and communities, as pure functions over weighted edges.
//!
//! Own code, not a graph library: `petgraph`'s `PageRank` takes no weights, `rustworkx-core` sums betweenness on
//! several threads and without weights, and `leiden-rs` compares float sums. Here weights and the
//! comparisons that decide are integers, and what is a float is summed in one order.

mod betweenness;
mod clustering;
mod leiden;
mod matching;
mod pagerank;

pub use betweenness::{MAX_WORK, betweenness};
pub use clustering::clustering;
pub use leiden::{LeidenOptions, leiden, modularity};
pub use matching::{Labels, numbered_by_size};
pub use pagerank::pagerank;

/// An undirected network without self-loops.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Network {
    /// For each node its neighbours, sorted, with the weight of the edge.
    links: Vec<Vec<(usize, u64)>>,
}

impl Network {
    /// The network of some edges among `n_nodes` nodes; each pair of nodes is given at most once, with a
    /// weight above 0.
    ///
    /// ```
    /// let network = newsloom_aggregate::network::Network::new(3, [(0, 1, 4), (2, 1, 2)]);
    /// assert_eq!((network.degree(1), network.strength(1)), (2, 6));
    /// ```
    ///
    /// # Panics
    /// If an edge joins a node to itself, or leads to none of the nodes.
    pub fn new(n_nodes: usize, edges: impl IntoIterator<Item = (usize, usize, u64)>) -> Self {
        let mut links = vec![Vec::new(); n_nodes];
        for (a, b, weight) in edges {
            assert!(a != b, "a pair has two different actors");
            links[a].push((b, weight));
            links[b].push((a, weight));
        }
        for neighbours in &mut links {
            neighbours.sort_unstable();
        }
        Self { links }
    }

    /// The number of nodes.
    pub fn n_nodes(&self) -> usize {
        self.links.len()
    }

    /// The number of edges.
    pub fn n_edges(&self) -> usize {
        self.links.iter().map(Vec::len).sum::<usize>() / 2
    }

    /// The neighbours of a node, sorted, with weights.
    pub fn neighbours(&self, node: usize) -> &[(usize, u64)] {
        &self.links[node]
    }

    /// The number of neighbours.
    pub fn degree(&self, node: usize) -> usize {
        self.links[node].len()
    }

    /// The sum of the weights of a node's edges.
    pub fn strength(&self, node: usize) -> u64 {
        self.links[node].iter().map(|(_, weight)| weight).sum()
    }
}

#[cfg(test)]
pub(crate) mod sample {
    use super::Network;

    /// A weighted network of four loose groups, made by chance in Python.
    pub(crate) fn network() -> Network {
        Network::new(N_NODES, EDGES.iter().copied())
    }

    pub(crate) const N_NODES: usize = 20;
    const EDGES: &[(usize, usize, u64)] = &[
        (0, 3, 6),
        (0, 4, 3),
        (0, 7, 1),
        (0, 18, 1),
        (1, 2, 3),
        (1, 3, 8),
        (1, 9, 7),
        (1, 10, 6),
        (2, 4, 1),
        (2, 9, 3),
        (2, 11, 7),
        (4, 17, 7),
        (5, 8, 3),
        (5, 9, 8),
        (5, 13, 2),
        (6, 7, 7),
        (6, 9, 4),
        (6, 10, 4),
        (6, 11, 7),
        (7, 9, 2),
        (7, 15, 6),
        (7, 19, 1),
        (8, 9, 2),
        (9, 18, 5),
        (9, 19, 8),
        (10, 11, 5),
        (10, 13, 5),
        (10, 14, 5),
        (11, 13, 3),
        (12, 13, 5),
        (12, 14, 1),
        (12, 15, 1),
        (13, 14, 1),
        (15, 16, 1),
        (15, 17, 2),
        (15, 18, 3),
        (16, 17, 5),
        (16, 18, 2),
        (16, 19, 1),
        (17, 18, 2),
    ];
}
