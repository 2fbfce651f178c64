//! Networks as files: well-formed by a reader of our own, and read back by networkx and igraph where a
//! Python with both is found (`NEWSLOOM_PYTHON`, else `python3`).

use std::{
    collections::BTreeSet,
    io::Write,
    process::{Command, Stdio},
};

use jiff::civil::date;
use newsloom_corpus::table::{Cell, Column, ColumnKind};
use newsloom_formats::{EdgeSpell, GRAPH_WRITERS, Graph, GraphEdge, GraphNode};
use proptest::prelude::*;

fn column(name: &'static str, kind: ColumnKind) -> Column {
    Column {
        name: name.into(),
        kind,
        nullable: true,
        unit: "test".into(),
        meaning: "A <column> & more.".into(),
    }
}

fn node(id: &str, label: &str) -> GraphNode {
    let spells = vec![(date(2019, 12, 30), date(2020, 1, 5)), (date(2020, 1, 13), date(2020, 1, 19))];
    let cells = vec![Cell::Text("country".into()), Cell::Null, Cell::UInt(7), Cell::Float(0.25)];
    GraphNode { id: id.to_owned(), label: label.to_owned(), cells, spells }
}

fn edge(source: &str, target: &str, weight: u64) -> GraphEdge {
    let spell = |start, end, weight| EdgeSpell { start, end, weight };
    GraphEdge {
        source: source.to_owned(),
        target: target.to_owned(),
        weight,
        cells: vec![if weight > 4 { Cell::Float(1.5) } else { Cell::Null }],
        spells: vec![
            spell(date(2019, 12, 30), date(2020, 1, 5), 1),
            spell(date(2020, 1, 13), date(2020, 1, 19), weight - 1),
        ],
    }
}

fn graph(label: &str) -> Graph {
    Graph {
        title: "Ports & <ferries>".to_owned(),
        description: "Who is named with whom".to_owned(),
        node_columns: vec![
            column("type", ColumnKind::Text),
            column("country", ColumnKind::Text),
            column("n_clusters", ColumnKind::UInt64),
            column("pagerank", ColumnKind::Float64),
        ],
        edge_columns: vec![column("ratio", ColumnKind::Float64)],
        nodes: vec![
            node("country:NOR", label),
            node("country:SWE", "Sweden"),
            node("person:\"x\"", "A <b> & c"),
        ],
        edges: vec![edge("country:NOR", "country:SWE", 6), edge("country:SWE", "person:\"x\"", 3)],
    }
}

type Attributes = Vec<(String, String)>;

/// Reads XML as strictly as these files need: every tag is closed in order, every `&` begins an entity,
/// no character is outside of XML 1.0. Gives the names of elements with their attributes.
fn elements(text: &str) -> Vec<(String, Attributes)> {
    let mut open: Vec<String> = Vec::new();
    let mut found = Vec::new();
    let body = text.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n").expect("a declaration");
    for piece in body.split('<').skip(1) {
        let (tag, content) = piece.split_once('>').expect("a tag ends");
        assert_plain(content);
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "tags close in order");
            continue;
        }
        let inner = tag.strip_suffix('/');
        let whole = inner.unwrap_or(tag);
        let (name, attributes) = whole.split_once(' ').unwrap_or((whole, ""));
        found.push((name.to_owned(), attributes_of(attributes)));
        if inner.is_none() {
            open.push(name.to_owned());
        }
    }
    assert!(open.is_empty(), "every tag is closed");
    found
}

fn attributes_of(text: &str) -> Attributes {
    let mut parts: Vec<&str> = text.split('"').collect();
    assert_eq!(parts.pop(), Some(""), "the last attribute ends");
    let pair = |two: &[&str]| {
        assert_plain(two[1]);
        (two[0].trim().trim_end_matches('=').to_owned(), two[1].to_owned())
    };
    parts.chunks(2).map(pair).collect()
}

fn assert_plain(text: &str) {
    for part in text.split('&').skip(1) {
        let entity = part.split(';').next().expect("a split has a first part");
        assert!(["amp", "lt", "gt", "quot", "#9", "#10", "#13"].contains(&entity), "{text}");
    }
    assert!(text.chars().all(|c| c == '\n' || c >= ' '), "no control characters");
}

fn value<'a>(attributes: &'a [(String, String)], name: &str) -> Option<&'a str> {
    attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
}

