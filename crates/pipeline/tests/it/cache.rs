//! What is kept between runs changes no byte of their results, and only what an edit touches is done again.

use std::{
    fs,
    path::PathBuf,
    time::{Duration, UNIX_EPOCH},
};

use newsloom_pipeline::{GenerateOptions, generate};
use serde_json::Value;

use crate::folder::Folder;

const CSV: &str = "output.formats=[\"csv\"]";

/// A generated corpus of several chunks with its recipe.
fn generated(articles: u64) -> Folder {
    let folder = Folder::new(&[]);
    let options = GenerateOptions { articles, seed: 11, actors: 60, ..GenerateOptions::default() };
    generate(options, &folder.path(""), false).expect("the corpus can be written");
    folder
}

/// Shards of a map that a run made and reused.
fn shards_of(folder: &Folder, output: &str, map: &str) -> (u64, u64) {
    let text = fs::read_to_string(folder.path(output).join("run.json")).expect("run.json is there");
    let run: Value = serde_json::from_str(&text).expect("JSON");
    let n = |what: &str| run["shards"][map][what].as_u64().expect("a count");
    (n("made"), n("reused"))
}

fn shards(folder: &Folder, output: &str) -> (u64, u64) {
    shards_of(folder, output, "stories")
}

/// Runs with the cache and without, and gives the shards made and reused.
fn run_both(folder: &Folder, overrides: &[&str]) -> (u64, u64) {
    folder.run_cached(overrides, 2, "cached").expect("the run finishes");
    folder.run(overrides, 2, "plain").expect("the run finishes");
    assert!(folder.files("cached") == folder.files("plain"), "{overrides:?}");
    shards(folder, "cached")
}

fn edit(folder: &Folder, name: &str, change: impl FnOnce(String) -> String) {
    let path = folder.path(name);
    let text = fs::read_to_string(&path).expect("the file is there");
    fs::write(path, change(text)).expect("the file can be written");
}

fn all_shards(folder: &Folder) -> Vec<PathBuf> {
    let fans = fs::read_dir(folder.path("cache")).expect("the cache is there");
    let fans = fans.map(|e| e.expect("an entry").path()).filter(|path| path.is_dir());
    fans.flat_map(|fan| fs::read_dir(fan).expect("a folder").map(|e| e.expect("an entry").path())).collect()
}

#[test]
fn only_what_an_edit_touches_is_done_again() {
    let folder = generated(1_800);
    let (n, reused) = run_both(&folder, &[CSV]);
    assert!(n >= 3 && reused == 0, "{n} chunks");
    for threads in [1, 8] {
        folder.run_cached(&[CSV], threads, "cached").expect("the run finishes");
        assert!(folder.files("cached") == folder.files("plain"), "{threads} threads");
        assert_eq!(shards(&folder, "cached"), (0, n));
    }
    for later in ["score.context=article", "clean.near-duplicates.window-days=3", "input.as-of=2030-06-01"] {
        assert_eq!(run_both(&folder, &[CSV, later]), (0, n), "{later}");
    }
    assert_eq!(run_both(&folder, &[CSV, "extract.surnames=false"]), (n, 0));
    run_both(&folder, &[CSV, "input.as-of=2019-04-01", "input.max-quarantined=1.0"]);

    // A name that no text holds, and one that some do.
    let actor = fs::read_to_string(folder.path("dictionary/aliases.csv")).expect("the dictionary is there");
    let actor = actor.lines().nth(1).and_then(|line| line.split(',').next()).expect("an alias").to_owned();
    let add = |name: &str| {
        edit(&folder, "dictionary/aliases.csv", |text| format!("{text}{actor},{name},nickname,exact\n"));
    };
    add("Zzyzxian Qwertyuiop");
    assert_eq!(run_both(&folder, &[CSV]).1, n, "nothing holds the name");

    // A record in the middle.
    edit(&folder, "articles.jsonl", |text| {
        let mut lines: Vec<&str> = text.lines().collect();
        let record = r#"{"record_id": "new", "outlet": "o", "published": "2019-02-03", "title": "T", "text": "One more harbour was opened by nobody."}"#;
        lines.insert(lines.len() / 2, record);
        lines.join("\n")
    });
    let (made, reused) = run_both(&folder, &[CSV]);
    assert!(made <= 2 && reused + 2 >= n, "{made} made, {reused} reused");
}

