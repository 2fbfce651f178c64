//! The JSON Schema of recipes, for editors.

use serde_json::{Map, Value, json};

use super::{Default, Key, Kind, SECTIONS};

/// A JSON Schema (draft 2020-12) of the recipe.
pub fn json_schema() -> Value {
    let (top, sections) = SECTIONS.split_first().expect("the list of sections begins with the top level");
    let mut schema = object(top.keys);
    for section in sections {
        let mut inner = object(section.keys);
        inner["description"] = section.meaning.into();
        if section.is_repeated {
            schema["properties"][section.name] = json!({ "type": "array", "items": inner });
            continue;
        }
        if inner["required"].as_array().is_some_and(|r| !r.is_empty()) {
            schema["required"]
                .as_array_mut()
                .expect("an object lists what it requires")
                .push(section.name.into());
        }
        schema["properties"][section.name] = inner;
    }
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    schema["title"] = "Newsloom recipe".into();
    schema
}

fn object(keys: &[Key]) -> Value {
    let properties: Map<String, Value> =
        keys.iter().map(|key| (key.name.to_owned(), property(key))).collect();
    let required: Vec<&str> =
        keys.iter().filter(|k| matches!(k.default, Default::Required)).map(|k| k.name).collect();
    json!({ "type": "object", "additionalProperties": false, "properties": properties, "required": required })
}

fn property(key: &Key) -> Value {
    let mut schema = kind(&key.kind);
    schema["description"] = key.meaning.into();
    schema
}

fn kind(kind: &Kind) -> Value {
    match kind {
        Kind::Text => json!({ "type": "string" }),
        Kind::Integer { min, max } => json!({ "type": "integer", "minimum": min, "maximum": max }),
        Kind::Number { min, max } => json!({ "type": "number", "minimum": min, "maximum": max }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::Choice(words) => json!({ "enum": (words.all)() }),
        Kind::List(item) => json!({ "type": "array", "items": self::kind(item) }),
        Kind::OneOrMore(item) => {
            let one = self::kind(item);
            json!({ "anyOf": [one, { "type": "array", "items": one }] })
        }
        Kind::Map(words) => map((words.all)()),
        Kind::Table(keys) => object(keys),
    }
}

fn map(words: Vec<&'static str>) -> Value {
    let properties: Map<String, Value> =
        words.into_iter().map(|word| (word.to_owned(), json!({ "type": "string" }))).collect();
    json!({ "type": "object", "additionalProperties": false, "properties": properties })
}
