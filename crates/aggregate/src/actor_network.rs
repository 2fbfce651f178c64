//! The network of actors over the run and its state in each period.

use std::{collections::BTreeMap, iter::Peekable};

use newsloom_corpus::{ActorId, Pair};
use serde::{Deserialize, Serialize};

use crate::{
    EdgeSet, Finished, NetworkOptions, Verdicts, Workers,
    network::{Labels, Network, betweenness, clustering, leiden, numbered_by_size, pagerank},
    pairs::PairTotal,
    period::{Grid, add_to_last},
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

/// An edge in a period: its joint contexts there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PeriodEdge {
    /// Place of the period in its grid.
    at: u32,
    pair: Pair,
    weight: u64,
}

/// The actors with a neighbour in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodPositions {
    pub(crate) at: u32,
    /// Sorted.
    pub(crate) actors: Vec<(ActorId, PeriodPosition)>,
}

impl PeriodPositions {
    pub(crate) fn of(&self, actor: ActorId) -> Option<PeriodPosition> {
        let place = self.actors.binary_search_by_key(&actor, |(actor, _)| *actor).ok()?;
        Some(self.actors[place].1)
    }
}

/// An actor in the network of one period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
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

    /// The edges of the network in each period that has any, pair by pair.
    pub fn period_edges<'a>(
        &'a self,
        network: &'a ActorNetwork,
        grid: &'a Grid,
    ) -> impl Iterator<Item = PeriodEdge> + 'a {
        let is_edge = |events: &PairEvents| network.edges.binary_search(&events.pair).is_ok();
        self.events.by_pair().filter(is_edge).flat_map(|events| {
            let joint = joint_by_period(&events, grid);
            joint.into_iter().map(move |(at, weight)| PeriodEdge { at, pair: events.pair, weight })
        })
    }
}

/// The joint contexts of a pair in each period that has any.
fn joint_by_period(events: &PairEvents, grid: &Grid) -> Vec<(u32, u64)> {
    let mut joint: Vec<(u32, u64)> = Vec::new();
    for cluster in events.clusters.iter().filter(|c| c.n_joint > 0) {
        let Some(at) = cluster.day.and_then(|day| grid.index(day)) else { continue };
        let at = u32::try_from(at).expect("fewer than 2^32 periods");
        add_to_last(&mut joint, (at, cluster.n_joint.into()));
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

    /// The actors with a neighbour in each period that has edges, from the edges sorted: some periods at a
    /// time, by all workers.
    pub fn positions<'a>(
        &'a self,
        edges: impl Iterator<Item = PeriodEdge> + 'a,
        workers: &'a impl Workers,
    ) -> impl Iterator<Item = PeriodPositions> + 'a {
        let mut edges = edges.peekable();
        let known = self.nodes.iter().zip(&self.communities);
        let mut labels = Labels::new(known.filter_map(|(node, label)| Some((*node, (*label)?))));
        let next = move || {
            let periods = next_periods(&mut edges);
            let found = workers.map(periods, |edges| (edges[0].at, self.period(&edges)));
            let label = |(at, period): (u32, PeriodNetwork)| (at, period.labelled(&mut labels));
            let found: Vec<PeriodPositions> =
                found.into_iter().map(label).map(|(at, actors)| PeriodPositions { at, actors }).collect();
            Some(found).filter(|found| !found.is_empty())
        };
        std::iter::from_fn(next).flatten()
    }

    fn period(&self, edges: &[PeriodEdge]) -> PeriodNetwork {
        let edges: Vec<(Pair, u64)> = edges.iter().map(|edge| (edge.pair, edge.weight)).collect();
        let nodes = ends(edges.iter().map(|(pair, _)| *pair));
        let network = among(&nodes, &edges);
        let raw = leiden(&network, self.options.communities);
        let sized = numbered_by_size(&raw);
        let communities = raw.into_iter().zip(sized).map(|(raw, size)| size.map(|_| raw)).collect();
        PeriodNetwork { nodes, network, communities }
    }
}

/// Periods that are looked at together, and the edges that they may have.
const PERIODS_AT_ONCE: usize = 1 << 8;
const EDGES_AT_ONCE: usize = 1 << 20;

/// The edges of the next periods, each by itself.
fn next_periods(edges: &mut Peekable<impl Iterator<Item = PeriodEdge>>) -> Vec<Vec<PeriodEdge>> {
    let (mut periods, mut n_edges) = (Vec::new(), 0);
    while periods.len() < PERIODS_AT_ONCE && n_edges < EDGES_AT_ONCE {
        let Some(first) = edges.next() else { break };
        let rest = std::iter::from_fn(|| edges.next_if(|edge| edge.at == first.at));
        let period: Vec<PeriodEdge> = [first].into_iter().chain(rest).collect();
        n_edges += period.len();
        periods.push(period);
    }
    periods
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
    let mut nodes: Vec<ActorId> = pairs.flat_map(Pair::both).collect();
    nodes.sort_unstable();
    nodes.dedup();
    nodes
}

fn among(nodes: &[ActorId], edges: &[(Pair, u64)]) -> Network {
    let place = |actor: ActorId| nodes.binary_search(&actor).expect("the nodes are the ends of the edges");
    let edge = |(pair, weight): &(Pair, u64)| (place(pair.first()), place(pair.second()), *weight);
    Network::new(nodes.len(), edges.iter().map(edge))
}
