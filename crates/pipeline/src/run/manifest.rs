//! The record of a run, written last.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use newsloom_corpus::{Accounting, FileRecord, Manifest, StageCount, table::CoMentionRow};
use newsloom_diagnostics::Diagnostic;
use newsloom_formats::{
    GRAPH_WRITERS, Package, TableFiles, Terms, WRITERS, datapackage, hash_file, remove_file, sha256_file,
    write_file,
};

use super::{
    census::Census,
    corpus::Corpus,
    outcome::{Outcome, TopPair},
    tables::Written,
};
use crate::{
    Plan,
    fingerprint::{by_section, fingerprint, recipe_hash, seeds, short},
};

/// File name of the manifest.
pub(crate) const NAME: &str = "manifest.json";

/// Writes the data package and the manifest.
pub(super) fn write(
    (corpus, census): (&Corpus, &Census),
    plan: &Plan,
    (directory, accounting, written): (&PathBuf, Accounting, Written),
) -> Result<Outcome, Diagnostic> {
    let mut manifest = Manifest {
        run_id: String::new(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        title: plan.title.clone(),
        recipe: plan.recipe.clone(),
        recipe_hash: recipe_hash(&plan.settings),
        settings: by_section(&plan.settings),
        fingerprints: BTreeMap::new(),
        as_of: plan.as_of.to_string(),
        inputs: inputs(corpus, plan)?,
        dictionaries: plan.dictionary_files.clone(),
        seeds: seeds(&plan.settings),
        stages: stages(census, &accounting, &written),
        accounting,
        notes: notes(census, &written),
        outputs: Vec::new(),
    };
    let package = package(&manifest, &written, directory)?;
    manifest.outputs = outputs(&written, package);
    remove_leftovers(directory, &written.earlier, &manifest.outputs)?;
    manifest.fingerprints = fingerprints(&manifest);
    manifest.run_id = run_id(&manifest);
    write_file(&directory.join(NAME), json(&manifest).as_bytes())?;
    Ok(outcome(census, plan, directory, (manifest, &written)))
}

/// Takes away tables and networks that an earlier run with other settings left: who reads the folder
/// would take them for this run's.
fn remove_leftovers(directory: &Path, earlier: &[String], outputs: &[FileRecord]) -> Result<(), Diagnostic> {
    let tables = newsloom_corpus::table::schemas().into_iter().flat_map(|schema| {
        WRITERS
            .iter()
            .map(move |writer| format!("{}/{}{}", super::tables::FOLDER, schema.name, writer.ending))
    });
    let networks = GRAPH_WRITERS.iter().map(|writer| format!("graph{}", writer.ending));
    let is_left = |path: &String| outputs.iter().all(|file| file.path != *path);
    tables
        .chain(networks)
        .chain(earlier.iter().cloned())
        .filter(is_left)
        .try_for_each(|path| remove_file(&directory.join(path)))
}

/// Counts that explain the tables.
fn notes(census: &Census, written: &Written) -> BTreeMap<String, u64> {
    let mut notes = written.notes.clone();
    notes.insert("articles_dated_by_text_alone".to_owned(), census.n_dated_by_text_alone);
    notes.insert("articles_whose_text_says_another_day".to_owned(), census.n_with_other_date);
    notes
}

/// The files written, in the order in which they were.
fn outputs(written: &Written, package: FileRecord) -> Vec<FileRecord> {
    let tables = written.tables.iter().flat_map(|(_, files)| files.clone());
    tables.chain(written.graphs.clone()).chain([package]).collect()
}

/// The hash that names a run: of its manifest without it.
pub(crate) fn run_id(manifest: &Manifest) -> String {
    let unnamed = Manifest { run_id: String::new(), ..manifest.clone() };
    short(blake3::Hasher::new().update(json(&unnamed).as_bytes()))
}

fn json(manifest: &Manifest) -> String {
    let text = serde_json::to_string_pretty(manifest).expect("a manifest is texts and numbers");
    format!("{text}\n")
}

fn package(manifest: &Manifest, written: &Written, directory: &Path) -> Result<FileRecord, Diagnostic> {
    let (name, terms) = (manifest.recipe.trim_end_matches(".toml"), Terms::of(manifest));
    let description = "Tables of a Newsloom run.";
    let package = Package { terms: &terms, name, title: &manifest.title, description };
    let hashes =
        |files: &[FileRecord]| files.iter().map(|file| sha256(&directory.join(&file.path))).collect();
    let hashes = written.tables.iter().map(|(_, files)| hashes(files));
    let hashes: Vec<Vec<String>> = hashes.collect::<Result<_, Diagnostic>>()?;
    let tables = written.tables.iter().zip(&hashes);
    let tables: Vec<TableFiles<'_>> =
        tables.map(|((schema, files), sha256)| TableFiles { schema, files, sha256 }).collect();
    write_file(&directory.join("datapackage.json"), &datapackage(&package, &tables))
}

fn sha256(path: &Path) -> Result<String, Diagnostic> {
    let unreadable = |e| Diagnostic::error("R101", format!("cannot read `{}`: {e}", path.display()));
    sha256_file(path).map_err(unreadable)
}

fn inputs(corpus: &Corpus, plan: &Plan) -> Result<Vec<FileRecord>, Diagnostic> {
    let outlets = plan.groups.file().cloned().map(Ok);
    let record = |input: &newsloom_formats::Input| {
        let unreadable = |e| Diagnostic::error("A113", format!("cannot read `{}`: {e}", input.shown));
        let hash = hash_file(&input.path).map_err(unreadable)?;
        let records = corpus.n_records_by_file.get(&*input.shown).copied().unwrap_or(0);
        Ok(FileRecord { path: input.shown.to_string(), bytes: hash.bytes, blake3: hash.blake3, records })
    };
    let mut inputs: Vec<FileRecord> =
        plan.inputs.iter().map(record).chain(outlets).collect::<Result<_, Diagnostic>>()?;
    inputs.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(inputs)
}

/// Each section with the files it depends on.
fn fingerprints(manifest: &Manifest) -> BTreeMap<String, String> {
    let hashes = |files: &[FileRecord]| files.iter().map(|f| f.blake3.clone()).collect::<Vec<_>>();
    let files = |section: &str| match section {
        "input" => hashes(&manifest.inputs),
        "extract" => hashes(&manifest.dictionaries),
        _ => Vec::new(),
    };
    let named = manifest.settings.iter().filter(|(section, _)| !section.is_empty());
    named.map(|(section, keys)| (section.clone(), fingerprint(keys, &files(section)))).collect()
}

fn stages(census: &Census, accounting: &Accounting, written: &Written) -> Vec<StageCount> {
    let stage = |stage: &str, unit: &str, n_in, n_out| StageCount {
        stage: stage.to_owned(),
        unit: unit.to_owned(),
        n_in,
        n_out,
    };
    vec![
        stage("read", "records", accounting.n_records, accounting.n_articles),
        stage("set aside", "articles", accounting.n_articles, accounting.n_counted),
        stage("cluster", "articles", accounting.n_counted, accounting.n_representatives),
        stage("extract", "mentions", census.n_mentions, census.n_counted_mentions),
        stage("score", "pairs", written.pairs.n, written.pairs.n_significant),
    ]
}

fn outcome(
    census: &Census,
    plan: &Plan,
    directory: &Path,
    (manifest, written): (Manifest, &Written),
) -> Outcome {
    let rows = |files: &[FileRecord]| files.first().map_or(0, |file| file.records);
    Outcome {
        directory: directory.to_owned(),
        accounting: manifest.accounting,
        n_pairs: written.pairs.n,
        n_affiliated: written.pairs.n_affiliated,
        top_pairs: top_pairs(plan, written),
        tables: written.tables.iter().map(|(schema, files)| (schema.name.to_string(), rows(files))).collect(),
        n_without_text: census.n_without_text,
        run_id: manifest.run_id,
    }
}

/// The pairs that stand out most, strongest first.
fn top_pairs(plan: &Plan, written: &Written) -> Vec<TopPair> {
    let name = |id: &str| {
        let actors = &plan.dictionary.actors;
        actors.find(id).map_or_else(|| id.to_owned(), |actor| actors.get(actor).name.to_string())
    };
    let top = |row: &CoMentionRow| TopPair {
        source: name(&row.source),
        target: name(&row.target),
        n_ij: row.n_ij,
        n_clusters: row.n_clusters,
        ratio: row.ratio,
        q_value: row.q_value,
    };
    written.pairs.top.iter().map(top).collect()
}
