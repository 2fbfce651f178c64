//! Feeds mutated inputs to whatever reads what others wrote, and stops at the first that panics,
//! breaks a law or takes longer than ten seconds of CPU time.
//!
//! `cargo run --release -p newsloom-benches --example fuzz -- TARGET SECONDS [SEED [FIRST]]`
//!
//! Each execution is a pure function of the target, the seed and its number; the input of the one
//! that fails stays behind in the file that is named.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program that says what it found")]

mod finished;
mod mutate;
mod seeds;
mod target;

use std::{
    fs,
    path::PathBuf,
    process::ExitCode,
    time::{Duration, Instant},
};

use mutate::Mutator;
use target::{TARGETS, Target};

/// An execution that takes longer is a failure.
const TOO_LONG: Duration = Duration::from_secs(10);

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, or: u64| arguments.get(at).map_or(Some(or), |text| text.parse().ok());
    let target = arguments.first().and_then(|name| TARGETS.iter().find(|target| target.name == name));
    let (Some(target), Some(seconds), Some(seed), Some(first)) =
        (target, number(1, 60), number(2, 1), number(3, 0))
    else {
        let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
        eprintln!("usage: fuzz TARGET [SECONDS [SEED [FIRST]]]\ntargets: {}", names.join(", "));
        return ExitCode::from(2);
    };
    fuzz(target, Duration::from_secs(seconds), (seed, first))
}

/// CPU time of this process, where the system tells: on a busy machine an execution takes long for no
/// reason of its own.
fn cpu_time() -> Option<Duration> {
    /// Clock ticks a second, as Linux counts CPU time in /proc on every common platform.
    const TICKS: u64 = 100;
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11).take(2);
    let ticks = fields.map(|field| field.parse::<u64>().ok()).sum::<Option<u64>>()?;
    Some(Duration::from_millis(ticks * 1_000 / TICKS))
}

fn fuzz(target: &Target, budget: Duration, (seed, first): (u64, u64)) -> ExitCode {
    let folder = std::env::temp_dir().join(format!("newsloom-fuzz-{}-{seed}", target.name));
    fs::create_dir_all(&folder).expect("the folder for temporary files can be written to");
    let path: PathBuf = folder.join(format!("input{}", target.ending));
    let seeds = (target.seeds)();
    let begin = Instant::now();
    let mut n = first;
    while begin.elapsed() < budget {
        let input = Mutator::new(seed, n).input(&seeds, target.tokens);
        // An execution that aborts leaves its input behind.
        fs::write(&path, &input).expect("the input can be written");
        let (start, cpu_before) = (Instant::now(), cpu_time().unwrap_or_default());
        let outcome = std::panic::catch_unwind(|| (target.run)(&input, &path));
        let is_slow = start.elapsed() > TOO_LONG
            && cpu_time().is_none_or(|cpu| cpu.saturating_sub(cpu_before) > TOO_LONG);
        if outcome.is_err() || is_slow {
            let what = if is_slow { "takes too long" } else { "fails" };
            eprintln!("{}: execution {n} of seed {seed} {what}: {}", target.name, path.display());
            return ExitCode::FAILURE;
        }
        n += 1;
    }
    println!("{} seed {seed}: {} executions in {} s", target.name, n - first, begin.elapsed().as_secs());
    let _ = fs::remove_dir_all(&folder);
    ExitCode::SUCCESS
}
