//! Finished tables and a manifest to HTML and Markdown with charts.
//!
//! A report is made in three steps: [`write()`] reads the run, the sections turn it into blocks of
//! plain text, tables and figures, and two renderers turn those into `report.html` (one file,
//! without scripts, that loads nothing) and `report.md` with `figures/*.svg`. Text of articles and
//! dictionaries is hostile: it meets markup in the renderers only, and there it is escaped. Equal
//! tables give equal bytes.

mod actor_series;
mod actor_week;
mod chart;
mod document;
mod escape;
mod html;
mod markdown;
mod number;
mod run;
#[cfg(test)]
mod sample;
mod section;
mod svg;

use std::path::Path;

use newsloom_corpus::FileRecord;
use newsloom_diagnostics::Diagnostic;
use newsloom_formats::{remove_file, write_file};

use crate::{
    document::{Document, Part},
    run::Run,
    section::SECTIONS,
};

/// Writes the report of a finished run into its folder: `report.md`, `figures/*.svg` and
/// `report.html`, in this order; figures that an earlier report left are taken away. Gives their records, with paths relative to the folder.
///
/// The folder holds `manifest.json` and, in `tables`, the finished tables as Parquet or CSV.
///
/// # Errors
/// R101, if the manifest or a table cannot be read; R102, if a file cannot be written.
pub fn write(directory: &Path) -> Result<Vec<FileRecord>, Diagnostic> {
    let files = render(directory)?;
    let figures = std::fs::read_dir(directory.join("figures")).into_iter().flatten().flatten();
    for entry in figures.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "svg")) {
        let path = format!("figures/{}", entry.file_name().to_string_lossy());
        if files.iter().all(|(written, _)| *written != path) {
            remove_file(&entry.path())?;
        }
    }
    files.into_iter().map(|(path, text)| write_one(directory, path, &text)).collect()
}

/// The files that tell of the run as a whole.
pub const FILES: [&str; 2] = ["report.html", "report.md"];

/// The files of the report of a finished run, paths and texts, without writing them.
///
/// # Errors
/// R101, if the manifest or a table cannot be read.
pub fn render(directory: &Path) -> Result<Vec<(String, String)>, Diagnostic> {
    Ok(files(&document(&Run::read(directory)?)))
}

fn write_one(directory: &Path, path: String, text: &str) -> Result<FileRecord, Diagnostic> {
    let record = write_file(&directory.join(&path), text.as_bytes())?;
    Ok(FileRecord { path, ..record })
}

/// The files of a report: their paths and texts.
fn files(document: &Document) -> Vec<(String, String)> {
    let figures = document.figures();
    let figures =
        figures.map(|figure| (format!("figures/{}.svg", figure.name), figure.svg.file(&figure.description)));
    let mut files = vec![("report.md".to_owned(), markdown::text(document))];
    files.extend(figures);
    files.push(("report.html".to_owned(), html::page(document)));
    files
}

fn document(run: &Run) -> Document {
    let manifest = &run.manifest;
    let parts = SECTIONS.iter();
    Document {
        title: manifest.title.clone(),
        subtitle: format!(
            "Who is named with whom. Corpus as of {}; recipe {} ({}); newsloom {}; run {}.",
            manifest.as_of, manifest.recipe, manifest.recipe_hash, manifest.version, manifest.run_id
        ),
        parts: parts
            .map(|section| Part { name: section.name, title: section.title, blocks: (section.render)(run) })
            .filter(|part| !part.blocks.is_empty())
            .collect(),
    }
}

#[cfg(test)]
mod tests;
