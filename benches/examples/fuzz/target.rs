//! What is fed, and what must hold whatever it is fed.

use std::{fs, path::Path, sync::LazyLock};

use newsloom_clean::{
    BlockCounts, CleanOptions, Cleaner, RepeatOptions, RepeatedBlocks, Signature, date_from_text,
};
use newsloom_corpus::{
    Article, ArticleId, Field, Published, Span,
    table::{CodeRow, Row, schemas},
};
use newsloom_diagnostics::{Diagnostic, SourceFile, code};
use newsloom_extract::{
    Dictionary, DictionaryFiles, ExtractOptions, Extractor, IMPORTERS, ImportOptions, Matcher, build, import,
    lint,
};
use newsloom_formats::{
    Catalog, DateFormat, Input, Output, ReadOptions, RecordParser, WRITERS, Writer, open, read_csv,
    read_table_as, table_rows, write_table,
};
use newsloom_pipeline::recipe;
use newsloom_text::{CharIndex, Fold, HashedWords, Mended, TokenMap, paragraphs, sentences, words};

use crate::{
    finished,
    seeds::{self, every_kind},
};

/// Something that is fed.
pub(crate) struct Target {
    pub(crate) name: &'static str,
    /// Ending of the file that holds the input.
    pub(crate) ending: &'static str,
    pub(crate) seeds: fn() -> Vec<Vec<u8>>,
    /// Words of the format.
    pub(crate) tokens: &'static [&'static [u8]],
    /// Runs on the input, which also stands in the file.
    pub(crate) run: fn(&[u8], &Path),
}

macro_rules! targets {
    ($($name:literal $ending:literal $seeds:ident $run:ident [$($token:literal)*])+) => {
        /// Everything that is fed.
        pub(crate) const TARGETS: &[Target] = &[$(Target {
            name: $name, ending: $ending, seeds: seeds::$seeds, run: $run, tokens: &[$($token),*],
        }),+];
    };
}

targets! {
    "jsonl" ".jsonl" jsonl read [b"{" b"}" b"[" b"]" b":" b"\\u" b"\\ud800" b"null" b"\"title\":" b"\"text\":" b"\"published\":\"" b"2020-02-30"
        b"epoch" b"Mon, " b"GMT" b"+99:99" b"January" b"1579000000" b"p.m." b"14/01/2020"]
    "csv" ".csv" csv read [b"title" b"text" b"published" b"\"," b",\"" b"\"\n"]
    "tsv" ".tsv" tsv read [b"title" b"text" b"published" b"\"\t" b"\t\"" b"\"\n"]
    "text" ".txt" text read [b"\xef\xbb\xbf"]
    "html" ".html" html read [b"<div>" b"</div>" b"<p>" b"</p>" b"<b>" b"</b>" b"<table>" b"<td>" b"<svg>" b"<a href='" b"<!--" b"-->" b"<script>"
        b"</script>" b"&#x1f600;" b"&amp;" b"<template>" b"<select>" b"<math>" b"<li>" b"<ul>" b"<article>" b"<br>" b"{\"@type\":" b"<meta property=" b"<html>" b"</body>"]
    "warc" ".warc" warc read [b"WARC/1.0\r\n" b"Content-Length: " b"WARC-Type: response\r\n" b"\r\n\r\n" b"HTTP/1.1 200 OK\r\n"
        b"Transfer-Encoding: chunked\r\n" b"ffffffffffffffff\r\n" b"Content-Type: text/html\r\n"]
    "gz" ".jsonl.gz" gz read [b"\x1f\x8b\x08\0"]
    "zst" ".jsonl.zst" zst read [b"\x28\xb5\x2f\xfd"]
    "parquet" ".parquet" parquet read [b"PAR1" b"\xff\xff\xff\x7f" b"\x80\x80\x80\x80\x01"]
    "finished-csv" ".csv" finished_csv finished [b"\"," b",\"" b"\"\n" b"NaN" b"-0.0" b"'=" b"256" b"true" b"2020-01-14T09:12:00.5Z"]
    "finished-parquet" ".parquet" finished_parquet finished [b"PAR1" b"\xff\xff\xff\x7f" b"\x80\x80\x80\x80\x01"]
    "run" ".txt" a_run run [b"{" b"}" b"[" b"]" b"\":" b"\"," b",\"" b"\"\n" b"null" b"-1" b"1e999" b"\"path\":\"../" b"<script>" b"NaN" b"2020-W54"]
    "query" ".sql" query query [b"SELECT " b" FROM " b"(" b")" b"\"" b"'" b"--" b"/*" b"*/" b"[" b"]" b"`" b" AS " b" JOIN " b"comentions" b"articles" b"n_ij" b"*" b";"
        b" ORDER BY " b"random()" b"date('now')" b"X'" b"?1"]
    "recipe" ".toml" recipe recipe [b"[" b"]" b"[[" b"]]" b"=" b"{" b"}" b"'''" b"\"\"\"" b"#" b"\\u0000" b"inf" b"nan" b"0x" b"1979-05-27T07:32:00Z" b"true"
        b"[input]\n" b"[score.significance]\n" b"articles" b"as-of"]
    "dictionary" ".csv" dictionary dictionary [b"\x0c" b"country:LBY" b"person:a" b"president" b"2020-01-01" b"name" b"demonym" b"capital" b"fold" b"!" b"@"]
    "import" ".txt" import imports [b"[" b"]" b"_" b"+" b"\t[" b">20200101" b"{\"" b"\":[" b"properties" b"#"]
    "table" ".csv" csv table [b"\"," b",\"" b"\"\n"]
    "article" ".txt" text article [b". " b"\n\n" b"Libya" b" the Turkish president" b"U.S." b"Mr. " b"Share\n" b"Read also: " b"(Photo: " b"Moscow"
        b"\xe2\x80\x99s" b" said" b"on Tuesday" b"14 January 2020" b"al-" b"Washington, D.C."]
}

