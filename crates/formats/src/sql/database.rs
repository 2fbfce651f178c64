use std::path::Path;

use newsloom_corpus::{
    FileRecord,
    table::{Cell, Cells, Column, Schema},
};
use newsloom_diagnostics::Diagnostic;
use rusqlite::{
    Connection, Error, ErrorCode, Row, params_from_iter,
    types::{ToSqlOutput, Value, ValueRef},
};

use super::{
    catalog::{Query, secure},
    create_table, quoted,
    typing::{Typing, cell_of},
};
use crate::{Output, TableWriter, Writer, table::file_name};

/// Steps of the engine between two looks at the limit.
const STEPS: u64 = 100_000;

/// A table that a recipe makes of the finished ones.
#[derive(Debug, Clone, Copy)]
pub struct OwnTable<'a> {
    /// Its name.
    pub name: &'a str,
    /// What one row is.
    pub meaning: &'a str,
    /// Its rows.
    pub query: &'a Query,
    /// Most steps that the engine may take for it, in millions.
    pub max_steps: u64,
}

/// The rows that some queries read, in a file that goes when it is dropped.
///
/// ```
/// use newsloom_corpus::table::{CodeRow, Row};
/// use newsloom_formats::{Catalog, Database, OwnTable, Output, WRITERS, write_table};
///
/// # let folder = tempfile::tempdir()?;
/// # let folder = folder.path();
/// let code = |code: &str| CodeRow {
///     actor_id: "country:LBY".into(),
///     scheme: "gwno".into(),
///     code: code.into(),
///     start: None,
///     end: None,
/// };
/// let csv = &WRITERS[0];
/// write_table(folder, Output { schema: &CodeRow::schema(), writers: &[csv] }, [&code("0620"), &code("0621")])?;
/// let catalog = Catalog::new(vec![CodeRow::schema()]);
/// let query = catalog.check("SELECT actor_id, count(*) AS n FROM codes GROUP BY actor_id").unwrap();
/// let mut database = Database::load(folder, csv, (catalog.schemas(), &[&query]))?;
/// let table = OwnTable { name: "schemes", meaning: "One row an actor.", query: &query, max_steps: 10 };
/// database.write(table, folder, &[csv])?;
/// assert_eq!(std::fs::read_to_string(folder.join("schemes.csv")).unwrap(), "actor_id,n\ncountry:LBY,2\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Database {
    connection: Connection,
}

impl Database {
    /// Loads the finished tables in a folder that some checked queries name, from the files of one format.
    ///
    /// # Errors
    /// R101, if a table cannot be read; R102, if there is no room for it.
    pub fn load(
        folder: &Path,
        writer: &Writer,
        (schemas, queries): (&[Schema], &[&Query]),
    ) -> Result<Self, Diagnostic> {
        let mut connection = temporary(64).map_err(|error| no_room(&error))?;
        for schema in schemas {
            connection.execute(&create_table(schema), []).map_err(|error| no_room(&error))?;
            if queries.iter().any(|query| query.tables.contains(&*schema.name)) {
                fill(&mut connection, schema, (&folder.join(file_name(schema, writer)), writer))?;
            }
        }
        secure(&mut connection, schemas).map_err(|error| no_room(&error))?;
        Ok(Self { connection })
    }

    /// Writes a table of the recipe in each format. Without an `ORDER BY` of its own its rows are sorted
    /// by their columns from left to right: nulls, numbers, then texts by their bytes.
    ///
    /// # Errors
    /// R121, if the query fails, takes too many steps or gives values that can stand in no table; R102,
    /// if a file cannot be written.
    pub fn write(
        &mut self,
        table: OwnTable<'_>,
        folder: &Path,
        writers: &[&'static Writer],
    ) -> Result<(Schema, Vec<FileRecord>), Diagnostic> {
        let failed = |reason: String| Diagnostic::error("R121", format!("table `{}`: {reason}", table.name));
        let (spool, columns) = self.spool(table).map_err(failed)?;
        let schema = Schema {
            name: table.name.to_owned().into(),
            meaning: table.meaning.to_owned(),
            columns,
            key: &[],
        };
        let mut writer = TableWriter::create(folder, Output { schema: &schema, writers })?;
        let order = if table.query.is_ordered { "rowid".to_owned() } else { numbers(schema.columns.len()) };
        let mut statement = spool
            .prepare(&format!("SELECT * FROM spool ORDER BY {order}"))
            .map_err(|error| no_room(&error))?;
        let mut rows = statement.query([]).map_err(|error| no_room(&error))?;
        while let Some(row) = rows.next().map_err(|error| no_room(&error))? {
            writer.write(&ResultRow { row, columns: &schema.columns })?;
        }
        let files = writer.finish()?;
        Ok((schema, files))
    }

    /// Runs a query once, its rows in a temporary file, and learns the types of its columns.
    fn spool(&mut self, table: OwnTable<'_>) -> Result<(Connection, Vec<Column>), String> {
        let sqlite = |error: Error| reason(&error, table.max_steps);
        limit(&mut self.connection, table.max_steps).map_err(sqlite)?;
        let spool = temporary(16).map_err(sqlite)?;
        let columns = &table.query.columns;
        let names: Vec<String> = (0..columns.len()).map(|i| format!("c{i}")).collect();
        spool.execute(&format!("CREATE TABLE spool ({})", names.join(", ")), []).map_err(sqlite)?;
        let places = vec!["?"; columns.len()].join(", ");
        let mut insert = spool.prepare(&format!("INSERT INTO spool VALUES ({places})")).map_err(sqlite)?;
        let mut types: Vec<Typing<'_>> = columns.iter().map(Typing::new).collect();
        let mut statement = self.connection.prepare(&table.query.sql).map_err(sqlite)?;
        let mut rows = statement.query([]).map_err(sqlite)?;
        while let Some(row) = rows.next().map_err(sqlite)? {
            let values: Vec<ValueRef<'_>> = (0..columns.len()).map(|i| value(row, i)).collect();
            types.iter_mut().zip(&values).try_for_each(|(typing, value)| typing.see(*value))?;
            insert
                .execute(params_from_iter(values.into_iter().map(ToSqlOutput::Borrowed)))
                .map_err(sqlite)?;
        }
        drop(insert);
        Ok((spool, types.iter().map(|typing| typing.column(table.name)).collect()))
    }
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Database").finish_non_exhaustive()
    }
}

