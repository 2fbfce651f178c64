//! The columns that rows are grouped by: kept from the input, or joined from a file of outlets.

use std::{collections::BTreeMap, path::Path};

use newsloom_corpus::FileRecord;
use newsloom_diagnostics::Diagnostic;
use newsloom_formats::{CsvTable, read_csv};

/// Where the groups of an article come from.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    /// The columns asked for, in the order of the recipe.
    pub(crate) columns: Vec<String>,
    sources: Vec<Source>,
    kept: Vec<String>,
    outlets: Option<Outlets>,
}

/// Where a column asked for is.
#[derive(Debug, Clone, Copy)]
enum Source {
    /// Among the columns kept from the input.
    Kept(usize),
    /// Among those of the outlets file.
    Outlet(usize),
}

/// The file of outlets.
#[derive(Debug)]
struct Outlets {
    record: FileRecord,
    columns: Vec<String>,
    rows: BTreeMap<String, Vec<String>>,
}

impl Groups {
    /// Reads the file of outlets, if there is one.
    pub(crate) fn read(outlets: Option<&Path>, kept: Vec<String>) -> Result<Self, Diagnostic> {
        let outlets = outlets.map(Outlets::read).transpose()?;
        Ok(Self { kept, outlets, ..Self::default() })
    }

    /// Adds a column; false if there is none of that name.
    pub(crate) fn ask(&mut self, name: &str) -> bool {
        let of_outlets =
            self.outlets.as_ref().and_then(|o| o.columns.iter().position(|column| column == name));
        let kept = self.kept.iter().position(|column| column == name);
        let source = of_outlets.map(Source::Outlet).or(kept.map(Source::Kept));
        if let Some(source) = source {
            self.columns.push(name.to_owned());
            self.sources.push(source);
        }
        source.is_some()
    }

    /// The values of an article by its outlet and kept columns; empty where there is none.
    pub(crate) fn of(&self, outlet: Option<&str>, kept: &[Option<String>]) -> Vec<String> {
        let row = self.outlets.as_ref().zip(outlet).and_then(|(outlets, outlet)| outlets.rows.get(outlet));
        let value = |source: &Source| match source {
            Source::Kept(at) => kept.get(*at).cloned().flatten(),
            Source::Outlet(at) => row.map(|row| row[*at].clone()),
        };
        self.sources.iter().map(|source| value(source).unwrap_or_default()).collect()
    }

    /// The file of outlets as the manifest lists it.
    pub(crate) fn file(&self) -> Option<&FileRecord> {
        self.outlets.as_ref().map(|outlets| &outlets.record)
    }
}

impl Outlets {
    fn read(path: &Path) -> Result<Self, Diagnostic> {
        let CsvTable { record, columns, rows } = read_csv(path, "A113")?;
        let Some(at) = columns.iter().position(|column| column == "outlet") else {
            let problem = Diagnostic::error("P213", format!("`{}` has no column `outlet`", path.display()));
            return Err(problem.help("it holds the outlets as the articles name them"));
        };
        let mut by_outlet = BTreeMap::new();
        for row in rows {
            let outlet = row[at].clone();
            if by_outlet.insert(outlet.clone(), row).is_some() {
                let problem = format!("`{}` has the outlet `{outlet}` twice", path.display());
                return Err(Diagnostic::error("P212", problem));
            }
        }
        Ok(Self { record, columns, rows: by_outlet })
    }
}
