//! A finished run: its manifest and its tables, and whether the articles are still those it read.

use std::{
    collections::{BTreeMap, HashSet},
    path::{Path, PathBuf},
};

use jiff::civil::Date;
use newsloom_corpus::{
    Manifest, Week, some_columns,
    table::{ArticleRow, Row},
};
use newsloom_diagnostics::Diagnostic;
use newsloom_formats::{Having, hash_file, read_source, rows_having, table_rows};

use crate::{Plan, fingerprint::by_section};

/// File name of the manifest.
pub(crate) const MANIFEST: &str = crate::run::manifest::NAME;

some_columns! {
    /// What is told of an article.
    pub(crate) struct ToldArticle of ArticleRow {
        article_id: String,
        record_id: Option<String>,
        outlet: Option<String>,
        url: Option<String>,
        title: Option<String>,
        published_date: Option<Date>,
        set_aside_reason: Option<String>,
        cluster_id: Option<String>,
        cluster_size: Option<u32>,
        is_representative: Option<bool>,
    }
}

some_columns! {
    /// An article as one of a cluster.
    struct Copied of ArticleRow {
        published_date: Option<Date>,
        cluster_id: Option<String>,
    }
}

impl Copied {
    /// Takes its day for that of its cluster, if it is the first.
    fn note(self, first: &mut BTreeMap<String, Date>) {
        if let Some((cluster, day)) = self.cluster_id.zip(self.published_date) {
            first.entry(cluster).and_modify(|d| *d = day.min(*d)).or_insert(day);
        }
    }
}

/// A finished run.
pub(crate) struct Finished {
    pub(crate) manifest: Manifest,
    folder: PathBuf,
}

impl Finished {
    /// Reads the manifest of the run in a folder.
    ///
    /// # Errors
    /// R101, if there is no finished run.
    pub(crate) fn open(folder: &Path) -> Result<Self, Diagnostic> {
        let path = folder.join(MANIFEST);
        if !path.is_file() {
            let message = format!("there is no finished run in `{}`", folder.display());
            return Err(Diagnostic::error("R101", message)
                .help("`newsloom run` the recipe first; a run is finished when its manifest.json is there"));
        }
        let file = read_source(&path, "R101")?;
        let manifest = serde_json::from_str(&file.text)
            .map_err(|error| Diagnostic::error("R101", format!("cannot read `{}`: {error}", file.name)))?;
        Ok(Self { manifest, folder: folder.to_owned() })
    }

    /// Where it lies.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The rows of a table.
    ///
    /// # Errors
    /// R101, if it cannot be read.
    pub(crate) fn rows<R: Row>(&self) -> Result<Vec<R>, Diagnostic> {
        self.walk()?.collect()
    }

    /// The rows of a table one by one.
    ///
    /// # Errors
    /// As for [`Self::rows`]; nothing follows an error.
    pub(crate) fn walk<R: Row>(
        &self,
    ) -> Result<impl Iterator<Item = Result<R, Diagnostic>> + use<R>, Diagnostic> {
        let help = self.help::<R>();
        let rows = table_rows(&self.folder.join("tables"), &[]).map_err(|problem| problem.help(&*help))?;
        Ok(rows.map(move |row| row.map(|extended| extended.row).map_err(|problem| problem.help(&*help))))
    }

