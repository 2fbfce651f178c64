//! The tables of a run.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use newsloom_aggregate::{
    ActorNetwork, ActorPeriod, ActorTable, Finished, Grid, Names, PairPeriod, PairTables, PeriodEdge,
    TableOptions, Tested, UnequalSums, Verdicts, placed,
};
use newsloom_corpus::{
    ActorId, FileRecord, Manifest,
    table::{
        ActorPeriodRow, ActorRow, ActorWeekRow, Cells, CoMentionGroupRow, CoMentionPeriodRow, CoMentionRow,
        CoMentionWeekRow, CodeRow, CoverageRow, QuarantineRow, RoleRow, Row, Schema,
    },
};

use newsloom_diagnostics::Diagnostic;
use newsloom_formats::{Output, RowEncoder, TableWriter};

use super::{
    batches::Batches,
    corpus::Corpus,
    fold::Folded,
    graph::{self, Drawn},
    story_tables::quarantine_row,
    summary::{Edge, PairSummary},
    threads::Threads,
};
use crate::{
    Plan, measure_column, own_tables,
    spill::{Scratch, Sorted, Sorter},
};

/// Folder of the tables within the output folder.
pub(super) const FOLDER: &str = "tables";

/// What was written.
pub(super) struct Written {
    /// Each table with its files, paths relative to the output folder.
    pub(super) tables: Vec<(Schema, Vec<FileRecord>)>,
    /// Tables that an earlier run left in the folder, by their paths.
    pub(super) earlier: Vec<String>,
    /// The files of the network.
    pub(super) graphs: Vec<FileRecord>,
    /// Counts that explain the tables.
    pub(super) notes: BTreeMap<String, u64>,
    pub(super) pairs: PairSummary,
}

/// Writes every table that does not tell of articles.
pub(super) fn write(corpus: &Corpus, folded: &Folded, mut sink: Sink<'_>) -> Result<Written, Diagnostic> {
    let (plan, directory) = (sink.plan, sink.directory);
    let names = folded.counted.names(plan);
    let finished = &folded.counted.finished;
    let of = (&names, &plan.tables);
    let mut tested = Sorter::new(&corpus.scratch);
    let tests = finished.tested(of, &Threads, |tests| tested.push(tests));
    let tested = tested.finish();
    let verdicts = Verdicts::of(finished, &tests, &plan.tables);
    let network = finished.network(plan.tables.network, &verdicts);
    let (grids, actors) = (finished.grids(&plan.tables), finished.actors(&names, &plan.tables, &network));
    folded.tables.iter().for_each(|(schema, files)| sink.keep(schema.clone(), files.clone()));
    sink.write(RoleRow::schema(), || role_rows(plan, &actors))?;
    sink.write(CodeRow::schema(), || code_rows(plan, &actors))?;
    sink.write(ActorRow::schema(), || &actors)?;
    sink.write_actor_periods(finished, of, (&grids, &network), &corpus.scratch)?;
    let tables = finished.pair_tables(of, (&tests, &verdicts, &grids));
    let (pairs, edges) = sink.write_pairs((&tables, &tested), &network, &corpus.scratch)?;
    let coverage = finished.coverage(&names);
    finished.check_coverage(&coverage).map_err(unequal)?;
    sink.write(CoverageRow::schema(), || &coverage)?;
    let flaws = || folded.quarantine.flaws.walk().map(|flaw| quarantine_row(flaw, &corpus.files));
    sink.write(QuarantineRow::schema(), flaws)?;
    corpus.scratch.check()?;
    sink.write_own()?;
    let graphs = graph::write(plan, &Drawn { actors: &actors, edges: &edges }, directory)?;
    let Sink { tables, earlier, .. } = sink;
    Ok(Written { tables, earlier, graphs, notes: finished.notes(&plan.tables, &network), pairs })
}

#[allow(clippy::needless_pass_by_value, reason = "it is passed on as a function")]
pub(super) fn unequal(error: UnequalSums) -> Diagnostic {
    Diagnostic::error("R104", error.to_string())
}

/// What is told of actors by the periods of a grid.
struct OfActors<'a> {
    table: ActorTable<'a>,
    network: &'a ActorNetwork,
    periods: Sorted<ActorPeriod>,
    edges: Sorted<PeriodEdge>,
}

impl OfActors<'_> {
    fn walk(&self) -> impl Iterator<Item = ActorPeriod> + '_ {
        placed(self.periods.walk(), self.network.positions(self.edges.walk(), &Threads))
    }
}

