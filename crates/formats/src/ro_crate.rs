//! The description of a run for archives: an RO-Crate 1.1 (<https://w3id.org/ro/crate/1.1>) of the
//! profile Process Run Crate 0.5 (<https://w3id.org/ro/wfrun/process/0.5>), `ro-crate-metadata.json`.

use jiff::Timestamp;
use newsloom_corpus::{FileRecord, Manifest};
use serde_json::{Value, json};

use crate::{GRAPH_WRITERS, Terms, WRITERS};

/// When a run took place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunTimes {
    /// When it began.
    pub started: Timestamp,
    /// When it ended.
    pub ended: Timestamp,
}

/// A file of the crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrateFile {
    /// Its path relative to the crate, with `/`.
    pub path: String,
    /// What it holds, in a sentence.
    pub description: String,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256, hexadecimal.
    pub sha256: String,
}

const CRATE: &str = "https://w3id.org/ro/crate/1.1";
const PROFILE: &str = "https://w3id.org/ro/wfrun/process/0.5";
const SOFTWARE: &str = "#newsloom";
const LICENCE: &str = "#licence";

/// The bytes of `ro-crate-metadata.json`: the folder as a data set, the run as the action that made
/// its files out of the files read, which are no part of the crate and are named by their hashes.
///
/// A function of its arguments alone: the same manifest, files and times give the same bytes.
pub fn ro_crate(manifest: &Manifest, files: &[CrateFile], times: RunTimes) -> Vec<u8> {
    let (read, terms): (Vec<Value>, Terms) = (sources(manifest), Terms::of(manifest));
    let (licence, people) = (licence(&terms), terms.people());
    let mut root = root(manifest, files, times);
    root["license"] = json!({ "@id": licence["@id"] });
    if !people.is_empty() {
        root["author"] = people.iter().map(|person| json!({ "@id": person["@id"] })).collect();
    }
    let mut graph = vec![descriptor(), root, profile(), licence, software(manifest)];
    graph.extend(people);
    graph.push(action(manifest, (&read, files), times));
    graph.extend(read);
    graph.extend(files.iter().map(file_entity));
    let whole = json!({
        "@context": [
            format!("{CRATE}/context"),
            { "sha256": "https://w3id.org/ro/terms/workflow-run#sha256" },
        ],
        "@graph": graph,
    });
    let mut bytes = serde_json::to_vec_pretty(&whole).expect("a crate is made of texts and numbers");
    bytes.push(b'\n');
    bytes
}

fn descriptor() -> Value {
    json!({
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "conformsTo": { "@id": CRATE },
        "about": { "@id": "./" },
    })
}

fn root(manifest: &Manifest, files: &[CrateFile], times: RunTimes) -> Value {
    let articles = manifest.accounting.n_articles;
    json!({
        "@id": "./",
        "@type": "Dataset",
        "name": manifest.title,
        "description": format!(
            "Who is named with whom in {articles} news articles: tables, networks and report of Newsloom run {}. \
             The columns of the tables are described in datapackage.json.",
            manifest.run_id
        ),
        "identifier": manifest.run_id,
        "datePublished": instant(times.ended),
        "conformsTo": { "@id": PROFILE },
        "hasPart": files.iter().map(|file| json!({ "@id": iri(&file.path) })).collect::<Vec<_>>(),
        "mentions": { "@id": action_id(manifest) },
    })
}

fn profile() -> Value {
    json!({ "@id": PROFILE, "@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5" })
}

fn licence(terms: &Terms) -> Value {
    const WORDS: &str = "Words of articles in the tables (titles, surfaces, removed text) stay under the terms of the \
                         articles.";
    if let Some(licence) = &terms.licence {
        return json!({
            "@id": licence.address, "@type": "CreativeWork", "name": licence.name, "description": WORDS,
        });
    }
    json!({
        "@id": LICENCE,
        "@type": "CreativeWork",
        "name": "not stated",
        "description": format!("The recipe states no licence. {WORDS}"),
    })
}

fn software(manifest: &Manifest) -> Value {
    let mut software = json!({
        "@id": SOFTWARE,
        "@type": "SoftwareApplication",
        "name": "Newsloom",
        "softwareVersion": manifest.version,
    });
    let home = env!("CARGO_PKG_REPOSITORY");
    if !home.is_empty() {
        software["url"] = home.into();
    }
    software
}

