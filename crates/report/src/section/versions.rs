use std::collections::BTreeMap;

use newsloom_corpus::{FileRecord, Manifest};

use super::Section;
use crate::{
    document::{Block, Table},
    number::count,
    run::{Run, setting_text},
};

/// What it takes to make the same numbers again.
pub(super) const SECTION: Section = Section { name: "versions", title: "Versions and fingerprints", render };

fn render(run: &Run) -> Vec<Block> {
    let manifest = &run.manifest;
    let mut tables = vec![
        run_table(manifest),
        settings(manifest),
        pairs_table("Fingerprints of the sections with their inputs", &manifest.fingerprints),
        files("Inputs", &manifest.inputs),
        files("Dictionaries", &manifest.dictionaries),
        files("Outputs", &manifest.outputs),
        stages(manifest),
        notes(manifest),
    ];
    tables.retain(|table| !table.rows.is_empty());
    tables.into_iter().map(Block::Table).collect()
}

fn run_table(manifest: &Manifest) -> Table {
    let rows = [
        ("newsloom", &manifest.version),
        ("recipe", &manifest.recipe),
        ("as of", &manifest.as_of),
        ("run id", &manifest.run_id),
    ];
    let rows = rows.map(|(key, value)| vec![key.to_owned(), value.clone()]);
    Table::new("The run", &["What", "Value"]).rows(rows)
}

fn settings(manifest: &Manifest) -> Table {
    let row = |section: &str, (key, value): (&String, &serde_json::Value)| {
        vec![section.to_owned(), key.clone(), setting_text(value)]
    };
    let sections = manifest.settings.iter();
    let rows = sections.flat_map(|(section, keys)| keys.iter().map(move |entry| row(section, entry)));
    Table::new("The recipe with every default", &["Section", "Key", "Value"]).rows(rows)
}

fn pairs_table(caption: &str, pairs: &BTreeMap<String, String>) -> Table {
    let rows = pairs.iter().map(|(key, value)| vec![key.clone(), value.clone()]);
    Table::new(caption, &["Section", "Fingerprint"]).rows(rows)
}

fn files(caption: &str, files: &[FileRecord]) -> Table {
    let row = |file: &FileRecord| {
        vec![file.path.clone(), count(file.bytes), count(file.records), file.blake3.clone()]
    };
    Table::new(caption, &["File", "#Bytes", "#Records", "BLAKE3"]).rows(files.iter().map(row))
}

fn stages(manifest: &Manifest) -> Table {
    let rows = manifest.stages.iter();
    let rows = rows
        .map(|stage| vec![stage.stage.clone(), stage.unit.clone(), count(stage.n_in), count(stage.n_out)]);
    Table::new("What each stage took in and gave on", &["Stage", "Unit", "#In", "#Out"]).rows(rows)
}

fn notes(manifest: &Manifest) -> Table {
    let rows = manifest.notes.iter().map(|(key, n)| vec![key.replace('_', " "), count(*n)]);
    Table::new("Counts that explain the tables", &["What", "#Number"]).rows(rows)
}