    /// The rows of a table that have one of some texts in one of some columns.
    ///
    /// # Errors
    /// As for [`Self::rows`]; nothing follows an error.
    pub(crate) fn having<R: Row>(
        &self,
        columns: &[&'static str],
        texts: HashSet<String>,
    ) -> Result<impl Iterator<Item = Result<R, Diagnostic>> + use<R>, Diagnostic> {
        let help = self.help::<R>();
        let having = Having { columns: columns.to_vec(), texts };
        let rows =
            rows_having(&self.folder.join("tables"), having).map_err(|problem| problem.help(&*help))?;
        Ok(rows.map(move |row| row.map_err(|problem| problem.help(&*help))))
    }

    /// What to do about a table that cannot be read.
    fn help<R: Row>(&self) -> String {
        let name = R::schema().name;
        if self.leaves_out(&name) {
            format!("the recipe leaves it out: take `{name}` from `[output] leave-out`")
        } else {
            "run the recipe again".to_owned()
        }
    }

    fn leaves_out(&self, name: &str) -> bool {
        let left_out = self.setting("output", "leave-out").and_then(|names| names.as_array());
        left_out.is_some_and(|names| names.iter().any(|n| n == name))
    }

    fn setting(&self, section: &str, key: &str) -> Option<&serde_json::Value> {
        self.manifest.settings.get(section)?.get(key)
    }

    /// Whether titles were contexts.
    pub(crate) fn counts_titles(&self) -> bool {
        self.setting("score", "title").and_then(serde_json::Value::as_bool).unwrap_or(false)
    }

    /// Whether every article was counted, in place of one a cluster.
    pub(crate) fn counts_articles(&self) -> bool {
        self.setting("score", "counting").is_some_and(|counting| counting == "article")
    }

    /// Whether an article was counted: it stands for its cluster, or articles count.
    pub(crate) fn counts(&self, article: &ToldArticle) -> bool {
        article.set_aside_reason.is_none()
            && (self.counts_articles() || article.is_representative == Some(true))
    }

    /// The articles that count by id, each with the week under which it was counted.
    pub(crate) fn counted_articles(&self) -> Result<BTreeMap<String, Filed>, Diagnostic> {
        let mut first: BTreeMap<String, Date> = BTreeMap::new();
        for row in self.walk::<Copied>()? {
            row?.note(&mut first);
        }
        let counts =
            |row: &Result<ToldArticle, Diagnostic>| row.as_ref().map_or(true, |row| self.counts(row));
        let rows = self.walk()?.filter(counts).collect::<Result<_, _>>()?;
        Ok(self.filed(rows, &first))
    }

    /// Some articles by id, each with the week under which it was counted.
    pub(crate) fn articles_of(&self, ids: HashSet<String>) -> Result<BTreeMap<String, Filed>, Diagnostic> {
        let rows = self.having::<ToldArticle>(&["article_id"], ids)?.collect::<Result<Vec<_>, _>>()?;
        let clusters = rows.iter().filter_map(|row| row.cluster_id.clone()).collect();
        let mut first: BTreeMap<String, Date> = BTreeMap::new();
        for row in self.having::<Copied>(&["cluster_id"], clusters)? {
            row?.note(&mut first);
        }
        Ok(self.filed(rows, &first))
    }

    /// Rows of articles with their weeks; `first` are the first days of their clusters.
    fn filed(&self, rows: Vec<ToldArticle>, first: &BTreeMap<String, Date>) -> BTreeMap<String, Filed> {
        let week = |row: &ToldArticle| {
            let of_cluster = || first.get(row.cluster_id.as_ref()?).copied();
            let day = if self.counts_articles() { row.published_date } else { of_cluster() };
            day.map(Week::of)
        };
        rows.into_iter().map(|row| (row.article_id.clone(), Filed { week: week(&row), row })).collect()
    }

    /// Warns of what has changed since the run: input files by their hash, settings, dictionaries.
    pub(crate) fn changes(&self, plan: &Plan) -> Vec<Diagnostic> {
        let mut changes = self.changed_settings(plan);
        changes.extend(self.changed_inputs(plan));
        let changed = |what: String| {
            Diagnostic::warning("R112", format!("{what} since the run"))
                .help("what is shown is that of the run, as far as the articles are still there")
        };
        changes.into_iter().map(changed).collect()
    }

    fn changed_settings(&self, plan: &Plan) -> Vec<String> {
        let mut now = by_section(&plan.settings);
        let mut then = self.manifest.settings.clone();
        for settings in [&mut now, &mut then] {
            // What is written where changes no sentence, and `as-of` is today's date by default.
            settings.remove("output");
            settings.remove("");
            settings.entry("input".to_owned()).and_modify(|input| drop(input.remove("as-of")));
        }
        let sections = now.keys().chain(then.keys().filter(|key| !now.contains_key(*key)));
        let differs = |section: &&String| now.get(*section) != then.get(*section);
        let mut changed: Vec<String> = sections
            .filter(differs)
            .map(|section| format!("`[{section}]` of the recipe has changed"))
            .collect();
        if plan.dictionary_files != self.manifest.dictionaries {
            changed.push("the dictionaries have changed".to_owned());
        }
        changed
    }

    fn changed_inputs(&self, plan: &Plan) -> Vec<String> {
        let mut changed = Vec::new();
        for then in &self.manifest.inputs {
            match plan.inputs.iter().find(|input| *input.shown == *then.path) {
                None => changed.push(format!("`{}` is no longer read", then.path)),
                Some(input) => {
                    let is_same = hash_file(&input.path).is_ok_and(|hash| hash.blake3 == then.blake3);
                    changed.extend((!is_same).then(|| format!("`{}` has changed", then.path)));
                }
            }
        }
        changed
    }
}

/// An article of a run.
pub(crate) struct Filed {
    pub(crate) row: ToldArticle,
    /// The week under which it was counted: of a representative, that of the first copy.
    pub(crate) week: Option<Week>,
}