/// Where tables are written.
pub(super) struct Sink<'a> {
    plan: &'a Plan,
    directory: &'a Path,
    tables: Vec<(Schema, Vec<FileRecord>)>,
    /// Tables of an earlier run in the folder.
    earlier: Vec<String>,
}

/// The tables that the manifest in a folder lists, by their paths; none if there is no manifest.
fn tables_of_earlier_run(directory: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(directory.join(super::manifest::NAME)).unwrap_or_default();
    let Ok(manifest) = serde_json::from_str::<Manifest>(&text) else { return Vec::new() };
    let is_table = |path: &str| {
        let name = path.strip_prefix(FOLDER).and_then(|rest| rest.strip_prefix('/'));
        name.is_some_and(|name| !name.contains(['/', '\\']) && name != "..")
    };
    manifest.outputs.into_iter().map(|file| file.path).filter(|path| is_table(path)).collect()
}

impl<'a> Sink<'a> {
    /// Takes the manifest of an earlier run away: until the new one is there, the run is unfinished.
    ///
    /// # Errors
    /// R102, if it cannot be taken away.
    pub(super) fn new(plan: &'a Plan, directory: &'a Path) -> Result<Self, Diagnostic> {
        let folder = directory.join(FOLDER);
        if folder.is_dir() {
            newsloom_formats::remove_stale(&folder)?;
        }
        let earlier = tables_of_earlier_run(directory);
        newsloom_formats::remove_file(&directory.join(super::manifest::NAME))?;
        Ok(Self { plan, directory, tables: Vec::new(), earlier })
    }

    /// Begins a table, if the recipe wants it.
    ///
    /// # Errors
    /// R102, if a file cannot be made.
    pub(super) fn begin(&self, schema: &Schema) -> Result<Option<TableWriter>, Diagnostic> {
        if !self.plan.wants(schema) {
            return Ok(None);
        }
        let output = Output { schema, writers: &self.plan.writers };
        TableWriter::create(&self.directory.join(FOLDER), output).map(Some)
    }

    /// Writes the recipe's own tables, made from those already written.
    fn write_own(&mut self) -> Result<(), Diagnostic> {
        for (schema, files) in own_tables::write(self.plan, &self.directory.join(FOLDER), &self.tables)? {
            self.keep(schema, files);
        }
        Ok(())
    }

