//! The network as files that other programs draw.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use jiff::civil::Date;
use newsloom_corpus::{
    FileRecord,
    table::{ActorRow, Cell, Cells, CoMentionRow, Column, Row, Schema},
};
use newsloom_diagnostics::Diagnostic;
use newsloom_formats::{EdgeSpell, Graph, GraphEdge, GraphNode, write_file};

use super::summary::Edge;
use crate::Plan;

/// What a graph is drawn from.
pub(super) struct Drawn<'a> {
    pub(super) actors: &'a [ActorRow],
    pub(super) edges: &'a [Edge],
}

/// Columns of actors that nodes carry.
const NODE_COLUMNS: &[&str] = &[
    "type",
    "country",
    "wikidata",
    "n_mentions",
    "n_articles",
    "n_clusters",
    "n_outlets",
    "degree",
    "strength",
    "strength_fractional",
    "pagerank",
    "betweenness",
    "clustering",
    "community",
];
/// Columns of pairs that edges carry.
const EDGE_COLUMNS: &[&str] = &[
    "n_i",
    "n_j",
    "n_articles",
    "n_clusters",
    "n_outlets",
    "expected_null",
    "ratio",
    "ratio_low",
    "q_value",
    "n_weeks",
];

/// Writes `graph.gexf` and `graph.graphml`, as far as the recipe asks for them.
pub(super) fn write(plan: &Plan, drawn: &Drawn<'_>, directory: &Path) -> Result<Vec<FileRecord>, Diagnostic> {
    if plan.graph_writers.is_empty() {
        return Ok(Vec::new());
    }
    let graph = drawn.graph(&plan.title);
    let write_one = |writer: &&newsloom_formats::GraphWriter| {
        let path = format!("graph{}", writer.ending);
        let record = write_file(&directory.join(&path), &(writer.render)(&graph))?;
        Ok(FileRecord { path, records: graph.edges.len() as u64, ..record })
    };
    plan.graph_writers.iter().map(write_one).collect()
}

impl Drawn<'_> {
    fn graph(&self, title: &str) -> Graph {
        let edges = self.edges();
        let mut days: BTreeMap<&str, BTreeSet<(Date, Date)>> = BTreeMap::new();
        for edge in &edges {
            for end in [&edge.source, &edge.target] {
                days.entry(end).or_default().extend(edge.spells.iter().map(|spell| (spell.start, spell.end)));
            }
        }
        let (columns, places) = chosen(&ActorRow::schema(), NODE_COLUMNS);
        let nodes = self.actors.iter().filter(|actor| actor.pagerank.is_some()).map(|actor| GraphNode {
            id: actor.actor_id.clone(),
            label: actor.name.clone(),
            cells: cells(actor, &places),
            spells: days.get(&*actor.actor_id).into_iter().flatten().copied().collect(),
        });
        Graph {
            title: title.to_owned(),
            description:
                "Actors named together; weight is the number of joint contexts, over the run or in the week."
                    .to_owned(),
            node_columns: columns,
            edge_columns: chosen(&CoMentionRow::schema(), EDGE_COLUMNS).0,
            nodes: nodes.collect(),
            edges,
        }
    }

    fn edges(&self) -> Vec<GraphEdge> {
        let (_, places) = chosen(&CoMentionRow::schema(), EDGE_COLUMNS);
        let edge = |edge: &Edge| {
            let spell = |(start, weight): &(Date, u64)| {
                let end = start.saturating_add(jiff::Span::new().days(6));
                EdgeSpell { start: *start, end, weight: *weight }
            };
            GraphEdge {
                source: edge.row.source.clone(),
                target: edge.row.target.clone(),
                weight: edge.row.n_ij,
                cells: cells(&edge.row, &places),
                spells: edge.weeks.iter().map(spell).collect(),
            }
        };
        self.edges.iter().map(edge).collect()
    }
}

/// The columns of some names, with their places in the table.
fn chosen(schema: &Schema, names: &[&str]) -> (Vec<Column>, Vec<usize>) {
    let columns = schema.columns.iter().enumerate().filter(|(_, column)| names.contains(&&*column.name));
    columns.map(|(place, column)| (column.clone(), place)).unzip()
}

fn cells(row: &impl Cells, places: &[usize]) -> Vec<Cell<'static>> {
    let mut all = Vec::new();
    row.visit(&mut |cell| all.push(cell.into_owned()));
    places.iter().map(|place| all[*place].clone()).collect()
}
