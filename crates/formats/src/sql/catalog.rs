use std::{
    collections::BTreeSet,
    ops::Range,
    sync::{Arc, Mutex, PoisonError},
};

use newsloom_corpus::table::{Column, Schema};
use rusqlite::{
    Connection, Error, Statement,
    config::DbConfig,
    hooks::{AuthAction, AuthContext, Authorization},
    limits::Limit,
};

use super::{
    create_table,
    functions::{refusal, with_mathematics, without_clock},
    problem::SqlProblem,
    sql_names,
    tokens::{is_ordered, words},
};

/// Longest value, in bytes.
const MAX_VALUE_BYTES: i32 = 100_000_000;

/// A query that has been checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    pub(super) sql: String,
    pub(super) columns: Vec<QueryColumn>,
    /// The finished tables whose names stand in it.
    pub(super) tables: BTreeSet<String>,
    /// Whether its rows have an order of their own.
    pub(super) is_ordered: bool,
}

/// A column of the result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct QueryColumn {
    pub(super) name: String,
    /// The column of a finished table that it is, if it is no expression.
    pub(super) origin: Option<Column>,
}

/// The finished tables as a query sees them, without rows.
///
/// ```
/// use newsloom_corpus::table::schemas;
/// use newsloom_formats::Catalog;
///
/// let catalog = Catalog::new(schemas());
/// assert!(catalog.check("SELECT source, sum(n_ij) AS n FROM comentions GROUP BY source").is_ok());
/// let problem = catalog.check("SELECT n_ji FROM comentions").unwrap_err();
/// assert_eq!(problem.message, "unknown column `n_ji`");
/// assert_eq!(problem.span, Some(7..11));
/// ```
pub struct Catalog {
    connection: Connection,
    schemas: Vec<Schema>,
    /// Tables that are not there, and why.
    absent: Vec<(String, String)>,
    seen: Seen,
}

impl Catalog {
    /// The catalog of some tables.
    ///
    /// # Panics
    /// If two tables have one name, or the machine has no memory left.
    pub fn new(schemas: Vec<Schema>) -> Self {
        let open = || -> rusqlite::Result<(Connection, Seen)> {
            let mut connection = Connection::open_in_memory()?;
            schemas.iter().try_for_each(|schema| connection.execute(&create_table(schema), []).map(drop))?;
            let seen = secure(&mut connection, &schemas)?;
            Ok((connection, seen))
        };
        let (connection, seen) = open().expect("empty tables of different names fit into memory");
        Self { connection, schemas, absent: Vec::new(), seen }
    }

    /// The same catalog, which can tell why some tables are not there.
    #[must_use]
    pub fn without(self, absent: Vec<(String, String)>) -> Self {
        Self { absent, ..self }
    }

    /// The tables.
    pub fn schemas(&self) -> &[Schema] {
        &self.schemas
    }

    /// Checks a query.
    ///
    /// # Errors
    /// The first problem: anything but one `SELECT` (or `WITH`, `VALUES`), unknown names, a function
    /// whose value is no matter of the data, columns without plain names of their own.
    pub fn check(&self, sql: &str) -> Result<Query, SqlProblem> {
        self.seen.forget();
        let statement = self.connection.prepare(sql).map_err(|error| self.problem(&error, sql))?;
        self.seen.refused(sql).map_or(Ok(()), Err)?;
        is_query(&statement)?;
        let columns = self.columns(&statement)?;
        Ok(Query { sql: sql.to_owned(), columns, tables: self.named(sql), is_ordered: is_ordered(sql) })
    }

    /// The engine does not tell of every column of a join, so a table is read if its name is there.
    fn named(&self, sql: &str) -> BTreeSet<String> {
        let words = words(sql);
        let names = self.schemas.iter().map(|schema| &*schema.name);
        let is_there = |name: &&str| words.iter().any(|word| word.name.eq_ignore_ascii_case(name));
        names.filter(is_there).map(str::to_owned).collect()
    }

    fn problem(&self, error: &Error, sql: &str) -> SqlProblem {
        self.seen.refused(sql).unwrap_or_else(|| SqlProblem::of(error, sql, (&self.schemas, &self.absent)))
    }

    fn columns(&self, statement: &Statement<'_>) -> Result<Vec<QueryColumn>, SqlProblem> {
        let mut columns: Vec<QueryColumn> = Vec::new();
        for (number, column) in (1..).zip(statement.columns_with_metadata()) {
            let name = column.name().to_owned();
            if !is_plain(&name) {
                let message = format!("column {number} of the result has no plain name: `{name}`");
                return Err(SqlProblem::new(message).help("write `… AS name`: letters, digits and `_`"));
            }
            if columns.iter().any(|other| other.name.eq_ignore_ascii_case(&name)) {
                let message = format!("two columns of the result are called `{name}`");
                return Err(SqlProblem::new(message).help("write `… AS name` behind one of them"));
            }
            let origin = column.table_name().zip(column.origin_name());
            columns.push(QueryColumn { name, origin: origin.and_then(|origin| self.column(origin)) });
        }
        Ok(columns)
    }

