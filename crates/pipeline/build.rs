//! Digests the sources that shards are made by, so that a shard of another program is never taken for
//! one of this program.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

/// What decides about what becomes of an article, relative to this crate.
const MAP: [&str; 7] = [
    "../corpus/src",
    "../text/src",
    "../clean/src",
    "../extract/src",
    "../formats/src",
    "src/map",
    "../../Cargo.lock",
];

/// What decides, beside the map, about the rows that tables have of it.
const ROWS: [&str; 4] = ["../score/src", "../aggregate/src", "src/run", "src/groups.rs"];

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let mut hasher = blake3::Hasher::new();
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
    for (name, sources) in [("MAP", &MAP[..]), ("ROWS", &ROWS[..])] {
        for source in sources.iter().map(|source| root.join(source)) {
            println!("cargo::rerun-if-changed={}", source.display());
            feed(&mut hasher, &source).expect("the sources can be read");
        }
        println!("cargo::rustc-env=NEWSLOOM_{name}_DIGEST={}", hasher.finalize().to_hex());
    }
}

/// Feeds a file, or the files of a folder in the order of their names.
fn feed(hasher: &mut blake3::Hasher, path: &Path) -> io::Result<()> {
    if !path.is_dir() {
        hasher.update(path.file_name().unwrap_or_default().as_encoded_bytes());
        hasher.update(&fs::read(path)?);
        return Ok(());
    }
    let mut entries: Vec<PathBuf> =
        fs::read_dir(path)?.map(|entry| entry.map(|e| e.path())).collect::<io::Result<_>>()?;
    entries.sort();
    entries.iter().try_for_each(|entry| feed(hasher, entry))
}
