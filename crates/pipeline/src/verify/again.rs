//! Running a recipe again and comparing what comes out.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use newsloom_corpus::FileRecord;
use newsloom_diagnostics::Diagnostic;
use newsloom_formats::{Input, read_source};
use serde_json::Value;

use super::{Difference, Verified, VerifyOptions};
use crate::{
    Observer, Plan, RunOptions,
    finished::{Finished, MANIFEST},
    packaged::{Packaged, packaged},
    run,
    table_diff::Versions,
};

/// Runs the plan again, once for each number of threads and order of files that is asked for, and adds
/// what differs from the run.
pub(super) fn check(
    mut plan: Plan,
    run: &Finished,
    options: &VerifyOptions,
    (observer, verified): (&dyn Observer, &mut Verified),
) -> Result<(), Vec<Diagnostic>> {
    let inputs = plan.inputs.clone();
    let threads: Vec<Option<usize>> = options.threads.iter().map(|n| Some(*n)).collect();
    let threads = if threads.is_empty() { vec![None] } else { threads };
    let n_orders = options.orders + 1;
    for turn in 0..threads.len().max(n_orders) {
        let (threads, order) = (threads[turn % threads.len()], turn % n_orders);
        plan.inputs = ordered(&inputs, order);
        let name = name_of(threads, order);
        let folder = tempfile::tempdir().map_err(|error| {
            vec![Diagnostic::error("R102", format!("cannot make a temporary folder: {error}"))]
        })?;
        run::run(
            &plan,
            &RunOptions { threads, output: Some(folder.path().to_owned()), ..RunOptions::default() },
            observer,
        )?;
        let again = Finished::open(folder.path()).map_err(|problem| vec![problem])?;
        if turn == 0 {
            explain(run, &again, verified);
        }
        verified.differences.extend(differences(run, &again, &name).map_err(|problem| vec![problem])?);
        verified.again.push(name);
    }
    Ok(())
}

/// Tells which cells of a table on disk are not those that come out, if it was changed since the run.
fn explain(run: &Finished, again: &Finished, verified: &mut Verified) {
    for difference in &mut verified.differences {
        let path = difference.subject.clone();
        let is_there =
            run.manifest.outputs.iter().any(|file| file.path == path) && run.folder().join(&path).is_file();
        if is_there {
            difference.details.extend(cells(&path, (run.folder(), again.folder())));
        }
    }
}

fn name_of(threads: Option<usize>, order: usize) -> String {
    let threads = match threads {
        None => "on all cores".to_owned(),
        Some(1) => "on 1 thread".to_owned(),
        Some(n) => format!("on {n} threads"),
    };
    match order {
        0 => threads,
        1 => format!("{threads}, files in reverse"),
        n => format!("{threads}, files shuffled ({})", n - 1),
    }
}

/// The files in another order: 0 as they are, 1 in reverse, others shuffled, each in its own way.
fn ordered(inputs: &[Input], order: usize) -> Vec<Input> {
    let mut inputs = inputs.to_vec();
    match order {
        0 => {}
        1 => inputs.reverse(),
        n => inputs.sort_by_key(|input| lot(n, &input.shown)),
    }
    inputs
}

fn lot(order: usize, path: &Arc<str>) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&(order as u64).to_le_bytes()).update(path.as_bytes());
    *hasher.finalize().as_bytes()
}

/// What the two runs differ in, files in the order of the manifest.
fn differences(run: &Finished, again: &Finished, name: &str) -> Result<Vec<Difference>, Diagnostic> {
    let mut found = Vec::new();
    let by_path = |files: &[FileRecord]| -> BTreeMap<String, String> {
        files.iter().map(|file| (file.path.clone(), file.blake3.clone())).collect()
    };
    let (then, now) = (by_path(&run.manifest.outputs), by_path(&again.manifest.outputs));
    for file in &run.manifest.outputs {
        match now.get(&file.path) {
            Some(hash) if *hash == file.blake3 => {}
            Some(hash) => {
                let mut difference = Difference::new(&file.path, format!("differs when run {name}"))
                    .hashes(&file.blake3, hash);
                difference.details.extend(cells(&file.path, (run.folder(), again.folder())));
                found.push(difference);
            }
            None => {
                let what = format!("not written when run {name}");
                found.push(Difference::new(&file.path, what).hashes(&file.blake3, "no file"));
            }
        }
    }
    for (path, hash) in now.iter().filter(|(path, _)| !then.contains_key(*path)) {
        let what = format!("written only when run {name}");
        found.push(Difference::new(path, what).hashes("no file", hash));
    }
    if let Some(keys) = manifest_keys((run.folder(), again.folder()))? {
        let mut difference = Difference::new(MANIFEST, format!("differs when run {name}"));
        difference.details.push(format!("in {keys}"));
        found.push(difference);
    }
    Ok(found)
}

/// Names of what differs in two manifests; `None` if they are the same to the byte.
fn manifest_keys((one, other): (&Path, &Path)) -> Result<Option<String>, Diagnostic> {
    let read = |folder: &Path| read_source(&folder.join(MANIFEST), "R101");
    let (one, other) = (read(one)?, read(other)?);
    if one.text == other.text {
        return Ok(None);
    }
    let keys = |text: &str| serde_json::from_str::<BTreeMap<String, Value>>(text).unwrap_or_default();
    let (one, other) = (keys(&one.text), keys(&other.text));
    let all = one.keys().chain(other.keys().filter(|key| !one.contains_key(*key)));
    let differing: Vec<&str> =
        all.filter(|key| one.get(*key) != other.get(*key)).map(String::as_str).collect();
    Ok(Some(if differing.is_empty() { "its form alone".to_owned() } else { differing.join(", ") }))
}

/// Most lines on the cells of a table.
const MOST: usize = 6;

/// Which rows and columns of a table differ, between what lies on disk and what came out now; nothing
/// for other files.
fn cells(path: &str, (then, now): (&Path, &Path)) -> Vec<String> {
    let of_table = |folder: &Path| -> Option<Packaged> {
        packaged(folder).ok()?.into_iter().find(|table| table.path == path)
    };
    let Some((before, after)) = of_table(then).zip(of_table(now)) else { return Vec::new() };
    let Some(schema) = before.common(&after) else { return Vec::new() };
    let versions = Versions { before: &then.join(path), after: &now.join(path), schema: &schema };
    match versions.diff() {
        Ok(diff) => {
            let mut lines = vec![format!("on disk > run again: {}", diff.summary())];
            lines.extend(diff.details().into_iter().take(MOST));
            lines
        }
        Err(problem) => vec![format!("cells not compared: {}", problem.message)],
    }
}
