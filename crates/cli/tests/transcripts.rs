//! Transcripts of every command in `tests/cmd/<command>/`: what is typed, what is printed, what is written.
//!
//! `TRYCMD=overwrite cargo test -p newsloom-cli --test transcripts` writes them anew; review the diff.

#[test]
fn transcripts() {
    let cache = tempfile::tempdir().expect("a folder");
    trycmd::TestCases::new()
        .env("NEWSLOOM_CACHE", cache.path().to_string_lossy())
        .case("tests/cmd/*/*.trycmd");
}

#[test]
fn every_command_has_a_transcript() {
    let folder = |path: &str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let entries = std::fs::read_dir(path).expect("the folder is there");
        entries.map(|e| e.expect("an entry").path()).collect::<Vec<_>>()
    };
    let stem = |path: &std::path::Path| path.file_stem().map(|s| s.to_string_lossy().into_owned());
    let mut commands: Vec<_> = folder("src/command").iter().filter_map(|p| stem(p)).collect();
    commands.retain(|name| !["mod", "cache_args", "recipe_args"].contains(&name.as_str()));
    let mut transcripts: Vec<_> = folder("tests/cmd").iter().filter_map(|p| stem(p)).collect();
    commands.sort();
    transcripts.sort();
    assert_eq!(transcripts, commands);
}
