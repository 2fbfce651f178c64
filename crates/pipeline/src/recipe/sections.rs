//! The list of sections and keys.

use std::borrow::Cow;

use newsloom_corpus::table::{
    ActorPeriodRow, ArticleRow, CoMentionEvidenceRow, CoMentionGroupRow, CoMentionPeriodRow,
    CoMentionWeekRow, CodeRow, MentionRow, RoleRow, Row, Schema,
};

use super::{
    Default::{Follows, Is, Required},
    Key, Kind, Section, Words,
};

const fn words(what: &'static str, all: fn() -> Vec<&'static str>) -> Words {
    Words { what, code: "P205", all }
}

/// Every section in the order in which they run; the first holds the keys before any section.
pub const SECTIONS: &[Section] = &[TOP, INPUT, CLEAN, EXTRACT, SCORE, AGGREGATE, OUTPUT, TABLE];

const TOP: Section = Section {
    name: "",
    is_repeated: false,
    meaning: "Before the first section.",
    keys: &[
        Key {
            name: "title",
            kind: Kind::Text,
            default: Required,
            meaning: "Title of the study, for reports.",
        },
        Key {
            name: "authors",
            kind: Kind::List(&Kind::Text),
            default: Is("[]"),
            meaning: "Who answers for the study: `Name`, or `Name <https://orcid.org/…>`. They stand in `datapackage.json` and the RO-Crate.",
        },
        Key {
            name: "licence",
            kind: Kind::Text,
            default: Follows("none"),
            meaning: "Terms under which the tables may be used: an SPDX identifier such as `CC-BY-4.0`, or an address. It stands in `datapackage.json` and the RO-Crate.",
        },
    ],
};

const INPUT: Section = Section {
    name: "input",
    is_repeated: false,
    meaning: "Which articles are read, and how their columns and dates are understood.",
    keys: &[
        Key {
            name: "articles",
            kind: Kind::List(&Kind::Text),
            default: Required,
            meaning: "Files, folders of text files, or patterns with `*`, relative to the recipe. Formats: .csv, .tsv, .jsonl, .ndjson, .parquet, .txt; .gz and .zst are unpacked.",
        },
        Key {
            name: "columns",
            kind: Kind::Map(Words { what: "column", code: "P213", all: || COLUMNS.to_vec() }),
            default: Is("{}"),
            meaning: "Our word = the input's column. What is not given is looked for under our word (`record_id` also under `id`).",
        },
        Key {
            name: "keep",
            kind: Kind::List(&Kind::Text),
            default: Is("[]"),
            meaning: "Further input columns to carry into the table `articles`.",
        },
        Key {
            name: "outlets",
            kind: Kind::Text,
            default: Follows("none"),
            meaning: "A CSV file of outlets, relative to the recipe: its column `outlet` as in the articles, the others for `[aggregate] by`.",
        },
        Key {
            name: "as-of",
            kind: Kind::Date,
            default: Follows("the day of the run, kept in the manifest"),
            meaning: "Records dated later are quarantined.",
        },
        Key {
            name: "earliest",
            kind: Kind::Date,
            default: Is("1800-01-01"),
            meaning: "Records dated earlier are quarantined as placeholders.",
        },
        Key {
            name: "timezone",
            kind: Kind::Text,
            default: Is("\"UTC\""),
            meaning: "IANA time zone of the report: a week is the ISO week of the publication time in it.",
        },
        Key {
            name: "assume-timezone",
            kind: Kind::Text,
            default: Follows("the value of `timezone`"),
            meaning: "IANA time zone in which times without offset are read. Dates without time are never shifted.",
        },
        Key {
            name: "date-formats",
            kind: Kind::List(&Kind::Text),
            default: Is("[]"),
            meaning: "Further forms of dates (strptime, such as `%d/%m/%Y`), tried before the usual ones. `epoch-seconds` and `epoch-milliseconds` read numbers.",
        },
        Key {
            name: "encoding",
            kind: Kind::Text,
            default: Is("\"utf-8\""),
            meaning: "Encoding of CSV, JSON Lines and text files (`windows-1252`, `windows-1256`, `gb18030` and the like). A byte order mark of UTF-8 or UTF-16 speaks first; HTML pages state their own.",
        },
        Key {
            name: "max-record-bytes",
            kind: Kind::Integer { min: 1_000, max: 1_000_000_000 },
            default: Is("16000000"),
            meaning: "Larger records are quarantined.",
        },
        Key {
            name: "max-text-bytes",
            kind: Kind::Integer { min: 1_000, max: 1_000_000_000 },
            default: Is("1000000"),
            meaning: "Articles with a longer title or text are quarantined: the work on one grows with its square.",
        },
        Key {
            name: "max-columns",
            kind: Kind::Integer { min: 1, max: 1_000_000 },
            default: Is("10000"),
            meaning: "CSV, TSV and Parquet files with more columns are refused.",
        },
        Key {
            name: "max-unpacked-ratio",
            kind: Kind::Integer { min: 1, max: 1_000_000 },
            default: Is("200"),
            meaning: "A .gz or .zst file is read up to so many times its size; the rest is lost to the run, and told. A Parquet file that claims to hold more, at 16 bytes a row, is not read. 64 MiB are always allowed.",
        },
        Key {
            name: "max-quarantined",
            kind: Kind::Number { min: 0.0, max: 1.0 },
            default: Is("0.05"),
            meaning: "Largest share of records that may be quarantined before the run fails; 20 records are always allowed.",
        },
    ],
};

