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

/// Runs with a limit on the size of files, in blocks of 512 or 1024 bytes: every larger write fails, as
/// on a full disk. Gives the exit code and what was said.
fn run_with_full_disk(blocks: u32, corpus: &Path, output: &Path) -> (Option<i32>, String) {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    let run = run(corpus, output);
    let mut command = Command::new("sh");
    command.args(["-c", &script]).arg(run.get_program()).args(run.get_args());
    command.env("SOURCE_DATE_EPOCH", "1577836800").stdout(Stdio::null());
    let ended = command.output().expect("a shell is there");
    (ended.status.code(), String::from_utf8(ended.stderr).expect("UTF-8"))
}

#[test]
fn a_full_disk_stops_a_run_with_a_message_and_the_next_one_finishes() {
    let folder = tempfile::tempdir().expect("a folder");
    let corpus = folder.path().join("corpus");
    let options = ["generate", "--articles", "400", "--actors", "30", "--output"];
    let generated = newsloom().args(options).arg(&corpus).status();
    assert!(generated.expect("the program starts").success());
    let whole = folder.path().join("whole");
    assert!(run(&corpus, &whole).status().expect("the program starts").success());
    let whole = published(&whole);

    let mut n_failed = 0;
    for blocks in [1, 8, 64, 256, 512] {
        fs::remove_dir_all(corpus.join("cache")).expect("the cache can be removed");
        let output = folder.path().join(blocks.to_string());
        let (code, said) = run_with_full_disk(blocks, &corpus, &output);
        let left = published(&output);
        assert!(left.iter().all(|(name, bytes)| whole[name] == *bytes), "{blocks}: half-written");
        if code != Some(0) {
            n_failed += 1;
            assert_eq!(code, Some(1), "{said}");
            assert!(
                said.contains("error[R102]: cannot write `") && said.contains("File too large"),
                "{said}"
            );
            assert!(said.contains("= help: make room"), "{said}");
            assert!(!left.contains_key("manifest.json"));
        }
        assert!(run(&corpus, &output).status().expect("the program starts").success());
        assert!(published(&output) == whole, "{blocks}: the next run finishes");
    }
    assert!(n_failed >= 2, "no file was too large");
}

/// Folders in which nobody can make a file, whoever runs the test.
#[cfg(target_os = "linux")]
#[test]
fn folders_that_cannot_be_written_to_are_told_before_anything_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let corpus = folder.path().join("corpus");
    let generated = newsloom().args(["generate", "--articles", "50", "--output"]).arg(&corpus).status();
    assert!(generated.expect("the program starts").success());
    fs::remove_file(corpus.join("articles.jsonl")).expect("it can be removed");
    fs::write(corpus.join("articles.jsonl"), "{\n".repeat(100)).expect("it can be written");
    let said = |mut command: Command| {
        let ended = command.stderr(Stdio::piped()).output().expect("the program starts");
        (ended.status.code(), String::from_utf8(ended.stderr).expect("UTF-8"))
    };
    let (code, text) = said(run(&corpus, Path::new("/proc/newsloom")));
    assert!(code == Some(1) && text.contains("error[R102]: cannot write `/proc/newsloom`"), "{text}");
    let mut command = run(&corpus, &folder.path().join("out"));
    command.args(["--cache", "/proc/newsloom"]);
    let (code, text) = said(command);
    assert!(code == Some(2), "the option stands twice: {text}");
    let mut command = newsloom();
    command.arg("run").arg(corpus.join("recipe.toml")).args(["--cache", "/proc/newsloom"]);
    let (code, text) = said(command);
    assert!(code == Some(1) && text.contains("cannot open the cache `/proc/newsloom`"), "{text}");
    assert!(text.contains("`--no-cache`"), "{text}");
    let mut command = newsloom();
    command.arg("run").arg(corpus.join("recipe.toml")).args(["--no-cache", "--scratch", "/proc/newsloom"]);
    let (code, text) = said(command);
    assert!(code == Some(1) && text.contains("/proc/newsloom"), "{text}");
}
