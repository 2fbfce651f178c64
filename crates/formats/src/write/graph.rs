use jiff::civil::Date;
use newsloom_corpus::table::{Cell, Column};

use super::{gexf, graphml};

/// An undirected network with what is known of its nodes and edges.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    /// Its title.
    pub title: String,
    /// What its nodes, edges and weights are.
    pub description: String,
    /// The columns of the nodes' cells.
    pub node_columns: Vec<Column>,
    /// The columns of the edges' cells.
    pub edge_columns: Vec<Column>,
    /// The nodes, each id once.
    pub nodes: Vec<GraphNode>,
    /// The edges, each pair once.
    pub edges: Vec<GraphEdge>,
}

/// A node.
#[derive(Debug, Clone)]
pub struct GraphNode {
    /// Its id.
    pub id: String,
    /// Its name for readers.
    pub label: String,
    /// Its values, in the order of the columns; nulls are left out of the file.
    pub cells: Vec<Cell<'static>>,
    /// First and last day of each period in which it is there; always if there is none.
    pub spells: Vec<(Date, Date)>,
}

/// An edge.
#[derive(Debug, Clone)]
pub struct GraphEdge {
    /// The id of one end.
    pub source: String,
    /// The id of the other.
    pub target: String,
    /// Its weight over the whole run.
    pub weight: u64,
    /// Its values, in the order of the columns; nulls are left out of the file.
    pub cells: Vec<Cell<'static>>,
    /// The periods in which it is there; always if there is none.
    pub spells: Vec<EdgeSpell>,
}

/// An edge in one period.
#[derive(Debug, Clone, Copy)]
pub struct EdgeSpell {
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
    /// Weight in the period.
    pub weight: u64,
}

/// A format that networks are written in.
#[derive(Debug)]
pub struct GraphWriter {
    /// Its name, such as `gexf`.
    pub name: &'static str,
    /// The ending of its files, such as `.gexf`.
    pub ending: &'static str,
    /// What it is, in a few words.
    pub meaning: &'static str,
    /// The bytes of the file.
    pub render: fn(&Graph) -> Vec<u8>,
}

/// Every format that networks are written in.
pub const GRAPH_WRITERS: &[GraphWriter] = &[gexf::WRITER, graphml::WRITER];

/// The value of a cell as text; `None` for nulls, which are left out.
pub(super) fn value(cell: &Cell<'_>) -> Option<String> {
    match cell {
        Cell::Null => None,
        Cell::Text(text) => Some(text.to_string()),
        Cell::Bool(flag) => Some(flag.to_string()),
        Cell::UInt(number) => Some(number.to_string()),
        Cell::Int(number) => Some(number.to_string()),
        Cell::Float(number) => Some(format!("{number:?}")),
        Cell::Date(date) => Some(date.to_string()),
        Cell::Timestamp(at) => Some(at.to_string()),
    }
}

/// The columns with the values of a row that are not null.
pub(super) fn values<'a>(
    columns: &'a [Column],
    cells: &'a [Cell<'_>],
) -> impl Iterator<Item = (&'a str, String)> {
    columns.iter().zip(cells).filter_map(|(column, cell)| Some((&*column.name, value(cell)?)))
}
