use std::path::PathBuf;

use clap::Args;

use super::Failure;
use crate::terminal;

#[derive(Debug, Args)]
pub(crate) struct Report {
    /// The folder of a finished run
    directory: PathBuf,
}

impl Report {
    pub(super) fn execute(&self) -> Result<(), Failure> {
        newsloom_report::write(&self.directory)?;
        terminal::talk(&format!("report: {}", self.directory.join("report.html").display()));
        Ok(())
    }
}
