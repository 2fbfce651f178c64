use std::{env, path::PathBuf};

use clap::Args;
use newsloom_pipeline::CacheOptions;

use super::Failure;

/// Where shards are kept.
#[derive(Debug, Args)]
pub(crate) struct CacheArgs {
    /// Folder that keeps what became of records for the next run; by default one for all recipes, in the
    /// folder for caches of your account (or `$NEWSLOOM_CACHE`)
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
    /// Room that it may take, such as 500MB or 20GB
    #[arg(long, value_name = "SIZE", default_value = "5GB", value_parser = size)]
    cache_size: u64,
}

impl CacheArgs {
    /// The folder with its limit.
    pub(super) fn options(&self) -> Result<CacheOptions, Failure> {
        let unknown =
            || Failure::Usage("no folder for caches is known here: name one with `--cache`".to_owned());
        let folder = self.cache.clone().or_else(default_folder).ok_or_else(unknown)?;
        Ok(CacheOptions { folder, max_bytes: self.cache_size })
    }

    /// The same, if a cache is wanted and there is a folder for it.
    pub(super) fn unless(&self, is_off: bool) -> Option<CacheOptions> {
        if is_off { None } else { self.options().ok() }
    }
}

/// The folder for caches of this account.
fn default_folder() -> Option<PathBuf> {
    let folder = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(own) = folder("NEWSLOOM_CACHE") {
        return Some(own);
    }
    let parent = if cfg!(windows) {
        folder("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        folder("HOME").map(|home| home.join("Library/Caches"))
    } else {
        folder("XDG_CACHE_HOME").or_else(|| folder("HOME").map(|home| home.join(".cache")))
    };
    parent.map(|parent| parent.join("newsloom"))
}

/// Bytes, with a unit or without.
fn size(text: &str) -> Result<u64, String> {
    const UNITS: [(&str, u64); 4] =
        [("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1_000)];
    let upper = text.trim().to_ascii_uppercase();
    let (number, unit) = UNITS
        .iter()
        .find_map(|(word, unit)| Some((upper.strip_suffix(word)?, *unit)))
        .unwrap_or((upper.as_str(), 1));
    let number: u64 = number.trim().parse().map_err(|_| "not a size such as `500MB`".to_owned())?;
    number.checked_mul(unit).ok_or_else(|| "too large".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units() {
        for (text, bytes) in [("5GB", Some(5_000_000_000)), ("500 mb", Some(500_000_000)), ("7", Some(7))] {
            assert_eq!(size(text).ok(), bytes, "{text}");
        }
        for wrong in ["", "GB", "-1", "1.5GB", "99999999999TB"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
    }
}
