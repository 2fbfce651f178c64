use std::{fmt::Write, path::PathBuf};

use clap::{Args, ValueEnum};
use newsloom_pipeline::{Estimate, Validation};

use super::Failure;
use crate::terminal::{self, harmless};

#[derive(Debug, Args)]
pub(crate) struct Validate {
    /// The coding sheet, filled in; with a second coder's, how far they agree
    #[arg(required = true, num_args = 1..=2, value_name = "CODED")]
    sheets: Vec<PathBuf>,
    /// The key of the sample; looked for in the folder of the sheet
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Folder of the run that was sampled: writes validation.json there, for `newsloom report`
    #[arg(long, value_name = "DIR")]
    run: Option<PathBuf>,
    /// How to write the result
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

impl Validate {
    pub(super) fn execute(&self) -> Result<(), Failure> {
        let sheets: Vec<&std::path::Path> = self.sheets.iter().map(PathBuf::as_path).collect();
        let files = (self.key.as_deref(), self.run.as_deref());
        let found = newsloom_pipeline::validate(&sheets, files).map_err(Failure::Problems)?;
        terminal::data(&match self.format {
            Format::Text => text(&found),
            Format::Json => newsloom_pipeline::validation_json(&found),
        })?;
        match &self.run {
            Some(run) => {
                let run = run.display();
                terminal::talk(&format!("wrote {run}/validation.json; `newsloom report {run}` shows it"));
            }
            None => terminal::talk("with `--run DIR` the result is kept for the report"),
        }
        Ok(())
    }
}

fn text(found: &Validation) -> String {
    let mut out = format!(
        "run {}, sample of seed {}: {} items, {} not coded\n",
        found.run_id, found.seed, found.n_items, found.n_uncoded
    );
    table(&mut out, ("precision of mentions", "right"), &found.precision);
    table(&mut out, ("recall of actors named in sentences", "found"), &found.recall);
    if found.n_missed_untyped > 0 {
        let n = found.n_missed_untyped;
        let _ = writeln!(out, "  {n} missed actors have no type: the recall by type is too high");
    }
    table(&mut out, ("precision of pairs", "right"), &found.pairs);
    if !found.agreement.is_empty() {
        out.push_str("\nagreement of two coders (alike, of, Krippendorff's alpha)\n");
    }
    for task in &found.agreement {
        let alpha = task.alpha.map_or("-".to_owned(), |alpha| format!("{alpha:.3}"));
        let _ = writeln!(out, "  {:28} {:>5} {:>5}  {alpha}", task.task, task.n_alike, task.n);
    }
    out
}

fn table(out: &mut String, (title, right): (&str, &str), estimates: &[Estimate]) {
    if estimates.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{title} ({right}, of, unsure, share, 95 % interval)");
    let shown = Estimate::shown(estimates);
    for one in &shown {
        let group = harmless(&format!("{} {}", one.by, one.group));
        let number = |x: Option<f64>| x.map_or("-".to_owned(), |x| format!("{x:.3}"));
        let (share, low, high) = (number(one.share), number(one.low), number(one.high));
        let _ = writeln!(
            out,
            "  {:28} {:>5} {:>5} {:>5}  {share} [{low}, {high}]",
            group.trim_end(),
            one.n_right,
            one.n,
            one.n_unsure
        );
    }
    if shown.len() < estimates.len() {
        let _ = writeln!(out, "  {} smaller groups: `--format json`", estimates.len() - shown.len());
    }
}
