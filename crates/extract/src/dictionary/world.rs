use newsloom_diagnostics::SourceFile;

use super::DictionaryFiles;

macro_rules! world_file {
    ($name:literal) => {
        SourceFile::new(
            concat!("world/", $name),
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../datasets/actors/world/", $name)),
        )
    };
}

/// The dictionary that ships with the program: states, their governments, capitals and demonyms,
/// intergovernmental organisations, media.
///
/// ```
/// let (world, problems) = newsloom_extract::Dictionary::parse(&[newsloom_extract::world()]);
/// assert!(problems.is_empty());
/// assert!(world.actors.find("country:LBY").is_some());
/// ```
pub fn world() -> DictionaryFiles {
    DictionaryFiles {
        name: "world".to_owned(),
        actors: world_file!("actors.csv"),
        aliases: world_file!("aliases.csv"),
        roles: Some(world_file!("roles.csv")),
        codes: Some(world_file!("codes.csv")),
    }
}
