//! The binary `newsloom`: arguments to calls, diagnostics to the terminal, results to exit codes.

mod command;
mod draw;
mod progress;
#[cfg(unix)]
mod signals;
mod size;
mod summary;
mod terminal;

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;

/// A run makes and drops millions of small texts on all threads.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let arguments = command::Arguments::parse();
    // Without a watch the signals end the program all the same, without a word.
    #[cfg(unix)]
    let _ = signals::watch();
    match command::execute(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
