//! `pipelines/README.md`, made from the list of keys.

use std::fmt::Write;

use super::{Default, Key, Kind, SECTIONS};

/// The reference page of recipes in Markdown.
pub fn reference() -> String {
    let mut page = String::from(INTRODUCTION);
    for section in SECTIONS {
        let heading = match section.name {
            "" => "Top level".to_owned(),
            name if section.is_repeated => format!("`[[{name}]]`"),
            name => format!("`[{name}]`"),
        };
        let _ = write!(
            page,
            "\n## {heading}\n{}\n\n| key | value | default | meaning |\n|---|---|---|---|\n",
            section.meaning
        );
        rows(&mut page, "", section.keys);
    }
    page.push_str(OWN_TABLES);
    page
}

const OWN_TABLES: &str = r#"
```toml
[[table]]
name = "rivals"
meaning = "One row a week: how often two actors are named, and how often together."
sql = """
SELECT a.week, a.n_clusters AS n_one, b.n_clusters AS n_other, coalesce(p.n_clusters, 0) AS n_together
FROM actors_weekly AS a
JOIN actors_weekly AS b USING (week)
LEFT JOIN comentions_weekly AS p ON p.week = a.week AND p.source = a.actor_id AND p.target = b.actor_id
WHERE a.actor_id = 'country:LBY' AND b.actor_id = 'country:TUR'
ORDER BY a.week
"""
```

The SQL is that of SQLite, window functions and recursive `WITH` included. It reads the tables that the run writes, not
those of `leave-out`, and its result is written in the same formats, described in `datapackage.json` and listed in the
manifest. What to know:

- **Order.** Rows come as `ORDER BY` says; without one they are sorted by their columns from left to right (nulls,
  numbers, texts). Ties of an `ORDER BY`, and which rows a `LIMIT` without one keeps, are the same in every run of one
  version of Newsloom; name enough columns to have them the same for ever.
- **Types.** A column that is a column of a table keeps its type and its line in the codebook. Of what is computed,
  whole numbers, numbers and texts are told apart by their values; true and false are 1 and 0; a computed column is
  nullable. One column cannot hold texts and numbers: `CAST` it.
- **Dates** are texts such as `2020-01-13`, and compare and sort as such; `date`, `strftime` and their kin work on them.
- **Functions** are SQLite's own, and `exp`, `ln`, `log2`, `log10`, `sqrt`, `pow`, which are the same on every machine. Whole
  numbers divide to whole numbers: write `n_ij * 1.0 / n`.
- Texts stand in 'single quotes', names in "double" ones. Null is not zero: `coalesce(n_ij, 0)` where you mean zero.
- **Size.** Tables and results beyond some 64 MiB go through files without a name in the temporary folder (`TMPDIR`).
- Nothing can be changed or opened, and `random()`, `date('now')` and the like are refused, since the same run must give
  the same bytes.
"#;

const INTRODUCTION: &str = "# Recipes
A recipe is a TOML file that says what a study reads and how it is counted. `newsloom check RECIPE` finds every
mistake in it without reading an article; `newsloom run RECIPE` makes the tables. Paths are relative to the recipe.
Unknown sections and keys are refused. `newsloom init` writes a first recipe, `--set section.key=value` changes a
value for one run, and `recipe.schema.json` beside this page lets editors complete and check recipes.

This page is generated from the program's own list of keys.
";

fn rows(page: &mut String, prefix: &str, keys: &[Key]) {
    for key in keys {
        let name = format!("{prefix}{}", key.name);
        if let Kind::Table(inner) = key.kind {
            let _ = writeln!(page, "| `{name}` | table | | {} |", key.meaning);
            rows(page, &format!("{name}."), inner);
        } else {
            let _ =
                writeln!(page, "| `{name}` | {} | {} | {} |", key.kind.describe(), default(key), key.meaning);
        }
    }
}

fn default(key: &Key) -> String {
    match key.default {
        Default::Required => "required".to_owned(),
        Default::Is(text) => format!("`{text}`"),
        Default::Follows(text) => text.to_owned(),
    }
}
