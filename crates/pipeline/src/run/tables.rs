//! The tables of a run.

use std::{collections::BTreeMap, path::Path};

use newsloom_aggregate::{CountedRows, Verdicts};
use newsloom_corpus::{
    ActorId, FileRecord,
    table::{
        ActorPeriodRow, ActorRow, ActorWeekRow, Cells, CoMentionEvidenceRow, CoMentionGroupRow,
        CoMentionPeriodRow, CoMentionRow, CoMentionWeekRow, CodeRow, CoverageRow, Extended, QuarantineRow,
        RoleRow, Row, Schema,
    },
};

use newsloom_diagnostics::Diagnostic;
use newsloom_formats::{Output, TableWriter};

use super::{
    corpus::Corpus,
    fold::Folded,
    graph::{self, Drawn},
    story_tables::quarantine_row,
};
use crate::{Plan, measure_column, own_tables};

/// Folder of the tables within the output folder.
pub(super) const FOLDER: &str = "tables";

/// What was written.
pub(super) struct Written {
    /// Each table with its files, paths relative to the output folder.
    pub(super) tables: Vec<(Schema, Vec<FileRecord>)>,
    /// The files of the network.
    pub(super) graphs: Vec<FileRecord>,
    /// Counts that explain the tables.
    pub(super) notes: BTreeMap<String, u64>,
    /// The rows of the pairs, for the summary.
    pub(super) pairs: Vec<Extended<CoMentionRow>>,
}

/// Writes every table that does not tell of articles.
pub(super) fn write(corpus: &Corpus, folded: &Folded, mut sink: Sink<'_>) -> Result<Written, Diagnostic> {
    let (plan, directory) = (sink.plan, sink.directory);
    let names = folded.counted.names(plan);
    let finished = &folded.counted.finished;
    let pairs = finished.comentions(&names, &plan.tables);
    let verdicts = Verdicts::of(&pairs, &names);
    let network = finished.network(plan.tables.network, &verdicts);
    let actors = finished.actors(&names, &plan.tables, &network);
    let actor_weeks = finished.actor_weeks(&names, &plan.tables, &network);
    let pair_weeks = finished.comention_weeks(&names, &plan.tables, &verdicts);
    let actor_periods = finished.actor_periods(&names, &plan.tables, &network);
    let pair_periods = finished.comention_periods(&names, &plan.tables, &verdicts);
    let groups = finished.comention_groups(&names, &plan.tables);
    let coverage = finished.coverage(&names);
    let counted_rows = CountedRows {
        actors: &actors,
        actor_weeks: &actor_weeks,
        actor_periods: &actor_periods,
        pairs: &pairs,
        pair_weeks: &pair_weeks,
        pair_periods: &pair_periods,
        groups: &groups,
        coverage: &coverage,
    };
    let sums = finished.check_sums(&names, &plan.tables, &counted_rows);
    sums.map_err(|error| Diagnostic::error("R104", error.to_string()))?;
    folded.tables.iter().for_each(|(schema, files)| sink.keep(schema.clone(), files.clone()));
    sink.write(RoleRow::schema(), || role_rows(plan, &actors))?;
    sink.write(CodeRow::schema(), || code_rows(plan, &actors))?;
    sink.write(ActorRow::schema(), || &actors)?;
    sink.write(ActorWeekRow::schema(), || &actor_weeks)?;
    let has_periods = !plan.tables.series.periods.is_empty();
    if has_periods {
        sink.write(ActorPeriodRow::schema(), || &actor_periods)?;
    }
    let measures = plan.tables.measures.iter().map(|m| measure_column(m));
    sink.write(CoMentionRow::schema().extended(measures), || &pairs)?;
    sink.write(CoMentionWeekRow::schema(), || &pair_weeks)?;
    if has_periods {
        sink.write(CoMentionPeriodRow::schema(), || &pair_periods)?;
    }
    if !plan.groups.columns.is_empty() {
        sink.write(CoMentionGroupRow::schema(), || &groups)?;
    }
    sink.write(CoMentionEvidenceRow::schema(), || folded.joints.walk().map(|joint| joint.row(plan)))?;
    sink.write(CoverageRow::schema(), || &coverage)?;
    let flaws = || folded.quarantine.flaws.walk().map(|flaw| quarantine_row(flaw, &corpus.files));
    sink.write(QuarantineRow::schema(), flaws)?;
    corpus.scratch.check()?;
    sink.write_own()?;
    let graph =
        Drawn { network: &network, names: &names, actors: &actors, pairs: &pairs, weeks: &pair_weeks };
    let graphs = graph::write(plan, &graph, directory)?;
    Ok(Written { tables: sink.tables, graphs, notes: finished.notes(&plan.tables, &network), pairs })
}

/// Where tables are written.
pub(super) struct Sink<'a> {
    plan: &'a Plan,
    directory: &'a Path,
    tables: Vec<(Schema, Vec<FileRecord>)>,
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
        newsloom_formats::remove_file(&directory.join(super::manifest::NAME))?;
        Ok(Self { plan, directory, tables: Vec::new() })
    }

    /// Begins a table, if the recipe wants it.
    ///
    /// # Errors
    /// R102, if a file cannot be made.
    pub(super) fn begin(&self, schema: &Schema) -> Result<Option<TableWriter>, Diagnostic> {
        if self.plan.left_out.iter().any(|name| *name == schema.name) {
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
