use std::{
    fs,
    fs::File,
    io::{self, Read},
    path::Path,
    sync::Arc,
};

use newsloom_diagnostics::{Diagnostic, SourceFile};
use sha2::{Digest, Sha256};

/// Opens a file, and nothing else: a pipe would be waited for without end, a device read without end.
pub(crate) fn open_regular(path: &Path) -> io::Result<File> {
    if fs::metadata(path)?.is_file() {
        File::open(path)
    } else {
        Err(io::Error::other("it is no regular file"))
    }
}

/// Bytes of a text file that is read as a whole.
const MAX_SOURCE_BYTES: u64 = 1 << 30;

/// Reads a whole text file that diagnostics can point into, such as a recipe (`code` P102) or a
/// file of a dictionary (D101). A byte order mark is dropped.
///
/// # Errors
/// Under `code`, if the file does not exist, cannot be opened, is larger than 1 GiB, or is not UTF-8.
pub fn read_source(path: &Path, code: &str) -> Result<Arc<SourceFile>, Diagnostic> {
    read_source_within(path, code, MAX_SOURCE_BYTES)
}

/// The same with a limit of its own, in bytes.
///
/// # Errors
/// As for [`read_source`].
pub fn read_source_within(path: &Path, code: &str, limit: u64) -> Result<Arc<SourceFile>, Diagnostic> {
    let name = path.to_string_lossy().replace('\\', "/");
    let cannot = |reason: &str| Diagnostic::error(code, format!("cannot read `{name}`: {reason}"));
    let mut bytes = Vec::new();
    let file = open_regular(path).map_err(|error| cannot(&error.to_string()))?;
    file.take(limit + 1).read_to_end(&mut bytes).map_err(|error| cannot(&error.to_string()))?;
    if bytes.len() as u64 > limit {
        return Err(cannot(&format!("it is larger than {limit} bytes")));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = memchr::memchr_iter(b'\n', &error.as_bytes()[..at]).count() + 1;
        cannot(&format!("invalid UTF-8 on line {line}"))
    })?;
    Ok(SourceFile::new(name.as_str(), text.strip_prefix('\u{feff}').unwrap_or(&text)))
}

/// Reads a whole file; one that ends in `.gz` or `.zst` is unpacked.
///
/// # Errors
/// If the file cannot be read or unpacked.
pub fn read_packed(path: &Path) -> io::Result<Vec<u8>> {
    let packed = open_regular(path)?;
    let mut bytes = Vec::new();
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    match ending {
        "gz" => flate2::read::MultiGzDecoder::new(packed).read_to_end(&mut bytes)?,
        "zst" => zstd::Decoder::new(packed)?.read_to_end(&mut bytes)?,
        _ => io::BufReader::new(packed).read_to_end(&mut bytes)?,
    };
    Ok(bytes)
}

/// Size and content hash of a file as it lies on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileHash {
    /// Size in bytes.
    pub bytes: u64,
    /// BLAKE3, hexadecimal.
    pub blake3: String,
}

/// The SHA-256 of a file, hexadecimal: what archives and other programs check files by.
///
/// # Errors
/// If the file cannot be read.
pub fn sha256_file(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let (mut hasher, mut buffer) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        let n = file.read(&mut buffer)?;
        if n == 0 {
            break;
        }
        hasher.update(&buffer[..n]);
    }
    Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Hashes a file without holding it in memory.
///
/// # Errors
/// If the file cannot be read.
pub fn hash_file(path: &Path) -> io::Result<FileHash> {
    let mut hasher = blake3::Hasher::new();
    let bytes = io::copy(&mut open_regular(path)?, &mut hasher)?;
    Ok(FileHash { bytes, blake3: hasher.finalize().to_hex().to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_read_without_its_byte_order_mark() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        fs::write(&path, "\u{feff}title = \"é\"\n").unwrap();
        assert_eq!(read_source(&path, "P102").unwrap().text, "title = \"é\"\n");
    }

    #[test]
    fn a_source_that_cannot_be_read_is_reported_under_the_code_given() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        assert_eq!(read_source(&path, "D101").unwrap_err().code.id, "D101");
        fs::write(&path, b"a\nb\xff\n").unwrap();
        assert!(read_source(&path, "D101").unwrap_err().message.ends_with("invalid UTF-8 on line 2"));
    }

    #[test]
    fn what_is_no_file_or_too_large_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        fs::write(&path, "0123456789").unwrap();
        assert!(read_source_within(&path, "P102", 10).is_ok());
        assert!(read_source_within(&path, "P102", 9).unwrap_err().message.ends_with("larger than 9 bytes"));
        let message = read_source(folder.path(), "P102").unwrap_err().message;
        assert!(message.ends_with("it is no regular file"), "{message}");
        assert!(hash_file(Path::new("/dev/zero")).is_err());
    }

    #[test]
    fn packed_files_are_unpacked() {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in
            [("a.txt", b"abc".to_vec()), ("a.zst", zstd::encode_all(&b"abc"[..], 1).unwrap())]
        {
            let path = folder.path().join(name);
            fs::write(&path, bytes).unwrap();
            assert_eq!(read_packed(&path).unwrap(), b"abc", "{name}");
        }
    }

    #[test]
    fn the_hash_is_that_of_the_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "abc").unwrap();
        let expected = blake3::hash(b"abc").to_hex().to_string();
        assert_eq!(hash_file(&path).unwrap(), FileHash { bytes: 3, blake3: expected });
        // The example of FIPS 180-4.
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256_file(&path).unwrap(), expected);
    }
}
