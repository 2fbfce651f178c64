//! `GraphML` (<http://graphml.graphdrawing.org>): the network over the whole run, for networkx, igraph and others.

use newsloom_corpus::table::{Column, ColumnKind};

use super::{
    graph::{Graph, GraphEdge, GraphNode, GraphWriter, values},
    xml::Xml,
};

/// `GraphML`.
pub(super) const WRITER: GraphWriter = GraphWriter {
    name: "graphml",
    ending: ".graphml",
    meaning: "the network over the whole run (GraphML), for networkx, igraph and others",
    render,
};

fn render(graph: &Graph) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.begin("graphml", &[("xmlns", "http://graphml.graphdrawing.org/xmlns")]);
    xml.leaf("desc", &[], &format!("{}. {}", graph.title, graph.description));
    key(&mut xml, ("node", "label", "string"), ("label", "Name for readers."));
    graph.node_columns.iter().for_each(|column| column_key(&mut xml, "node", column));
    key(&mut xml, ("edge", "weight", "long"), ("weight", "Joint contexts over the whole run."));
    graph.edge_columns.iter().for_each(|column| column_key(&mut xml, "edge", column));
    xml.begin("graph", &[("id", "G"), ("edgedefault", "undirected")]);
    graph.nodes.iter().for_each(|one| node(&mut xml, &graph.node_columns, one));
    for (number, one) in graph.edges.iter().enumerate() {
        edge(&mut xml, (&graph.edge_columns, number), one);
    }
    xml.end();
    xml.end();
    xml.finish()
}

fn column_key(xml: &mut Xml, class: &str, column: &Column) {
    let kind = match column.kind {
        ColumnKind::Text | ColumnKind::Date | ColumnKind::Timestamp => "string",
        ColumnKind::Bool => "boolean",
        ColumnKind::UInt8 | ColumnKind::Int32 => "int",
        ColumnKind::UInt32 | ColumnKind::UInt64 | ColumnKind::Int64 => "long",
        ColumnKind::Float64 => "double",
    };
    key(xml, (class, &column.name, kind), (&column.name, &column.meaning));
}

/// Ids of keys are prefixed by their class, since nodes and edges may have a column of one name.
fn key(xml: &mut Xml, (class, id, kind): (&str, &str, &str), (name, meaning): (&str, &str)) {
    let id = format!("{class}-{id}");
    xml.begin("key", &[("id", &id), ("for", class), ("attr.name", name), ("attr.type", kind)]);
    xml.leaf("desc", &[], meaning);
    xml.end();
}

fn node(xml: &mut Xml, columns: &[Column], node: &GraphNode) {
    xml.begin("node", &[("id", &node.id)]);
    xml.leaf("data", &[("key", "node-label")], &node.label);
    for (name, value) in values(columns, &node.cells) {
        xml.leaf("data", &[("key", &format!("node-{name}"))], &value);
    }
    xml.end();
}

fn edge(xml: &mut Xml, (columns, number): (&[Column], usize), edge: &GraphEdge) {
    let id = format!("e{number}");
    xml.begin("edge", &[("id", &id), ("source", &edge.source), ("target", &edge.target)]);
    xml.leaf("data", &[("key", "edge-weight")], &edge.weight.to_string());
    for (name, value) in values(columns, &edge.cells) {
        xml.leaf("data", &[("key", &format!("edge-{name}"))], &value);
    }
    xml.end();
}
