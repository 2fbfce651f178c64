//! Files that appear under their names only when they are complete.
//!
//! The bytes go to a hidden file in the same folder, which is flushed to disk and then renamed; the
//! folder is flushed last. The hidden file is locked as long as it is written, so that what a
//! killed run left behind can be told from what another run is writing.

use std::{
    fs::{self, File, TryLockError},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU64, Ordering},
};

use newsloom_corpus::FileRecord;
use newsloom_diagnostics::Diagnostic;

/// What the names of unfinished files contain.
const MARK: &str = ".newsloom-unfinished-";

/// Writes a file of the output folder atomically; `records` of the result is 0.
///
/// Missing folders on the way are made. The path in the result is the name of the file.
///
/// # Errors
/// R102, if the folder cannot be made or the file not be written; the old file then still stands.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<FileRecord, Diagnostic> {
    let mut file = AtomicFile::create(path)?;
    file.write_all(bytes).map_err(|error| cannot_write(path, &error))?;
    file.seal(0)?.publish()
}

/// A text file that is written piece by piece and appears under its name when it is finished; packed with
/// zstd if its name ends in `.zst`.
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// # let folder = folder.path();
/// use std::io::Write;
/// let mut file = newsloom_formats::GrowingFile::create(&folder.join("a.txt"))?;
/// file.write_all(b"abc")?;
/// assert!(!folder.join("a.txt").exists());
/// file.finish()?;
/// assert_eq!(std::fs::read(folder.join("a.txt"))?, b"abc");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct GrowingFile(Growing);

enum Growing {
    Plain(AtomicFile),
    Packed(zstd::Encoder<'static, AtomicFile>),
}

impl GrowingFile {
    /// Begins the file; missing folders on the way are made.
    ///
    /// # Errors
    /// R102, if it cannot be made.
    pub fn create(path: &Path) -> Result<Self, Diagnostic> {
        let file = AtomicFile::create(path)?;
        if path.extension().is_none_or(|ending| ending != "zst") {
            return Ok(Self(Growing::Plain(file)));
        }
        let encoder = zstd::Encoder::new(file, zstd::DEFAULT_COMPRESSION_LEVEL);
        Ok(Self(Growing::Packed(encoder.map_err(|error| cannot_write(path, &error))?)))
    }

    /// Completes the file and gives it its name.
    ///
    /// # Errors
    /// R102, if it cannot be completed.
    pub fn finish(self) -> Result<FileRecord, Diagnostic> {
        let file = match self.0 {
            Growing::Plain(file) => file,
            Growing::Packed(encoder) => {
                let target = encoder.get_ref().target().to_owned();
                encoder.finish().map_err(|error| cannot_write(&target, &error))?
            }
        };
        file.seal(0)?.publish()
    }
}

impl Write for GrowingFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.0 {
            Growing::Plain(file) => file.write(bytes),
            Growing::Packed(encoder) => encoder.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.0 {
            Growing::Plain(file) => file.flush(),
            Growing::Packed(encoder) => encoder.flush(),
        }
    }
}

/// Writes a file of a cache: it appears under its name only when it is complete, but nothing waits until
/// it is on disk. Who reads it must be able to tell whether it is whole.
///
/// # Errors
/// If the folder cannot be made or the file not be written.
pub fn write_cached(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let (hidden, mut file) = create_hidden(path)?;
    let written = file.write_all(bytes).and_then(|()| fs::rename(&hidden, path));
    if written.is_err() {
        let _ = fs::remove_file(&hidden);
    }
    written
}

/// Removes what killed runs left behind in a folder; gives the number of files removed.
///
/// Files that another process is writing right now are left alone.
///
/// # Errors
/// R102, if the folder cannot be listed; a folder that does not exist holds nothing.
pub fn remove_stale(folder: &Path) -> Result<usize, Diagnostic> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        entries => entries.map_err(|error| cannot_write(folder, &error))?,
    };
    let paths = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    Ok(paths.filter(|path| is_stale(path)).filter(|path| fs::remove_file(path).is_ok()).count())
}

/// Removes a file; one that is not there is no error.
///
/// # Errors
/// R102, if the file is there and cannot be removed.
pub fn remove_file(path: &Path) -> Result<(), Diagnostic> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(cannot_write(path, &error)),
        _ => Ok(()),
    }
}

/// Tries whether a folder can be written to; one that is missing is tried where it would be made.
///
/// Nothing is left behind, and no folder is made.
///
/// # Errors
/// R102, if the folder, or what stands in its way, is no folder or cannot be written to.
pub fn try_folder(folder: &Path) -> Result<(), Diagnostic> {
    let nearest = folder.ancestors().find(|path| fs::symlink_metadata(path).is_ok());
    let (hidden, file) = create_hidden(&nearest.unwrap_or(Path::new(".")).join("trial"))
        .map_err(|e| cannot_write(folder, &e))?;
    drop(file);
    fs::remove_file(hidden).map_err(|error| cannot_write(folder, &error))
}

fn is_stale(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with('.')
        && name.contains(MARK)
        && File::options().write(true).open(path).is_ok_and(|file| file.try_lock().is_ok())
}

/// The diagnostic of a file or folder that cannot be written.
pub(crate) fn cannot_write(path: &Path, reason: &dyn std::fmt::Display) -> Diagnostic {
    Diagnostic::error("R102", format!("cannot write `{}`: {reason}", path.display()))
        .help("make room there or write elsewhere; a run goes on from what the cache holds")
}

/// A file that is being written; dropped before it is published, it leaves nothing behind.
pub(crate) struct AtomicFile {
    target: PathBuf,
    hidden: PathBuf,
    file: Option<BufWriter<Hashed>>,
}

