//! Whether the files of a run are those that it wrote.

use std::{collections::BTreeSet, fs, io, path::Path};

use newsloom_diagnostics::Diagnostic;
use newsloom_formats::{hash_file, read_source};

use super::{Difference, Reporter, Verified};
use crate::{
    fingerprint::short,
    finished::{Finished, MANIFEST},
    provenance::{self, VALIDATION},
};

/// Compares every file with the manifest; the report and the descriptions, which the manifest cannot
/// hold since they name the run, with what is made of the tables now.
pub(super) fn check(
    run: &Finished,
    reporter: Reporter<'_>,
    verified: &mut Verified,
) -> Result<(), Diagnostic> {
    manifest(run, verified)?;
    outputs(run, verified);
    let mut known: BTreeSet<String> = run.manifest.outputs.iter().map(|file| file.path.clone()).collect();
    known.extend([MANIFEST, "run.json", VALIDATION].map(str::to_owned));
    known.extend(provenance::FILES.map(str::to_owned));
    match reporter(run.folder()) {
        Ok(report) => {
            let paths: Vec<String> = report.iter().map(|(path, _)| path.clone()).collect();
            for (path, text) in report {
                compare(run.folder(), (&path, text.as_bytes()), verified);
            }
            descriptions(run.folder(), &paths, verified)?;
            known.extend(paths);
            extra(run.folder(), &known, verified);
        }
        Err(problem) => verified.notes.push(format!("the report was not checked: {}", problem.message)),
    }
    Ok(())
}

/// Whether the run id is the hash of the manifest without it.
fn manifest(run: &Finished, verified: &mut Verified) -> Result<(), Diagnostic> {
    let text = &read_source(&run.folder().join(MANIFEST), "R101")?.text;
    let named = format!("\"run_id\": \"{}\"", run.manifest.run_id);
    let unnamed = text.replacen(&named, "\"run_id\": \"\"", 1);
    let found = short(blake3::Hasher::new().update(unnamed.as_bytes()));
    count(verified, text.len() as u64);
    if found != run.manifest.run_id {
        let difference = Difference::new(MANIFEST, "the run id is not the hash of its content");
        verified.differences.push(difference.hashes(&run.manifest.run_id, &found));
    }
    Ok(())
}

fn count(verified: &mut Verified, bytes: u64) {
    verified.n_files += 1;
    verified.n_bytes += bytes;
}

fn outputs(run: &Finished, verified: &mut Verified) {
    for file in &run.manifest.outputs {
        match hash_file(&run.folder().join(&file.path)) {
            Ok(hash) => {
                count(verified, hash.bytes);
                if hash.blake3 != file.blake3 {
                    let difference = Difference::new(&file.path, "changed since the run");
                    verified.differences.push(difference.hashes(&file.blake3, &hash.blake3));
                }
            }
            Err(error) => verified.differences.push(unreadable(&file.path, &file.blake3, &error)),
        }
    }
}

fn unreadable(path: &str, expected: &str, error: &io::Error) -> Difference {
    let is_missing = error.kind() == io::ErrorKind::NotFound;
    let found = if is_missing { "no file".to_owned() } else { error.to_string() };
    Difference::new(path, if is_missing { "missing" } else { "cannot be read" }).hashes(expected, &found)
}

/// Compares a file with the bytes that it should hold.
fn compare(folder: &Path, (path, expected): (&str, &[u8]), verified: &mut Verified) {
    let hash = |bytes: &[u8]| blake3::hash(bytes).to_hex().to_string();
    match fs::read(folder.join(path)) {
        Ok(bytes) => {
            count(verified, bytes.len() as u64);
            if bytes != expected {
                let difference = Difference::new(path, "not what the tables and the manifest give");
                verified.differences.push(difference.hashes(&hash(expected), &hash(&bytes)));
            }
        }
        Err(error) => verified.differences.push(unreadable(path, &hash(expected), &error)),
    }
}

/// The files that carry times, with the times of the run.
fn descriptions(folder: &Path, report: &[String], verified: &mut Verified) -> Result<(), Diagnostic> {
    let [lineage, archive] = provenance::FILES;
    let Some(bytes) = provenance::lineage(folder)? else {
        verified.notes.push(format!("`{lineage}` and `{archive}` were not checked: run.json is gone"));
        return Ok(());
    };
    compare(folder, (lineage, &bytes), verified);
    // It lists the other files by their hashes; where one is missing, that has been said.
    if let Ok(Some(bytes)) = provenance::archive(folder, report) {
        compare(folder, (archive, &bytes), verified);
    }
    Ok(())
}

/// Files that no run wrote: where a run writes they would be taken for its own.
fn extra(folder: &Path, known: &BTreeSet<String>, verified: &mut Verified) {
    let mut found = BTreeSet::new();
    list(folder, "", &mut found);
    for path in found.difference(known) {
        let is_misleading =
            ["tables/", "figures/", "graph.", "report."].iter().any(|start| path.starts_with(start));
        if is_misleading {
            verified.differences.push(Difference::new(path, "extra: the run wrote no such file"));
        } else {
            verified.notes.push(format!("`{path}` is no file of the run"));
        }
    }
}

/// The files below a folder, but for hidden ones, with `/` between names.
fn list(folder: &Path, prefix: &str, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        if name.starts_with('.') {
            continue;
        }
        if entry.path().is_dir() {
            list(&entry.path(), &format!("{path}/"), found);
        } else {
            found.insert(path);
        }
    }
}
