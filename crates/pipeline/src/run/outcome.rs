use std::{collections::BTreeMap, path::PathBuf};

use newsloom_corpus::Accounting;
use newsloom_diagnostics::Diagnostic;

/// What a run came to.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Folder with the tables.
    pub directory: PathBuf,
    /// Where every record went.
    pub accounting: Accounting,
    /// Pairs named together at least once, affiliated ones included.
    pub n_pairs: u64,
    /// Of these, pairs of which one belongs to the other.
    pub n_affiliated: u64,
    /// The strongest pairs, best first: not affiliated, and together in more than one story.
    pub top_pairs: Vec<TopPair>,
    /// Tables written with their rows, in order.
    pub tables: Vec<(String, u64)>,
    /// Articles that have a title and no text.
    pub n_without_text: u64,
    /// Hash that names the run.
    pub run_id: String,
}

/// A pair for the closing summary.
#[derive(Debug, Clone, PartialEq)]
pub struct TopPair {
    /// Name of one actor.
    pub source: String,
    /// Name of the other.
    pub target: String,
    /// Joint contexts.
    pub n_ij: u64,
    /// Clusters with a joint context.
    pub n_clusters: u64,
    /// Clusters naming both over those expected.
    pub ratio: Option<f64>,
    /// Corrected p-value.
    pub q_value: Option<f64>,
}

/// Records that may be quarantined whatever their share.
const ALWAYS_ALLOWED: f64 = 20.0;

/// Quarantined records that are looked at before a run is stopped that must fail.
const MANY: u64 = 100_000;

/// Stops a run early that has quarantined more records than the recipe allows of all `n_records`, once
/// they are many.
///
/// What is quarantined stays so: the run would be refused at its end.
pub(super) fn refuse_hopeless(
    quarantined: &BTreeMap<String, u64>,
    n_records: u64,
    share: f64,
) -> Result<(), Diagnostic> {
    let n: u64 = quarantined.values().sum();
    if n <= MANY || n as f64 <= share * n_records as f64 {
        return Ok(());
    }
    let what = format!("{n} of {n_records} records were quarantined before the rest was looked at");
    Err(too_many_quarantined(&what, quarantined))
}

fn too_many_quarantined(what: &str, reasons: &BTreeMap<String, u64>) -> Diagnostic {
    let reasons: Vec<String> = reasons.iter().map(|(code, n)| format!("{n} × {code}")).collect();
    let help = "`newsloom explain CODE` describes a reason; `[input] max-quarantined` raises the limit";
    Diagnostic::error("R103", format!("{what} ({})", reasons.join(", "))).help(help)
}

/// Refuses a run of which more was quarantined than the recipe allows.
pub(super) fn refuse_too_many_quarantined(
    quarantined: &BTreeMap<String, u64>,
    n_records: u64,
    share: f64,
) -> Result<(), Diagnostic> {
    let n: u64 = quarantined.values().sum();
    if n as f64 <= ALWAYS_ALLOWED.max(share * n_records as f64) {
        return Ok(());
    }
    Err(too_many_quarantined(&format!("{n} of {n_records} records were quarantined"), quarantined))
}
