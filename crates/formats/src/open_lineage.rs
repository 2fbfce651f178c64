//! The lineage of a run for catalogues of data: the events START and COMPLETE of `OpenLineage`
//! (<https://openlineage.io/spec/2-0-2/OpenLineage.json>), one a line, `openlineage.jsonl`.

use newsloom_corpus::{FileRecord, Manifest};
use serde_json::{Value, json};

use crate::ro_crate::{RunTimes, instant};

/// What is known of a table that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineageTable {
    /// The path of its file in the output folder.
    pub path: String,
    /// What a row is.
    pub meaning: String,
    /// Name, type and meaning of each column.
    pub columns: Vec<(String, String, String)>,
}

const SPEC: &str = "https://openlineage.io/spec/2-0-2/OpenLineage.json";
/// The namespace of jobs and data sets: names are relative, so that they are the same on every machine.
const NAMESPACE: &str = "newsloom";

/// The two events of a run, each on a line of its own.
///
/// Files read are named as the manifest names them, relative to the recipe; files written are named
/// after the recipe and their place in the output folder. The id of the run is a UUID (version 8) of
/// the manifest's run id and the time when it began: running the same again is another run of the
/// same job.
pub fn open_lineage(manifest: &Manifest, tables: &[LineageTable], times: RunTimes) -> Vec<u8> {
    let inputs: Vec<Value> =
        manifest.inputs.iter().chain(&manifest.dictionaries).map(|f| input(f, manifest)).collect();
    let outputs: Vec<Value> = manifest.outputs.iter().map(|file| output(file, tables, manifest)).collect();
    let event = |kind: &str, time: String, outputs: &[Value]| {
        json!({
            "eventType": kind,
            "eventTime": time,
            "producer": producer(manifest),
            "schemaURL": format!("{SPEC}#/$defs/RunEvent"),
            "run": run(manifest, times),
            "job": job(manifest),
            "inputs": inputs,
            "outputs": outputs,
        })
    };
    let start = event("START", instant(times.started), &[]);
    let complete = event("COMPLETE", instant(times.ended), &outputs);
    format!("{start}\n{complete}\n").into_bytes()
}

/// A URI of the program that writes the events.
fn producer(manifest: &Manifest) -> String {
    let home = env!("CARGO_PKG_REPOSITORY");
    if home.is_empty() { format!("urn:newsloom:{}", manifest.version) } else { home.to_owned() }
}

fn facet(manifest: &Manifest, schema: &str, mut content: Value) -> Value {
    content["_producer"] = producer(manifest).into();
    content["_schemaURL"] = format!("https://openlineage.io/spec/{schema}").into();
    content
}

fn run(manifest: &Manifest, times: RunTimes) -> Value {
    let engine = json!({ "name": "newsloom", "version": manifest.version });
    let own = json!({
        "runId": manifest.run_id,
        "recipeHash": manifest.recipe_hash,
        "asOf": manifest.as_of,
        "fingerprints": manifest.fingerprints,
    });
    json!({
        "runId": uuid(manifest, times),
        "facets": {
            "processing_engine": facet(manifest, "facets/1-1-1/ProcessingEngineRunFacet.json#/$defs/ProcessingEngineRunFacet", engine),
            "newsloom": facet(manifest, "2-0-2/OpenLineage.json#/$defs/RunFacet", own),
        },
    })
}

/// RFC 9562, version 8: the bits of a hash but for version and variant.
fn uuid(manifest: &Manifest, times: RunTimes) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(manifest.run_id.as_bytes()).update(instant(times.started).as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{}-{}-{}-{}", &digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..])
}

fn job(manifest: &Manifest) -> Value {
    let kind = json!({ "processingType": "BATCH", "integration": "NEWSLOOM", "jobType": "JOB" });
    let words = json!({ "description": manifest.title });
    json!({
        "namespace": NAMESPACE,
        "name": stem(manifest),
        "facets": {
            "jobType": facet(manifest, "facets/2-0-4/JobTypeJobFacet.json#/$defs/JobTypeJobFacet", kind),
            "documentation": facet(manifest, "facets/1-1-0/DocumentationJobFacet.json#/$defs/DocumentationJobFacet", words),
        },
    })
}

fn stem(manifest: &Manifest) -> &str {
    manifest.recipe.strip_suffix(".toml").unwrap_or(&manifest.recipe)
}

fn input(file: &FileRecord, manifest: &Manifest) -> Value {
    let statistics = json!({ "rowCount": file.records, "size": file.bytes, "fileCount": 1 });
    let schema = "facets/1-0-0/InputStatisticsInputDatasetFacet.json#/$defs/InputStatisticsInputDatasetFacet";
    json!({
        "namespace": NAMESPACE,
        "name": file.path,
        "facets": { "version": version(file, manifest) },
        "inputFacets": { "inputStatistics": facet(manifest, schema, statistics) },
    })
}

fn output(file: &FileRecord, tables: &[LineageTable], manifest: &Manifest) -> Value {
    let statistics = json!({ "rowCount": file.records, "size": file.bytes, "fileCount": 1 });
    let schema =
        "facets/1-0-2/OutputStatisticsOutputDatasetFacet.json#/$defs/OutputStatisticsOutputDatasetFacet";
    let mut facets = json!({ "version": version(file, manifest) });
    if let Some(table) = tables.iter().find(|table| table.path == file.path) {
        facets["schema"] = columns(table, manifest);
        let words = json!({ "description": table.meaning });
        facets["documentation"] = facet(
            manifest,
            "facets/1-1-0/DocumentationDatasetFacet.json#/$defs/DocumentationDatasetFacet",
            words,
        );
    }
    json!({
        "namespace": NAMESPACE,
        "name": format!("{}/{}", stem(manifest), file.path),
        "facets": facets,
        "outputFacets": { "outputStatistics": facet(manifest, schema, statistics) },
    })
}