/// Two files large enough to have chunks of their own, with lines that are no records, and two small ones
/// around them.
fn several_files() -> Folder {
    let folder = generated(1_800);
    let all = fs::read_to_string(folder.path("articles.jsonl")).expect("the articles are there");
    let lines: Vec<&str> = all.lines().collect();
    let write = |name: &str, lines: &[&str]| {
        let text = format!("{}\n{{\"text\": broken\n", lines.join("\n"));
        fs::write(folder.path(name), text).expect("the articles can be written");
    };
    write("a.jsonl", &lines[..20]);
    write("b.jsonl", &lines[20..900]);
    write("c.jsonl", &lines[900..1_780]);
    write("d.jsonl", &lines[1_780..]);
    // Whether a file that was changed long ago changes meanwhile, its times tell.
    let b = fs::File::options().append(true).open(folder.path("b.jsonl")).expect("it can be opened");
    b.set_modified(UNIX_EPOCH + Duration::from_hours(416_666)).expect("times can be set");
    fs::remove_file(folder.path("articles.jsonl")).expect("it can be removed");
    edit(&folder, "recipe.toml", |text| text.replace("articles.jsonl", "?.jsonl"));
    folder
}

#[test]
fn large_files_are_known_by_their_bytes() {
    let folder = several_files();
    let files = || shards_of(&folder, "cached", "files");
    let (n, _) = run_both(&folder, &[CSV]);
    assert_eq!(files(), (2, 0));
    for threads in [1, 8] {
        folder.run_cached(&[CSV], threads, "cached").expect("the run finishes");
        assert!(folder.files("cached") == folder.files("plain"), "{threads} threads");
        assert_eq!(files(), (0, 2));
    }

    // A small file changes, then a large one; a name is part of what readers see.
    edit(&folder, "a.jsonl", |text| text.lines().skip(1).map(|line| format!("{line}\n")).collect());
    assert_eq!((run_both(&folder, &[CSV]), files()), ((1, n - 1), (0, 2)));
    edit(&folder, "c.jsonl", |text| text.replacen("the", "teh", 1));
    run_both(&folder, &[CSV]);
    assert_eq!(files(), (1, 1));
    fs::rename(folder.path("b.jsonl"), folder.path("e.jsonl")).expect("it can be renamed");
    assert_eq!((run_both(&folder, &[CSV]), files()), ((0, n), (1, 1)));
    run_both(&folder, &[CSV, "input.columns.text=\"title\""]);
    assert_eq!(files(), (2, 0), "records are others under other settings");
}

#[test]
fn a_file_that_was_not_read_to_its_end_is_read_again() {
    let folder = Folder::new(&[]);
    let options = GenerateOptions { articles: 1_200, seed: 5, actors: 30, ..GenerateOptions::default() };
    generate(options, &folder.path(""), true).expect("the corpus can be written");
    let articles = folder.path("articles.jsonl.zst");
    let whole = fs::read(&articles).expect("the articles are there");
    fs::write(&articles, &whole[..whole.len() - 1_000]).expect("they can be written");
    for _ in 0..2 {
        run_both(&folder, &[CSV]);
        assert_eq!(shards_of(&folder, "cached", "files"), (0, 0));
    }
    fs::write(&articles, &whole).expect("they can be written");
    run_both(&folder, &[CSV]);
    assert_eq!(shards_of(&folder, "cached", "files"), (1, 0));
}

