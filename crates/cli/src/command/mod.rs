//! One file a command.

mod cache;
mod cache_args;
mod check;
mod codebook;
mod compare;
mod completions;
mod dictionary;
mod explain;
mod generate;
mod init;
mod list;
mod plan;
mod recipe_args;
mod report;
mod run;
mod sample;
mod sensitivity;
mod validate;
mod verify;
mod why;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use newsloom_diagnostics::Diagnostic;

use crate::{draw::draw, terminal};

/// From dirty news articles to weekly co-mention tables.
#[derive(Debug, Parser)]
#[command(name = "newsloom", version, about, propagate_version = true, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run a recipe: tables, manifest and report
    Run(run::Run),
    /// Find every mistake in a recipe without reading an article
    Check(check::Check),
    /// Show what a run of a recipe would do
    Plan(plan::Plan),
    /// Show how far the findings of a recipe depend on its choices
    Sensitivity(sensitivity::Sensitivity),
    /// Show or tidy what is kept for the next run
    Cache(cache::Cache),
    /// Write the report again from finished tables
    Report(report::Report),
    /// Show the sentences behind a number: of an actor, a pair, a week
    Why(why::Why),
    /// Draw a sample of a finished run to be coded by hand
    Sample(sample::Sample),
    /// Tell precision, recall and agreement from coded samples
    Validate(validate::Validate),
    /// Run a recipe again and compare every byte with the manifest of its run
    Verify(verify::Verify),
    /// Tell what differs between two runs or two dictionaries
    Compare(compare::Compare),
    /// List measures, null models, rules, formats, commands' vocabularies
    List(list::List),
    /// Describe every column of every table
    Codebook(codebook::Codebook),
    /// Check, show, list, export, import and build dictionaries
    Dictionary(dictionary::Dictionary),
    /// Explain the code of a diagnostic
    Explain(explain::Explain),
    /// Write a first recipe
    Init(init::Init),
    /// Write a seeded corpus with known truth
    Generate(generate::Generate),
    /// Print a completion script for a shell
    Completions(completions::Completions),
}

/// Why a command did not do what was asked.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Problems in the user's files, all of them.
    Problems(Vec<Diagnostic>),
    /// The words of the command line are wrong.
    Usage(String),
    /// What was to be the same is not; what differs has been told.
    Differs(String),
    /// Data could not be written to stdout.
    Output(std::io::Error),
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<Diagnostic> for Failure {
    fn from(problem: Diagnostic) -> Self {
        Self::Problems(vec![problem])
    }
}

impl Failure {
    /// Tells what went wrong; 1 for files and runs, 2 for the command line.
    pub(crate) fn report(&self) -> ExitCode {
        match self {
            Self::Problems(problems) => {
                show(problems);
                ExitCode::from(1)
            }
            Self::Usage(message) => {
                terminal::talk(&format!("error: {message}"));
                ExitCode::from(2)
            }
            Self::Differs(message) => {
                terminal::talk(message);
                ExitCode::from(1)
            }
            Self::Output(error) => {
                terminal::talk(&format!("error: cannot write to stdout: {error}"));
                ExitCode::from(1)
            }
        }
    }
}

/// Problems that are drawn: each is looked up in its file from the beginning.
const N_DRAWN: usize = 100;

/// Draws problems to stderr with their number below.
pub(crate) fn show(problems: &[Diagnostic]) {
    if problems.is_empty() {
        return;
    }
    terminal::talk(&draw(&problems[..problems.len().min(N_DRAWN)], terminal::is_watched()));
    if problems.len() > N_DRAWN {
        terminal::talk(&format!("\n{} further problems are not shown", problems.len() - N_DRAWN));
    }
    let n_errors = problems.iter().filter(|p| p.is_error()).count();
    terminal::talk(&format!(
        "\n{}, {}",
        counted(n_errors, "error"),
        counted(problems.len() - n_errors, "warning")
    ));
}

fn counted(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

pub(crate) fn execute(arguments: &Arguments) -> Result<(), Failure> {
    match &arguments.command {
        Command::Run(command) => command.execute(),
        Command::Check(command) => command.execute(),
        Command::Plan(command) => command.execute(),
        Command::Sensitivity(command) => command.execute(),
        Command::Cache(command) => command.execute(),
        Command::Report(command) => command.execute(),
        Command::Why(command) => command.execute(),
        Command::Sample(command) => command.execute(),
        Command::Validate(command) => command.execute(),
        Command::Verify(command) => command.execute(),
        Command::Compare(command) => command.execute(),
        Command::List(command) => command.execute(),
        Command::Codebook(command) => command.execute(),
        Command::Dictionary(command) => command.execute(),
        Command::Explain(command) => command.execute(),
        Command::Init(command) => command.execute(),
        Command::Generate(command) => command.execute(),
        Command::Completions(command) => command.execute(),
    }
}
