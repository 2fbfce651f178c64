//! Dictionaries by themselves: checked, looked up, exported, imported, built from facts.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use newsloom_corpus::{ActorId, Role};
use newsloom_diagnostics::{Diagnostic, SourceFile};
use newsloom_extract::{
    Alias, Dictionary, DictionaryFiles, DictionaryTables, IMPORTERS, ImportOptions, build, lint,
};
use newsloom_formats::{read_packed, read_source, write_file};
use newsloom_text::folded;

use crate::Listed;

/// The files of the dictionary that ships (`world`) or of a folder.
///
/// # Errors
/// D101 if a file cannot be read, D108 if there is no such folder.
pub fn files(name: &str) -> Result<DictionaryFiles, Diagnostic> {
    if name == "world" {
        return Ok(newsloom_extract::world());
    }
    from_folder(Path::new(name), name)
}

/// The files of a folder, shown under a name.
pub(crate) fn from_folder(folder: &Path, name: &str) -> Result<DictionaryFiles, Diagnostic> {
    if !folder.is_dir() {
        return Err(Diagnostic::error("D108", format!("unknown dictionary `{name}`"))
            .help("`world`, or a folder with actors.csv and aliases.csv"));
    }
    let source = |file: &str| {
        let read = read_source(&folder.join(file), "D101")?;
        Ok(SourceFile::new(format!("{}/{file}", name.trim_end_matches('/')), read.text.clone()))
    };
    let optional = |file: &str| folder.join(file).exists().then(|| source(file)).transpose();
    Ok(DictionaryFiles {
        name: name.to_owned(),
        actors: source("actors.csv")?,
        aliases: source("aliases.csv")?,
        roles: optional("roles.csv")?,
        codes: optional("codes.csv")?,
    })
}

/// Every problem of some dictionaries taken together, and their size in words.
///
/// # Errors
/// If a file cannot be read (D101, D108).
pub fn check(names: &[String]) -> Result<(String, Vec<Diagnostic>), Diagnostic> {
    let files: Vec<DictionaryFiles> = names.iter().map(|name| files(name)).collect::<Result<_, _>>()?;
    let (dictionary, mut problems) = Dictionary::parse(&files);
    problems.extend(lint(&dictionary, &files));
    Ok((size(&dictionary), problems))
}

fn size(dictionary: &Dictionary) -> String {
    format!(
        "{} actors, {} aliases, {} roles, {} codes",
        dictionary.actors.len(),
        dictionary.aliases.len(),
        dictionary.actors.roles().len(),
        dictionary.codes.len()
    )
}

/// What is known of every actor one of whose names or ids holds all words of `query`.
///
/// # Errors
/// If a file cannot be read (D101, D108).
pub fn show(names: &[String], query: &str) -> Result<Vec<String>, Diagnostic> {
    let dictionary = read(names)?;
    let words: Vec<String> = plain(query).split_whitespace().map(str::to_owned).collect();
    let holds = |text: &str| {
        let text = plain(text);
        words.iter().all(|word| text.split(' ').any(|part| part == word))
    };
    let mut found: Vec<ActorId> =
        dictionary.aliases.iter().filter(|alias| holds(&alias.text)).map(|alias| alias.actor).collect();
    found.extend(
        dictionary.actors.iter().filter(|(_, a)| *a.id == *query || holds(&a.name)).map(|(id, _)| id),
    );
    found.sort_unstable();
    found.dedup();
    Ok(found.into_iter().map(|actor| card(&dictionary, actor)).collect())
}

/// Lower case, folded, with a blank for every sign.
fn plain(text: &str) -> String {
    let lower = folded(text).to_lowercase();
    lower.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect()
}

pub(crate) fn read(names: &[String]) -> Result<Dictionary, Diagnostic> {
    let files: Vec<DictionaryFiles> = names.iter().map(|name| files(name)).collect::<Result<_, _>>()?;
    Ok(Dictionary::parse(&files).0)
}

/// An actor with its names, roles and codes, a line each.
fn card(dictionary: &Dictionary, id: ActorId) -> String {
    let actor = dictionary.actors.get(id);
    let country = actor.country.as_deref().map_or_else(String::new, |c| format!(", {c}"));
    let wikidata = actor.wikidata.as_deref().map_or_else(String::new, |q| format!(", {q}"));
    let mut card = format!("{}  {} ({}{country}{wikidata})\n", actor.id, actor.name, actor.kind);
    for alias in dictionary.aliases.iter().filter(|alias| alias.actor == id) {
        card.push_str(&format!("    {}\n", alias_line(alias)));
    }
    for role in dictionary.actors.roles_of(id) {
        card.push_str(&format!("    {}\n", role_line(dictionary, role)));
    }
    for code in dictionary.codes.iter().filter(|code| code.actor == id) {
        card.push_str(&format!("    code {} {}{}\n", code.scheme, code.code, term(code.start, code.end)));
    }
    card
}

