//! What mutation begins with: small inputs that are in order.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use newsloom_corpus::table::{Cell, CodeRow, Column, ColumnKind, Extended, Row};
use newsloom_formats::{Output, WRITERS, write_table};

pub(crate) fn jsonl() -> Vec<Vec<u8>> {
    let one = r#"{"id":"a1","outlet":"Post","published":"2020-01-14T18:30:00+02:00","title":"Talks","text":"Libya met Turkey.\nEgypt \"stayed\" away.","tags":["a",{"b":[1,2]}],"n":1.5}"#;
    let two = r#"{"title":"\u0416\ud83d\ude00","text":null,"url":"https://gazette.example/2020/01/14/lamps","published":"14 January 2020"}"#;
    vec![format!("{one}\n{two}\n").into_bytes(), format!("{two}\r\n\r\n{one}").into_bytes()]
}

pub(crate) fn csv() -> Vec<Vec<u8>> {
    vec![
        b"id,outlet,published,title,text\n1,Post,2020-01-14,Talks,\"Libya, Turkey\nand \"\"Egypt\"\"\"\n2,,,x,y\n".to_vec(),
        b"title,text,c\r\n\"a\",b,\r\n\r\n\"\",\"\",1\r\n".to_vec(),
    ]
}

pub(crate) fn tsv() -> Vec<Vec<u8>> {
    csv().iter().map(|file| file.iter().map(|b| if *b == b',' { b'\t' } else { *b }).collect()).collect()
}

pub(crate) fn text() -> Vec<Vec<u8>> {
    let plain = "TRIPOLI, Jan 14, 2020 (Agency) - Fayez al-Sarraj met Recep Tayyip Erdogan in Berlin. \u{201c}We will \
        not go,\u{201d} Mr. Haftar\u{2019}s spokesman said.\n\nRead also: Talks in Moscow\n\nThe U.N. envoy, the Turkish \
        president and the E.U.\u{2019}s Josep Borrell met on Tuesday. Haftar\u{e2}\u{20ac}\u{2122}s men left.\n\n© 2020 \
        Gazette. All rights reserved.";
    let others = "露のプーチン大統領と习近平国家主席が会談した。북한은 러시아와 회담했다.\nالتقى السراج مع أردوغان في برلين.\nВладимир Путин встретился.";
    let utf16: Vec<u8> =
        std::iter::once(0xfeff).chain(plain.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    vec![plain.as_bytes().to_vec(), others.as_bytes().to_vec(), utf16]
}

pub(crate) fn html() -> Vec<Vec<u8>> {
    let page = r#"<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Lamps | Gazette</title>
<meta property="og:site_name" content="Gazette"><meta property="article:published_time" content="2020-01-14T18:30:00+02:00">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"Lamps","datePublished":"2020-01-14"}</script>
<link rel="canonical" href="https://gazette.example/lamps"></head><body><nav><ul><li><a href="/">Home</a></ul></nav><article><h1>Lamps</h1>
<p>The pilots said on Tuesday that they would not go out before the lamps are mended, &amp; the council met the same evening.</p>
<table><tr><td>a<td><b>b</b></table><p>Two boats came in with the fog behind them, and their crews told the council what they had seen.</p>
<svg><title>x</title></svg><blockquote>so</blockquote><time datetime="2020-01-15"></time></article><footer>© Gazette</footer></body></html>"#;
    vec![page.as_bytes().to_vec(), b"<p>one<p>two <b><i>x</b></i>".to_vec()]
}

pub(crate) fn warc() -> Vec<Vec<u8>> {
    let record = |kind: &str, content: &str, block: &[u8]| {
        let head = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <http://gazette.example/a>\r\nContent-Type: {content}\r\nContent-Length: {}\r\n\r\n",
            block.len()
        );
        [head.as_bytes(), block, b"\r\n\r\n"].concat()
    };
    let answer = |head: &str, body: &[u8]| {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{head}\r\n");
        record("response", "application/http; msgtype=response", &[head.as_bytes(), body].concat())
    };
    let chunked = b"4\r\n<p>t\r\n7;x=1\r\nhree</p\r\n1\r\n>\r\n0\r\n\r\n";
    let parts = [
        record("warcinfo", "application/warc-fields", b"software: a crawler"),
        answer("", b"<p>one</p>"),
        answer("Transfer-Encoding: chunked\r\n", chunked),
        answer("Content-Encoding: gzip\r\n", &zipped(b"<p>four</p>")),
        record("resource", "text/html", b"<p>two</p>"),
    ];
    vec![parts.concat()]
}

