use std::fmt::Write;

use crate::{Plan, fingerprint::by_section, recipe::Settings};

impl Plan {
    /// What a run would do, for `newsloom plan`: the files it reads, the stages and their settings.
    pub fn describe(&self) -> String {
        let mut text = format!("{}\n\nreads {} files:\n", self.title, self.inputs.len());
        for input in &self.inputs {
            let _ = writeln!(text, "  {} ({})", input.shown, input.reader.name);
        }
        let n = self.dictionary.aliases.len();
        let _ = writeln!(text, "\nlooks for {} actors under {n} names from:", self.dictionary.actors.len());
        for file in &self.dictionary_files {
            let _ = writeln!(text, "  {}", file.path);
        }
        let _ = writeln!(text, "\nwrites to {}\n", self.directory.display());
        text + "settings, defaults included:\n" + &describe_settings(&self.settings)
    }
}

/// Every setting with its value, a line each.
pub fn describe_settings(settings: &Settings) -> String {
    let mut text = String::new();
    for (section, keys) in by_section(settings).iter().filter(|(section, _)| !section.is_empty()) {
        let _ = writeln!(text, "  [{section}]");
        for (key, value) in keys {
            let _ = writeln!(text, "  {key} = {value}");
        }
    }
    text
}
