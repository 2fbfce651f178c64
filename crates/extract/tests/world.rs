//! The dictionary that ships is what its facts say.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use newsloom_diagnostics::SourceFile;
use newsloom_extract::{Dictionary, DictionaryFiles, IMPORTERS, ImportOptions, build, import, world};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../datasets/actors/world")
}

fn read(path: &Path) -> Arc<SourceFile> {
    SourceFile::new(path.display().to_string(), fs::read_to_string(path).expect("a file of the repository"))
}

fn core() -> DictionaryFiles {
    let file = |name: &str| read(&folder().join("facts/core").join(name));
    DictionaryFiles {
        name: "core".to_owned(),
        actors: file("actors.csv"),
        aliases: file("aliases.csv"),
        roles: Some(file("roles.csv")),
        codes: Some(file("codes.csv")),
    }
}

fn facts() -> Vec<Arc<SourceFile>> {
    let entries = fs::read_dir(folder().join("facts"))
        .expect("a folder of the repository")
        .map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|ending| ending == "csv")).collect();
    files.sort();
    files.iter().map(|path| read(path)).collect()
}

#[test]
fn its_files_are_built_from_the_facts() {
    let (tables, problems) = build(&core(), &facts());
    let built = [
        ("actors.csv", tables.actors),
        ("aliases.csv", tables.aliases),
        ("roles.csv", tables.roles),
        ("codes.csv", tables.codes),
    ];
    for (name, text) in built {
        let path = folder().join(name);
        if std::env::var_os("NEWSLOOM_BLESS").is_some() {
            fs::write(&path, &text).expect("the folder can be written");
        }
        let is_current = fs::read_to_string(&path).is_ok_and(|written| written == text);
        assert!(
            is_current,
            "{name} is not what the facts say: NEWSLOOM_BLESS=1 cargo test -p newsloom-extract"
        );
    }
    let shown: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(problems.is_empty(), "{} problems:\n{}", shown.len(), shown.join("\n"));
}

#[test]
fn it_holds_the_members_of_the_united_nations_with_ids() {
    let (world, problems) = Dictionary::parse(&[world()]);
    assert!(problems.is_empty(), "{problems:?}");
    let is_state =
        |actor: &newsloom_corpus::Actor| actor.id.starts_with("country:") && actor.wikidata.is_some();
    let n_states = world.actors.iter().filter(|(_, actor)| is_state(actor)).count();
    assert!(n_states >= 193, "{n_states} states with a Wikidata id");
}

/// The dictionary of countries that ships with PETRARCH, where it is at hand beside the repository.
#[test]
#[allow(clippy::print_stdout, reason = "a test that is left out says so")]
fn the_countries_of_petrarch_have_six_malformed_dates() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/dictionaries/petrarch/Phoenix.Countries.actors.txt.zst");
    let Ok(packed) = fs::read(&path) else {
        println!("left out: {} is not at hand", path.display());
        return;
    };
    let bytes = zstd::decode_all(&packed[..]).expect("the file is packed with Zstandard");
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let petrarch =
        IMPORTERS.iter().find(|importer| importer.name == "petrarch").expect("a format of the list");
    let file = SourceFile::new("Phoenix.Countries.actors.txt", text);
    let (tables, problems) = import(petrarch, &file, &ImportOptions::default());
    let malformed: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(malformed.len(), 6, "{malformed:#?}");
    println!(
        "{} actors, {} aliases, {} codes",
        n_rows(&tables.actors),
        n_rows(&tables.aliases),
        n_rows(&tables.codes)
    );
    assert!(n_rows(&tables.actors) > 15_000 && n_rows(&tables.codes) > 25_000);
}

fn n_rows(table: &str) -> usize {
    table.lines().count() - 1
}