pub(crate) fn gz() -> Vec<Vec<u8>> {
    jsonl()
        .iter()
        .map(|file| zipped(file))
        .chain([[zipped(b"{}\n"), zipped(b"{\"title\":\"a\"}")].concat()])
        .collect()
}

pub(crate) fn zst() -> Vec<Vec<u8>> {
    jsonl().iter().map(|file| zstd::encode_all(&file[..], 3).expect("it is in memory")).collect()
}

fn zipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("it is in memory");
    encoder.finish().expect("it is in memory")
}

/// Articles in typed columns, behind the columns of a table of ours.
pub(crate) fn parquet() -> Vec<Vec<u8>> {
    let day = jiff::civil::date(2020, 1, 14);
    let instant = jiff::Timestamp::constant(1_579_000_000, 0);
    vec![
        articles(&[
            ("title", ColumnKind::Text, Cell::Text("Talks".into())),
            ("text", ColumnKind::Text, Cell::Text("Libya met Turkey.\nEgypt stayed away.".into())),
            ("published", ColumnKind::Date, Cell::Date(day)),
            ("id", ColumnKind::UInt64, Cell::UInt(7)),
        ]),
        articles(&[
            ("title", ColumnKind::Float64, Cell::Float(1.5)),
            ("published", ColumnKind::Timestamp, Cell::Timestamp(instant)),
            ("outlet", ColumnKind::Bool, Cell::Bool(true)),
            ("language", ColumnKind::Int32, Cell::Int(-1)),
        ]),
    ]
}

/// A file of ten rows that have these cells, or none in every third row.
fn articles(added: &[(&'static str, ColumnKind, Cell<'static>)]) -> Vec<u8> {
    let columns: Vec<Column> = added.iter().map(|(name, kind, _)| column(name, *kind)).collect();
    let cells: Vec<_> = added.iter().map(|(.., cell)| cell.clone()).collect();
    codes("parquet", &columns, &cells)
}

fn column(name: &'static str, kind: ColumnKind) -> Column {
    Column { name: name.into(), kind, nullable: true, unit: "none".into(), meaning: String::new() }
}

