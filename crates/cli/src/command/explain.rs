use clap::Args;
use newsloom_diagnostics::{CODES, code, did_you_mean};

use super::Failure;
use crate::terminal;

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// A code such as P203; without one, all codes are listed
    code: Option<String>,
}

impl Explain {
    pub(super) fn execute(&self) -> Result<(), Failure> {
        let Some(id) = &self.code else {
            let lines: String = CODES.iter().map(|c| format!("{}  {}\n", c.id, c.title)).collect();
            return Ok(terminal::data(&lines)?);
        };
        let Some(code) = code(id) else { return Err(unknown(id)) };
        Ok(terminal::data(&format!("{}: {}\n\n{}\n", code.id, code.title, code.explanation))?)
    }
}

fn unknown(id: &str) -> Failure {
    let near = did_you_mean(id, CODES.iter().map(|c| c.id));
    let hint = near.map_or_else(String::new, |c| format!("; did you mean `{c}`?"));
    Failure::Usage(format!("no diagnostic has the code `{}`{hint}", terminal::harmless(id)))
}