fn action_id(manifest: &Manifest) -> String {
    format!("#run-{}", manifest.run_id)
}

fn action(manifest: &Manifest, (read, files): (&[Value], &[CrateFile]), times: RunTimes) -> Value {
    json!({
        "@id": action_id(manifest),
        "@type": "CreateAction",
        "name": format!("Newsloom run of {}", manifest.recipe),
        "description": format!(
            "newsloom {} ran the recipe {} (hash {}) over {} records as of {}. The settings and the hash of every \
             file are in manifest.json.",
            manifest.version, manifest.recipe, manifest.recipe_hash, manifest.accounting.n_records, manifest.as_of
        ),
        "identifier": manifest.run_id,
        "startTime": instant(times.started),
        "endTime": instant(times.ended),
        "actionStatus": "http://schema.org/CompletedActionStatus",
        "instrument": { "@id": SOFTWARE },
        "object": read.iter().map(|entity| json!({ "@id": entity["@id"] })).collect::<Vec<_>>(),
        "result": files.iter().map(|file| json!({ "@id": iri(&file.path) })).collect::<Vec<_>>(),
    })
}

/// What was read: the recipe, the articles and the dictionaries.
fn sources(manifest: &Manifest) -> Vec<Value> {
    let recipe = json!({
        "@id": "#recipe",
        "@type": "CreativeWork",
        "name": manifest.recipe,
        "description": "The recipe; its settings, defaults included, are in manifest.json.",
        "identifier": format!("newsloom-recipe:{}", manifest.recipe_hash),
    });
    let articles =
        (1..).zip(&manifest.inputs).map(|(n, file)| source(&format!("#input-{n}"), "articles", file));
    let dictionaries = (1..)
        .zip(&manifest.dictionaries)
        .map(|(n, file)| source(&format!("#dictionary-{n}"), "part of a dictionary of actors", file));
    std::iter::once(recipe).chain(articles).chain(dictionaries).collect()
}

fn source(id: &str, what: &str, file: &FileRecord) -> Value {
    json!({
        "@id": id,
        "@type": "CreativeWork",
        "name": file.path,
        "description": format!("A file that was read, {what}, {} records; its path is relative to the recipe.", file.records),
        "identifier": format!("blake3:{}", file.blake3),
        "contentSize": file.bytes.to_string(),
    })
}

fn file_entity(file: &CrateFile) -> Value {
    json!({
        "@id": iri(&file.path),
        "@type": "File",
        "name": file.path,
        "description": file.description,
        "encodingFormat": media_type(&file.path),
        "contentSize": file.bytes.to_string(),
        "sha256": file.sha256,
    })
}

/// The media type of a file of a run, by its ending.
///
/// ```
/// assert_eq!(newsloom_formats::media_type("tables/actors.csv"), "text/csv");
/// ```
pub fn media_type(path: &str) -> &'static str {
    let tables = WRITERS.iter().map(|writer| (writer.ending, writer.media_type));
    let networks = GRAPH_WRITERS.iter().map(|writer| (writer.ending, "application/xml"));
    let others = [
        (".html", "text/html"),
        (".json", "application/json"),
        (".jsonl", "application/x-ndjson"),
        (".md", "text/markdown"),
        (".svg", "image/svg+xml"),
    ];
    let mut known = tables.chain(networks).chain(others);
    known.find(|(ending, _)| path.ends_with(ending)).map_or("application/octet-stream", |(_, media)| media)
}

