//! Files that were made to do harm, or that broke on the way: what each comes to.
#![allow(
    clippy::unwrap_used,
    clippy::unnecessary_wraps,
    reason = "tables of what is read and what is refused"
)]

use std::{fs, io::Write, path::Path};

use flate2::{Compression, write::GzEncoder};
use newsloom_corpus::table::{Cell, CodeRow, Column, ColumnKind, Extended, Row};
use newsloom_formats::{Input, Output, ReadOptions, RecordParser, WRITERS, open, write_table};

fn options() -> ReadOptions {
    ReadOptions::new(jiff::civil::date(2030, 1, 1))
}

/// The title of each article, the code of what is set aside or of what stops the reading.
fn read_with(name: &str, bytes: &[u8], options: &ReadOptions) -> Vec<Result<String, &'static str>> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    read_path(&folder.path().join(name), options)
}

fn read_path(path: &Path, options: &ReadOptions) -> Vec<Result<String, &'static str>> {
    let input = Input::new(path.parent().unwrap(), path).unwrap();
    let parser = RecordParser::new(options);
    match open(&input, options) {
        Err(problem) => vec![Err(problem.code.id)],
        Ok(records) => {
            let parse =
                |record: Result<_, newsloom_corpus::Quarantined>| record.and_then(|raw| parser.parse(raw));
            records.map(|record| parse(record).map(|article| article.title).map_err(|q| q.code)).collect()
        }
    }
}

fn read(name: &str, bytes: &[u8]) -> Vec<Result<String, &'static str>> {
    read_with(name, bytes, &options())
}

fn ok(title: &str) -> Result<String, &'static str> {
    Ok(title.to_owned())
}

/// A packed file of `n` MiB of zeros behind a head, made of many members.
fn bomb(head: &[u8], n: usize) -> Vec<u8> {
    let zipped = |bytes: &[u8]| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    [zipped(head), zipped(&vec![0; 1 << 20]).repeat(n)].concat()
}

#[test]
fn a_packed_file_is_read_to_a_multiple_of_its_size() {
    let head = b"{\"title\":\"before\"}\n";
    let large = bomb(head, 100);
    assert!(large.len() < 1 << 19, "{}", large.len());
    let measured = ReadOptions { max_record_bytes: 10_000, ..options() };
    assert_eq!(read_with("a.jsonl.gz", &large, &measured), [ok("before"), Err("A109"), Err("A113")]);
    let trusting = ReadOptions { max_unpacked_ratio: 100_000, ..measured.clone() };
    assert_eq!(read_with("a.jsonl.gz", &large, &trusting), [ok("before"), Err("A109")]);
    let small = bomb(head, 20);
    assert_eq!(
        read_with("a.jsonl.gz", &small, &measured),
        [ok("before"), Err("A109")],
        "64 MiB are always allowed"
    );
    let zst = zstd::encode_all(&[&head[..], &vec![0; 80 << 20]].concat()[..], 1).unwrap();
    assert_eq!(read_with("a.jsonl.zst", &zst, &measured), [ok("before"), Err("A109"), Err("A113")]);
}

#[test]
fn a_file_that_is_damaged_from_the_start_is_one_lost_record() {
    for name in [
        "a.jsonl.gz",
        "a.csv.gz",
        "a.txt.gz",
        "a.html.gz",
        "a.warc.gz",
        "a.jsonl.zst",
        "a.csv.zst",
        "a.parquet",
    ] {
        assert_eq!(read(name, b"neither packed nor a table"), [Err("A113")], "{name}");
    }
}

#[test]
fn empty_files_hold_no_record() {
    for name in ["a.jsonl", "a.csv", "a.tsv", "a.warc"] {
        assert_eq!(read(name, b""), [], "{name}");
    }
    assert_eq!(read("a.csv", b"\n\n\n"), []);
    assert_eq!(read("a.txt", b""), [Err("A108")]);
}

#[test]
fn tables_of_a_million_columns_are_refused_and_rows_of_a_million_fields_set_aside() {
    let wide = format!("title,text{}\na,b\n", ",c".repeat(1_000_000));
    assert_eq!(read("a.csv", wide.as_bytes()), [Err("A118")]);
    let row = format!("title,text\none,x\n{}\ntwo,x\n", ",".repeat(1_000_000));
    assert_eq!(read("a.csv", row.as_bytes()), [ok("one"), Err("A104"), ok("two")]);
}

