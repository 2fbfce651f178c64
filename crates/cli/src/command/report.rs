use std::path::{Path, PathBuf};

use clap::Args;
use newsloom_diagnostics::Diagnostic;

use super::Failure;
use crate::terminal;

#[derive(Debug, Args)]
pub(crate) struct Report {
    /// The folder of a finished run
    directory: PathBuf,
}

impl Report {
    pub(super) fn execute(&self) -> Result<(), Failure> {
        write(&self.directory)?;
        terminal::talk(&format!("report: {}", self.directory.join("report.html").display()));
        Ok(())
    }
}

/// Writes the report of a finished run, and what describes the run and its report to other programs.
pub(super) fn write(folder: &Path) -> Result<(), Diagnostic> {
    let report = newsloom_report::write(folder)?;
    let paths: Vec<String> = report.into_iter().map(|file| file.path).collect();
    newsloom_pipeline::describe_run(folder, &paths).map(|_| ())
}