#[test]
fn what_is_known_of_a_file_is_of_no_use_without_its_shards() {
    let folder = several_files();
    run_both(&folder, &[CSV]);
    let blocks = || {
        let is_of_blocks = |path: &PathBuf| {
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("blocks"))
        };
        all_shards(&folder).into_iter().filter(is_of_blocks)
    };
    for shard in blocks() {
        fs::write(shard, b"damaged").expect("it can be damaged");
    }
    run_both(&folder, &[CSV]);
    assert_eq!(shards_of(&folder, "cached", "files"), (0, 2), "that they are damaged shows too late");
    assert_eq!(shards_of(&folder, "cached", "blocks").1, 0);
    for shard in blocks() {
        fs::remove_file(shard).expect("it can be removed");
    }
    run_both(&folder, &[CSV]);
    assert_eq!(shards_of(&folder, "cached", "files"), (2, 0));
}

#[test]
fn a_dictionary_that_changes_changes_the_mentions() {
    let folder = generated(150);
    run_both(&folder, &[CSV]);
    edit(&folder, "dictionary/aliases.csv", |text| {
        let lines: Vec<&str> = text.lines().collect();
        lines.iter().enumerate().filter(|(i, _)| i % 5 != 2).map(|(_, line)| format!("{line}\n")).collect()
    });
    assert_eq!(run_both(&folder, &[CSV]), (1, 0));
}

#[test]
fn damaged_shards_are_made_again() {
    let folder = generated(150);
    run_both(&folder, &[CSV]);
    for (n, shard) in all_shards(&folder).iter().enumerate() {
        let mut bytes = fs::read(shard).expect("a shard");
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        bytes.truncate(if n % 2 == 0 { bytes.len() } else { middle });
        fs::write(shard, bytes).expect("it can be damaged");
    }
    assert_eq!(run_both(&folder, &[CSV]), (1, 0));
    assert_eq!(run_both(&folder, &[CSV]), (0, 1));
}

/// Three weeks, each a part.
#[test]
fn an_added_week_makes_its_own_rows_and_a_changed_measure_none() {
    let folder = Folder::new(&[]);
    let options =
        GenerateOptions { articles: 6_300, seed: 3, actors: 60, weeks: 3, ..GenerateOptions::default() };
    generate(options, &folder.path(""), false).expect("the corpus can be written");
    let all = fs::read_to_string(folder.path("articles.jsonl")).expect("the articles are there");
    let last_week = all.match_indices('\n').nth(4_199).expect("more lines").0 + 1;
    edit(&folder, "articles.jsonl", |text| text[..last_week].to_owned());
    folder.run_cached(&[], 2, "cached").expect("the run finishes");
    assert_eq!(shards_of(&folder, "cached", "rows"), (2, 0));
    edit(&folder, "articles.jsonl", |_| all);
    run_both(&folder, &[]);
    // The last days of the week before may have copies in the new one.
    assert_eq!(shards_of(&folder, "cached", "rows"), (2, 1));
    run_both(&folder, &["score.measures=[\"jaccard\"]", "aggregate.min-joint=3", "score.universe=all"]);
    assert_eq!(shards_of(&folder, "cached", "rows"), (0, 3));
    assert_eq!(shards_of(&folder, "cached", "removals"), (0, 3));
}

#[test]
fn rows_tell_of_the_actors_and_places_of_this_run() {
    let folder = generated(150);
    run_both(&folder, &[]);
    fs::rename(folder.path("articles.jsonl"), folder.path("renamed.jsonl")).expect("it can be renamed");
    edit(&folder, "recipe.toml", |text| text.replace("articles.jsonl", "renamed.jsonl"));
    assert_eq!(run_both(&folder, &[]), (0, 1));
    assert_eq!(shards_of(&folder, "cached", "rows"), (1, 0), "the path is another");
    edit(&folder, "dictionary/actors.csv", |text| text.replacen(",person\n", ",organisation\n", 1));
    run_both(&folder, &[]);
    assert_eq!(shards_of(&folder, "cached", "rows"), (1, 0), "the type of an actor is another");
    run_both(&folder, &["score.level=country"]);
    assert_eq!(shards_of(&folder, "cached", "rows"), (1, 0), "other actors count");
    run_both(&folder, &["output.leave-out=[\"mentions\", \"comention_evidence\"]"]);
}
