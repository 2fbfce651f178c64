//! A folder with a recipe, its run, and the tables it left.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use newsloom_diagnostics::Diagnostic;
use newsloom_pipeline::{CacheOptions, Observer, Outcome, RunOptions, Silent, check, run};
use tempfile::TempDir;

/// A row of a table: column to cell, null being empty.
pub(crate) type Row = BTreeMap<String, String>;

/// A folder that is gone when it is dropped.
pub(crate) struct Folder(TempDir);

impl Folder {
    /// A folder with files.
    pub(crate) fn new(files: &[(&str, &[u8])]) -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder can be made"));
        for (name, bytes) in files {
            let path = folder.path(name);
            fs::create_dir_all(path.parent().expect("a file has a folder")).expect("folders can be made");
            fs::write(path, bytes).expect("files can be written");
        }
        folder
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs `recipe.toml` into a folder of this name.
    pub(crate) fn run(
        &self,
        overrides: &[&str],
        threads: usize,
        output: &str,
    ) -> Result<Outcome, Vec<String>> {
        self.run_with((overrides, threads, output), None)
    }

    /// The same with a cache in the folder `cache`.
    pub(crate) fn run_cached(
        &self,
        overrides: &[&str],
        threads: usize,
        output: &str,
    ) -> Result<Outcome, Vec<String>> {
        let cache = CacheOptions { folder: self.path("cache"), max_bytes: CacheOptions::MAX_BYTES };
        self.run_with((overrides, threads, output), Some(cache))
    }

    fn run_with(
        &self,
        (overrides, threads, output): (&[&str], usize, &str),
        cache: Option<CacheOptions>,
    ) -> Result<Outcome, Vec<String>> {
        let overrides: Vec<String> = overrides.iter().map(|&o| o.to_owned()).collect();
        let shown = |problems: Vec<newsloom_diagnostics::Diagnostic>| {
            problems.iter().map(|p| format!("{} {}", p.code.id, p.message)).collect::<Vec<_>>()
        };
        let (plan, _) = check(&self.path("recipe.toml"), &overrides).map_err(shown)?;
        let options = RunOptions {
            threads: Some(threads),
            output: Some(self.path(output)),
            cache,
            made_of_run: vec!["report.html"],
            ..RunOptions::default()
        };
        run(&plan, &options, &Silent).map_err(shown)
    }

    /// Runs `recipe.toml` into the folder `out` while somebody watches, with so many bytes of memory.
    pub(crate) fn run_watched(
        &self,
        memory: Option<u64>,
        observer: &dyn Observer,
    ) -> Result<Outcome, Vec<Diagnostic>> {
        let (plan, _) = check(&self.path("recipe.toml"), &[])?;
        let (threads, output) = (Some(2), Some(self.path("out")));
        let options = RunOptions { threads, output, memory, ..RunOptions::default() };
        run(&plan, &options, observer)
    }

    /// The rows of a finished table.
    pub(crate) fn table(&self, output: &str, name: &str) -> Vec<Row> {
        table(&self.path(output).join("tables").join(format!("{name}.csv")))
    }

    /// Every file of an output folder but the one that is never compared.
    pub(crate) fn files(&self, output: &str) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        for folder in [self.path(output), self.path(output).join("tables")] {
            for entry in fs::read_dir(folder).expect("the folder can be listed") {
                let path = entry.expect("an entry").path();
                let name = path.file_name().expect("a name").to_string_lossy().into_owned();
                if path.is_file() && name != "run.json" {
                    found.insert(name, fs::read(&path).expect("the file can be read"));
                }
            }
        }
        found
    }
}

/// The rows of a CSV file.
pub(crate) fn table(path: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path).expect("the table is there");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}
