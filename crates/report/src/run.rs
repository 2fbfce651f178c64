//! What a report is made from: the manifest and the finished tables of one run.

use std::{collections::BTreeMap, path::Path};

use newsloom_corpus::{
    Manifest, Validation,
    table::{ActorRow, CoMentionRow, Column, ColumnKind, CoverageRow, Extended, QuarantineRow, Row},
};
use newsloom_diagnostics::Diagnostic;
use newsloom_formats::{read_source, read_table, table_rows};
use newsloom_score::{MEASURES, Measure};

use crate::{
    actor_series::ActorSeries,
    actor_week::ActorWeek,
    section::{Cleaned, N_PANELS},
};

/// A finished run.
pub(crate) struct Run {
    pub(crate) manifest: Manifest,
    pub(crate) coverage: Vec<CoverageRow>,
    pub(crate) actors: BTreeMap<String, ActorRow>,
    pub(crate) series: ActorSeries,
    /// The measures chosen, in the order of the extra cells of `pairs`.
    pub(crate) measures: Vec<&'static Measure>,
    pub(crate) pairs: Pairs,
    pub(crate) cleaned: Cleaned,
    /// The first of each reason.
    pub(crate) quarantine: Vec<QuarantineRow>,
    /// What a coded sample of the run says, if there is one.
    pub(crate) validation: Option<Validation>,
}

impl Run {
    /// Reads the manifest of a folder and the tables in its sub-folder `tables`.
    pub(crate) fn read(folder: &Path) -> Result<Self, Diagnostic> {
        let manifest = read_manifest(&folder.join("manifest.json"))?;
        let tables = folder.join("tables");
        let measures = measures(&manifest);
        let actors = rows(&tables)?.into_iter().map(|row: ActorRow| (row.actor_id.clone(), row)).collect();
        let weeks = table_rows::<ActorWeek>(&tables, &[])?.map(|row| row.map(|extended| extended.row));
        Ok(Self {
            coverage: rows(&tables)?,
            series: ActorSeries::of(weeks, (&actors, N_PANELS))?,
            actors,
            pairs: Pairs::of(table_rows(&tables, &columns(&measures))?)?,
            cleaned: each(&tables, Cleaned::add)?,
            quarantine: each(&tables, first_of_each_reason)?,
            validation: read_validation(&folder.join("validation.json"))?,
            measures,
            manifest,
        })
    }

    /// The name of an actor; its id where the table of actors does not hold it.
    pub(crate) fn name<'a>(&'a self, actor_id: &'a str) -> &'a str {
        self.actors.get(actor_id).map_or(actor_id, |actor| actor.name.as_str())
    }

    /// A setting of the recipe as text: a text without its quotes, anything else as JSON.
    pub(crate) fn setting(&self, section: &str, key: &str) -> Option<String> {
        self.manifest.settings.get(section)?.get(key).map(setting_text)
    }
}

/// The pairs of a run.
#[derive(Debug, Default)]
pub(crate) struct Pairs {
    pub(crate) n: u64,
    pub(crate) n_affiliated: u64,
    /// Tests in the family that q-values are corrected over, and its name.
    pub(crate) n_tests: u64,
    pub(crate) family: String,
    /// The pairs that rankings and networks are made of: significant, not affiliated, and together in
    /// more than one story, which alone would be an anecdote; in the order of their strength.
    pub(crate) ranked: Vec<Extended<CoMentionRow>>,
}

impl Pairs {
    /// Reads rows one by one and keeps those that are ranked.
    pub(crate) fn of(
        rows: impl Iterator<Item = Result<Extended<CoMentionRow>, Diagnostic>>,
    ) -> Result<Self, Diagnostic> {
        let mut pairs = Self::default();
        for pair in rows {
            pairs.add(pair?);
        }
        pairs.ranked.sort_by(|a, b| a.row.by_strength(&b.row));
        Ok(pairs)
    }

    fn add(&mut self, pair: Extended<CoMentionRow>) {
        self.n += 1;
        self.n_affiliated += u64::from(pair.row.is_affiliation);
        self.n_tests = self.n_tests.max(pair.row.n_tests);
        if self.family.is_empty() {
            self.family.clone_from(&pair.row.family);
        }
        if is_ranked(&pair.row) {
            self.ranked.push(pair);
        }
    }
}

/// Records shown for each reason.
pub(crate) const N_QUARANTINED: usize = 5;

pub(crate) fn first_of_each_reason(shown: &mut Vec<QuarantineRow>, row: QuarantineRow) {
    if shown.iter().filter(|other| other.code == row.code).count() < N_QUARANTINED {
        shown.push(row);
    }
}

fn is_ranked(pair: &CoMentionRow) -> bool {
    !pair.is_affiliation && pair.significant == Some(true) && pair.n_clusters > 1
}

/// A value of the resolved recipe as text.
pub(crate) fn setting_text(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn read_manifest(path: &Path) -> Result<Manifest, Diagnostic> {
    let file = read_source(path, "R101")?;
    serde_json::from_str(&file.text).map_err(|error| {
        Diagnostic::error("R101", format!("cannot read `{}`: {error}", file.name))
            .help("run the recipe again")
    })
}

fn read_validation(path: &Path) -> Result<Option<Validation>, Diagnostic> {
    if !path.is_file() {
        return Ok(None);
    }
    let file = read_source(path, "R101")?;
    serde_json::from_str(&file.text).map(Some).map_err(|error| {
        Diagnostic::error("R101", format!("cannot read `{}`: {error}", file.name))
            .help("`newsloom validate --run` writes it again")
    })
}

/// Takes in the rows of a table one by one.
fn each<R: Row, T: Default>(tables: &Path, take: impl Fn(&mut T, R)) -> Result<T, Diagnostic> {
    let mut taken = T::default();
    for row in table_rows(tables, &[])? {
        take(&mut taken, row?.row);
    }
    Ok(taken)
}

fn rows<R: Row>(tables: &Path) -> Result<Vec<R>, Diagnostic> {
    Ok(read_table(tables, &[])?.into_iter().map(|extended| extended.row).collect())
}

/// The measures that the manifest names; those this version does not know are left out.
fn measures(manifest: &Manifest) -> Vec<&'static Measure> {
    let named = manifest.settings.get("score").and_then(|score| score.get("measures"));
    let names: Vec<&str> = named
        .and_then(|names| names.as_array())
        .into_iter()
        .flatten()
        .filter_map(|name| name.as_str())
        .collect();
    names.iter().filter_map(|name| MEASURES.iter().find(|measure| measure.name == *name)).collect()
}

pub(crate) fn columns(measures: &[&'static Measure]) -> Vec<Column> {
    let column = |measure: &&'static Measure| Column {
        name: measure.column.into(),
        kind: ColumnKind::Float64,
        nullable: true,
        unit: measure.unit.into(),
        meaning: measure.meaning.to_owned(),
    };
    measures.iter().map(column).collect()
}