#[test]
fn ids_are_unique_and_ends_are_nodes() {
    for writer in GRAPH_WRITERS {
        let text = String::from_utf8((writer.render)(&graph("Norway"))).unwrap();
        let found = elements(&text);
        let of = |element: &str, attribute: &str| -> Vec<String> {
            let named = found.iter().filter(|(name, _)| name == element);
            named.filter_map(|(_, a)| value(a, attribute).map(str::to_owned)).collect()
        };
        let (nodes, edges) = (of("node", "id"), of("edge", "id"));
        assert_eq!((nodes.len(), edges.len()), (3, 2), "{}", writer.name);
        assert_eq!(nodes.iter().chain(&edges).collect::<BTreeSet<_>>().len(), 5);
        assert!(of("edge", "source").iter().chain(&of("edge", "target")).all(|end| nodes.contains(end)));
    }
}

#[test]
fn nulls_are_left_out_and_spells_are_weeks() {
    let gexf = GRAPH_WRITERS.iter().find(|writer| writer.name == "gexf").unwrap();
    let found = elements(&String::from_utf8((gexf.render)(&graph("Norway"))).unwrap());
    let values = || found.iter().filter(|(name, _)| name == "attvalue");
    assert!(values().all(|(_, a)| value(a, "for") != Some("country")), "nobody has a country");
    assert_eq!(values().filter(|(_, a)| value(a, "for") == Some("ratio")).count(), 1);
    let spells = || found.iter().filter(|(name, _)| name == "spell");
    assert!(spells().all(|(_, a)| value(a, "start") < value(a, "end")));
    assert_eq!(spells().count(), 2 * 3 + 2 * 2);
    let graph = &found.iter().find(|(name, _)| name == "graph").unwrap().1;
    assert_eq!((value(graph, "timeformat"), value(graph, "mode")), (Some("date"), Some("dynamic")));
}

proptest! {
    #[test]
    fn hostile_names_stay_text(label in "\\PC{0,12}|[\\x00-\\x20<>&\"']{0,12}") {
        for writer in GRAPH_WRITERS {
            elements(&String::from_utf8((writer.render)(&graph(&label))).unwrap());
        }
    }
}

/// Reads both files and prints what it found.
const PROGRAM: &str = r#"
import sys
try:
    import networkx, igraph
except ImportError:
    print("absent"); sys.exit(0)
import warnings
warnings.simplefilter("error")
folder = sys.argv[1]
ids = ["country:NOR", "country:SWE", 'person:"x"']
for graph in (networkx.read_gexf(folder + "/graph.gexf"), networkx.read_graphml(folder + "/graph.graphml")):
    weights = sorted(float(data["weight"]) for _, _, data in graph.edges(data=True))
    print(sorted(graph.nodes) == ids, weights, graph.is_directed())
    print(graph.nodes['person:"x"']["label"] == "A <b> & c", graph.nodes["country:SWE"]["n_clusters"])
read = igraph.Graph.Read_GraphML(folder + "/graph.graphml")
print(sorted(read.vs["id"]) == ids, sorted(read.es["weight"]), read.is_directed())
"#;

#[test]
fn networkx_and_igraph_read_them() {
    let folder = tempfile::tempdir().unwrap();
    for writer in GRAPH_WRITERS {
        let path = folder.path().join(format!("graph{}", writer.ending));
        std::fs::write(path, (writer.render)(&graph("Norway"))).unwrap();
    }
    let python = std::env::var("NEWSLOOM_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let run = Command::new(python).arg("-c").arg(PROGRAM).arg(folder.path()).stdin(Stdio::null()).output();
    let Ok(run) = run else { return left_out("there is no Python") };
    let found = String::from_utf8_lossy(&run.stdout).into_owned();
    if found.trim() == "absent" {
        return left_out("Python has no networkx or igraph");
    }
    let of_networkx = "True [3.0, 6.0] False\nTrue 7\n";
    let expected = format!("{of_networkx}{of_networkx}True [3.0, 6.0] False\n");
    assert_eq!(found, expected, "{}", String::from_utf8_lossy(&run.stderr));
}

fn left_out(reason: &str) {
    let _ =
        writeln!(std::io::stderr(), "left out: networkx and igraph did not read the graphs, since {reason}");
}
