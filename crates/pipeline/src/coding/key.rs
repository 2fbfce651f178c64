//! What coders must not see of a sample, in a file beside the sheet.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use newsloom_diagnostics::Diagnostic;
use newsloom_formats::read_source;
use serde::{Deserialize, Serialize};

/// Ending of the key of a sheet.
const ENDING: &str = ".key.json";

/// What is asked of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Task {
    /// Whether the marked words name the actor shown.
    Mention,
    /// Which actors are named and not marked.
    Sentence,
    /// Whether the marked words name the two actors shown.
    Pair,
}

impl Task {
    pub(super) const ALL: [Self; 3] = [Self::Mention, Self::Sentence, Self::Pair];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Mention => "mention",
            Self::Sentence => "sentence",
            Self::Pair => "pair",
        }
    }
}

/// A sample.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Key {
    /// First part of the name of every item.
    pub(super) sample: String,
    pub(super) run_id: String,
    pub(super) seed: u64,
    /// What it was drawn from, by task.
    pub(super) population: BTreeMap<String, u64>,
    pub(super) items: BTreeMap<String, Item>,
}

/// An item of a sample.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Item {
    pub(super) task: Task,
    /// Items of its stratum in the run.
    pub(super) stratum_size: u64,
    /// Items of its stratum in the sample.
    pub(super) stratum_drawn: u64,
    pub(super) r#type: String,
    pub(super) kind: String,
    pub(super) period: String,
    pub(super) outlet: String,
    /// Of a sentence: the counted mentions in it by type of the actor.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) found: BTreeMap<String, u64>,
    /// Mention, joint context or sentence of the run.
    pub(super) stands_for: String,
}

impl Item {
    pub(super) fn weight(&self) -> (u64, u64) {
        (self.stratum_size, self.stratum_drawn)
    }
}

/// The path of the key of a sheet.
pub(super) fn path_of(sheet: &Path) -> PathBuf {
    sheet.with_extension(&ENDING[1..])
}

/// Reads a key, or finds the one of a sample in the folder of its sheet.
pub(super) fn find(named: Option<&Path>, (sheet, sample): (&Path, &str)) -> Result<Key, Diagnostic> {
    if let Some(path) = named {
        return read(path);
    }
    let folder = sheet.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut keys: Vec<PathBuf> = entries.filter(|path| path.to_string_lossy().ends_with(ENDING)).collect();
    keys.sort();
    let of_sample = keys.iter().filter_map(|path| read(path).ok()).find(|key| key.sample == sample);
    of_sample.ok_or_else(|| {
        let message = format!("no key of the sample `{sample}` in the folder of `{}`", sheet.display());
        Diagnostic::error("R115", message).help("`newsloom sample` wrote it; name it with `--key`")
    })
}

fn read(path: &Path) -> Result<Key, Diagnostic> {
    let file = read_source(path, "R115")?;
    serde_json::from_str(&file.text)
        .map_err(|error| Diagnostic::error("R115", format!("`{}` is no key: {error}", file.name)))
}
