//! A run that is killed leaves nothing half-written, and the next one finishes the work.
#![cfg(unix)]

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::Instant,
};

fn newsloom() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_newsloom"));
    command.stderr(Stdio::null()).env("SOURCE_DATE_EPOCH", "1580000000");
    command
}

/// The command that runs the generated recipe into a folder.
fn run(corpus: &Path, output: &Path) -> Command {
    let mut command = newsloom();
    command.env("SOURCE_DATE_EPOCH", "1577836800");
    command.arg("run").arg(corpus.join("recipe.toml")).arg("--output").arg(output).arg("--quiet");
    command.arg("--cache").arg(corpus.join("cache"));
    command
}

/// The files under their final names, by name.
fn published(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for folder in [folder.to_owned(), folder.join("tables")] {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            if path.is_file() && !name.starts_with('.') && name != "run.json" {
                found.insert(name, fs::read(&path).expect("the file can be read"));
            }
        }
    }
    found
}

#[test]
fn what_a_killed_run_leaves_is_whole_and_the_next_run_finishes() {
    kill_at_many_points(12);
}

#[test]
#[ignore = "takes minutes"]
fn the_same_after_two_hundred_kills() {
    kill_at_many_points(200);
}

/// Asks a run to end with a signal of this name.
fn ended_by(signal: &str, corpus: &Path, output: &Path) -> Option<i32> {
    let mut child = run(corpus, output).spawn().expect("the program starts");
    while !output.join(".newsloom-lock").exists() {
        thread::sleep(std::time::Duration::from_millis(1));
    }
    let second = run(corpus, output).status().expect("the program starts");
    assert_eq!(second.code(), Some(1), "another run writes there");
    let sent = Command::new("kill").args([signal, &child.id().to_string()]).status();
    assert!(sent.expect("kill is there").success());
    child.wait().expect("it ends").code()
}

#[test]
fn signals_have_their_exit_codes_and_the_folder_is_free_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let corpus = folder.path().join("corpus");
    let generated = newsloom().args(["generate", "--articles", "2500", "--output"]).arg(&corpus).status();
    assert!(generated.expect("the program starts").success());
    for (signal, code) in [("-INT", 130), ("-TERM", 143)] {
        let output = folder.path().join(signal);
        assert_eq!(ended_by(signal, &corpus, &output), Some(code));
        assert!(!output.join("manifest.json").exists());
        assert!(run(&corpus, &output).status().expect("the program starts").success());
        assert!(!output.join(".newsloom-lock").exists());
    }
}

fn kill_at_many_points(n_kills: u32) {
    let folder = tempfile::tempdir().expect("a folder");
    let corpus = folder.path().join("corpus");
    let generated = newsloom()
        .args(["generate", "--articles", "150", "--actors", "30", "--output"])
        .arg(&corpus)
        .status();
    assert!(generated.expect("the program starts").success());

    let whole = folder.path().join("whole");
    let started = Instant::now();
    assert!(run(&corpus, &whole).status().expect("the program starts").success());
    let (whole, duration) = (published(&whole), started.elapsed());
    assert!(whole.contains_key("manifest.json") && whole.len() > 20);

    let output = folder.path().join("killed");
    let mut n_partial = 0;
    for part in 1..=n_kills {
        let mut child = run(&corpus, &output).spawn().expect("the program starts");
        thread::sleep(duration * part / (n_kills + 1));
        child.kill().expect("it can be killed");
        let is_finished = child.wait().expect("it ends").success();
        let left = published(&output);
        let differing: Vec<&String> =
            left.iter().filter(|(name, bytes)| whole[*name] != **bytes).map(|(n, _)| n).collect();
        assert!(differing.is_empty(), "half-written: {differing:?}");
        assert!(!left.contains_key("manifest.json") || left.contains_key("comentions.csv"));
        n_partial += u32::from(!is_finished);
        if part % 3 == 0 {
            fs::remove_dir_all(corpus.join("cache")).expect("the cache can be removed");
        }
        if left.contains_key("manifest.json") {
            fs::remove_dir_all(&output).expect("the folder can be removed");
        }
    }
    assert!(n_partial > 0, "no run was killed before it had finished");

    assert!(run(&corpus, &output).status().expect("the program starts").success());
    assert!(published(&output) == whole);
    let hidden = fs::read_dir(output.join("tables")).expect("the tables are there");
    let hidden =
        hidden.filter(|e| e.as_ref().is_ok_and(|e| e.file_name().to_string_lossy().starts_with('.')));
    assert_eq!(hidden.count(), 0, "what killed runs left is cleared away");
}
