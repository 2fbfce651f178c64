//! Seconds and memory of a run, for `run.json`, which is no part of what is compared.

use std::{fs, path::Path, time::Instant};

use newsloom_diagnostics::Diagnostic;
use newsloom_formats::write_file;
use serde_json::{Value, json};

/// A watch over the stages of a run.
pub(super) struct Timing {
    stages: Vec<Value>,
    started: Instant,
}

impl Timing {
    pub(super) fn start() -> Self {
        Self { stages: Vec::new(), started: Instant::now() }
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
        let run = json!({
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
