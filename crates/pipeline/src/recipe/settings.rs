use std::{collections::BTreeMap, ops::Range, sync::Arc};

use jiff::civil::Date;
use newsloom_diagnostics::{Diagnostic, SourceFile};

/// A checked value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A text or one of a few words.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// A flag.
    Flag(bool),
    /// A date.
    Date(Date),
    /// A list.
    List(Vec<Setting>),
    /// A table from words to texts.
    Map(BTreeMap<String, Setting>),
}

/// A checked value with the place where it was written; none for defaults.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// The value.
    pub value: Value,
    /// Where it was written.
    pub place: Option<(Arc<SourceFile>, Range<usize>)>,
}

impl Setting {
    /// An error that points to this value, if it was written.
    pub fn error(&self, code: &str, message: impl Into<String>, label: &str) -> Diagnostic {
        let error = Diagnostic::error(code, message);
        match &self.place {
            Some((file, span)) => error.at(file, span.clone(), label),
            None => error,
        }
    }
}

/// Every setting of a recipe by its path, such as `score.significance.level`.
///
/// Keys that are neither written nor have a fixed default are absent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings {
    pub(super) by_path: BTreeMap<String, Setting>,
}

impl Settings {
    /// The setting at a path.
    pub fn get(&self, path: &str) -> Option<&Setting> {
        self.by_path.get(path)
    }

    /// The same settings with a value that follows from others filled in.
    #[must_use]
    pub(crate) fn with(mut self, path: &str, value: impl Into<Value>) -> Self {
        let setting = Setting { value: value.into(), place: None };
        self.by_path.entry(path.to_owned()).or_insert(setting);
        self
    }

    /// Every path with its setting, sorted.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Setting)> {
        self.by_path.iter().map(|(path, setting)| (path.as_str(), setting))
    }

    /// The text at a path.
    pub fn text(&self, path: &str) -> Option<&str> {
        if let Value::Text(text) = &self.get(path)?.value { Some(text) } else { None }
    }

    /// The whole number at a path.
    pub fn integer(&self, path: &str) -> Option<u64> {
        if let Value::Integer(n) = self.get(path)?.value { u64::try_from(n).ok() } else { None }
    }

    /// The number at a path.
    pub fn number(&self, path: &str) -> Option<f64> {
        if let Value::Number(x) = self.get(path)?.value { Some(x) } else { None }
    }

    /// The flag at a path.
    pub fn flag(&self, path: &str) -> Option<bool> {
        if let Value::Flag(flag) = self.get(path)?.value { Some(flag) } else { None }
    }

    /// The date at a path.
    pub fn date(&self, path: &str) -> Option<Date> {
        if let Value::Date(date) = self.get(path)?.value { Some(date) } else { None }
    }

    /// The texts of the list at a path, with their places.
    pub fn texts(&self, path: &str) -> Vec<(&str, &Setting)> {
        let Some(Value::List(items)) = self.get(path).map(|s| &s.value) else { return Vec::new() };
        items
            .iter()
            .filter_map(|s| if let Value::Text(t) = &s.value { Some((t.as_str(), s)) } else { None })
            .collect()
    }

    /// The table from words to texts at a path.
    pub fn map(&self, path: &str) -> BTreeMap<&str, &str> {
        let Some(Value::Map(entries)) = self.get(path).map(|s| &s.value) else { return BTreeMap::new() };
        entries
            .iter()
            .filter_map(
                |(k, s)| if let Value::Text(t) = &s.value { Some((k.as_str(), t.as_str())) } else { None },
            )
            .collect()
    }
}

impl From<Date> for Value {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