fn options() -> ReadOptions {
    let mut options = ReadOptions::new(jiff::civil::date(2030, 1, 1));
    options.kept = Vec::new();
    options.max_record_bytes = 1 << 20;
    options.date_formats =
        ["%d/%m/%Y", "epoch-seconds"].iter().filter_map(|form| DateFormat::new(form).ok()).collect();
    options
}

/// Every record is an article or set aside, with a place and a known reason; reading twice gives the same.
fn read(_: &[u8], path: &Path) {
    let options = options();
    let input = Input::new(path.parent().expect("it is in a folder"), path).expect("the ending is known");
    let parser = RecordParser::new(&options);
    let outcome = || match open(&input, &options) {
        Err(problem) => format!("{problem}"),
        Ok(records) => {
            let mut all = String::new();
            for (n, record) in (1..).zip(records) {
                match record.and_then(|raw| parser.parse(raw)) {
                    Ok(article) => {
                        assert_eq!(article.origin.record, n, "records are counted");
                        all.push_str(&article.id.to_string());
                    }
                    Err(quarantined) => {
                        assert_eq!(quarantined.origin.record, n, "records are counted");
                        assert!(code(quarantined.code).is_some() && !quarantined.message.is_empty());
                        assert!(!quarantined.excerpt.contains(char::is_control));
                        all.push_str(&quarantined.message);
                    }
                }
            }
            all
        }
    };
    assert_eq!(outcome(), outcome());
}

fn table(_: &[u8], path: &Path) {
    if let Ok(table) = read_csv(path, "A113") {
        assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
    }
}

