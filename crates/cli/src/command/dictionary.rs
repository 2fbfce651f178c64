use std::{collections::BTreeMap, path::PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use newsloom_pipeline::{ImportOptions, Suggestion, dictionary, suggestions_csv};

use super::{Failure, recipe_args::RecipeArgs, show};
use crate::terminal::{self, harmless};

#[derive(Debug, Args)]
pub(crate) struct Dictionary {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Find what is wrong in dictionaries: bad rows, shared names, offices held twice
    Check {
        /// `world` or folders; several are taken together
        #[arg(default_values = ["world"])]
        dictionaries: Vec<String>,
    },
    /// Show actors by a part of their name or by their id
    Show {
        /// Words that a name holds
        query: String,
        /// `world` or folders to look in
        #[arg(long = "in", default_values = ["world"])]
        dictionaries: Vec<String>,
    },
    /// List the ids and names of all actors
    List {
        /// `world` or folders
        #[arg(default_values = ["world"])]
        dictionaries: Vec<String>,
        /// Only actors of a type: person, government, organisation, igo, party, country and so on
        #[arg(long = "type")]
        kind: Option<String>,
    },
    /// Write the files of a dictionary into a folder
    Export {
        /// The folder
        folder: PathBuf,
        /// `world` or a folder
        #[arg(long, default_value = "world")]
        dictionary: String,
    },
    /// Read the dictionary of another project into a folder
    Import {
        /// The file; .gz and .zst are unpacked
        file: PathBuf,
        /// Its format: petrarch, everypolitician, opensanctions, csv
        #[arg(long)]
        from: String,
        /// Folder to write actors.csv, aliases.csv, roles.csv and codes.csv to
        #[arg(long, default_value = "dictionary")]
        output: PathBuf,
        /// For csv: their column = ours, several parted by commas
        #[arg(long, value_delimiter = ',', value_parser = pair)]
        map: Vec<(String, String)>,
        /// Alpha-3 code of the country whose politicians it lists
        #[arg(long, default_value = "")]
        country: String,
        /// Where it comes from
        #[arg(long, default_value = "")]
        source: String,
        /// Its licence
        #[arg(long, default_value = "")]
        licence: String,
    },
    /// Find names that no dictionary of a recipe holds, the most widely used first
    Suggest {
        #[command(flatten)]
        recipe: RecipeArgs,
        /// Show so many names
        #[arg(long, value_name = "N", default_value_t = 50)]
        most: usize,
        /// How to write them
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// Build a dictionary from facts, one row an actor
    Build {
        /// Folder with facts, and `core/` with complete files
        facts: PathBuf,
        /// Folder to write the four files to
        #[arg(long, default_value = "dictionary")]
        output: PathBuf,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Csv,
}

fn pair(written: &str) -> Result<(String, String), String> {
    let (theirs, ours) = written.split_once('=').ok_or("write theirs=ours")?;
    Ok((theirs.to_owned(), ours.to_owned()))
}

impl Dictionary {
    pub(super) fn execute(&self) -> Result<(), Failure> {
        match &self.what {
            What::Check { dictionaries } => check(dictionaries),
            What::Show { query, dictionaries } => show_actors(query, dictionaries),
            What::List { dictionaries, kind } => {
                let actors = dictionary::actors(dictionaries, kind.as_deref())?;
                let line = |a: &newsloom_pipeline::Listed| format!("{}\t{}\n", a.name, a.meaning);
                Ok(terminal::data(&actors.iter().map(line).collect::<String>())?)
            }
            What::Export { folder, dictionary } => {
                dictionary::export(dictionary, folder)?;
                terminal::talk(&format!("wrote {dictionary} to {}", folder.display()));
                Ok(())
            }
            What::Import { file, from, output, map, country, source, licence } => {
                let map: BTreeMap<String, String> = map.iter().cloned().collect();
                let (country, source, licence) = (country.clone(), source.clone(), licence.clone());
                let options = ImportOptions { country, map, source, licence };
                finish(dictionary::import((file, from), &options, output)?)
            }
            What::Suggest { recipe, most, format } => suggest(recipe, *most, *format),
            What::Build { facts, output } => finish(dictionary::build_from_facts(facts, output)?),
        }
    }
}

fn suggest(recipe: &RecipeArgs, most: usize, format: Format) -> Result<(), Failure> {
    let suggestions = newsloom_pipeline::suggest(&recipe.plan()?, most)?;
    let written = match format {
        Format::Text => suggestions.iter().map(suggestion).collect(),
        Format::Csv => suggestions_csv(&suggestions),
    };
    if suggestions.is_empty() {
        terminal::talk("every name is known");
    }
    Ok(terminal::data(&written)?)
}

/// A name with its numbers, the nearest alias and an example, on two lines.
fn suggestion(one: &Suggestion) -> String {
    let counts = format!("stories {}, weeks {}, outlets {}", one.n_clusters, one.n_weeks, one.n_outlets);
    let nearest = one.nearest.as_ref().map_or_else(String::new, |(alias, actor)| {
        format!("; like \"{}\" ({})", harmless(alias), harmless(actor))
    });
    let example = shortened(&harmless(&one.example));
    format!("{} ({}): {counts}{nearest}\n    {example}\n", harmless(&one.name), one.likely)
}

/// Characters of an example that are shown.
const MAX_EXAMPLE: usize = 160;

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MAX_EXAMPLE) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text.to_owned(),
    }
}

fn check(dictionaries: &[String]) -> Result<(), Failure> {
    let (size, problems) = dictionary::check(dictionaries)?;
    if problems.iter().any(newsloom_diagnostics::Diagnostic::is_error) {
        return Err(Failure::Problems(problems));
    }
    show(&problems);
    terminal::talk(&size);
    Ok(())
}

fn show_actors(query: &str, dictionaries: &[String]) -> Result<(), Failure> {
    let cards = dictionary::show(dictionaries, query)?;
    if cards.is_empty() {
        return Err(Failure::Usage(format!("no actor is called `{query}`")));
    }
    Ok(terminal::data(&terminal::harmless_lines(&cards.concat()))?)
}

/// Tells what was written and what was left out; an error on the way fails.
fn finish((size, problems): (String, Vec<newsloom_diagnostics::Diagnostic>)) -> Result<(), Failure> {
    if problems.iter().any(newsloom_diagnostics::Diagnostic::is_error) {
        return Err(Failure::Problems(problems));
    }
    show(&problems);
    terminal::talk(&format!("wrote {size}"));
    Ok(())
}
