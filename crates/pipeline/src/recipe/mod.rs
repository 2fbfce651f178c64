//! What a user writes: sections, keys, their checks, and everything derived from their list.
//!
//! [`SECTIONS`] is the only place that knows the keys. The parser, the checks with their carets, the
//! reference page and the JSON Schema all read it.

mod check;
mod json_schema;
mod key;
mod node;
mod overrides;
mod reference;
mod sections;
mod settings;
mod toml_string;

pub use json_schema::json_schema;
pub use key::{Default, Key, Kind, Section, Words};
pub use reference::reference;
pub use sections::{COLUMNS, SECTIONS};
pub use settings::{Setting, Settings, Value};
pub(crate) use toml_string::place_in;

use std::sync::Arc;

use newsloom_diagnostics::{Diagnostic, SourceFile};

/// Parses and checks a recipe with the `--set` overrides; every problem is reported at once.
///
/// The settings hold every key: those not written have their defaults.
pub fn read(file: &Arc<SourceFile>, overrides: &[String]) -> (Settings, Vec<Diagnostic>) {
    let (mut root, mut problems) = node::parse(file);
    for text in overrides {
        if let Err(problem) = overrides::apply(&mut root, text) {
            problems.push(problem);
        }
    }
    let settings = check::check(&root, &mut problems);
    (settings, problems)
}