/// A row of a finished table that can be read can be written, and is then read again as it was.
fn finished(input: &[u8], path: &Path) {
    let folder = path.parent().expect("it is in a folder");
    let is_one = |writer: &&Writer| path.extension().is_some_and(|ending| ending == &writer.ending[1..]);
    let format = WRITERS.iter().find(is_one).expect("the ending is one of a format");
    fs::write(folder.join("codes").with_extension(&format.ending[1..]), input).expect("it can be written");
    let Ok(rows) = table_rows::<CodeRow>(folder, &every_kind()) else { return };
    let mut rows: Vec<_> = rows.collect();
    assert!(rows.iter().rev().skip(1).all(Result::is_ok), "nothing follows an error");
    rows.retain(Result::is_ok);
    let rows: Vec<_> = rows.into_iter().flatten().collect();
    let schema = CodeRow::schema().extended(every_kind());
    let again = folder.join("again");
    write_table(&again, Output { schema: &schema, writers: &WRITERS.iter().collect::<Vec<_>>() }, &rows)
        .expect("what is read fits");
    for writer in WRITERS {
        let back = read_table_as::<CodeRow>(&again, writer, &every_kind()).expect("it was just written");
        assert_eq!(back, rows, "{}", writer.name);
    }
}

fn run(input: &[u8], path: &Path) {
    finished::fed(input, path);
}

thread_local! {
    static CATALOG: Catalog = Catalog::new(schemas());
}

/// A problem of a query stands in it.
fn query(input: &[u8], _: &Path) {
    let sql = String::from_utf8_lossy(input);
    if let Err(problem) = CATALOG.with(|catalog| catalog.check(&sql)) {
        assert!(!problem.message.is_empty());
        assert!(problem.span.is_none_or(|span| sql.get(span).is_some()), "{}", problem.message);
    }
}

/// Problems are drawn with their places.
fn drawn(problems: &[Diagnostic]) {
    for problem in problems {
        assert!(!problem.to_string().is_empty());
        for label in &problem.labels {
            let _ = label.file.line_column(label.span.start);
            assert!(
                label.span.start <= label.span.end && label.span.end <= label.file.text.len(),
                "{problem}"
            );
            assert!(label.file.text.is_char_boundary(label.span.start), "{problem}");
            assert!(label.file.text.is_char_boundary(label.span.end), "{problem}");
        }
    }
}

fn recipe(input: &[u8], _: &Path) {
    let file = SourceFile::new("fuzz.toml", String::from_utf8_lossy(input));
    let overrides = file.text.lines().take(2).map(str::to_owned).collect::<Vec<_>>();
    drawn(&recipe::read(&file, &[]).1);
    drawn(&recipe::read(&file, &overrides).1);
}

fn dictionary(input: &[u8], _: &Path) {
    let text = String::from_utf8_lossy(input).into_owned();
    let parts: Vec<&str> = text.split('\u{c}').collect();
    let part = |n: usize| parts.get(n).map(|text| SourceFile::new(format!("{n}.csv"), *text));
    let Some((actors, aliases)) = part(0).zip(part(1)) else { return };
    let files =
        [DictionaryFiles { name: "fuzz".to_owned(), actors, aliases, roles: part(2), codes: part(3) }];
    let (dictionary, problems) = Dictionary::parse(&files);
    drawn(&problems);
    drawn(&lint(&dictionary, &files));
    let _ = build(&files[0], &files.iter().map(|file| file.actors.clone()).collect::<Vec<_>>());
    // Every name is found, whole, in itself.
    let matcher = Matcher::new(&dictionary.aliases);
    for alias in &dictionary.aliases {
        let found: Vec<Span> = matcher.finder().find(&alias.text).iter().map(|found| found.span).collect();
        let seen: Vec<Span> = words(&alias.text).collect();
        if found.is_empty() {
            assert!(
                alias.text.chars().any(newsloom_text::is_hangul) || seen.is_empty(),
                "{:?} is not found",
                alias.text
            );
        }
    }
    let extractor = Extractor::new(&dictionary, ExtractOptions::default());
    extracted(&extractor, parts.get(4).unwrap_or(&""));
}

