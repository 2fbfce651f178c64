//! A recipe's own tables: what a query may ask, the types it gives, and that it gives the same bytes every time.

use std::{fs, path::Path};

use jiff::civil::Date;
use newsloom_corpus::{
    FileRecord,
    table::{Cell, CodeRow, Column, ColumnKind, Extended, QuarantineRow, Row, Schema},
};
use newsloom_diagnostics::Diagnostic;
use newsloom_formats::{Catalog, Database, Output, OwnTable, WRITERS, Writer, write_table};
use proptest::prelude::*;

const KINDS: [ColumnKind; 6] = [
    ColumnKind::Bool,
    ColumnKind::UInt8,
    ColumnKind::UInt64,
    ColumnKind::Int32,
    ColumnKind::Float64,
    ColumnKind::Timestamp,
];

/// The table `codes` with a column of every kind, and one that differs from another by case alone.
fn schema() -> Schema {
    let column = |name: String, kind| Column {
        name: name.into(),
        kind,
        nullable: true,
        unit: "any".into(),
        meaning: "A column made for a test.".into(),
    };
    let kinds = KINDS.into_iter().map(|kind| column(format!("a_{}", kind.as_str()), kind));
    CodeRow::schema().extended(kinds.chain([column("Scheme".into(), ColumnKind::Text)]))
}

fn row(number: u64) -> Extended<CodeRow> {
    let start = Date::constant(2020, 1, 1).saturating_add(jiff::Span::new().days(number.cast_signed() % 40));
    let extra = vec![
        Cell::Bool(number % 2 == 1),
        Cell::UInt(number % 256),
        if number.is_multiple_of(3) { Cell::Null } else { Cell::UInt(number) },
        Cell::Int(-(number.cast_signed() % 7)),
        Cell::Float(number as f64 / 7.0),
        Cell::Timestamp("2020-01-14T09:12:00Z".parse().expect("it works")),
        Cell::Text(format!("'{number}'").into()),
    ];
    let code = format!("{:03}", number % 11);
    Extended {
        row: CodeRow { actor_id: "a:b".into(), scheme: "s".into(), code, start: Some(start), end: None },
        extra,
    }
}

fn finished(folder: &Path, writer: &'static Writer, n: u64) {
    let rows = (0..n).map(row);
    write_table(folder, Output { schema: &schema(), writers: &[writer] }, rows).expect("it works");
}

fn made(folder: &Path, writer: &'static Writer, sql: &str) -> Result<(Schema, Vec<FileRecord>), Diagnostic> {
    let catalog = Catalog::new(vec![schema(), QuarantineRow::schema()]);
    let query = catalog.check(sql).expect("the SQL is right");
    let mut database = Database::load(folder, writer, (catalog.schemas(), &[&query]))?;
    let table = OwnTable { name: "own", meaning: "A row.", query: &query, max_steps: 100 };
    database.write(table, folder, &[&WRITERS[0]])
}

fn csv(sql: &str) -> String {
    let folder = tempfile::tempdir().expect("it works");
    finished(folder.path(), &WRITERS[1], 30);
    made(folder.path(), &WRITERS[1], sql).expect("it works");
    fs::read_to_string(folder.path().join("own.csv")).expect("it works")
}

fn failure(sql: &str) -> String {
    let folder = tempfile::tempdir().expect("it works");
    finished(folder.path(), &WRITERS[1], 30);
    let problem = made(folder.path(), &WRITERS[1], sql).expect_err("a failure");
    assert_eq!(problem.code.id, "R121");
    assert!(!folder.path().join("own.csv").exists(), "nothing half-written");
    problem.message
}

#[test]
fn a_column_keeps_its_type_and_its_meaning() {
    let folder = tempfile::tempdir().unwrap();
    finished(folder.path(), &WRITERS[1], 5);
    let sql = "WITH c AS (SELECT * FROM codes) SELECT c.*, start AS day, count(*) AS n, avg(a_f64) AS mean, \
               n_ij, a_i32 < -1 AS is_low FROM c, (SELECT 0 AS n_ij) GROUP BY start";
    let (schema, files) = made(folder.path(), &WRITERS[1], sql).unwrap();
    let kinds: Vec<(&str, &str)> = schema.columns.iter().map(|c| (&*c.name, c.kind.as_str())).collect();
    let expected = "actor_id text scheme text code text start date end date a_boolean boolean a_u8 u8 a_u64 u64 \
        a_i32 i32 a_f64 f64 a_timestamp timestamp Scheme_2 text day date n i64 mean f64 n_ij i64 is_low i64";
    let expected: Vec<&str> = expected.split_whitespace().collect();
    assert_eq!(kinds, expected.chunks(2).map(|pair| (pair[0], pair[1])).collect::<Vec<_>>());
    assert!(schema.columns.iter().all(|column| column.nullable));
    let meaning = |name: &str| schema.columns.iter().find(|c| c.name == name).unwrap().meaning.clone();
    assert_eq!(meaning("day"), CodeRow::schema().columns[3].meaning);
    assert_eq!(meaning("mean"), "Computed by the SQL of the recipe's table `own`.");
    assert_eq!((files[0].path.as_str(), files[0].records), ("own.csv", 5));
    let text = fs::read_to_string(folder.path().join("own.csv")).unwrap();
    let second = "a:b,s,001,2020-01-02,,true,1,1,-1,0.14285714285714285,2020-01-14T09:12:00Z,'1',2020-01-02,1,0.14285714285714285,0,0";
    assert_eq!(text.lines().nth(2), Some(second));
}

