//! The study that ships is what the program makes of it today, byte for byte.
//!
//! `NEWSLOOM_BLESS=1 cargo test --workspace --test study` writes `reports/libya-2020` and the output in the README anew.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use assert_cmd::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Runs the recipe on a number of threads.
fn run(output: &Path, threads: &str) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_newsloom"));
    command.arg("run").arg(root().join("pipelines/libya-2020.toml"));
    command.env("SOURCE_DATE_EPOCH", "1580000000");
    command.arg("--output").arg(output).args(["--threads", threads, "--quiet"]).assert().success();
}

/// All files below a folder but the one that is never compared.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("the folder can be listed") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name =
                    path.strip_prefix(folder).expect("below the folder").to_string_lossy().into_owned();
                found.insert(name, fs::read(&path).expect("the file can be read"));
            }
        }
    }
    found.remove("run.json");
    found
}

fn assert_same(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) {
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    let different: Vec<&String> =
        one.iter().filter(|(name, bytes)| other[*name] != **bytes).map(|(n, _)| n).collect();
    assert!(different.is_empty(), "other bytes in {different:?}");
}

#[test]
fn the_report_in_the_repository_is_current() {
    let committed = root().join("reports/libya-2020");
    if std::env::var_os("NEWSLOOM_BLESS").is_some() {
        let _ = fs::remove_dir_all(&committed);
        run(&committed, "2");
    }
    let folder = tempfile::tempdir().expect("a folder");
    run(folder.path(), "1");
    let (mut fresh, mut committed) = (files(folder.path()), files(&committed));
    assert!(fresh.contains_key("manifest.json") && fresh.contains_key("report.html"));
    for with_times in ["openlineage.jsonl", "ro-crate-metadata.json"] {
        assert!(fresh.remove(with_times).is_some());
        committed.remove(with_times);
    }
    assert_same(&fresh, &committed);
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let folders: Vec<_> = ["1", "2", "8"]
        .iter()
        .map(|threads| {
            let folder = tempfile::tempdir().expect("a folder");
            run(folder.path(), threads);
            folder
        })
        .collect();
    let one = files(folders[0].path());
    assert!(
        one.len() > 20 && one.contains_key("ro-crate-metadata.json") && one.contains_key("openlineage.jsonl")
    );
    for other in &folders[1..] {
        assert_same(&one, &files(other.path()));
    }
}

#[test]
fn the_readme_shows_the_output_of_today() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_newsloom"));
    command
        .arg("run")
        .arg(root().join("pipelines/libya-2020.toml"))
        .arg("--output")
        .arg(folder.path())
        .arg("--no-cache");
    let printed = command.assert().success().get_output().stderr.clone();
    let printed = String::from_utf8(printed).expect("the summary is text");
    let (summary, _) = printed.trim_end().rsplit_once('\n').expect("the last line names the folder");
    let path = root().join("README.md");
    let readme = fs::read_to_string(&path).expect("the README is there");
    let (head, rest) = readme.split_once("```text\n").expect("the README shows the output");
    let (shown, tail) = rest.split_once("\n```").expect("the output ends");
    if std::env::var_os("NEWSLOOM_BLESS").is_some() {
        fs::write(&path, format!("{head}```text\n{summary}\n```{tail}")).expect("the README can be written");
    } else {
        assert_eq!(shown, summary);
    }
}
