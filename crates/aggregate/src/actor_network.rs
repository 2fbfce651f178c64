//! The network of actors over the run and its state in each period.

use std::collections::BTreeMap;

use newsloom_corpus::{ActorId, Pair};

use crate::{
    EdgeSet, Finished, NetworkOptions, Verdicts, Workers,
    network::{Labels, Network, betweenness, clustering, leiden, numbered_by_size, pagerank},
    pairs::PairTotal,
    period::Grid,
    sorted::PairEvents,
};

/// The network over the whole run.
#[derive(Debug)]
pub struct ActorNetwork {
    options: NetworkOptions,
    /// The actors with an edge, sorted.
    nodes: Vec<ActorId>,
    /// The edges, sorted.
    edges: Vec<Pair>,
    network: Network,
    pagerank: Vec<f64>,
    betweenness: Option<Vec<f64>>,
    clustering: Vec<Option<f64>>,
    communities: Vec<Option<u32>>,
}

/// An actor in the network of the run.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Position {
    pub(crate) degree: u32,
    pub(crate) strength: u64,
    pub(crate) pagerank: Option<f64>,
    pub(crate) betweenness: Option<f64>,
    pub(crate) clustering: Option<f64>,
    pub(crate) community: Option<u32>,
}

/// An actor in the network of one period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct PeriodPosition {
    pub(crate) degree: u32,
    pub(crate) strength: u64,
    pub(crate) community: Option<u32>,
}

impl Finished {
    /// The network of the run.
    pub fn network(&self, options: NetworkOptions, verdicts: &Verdicts) -> ActorNetwork {
        let is_edge = |total: &&PairTotal| {
            !total.is_affiliation
                && total.n_ij >= options.min_weight.max(1)
                && total.n_clusters >= options.min_clusters
                && (options.edges == EdgeSet::All || verdicts.is_significant(total.pair))
        };
        let edges: Vec<(Pair, u64)> = self.pairs.iter().filter(is_edge).map(|t| (t.pair, t.n_ij)).collect();
        let nodes = ends(edges.iter().map(|(pair, _)| *pair));
        let network = among(&nodes, &edges);
        ActorNetwork {
            pagerank: pagerank(&network),
            betweenness: betweenness(&network),
            clustering: clustering(&network),
            communities: numbered_by_size(&leiden(&network, options.communities)),
            edges: edges.into_iter().map(|(pair, _)| pair).collect(),
            options,
            nodes,
            network,
        }
    }

    /// For each period the actors with a neighbour in it, sorted.
    pub(crate) fn period_positions(
        &self,
        network: &ActorNetwork,
        grid: &Grid,
        workers: &impl Workers,
    ) -> Vec<Vec<(ActorId, PeriodPosition)>> {
        let mut edges: Vec<Vec<(Pair, u64)>> = vec![Vec::new(); grid.len()];
        let is_edge = |events: &PairEvents| network.edges.binary_search(&events.pair).is_ok();
        for events in self.events.by_pair().filter(is_edge) {
            for (at, weight) in joint_by_period(&events, grid) {
                edges[at].push((events.pair, weight));
            }
        }
        let known = network.nodes.iter().zip(&network.communities);
        let mut labels = Labels::new(known.filter_map(|(node, label)| Some((*node, (*label)?))));
        let periods = workers.map(edges, |edges| network.period(&edges));
        periods.into_iter().map(|period| period.labelled(&mut labels)).collect()
    }
}

/// The joint contexts of a pair in each period that has any.
fn joint_by_period(events: &PairEvents, grid: &Grid) -> BTreeMap<usize, u64> {
    let mut joint = BTreeMap::new();
    for cluster in events.clusters.iter().filter(|c| c.n_joint > 0) {
        if let Some(at) = cluster.day.and_then(|day| grid.index(day)) {
            *joint.entry(at).or_default() += u64::from(cluster.n_joint);
        }
    }
    joint
}

impl ActorNetwork {
    /// The number of actors with an edge.
    pub fn n_nodes(&self) -> usize {
        self.nodes.len()
    }

    /// The edges, sorted.
    pub fn edges(&self) -> &[Pair] {
        &self.edges
    }

    /// Whether the network was too large for betweenness.
    pub(crate) fn lacks_betweenness(&self) -> bool {
        self.betweenness.is_none()
    }

    /// The number of communities of more than one actor.
    pub(crate) fn n_communities(&self) -> u64 {
        self.communities.iter().flatten().max().copied().unwrap_or(0).into()
    }

    pub(crate) fn position(&self, actor: ActorId) -> Position {
        let Ok(at) = self.nodes.binary_search(&actor) else { return Position::default() };
        Position {
            degree: n_neighbours(&self.network, at),
            strength: self.network.strength(at),
            pagerank: Some(self.pagerank[at]),
            betweenness: self.betweenness.as_ref().map(|all| all[at]),
            clustering: self.clustering[at],
            community: self.communities[at],
        }
    }

    fn period(&self, edges: &[(Pair, u64)]) -> PeriodNetwork {
        let nodes = ends(edges.iter().map(|(pair, _)| *pair));
        let network = among(&nodes, edges);
        let raw = leiden(&network, self.options.communities);
        let sized = numbered_by_size(&raw);
        let communities = raw.into_iter().zip(sized).map(|(raw, size)| size.map(|_| raw)).collect();
        PeriodNetwork { nodes, network, communities }
    }
}

/// The network of a period by itself.
struct PeriodNetwork {
    /// Sorted.
    nodes: Vec<ActorId>,
    network: Network,
    /// Communities of more than one actor, numbered anyhow.
    communities: Vec<Option<usize>>,
}

impl PeriodNetwork {
    /// Its actors, with the labels that their communities have over time.
    fn labelled(&self, labels: &mut Labels<ActorId>) -> Vec<(ActorId, PeriodPosition)> {
        let members = self.nodes.iter().zip(&self.communities);
        let found: Vec<(ActorId, usize)> = members.filter_map(|(actor, c)| Some((*actor, (*c)?))).collect();
        let labels: BTreeMap<ActorId, u32> =
            found.iter().map(|(actor, _)| *actor).zip(labels.follow(&found)).collect();
        let position = |(at, actor): (usize, &ActorId)| {
            let (degree, strength) = (n_neighbours(&self.network, at), self.network.strength(at));
            (*actor, PeriodPosition { degree, strength, community: labels.get(actor).copied() })
        };
        self.nodes.iter().enumerate().map(position).collect()
    }
}

fn n_neighbours(network: &Network, node: usize) -> u32 {
    u32::try_from(network.degree(node)).expect("fewer than 2^32 actors")
}

/// The actors of some pairs, sorted.
fn ends(pairs: impl Iterator<Item = Pair>) -> Vec<ActorId> {
    let mut nodes: Vec<ActorId> = pairs.flat_map(|pair| [pair.first(), pair.second()]).collect();
    nodes.sort_unstable();
    nodes.dedup();
    nodes
}

fn among(nodes: &[ActorId], edges: &[(Pair, u64)]) -> Network {
    let place = |actor: ActorId| nodes.binary_search(&actor).expect("the nodes are the ends of the edges");
    let edge = |(pair, weight): &(Pair, u64)| (place(pair.first()), place(pair.second()), *weight);
    Network::new(nodes.len(), edges.iter().map(edge))
}
