//! What can be named in a recipe, for `newsloom list`.

use newsloom_clean::RULES;
use newsloom_extract::EXTRACTION_RULES;
use newsloom_formats::{READERS, WRITERS};
use newsloom_score::{MEASURES, PRESENCE_MODELS};

/// A name with its meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The name.
    pub name: String,
    /// What it stands for.
    pub meaning: String,
}

fn listed(name: &str, meaning: impl Into<String>) -> Listed {
    Listed { name: name.to_owned(), meaning: meaning.into() }
}

/// Association measures.
pub fn measures() -> Vec<Listed> {
    MEASURES.iter().map(|m| listed(m.name, format!("{} [{}; {}]", m.meaning, m.range, m.citation))).collect()
}

/// Null models of presence.
pub fn null_models() -> Vec<Listed> {
    PRESENCE_MODELS.iter().map(|m| listed(m.name, format!("{} [{}]", m.meaning, m.citation))).collect()
}

/// Cleaning rules.
pub fn rules() -> Vec<Listed> {
    RULES.iter().map(|rule| listed(rule.name, format!("{} [{}]", rule.meaning, rule.kind.as_str()))).collect()
}

/// Extraction rules.
pub fn extraction_rules() -> Vec<Listed> {
    EXTRACTION_RULES
        .iter()
        .map(|r| listed(r.name, format!("{} [confidence {}]", r.meaning, r.confidence)))
        .collect()
}

/// Formats that tables are written in.
pub fn formats() -> Vec<Listed> {
    WRITERS.iter().map(|writer| listed(writer.name, writer.meaning)).collect()
}

/// Formats that articles are read from.
pub fn inputs() -> Vec<Listed> {
    READERS
        .iter()
        .map(|reader| listed(reader.name, format!("{} ({})", reader.meaning, reader.endings.join(", "))))
        .collect()
}

/// Tables that a run leaves behind.
pub fn tables() -> Vec<Listed> {
    crate::codebook().iter().map(|table| listed(&table.name, table.meaning.as_str())).collect()
}