/// Our words for the columns of an article.
pub const COLUMNS: &[&str] = &["title", "text", "outlet", "published", "url", "record_id", "language"];

const CLEAN: Section = Section {
    name: "clean",
    is_repeated: false,
    meaning: "What of an article is its story, which languages count, and which articles are copies of one another.",
    keys: &[
        Key {
            name: "languages",
            kind: Kind::List(&Kind::Text),
            default: Is("[]"),
            meaning: "Languages that count (codes such as `en`); articles clearly in others are set aside. Empty: all count.",
        },
        Key {
            name: "disabled-rules",
            kind: Kind::List(&Kind::Choice(Words { what: "rule", code: "P205", all: rules })),
            default: Is("[]"),
            meaning: "Cleaning rules to leave out.",
        },
        Key {
            name: "dates-from-text",
            kind: Kind::Choice(words("choice", || vec!["off", "record", "use"])),
            default: Is("\"record\""),
            meaning: "Whether undated articles are dated by their own words, where these leave one day: not at all, in the table `articles` only, or in weekly tables and clusters as well.",
        },
        Key {
            name: "repeated-blocks",
            kind: Kind::Table(&[
                Key {
                    name: "min-articles",
                    kind: Kind::Integer { min: 2, max: 1_000_000 },
                    default: Is("3"),
                    meaning: "Articles of an outlet that must hold a block before it is boilerplate.",
                },
                Key {
                    name: "min-share",
                    kind: Kind::Number { min: 0.0, max: 1.0 },
                    default: Is("0.02"),
                    meaning: "Share of the outlet's articles that must hold it.",
                },
            ]),
            default: Is("{}"),
            meaning: "When a block that an outlet repeats is no story.",
        },
        Key {
            name: "near-duplicates",
            kind: Kind::Table(&[
                Key {
                    name: "window-days",
                    kind: Kind::Integer { min: 0, max: 3_650 },
                    default: Is("7"),
                    meaning: "Days before and after the representative within which an article can be its copy.",
                },
                Key {
                    name: "threshold",
                    kind: Kind::Number { min: 0.1, max: 1.0 },
                    default: Is("0.5"),
                    meaning: "Least estimated resemblance (Jaccard, of word 3-grams) to the representative. Texts cut short (four fifths of them in the representative) and long rewrites (three fifths, and at least 100 3-grams) are copies below it.",
                },
            ]),
            default: Is("{}"),
            meaning: "Which articles are copies of one story.",
        },
    ],
};

