use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Arguments, Failure};
use crate::terminal;

#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub(super) fn execute(&self) -> Result<(), Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "newsloom", &mut script);
        Ok(terminal::data(&String::from_utf8_lossy(&script))?)
    }
}
