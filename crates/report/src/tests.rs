use std::fs;

use newsloom_corpus::table::Row;
use newsloom_formats::{Output, WRITERS, Writer, write_table};
use proptest::prelude::*;

use super::*;
use crate::sample;

/// The tags of markup in order, with the values of their attributes blanked.
///
/// Fails on a tag that is not well formed.
fn skeleton(markup: &str) -> Vec<String> {
    let mut tags = Vec::new();
    let mut rest = markup;
    while let Some(at) = rest.find('<') {
        assert!(!rest[..at].contains('>'), "a stray `>` in {:?}", &rest[..at]);
        let tag = &rest[at..=at + rest[at..].find('>').expect("every tag ends")];
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        tags.push(tag.split('"').step_by(2).collect::<Vec<_>>().join("\"\""));
        rest = &rest[at + tag.len()..];
    }
    tags
}

/// Whether every element that is opened is closed, in order.
fn is_balanced(tags: &[String]) -> bool {
    let mut open = Vec::new();
    for tag in tags {
        let name: String =
            tag.trim_start_matches(['<', '/', '!']).chars().take_while(|c| c.is_alphanumeric()).collect();
        if let Some(name_and_rest) = tag.strip_prefix("</") {
            if open.pop() != Some(name_and_rest.trim_end_matches('>').to_owned()) {
                return false;
            }
        } else if !tag.ends_with("/>") && !["DOCTYPE", "meta"].contains(&name.as_str()) {
            open.push(name);
        }
    }
    open.is_empty()
}

fn texts(tail: &str) -> Vec<(String, String)> {
    files(&document(&sample::run(tail)))
}

/// The style sheets hold quotes and `>`-free rules; they are ours and the same everywhere.
fn without_style(text: &str) -> String {
    match (text.find("<style>"), text.find("</style>")) {
        (Some(start), Some(end)) => format!("{}{}", &text[..start], &text[end + "</style>".len()..]),
        _ => text.to_owned(),
    }
}

#[test]
fn a_report_has_all_sections_and_figures() {
    let files = texts("");
    let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    let figures = ["records", "coverage", "actors", "network"].map(|name| format!("figures/{name}.svg"));
    assert_eq!(paths[0], "report.md");
    assert_eq!(&paths[1..5], &figures);
    assert_eq!(paths[5], "report.html");
    for section in SECTIONS {
        assert!(files[0].1.contains(&format!("## {}\n", section.title)));
        assert!(files[5].1.contains(&format!("<h2 id=\"{}\">{}</h2>", section.name, section.title)));
    }
}

#[test]
fn the_page_is_well_formed_and_needs_nothing_else() {
    let page = &texts("").pop().unwrap().1;
    let tags = skeleton(&without_style(page));
    assert!(is_balanced(&tags));
    assert!(!page.contains("<script") && !page.contains("src=") && !page.contains("url("));
    assert_eq!(page.matches("<table>").count(), page.matches("<caption>").count());
    assert_eq!(page.matches("<svg").count(), page.matches("role=\"img\" aria-label=\"").count());
}

#[test]
fn a_run_without_anything_still_has_a_report() {
    let mut run = sample::run("");
    run.coverage.clear();
    run.actors.clear();
    run.series = actor_series::ActorSeries::default();
    run.pairs = run::Pairs::default();
    run.cleaned = section::Cleaned::default();
    run.quarantine.clear();
    run.manifest.accounting = newsloom_corpus::Accounting::default();
    for (path, text) in files(&document(&run)) {
        assert!(!text.contains("NaN") && !text.contains("inf\""), "{path}");
        assert!(path == "report.md" || is_balanced(&skeleton(&without_style(&text))), "{path}");
    }
}

#[test]
fn the_written_report_is_that_of_the_tables_in_either_format() {
    for writer in WRITERS {
        let folder = tempfile::tempdir().unwrap();
        write_run(folder.path(), writer);
        let records = write(folder.path()).unwrap();
        let expected = texts("");
        assert_eq!(records.len(), expected.len());
        for (record, (path, text)) in records.iter().zip(&expected) {
            assert_eq!(&record.path, path);
            assert!(
                fs::read_to_string(folder.path().join(path)).unwrap() == *text,
                "{path}, {}",
                writer.name
            );
        }
        assert_eq!(write(folder.path()).unwrap(), records, "the same bytes again");
    }
}

fn write_run(folder: &Path, writer: &'static Writer) {
    let run = sample::run("");
    fs::write(folder.join("manifest.json"), serde_json::to_vec(&run.manifest).unwrap()).unwrap();
    fs::write(folder.join("validation.json"), serde_json::to_vec(&run.validation).unwrap()).unwrap();
    let tables = folder.join("tables");
    write_plain(&tables, writer, run.coverage);
    write_plain(&tables, writer, run.actors.into_values());
    write_plain(&tables, writer, sample::actor_weeks(""));
    write_plain(&tables, writer, sample::removals(""));
    write_plain(&tables, writer, run.quarantine);
    let schema = newsloom_corpus::table::CoMentionRow::schema().extended(run::columns(&run.measures));
    write_table(&tables, Output { schema: &schema, writers: &[writer] }, sample::pairs("")).unwrap();
}

fn write_plain<R: Row>(tables: &Path, writer: &'static Writer, rows: impl IntoIterator<Item = R>) {
    write_table(tables, Output { schema: &R::schema(), writers: &[writer] }, rows).unwrap();
}

#[test]
fn a_missing_manifest_is_a_diagnostic() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(write(folder.path()).unwrap_err().code.id, "R101");
    fs::write(folder.path().join("manifest.json"), "{}").unwrap();
    assert_eq!(write(folder.path()).unwrap_err().code.id, "R101");
}

/// Markdown that is structure and not text: what stands outside backslash escapes.
fn markdown_structure(text: &str) -> String {
    let mut chars = text.chars();
    let mut structure = String::new();
    while let Some(c) = chars.next() {
        match c {
            '\\' => drop(chars.next()),
            '|' | '*' | '`' | '[' | ']' | '<' | '>' | '~' | '@' | '\n' => structure.push(c),
            _ => {}
        }
    }
    structure
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_markup_of_cells_reaches_the_report(
        tail in "([<>&\"'`|*_#~@\\[\\]()!\\\\/=:;\u{202E}\u{2066}\u{200F}\n\r\u{7}-]|<script>|</svg>|-->|]]>|http://|www\\.| onload=|[a-z]){1,24}"
    ) {
        let (plain, hostile) = (texts("x"), texts(&tail));
        for ((path, plain), (_, hostile)) in plain.iter().zip(&hostile) {
            let steering = ['\u{202E}', '\u{2066}', '\u{200F}', '\u{7}', '\r'];
            prop_assert!(!hostile.contains(steering), "{}", path);
            if path == "report.md" {
                prop_assert_eq!(markdown_structure(plain), markdown_structure(hostile));
                prop_assert!(!hostile.replace("\\://", "").contains("://"));
            } else {
                let (plain, hostile) = (skeleton(&without_style(plain)), skeleton(&without_style(hostile)));
                prop_assert_eq!(plain, hostile, "{}", path);
            }
        }
    }
}
