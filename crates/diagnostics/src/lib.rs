//! A problem in a user's file as a value: severity, code, message, labelled spans, help.
//!
//! Libraries return [`Diagnostic`]s; only the command line draws them. Codes are listed once, in
//! [`CODES`], and are never reused for another problem.

mod code;
mod did_you_mean;

pub use code::{CODES, Code, code};
pub use did_you_mean::did_you_mean;

use std::{fmt, ops::Range, sync::Arc};

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The run goes on.
    Warning,
    /// The run cannot start or must stop.
    Error,
}

/// A file that diagnostics point into.
#[derive(Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The name shown to the user.
    pub name: String,
    /// Its whole text.
    pub text: String,
}

impl SourceFile {
    /// A file to point into; shared, since many diagnostics point into one file.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { name: name.into(), text: text.into() })
    }

    /// Line and column of a byte offset, both from 1; the column counts characters.
    ///
    /// ```
    /// let file = newsloom_diagnostics::SourceFile::new("a.toml", "é = 1\nb = 2\n");
    /// assert_eq!(file.line_column(7), (2, 1));
    /// assert_eq!(file.line_column(3), (1, 3));
    /// ```
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let before = &self.text[..self.text.floor_char_boundary(offset)];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

/// A span of a file with a few words on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The file.
    pub file: Arc<SourceFile>,
    /// Bytes of its text.
    pub span: Range<usize>,
    /// What to say there; may be empty.
    pub text: String,
}

/// A problem: an error or a warning with a code, a message, places and help.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Its code.
    pub code: &'static Code,
    /// A lowercase fragment without a full stop; names stand in backticks.
    pub message: String,
    /// The places, the main one first.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error under the code `id`.
    ///
    /// # Panics
    /// If `id` is not in [`CODES`].
    pub fn error(id: &str, message: impl Into<String>) -> Self {
        let code = code(id).expect("diagnostics use registered codes");
        Self { severity: Severity::Error, code, message: message.into(), labels: Vec::new(), help: None }
    }

    /// A warning under the code `id`.
    ///
    /// # Panics
    /// If `id` is not in [`CODES`].
    pub fn warning(id: &str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(id, message) }
    }

    /// The same, pointing to a place.
    #[must_use]
    pub fn at(mut self, file: &Arc<SourceFile>, span: Range<usize>, text: impl Into<String>) -> Self {
        self.labels.push(Label { file: Arc::clone(file), span, text: text.into() });
        self
    }

    /// The same with help.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Whether it is an error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// One line: `error[P203] pipelines/a.toml:14:13: unknown measure`.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = if self.is_error() { "error" } else { "warning" };
        write!(f, "{severity}[{}]", self.code.id)?;
        if let Some(label) = self.labels.first() {
            let (line, column) = label.file.line_column(label.span.start);
            write!(f, " {}:{line}:{column}", label.file.name)?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for Diagnostic {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_form_names_file_line_and_column() {
        let file = SourceFile::new("a.toml", "[score]\nmeasures = [\"nmpi\"]\n");
        let problem = Diagnostic::error("P203", "unknown measure `nmpi`").at(&file, 20..26, "not a measure");
        assert_eq!(problem.to_string(), "error[P203] a.toml:2:13: unknown measure `nmpi`");
    }

    #[test]
    #[should_panic(expected = "registered codes")]
    fn an_unregistered_code_is_a_defect() {
        let _ = Diagnostic::error("Z999", "nothing");
    }
}
