use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Accounting;

/// A file that a run read or wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRecord {
    /// Path relative to the recipe (inputs) or to the output folder (outputs), with `/`.
    pub path: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Content hash, hexadecimal.
    pub blake3: String,
    /// Records read or rows written.
    pub records: u64,
}

/// What one stage took in and gave on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageCount {
    /// Name of the stage.
    pub stage: String,
    /// What is counted, such as `articles`.
    pub unit: String,
    /// How many went in.
    pub n_in: u64,
    /// How many came out.
    pub n_out: u64,
}

/// The record of a run. Deterministic: no times, no thread counts, no absolute paths.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Hash of everything below.
    pub run_id: String,
    /// Version of the program.
    pub version: String,
    /// Title of the recipe.
    pub title: String,
    /// File name of the recipe.
    pub recipe: String,
    /// Hash of what the recipe says, defaults included; comments and the order of keys do not count.
    #[serde(default)]
    pub recipe_hash: String,
    /// The resolved recipe, section by section, every key with its value, defaults included.
    pub settings: BTreeMap<String, BTreeMap<String, serde_json::Value>>,
    /// Fingerprint of each section with its inputs.
    pub fingerprints: BTreeMap<String, String>,
    /// Later dates were quarantined.
    pub as_of: String,
    /// The files read.
    pub inputs: Vec<FileRecord>,
    /// The dictionaries read.
    pub dictionaries: Vec<FileRecord>,
    /// The seeds of everything that draws lots, by name.
    #[serde(default)]
    pub seeds: BTreeMap<String, u64>,
    /// Where every record went.
    pub accounting: Accounting,
    /// What each stage took in and gave on.
    pub stages: Vec<StageCount>,
    /// Counts that explain the tables, such as pairs left out of the weekly grid.
    pub notes: BTreeMap<String, u64>,
    /// The files written, this one excepted.
    pub outputs: Vec<FileRecord>,
}
