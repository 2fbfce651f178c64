//! One run at a time in a folder.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
};

use newsloom_diagnostics::Diagnostic;

use crate::atomic::cannot_write;

/// The file that is locked.
const NAME: &str = ".newsloom-lock";

/// Holds a folder until it is dropped. The system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub struct FolderLock {
    path: PathBuf,
    _file: File,
}

impl FolderLock {
    /// Takes hold of a folder, which is made if it is not there.
    ///
    /// # Errors
    /// R123, if another process holds it; R102, if it cannot be written to.
    pub fn of(folder: &Path) -> Result<Self, Diagnostic> {
        fs::create_dir_all(folder).map_err(|error| cannot_write(folder, &error))?;
        let path = folder.join(NAME);
        loop {
            let options = File::options().write(true).create(true).truncate(false).open(&path);
            let file = options.map_err(|error| cannot_write(&path, &error))?;
            match file.try_lock() {
                Err(TryLockError::WouldBlock) => return Err(held(folder)),
                // Where the system knows no locks, none is held.
                Ok(()) | Err(TryLockError::Error(_)) => {}
            }
            if is_still(&path, &file) {
                return Ok(Self { path, _file: file });
            }
        }
    }
}

impl Drop for FolderLock {
    fn drop(&mut self) {
        // The next run takes hold of a file that stays just as well.
        let _ = fs::remove_file(&self.path);
    }
}

fn held(folder: &Path) -> Diagnostic {
    let message = format!("another run writes to `{}`", folder.display());
    Diagnostic::error("R123", message).help("wait until it has ended, or name another folder with `--output`")
}

/// Whether the name still leads to the file: whoever held it may have taken it away.
#[cfg(unix)]
fn is_still(path: &Path, file: &File) -> bool {
    use std::os::unix::fs::MetadataExt;
    let number = |metadata: io::Result<fs::Metadata>| metadata.map(|m| (m.dev(), m.ino())).ok();
    number(fs::metadata(path)) == number(file.metadata())
}

#[cfg(not(unix))]
fn is_still(_: &Path, _: &File) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_held_once_and_free_again() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("out");
        let held = FolderLock::of(&folder).unwrap();
        assert_eq!(FolderLock::of(&folder).unwrap_err().code.id, "R123");
        drop(held);
        assert!(fs::read_dir(&folder).unwrap().next().is_none(), "nothing is left");
        fs::write(folder.join(NAME), "left by a killed run").unwrap();
        drop(FolderLock::of(&folder).unwrap());
    }
}
