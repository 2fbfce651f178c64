use std::fmt::Write;

use clap::Args;

use super::Failure;
use crate::terminal::{self, harmless};

#[derive(Debug, Args)]
pub(crate) struct Compare {
    /// The folder of a finished run, or a dictionary: `world` or a folder
    before: String,
    /// Another of the same sort
    after: String,
    /// Lines of each list, those that differ most first
    #[arg(long, value_name = "N", default_value_t = 15)]
    most: usize,
}

impl Compare {
    pub(super) fn execute(&self) -> Result<(), Failure> {
        let found = newsloom_pipeline::compare((&self.before, &self.after), self.most)?;
        if found.is_same {
            terminal::talk("no difference");
            return Ok(());
        }
        let mut out = String::new();
        for (n, (heading, lines)) in found.sections.iter().enumerate() {
            let _ = writeln!(out, "{}{heading}", if n > 0 { "\n" } else { "" });
            for line in lines {
                let _ = writeln!(out, "  {}", harmless(line));
            }
        }
        Ok(terminal::data(&out)?)
    }
}
