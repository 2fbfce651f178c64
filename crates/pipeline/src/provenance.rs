//! What a finished run says of itself to archives (`ro-crate-metadata.json`) and to catalogues of data
//! (`openlineage.jsonl`).
//!
//! Both are functions of the manifest, the data package, the report and the times in `run.json`. They
//! carry times, so they stand beside `run.json`, outside of what the manifest lists; with
//! `SOURCE_DATE_EPOCH` set, they too are the same in every run.

use std::{fs, path::Path};

use jiff::Timestamp;
use newsloom_corpus::FileRecord;
use newsloom_diagnostics::Diagnostic;
use newsloom_formats::{
    CrateFile, LineageTable, RunTimes, open_lineage, read_source, ro_crate, sha256_file, write_file,
};
use serde_json::Value;

use crate::{
    finished::{Finished, MANIFEST},
    packaged::{Packaged, packaged},
};

const CRATE: &str = "ro-crate-metadata.json";
const LINEAGE: &str = "openlineage.jsonl";
/// What a coded sample says, if there is one.
pub(crate) const VALIDATION: &str = "validation.json";

/// Names of the files that carry times.
pub(crate) const FILES: [&str; 2] = [LINEAGE, CRATE];

/// Writes `openlineage.jsonl` and `ro-crate-metadata.json` of a finished run; `report` are the paths of
/// its report. Nothing is written where nobody knows when the run took place, since its `run.json` is
/// gone.
///
/// # Errors
/// R101, if there is no finished run or a file of it is missing; R102, if a file cannot be written.
pub fn describe_run(folder: &Path, report: &[String]) -> Result<Vec<FileRecord>, Diagnostic> {
    let Some(lineage) = lineage(folder)? else { return Ok(Vec::new()) };
    let first = write_file(&folder.join(LINEAGE), &lineage)?;
    let Some(archive) = archive(folder, report)? else { return Ok(vec![first]) };
    Ok(vec![first, write_file(&folder.join(CRATE), &archive)?])
}

/// The bytes of `openlineage.jsonl`; `None` where the times of the run are not known.
pub(crate) fn lineage(folder: &Path) -> Result<Option<Vec<u8>>, Diagnostic> {
    let Some(times) = times(folder)? else { return Ok(None) };
    let run = Finished::open(folder)?;
    let tables: Vec<LineageTable> = packaged(folder)?.into_iter().map(lineage_table).collect();
    Ok(Some(open_lineage(&run.manifest, &tables, times)))
}

fn lineage_table(table: Packaged) -> LineageTable {
    let column = |field: crate::packaged::Field| (field.name, field.kind, field.description);
    LineageTable {
        path: table.path,
        meaning: table.description,
        columns: table.schema.fields.into_iter().map(column).collect(),
    }
}

/// The bytes of `ro-crate-metadata.json`, which lists `openlineage.jsonl` as it lies in the folder.
pub(crate) fn archive(folder: &Path, report: &[String]) -> Result<Option<Vec<u8>>, Diagnostic> {
    let Some(times) = times(folder)? else { return Ok(None) };
    let run = Finished::open(folder)?;
    let tables = packaged(folder)?;
    let meaning = |path: &str| tables.iter().find(|table| table.path == path).map(|t| t.description.as_str());
    let outputs = run.manifest.outputs.iter().map(|file| file.path.as_str());
    let others = [MANIFEST, LINEAGE, VALIDATION].into_iter().filter(|name| folder.join(name).is_file());
    let mut files = Vec::new();
    for path in outputs.chain(report.iter().map(String::as_str)).chain(others) {
        files.push(crate_file(folder, path, meaning(path))?);
    }
    Ok(Some(ro_crate(&run.manifest, &files, times)))
}

fn crate_file(folder: &Path, path: &str, meaning: Option<&str>) -> Result<CrateFile, Diagnostic> {
    let place = folder.join(path);
    let unreadable = |e| Diagnostic::error("R101", format!("cannot read `{}`: {e}", place.display()));
    Ok(CrateFile {
        path: path.to_owned(),
        description: meaning.unwrap_or_else(|| what(path)).to_owned(),
        bytes: fs::metadata(&place).map_err(unreadable)?.len(),
        sha256: sha256_file(&place).map_err(unreadable)?,
    })
}

/// What a file that is no table holds.
fn what(path: &str) -> &'static str {
    match path {
        "datapackage.json" => {
            "The columns of every table with type, unit and meaning (Frictionless Data Package)."
        }
        MANIFEST => {
            "The record of the run: settings, counts of every stage, the hash of every file read and written."
        }
        LINEAGE => "What was made of what, as events of OpenLineage.",
        VALIDATION => "Precision and recall of the run by coded samples.",
        "report.html" | "report.md" => "The report of the run.",
        _ if path.starts_with("figures/") => "A figure of the report.",
        _ if path.starts_with("graph.") => "The network of actors named together.",
        _ => "A file of the run.",
    }
}

/// When the run took place: by `run.json` or, where that is gone, by the description that is there.
fn times(folder: &Path) -> Result<Option<RunTimes>, Diagnostic> {
    let told = [("run.json", ["started_at", "ended_at"]), (CRATE, ["startTime", "endTime"])];
    for (name, [started, ended]) in told {
        let path = folder.join(name);
        if !path.is_file() {
            continue;
        }
        let file = read_source(&path, "R101")?;
        let whole: Value = serde_json::from_str(&file.text).unwrap_or_default();
        let mut places = whole["@graph"].as_array().into_iter().flatten().chain([&whole]);
        let at = |value: &Value| value.as_str().and_then(|text| text.parse::<Timestamp>().ok());
        let found = places.find_map(|place| at(&place[started]).zip(at(&place[ended])));
        if let Some((started, ended)) = found {
            return Ok(Some(RunTimes { started, ended }));
        }
    }
    Ok(None)
}