fn imports(input: &[u8], _: &Path) {
    let file = SourceFile::new("fuzz", String::from_utf8_lossy(input));
    let map = [("name", "name"), ("country", "country"), ("start", "start")];
    let options = ImportOptions {
        country: "LBY".to_owned(),
        map: map.iter().map(|(theirs, ours)| ((*theirs).to_owned(), (*ours).to_owned())).collect(),
        ..ImportOptions::default()
    };
    for importer in IMPORTERS {
        let (tables, problems) = import(importer, &file, &options);
        drawn(&problems);
        let files = [DictionaryFiles {
            name: "imported".to_owned(),
            actors: SourceFile::new("actors.csv", tables.actors),
            aliases: SourceFile::new("aliases.csv", tables.aliases),
            roles: Some(SourceFile::new("roles.csv", tables.roles)),
            codes: Some(SourceFile::new("codes.csv", tables.codes)),
        }];
        drawn(&Dictionary::parse(&files).1);
    }
}

/// The dictionary that ships.
static WORLD: LazyLock<Extractor> = LazyLock::new(|| {
    let (dictionary, _) = Dictionary::parse(&[newsloom_extract::world()]);
    Extractor::new(&dictionary, ExtractOptions::default())
});

fn article(input: &[u8], _: &Path) {
    let text = String::from_utf8_lossy(input);
    split(&text);
    extracted(&WORLD, &text);
    if let Some(mended) = Mended::of(&text) {
        let whole = mended.original(Span::new(0, mended.text().len()));
        assert_eq!(whole, Span::new(0, text.len()));
        extracted(&WORLD, mended.text());
    }
    let fold = Fold::new(&text);
    assert_eq!(fold.original(0..fold.text().len()).end(), text.len());
    let _ = date_from_text(&text, jiff::civil::date(2030, 1, 1));
}

/// Tokens, words and sentences stand in order within the text.
fn split(text: &str) {
    let mut map = TokenMap::default();
    map.read(text);
    let in_order = |spans: Vec<Span>| {
        for span in &spans {
            assert!(!span.of(text).is_empty());
        }
        assert!(spans.is_sorted_by(|one, other| one.end() <= other.start()));
    };
    in_order(map.tokens().collect());
    in_order(words(text).collect());
    let index = CharIndex::new(text);
    assert_eq!(index.char_of(text.len()) as usize, text.chars().count());
    let all = paragraphs(text);
    for paragraph in &all {
        let inner = sentences(text, *paragraph);
        assert!(inner.iter().all(|sentence| paragraph.contains(*sentence)));
        in_order(inner);
    }
    in_order(all);
}

/// An article goes through the document pass; what comes out stands in it.
fn extracted(extractor: &Extractor, text: &str) {
    let article = Article {
        id: ArticleId([0; 16]),
        record_id: None,
        outlet: Some("Gazette".to_owned()),
        url: None,
        title: text.lines().next().unwrap_or_default().to_owned(),
        text: text.to_owned(),
        published: Published { date: Some(jiff::civil::date(2020, 1, 14)), ..Published::default() },
        language_declared: None,
        kept: Vec::new(),
        origin: newsloom_corpus::Origin { path: "fuzz".into(), record: 1, line: 1, byte_offset: 0 },
    };
    let words = HashedWords::of(text);
    let mut counts = BlockCounts::default();
    counts.add(&newsloom_clean::blocks(&article, &newsloom_text::HashedWords::of(&article.text)));
    let repeated: RepeatedBlocks = counts.finish(&RepeatOptions::default());
    let clean = Cleaner::new(&CleanOptions::default()).clean(&article, &words, &repeated);
    let _ = Signature::of(&article, &words, &clean);
    let texts =
        clean.removals.iter().filter(|removal| removal.field == Field::Text).map(|removal| removal.span);
    let mut spans: Vec<Span> = clean.paragraphs.iter().map(|paragraph| paragraph.span).chain(texts).collect();
    spans.sort();
    assert!(spans.is_sorted_by(|one, other| one.end() <= other.start()));
    for mention in extractor.extract(&article, &words, &clean) {
        assert_eq!(mention.span.of(article.field(mention.field)), &*mention.surface);
    }
}