    fn write_actor_periods(
        &mut self,
        finished: &Finished,
        (names, options): (&Names<'_>, &TableOptions),
        (grids, network): (&[Grid], &ActorNetwork),
        scratch: &Arc<Scratch>,
    ) -> Result<(), Diagnostic> {
        let of_grid = |grid| {
            let (mut periods, mut edges) = (Sorter::new(scratch), Sorter::new(scratch));
            edges.extend(finished.period_edges(network, grid));
            let take = |period| periods.push(period);
            let table = finished.actor_table((names, options), grid, &Threads, take).map_err(unequal)?;
            Ok(OfActors { table, network, periods: periods.finish(), edges: edges.finish() })
        };
        let weeks = of_grid(&grids[0])?;
        self.write_all(ActorWeekRow::schema(), weeks.walk(), |week| weeks.table.week(week))?;
        drop(weeks);
        let others: Vec<OfActors<'_>> = grids[1..].iter().map(of_grid).collect::<Result<_, _>>()?;
        if others.is_empty() {
            return Ok(());
        }
        let periods = others.iter().flat_map(|of| of.walk().map(move |one| (one, &of.table)));
        self.write_all(ActorPeriodRow::schema(), periods, |(one, table)| table.period(one))
    }

    /// Writes what is told of pairs, over the run, by period and by group.
    fn write_pairs(
        &mut self,
        (tables, tested): (&PairTables<'_>, &Sorted<Tested>),
        network: &ActorNetwork,
        scratch: &Arc<Scratch>,
    ) -> Result<(PairSummary, Vec<Edge>), Diagnostic> {
        let plan = self.plan;
        let schema = CoMentionRow::schema().extended(plan.tables.measures.iter().map(|m| measure_column(m)));
        let output = Output { schema: &schema, writers: &plan.writers };
        let whole = self.begin(&schema)?;
        let mut whole = whole.map(|table| Batches::new(table, output, RowEncoder::push));
        let (mut summary, mut edges) = (PairSummary::default(), Vec::new());
        let mut periods: Vec<Sorter<PairPeriod>> =
            tables.periods.iter().map(|_| Sorter::new(scratch)).collect();
        let mut contrasts = Sorter::new(scratch);
        tables.walk((tested.walk(), &Threads), unequal, |of_pair| {
            if let Some(row) = of_pair.whole {
                summary.add(&row.row);
                if !plan.graph_writers.is_empty() && network.edges().binary_search(&of_pair.pair).is_ok() {
                    let weeks = of_pair.periods[0].iter().map(|week| tables.periods[0].joint(week));
                    let weeks = weeks.filter(|(_, n_ij)| *n_ij > 0).collect();
                    edges.push(Edge { row: row.row.clone(), weeks });
                }
                whole.as_mut().map_or(Ok(()), |table| table.push(row))?;
            }
            periods.iter_mut().zip(of_pair.periods).for_each(|(all, found)| all.extend(found));
            contrasts.extend(of_pair.contrasts);
            Ok(())
        })?;
        let whole = whole.map(Batches::finish).transpose()?;
        if let Some(files) = whole {
            self.keep(schema, files);
        }
        let mut periods = periods.into_iter().map(Sorter::finish).zip(&tables.periods);
        if let Some((weeks, table)) = periods.next() {
            self.write_all(CoMentionWeekRow::schema(), weeks.walk(), |week| table.week(week))?;
        }
        let others: Vec<_> = periods.collect();
        if !others.is_empty() {
            let all = others.iter().flat_map(|(all, table)| all.walk().map(move |one| (one, table)));
            self.write_all(CoMentionPeriodRow::schema(), all, |(one, table)| table.period(one))?;
        }
        if !plan.groups.columns.is_empty() {
            let contrasts = contrasts.finish();
            self.write(CoMentionGroupRow::schema(), || tables.groups.rows(&contrasts))?;
        }
        Ok((summary, edges))
    }

    /// Writes a table whose rows are made by all threads.
    fn write_all<T: Send + Sync, R: Cells>(
        &mut self,
        schema: Schema,
        items: impl Iterator<Item = T> + Send,
        row: impl Fn(&T) -> R + Sync,
    ) -> Result<(), Diagnostic> {
        let Some(table) = self.begin(&schema)? else { return Ok(()) };
        let output = Output { schema: &schema, writers: &self.plan.writers };
        let mut table = Batches::new(table, output, |rows, item| rows.push(&row(item)));
        table.extend(items)?;
        let files = table.finish()?;
        self.keep(schema, files);
        Ok(())
    }

    fn keep(&mut self, schema: Schema, mut files: Vec<FileRecord>) {
        for file in &mut files {
            file.path = format!("{FOLDER}/{}", file.path);
        }
        self.tables.push((schema, files));
    }

    fn write<R>(&mut self, schema: Schema, rows: impl FnOnce() -> R) -> Result<(), Diagnostic>
    where
        R: IntoIterator<Item: Cells>,
    {
        let Some(mut table) = self.begin(&schema)? else { return Ok(()) };
        for row in rows() {
            table.write(&row)?;
        }
        self.keep(schema, table.finish()?);
        Ok(())
    }
}

fn role_rows(plan: &Plan, actors: &[ActorRow]) -> Vec<RoleRow> {
    let all = &plan.dictionary.actors;
    let id = |actor: ActorId| all.get(actor).id.to_string();
    let held = actors.iter().filter_map(|row| all.find(&row.actor_id)).flat_map(|actor| all.roles_of(actor));
    let mut rows: Vec<RoleRow> = held
        .map(|role| RoleRow {
            actor_id: id(role.actor),
            role: role.role.to_string(),
            of_actor_id: id(role.of),
            claim: role.claim.to_string(),
            start: role.start,
            end: role.end,
        })
        .collect();
    rows.sort_by(|a, b| {
        (&a.actor_id, &a.role, &a.of_actor_id, a.start).cmp(&(&b.actor_id, &b.role, &b.of_actor_id, b.start))
    });
    rows
}

fn code_rows<'a>(plan: &'a Plan, actors: &'a [ActorRow]) -> impl Iterator<Item = CodeRow> + 'a {
    let all = &plan.dictionary.actors;
    let is_written =
        |actor: ActorId| actors.binary_search_by(|row| row.actor_id.as_str().cmp(&all.get(actor).id)).is_ok();
    plan.dictionary.codes.iter().filter(move |code| is_written(code.actor)).map(|code| CodeRow {
        actor_id: all.get(code.actor).id.to_string(),
        scheme: code.scheme.clone(),
        code: code.code.clone(),
        start: code.start,
        end: code.end,
    })
}