#[test]
fn an_unknown_column_of_a_wide_table_is_told_in_few_words() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    let header: Vec<String> = (0..9_000).map(|n| format!("c{n}")).collect();
    fs::write(&path, header.join(",")).unwrap();
    let wanted = ReadOptions { kept: vec!["quite another".to_owned()], ..options() };
    let problem = open(&Input::new(folder.path(), &path).unwrap(), &wanted).err().unwrap();
    let help = problem.help.unwrap();
    assert!(problem.code.id == "P213" && help.ends_with("c19 and 8980 others"), "{help}");
}

#[test]
fn json_is_set_aside_line_by_line() {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let objects = "{\"a\":".repeat(100_000) + "1" + &"}".repeat(100_000);
    for (line, expected) in [
        (format!("{{\"title\":\"t\",\"x\":{deep}}}"), ok("t")),
        (format!("{{\"title\":\"t\",\"x\":{objects}}}"), ok("t")),
        (format!("{{\"title\":{deep}}}"), Err("A112")),
        (format!("{{\"title\":\"t\",\"x\":{}", "[".repeat(100_000)), Err("A102")),
        ("[".repeat(100_000), Err("A102")),
        (r#"{"title":"\ud800"}"#.to_owned(), Err("A102")),
        (r#"{"title":"\udc00 x"}"#.to_owned(), Err("A102")),
        (r#"{"title":"a","title":"b"}"#.to_owned(), Err("A102")),
        ("{\"title\":\"a\0b\"}".to_owned(), Err("A102")),
        (r#"{"title":"a\u0000b"}"#.to_owned(), ok("a\0b")),
        ("{\"title\":\"\u{202e}evil\"}".to_owned(), ok("\u{202e}evil")),
        (r#"{"title":1e999999}"#.to_owned(), ok("1e999999")),
        ("\0".to_owned(), Err("A102")),
    ] {
        let file = format!("{line}\n{{\"title\":\"next\"}}\n");
        assert_eq!(
            read("a.jsonl", file.as_bytes()),
            [expected, ok("next")],
            "{}",
            &line[..line.len().min(60)]
        );
    }
    assert_eq!(read("a.jsonl", b"{\"title\":\"\xed\xa0\x80\"}"), [Err("A101")]);
}

#[test]
fn a_record_without_end_is_not_held() {
    let options = ReadOptions { max_record_bytes: 10_000, ..options() };
    let long = format!("{{\"title\":\"{}\"}}\n{{\"title\":\"next\"}}\n", "x".repeat(4 << 20));
    assert_eq!(read_with("a.jsonl", long.as_bytes(), &options), [Err("A109"), ok("next")]);
    assert_eq!(read_with("a.txt", long.as_bytes(), &options), [Err("A109")]);
    assert_eq!(
        read_with("a.csv", format!("title\n{}\nnext\n", "x".repeat(4 << 20)).as_bytes(), &options),
        [Err("A109"), ok("next")]
    );
    let unclosed = "title\n\"never closed\nrow\nrow\n";
    assert_eq!(read("a.csv", unclosed.as_bytes()), [Err("A105"), ok("row"), ok("row")]);
}

#[test]
fn a_text_as_long_as_a_library_is_set_aside() {
    let text = "Libya and Turkey ".repeat(60_000);
    assert_eq!(read("a.txt", text.as_bytes()), [Err("A117")]);
    let wide = ReadOptions { max_text_bytes: 2_000_000, ..options() };
    assert_eq!(read_with("a.txt", text.as_bytes(), &wide), [ok("")]);
}

#[test]
fn marks_and_encodings_are_read_and_what_is_none_is_set_aside() {
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    assert_eq!(read("a.csv", &utf16("\u{feff}title\nLibya\n")), [ok("Libya")]);
    assert_eq!(read("a.csv", b"\xef\xbb\xbftitle\nLibya\n"), [ok("Libya")]);
    assert_eq!(read("a.csv", b"title\n\xff\nnext\n"), [Err("A101"), ok("next")]);
    assert_eq!(read("a.csv", b"title\na\0b\n"), [ok("a\0b")]);
    assert_eq!(read("a.txt", b"\xff\xff"), [Err("A101")]);
    assert_eq!(read("a.txt", b"\xff\xfe"), [Err("A108")], "a mark and nothing behind it");
}

#[test]
fn pages_that_hold_no_story_are_set_aside() {
    let page = |body: String| format!("<html><title>t</title><body>{body}</body></html>").into_bytes();
    for body in [
        format!("<svg>{}", "<td>".repeat(30_000)),
        "<div></p>".repeat(30_000),
        "<div>".repeat(30_000),
        "&amp;".repeat(300_000),
    ] {
        assert_eq!(read("a.html", &page(body)), [Err("A115")]);
    }
}

#[cfg(unix)]
#[test]
fn pipes_devices_and_folders_are_no_files() {
    let folder = tempfile::tempdir().unwrap();
    for (name, target) in
        [("a.jsonl", "/dev/zero"), ("a.txt", "/dev/zero"), ("a.csv", "."), ("a.parquet", "/dev/null")]
    {
        let path = folder.path().join(name);
        std::os::unix::fs::symlink(target, &path).unwrap();
        assert_eq!(read_path(&path, &options()), [Err("A113")], "{name}");
    }
}

#[test]
fn a_character_that_the_end_of_a_date_divides_is_set_aside() {
    let line = |title: &str, date: &str| format!("{{\"title\":\"{title}\",\"published\":\"{date}\"}}\n");
    let lines = line("a", "20200114 \u{e9}") + &line("b", "20200114T0912");
    assert_eq!(read("a.jsonl", lines.as_bytes()), [Err("A110"), ok("b")]);
}

/// A Parquet file of a footer alone, in the compact protocol of Thrift.
fn parquet(schema: &[u8], groups: &[u8]) -> Vec<u8> {
    let version = [0x15, 0x02];
    let n_rows = [0x16, 0x00];
    let footer = [&version[..], &[0x19], schema, &n_rows, &[0x19], groups, &[0]].concat();
    let length = u32::try_from(footer.len()).unwrap().to_le_bytes();
    [b"PAR1", &footer[..], &length, b"PAR1"].concat()
}

/// The head of a list of structures.
fn list_of(n: u32) -> Vec<u8> {
    let mut head = vec![0xfc];
    let mut rest = n;
    while rest > 0x7f {
        head.push(rest.to_le_bytes()[0] | 0x80);
        rest >>= 7;
    }
    head.push(rest.to_le_bytes()[0]);
    head
}

/// The decoder makes room for whatever a footer claims, and a failed allocation ends the process.
#[test]
fn parquet_files_that_claim_what_they_cannot_hold_are_one_lost_record() {
    let root = [&list_of(1)[..], b"\x48\x01a\0"].concat();
    let none = list_of(0);
    let claims = list_of(0x7fff_ffff);
    let nested = [&list_of(200_000)[..], &b"\x35\x00\x18\x01a\x15\x02\x00".repeat(200_000)].concat();
    // A group without columns, of 2^40 rows.
    let rows = [&list_of(1)[..], b"\x19\x0c\x16\x00\x16\x80\x80\x80\x80\x80\x40\x00"].concat();
    assert_eq!(read("a.parquet", &parquet(&root, &none)), [], "it is in order");
    // A signature that calls itself a byte: who believes that, and takes it for one, reads row groups in it.
    let signed = [&none[..], &[0x53, 8, 0x09, 0x08], &claims].concat();
    assert_eq!(read("a.parquet", &parquet(&root, &signed)), [], "it has none");
    for (what, file) in [
        ("elements of the schema", parquet(&claims, &none)),
        ("row groups", parquet(&root, &claims)),
        ("columns of a group", parquet(&root, &[&list_of(1)[..], &[0x19], &claims].concat())),
        ("a schema without end", parquet(&nested, &none)),
        ("rows", parquet(&root, &rows)),
    ] {
        assert_eq!(read("a.parquet", &file), [Err("A113")], "{what}");
    }
}

/// A page that claims fewer than no values is one that claims 2^64.
#[test]
fn a_parquet_page_that_claims_what_it_cannot_hold_is_one_lost_record() {
    let title = Column {
        name: "title".into(),
        kind: ColumnKind::Text,
        nullable: true,
        unit: "none".into(),
        meaning: String::new(),
    };
    let row = |n: u64| CodeRow {
        actor_id: "a".into(),
        scheme: "s".into(),
        code: n.to_string(),
        start: None,
        end: None,
    };
    let titled = |n| Extended { row: row(n), extra: vec![Cell::Text(format!("title {n}").into())] };
    let schema = CodeRow::schema().extended([title]);
    let writers: Vec<_> = WRITERS.iter().filter(|writer| writer.name == "parquet").collect();
    let folder = tempfile::tempdir().unwrap();
    write_table(folder.path(), Output { schema: &schema, writers: &writers }, (0..10).map(titled)).unwrap();
    let mut file = fs::read(folder.path().join("codes.parquet")).unwrap();
    assert_eq!(read("a.parquet", &file).len(), 10);
    // The structure of the header of a page of data, and ten, as zigzag.
    let head = b"\x2c\x15\x14";
    let pages: Vec<usize> = (0..file.len()).filter(|at| file[*at..].starts_with(head)).collect();
    assert_eq!(pages.len(), schema.columns.len());
    for page in pages {
        file[page + 2] = 0x13;
    }
    assert_eq!(read("a.parquet", &file), [Err("A113")]);
}
