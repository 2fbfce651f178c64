//! `pipelines/README.md` and `pipelines/recipe.schema.json` are what the program's list of keys makes of them.
//!
//! `NEWSLOOM_BLESS=1` writes them anew.

use std::{fs, path::Path};

use newsloom_pipeline::recipe::{SECTIONS, json_schema, reference};

fn assert_current(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pipelines").join(name);
    if std::env::var_os("NEWSLOOM_BLESS").is_some() {
        fs::write(&path, text).expect("the page can be written");
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == text, "{name} is not current: run the tests with NEWSLOOM_BLESS=1");
}

#[test]
fn the_reference_of_recipes_is_current() {
    let page = reference();
    for section in SECTIONS {
        assert!(section.keys.iter().all(|key| page.contains(&format!("`{}`", key.name))));
    }
    assert_current("README.md", &page);
}

#[test]
fn the_schema_of_recipes_is_current() {
    let schema = json_schema();
    let properties = schema["properties"].as_object().expect("sections are properties");
    let (top, sections) = SECTIONS.split_first().expect("there are sections");
    assert_eq!(
        properties.len(),
        top.keys.len() + sections.len(),
        "the keys before any section, and the sections"
    );
    let text = serde_json::to_string_pretty(&schema).expect("a schema is JSON");
    assert_current("recipe.schema.json", &format!("{text}\n"));
}
