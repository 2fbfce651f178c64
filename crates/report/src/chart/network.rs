//! A network: actors as marks, pairs as lines.

use super::{
    WIDTH,
    label::{self, Mark},
    layout, legend,
};
use crate::svg::{Area, Element, Point, Svg};

const HEIGHT: f64 = 640.0;
const MARGIN: f64 = 70.0;

/// The sort of an actor, drawn as colour and shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    Person,
    State,
    Organisation,
}

/// The sorts with their words and classes.
const SORTS: [(Sort, &str, &str); 3] = [
    (Sort::Person, "person (circle)", "s7"),
    (Sort::State, "country, government or place (square)", "s0"),
    (Sort::Organisation, "organisation or other (diamond)", "s1"),
];

/// An actor.
pub(crate) struct Node {
    pub(crate) name: String,
    pub(crate) sort: Sort,
    /// The area of its mark follows from this.
    pub(crate) size: u64,
    pub(crate) tip: String,
}

/// A pair, by the positions of its actors.
pub(crate) struct Edge {
    pub(crate) ends: (usize, usize),
    /// The width of its line follows from this.
    pub(crate) weight: u64,
    pub(crate) tip: String,
}

/// A network; the nodes that come first are labelled first.
pub(crate) struct Network {
    pub(crate) nodes: Vec<Node>,
    pub(crate) edges: Vec<Edge>,
}

/// Draws a network.
pub(crate) fn draw(network: &Network) -> Svg {
    let mut svg = Svg::new(WIDTH, HEIGHT);
    let entries = SORTS.map(|(_, words, class)| (words.to_owned(), class));
    legend::draw(&mut svg, (Point { x: 12.0, y: 20.0 }, WIDTH - 24.0), &entries);
    let heaviest = network.edges.iter().map(|edge| edge.weight).max().unwrap_or(1).max(1) as f64;
    let ties: Vec<layout::Tie> =
        network.edges.iter().map(|edge| (edge.ends.0, edge.ends.1, edge.weight as f64 / heaviest)).collect();
    let area = Area { x: MARGIN, y: MARGIN, width: WIDTH - 2.0 * MARGIN, height: HEIGHT - MARGIN - 40.0 };
    let places = layout::places(network.nodes.len(), &ties, area);
    for (edge, tie) in network.edges.iter().zip(&ties) {
        let width = 0.8 + 5.0 * tie.2.sqrt();
        let line = Element::line(places[edge.ends.0], places[edge.ends.1]).number("stroke-width", width);
        svg.add(&line.class("tie").tip(&edge.tip));
    }
    draw_nodes(&mut svg, network, &places);
    svg
}

fn draw_nodes(svg: &mut Svg, network: &Network, places: &[Point]) {
    let largest = network.nodes.iter().map(|node| node.size).max().unwrap_or(1).max(1) as f64;
    let mark = |(node, place): (&Node, &Point)| Mark {
        centre: *place,
        radius: 4.0 + 12.0 * (node.size as f64 / largest).sqrt(),
        text: node.name.clone(),
    };
    let marks: Vec<Mark> = network.nodes.iter().zip(places).map(mark).collect();
    for (node, mark) in network.nodes.iter().zip(&marks) {
        svg.add(&shape(node.sort, mark).tip(&node.tip));
    }
    let within = Area { x: 4.0, y: 32.0, width: WIDTH - 8.0, height: HEIGHT - 36.0 };
    for (mark, area) in marks.iter().zip(label::place(&marks, &within)) {
        let at = Point { x: area.x + area.width / 2.0, y: area.bottom() - 3.0 };
        svg.add(&Element::text(at, &mark.text).class("label middle"));
    }
}

fn shape(sort: Sort, mark: &Mark) -> Element {
    let Mark { centre: Point { x, y }, radius: r, .. } = *mark;
    let class = SORTS.iter().find(|(one, ..)| *one == sort).map_or("rest", |(.., class)| class);
    let element = match sort {
        Sort::Person => Element::circle(mark.centre, r),
        Sort::State => {
            let side = 1.77 * r;
            Element::rect(Area { x: x - side / 2.0, y: y - side / 2.0, width: side, height: side })
        }
        Sort::Organisation => {
            let reach = 1.25 * r;
            let corners = [(x - reach, y), (x, y - reach), (x + reach, y), (x, y + reach)];
            Element::polygon(&corners.map(|(x, y)| Point { x, y }))
        }
    };
    element.class(&format!("node {class}"))
}