    fn column(&self, (table, column): (&str, &str)) -> Option<Column> {
        let schema = self.schemas.iter().find(|schema| schema.name == table)?;
        let at = sql_names(schema).iter().position(|name| name == column)?;
        schema.columns.get(at).cloned()
    }
}

impl std::fmt::Debug for Catalog {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Catalog").field("schemas", &self.schemas).finish_non_exhaustive()
    }
}

/// From now on only queries over these tables are answered.
pub(super) fn secure(connection: &mut Connection, schemas: &[Schema]) -> rusqlite::Result<Seen> {
    // A name in double quotes that nothing bears is a mistake, not a text.
    for double_quoted_texts in [DbConfig::SQLITE_DBCONFIG_DQS_DML, DbConfig::SQLITE_DBCONFIG_DQS_DDL] {
        connection.set_db_config(double_quoted_texts, false)?;
    }
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, MAX_VALUE_BYTES)?;
    without_clock(connection)?;
    with_mathematics(connection)?;
    let tables = schemas.iter().map(|schema| schema.name.to_string()).collect();
    let seen = Seen::default();
    let watcher = Watcher { tables, seen: seen.clone() };
    connection.authorizer(Some(move |context: AuthContext<'_>| watcher.allow(&context.action)))?;
    Ok(seen)
}

fn is_query(statement: &Statement<'_>) -> Result<(), SqlProblem> {
    if statement.column_count() == 0 || statement.is_explain() != 0 || !statement.readonly() {
        return Err(not_a_query());
    }
    if statement.parameter_count() > 0 {
        let message = "a query of a recipe has no parameters (`?`, `:name`)";
        return Err(SqlProblem::new(message).help("write the value itself, texts in single quotes"));
    }
    Ok(())
}

fn not_a_query() -> SqlProblem {
    SqlProblem::new("not a query").help("a table is made by one `SELECT`, also `WITH … SELECT` or `VALUES`")
}

fn is_plain(name: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || c == '_';
    name.chars().all(fits) && !name.starts_with(|c: char| c.is_numeric()) && !name.is_empty()
}

/// The first thing that the engine asked for and did not get while it prepared a query.
#[derive(Debug, Clone, Default)]
pub(super) struct Seen(Arc<Mutex<Option<Refused>>>);

#[derive(Debug, Clone)]
enum Refused {
    Statement,
    Function(String, &'static str),
    Table(String),
}

impl Seen {
    fn change<T>(&self, change: impl FnOnce(&mut Option<Refused>) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn forget(&self) {
        self.change(|refused| *refused = None);
    }

    fn refused(&self, sql: &str) -> Option<SqlProblem> {
        let place = |name: &str| -> Option<Range<usize>> {
            words(sql).into_iter().find(|word| word.name.eq_ignore_ascii_case(name)).map(|word| word.span)
        };
        Some(match self.change(|refused| refused.clone())? {
            Refused::Statement => not_a_query(),
            Refused::Function(name, why) => {
                SqlProblem::new(format!("`{name}` cannot be called here")).help(why).at(place(&name))
            }
            Refused::Table(name) => {
                SqlProblem::new(format!("`{name}` is no table of the run")).at(place(&name))
            }
        })
    }
}

/// Lets a query read the tables, call functions, and nothing else.
struct Watcher {
    tables: BTreeSet<String>,
    seen: Seen,
}

impl Watcher {
    fn allow(&self, action: &AuthAction<'_>) -> Authorization {
        match self.refusal(action) {
            None => Authorization::Allow,
            Some(refused) => {
                let _ = self.seen.change(|first| first.get_or_insert(refused).clone());
                Authorization::Deny
            }
        }
    }

    fn refusal(&self, action: &AuthAction<'_>) -> Option<Refused> {
        match action {
            AuthAction::Select | AuthAction::Recursive => None,
            AuthAction::Function { function_name } => {
                refusal(function_name).map(|why| Refused::Function((*function_name).to_owned(), why))
            }
            AuthAction::Read { table_name, column_name } => self.read(table_name, column_name),
            _ => Some(Refused::Statement),
        }
    }

    /// A table of which no column is read may be one that the query itself makes (`WITH`).
    fn read(&self, table: &str, column: &str) -> Option<Refused> {
        let is_own = column.is_empty() && !table.starts_with("sqlite_") && !table.starts_with("pragma_");
        let is_list = ["json_each", "json_tree"].contains(&table);
        (!is_own && !is_list && !self.tables.contains(table)).then(|| Refused::Table(table.to_owned()))
    }
}
