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
    pass_over_damaged_files();
    let arguments = command::Arguments::parse();
    // Without a watch the signals end the program all the same, without a word.
    #[cfg(unix)]
    let _ = signals::watch();
    match command::execute(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

/// A panic of the Parquet decoder is told as a diagnostic of the file.
fn pass_over_damaged_files() {
    let tell = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !newsloom_pipeline::is_decoding() {
            tell(panic);
        }
    }));
}
