use std::sync::Arc;

use jiff::civil::Date;
use newsloom_clean::{CleanOptions, Cleaner};
use newsloom_diagnostics::{Diagnostic, SourceFile};
use newsloom_extract::{Demonyms, Dictionary, DictionaryFiles, ExtractOptions, Extractor, Metonymy, Sport};
use serde::{Deserialize, Serialize};

use super::Mapper;

/// What dates that only the text of an article leaves are good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextDates {
    /// Nothing: texts are not asked.
    Off,
    /// To be told.
    Record,
    /// To be counted by.
    Use,
}

/// The words of recipes for [`TextDates`].
pub(crate) const TEXT_DATES: &[(&str, TextDates)] =
    &[("off", TextDates::Off), ("record", TextDates::Record), ("use", TextDates::Use)];
/// The words of recipes for [`Demonyms`].
pub(crate) const DEMONYMS: &[(&str, Demonyms)] =
    &[("off", Demonyms::Off), ("state-heads", Demonyms::StateHeads), ("all", Demonyms::All)];
/// The words of recipes for [`Metonymy`].
pub(crate) const METONYMY: &[(&str, Metonymy)] = &[
    ("off", Metonymy::Off),
    ("precise", Metonymy::Precise),
    ("rules", Metonymy::Rules),
    ("always", Metonymy::Always),
];
/// The words of recipes for [`Sport`].
pub(crate) const SPORT: &[(&str, Sport)] = &[("teams", Sport::Teams), ("countries", Sport::Countries)];

/// All that the map of a run depends on, as plain data: to be sent to where the articles are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MapPlan {
    /// Languages that count; all if there is none.
    pub languages: Vec<String>,
    /// Cleaning rules that are left out.
    pub disabled_rules: Vec<String>,
    /// `off`, `record` or `use`, as in `[clean] dates-from-text`.
    pub dates_from_text: String,
    /// Dates that only a text leaves do not lie after this day.
    pub as_of: Date,
    /// As in `[extract] demonyms`.
    pub demonyms: String,
    /// As in `[extract] metonymy`.
    pub metonymy: String,
    /// As in `[extract] sport`.
    pub sport: String,
    /// As in `[extract] surnames`.
    pub surnames: bool,
    /// As in `[extract] nested-in-office`.
    pub nested_in_office: bool,
    /// The dictionaries in their order.
    pub dictionaries: Vec<DictionaryTexts>,
}

/// The files of a dictionary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DictionaryTexts {
    /// Its name in the recipe.
    pub name: String,
    /// Text of `actors.csv`.
    pub actors: String,
    /// Text of `aliases.csv`.
    pub aliases: String,
    /// Text of `roles.csv`.
    pub roles: Option<String>,
}

impl DictionaryTexts {
    pub(crate) fn of(files: &DictionaryFiles) -> Self {
        let text = |file: &Arc<SourceFile>| file.text.clone();
        Self {
            name: files.name.clone(),
            actors: text(&files.actors),
            aliases: text(&files.aliases),
            roles: files.roles.as_ref().map(text),
        }
    }

    fn files(&self) -> DictionaryFiles {
        let file = |name: &str, text: &str| SourceFile::new(format!("{}/{name}", self.name), text);
        DictionaryFiles {
            name: self.name.clone(),
            actors: file("actors.csv", &self.actors),
            aliases: file("aliases.csv", &self.aliases),
            roles: self.roles.as_ref().map(|text| file("roles.csv", text)),
            codes: None,
        }
    }
}

impl Mapper {
    /// Compiles a plan.
    ///
    /// # Errors
    /// P205, for a word that is none of its list; what is wrong with a dictionary as a whole.
    pub(crate) fn new(plan: &MapPlan) -> Result<Self, Vec<Diagnostic>> {
        let files: Vec<DictionaryFiles> = plan.dictionaries.iter().map(DictionaryTexts::files).collect();
        let (dictionary, problems) = Dictionary::parse(&files);
        let errors: Vec<Diagnostic> = problems.into_iter().filter(Diagnostic::is_error).collect();
        if !errors.is_empty() {
            return Err(errors);
        }
        let extract = ExtractOptions {
            demonyms: word(&plan.demonyms, DEMONYMS)?,
            metonymy: word(&plan.metonymy, METONYMY)?,
            sport: word(&plan.sport, SPORT)?,
            surnames: plan.surnames,
            nested_in_office: plan.nested_in_office,
        };
        let clean = CleanOptions { disabled_rules: plan.disabled_rules.clone(), ..CleanOptions::default() };
        Ok(Self {
            cleaner: Cleaner::new(&clean),
            extractor: Extractor::new(&dictionary, extract),
            languages: plan.languages.clone(),
            text_dates: word(&plan.dates_from_text, TEXT_DATES)?,
            as_of: plan.as_of,
        })
    }
}

fn word<T: Copy>(word: &str, choices: &[(&str, T)]) -> Result<T, Vec<Diagnostic>> {
    let found = choices.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
    found
        .ok_or_else(|| vec![Diagnostic::error("P205", format!("unknown word `{word}` in the plan of a map"))])
}