#[test]
fn without_order_rows_are_sorted_by_their_columns() {
    assert_eq!(
        csv("SELECT a_u8 % 3 AS x, max(code) AS y FROM codes GROUP BY 1"),
        "x,y\n0,010\n1,010\n2,009\n"
    );
    assert_eq!(csv("VALUES (2), (NULL), (1.5), (-1)").replacen("column1", "x", 1), "x\n\n-1.0\n1.5\n2.0\n");
    assert_eq!(csv("SELECT a_u8 AS x FROM codes ORDER BY x DESC LIMIT 2"), "x\n29\n28\n");
    assert_eq!(csv("SELECT code FROM codes WHERE 0"), "code\n");
}

#[test]
fn a_column_of_another_type_below_a_typed_one_is_typed_by_its_values() {
    assert_eq!(csv("SELECT a_boolean AS x FROM codes WHERE a_u8 < 2 UNION SELECT 7"), "x\n0\n1\n7\n");
    assert_eq!(
        csv("SELECT start AS x FROM codes WHERE a_u8 < 1 UNION SELECT 'later'"),
        "x\n2020-01-01\nlater\n"
    );
    assert_eq!(csv("SELECT a_u8 AS x FROM codes WHERE a_u8 = 1 UNION SELECT 0.5"), "x\n0.5\n1.0\n");
}

#[test]
fn a_join_by_names_sees_the_columns_that_it_joins() {
    // The engine does not report the columns of USING: the table must be there all the same.
    assert_eq!(csv("SELECT count(*) AS n FROM codes JOIN (SELECT '003' AS code) USING (code)"), "n\n3\n");
    assert_eq!(
        csv("SELECT a.code AS c FROM (SELECT '003' AS code) AS a JOIN codes USING (code)"),
        "c\n003\n003\n003\n"
    );
}

#[test]
fn functions_ask_neither_clock_nor_machine() {
    let sql = "SELECT date('2020-01-31', '+1 month') AS a, strftime('%Y-%m', '2020-01-14') AS b, date(NULL) AS c, \
               julianday('2020-01-14') - julianday('2020-01-01') AS d, unixepoch('1970-01-02') AS e";
    assert_eq!(csv(sql), "a,b,c,d,e\n2020-03-02,2020-01,,13.0,86400\n");
    assert_eq!(
        csv("SELECT ln(exp(1.0)) AS a, pow(2, 10) AS b, sqrt(NULL) AS c, ln(-1) AS d"),
        "a,b,c,d\n1.0,1024.0,,\n"
    );
    for sql in [
        "SELECT date() AS x",
        "SELECT date('NOW') AS x",
        "SELECT strftime('%Y') AS x",
        "SELECT datetime('2020-01-14', 'localtime') AS x",
        "SELECT julianday(' n' || 'ow ') AS x",
        "SELECT unixepoch('subsec') AS x",
        "SELECT timediff('now', '2020-01-01') AS x",
    ] {
        assert!(failure(sql).contains("asks the clock"), "{sql}");
    }
}

#[test]
fn what_can_stand_in_no_table_is_said() {
    assert!(failure("SELECT exp(1000) AS x").contains("infinite"));
    assert!(failure("SELECT 1 AS x UNION SELECT 'a'").contains("texts and numbers"));
    assert!(failure("SELECT x'ff' AS x").contains("bytes"));
    assert!(failure("SELECT CAST(x'ff' AS TEXT) AS x").contains("UTF-8"));
    assert!(failure("SELECT sum(9223372036854775807) AS x FROM codes").contains("overflow"));
    assert!(
        failure("SELECT replace(printf('%01000000d', 1), '0', printf('%01000000d', 1)) AS x")
            .contains("too big")
    );
    let endless =
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) AS x FROM n";
    assert!(failure(endless).contains("max-steps"));
}