const EXTRACT: Section = Section {
    name: "extract",
    is_repeated: false,
    meaning: "Who is looked for, and how names are read.",
    keys: &[
        Key {
            name: "dictionaries",
            kind: Kind::List(&Kind::Text),
            default: Is("[\"world\"]"),
            meaning: "`world` or folders with actors.csv and aliases.csv, relative to the recipe; later ones add to earlier ones.",
        },
        Key {
            name: "demonyms",
            kind: Kind::Choice(words("choice", || vec!["off", "state-heads", "all"])),
            default: Is("\"state-heads\""),
            meaning: "Which demonyms count for their country: none, those before an organ of state (\"Russian officials\"), or all.",
        },
        Key {
            name: "metonymy",
            kind: Kind::Choice(words("choice", || vec!["off", "precise", "rules", "always"])),
            default: Is("\"precise\""),
            meaning: "When a capital stands for its government: never, by the rules that are most often right, by all rules, or always.",
        },
        Key {
            name: "sport",
            kind: Kind::Choice(words("choice", || vec!["teams", "countries"])),
            default: Is("\"teams\""),
            meaning: "What countries are in sports news: teams, which do not count, or countries as anywhere else.",
        },
        Key {
            name: "surnames",
            kind: Kind::Flag,
            default: Is("true"),
            meaning: "Whether a surname points to the full name in the same article, or to somebody so prominent that news uses it alone.",
        },
        Key {
            name: "nested-in-office",
            kind: Kind::Flag,
            default: Is("false"),
            meaning: "Whether the demonym inside an office (\"the Turkish president\") counts beside its holder.",
        },
    ],
};

const SCORE: Section = Section {
    name: "score",
    is_repeated: false,
    meaning: "When two actors count as together, and how strongly.",
    keys: &[
        Key {
            name: "context",
            kind: Kind::Choice(words("context", || vec!["sentence", "paragraph", "article"])),
            default: Is("\"sentence\""),
            meaning: "The unit in which two actors are named together.",
        },
        Key {
            name: "level",
            kind: Kind::Choice(words("level", || vec!["actor", "organisation", "country"])),
            default: Is("\"actor\""),
            meaning: "What mentions are rolled up to before pairs are formed.",
        },
        Key {
            name: "counting",
            kind: Kind::Choice(words("choice", || vec!["cluster", "article"])),
            default: Is("\"cluster\""),
            meaning: "Whether copies of a story count once or each time.",
        },
        Key {
            name: "universe",
            kind: Kind::Choice(words("universe", || vec!["with-actor", "all"])),
            default: Is("\"with-actor\""),
            meaning: "Which contexts make up N: those naming at least one actor, or all.",
        },
        Key {
            name: "government",
            kind: Kind::Choice(words("choice", || vec!["as-country", "separate"])),
            default: Is("\"as-country\""),
            meaning: "Whether an uncontested government counts as its country.",
        },
        Key {
            name: "title",
            kind: Kind::Flag,
            default: Is("false"),
            meaning: "Whether the title is a context.",
        },
        Key {
            name: "measures",
            kind: Kind::List(&Kind::Choice(Words { what: "measure", code: "P203", all: measures })),
            default: Is("[\"npmi\", \"log-likelihood\"]"),
            meaning: "Association measures to write, in this order.",
        },
        Key {
            name: "significance",
            kind: Kind::Table(&[
                Key {
                    name: "null-model",
                    kind: Kind::Choice(words("null model", null_models)),
                    default: Is("\"size-conditional\""),
                    meaning: "The null model of presence: which clusters name which actors by chance alone.",
                },
                Key {
                    name: "strata",
                    kind: Kind::List(&Kind::Choice(words("stratum", || vec!["week", "month", "outlet"]))),
                    default: Is("[\"month\"]"),
                    meaning: "Clusters within which chance is told: of one `week` or `month`, of one `outlet`, of both; `[]` for the whole run at once.",
                },
                Key {
                    name: "test",
                    kind: Kind::Choice(words("test", || vec!["presence", "closeness"])),
                    default: Is("\"presence\""),
                    meaning: "What the q-value answers: whether more clusters name both than chance explains, or whether they share a context in more of those than chance explains.",
                },
                Key {
                    name: "p-values",
                    kind: Kind::Choice(words("choice", || vec!["exact", "mid"])),
                    default: Is("\"exact\""),
                    meaning: "What is corrected: the p-values, or `mid` p-values, which find more; the rate of false discoveries is then approximate.",
                },
                Key {
                    name: "correction",
                    kind: Kind::Choice(words("correction", corrections)),
                    default: Is("\"benjamini-hochberg\""),
                    meaning: "How p-values are corrected for many tests.",
                },
                Key {
                    name: "level",
                    kind: Kind::Number { min: 0.0, max: 1.0 },
                    default: Is("0.05"),
                    meaning: "Largest q-value that is called significant.",
                },
                Key {
                    name: "min-units",
                    kind: Kind::Integer { min: 1, max: 1_000_000 },
                    default: Is("3"),
                    meaning: "Clusters that must name an actor before its pairs are tested.",
                },
            ]),
            default: Is("{}"),
            meaning: "Which pairs are together more often than chance.",
        },
    ],
};

