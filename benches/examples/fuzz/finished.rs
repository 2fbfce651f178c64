//! A finished run and a coded sample of it, of which one file says anything.

use std::{fs, path::Path, sync::LazyLock};

use newsloom_diagnostics::Diagnostic;
use newsloom_pipeline::{
    GenerateOptions, Plan, Question, RunOptions, SampleOptions, Silent, Stratum, check, compare,
    describe_run, generate, run, sample, validate, verify_outputs, why,
};
use tempfile::TempDir;

/// A run that is in order.
struct Sample {
    folder: TempDir,
    plan: Plan,
    /// The actors of its first pair.
    actors: Vec<String>,
    /// Its files by their paths in its folder.
    files: Vec<(String, Vec<u8>)>,
}

const SHEET: &str = "sheet.csv";
const PAIRS: &str = "tables/comentions.csv";
/// Longer files are not fed: what they say stands in shorter ones.
const MAX_BYTES: usize = 12_000;

static SAMPLE: LazyLock<Sample> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("the folder for temporary files can be written to");
    let options = GenerateOptions { articles: 12, actors: 6, outlets: 2, weeks: 3, ..Default::default() };
    generate(options, folder.path(), false).expect("the corpus can be written");
    let recipe = folder.path().join("recipe.toml");
    let settings = [r#"output.formats=["csv"]"#, r#"aggregate.by=["week", "month"]"#].map(str::to_owned);
    let (plan, _) = check(&recipe, &settings).expect("the recipe is right");
    let output = Some(folder.path().join("run"));
    run(&plan, &RunOptions { output, ..RunOptions::default() }, &Silent).expect("the corpus can be run");
    let run = folder.path().join("run");
    describe_run(&run, &[]).expect("the run can be described");
    let options =
        SampleOptions { mentions: 4, sentences: 4, pairs: 4, stratify: vec![Stratum::Kind], seed: 1 };
    sample(&plan, (&run, &run.join(SHEET)), &options).expect("a sample can be drawn");
    let pairs = fs::read_to_string(run.join(PAIRS)).expect("there is a table of pairs");
    let first = pairs.lines().nth(1).expect("two actors are named together");
    let actors = first.split(',').take(2).map(str::to_owned).collect();
    Sample { plan, actors, files: files(&run), folder }
});

/// The files of a folder by their paths in it, which have slashes.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("it is a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).expect("it lies in it").to_string_lossy().replace('\\', "/");
            found.push((name, fs::read(&path).expect("it can be read")));
        }
    }
    found.sort();
    found
}

/// The name of a file, and behind a line feed what it says.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let short = SAMPLE.files.iter().filter(|(_, bytes)| bytes.len() < MAX_BYTES);
    short.map(|(name, bytes)| [name.as_bytes(), b"\n", bytes].concat()).collect()
}

/// Whatever one file says, each command ends with its answer or with a problem.
pub(crate) fn fed(input: &[u8], path: &Path) {
    let Some(end) = input.iter().position(|byte| *byte == b'\n') else { return };
    let Ok(name) = std::str::from_utf8(&input[..end]) else { return };
    if SAMPLE.files.iter().all(|(known, _)| known != name) {
        return;
    }
    let folder = path.parent().expect("it is in a folder").join("run");
    for (name, bytes) in &SAMPLE.files {
        write(&folder.join(name), bytes);
    }
    write(&folder.join(name), &input[end + 1..]);
    asked(&SAMPLE.folder.path().join("run"), &folder);
}

fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("it is in a folder")).expect("it can be made");
    fs::write(path, bytes).expect("it can be written");
}

/// Every command that reads a finished run.
fn asked(whole: &Path, folder: &Path) {
    match newsloom_report::render(folder) {
        Ok(files) => assert!(files.iter().all(|(_, text)| !text.contains("<script"))),
        Err(problem) => told(&[problem]),
    }
    let _ = describe_run(folder, &[]).map_err(|problem| told(&[problem]));
    let _ = verify_outputs(folder, &newsloom_report::render).map_err(|problem| told(&[problem]));
    let names = [whole, folder].map(|folder| folder.to_string_lossy().into_owned());
    let _ = compare((&names[0], &names[1]), 5).map_err(|problem| told(&[problem]));
    let question = Question { actors: SAMPLE.actors.clone(), week: None, most: Some(3) };
    let _ = why(&SAMPLE.plan, folder, &question).map_err(|problems| told(&problems));
    let _ = validate(&[&folder.join(SHEET)], (None, Some(folder))).map_err(|problems| told(&problems));
}

fn told(problems: &[Diagnostic]) {
    assert!(!problems.is_empty() && problems.iter().all(|problem| !problem.to_string().is_empty()));
}