pub(crate) fn alias_line(alias: &Alias) -> String {
    let context = if alias.needs_context { ", in company only" } else { "" };
    format!("{} {:?}{}{context}", alias.kind.as_str(), alias.text, term(alias.start, alias.end))
}

pub(crate) fn role_line(dictionary: &Dictionary, role: &Role) -> String {
    let claim = if role.claim == newsloom_corpus::Claim::Recognised { "" } else { role.claim.as_str() };
    let whole = dictionary.actors.get(role.of);
    let line =
        format!("{} of {} ({}){} {claim}", role.role, whole.name, whole.id, term(role.start, role.end));
    line.trim_end().to_owned()
}

/// ` from 2014-08-28 to 2018-01-01`, the end not included.
fn term(start: Option<jiff::civil::Date>, end: Option<jiff::civil::Date>) -> String {
    let day =
        |word: &str, day: Option<jiff::civil::Date>| day.map_or_else(String::new, |d| format!(" {word} {d}"));
    day("from", start) + &day("until", end)
}

/// Every actor of a type (or of all) with its name.
///
/// # Errors
/// If a file cannot be read (D101, D108).
pub fn actors(names: &[String], kind: Option<&str>) -> Result<Vec<Listed>, Diagnostic> {
    let dictionary = read(names)?;
    let wanted = |actor: &newsloom_corpus::Actor| kind.is_none_or(|kind| actor.kind.as_str() == kind);
    let listed = dictionary.actors.iter().filter(|(_, actor)| wanted(actor));
    Ok(listed.map(|(_, a)| Listed { name: a.id.to_string(), meaning: a.name.to_string() }).collect())
}

/// Writes the files of a dictionary into a folder.
///
/// # Errors
/// If a file cannot be read (D101, D108) or written (R102).
pub fn export(name: &str, folder: &Path) -> Result<(), Diagnostic> {
    let files = files(name)?;
    let named = [
        ("actors.csv", Some(&files.actors)),
        ("aliases.csv", Some(&files.aliases)),
        ("roles.csv", files.roles.as_ref()),
        ("codes.csv", files.codes.as_ref()),
    ];
    for (name, file) in named {
        if let Some(file) = file {
            write_file(&folder.join(name), file.text.as_bytes())?;
        }
    }
    Ok(())
}

/// The formats of [`import`].
pub fn importers() -> Vec<Listed> {
    let listed = |i: &newsloom_extract::Importer| Listed { name: i.name.into(), meaning: i.meaning.into() };
    IMPORTERS.iter().map(listed).collect()
}

/// Reads a file of another project and writes the four files of a dictionary; returns their size in
/// words and every row that was left out. Bytes that are no UTF-8 are replaced.
///
/// # Errors
/// If the file cannot be read (D101), the format is unknown (D103) or a file cannot be written (R102).
pub fn import(
    (path, from): (&Path, &str),
    options: &ImportOptions,
    folder: &Path,
) -> Result<(String, Vec<Diagnostic>), Diagnostic> {
    let Some(importer) = IMPORTERS.iter().find(|importer| importer.name == from) else {
        let known: Vec<&str> = IMPORTERS.iter().map(|importer| importer.name).collect();
        return Err(Diagnostic::error("D103", format!("unknown format `{from}`"))
            .help(format!("one of {}", known.join(", "))));
    };
    let bytes = read_packed(path)
        .map_err(|e| Diagnostic::error("D101", format!("cannot read `{}`: {e}", path.display())))?;
    let file = SourceFile::new(path.display().to_string(), String::from_utf8_lossy(&bytes).into_owned());
    let (tables, problems) = newsloom_extract::import(importer, &file, options);
    Ok((write(&tables, folder)?, problems))
}

/// Builds the four files from facts: `core/` with complete files, beside it one row an actor.
///
/// # Errors
/// If a file cannot be read (D101) or written (R102).
pub fn build_from_facts(facts: &Path, folder: &Path) -> Result<(String, Vec<Diagnostic>), Diagnostic> {
    let core = from_folder(&facts.join("core"), "core")?;
    let sources: Vec<Arc<SourceFile>> =
        csv_files(facts)?.iter().map(|path| read_source(path, "D101")).collect::<Result<_, _>>()?;
    let (tables, problems) = build(&core, &sources);
    Ok((write(&tables, folder)?, problems))
}

fn csv_files(folder: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
    let unreadable = |e| Diagnostic::error("D101", format!("cannot read `{}`: {e}", folder.display()));
    let entries = fs::read_dir(folder).map_err(unreadable)?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "csv"));
    files.sort();
    Ok(files)
}

fn write(tables: &DictionaryTables, folder: &Path) -> Result<String, Diagnostic> {
    let mut sizes = Vec::new();
    for (name, text) in tables.files() {
        write_file(&folder.join(name), text.as_bytes())?;
        sizes.push(format!("{name} {}", text.lines().count() - 1));
    }
    Ok(sizes.join(", "))
}