const AGGREGATE: Section = Section {
    name: "aggregate",
    is_repeated: false,
    meaning: "The grid of periods, what is found in it, and the network.",
    keys: &[
        Key {
            name: "by",
            kind: Kind::OneOrMore(&Kind::Text),
            default: Is("\"week\""),
            meaning: "Periods in the report's time zone and columns to group by. ISO weeks are always there; `day` and `month` add tables by period; a column that `keep` names or the outlets file has adds groups.",
        },
        Key {
            name: "min-articles",
            kind: Kind::Integer { min: 1, max: 1_000_000 },
            default: Is("5"),
            meaning: "Articles that must name an actor before it has a row for every week.",
        },
        Key {
            name: "min-joint",
            kind: Kind::Integer { min: 1, max: 1_000_000 },
            default: Is("10"),
            meaning: "Joint contexts that a pair needs over the run before it has a row for every week; others have rows only for their weeks.",
        },
        Key {
            name: "panel",
            kind: Kind::Choice(words("panel", || vec!["all", "balanced"])),
            default: Is("\"all\""),
            meaning: "Which outlets the shares of actors are made from: all, or those with an article in every covered period.",
        },
        Key {
            name: "bursts",
            kind: Kind::Table(&[
                Key {
                    name: "scale",
                    kind: Kind::Number { min: 1.01, max: 1_000.0 },
                    default: Is("2.0"),
                    meaning: "s: the odds in a burst over those outside.",
                },
                Key {
                    name: "gamma",
                    kind: Kind::Number { min: 0.0, max: 1_000.0 },
                    default: Is("1.0"),
                    meaning: "γ: a burst must be worth γ ln(covered periods) to begin; larger finds fewer.",
                },
            ]),
            default: Is("{}"),
            meaning: "What counts as a burst (Kleinberg's two states).",
        },
        Key {
            name: "change-points",
            kind: Kind::Table(&[
                Key {
                    name: "penalty",
                    kind: Kind::Number { min: 0.0, max: 1_000.0 },
                    default: Is("3.0"),
                    meaning: "Each change must lower twice the negative log-likelihood by this many times ln(covered periods).",
                },
                Key {
                    name: "min-segment",
                    kind: Kind::Integer { min: 1, max: 1_000 },
                    default: Is("3"),
                    meaning: "Fewest covered periods between two changes.",
                },
            ]),
            default: Is("{}"),
            meaning: "What counts as a change of level (PELT).",
        },
        Key {
            name: "network",
            kind: Kind::Table(&[
                Key {
                    name: "edges",
                    kind: Kind::Choice(words("edge set", || vec!["significant", "all"])),
                    default: Is("\"significant\""),
                    meaning: "Which pairs are edges: the significant ones, or all.",
                },
                Key {
                    name: "min-weight",
                    kind: Kind::Integer { min: 1, max: 1_000_000_000 },
                    default: Is("1"),
                    meaning: "Fewest joint contexts of an edge over the run.",
                },
                Key {
                    name: "min-clusters",
                    kind: Kind::Integer { min: 1, max: 1_000_000_000 },
                    default: Is("2"),
                    meaning: "Fewest clusters with a joint context: one story is an anecdote.",
                },
                Key {
                    name: "resolution",
                    kind: Kind::Number { min: 0.0, max: 1_000.0 },
                    default: Is("1.0"),
                    meaning: "Resolution of the communities: above 1 they get smaller.",
                },
                Key {
                    name: "seed",
                    kind: Kind::Integer { min: 0, max: i64::MAX },
                    default: Is("1"),
                    meaning: "Seed of the search for communities.",
                },
            ]),
            default: Is("{}"),
            meaning: "The network of actors behind degree, centralities, communities and graph files; affiliated pairs are never part of it.",
        },
    ],
};

