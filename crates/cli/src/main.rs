//! The binary `newsloom`: arguments to calls, diagnostics to the terminal, results to exit codes.

mod command;
mod draw;
mod progress;
mod summary;
mod terminal;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let arguments = command::Arguments::parse();
    match command::execute(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