/// The version of a file is what it holds.
fn version(file: &FileRecord, manifest: &Manifest) -> Value {
    let content = json!({ "datasetVersion": format!("blake3:{}", file.blake3) });
    facet(manifest, "facets/1-0-1/DatasetVersionDatasetFacet.json#/$defs/DatasetVersionDatasetFacet", content)
}

fn columns(table: &LineageTable, manifest: &Manifest) -> Value {
    let one = |(name, kind, meaning): &(String, String, String)| json!({ "name": name, "type": kind, "description": meaning });
    let fields: Vec<Value> = table.columns.iter().map(one).collect();
    let schema = "facets/1-2-0/SchemaDatasetFacet.json#/$defs/SchemaDatasetFacet";
    facet(manifest, schema, json!({ "fields": fields }))
}

#[cfg(test)]
pub(crate) mod tests {
    use newsloom_corpus::Accounting;

    use super::*;

    fn file(path: &str, records: u64) -> FileRecord {
        FileRecord { path: path.into(), bytes: 12, blake3: "ab".repeat(32), records }
    }

    pub(crate) fn manifest() -> Manifest {
        Manifest {
            run_id: "0123456789abcdef0123456789abcdef".into(),
            version: "0.1.0".into(),
            title: "Ports & ferries".into(),
            recipe: "ports.toml".into(),
            recipe_hash: "00ff".repeat(8),
            settings: std::collections::BTreeMap::new(),
            fingerprints: [("input".to_owned(), "12".repeat(16))].into(),
            as_of: "2020-03-31".into(),
            inputs: vec![file("../articles.jsonl", 9)],
            dictionaries: vec![file("world/actors.csv", 4)],
            seeds: std::collections::BTreeMap::new(),
            accounting: Accounting::default(),
            stages: Vec::new(),
            notes: std::collections::BTreeMap::new(),
            outputs: vec![file("tables/actors.csv", 3), file("datapackage.json", 0)],
        }
    }

    pub(crate) fn times() -> RunTimes {
        let at = |text: &str| text.parse().expect("a time");
        RunTimes { started: at("2020-04-01T10:00:00Z"), ended: at("2020-04-01T10:00:07.5Z") }
    }

    fn events() -> Vec<Value> {
        let column = ("actor_id".to_owned(), "string".to_owned(), "Id of the actor.".to_owned());
        let table = LineageTable {
            path: "tables/actors.csv".into(),
            meaning: "One actor.".into(),
            columns: vec![column],
        };
        let bytes = open_lineage(&manifest(), &[table], times());
        let text = String::from_utf8(bytes).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn one_run_starts_and_completes() {
        let events = events();
        let kinds: Vec<&Value> = events.iter().map(|event| &event["eventType"]).collect();
        assert_eq!(kinds, ["START", "COMPLETE"]);
        assert_eq!(events[0]["eventTime"], "2020-04-01T10:00:00+00:00");
        assert_eq!(events[0]["run"], events[1]["run"]);
        assert_eq!(events[0]["outputs"], json!([]));
        assert_eq!(
            (&events[1]["job"]["namespace"], &events[1]["job"]["name"]),
            (&json!("newsloom"), &json!("ports"))
        );
    }

    #[test]
    fn the_id_of_the_run_is_a_uuid_of_run_and_time() {
        let id = uuid(&manifest(), times());
        let lengths: Vec<usize> = id.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
        assert!(
            id.as_bytes()[14] == b'8' && b"89ab".contains(&id.as_bytes()[19]),
            "version and variant: {id}"
        );
        let later = RunTimes { started: times().ended, ..times() };
        assert_ne!(uuid(&manifest(), later), id);
    }

    #[test]
    fn files_carry_version_size_and_schema() {
        let events = events();
        let names: Vec<&Value> =
            events[1]["inputs"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
        assert_eq!(names, ["../articles.jsonl", "world/actors.csv"]);
        let actors = &events[1]["outputs"][0];
        assert_eq!(actors["name"], "ports/tables/actors.csv");
        assert_eq!(actors["facets"]["version"]["datasetVersion"], format!("blake3:{}", "ab".repeat(32)));
        assert_eq!(actors["facets"]["schema"]["fields"][0]["name"], "actor_id");
        assert_eq!(actors["outputFacets"]["outputStatistics"]["rowCount"], 3);
        assert!(events[1]["outputs"][1]["facets"].get("schema").is_none());
    }

    #[test]
    fn every_facet_names_its_producer_and_schema() {
        fn facets(value: &Value, n: &mut usize) {
            let Value::Object(keys) = value else { return };
            for (key, inner) in keys {
                if ["facets", "inputFacets", "outputFacets"].contains(&key.as_str()) {
                    for facet in inner.as_object().unwrap().values() {
                        assert!(facet["_producer"].is_string() && facet["_schemaURL"].is_string(), "{facet}");
                        *n += 1;
                    }
                }
                for item in inner.as_array().into_iter().flatten().chain([inner]) {
                    facets(item, n);
                }
            }
        }
        let mut n = 0;
        for event in &events() {
            facets(event, &mut n);
        }
        assert_eq!(n, 2 * (2 + 2 + 2 * 2) + 4 + 2);
    }
}