/// A path as a relative IRI: what is neither a letter, a digit nor safe in a path is written in percent.
fn iri(path: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte);
    path.bytes().map(|b| if is_plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// A time as the profile asks for it: to the second, with an offset in digits.
pub(crate) fn instant(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::open_lineage::tests::{manifest, times};

    fn files() -> Vec<CrateFile> {
        ["tables/actors.csv", "figures/a b.svg"]
            .map(|path| CrateFile {
                path: path.to_owned(),
                description: "Actors.".to_owned(),
                bytes: 12,
                sha256: "cd".repeat(32),
            })
            .to_vec()
    }

    fn graph() -> Vec<Value> {
        let whole: Value = serde_json::from_slice(&ro_crate(&manifest(), &files(), times())).unwrap();
        whole["@graph"].as_array().unwrap().clone()
    }

    fn entity(graph: &[Value], id: &str) -> Value {
        graph.iter().find(|entity| entity["@id"] == id).unwrap_or_else(|| panic!("{id} is there")).clone()
    }

    /// Every `@id` that is referred to within the crate.
    fn referred(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| referred(item, found)),
            Value::Object(keys) => {
                if let (Some(Value::String(id)), 1) = (keys.get("@id"), keys.len()) {
                    found.insert(id.clone());
                }
                keys.values().for_each(|item| referred(item, found));
            }
            _ => {}
        }
    }

    #[test]
    fn every_entity_that_is_named_is_described_once() {
        let graph = graph();
        let ids: Vec<&str> = graph.iter().filter_map(|entity| entity["@id"].as_str()).collect();
        let described: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(described.len(), ids.len());
        let mut named = BTreeSet::new();
        for entity in &graph {
            referred(entity, &mut named);
        }
        let missing: Vec<&String> = named.iter().filter(|id| !described.contains(id.as_str())).collect();
        assert_eq!(missing, [CRATE], "only the specification itself is outside");
    }

    #[test]
    fn the_root_holds_what_the_specification_requires() {
        let root = entity(&graph(), "./");
        assert_eq!(root["@type"], "Dataset");
        assert_eq!(root["datePublished"], "2020-04-01T10:00:07+00:00");
        assert_eq!(root["license"]["@id"], LICENCE);
        assert_eq!(root["conformsTo"]["@id"], PROFILE);
        assert_eq!(root["hasPart"][1]["@id"], "figures/a%20b.svg");
        assert_eq!(entity(&graph(), "ro-crate-metadata.json")["about"]["@id"], "./");
    }

    #[test]
    fn authors_and_licence_of_the_recipe_are_entities() {
        let mut manifest = manifest();
        let top = manifest.settings.entry(String::new()).or_default();
        top.insert(
            "authors".to_owned(),
            json!(["Ada Berg <https://orcid.org/0000-0002-1825-0097>", "Bo Falk"]),
        );
        top.insert("licence".to_owned(), json!("https://example.org/terms"));
        let whole: Value = serde_json::from_slice(&ro_crate(&manifest, &files(), times())).unwrap();
        let graph = whole["@graph"].as_array().unwrap();
        let root = entity(graph, "./");
        assert_eq!(root["license"]["@id"], "https://example.org/terms");
        let ids: Vec<&str> =
            root["author"].as_array().unwrap().iter().filter_map(|a| a["@id"].as_str()).collect();
        assert_eq!(ids, ["https://orcid.org/0000-0002-1825-0097", "#author-2"]);
        assert_eq!(
            (&entity(graph, ids[0])["name"], &entity(graph, ids[1])["name"]),
            (&json!("Ada Berg"), &json!("Bo Falk"))
        );
        assert_eq!(entity(graph, "https://example.org/terms")["@type"], "CreativeWork");
    }

    #[test]
    fn the_action_tells_what_made_what_of_what_and_when() {
        let graph = graph();
        let action = entity(&graph, "#run-0123456789abcdef0123456789abcdef");
        assert_eq!(action["startTime"], "2020-04-01T10:00:00+00:00");
        assert_eq!(
            entity(&graph, action["instrument"]["@id"].as_str().unwrap())["@type"],
            "SoftwareApplication"
        );
        let objects: Vec<&str> =
            action["object"].as_array().unwrap().iter().filter_map(|one| one["@id"].as_str()).collect();
        assert_eq!(objects, ["#recipe", "#input-1", "#dictionary-1"]);
        assert_eq!(entity(&graph, "#input-1")["identifier"], format!("blake3:{}", "ab".repeat(32)));
        assert_eq!(action["result"].as_array().unwrap().len(), 2);
        assert_eq!(entity(&graph, "tables/actors.csv")["encodingFormat"], "text/csv");
    }

    #[test]
    fn the_same_run_gives_the_same_bytes() {
        let bytes = || ro_crate(&manifest(), &files(), times());
        assert_eq!(bytes(), bytes());
        assert!(bytes().ends_with(b"}\n"));
    }
}
