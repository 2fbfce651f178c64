use std::ops::Range;

use newsloom_corpus::table::Schema;
use newsloom_diagnostics::did_you_mean;
use rusqlite::Error;

use super::{
    sql_names,
    tokens::{Word, words},
};

/// The tables that are there, and those that are not, with the reason.
pub(super) type Known<'a> = (&'a [Schema], &'a [(String, String)]);

/// What is wrong with a query, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqlProblem {
    /// A lowercase fragment; names stand in backticks.
    pub message: String,
    /// Bytes of the query; the whole of it if `None`.
    pub span: Option<Range<usize>>,
    /// What to do about it.
    pub help: Option<String>,
}

impl SqlProblem {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), span: None, help: None }
    }

    pub(super) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    pub(super) fn at(self, span: Option<Range<usize>>) -> Self {
        Self { span, ..self }
    }

    /// What the engine says of a query, in our words.
    pub(super) fn of(error: &Error, sql: &str, (schemas, absent): Known<'_>) -> Self {
        let (message, offset) = match error {
            Error::SqlInputError { msg, offset, .. } => (msg.clone(), usize::try_from(*offset).ok()),
            Error::SqliteFailure(_, Some(message)) => (message.clone(), None),
            Error::MultipleStatement => return several_statements(),
            other => (other.to_string(), None),
        };
        let span = offset.filter(|at| *at < sql.len()).map(|at| token_at(sql, at));
        if let Some(name) = message.strip_prefix("no such table: ") {
            return unknown_table(name, sql, (schemas, absent));
        }
        if let Some(name) = message.strip_prefix("no such column: ") {
            if let Some((text, _)) = name.split_once(" - should this be a string literal") {
                let help = format!("texts stand in single quotes: '{}'", text.trim_matches('"'));
                return Self::new(format!("unknown column `{text}`")).help(help).at(span);
            }
            let named = |at: usize| word_from(sql, at, name);
            return unknown_column(name, sql, schemas)
                .at(offset.and_then(named).or_else(|| last_word(sql, name)));
        }
        if let Some(name) = message.strip_prefix("no such function: ") {
            let help = "the functions are those of SQLite (https://sqlite.org/lang_corefunc.html), `exp`, `ln`, `log2`, `log10`, `sqrt` and `pow`";
            return Self::new(format!("unknown function `{name}`"))
                .help(help)
                .at(span.or_else(|| last_word(sql, name)));
        }
        if message == "incomplete input" {
            return Self::new("the SQL ends too early").at(Some(end_of(sql)));
        }
        Self::new(message.replace('"', "`")).at(span)
    }
}

fn several_statements() -> SqlProblem {
    SqlProblem::new("more than one statement").help("write a `[[table]]` for each query")
}

fn unknown_table(name: &str, sql: &str, (schemas, absent): Known<'_>) -> SqlProblem {
    let plain = name.rsplit('.').next().unwrap_or(name);
    let known = || schemas.iter().map(|schema| &*schema.name);
    let is_absent = |(absent, _): &&(String, String)| absent.eq_ignore_ascii_case(plain);
    let help = match (absent.iter().find(is_absent), did_you_mean(plain, known())) {
        (Some((_, why)), _) => why.clone(),
        (None, Some(close)) => format!("did you mean `{close}`?"),
        (None, None) => format!("the tables of this recipe: {}", listed(known())),
    };
    SqlProblem::new(format!("unknown table `{name}`")).help(help).at(last_word(sql, plain))
}

/// Suggests a column of the tables that the query names; of all tables, if it names none.
fn unknown_column(name: &str, sql: &str, schemas: &[Schema]) -> SqlProblem {
    let plain = name.rsplit('.').next().unwrap_or(name);
    let words = words(sql);
    let is_named = |schema: &&Schema| words.iter().any(|word| word.name.eq_ignore_ascii_case(&schema.name));
    let mut named: Vec<&Schema> = schemas.iter().filter(is_named).collect();
    if named.is_empty() {
        named = schemas.iter().collect();
    }
    let columns: Vec<String> = named.iter().flat_map(|schema| sql_names(schema)).collect();
    let help = match (did_you_mean(plain, columns.iter().map(String::as_str)), &named[..]) {
        (Some(close), _) => format!("did you mean `{close}`?"),
        (None, [schema]) => {
            format!("the columns of `{}`: {}", schema.name, listed(columns.iter().map(String::as_str)))
        }
        (None, _) => {
            "`newsloom codebook` lists the columns of every table; texts stand in single quotes".to_owned()
        }
    };
    SqlProblem::new(format!("unknown column `{name}`")).help(help)
}

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// The last word of a name; aliases stand behind what they stand for.
fn last_word(sql: &str, name: &str) -> Option<Range<usize>> {
    let plain = name.rsplit('.').next().unwrap_or(name);
    words(sql).into_iter().rev().find(|word| word.name.eq_ignore_ascii_case(plain)).map(|word| word.span)
}

/// The last word of a name, at a byte or behind it.
fn word_from(sql: &str, at: usize, name: &str) -> Option<Range<usize>> {
    let plain = name.rsplit('.').next().unwrap_or(name);
    let is_it = |word: &Word| word.span.start >= at && word.name.eq_ignore_ascii_case(plain);
    words(sql).into_iter().find(is_it).map(|word| word.span)
}

/// The word that begins at a byte, or the one character there.
fn token_at(sql: &str, at: usize) -> Range<usize> {
    let word = words(sql).into_iter().find(|word| word.span.start == at);
    let one = || at..at + sql[at..].chars().next().map_or(0, char::len_utf8);
    word.map_or_else(one, |word| word.span)
}

/// The last character that is no white space.
fn end_of(sql: &str) -> Range<usize> {
    let end = sql.trim_end().len();
    let start = sql[..end].char_indices().next_back().map_or(0, |(at, _)| at);
    start..end
}