#[test]
fn nothing_but_the_tables_is_within_reach() {
    let catalog = Catalog::new(vec![schema()]);
    for sql in [
        "INSERT INTO codes (code) VALUES ('1')",
        "CREATE TABLE t (a)",
        "CREATE VIRTUAL TABLE t USING fts5(a)",
        "DROP TABLE codes",
        "ATTACH 'file.db' AS f",
        "VACUUM INTO 'file.db'",
        "PRAGMA writable_schema = 1",
        "SELECT * FROM pragma_database_list",
        "SELECT * FROM pragma_table_info('codes')",
        "SELECT count(*) AS n FROM sqlite_schema",
        "SELECT load_extension('evil') AS x",
        "SELECT fts3_tokenizer('simple') AS x",
        "SELECT randomblob(3) AS x",
        "SELECT CURRENT_TIMESTAMP AS x",
        "SELECT last_insert_rowid() AS x",
        "SELECT * FROM dbstat",
        "EXPLAIN SELECT 1 AS x",
        "EXPLAIN QUERY PLAN SELECT 1 AS x",
        "BEGIN",
        "SAVEPOINT s",
        "ANALYZE",
        "REINDEX",
        "",
        "-- nothing",
        "SELECT 1 AS a; DROP TABLE codes",
        "SELECT :a AS x",
        "WITH x AS (SELECT 1) DELETE FROM codes",
    ] {
        assert!(catalog.check(sql).is_err(), "{sql}");
    }
    for sql in ["SELECT 1 AS x;", " SELECT value AS x FROM json_each('[1,2]') -- last", "VALUES (1)"] {
        assert!(catalog.check(sql).is_ok(), "{sql}: {:?}", catalog.check(sql));
    }
}

#[test]
fn a_mistake_is_found_where_it_stands() {
    let catalog = Catalog::new(vec![schema(), QuarantineRow::schema()]);
    for (sql, message, word) in [
        ("SELECT cod FROM codes", "unknown column `cod`", "cod"),
        ("SELECT codes.cod AS code FROM codes", "unknown column `codes.cod`", "cod"),
        ("SELECT 'é', code FORM codes", "near `codes`: syntax error", "codes"),
        ("SELECT code FROM (SELECT 1 AS a)", "unknown column `code`", "code"),
        ("SELECT * FROM main.code", "unknown table `main.code`", "code"),
        ("SELECT tally(code) AS n FROM codes", "unknown function `tally`", "tally"),
        ("SELECT code FROM codes WHERE (", "the SQL ends too early", "("),
        ("SELECT code FROM codes WHERE code = \"x\"", "unknown column `\"x\"`", "\"x\""),
        ("SELECT code FROM codes WHERE code = 'x", "unrecognized token: `'x`", "'"),
        ("SELECT code FROM codes AS a, codes AS b", "ambiguous column name: code", "code"),
    ] {
        let problem = catalog.check(sql).unwrap_err();
        assert_eq!(problem.message, message, "{sql}");
        assert_eq!(problem.span.map(|span| &sql[span]), Some(word), "{sql}: {message}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_text_makes_the_check_fall(sql in "(SELECT|WITH|\\(|\\)|'|\"|,|FROM|codes|code|--|/\\*|\\*| |é|;|\\PC){0,12}") {
        let catalog = Catalog::new(vec![schema()]);
        if let Err(problem) = catalog.check(&sql) {
            prop_assert!(problem.span.is_none_or(|span| sql.get(span).is_some()));
        }
    }
}

/// A join, a window and a sum of fractions over 30,000 rows, more than the engine keeps in memory.
#[test]
fn the_same_rows_give_the_same_bytes_from_either_format() {
    let sql = "SELECT a.code, a.start, sum(a.a_f64) AS total, count(b.a_u64) AS n, \
               sum(sum(a.a_f64)) OVER (PARTITION BY a.code ORDER BY a.start) AS running \
               FROM codes AS a JOIN (SELECT DISTINCT code, a_u64 FROM codes WHERE a_u64 < 500) AS b USING (code) \
               GROUP BY a.code, a.start";
    let texts: Vec<String> = [0, 0, 1]
        .map(|format| {
            let folder = tempfile::tempdir().unwrap();
            finished(folder.path(), &WRITERS[format], 30_000);
            made(folder.path(), &WRITERS[format], sql).unwrap();
            fs::read_to_string(folder.path().join("own.csv")).unwrap()
        })
        .into();
    assert!(texts.windows(2).all(|pair| pair[0] == pair[1]));
    assert_eq!(texts[0].lines().count(), 441);
}
