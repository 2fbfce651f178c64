//! What a run puts aside on disk for a while.

use std::{
    fs::File,
    io::{self, Seek, SeekFrom, Write},
    path::Path,
    sync::Mutex,
};

/// Fastest level of compression that still pays.
const LEVEL: i32 = 1;

/// A file without a name: it is gone with the process that made it, however that ends.
#[derive(Debug)]
pub struct ScratchFile {
    file: Mutex<File>,
    n_bytes: u64,
}

/// Where a block lies in a [`ScratchFile`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScratchBlock {
    start: u64,
    n_packed: usize,
    n_bytes: usize,
}

impl ScratchFile {
    /// Makes the file on the disk of a folder, which must be there.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn create(folder: &Path) -> io::Result<Self> {
        Ok(Self { file: Mutex::new(tempfile::tempfile_in(folder)?), n_bytes: 0 })
    }

    /// Puts a block behind the others, packed.
    ///
    /// # Errors
    /// If the disk is full or cannot be written to.
    ///
    /// ```
    /// # let folder = tempfile::tempdir()?;
    /// let mut file = newsloom_formats::ScratchFile::create(folder.path())?;
    /// let blocks = [file.append(b"one")?, file.append(b"two")?];
    /// assert_eq!(file.read(&blocks[0])?, b"one");
    /// assert_eq!(file.read(&blocks[1])?, b"two");
    /// assert_eq!(std::fs::read_dir(folder.path())?.count(), 0, "the file has no name");
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn append(&mut self, bytes: &[u8]) -> io::Result<ScratchBlock> {
        let packed = zstd::bulk::compress(bytes, LEVEL)?;
        let file = self.file.get_mut().expect("no thread panicked");
        file.seek(SeekFrom::Start(self.n_bytes))?;
        file.write_all(&packed)?;
        let block = ScratchBlock { start: self.n_bytes, n_packed: packed.len(), n_bytes: bytes.len() };
        self.n_bytes += packed.len() as u64;
        Ok(block)
    }

    /// A block that was put in before.
    ///
    /// # Errors
    /// If the disk cannot be read.
    pub fn read(&self, block: &ScratchBlock) -> io::Result<Vec<u8>> {
        let mut packed = vec![0; block.n_packed];
        read_at(&self.file, &mut packed, block.start)?;
        zstd::bulk::decompress(&packed, block.n_bytes)
    }

    /// Bytes on disk.
    pub fn n_bytes(&self) -> u64 {
        self.n_bytes
    }
}

fn read_at(file: &Mutex<File>, bytes: &mut [u8], start: u64) -> io::Result<()> {
    use std::io::Read;
    let mut file = file.lock().expect("no thread panicked");
    file.seek(SeekFrom::Start(start))?;
    file.read_exact(bytes)
}
