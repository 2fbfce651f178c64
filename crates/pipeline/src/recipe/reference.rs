//! `pipelines/README.md`, made from the list of keys.

use std::fmt::Write;

use super::{Default, Key, Kind, SECTIONS};

/// The reference page of recipes in Markdown.
pub fn reference() -> String {
    let mut page = String::from(INTRODUCTION);
    for section in SECTIONS {
        let heading =
            if section.name.is_empty() { "Top level".to_owned() } else { format!("`[{}]`", section.name) };
        let _ = write!(
            page,
            "\n## {heading}\n{}\n\n| key | value | default | meaning |\n|---|---|---|---|\n",
            section.meaning
        );
        rows(&mut page, "", section.keys);
    }
    page
}

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
