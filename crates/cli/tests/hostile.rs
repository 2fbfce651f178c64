//! Hostile text in every field of the articles and of a dictionary, through every command that shows it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// Terminal escapes, markup, a link that runs code, a turned reading direction, a bell and a NUL.
const EVIL: &str = "\u{1b}[31mred\u{1b}]0;title\u{7} <script>alert(1)</script><img src=x onerror=alert(1)> \
    [a](javascript:alert) \u{202e}txt.exe\u{202c} \u{9b}2J \u{0} & \" ' |";
/// What a spreadsheet would calculate.
const FORMULA: &str = "=HYPERLINK(\"http://example.org\",\"x\")";

struct Hostile {
    folder: tempfile::TempDir,
}

impl Hostile {
    /// Two actors of hostile names in stories of hostile outlets, titles and texts.
    fn new() -> Self {
        let hostile = Self { folder: tempfile::tempdir().expect("a folder") };
        let dictionary = hostile.path("dictionary");
        fs::create_dir(&dictionary).expect("a folder can be made");
        let markup = "<b>Ann</b> Weir";
        let actors =
            format!("actor_id,name,type\nperson:ann,{markup},person\nperson:tom,'=Tom Berg,person\n");
        fs::write(dictionary.join("actors.csv"), actors).expect("a file can be written");
        let aliases =
            "actor_id,alias,kind,case\nperson:ann,Ann Weir,name,exact\nperson:tom,Tom Berg,name,exact\n";
        fs::write(dictionary.join("aliases.csv"), aliases).expect("a file can be written");
        let article = |n: usize| {
            let text = format!(
                "{EVIL} Ann Weir met Tom Berg at quay {n} {EVIL}.\n\n{FORMULA}\n\nVictor{EVIL} Brandt saw Victor Brandt there, \
                 and Ann Weir left the harbour number {n} before Tom Berg came back with {} boxes.",
                n * 7
            );
            serde_json::json!({
                "record_id": format!("{FORMULA}{n}"), "outlet": format!("{FORMULA}{EVIL}{}", n % 3),
                "url": format!("javascript:alert({n}){EVIL}"), "published": format!("2020-01-{:02}", n % 27 + 1),
                "title": format!("{FORMULA} {EVIL} Ann Weir {n}"), "text": text, "section": format!("{FORMULA}{EVIL}"),
            })
        };
        let broken = format!("{{\"title\": {EVIL}\n");
        let lines: String = (0..60).map(|n| format!("{}\n", article(n))).chain([broken]).collect();
        fs::write(hostile.path("articles.jsonl"), lines).expect("a file can be written");
        let recipe = format!(
            "title = {:?}\n[input]\narticles = [\"articles.jsonl\"]\nkeep = [\"section\"]\nas-of = 2021-01-01\n\
             [extract]\ndictionaries = [\"dictionary\"]\n[aggregate]\nby = [\"week\", \"section\"]\n\
             [output]\ndirectory = \"out\"\nformats = [\"csv\", \"gexf\", \"graphml\"]\n",
            "<script>alert(1)</script>"
        );
        fs::write(hostile.path("recipe.toml"), recipe).expect("a file can be written");
        hostile
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn newsloom(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_newsloom"));
        command.current_dir(self.folder.path()).env("NEWSLOOM_CACHE", self.path("cache"));
        command.args(arguments).output().expect("the program starts")
    }

    /// Runs a command, whose output must do no harm to a terminal.
    fn harmless(&self, arguments: &[&str]) -> String {
        let output = self.newsloom(arguments);
        let [stdout, stderr] =
            [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        assert!(output.status.success(), "{arguments:?}: {stderr}");
        for text in [&stdout, &stderr] {
            let found = text.chars().find(|c| is_harmful(*c));
            assert_eq!(found, None, "{arguments:?}: {text:?}");
        }
        stdout
    }
}

/// Controls of the terminal and of the reading direction.
fn is_harmful(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn hostile_text_does_no_harm_wherever_it_ends_up() {
    let hostile = Hostile::new();
    hostile.harmless(&["check", "recipe.toml"]);
    hostile.harmless(&["plan", "recipe.toml"]);
    let quarantined = hostile.newsloom(&["run", "recipe.toml"]);
    let told = String::from_utf8_lossy(&quarantined.stderr).into_owned();
    assert!(quarantined.status.success() && !told.chars().any(is_harmful), "{told:?}");
    hostile.harmless(&["run", "recipe.toml", "--output", "other", "--set", "score.context=article"]);
    let why = hostile.harmless(&["why", "recipe.toml", "person:ann", "person:tom"]);
    assert!(why.contains("[[Ann Weir]] met [[Tom Berg]]"), "{why}");
    for format in ["csv", "json"] {
        let shown = hostile.newsloom(&["why", "recipe.toml", "person:ann", "--format", format]);
        assert!(shown.status.success());
    }
    let commands: [&[&str]; 10] = [
        &["report", "out"],
        &["verify", "recipe.toml"],
        &["compare", "out", "other"],
        &["sensitivity", "recipe.toml"],
        &["dictionary", "check", "dictionary"],
        &["dictionary", "show", "--in", "dictionary", "Ann"],
        &["dictionary", "list", "dictionary"],
        &["dictionary", "suggest", "recipe.toml"],
        &["sample", "recipe.toml", "--mentions", "20", "--sentences", "10", "--pairs", "10"],
        &["codebook"],
    ];
    for command in commands {
        hostile.harmless(command);
    }
    look_through(&hostile);
}

/// What the commands left behind.
fn look_through(hostile: &Hostile) {
    let (mut n_pages, mut n_guarded) = (0, 0);
    for path in files(&hostile.path("out")).into_iter().chain([hostile.path("coding.csv")]) {
        let text = String::from_utf8_lossy(&fs::read(&path).expect("a file")).into_owned();
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("html" | "svg" | "md") => {
                assert!(
                    !text.contains("<script>alert") && !text.contains("<img src=x"),
                    "{}",
                    path.display()
                );
                assert!(
                    !text.contains("](javascript:") && !text.contains("href=\"javascript:"),
                    "{}",
                    path.display()
                );
                assert!(!text.chars().any(is_harmful), "{}", path.display());
                n_pages += 1;
            }
            Some("csv") => {
                let mut rows = csv::ReaderBuilder::new().flexible(false).from_reader(text.as_bytes());
                for row in rows.records() {
                    let row = row.expect("a row");
                    assert!(row.iter().all(|cell| !cell.starts_with('=')), "{}: {row:?}", path.display());
                    n_guarded += row.iter().filter(|cell| cell.starts_with("'=")).count();
                }
            }
            Some("gexf" | "graphml") => {
                assert!(!text.contains("<b>") && !text.contains('\u{1b}'), "{}", path.display());
            }
            _ => {}
        }
    }
    assert!(n_pages >= 2 && n_guarded > 100, "{n_pages} pages, {n_guarded} guarded cells");
}

/// Whatever is done to a Parquet file, it is a matter of one diagnostic.
#[test]
fn a_damaged_parquet_file_is_told_in_words() {
    let hostile = Hostile::new();
    hostile.harmless(&["run", "recipe.toml", "--set", "output.formats=[\"parquet\"]"]);
    let whole = fs::read(hostile.path("out/tables/articles.parquet")).expect("the table is there");
    let recipe = "title = \"t\"\n[input]\narticles = [\"a.parquet\"]\ncolumns = { text = \"title\" }\nas-of = 2021-01-01\n\
        [extract]\ndictionaries = [\"dictionary\"]\n[output]\ndirectory = \"broken\"\n";
    fs::write(hostile.path("broken.toml"), recipe).expect("a file can be written");
    let mut n_refused = 0;
    for at in (0..whole.len()).rev().take(4_500).step_by(220) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0xff;
        fs::write(hostile.path("a.parquet"), bytes).expect("a file can be written");
        let output = hostile.newsloom(&["run", "broken.toml", "--quiet", "--no-cache"]);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!told.contains("panicked"), "byte {at}: {told}");
        assert!(matches!(output.status.code(), Some(0 | 1)), "byte {at}: {told}");
        let quarantined = fs::read_to_string(hostile.path("broken/tables/quarantine.csv"));
        let is_told =
            output.status.code() == Some(1) || quarantined.is_ok_and(|text| text.contains("a.parquet"));
        n_refused += u32::from(is_told);
    }
    assert!(n_refused > 5, "{n_refused}");
}
