//! Whether a finished run is what its manifest says, and comes out again, byte for byte.

mod again;
mod disk;
mod sources;

use std::path::{Path, PathBuf};

use newsloom_diagnostics::Diagnostic;

use crate::{Observer, Plan, check, finished::Finished};

/// What is checked, and how.
#[derive(Debug, Clone, Default)]
pub struct VerifyOptions {
    /// The folder of the run; the recipe's if `None`.
    pub run: Option<PathBuf>,
    /// Numbers of threads to run again on; once on all cores if empty.
    pub threads: Vec<usize>,
    /// In how many further orders the files of articles are read: in reverse, then shuffled.
    pub orders: usize,
}

/// What makes the report of a finished run: the paths and texts of its files.
pub type Reporter<'a> = &'a dyn Fn(&Path) -> Result<Vec<(String, String)>, Diagnostic>;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verified {
    /// The folder of the run.
    pub directory: PathBuf,
    /// Hash that names the run.
    pub run_id: String,
    /// Files of articles and of dictionaries that were compared.
    pub n_sources: usize,
    /// Files on disk that were compared, report and descriptions included.
    pub n_files: usize,
    /// Their bytes.
    pub n_bytes: u64,
    /// How the recipe was run again, such as `on 2 threads`; empty if it was not.
    pub again: Vec<String>,
    /// What differs; nothing, if the run is verified.
    pub differences: Vec<Difference>,
    /// What could not be checked and is no difference.
    pub notes: Vec<String>,
}

/// Something that is not as the manifest says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What differs: a file, a setting.
    pub subject: String,
    /// How, such as `missing`.
    pub what: String,
    /// What was expected and what was found, which rows and columns differ.
    pub details: Vec<String>,
}

impl Difference {
    fn new(subject: &str, what: impl Into<String>) -> Self {
        Self { subject: subject.to_owned(), what: what.into(), details: Vec::new() }
    }

    /// With the hash expected and the one found.
    fn hashes(mut self, expected: &str, found: &str) -> Self {
        self.details.push(format!("expected {expected}"));
        self.details.push(format!("found    {found}"));
        self
    }
}

/// Checks the files of a finished run against its manifest, without running anything; the articles need
/// not be there.
///
/// # Errors
/// R101, if there is no finished run.
pub fn verify_outputs(folder: &Path, reporter: Reporter<'_>) -> Result<Verified, Diagnostic> {
    let run = Finished::open(folder)?;
    let mut verified =
        Verified { directory: folder.to_owned(), run_id: run.manifest.run_id.clone(), ..Verified::default() };
    disk::check(&run, reporter, &mut verified)?;
    Ok(verified)
}

/// Checks the files of a finished run, then that recipe, articles and dictionaries are those of the run,
/// then runs the recipe again into a folder that is gone afterwards, and compares every file. Nothing
/// is run if the sources differ: the outputs would, too.
///
/// # Errors
/// Problems of the recipe; R101, if there is no finished run; R117, if the run is one of another
/// recipe; whatever stops a run.
pub fn verify(
    (recipe, overrides): (&Path, &[String]),
    options: &VerifyOptions,
    (reporter, observer): (Reporter<'_>, &dyn Observer),
) -> Result<Verified, Vec<Diagnostic>> {
    let (plan, folder, run) = plan_of(recipe, overrides, options)?;
    let one = |problem| vec![problem];
    let mut verified = verify_outputs(&folder, reporter).map_err(one)?;
    let changed = sources::changed(&run.manifest, &plan);
    verified.n_sources = run.manifest.inputs.len() + run.manifest.dictionaries.len();
    if run.manifest.version != env!("CARGO_PKG_VERSION") {
        let (then, now) = (&run.manifest.version, env!("CARGO_PKG_VERSION"));
        verified.notes.push(format!("the run was made by newsloom {then}; this is {now}"));
    }
    if changed.is_empty() {
        again::check(plan, &run, options, (observer, &mut verified))?;
    } else {
        verified
            .notes
            .push("the recipe was not run again, since its sources are not those of the run".to_owned());
        verified.differences.splice(0..0, changed);
    }
    Ok(verified)
}

/// The plan with the `as-of` of the run, unless the recipe names one; the folder and the run in it.
fn plan_of(
    recipe: &Path,
    overrides: &[String],
    options: &VerifyOptions,
) -> Result<(Plan, PathBuf, Finished), Vec<Diagnostic>> {
    let (plan, _) = check(recipe, overrides)?;
    let folder = options.run.clone().unwrap_or_else(|| plan.directory.clone());
    let run = Finished::open(&folder).map_err(|problem| vec![problem])?;
    if run.manifest.recipe != plan.recipe {
        let message = format!(
            "`{}` holds a run of `{}`, not of `{}`",
            folder.display(),
            run.manifest.recipe,
            plan.recipe
        );
        return Err(vec![
            Diagnostic::error("R117", message).help("name the recipe of the run, or its folder with `--run`"),
        ]);
    }
    let is_open = plan.settings.get("input.as-of").is_some_and(|setting| setting.place.is_none());
    if !is_open || plan.as_of.to_string() == run.manifest.as_of {
        return Ok((plan, folder, run));
    }
    let as_of = format!("input.as-of={}", run.manifest.as_of);
    let overrides: Vec<String> = overrides.iter().cloned().chain([as_of]).collect();
    Ok((check(recipe, &overrides)?.0, folder, run))
}
