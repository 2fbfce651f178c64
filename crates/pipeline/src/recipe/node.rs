//! A parsed TOML value that remembers where it stands.

use std::{ops::Range, sync::Arc};

use newsloom_diagnostics::{Diagnostic, SourceFile};
use toml::{
    Spanned,
    de::{DeTable, DeValue, Error},
};

/// A value with its place.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) value: Form,
    pub(super) file: Arc<SourceFile>,
    pub(super) span: Range<usize>,
}

/// The form of a value.
#[derive(Debug, Clone)]
pub(super) enum Form {
    Text(String),
    Integer(i64),
    Number(f64),
    Flag(bool),
    Datetime(String),
    List(Vec<Node>),
    Table(Vec<Entry>),
}

/// A key with its place, and its value.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) span: Range<usize>,
    pub(super) node: Node,
}

impl Form {
    /// The form in the words of a message.
    pub(super) fn describe(&self) -> &'static str {
        match self {
            Self::Text(_) => "a text",
            Self::Integer(_) => "a whole number",
            Self::Number(_) => "a number",
            Self::Flag(_) => "true or false",
            Self::Datetime(_) => "a date",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

impl Node {
    /// The entries of a table; none for other values.
    pub(super) fn entries(&self) -> &[Entry] {
        if let Form::Table(entries) = &self.value { entries } else { &[] }
    }
}

/// Parses a whole file; what cannot be parsed is reported and left out.
pub(super) fn parse(file: &Arc<SourceFile>) -> (Node, Vec<Diagnostic>) {
    let (table, errors) = DeTable::parse_recoverable(&file.text);
    let span = table.span();
    let root = Node { value: Form::Table(entries(file, table.into_inner())), file: Arc::clone(file), span };
    (root, errors.iter().map(|e| syntax_error(file, e)).collect())
}

/// Parses one value that stands at `at` in `file`, to its end.
pub(super) fn parse_value(file: &Arc<SourceFile>, at: usize) -> Result<Node, Diagnostic> {
    let value = DeValue::parse(&file.text[at..]).map_err(|e| syntax_error(file, &e))?;
    let mut node = node(file, value);
    shift(&mut node, at);
    node.span = at..file.text.len();
    Ok(node)
}

/// Moves the places of a value that was parsed by itself to where it stands.
fn shift(node: &mut Node, by: usize) {
    let moved = |span: &Range<usize>| span.start + by..span.end + by;
    node.span = moved(&node.span);
    match &mut node.value {
        Form::List(items) => items.iter_mut().for_each(|item| shift(item, by)),
        Form::Table(entries) => {
            for entry in entries {
                entry.span = moved(&entry.span);
                shift(&mut entry.node, by);
            }
        }
        _ => {}
    }
}

fn syntax_error(file: &Arc<SourceFile>, error: &Error) -> Diagnostic {
    let span = error.span().unwrap_or(0..0);
    Diagnostic::error("P101", error.message()).at(file, span, "")
}

fn entries(file: &Arc<SourceFile>, table: DeTable<'_>) -> Vec<Entry> {
    let entry = |(key, value): (Spanned<_>, _)| {
        let span = key.span();
        let key: std::borrow::Cow<'_, str> = key.into_inner();
        Entry { key: key.into_owned(), span, node: node(file, value) }
    };
    let mut entries: Vec<Entry> = table.into_iter().map(entry).collect();
    entries.sort_by_key(|e| e.span.start);
    entries
}

fn node(file: &Arc<SourceFile>, value: Spanned<DeValue<'_>>) -> Node {
    let span = value.span();
    let value = match value.into_inner() {
        DeValue::String(text) => Form::Text(text.into_owned()),
        DeValue::Integer(n) => integer(n.as_str(), n.radix()),
        DeValue::Float(x) => Form::Number(x.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(flag) => Form::Flag(flag),
        DeValue::Datetime(date) => Form::Datetime(date.to_string()),
        DeValue::Array(items) => Form::List(items.into_iter().map(|item| node(file, item)).collect()),
        DeValue::Table(table) => Form::Table(entries(file, table)),
    };
    Node { value, file: Arc::clone(file), span }
}

/// A number beyond 64 bits stays a number, so that the range check refuses it.
fn integer(digits: &str, radix: u32) -> Form {
    i64::from_str_radix(digits, radix).map_or(Form::Number(f64::INFINITY), Form::Integer)
}