impl AtomicFile {
    pub(crate) fn create(target: &Path) -> Result<Self, Diagnostic> {
        let (hidden, file) = create_hidden(target).map_err(|error| cannot_write(target, &error))?;
        let hashed = Hashed { file, hasher: blake3::Hasher::new(), n_bytes: 0 };
        Ok(Self { target: target.to_owned(), hidden, file: Some(BufWriter::with_capacity(1 << 17, hashed)) })
    }

    /// The name it will have.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// Brings all that was written to disk.
    pub(crate) fn seal(mut self, records: u64) -> Result<SealedFile, Diagnostic> {
        let (bytes, blake3) = self.sync().map_err(|error| cannot_write(&self.target, &error))?;
        let path = self.target.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(SealedFile { file: self, record: FileRecord { path, bytes, blake3, records } })
    }

    /// The size and hash of what is now on disk.
    fn sync(&mut self) -> io::Result<(u64, String)> {
        let buffered = self.open();
        buffered.flush()?;
        let hashed = buffered.get_ref();
        hashed.file.sync_all()?;
        Ok((hashed.n_bytes, hashed.hasher.finalize().to_hex().to_string()))
    }

    fn open(&mut self) -> &mut BufWriter<Hashed> {
        self.file.as_mut().expect("the file is open until it is published")
    }

    fn publish(&mut self) -> io::Result<()> {
        fs::rename(&self.hidden, &self.target)?;
        self.file = None;
        sync_folder(folder_of(&self.target))
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.open().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.open().flush()
    }
}

impl Drop for AtomicFile {
    fn drop(&mut self) {
        if self.file.is_some() {
            let _ = fs::remove_file(&self.hidden);
        }
    }
}

/// A complete file that does not have its name yet; dropped unpublished, it leaves nothing behind.
pub struct SealedFile {
    file: AtomicFile,
    record: FileRecord,
}

impl SealedFile {
    /// Gives the file its name, in place of an older file of that name.
    ///
    /// # Errors
    /// R102, if it cannot be renamed; the old file then still stands.
    pub fn publish(mut self) -> Result<FileRecord, Diagnostic> {
        self.file.publish().map_err(|error| cannot_write(&self.file.target, &error))?;
        Ok(self.record)
    }
}

/// Hashes and counts what goes into a file.
struct Hashed {
    file: File,
    hasher: blake3::Hasher,
    n_bytes: u64,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        self.n_bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Makes the hidden file and locks it, where the system knows locks.
fn create_hidden(target: &Path) -> io::Result<(PathBuf, File)> {
    let folder = folder_of(target);
    fs::create_dir_all(folder)?;
    let hidden = folder.join(hidden_name(target));
    let file = File::options().write(true).create_new(true).open(&hidden)?;
    match file.try_lock() {
        Ok(()) | Err(TryLockError::Error(_)) => Ok((hidden, file)),
        Err(TryLockError::WouldBlock) => Err(io::ErrorKind::ResourceBusy.into()),
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A name that no other writer of this file uses, now or later in this process.
fn hidden_name(target: &Path) -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    format!(".{name}{MARK}{}-{}", process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_written_with_its_size_and_hash() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tables/a.txt");
        let record = write_file(&path, b"abc").unwrap();
        assert_eq!((record.path.as_str(), record.bytes), ("a.txt", 3));
        assert_eq!(record.blake3, blake3::hash(b"abc").to_hex().to_string());
        assert_eq!(fs::read(&path).unwrap(), b"abc");
        assert_eq!(names(path.parent().unwrap()), ["a.txt"]);
    }

    #[test]
    fn an_unfinished_file_leaves_the_old_one_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        write_file(&path, b"old").unwrap();
        let mut file = AtomicFile::create(&path).unwrap();
        file.write_all(b"half").unwrap();
        drop(file.seal(0).unwrap());
        drop(AtomicFile::create(&path).unwrap());
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(names(folder.path()), ["a.txt"]);
    }

    #[test]
    fn what_a_killed_run_left_is_removed_and_what_is_being_written_is_not() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(".a.csv.newsloom-unfinished-1-0"), b"half").unwrap();
        fs::write(folder.path().join("kept.newsloom-unfinished-1-0"), b"not hidden").unwrap();
        let alive = AtomicFile::create(&folder.path().join("b.csv")).unwrap();
        assert_eq!(remove_stale(folder.path()).unwrap(), 1);
        alive.seal(0).unwrap().publish().unwrap();
        assert_eq!(names(folder.path()), ["b.csv", "kept.newsloom-unfinished-1-0"]);
        assert_eq!(remove_stale(&folder.path().join("nowhere")).unwrap(), 0);
    }

    #[test]
    fn a_folder_is_tried_without_a_trace() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("file"), "").unwrap();
        try_folder(folder.path()).unwrap();
        try_folder(&folder.path().join("a/b/c")).unwrap();
        for bad in ["file", "file/b/c"] {
            let problem = try_folder(&folder.path().join(bad)).unwrap_err();
            assert_eq!(problem.code.id, "R102");
            assert!(problem.message.contains(&*folder.path().join(bad).to_string_lossy()), "{problem:?}");
        }
        assert_eq!(names(folder.path()), ["file"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_nowhere_is_no_folder() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("nowhere", folder.path().join("link")).unwrap();
        assert_eq!(try_folder(&folder.path().join("link/out")).unwrap_err().code.id, "R102");
        assert_eq!(names(folder.path()), ["link"]);
    }

    #[test]
    fn a_folder_that_is_a_file_is_a_diagnostic() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a"), "").unwrap();
        assert_eq!(write_file(&folder.path().join("a/b.txt"), b"").unwrap_err().code.id, "R102");
    }
}
