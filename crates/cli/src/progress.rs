//! A bar on stderr while a run goes on, if somebody is watching.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use newsloom_pipeline::Observer;

/// A progress bar, or nothing.
#[derive(Debug)]
pub(crate) struct Progress(ProgressBar);

impl Progress {
    pub(crate) fn new(is_shown: bool) -> Self {
        let bar = if is_shown { ProgressBar::new(0) } else { ProgressBar::hidden() };
        let template = "{msg:<10} {bar:30} {human_pos}/{human_len} records  {per_sec}  {eta} left";
        let style = ProgressStyle::with_template(template).expect("a valid template");
        bar.set_style(style);
        if is_shown {
            bar.enable_steady_tick(Duration::from_millis(200));
        }
        Self(bar)
    }

    pub(crate) fn finish(&self) {
        self.0.finish_and_clear();
    }
}

impl Observer for Progress {
    fn stage(&self, name: &'static str, n_records: u64) {
        self.0.set_message(name);
        self.0.set_length(n_records);
        self.0.set_position(0);
        self.0.reset_eta();
    }

    fn advance(&self, n_records: u64) {
        self.0.inc(n_records);
        if self.0.length().is_some_and(|length| self.0.position() > length) {
            self.0.set_length(self.0.position());
        }
    }
}