const OUTPUT: Section = Section {
    name: "output",
    is_repeated: false,
    meaning: "Where the tables go.",
    keys: &[
        Key {
            name: "directory",
            kind: Kind::Text,
            default: Follows("`../reports/` and the recipe's file name without its ending"),
            meaning: "Folder of the tables and the report, relative to the recipe.",
        },
        Key {
            name: "formats",
            kind: Kind::List(&Kind::Choice(Words { what: "format", code: "P214", all: formats })),
            default: Is("[\"csv\", \"parquet\"]"),
            meaning: "Formats of the tables, and of the network as a file beside them (gexf, graphml).",
        },
        Key {
            name: "leave-out",
            kind: Kind::List(&Kind::Choice(words("table", details))),
            default: Is("[]"),
            meaning: "Tables that are not written: a large run may do without one row for every mention. What the report reads is always written.",
        },
    ],
};

const TABLE: Section = Section {
    name: "table",
    is_repeated: true,
    meaning: "A table of your own: SQL over the tables that the run writes. Write the section once for each.",
    keys: &[
        Key {
            name: "name",
            kind: Kind::Text,
            default: Required,
            meaning: "Name of its files: lower-case letters, digits and `_`.",
        },
        Key {
            name: "sql",
            kind: Kind::Text,
            default: Required,
            meaning: "One `SELECT` (also `WITH` or `VALUES`) in SQLite's dialect; `newsloom codebook` lists tables and columns.",
        },
        Key {
            name: "meaning",
            kind: Kind::Text,
            default: Is("\"A table of the recipe.\""),
            meaning: "What one row is, for the data package.",
        },
        Key {
            name: "max-steps",
            kind: Kind::Integer { min: 1, max: 1_000_000_000 },
            default: Is("20000"),
            meaning: "Millions of steps of the database engine (some two hundred a second) after which the run gives up.",
        },
    ],
};

fn rules() -> Vec<&'static str> {
    newsloom_clean::RULES.iter().map(|rule| rule.name).collect()
}

fn measures() -> Vec<&'static str> {
    newsloom_score::MEASURES.iter().map(|measure| measure.name).collect()
}

fn null_models() -> Vec<&'static str> {
    newsloom_score::PRESENCE_MODELS.iter().map(|model| model.name).collect()
}

fn corrections() -> Vec<&'static str> {
    newsloom_score::CORRECTIONS.iter().map(|correction| correction.name).collect()
}

/// The tables that the report does without.
fn details() -> Vec<&'static str> {
    let details = [
        ArticleRow::schema(),
        MentionRow::schema(),
        RoleRow::schema(),
        CodeRow::schema(),
        ActorPeriodRow::schema(),
        CoMentionPeriodRow::schema(),
        CoMentionGroupRow::schema(),
        CoMentionWeekRow::schema(),
        CoMentionEvidenceRow::schema(),
    ];
    let name = |schema: Schema| match schema.name {
        Cow::Borrowed(name) => Some(name),
        Cow::Owned(_) => None,
    };
    details.into_iter().filter_map(name).collect()
}

fn formats() -> Vec<&'static str> {
    let tables = newsloom_formats::WRITERS.iter().map(|writer| writer.name);
    tables.chain(newsloom_formats::GRAPH_WRITERS.iter().map(|writer| writer.name)).collect()
}
