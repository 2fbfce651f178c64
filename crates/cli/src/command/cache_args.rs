use std::{env, path::PathBuf};

use clap::Args;
use newsloom_pipeline::CacheOptions;

use super::Failure;
use crate::size;

/// Where shards are kept.
#[derive(Debug, Args)]
pub(crate) struct CacheArgs {
    /// Folder that keeps what became of records for the next run; by default one for all recipes, in the
    /// folder for caches of your account (or `$NEWSLOOM_CACHE`)
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
    /// Room that it may take, such as 500MB or 20GB
    #[arg(long, value_name = "SIZE", default_value = "5GB", value_parser = size::size)]
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
