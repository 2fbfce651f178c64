//! Packs the dictionary that ships with the program.

use std::{env, fs, io::Write, path::Path};

use flate2::{Compression, write::DeflateEncoder};

const FILES: [&str; 4] = ["actors.csv", "aliases.csv", "roles.csv", "codes.csv"];

fn main() {
    let folder =
        Path::new(&env::var("CARGO_MANIFEST_DIR").expect("set by cargo")).join("../../datasets/actors/world");
    let out = env::var("OUT_DIR").expect("set by cargo");
    for name in FILES {
        let path = folder.join(name);
        println!("cargo::rerun-if-changed={}", path.display());
        let text = fs::read(&path).unwrap_or_else(|e| panic!("cannot read {}: {e}", path.display()));
        let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
        packed.write_all(&text).expect("writing to memory");
        fs::write(Path::new(&out).join(name), packed.finish().expect("writing to memory"))
            .expect("the folder of this build");
    }
}
