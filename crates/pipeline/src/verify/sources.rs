//! Whether what a run was made of is still what it was.

use std::collections::BTreeMap;

use newsloom_corpus::{FileRecord, Manifest};
use newsloom_formats::hash_file;
use serde_json::Value;

use super::Difference;
use crate::{Plan, fingerprint::by_section};

/// Settings, articles and dictionaries that are not those of the run.
pub(super) fn changed(manifest: &Manifest, plan: &Plan) -> Vec<Difference> {
    let mut changed = settings(manifest, plan);
    changed.extend(inputs(manifest, plan));
    changed.extend(files("dictionary", &manifest.dictionaries, &plan.dictionary_files));
    changed
}

fn settings(manifest: &Manifest, plan: &Plan) -> Vec<Difference> {
    let (then, now) = (flat(&manifest.settings), flat(&by_section(&plan.settings)));
    let paths = then.keys().chain(now.keys().filter(|path| !then.contains_key(*path)));
    let shown = |value: Option<&Value>| value.map_or_else(|| "nothing".to_owned(), Value::to_string);
    let differing = paths.filter(|path| then.get(*path) != now.get(*path));
    differing
        .map(|path| {
            let mut found = Difference::new(&format!("setting {path}"), "differs");
            found.details.push(format!("the run had    {}", shown(then.get(path))));
            found.details.push(format!("the recipe has {}", shown(now.get(path))));
            found
        })
        .collect()
}

/// Every setting by its path; but for the output folder, which changes no file.
fn flat(sections: &BTreeMap<String, BTreeMap<String, Value>>) -> BTreeMap<String, Value> {
    let keys = sections.iter().flat_map(|(section, keys)| {
        let path =
            move |key: &str| if section.is_empty() { key.to_owned() } else { format!("{section}.{key}") };
        keys.iter().map(move |(key, value)| (path(key), value.clone()))
    });
    keys.filter(|(path, _)| path != "output.directory").collect()
}

fn inputs(manifest: &Manifest, plan: &Plan) -> Vec<Difference> {
    let hashed = plan.inputs.iter().map(|input| {
        // A file that cannot be read has no hash, and differs.
        let hash = hash_file(&input.path).ok();
        let (bytes, blake3) = hash.map_or((0, "unreadable".to_owned()), |hash| (hash.bytes, hash.blake3));
        FileRecord { path: input.shown.to_string(), bytes, blake3, records: 0 }
    });
    let now: Vec<FileRecord> = hashed.chain(plan.groups.file().cloned()).collect();
    files("input", &manifest.inputs, &now)
}

fn files(kind: &str, then: &[FileRecord], now: &[FileRecord]) -> Vec<Difference> {
    let found = |files: &[FileRecord], path: &str| files.iter().find(|file| file.path == path).cloned();
    let mut differences = Vec::new();
    for file in then {
        let subject = format!("{kind} {}", file.path);
        match found(now, &file.path) {
            None => differences.push(Difference::new(&subject, "missing").hashes(&file.blake3, "no file")),
            Some(is) if is.blake3 != file.blake3 => {
                differences.push(Difference::new(&subject, "changed").hashes(&file.blake3, &is.blake3));
            }
            Some(_) => {}
        }
    }
    let is_new = |file: &&FileRecord| found(then, &file.path).is_none();
    differences.extend(now.iter().filter(is_new).map(|file| {
        Difference::new(&format!("{kind} {}", file.path), "not read by the run")
            .hashes("no file", &file.blake3)
    }));
    differences
}
