//! The recipe's own tables: `[[table]]`.

use std::path::Path;

use newsloom_corpus::{
    FileRecord,
    table::{
        ActorPeriodRow, ActorRow, ActorWeekRow, ArticleRow, CoMentionEvidenceRow, CoMentionGroupRow,
        CoMentionPeriodRow, CoMentionRow, CoMentionWeekRow, CodeRow, CoverageRow, MentionRow, QuarantineRow,
        RemovalRow, RoleRow, Row, Schema,
    },
};
use newsloom_diagnostics::Diagnostic;
use newsloom_formats::{Catalog, Database, OwnTable, Query, SqlProblem};

use crate::{
    Plan, codebook, kept_column, measure_column,
    recipe::{Setting, Settings, place_in},
};

/// A table that the recipe makes of the finished ones.
#[derive(Debug, Clone)]
pub(crate) struct AskedTable {
    name: String,
    meaning: String,
    query: Query,
    max_steps: u64,
}

/// Reads and checks every `[[table]]`; the plan says which tables there will be.
pub(crate) fn read(settings: &Settings, plan: &Plan) -> (Vec<AskedTable>, Vec<Diagnostic>) {
    let numbers =
        (1..).take_while(|n: &u32| settings.iter().any(|(path, _)| path.starts_with(&format!("table.{n}."))));
    let numbers: Vec<u32> = numbers.collect();
    if numbers.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let schemas = schemas(plan);
    let absent = absent(&schemas, plan);
    let catalog = Catalog::new(schemas).without(absent);
    let mut reader = Reader { settings, catalog, tables: Vec::new(), problems: Vec::new() };
    for number in numbers {
        let table = reader.table(&format!("table.{number}"));
        reader.tables.extend(table);
    }
    (reader.tables, reader.problems)
}

struct Reader<'a> {
    settings: &'a Settings,
    catalog: Catalog,
    tables: Vec<AskedTable>,
    problems: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn table(&mut self, path: &str) -> Option<AskedTable> {
        let key = |key: &str| format!("{path}.{key}");
        let settings = self.settings;
        let name = settings.text(&key("name"));
        if let Some(problem) = name.and_then(|name| self.refusal(name, settings.get(&key("name"))?)) {
            self.problems.push(problem);
        }
        let sql = settings.text(&key("sql"))?;
        match self.catalog.check(sql) {
            Ok(query) => Some(AskedTable {
                name: name?.to_owned(),
                meaning: settings.text(&key("meaning"))?.to_owned(),
                query,
                max_steps: settings.integer(&key("max-steps"))?,
            }),
            Err(problem) => {
                self.problems.push(diagnostic(settings.get(&key("sql"))?, problem));
                None
            }
        }
    }

    /// Why a name cannot be that of a table.
    fn refusal(&self, name: &str, setting: &Setting) -> Option<Diagnostic> {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let error = |message: String, label: &str| Some(setting.error("P221", message, label));
        if !name.chars().all(fits) || !name.starts_with(|c: char| c.is_ascii_lowercase()) {
            return error(
                format!("`{name}` cannot be the name of a table"),
                "lower-case letters, digits and `_`",
            );
        }
        if codebook().iter().any(|schema| schema.name == name) {
            return error(format!("`{name}` is a table of every run"), "needs another name");
        }
        if self.tables.iter().any(|table| table.name == name) {
            return error(format!("two tables are called `{name}`"), "needs another name");
        }
        None
    }
}

/// A problem of the SQL where it stands in the recipe.
fn diagnostic(setting: &Setting, problem: SqlProblem) -> Diagnostic {
    let error = Diagnostic::error("P220", problem.message);
    let error = match (&setting.place, problem.span) {
        (Some((file, span)), Some(inner)) => {
            let written = &file.text[span.clone()];
            let at = |offset| span.start + place_in(written, offset);
            error.at(file, at(inner.start)..at(inner.end), "")
        }
        (Some((file, span)), None) => error.at(file, span.clone(), ""),
        (None, _) => error,
    };
    match problem.help {
        Some(help) => error.help(help),
        None => error,
    }
}

/// The tables that a run of a plan writes, in their order.
pub(crate) fn schemas(plan: &Plan) -> Vec<Schema> {
    let kept = plan.read.kept.iter().map(|name| kept_column(name));
    let measures = plan.tables.measures.iter().map(|m| measure_column(m));
    let has_periods = !plan.tables.series.periods.is_empty();
    let always = [
        ArticleRow::schema().extended(kept),
        RemovalRow::schema(),
        MentionRow::schema(),
        RoleRow::schema(),
        CodeRow::schema(),
        ActorRow::schema(),
        ActorWeekRow::schema(),
        CoMentionRow::schema().extended(measures),
        CoMentionWeekRow::schema(),
        CoMentionEvidenceRow::schema(),
        CoverageRow::schema(),
        QuarantineRow::schema(),
    ];
    let periods = [ActorPeriodRow::schema(), CoMentionPeriodRow::schema()];
    let groups = [CoMentionGroupRow::schema()];
    let asked = periods.into_iter().filter(|_| has_periods);
    let asked = asked.chain(groups.into_iter().filter(|_| !plan.groups.columns.is_empty()));
    let is_written = |schema: &Schema| plan.wants(schema);
    always.into_iter().chain(asked).filter(is_written).collect()
}

/// The tables of the codebook that a run of the plan does not write, and what would change that.
fn absent(schemas: &[Schema], plan: &Plan) -> Vec<(String, String)> {
    let names = codebook().into_iter().map(|schema| schema.name.into_owned());
    let missing = names.filter(|name| schemas.iter().all(|schema| schema.name != *name));
    let with_reason = |name: String| {
        let why = if plan.left_out.contains(&name) {
            format!("the recipe leaves it out: take `{name}` from `[output] leave-out`")
        } else {
            format!("`{name}` is written where `[aggregate] by` asks for it")
        };
        (name, why)
    };
    missing.map(with_reason).collect()
}

/// Makes the recipe's own tables from the finished ones in a folder, and writes them beside these.
pub(crate) fn write(
    plan: &Plan,
    folder: &Path,
    finished: &[(Schema, Vec<FileRecord>)],
) -> Result<Vec<(Schema, Vec<FileRecord>)>, Diagnostic> {
    let Some(writer) = plan.writers.last().filter(|_| !plan.own_tables.is_empty()) else {
        return Ok(Vec::new());
    };
    let schemas: Vec<Schema> = finished.iter().map(|(schema, _)| schema.clone()).collect();
    let queries: Vec<&Query> = plan.own_tables.iter().map(|table| &table.query).collect();
    let mut database = Database::load(folder, writer, (&schemas, &queries))?;
    let write = |table: &AskedTable| {
        let AskedTable { name, meaning, query, max_steps } = table;
        database.write(OwnTable { name, meaning, query, max_steps: *max_steps }, folder, &plan.writers)
    };
    plan.own_tables.iter().map(write).collect()
}
