//! Hashes of what a section means.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::recipe::{Setting, Settings, Value};

/// The settings by section, every key with its value.
pub(crate) fn by_section(settings: &Settings) -> BTreeMap<String, BTreeMap<String, Json>> {
    let mut sections: BTreeMap<String, BTreeMap<String, Json>> = BTreeMap::new();
    for (path, setting) in settings.iter() {
        let (section, key) = path.split_once('.').unwrap_or(("", path));
        sections.entry(section.to_owned()).or_default().insert(key.to_owned(), value(&setting.value));
    }
    sections
}

fn value(setting: &Value) -> Json {
    match setting {
        Value::Text(text) => json!(text),
        Value::Integer(n) => json!(n),
        Value::Number(x) => json!(x),
        Value::Flag(flag) => json!(flag),
        Value::Date(date) => json!(date.to_string()),
        Value::List(items) => items.iter().map(|item| value(&item.value)).collect(),
        Value::Map(entries) => entries.iter().map(|(key, item)| (key.clone(), value(&item.value))).collect(),
    }
}

/// Hash of a section's settings with the hashes of the files it depends on.
pub(crate) fn fingerprint(settings: &BTreeMap<String, Json>, files: &[String]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(json!(settings).to_string().as_bytes());
    for file in files {
        hasher.update(file.as_bytes());
    }
    short(&hasher)
}

/// Hash of all settings, defaults included: of what a recipe says, however it is written.
pub(crate) fn recipe_hash(settings: &Settings) -> String {
    short(blake3::Hasher::new().update(json!(by_section(settings)).to_string().as_bytes()))
}

/// The seeds among the settings, by path.
pub(crate) fn seeds(settings: &Settings) -> BTreeMap<String, u64> {
    let seed = |(path, setting): (&str, &Setting)| match setting.value {
        Value::Integer(seed) if path.rsplit('.').next() == Some("seed") => {
            Some((path.to_owned(), u64::try_from(seed).ok()?))
        }
        _ => None,
    };
    settings.iter().filter_map(seed).collect()
}

/// The first 32 hexadecimal digits of a hash.
pub(crate) fn short(hasher: &blake3::Hasher) -> String {
    hasher.finalize().to_hex()[..32].to_owned()
}
