//! Times, seconds and memory of a run, for `run.json`, which is no part of what is compared.

use std::{env, fs, path::Path, thread, time::Instant};

use jiff::Timestamp;
use newsloom_diagnostics::Diagnostic;
use newsloom_formats::write_file;
use serde_json::{Value, json};

/// A watch over the stages of a run.
pub(super) struct Timing {
    stages: Vec<Value>,
    started: Instant,
    started_at: Timestamp,
    /// The time that stands for all others, if one is set.
    epoch: Option<Timestamp>,
}

impl Timing {
    /// Starts the watch.
    ///
    /// # Errors
    /// R116, if `SOURCE_DATE_EPOCH` is set to what is no time.
    pub(super) fn start() -> Result<Self, Diagnostic> {
        let epoch = env::var(EPOCH).ok().map(|text| parsed(&text)).transpose()?;
        let started_at = epoch.unwrap_or_else(Timestamp::now);
        Ok(Self { stages: Vec::new(), started: Instant::now(), started_at, epoch })
    }

    /// Runs a stage and notes what it took.
    pub(super) fn stage<T>(&mut self, name: &str, work: impl FnOnce() -> T) -> T {
        let (wall, cpu) = (Instant::now(), cpu_seconds());
        let result = work();
        let cpu = cpu_seconds().zip(cpu).map(|(after, before)| after - before);
        self.stages.push(json!({
            "stage": name,
            "wall_seconds": wall.elapsed().as_secs_f64(),
            "cpu_seconds": cpu,
            "peak_memory_mib": peak_memory_mib(),
        }));
        result
    }

    pub(super) fn write(self, directory: &Path, (threads, shards): (usize, Value)) -> Result<(), Diagnostic> {
        let ended_at = self.epoch.unwrap_or_else(Timestamp::now);
        let run = json!({
            "started_at": self.started_at.to_string(),
            "ended_at": ended_at.to_string(),
            "host": {
                "os": env::consts::OS,
                "arch": env::consts::ARCH,
                "cores": thread::available_parallelism().ok().map(usize::from),
            },
            "stages": self.stages,
            "wall_seconds": self.started.elapsed().as_secs_f64(),
            "cpu_seconds": cpu_seconds(),
            "peak_memory_mib": peak_memory_mib(),
            "threads": threads,
            "shards": shards,
        });
        write_file(&directory.join("run.json"), format!("{run:#}\n").as_bytes()).map(|_| ())
    }
}

/// The variable by which a build is told the time (<https://reproducible-builds.org/specs/source-date-epoch/>).
const EPOCH: &str = "SOURCE_DATE_EPOCH";

fn parsed(text: &str) -> Result<Timestamp, Diagnostic> {
    let seconds = text.parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    seconds.ok_or_else(|| {
        let message = format!("`{EPOCH}` is `{text}`, which is no number of seconds since 1970");
        Diagnostic::error("R116", message).help("unset it, or set it to a whole number, such as 1580000000")
    })
}

/// Clock ticks a second, as Linux counts CPU time in /proc on every common platform.
const TICKS: f64 = 100.0;

/// CPU seconds of this process so far, where the system tells.
fn cpu_seconds() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let after_name = stat.rsplit_once(')')?.1;
    let mut fields = after_name.split_whitespace().skip(11);
    let ticks: f64 = fields.next()?.parse::<f64>().ok()? + fields.next()?.parse::<f64>().ok()?;
    Some(ticks / TICKS)
}

/// Largest memory of this process so far, where the system tells.
fn peak_memory_mib() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib / 1_024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_a_build_is_a_number_of_seconds() {
        assert_eq!(parsed("1580000000").unwrap().to_string(), "2020-01-26T00:53:20Z");
        for text in ["", "today", "1.5", "99999999999999999"] {
            assert_eq!(parsed(text).unwrap_err().code.id, "R116", "{text}");
        }
    }
}
