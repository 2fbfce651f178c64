use std::collections::BTreeMap;

use newsloom_corpus::table::CoMentionRow;

use super::Section;
use crate::{
    chart::{
        self,
        network::{self, Edge, Network, Node, Sort},
    },
    document::{Block, Figure},
    escape::shortened,
    number::count,
    run::Run,
};

/// The significant pairs as a picture.
pub(super) const SECTION: Section = Section { name: "network", title: "Co-mention network", render };

/// Actors drawn.
const N_NODES: usize = 40;
/// Pairs drawn, the strongest.
const N_EDGES: usize = 120;

fn render(run: &Run) -> Vec<Block> {
    let pairs: Vec<&CoMentionRow> = run.pairs.ranked.iter().map(|pair| &pair.row).collect();
    let network = network(run, &pairs);
    let text = format!(
        "The picture shows {} of the actors of the significant pairs (at most {N_NODES}, those in the most joint \
         clusters) and {} of the {} significant pairs (at most {N_EDGES}, the strongest).",
        count(network.nodes.len() as u64),
        count(network.edges.len() as u64),
        count(pairs.len() as u64)
    );
    vec![Block::Text(text), Block::Figure(figure(&network))]
}

fn network(run: &Run, pairs: &[&CoMentionRow]) -> Network {
    let ids = strongest(pairs);
    let position = |id: &str| ids.iter().position(|one| *one == id);
    let edge = |pair: &&CoMentionRow| {
        let ends = (position(&pair.source)?, position(&pair.target)?);
        Some(Edge { ends, weight: pair.n_clusters, tip: edge_tip(run, pair) })
    };
    let edges: Vec<Edge> = pairs.iter().filter_map(edge).take(N_EDGES).collect();
    Network { nodes: ids.iter().map(|id| node(run, id)).collect(), edges }
}

/// The actors with the most joint clusters, over their significant pairs.
fn strongest<'a>(pairs: &[&'a CoMentionRow]) -> Vec<&'a str> {
    let mut strength: BTreeMap<&str, u64> = BTreeMap::new();
    for pair in pairs {
        *strength.entry(&pair.source).or_default() += pair.n_clusters;
        *strength.entry(&pair.target).or_default() += pair.n_clusters;
    }
    let mut actors: Vec<(&str, u64)> = strength.into_iter().collect();
    actors.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    actors.into_iter().take(N_NODES).map(|(id, _)| id).collect()
}

fn edge_tip(run: &Run, pair: &CoMentionRow) -> String {
    format!("{} – {}: {} clusters", run.name(&pair.source), run.name(&pair.target), count(pair.n_clusters))
}

fn node(run: &Run, id: &str) -> Node {
    let actor = run.actors.get(id);
    let size = actor.map_or(0, |actor| actor.n_clusters);
    Node {
        name: shortened(run.name(id), 26),
        sort: actor.map_or(Sort::Organisation, |actor| sort(&actor.r#type)),
        size,
        tip: format!("{}: {} clusters", run.name(id), count(size)),
    }
}

fn sort(r#type: &str) -> Sort {
    match r#type {
        "person" => Sort::Person,
        "government" | "country" | "region" | "city" => Sort::State,
        _ => Sort::Organisation,
    }
}

fn figure(network: &Network) -> Figure {
    let svg = if network.edges.is_empty() {
        chart::empty("no pair is significant")
    } else {
        network::draw(network)
    };
    Figure {
        name: "network",
        caption: "Actors named together more than the null model explains, affiliated pairs left out. The area of a \
                  mark grows with the actor's clusters, the width of a line with the pair's. Nearness follows from \
                  the lines; left, right, up and down mean nothing."
            .to_owned(),
        description: format!(
            "Network of {} actors and {} pairs; the strongest pairs are in the table of the section before",
            network.nodes.len(),
            network.edges.len()
        ),
        svg,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn the_network_is_of_significant_pairs() {
        let run = sample::run("");
        let pairs: Vec<&CoMentionRow> = run.pairs.ranked.iter().map(|pair| &pair.row).collect();
        let network = network(&run, &pairs);
        let names: Vec<&str> = network.nodes.iter().map(|node| node.name.as_str()).collect();
        assert_eq!(names, ["Sweden", "Norway", "Anna Berg"]);
        let ends: Vec<_> = network.edges.iter().map(|edge| (edge.ends, edge.weight)).collect();
        assert_eq!(ends, [((1, 0), 6), ((0, 2), 2)]);
    }
}