/// A row of a result with the columns it is written under.
struct ResultRow<'a, 'b> {
    row: &'a Row<'b>,
    columns: &'a [Column],
}

impl Cells for ResultRow<'_, '_> {
    fn visit<'a>(&'a self, visit: &mut impl FnMut(Cell<'a>)) {
        for (i, column) in self.columns.iter().enumerate() {
            visit(cell_of(value(self.row, i), column.kind).expect("the types are those of all values"));
        }
    }
}

fn value<'a>(row: &'a Row<'_>, i: usize) -> ValueRef<'a> {
    row.get_ref(i).expect("a row has a value for every column")
}

/// A database in a file without a name, of which some MiB are kept in memory.
fn temporary(mebibytes: u32) -> rusqlite::Result<Connection> {
    let connection = Connection::open("")?;
    let kibibytes = mebibytes * 1024;
    connection.execute_batch(&format!(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE; PRAGMA cache_size = -{kibibytes};"
    ))?;
    Ok(connection)
}

/// Inserts the rows of a table in the order of its file.
fn fill(
    connection: &mut Connection,
    schema: &Schema,
    (path, writer): (&Path, &Writer),
) -> Result<(), Diagnostic> {
    let unreadable =
        |reason: String| Diagnostic::error("R101", format!("cannot read `{}`: {reason}", path.display()));
    let marks = vec!["?"; schema.columns.len()].join(", ");
    let insert = format!("INSERT INTO {} VALUES ({marks})", quoted(&schema.name));
    let rows = (writer.read)(path, &schema.columns, None).map_err(unreadable)?;
    let transaction = connection.transaction().map_err(|error| no_room(&error))?;
    let mut statement = transaction.prepare(&insert).map_err(|error| no_room(&error))?;
    for cells in rows {
        let values = cells.map_err(unreadable)?.into_iter().map(stored);
        statement.execute(params_from_iter(values)).map_err(|error| no_room(&error))?;
    }
    drop(statement);
    transaction.commit().map_err(|error| no_room(&error))
}

fn stored(cell: Cell<'static>) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Text(text) => Value::Text(text.into_owned()),
        Cell::Bool(flag) => Value::Integer(flag.into()),
        Cell::UInt(number) => Value::Integer(i64::try_from(number).expect("counts are below 2^63")),
        Cell::Int(number) => Value::Integer(number),
        Cell::Float(number) => Value::Real(number),
        Cell::Date(date) => Value::Text(date.to_string()),
        Cell::Timestamp(at) => Value::Text(at.to_string()),
    }
}

/// Stops a query that takes more steps than allowed: a count, so that it stops on every machine alike.
fn limit(connection: &mut Connection, millions: u64) -> rusqlite::Result<()> {
    let mut left = millions.saturating_mul(1_000_000) / STEPS;
    let is_over = move || {
        left = left.saturating_sub(1);
        left == 0
    };
    connection.progress_handler(i32::try_from(STEPS).expect("a small constant"), Some(is_over))
}

fn reason(error: &Error, max_steps: u64) -> String {
    match error {
        Error::SqliteFailure(failure, _) if failure.code == ErrorCode::OperationInterrupted => format!(
            "stopped after {max_steps} million steps: look for a join without a condition, or raise `max-steps`"
        ),
        Error::SqliteFailure(_, Some(message)) => message.clone(),
        other => other.to_string(),
    }
}

fn no_room(error: &Error) -> Diagnostic {
    Diagnostic::error("R102", format!("cannot write the temporary database of the recipe's tables: {error}"))
}

/// `1, 2, 3`.
fn numbers(n: usize) -> String {
    (1..=n).map(|i| i.to_string()).collect::<Vec<_>>().join(", ")
}
