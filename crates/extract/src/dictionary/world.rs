use std::{
    io::Read,
    sync::{Arc, LazyLock},
};

use flate2::read::DeflateDecoder;
use newsloom_diagnostics::SourceFile;

use super::DictionaryFiles;

macro_rules! world_file {
    ($name:literal) => {
        unpacked(concat!("world/", $name), include_bytes!(concat!(env!("OUT_DIR"), "/", $name)))
    };
}

/// The dictionary that ships with the program: states, their governments, capitals and demonyms, who
/// governed them since 2000, organisations, parties, armed groups, media.
///
/// It is packed in the program and unpacked at the first call.
///
/// ```
/// let (world, problems) = newsloom_extract::Dictionary::parse(&[newsloom_extract::world()]);
/// assert!(problems.is_empty());
/// assert!(world.actors.find("country:LBY").is_some());
/// ```
pub fn world() -> DictionaryFiles {
    static WORLD: LazyLock<DictionaryFiles> = LazyLock::new(|| DictionaryFiles {
        name: "world".to_owned(),
        actors: world_file!("actors.csv"),
        aliases: world_file!("aliases.csv"),
        roles: Some(world_file!("roles.csv")),
        codes: Some(world_file!("codes.csv")),
    });
    WORLD.clone()
}

fn unpacked(name: &str, packed: &[u8]) -> Arc<SourceFile> {
    let mut text = String::new();
    DeflateDecoder::new(packed).read_to_string(&mut text).expect("packed by the build of this program");
    SourceFile::new(name, text)
}
