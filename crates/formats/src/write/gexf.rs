//! GEXF 1.3 (<https://gexf.net>): a dynamic network with one spell a period, for Gephi.

use newsloom_corpus::table::{Column, ColumnKind};

use super::{
    graph::{Graph, GraphEdge, GraphNode, GraphWriter, values},
    xml::Xml,
};

/// GEXF.
pub(super) const WRITER: GraphWriter = GraphWriter {
    name: "gexf",
    ending: ".gexf",
    meaning: "the network for Gephi (GEXF 1.3): dynamic, one spell for every week in which a pair is named together",
    render,
};

/// The dynamic attribute that Gephi takes for the weight of an edge at a time.
const WEIGHT_BY_PERIOD: &str = "weight_by_period";

fn render(graph: &Graph) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.begin("gexf", &[("xmlns", "http://gexf.net/1.3"), ("version", "1.3")]);
    xml.begin("meta", &[]);
    xml.leaf("creator", &[], "newsloom");
    xml.leaf("title", &[], &graph.title);
    xml.leaf("description", &[], &graph.description);
    xml.end();
    let shape = [
        ("defaultedgetype", "undirected"),
        ("mode", "dynamic"),
        ("timeformat", "date"),
        ("timerepresentation", "interval"),
    ];
    xml.begin("graph", &shape);
    attributes(&mut xml, ("node", "static"), &graph.node_columns);
    attributes(&mut xml, ("edge", "static"), &graph.edge_columns);
    xml.begin("attributes", &[("class", "edge"), ("mode", "dynamic")]);
    xml.empty("attribute", &[("id", WEIGHT_BY_PERIOD), ("title", WEIGHT_BY_PERIOD), ("type", "long")]);
    xml.end();
    xml.begin("nodes", &[]);
    graph.nodes.iter().for_each(|one| node(&mut xml, &graph.node_columns, one));
    xml.end();
    xml.begin("edges", &[]);
    for (number, one) in graph.edges.iter().enumerate() {
        edge(&mut xml, (&graph.edge_columns, number), one);
    }
    xml.end();
    xml.end();
    xml.end();
    xml.finish()
}

fn attributes(xml: &mut Xml, (class, mode): (&str, &str), columns: &[Column]) {
    xml.begin("attributes", &[("class", class), ("mode", mode)]);
    for column in columns {
        xml.empty("attribute", &[("id", &column.name), ("title", &column.name), ("type", kind(column.kind))]);
    }
    xml.end();
}

fn kind(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Text | ColumnKind::Date | ColumnKind::Timestamp => "string",
        ColumnKind::Bool => "boolean",
        ColumnKind::UInt8 | ColumnKind::Int32 => "integer",
        ColumnKind::UInt32 | ColumnKind::UInt64 | ColumnKind::Int64 => "long",
        ColumnKind::Float64 => "double",
    }
}

fn node(xml: &mut Xml, columns: &[Column], node: &GraphNode) {
    xml.begin("node", &[("id", &node.id), ("label", &node.label)]);
    xml.begin("attvalues", &[]);
    for (name, value) in values(columns, &node.cells) {
        xml.empty("attvalue", &[("for", name), ("value", &value)]);
    }
    xml.end();
    let spells = node.spells.iter().map(|(start, end)| (start.to_string(), end.to_string()));
    spells_of(xml, spells);
    xml.end();
}

fn edge(xml: &mut Xml, (columns, number): (&[Column], usize), edge: &GraphEdge) {
    let (id, weight) = (format!("e{number}"), edge.weight.to_string());
    let ends = [("id", &*id), ("source", &*edge.source), ("target", &*edge.target), ("weight", &*weight)];
    xml.begin("edge", &ends);
    xml.begin("attvalues", &[]);
    for (name, value) in values(columns, &edge.cells) {
        xml.empty("attvalue", &[("for", name), ("value", &value)]);
    }
    for spell in &edge.spells {
        let (value, start, end) = (spell.weight.to_string(), spell.start.to_string(), spell.end.to_string());
        let what = [("for", WEIGHT_BY_PERIOD), ("value", &*value), ("start", &*start), ("end", &*end)];
        xml.empty("attvalue", &what);
    }
    xml.end();
    spells_of(xml, edge.spells.iter().map(|spell| (spell.start.to_string(), spell.end.to_string())));
    xml.end();
}

fn spells_of(xml: &mut Xml, spells: impl ExactSizeIterator<Item = (String, String)>) {
    if spells.len() == 0 {
        return;
    }
    xml.begin("spells", &[]);
    for (start, end) in spells {
        xml.empty("spell", &[("start", &start), ("end", &end)]);
    }
    xml.end();
}