/// The table `codes` with these columns behind its own, in one format.
fn codes(format: &str, columns: &[Column], cells: &[Cell<'static>]) -> Vec<u8> {
    let rows: Vec<_> = (0..10)
        .map(|n| Extended {
            row: CodeRow {
                actor_id: format!("country:{n}"),
                scheme: "cameo".to_owned(),
                code: "LBY".to_owned(),
                start: None,
                end: None,
            },
            extra: cells.iter().map(|cell| if n % 3 == 2 { Cell::Null } else { cell.clone() }).collect(),
        })
        .collect();
    let schema = CodeRow::schema().extended(columns.iter().cloned());
    let writers: Vec<_> = WRITERS.iter().filter(|writer| writer.name == format).collect();
    let folder = tempfile::tempdir().expect("the folder for temporary files can be written to");
    let files = write_table(folder.path(), Output { schema: &schema, writers: &writers }, &rows)
        .expect("the rows fit their columns");
    std::fs::read(folder.path().join(&files[0].path)).expect("it was just written")
}

/// A column of every kind that tables have.
pub(crate) fn every_kind() -> Vec<Column> {
    [
        ("a_text", ColumnKind::Text),
        ("a_flag", ColumnKind::Bool),
        ("an_u8", ColumnKind::UInt8),
        ("an_u32", ColumnKind::UInt32),
        ("an_u64", ColumnKind::UInt64),
        ("an_i32", ColumnKind::Int32),
        ("an_i64", ColumnKind::Int64),
        ("a_number", ColumnKind::Float64),
        ("a_day", ColumnKind::Date),
        ("a_time", ColumnKind::Timestamp),
    ]
    .map(|(name, kind)| column(name, kind))
    .to_vec()
}

fn a_finished_table(format: &str) -> Vec<Vec<u8>> {
    let cells = [
        Cell::Text("=1, \"two\"".into()),
        Cell::Bool(true),
        Cell::UInt(255),
        Cell::UInt(1 << 31),
        Cell::UInt(u64::MAX),
        Cell::Int(-1),
        Cell::Int(i64::MIN),
        Cell::Float(-0.1),
        Cell::Date(jiff::civil::date(2020, 1, 14)),
        Cell::Timestamp(jiff::Timestamp::constant(1_579_000_000, 0)),
    ];
    vec![codes(format, &every_kind(), &cells)]
}

pub(crate) fn finished_csv() -> Vec<Vec<u8>> {
    a_finished_table("csv")
}

pub(crate) fn finished_parquet() -> Vec<Vec<u8>> {
    a_finished_table("parquet")
}

pub(crate) fn a_run() -> Vec<Vec<u8>> {
    crate::finished::seeds()
}

/// Queries of a recipe's own tables.
pub(crate) fn query() -> Vec<Vec<u8>> {
    [
        "SELECT source, target, sum(n_ij) AS n FROM comentions_weekly WHERE week >= '2020-W03' GROUP BY source, target ORDER BY n DESC",
        "WITH a AS (SELECT * FROM actors) SELECT a.name, \"é\" AS x, ln(n_ij + 0.5) AS y FROM a JOIN comentions ON actor_id = source -- why\n",
    ]
    .map(|sql| sql.as_bytes().to_vec())
    .to_vec()
}

pub(crate) fn recipe() -> Vec<Vec<u8>> {
    let recipe = "title = \"t\"\n[input]\narticles = [\"a.jsonl\", \"b/*.csv\"]\ncolumns = { outlet = \"source\" }\nas-of = 2020-03-31\n\
        max-record-bytes = 16_000_000\nmax-quarantined = 0.05\ndate-formats = [\"%d/%m/%Y\"]\n[clean]\nlanguages = [\"en\"]\nnear-duplicates = { window-days = 7 }\n\
        [score]\ncontext = \"sentence\"\nmeasures = [\"npmi\"]\nsignificance.level = 0.05\n[aggregate]\nby = [\"week\", \"day\"]\n[aggregate.network]\nseed = 0x7f\n\
        [output]\ndirectory = '''out'''\n";
    vec![recipe.as_bytes().to_vec(), b"title = 1\n[[input]]\n\"x\".y = 2020-01-01T00:00:00Z\n".to_vec()]
}

pub(crate) fn dictionary() -> Vec<Vec<u8>> {
    let files = "actor_id,name,type,country,wikidata\ncountry:LBY,Libya,country,LBY,Q1\nperson:a,\"Ana, Reis\",person,,\norg:b,B,organisation,,\n\u{c}\
        actor_id,alias,kind,case,start,end,needs_context,weight\ncountry:LBY,Libya,name,title,,,false,1\ncountry:LBY,Libyan,demonym,,,,,\nperson:a,Ana Reis,name,fold,2020-01-01,2021-01-01,true,-3\n\u{c}\
        actor_id,role,of_actor_id,start,end,claim\nperson:a,president,country:LBY,2020-01-01,,contested\norg:b,part-of,country:LBY,,,\n\u{c}\
        actor_id,scheme,code,start,end\ncountry:LBY,cameo,LBY,,\n\u{c}Libya and Ana Reis met the president of Libya. The Libyan president left.";
    vec![files.as_bytes().to_vec()]
}

pub(crate) fn import() -> Vec<Vec<u8>> {
    [
        "ATLANTIS_ [ATL]\n+ATLANTEAN_\n\t[ATLGOV >20200101]\n\t[ATLMIL <20190101]\n\t[ATLOPP 20190101-20191231] # note\nKING_OF_ATLANTIS [ATLGOV]\n",
        r#"{"persons":[{"id":"1","name":"Ana Reis","other_names":[{"name":"A. Reis"}],"identifiers":[{"scheme":"wikidata","identifier":"Q1"}]}],"organizations":[{"id":"p","name":"Blue","classification":"party"}],"memberships":[{"person_id":"1","organization_id":"p","start_date":"2020-01"}]}"#,
        "{\"id\":\"Q1\",\"schema\":\"Person\",\"caption\":\"Ana\",\"properties\":{\"name\":[\"Ana\"],\"country\":[\"lb\"],\"position\":[\"x\"]}}\n",
        "name,country,start,party\nAna Reis,LBY,2020-01-01,Blue\n",
    ]
    .map(|file| file.as_bytes().to_vec())
    .to_vec()
}
