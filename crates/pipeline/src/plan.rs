//! What a recipe means: nothing left open, every name looked up.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use newsloom_aggregate::{
    EdgeSet, NetworkOptions, Period, SeriesOptions, SignificanceOptions, Stratification, TableOptions,
    Universe,
    network::LeidenOptions,
    series::{BurstOptions, ChangePointOptions},
};
use newsloom_clean::{CleanOptions, NearDuplicateOptions, RepeatOptions};
use newsloom_corpus::{FileRecord, table::Schema};
use newsloom_diagnostics::{Diagnostic, SourceFile};
use newsloom_extract::{Dictionary, DictionaryFiles, ExtractOptions};
use newsloom_formats::{
    Author, ColumnWord, DateFormat, Encoding, GRAPH_WRITERS, GraphWriter, Input, Licence, ReadOptions,
    WRITERS, Writer, expand, read_source_within, try_folder,
};
use newsloom_score::{
    Context, ContextOptions, GovernmentPolicy, Level, LevelOptions, Question, correction, measure,
    presence_model,
};

use crate::{
    dictionary::from_folder,
    groups::Groups,
    map::{DEMONYMS, DictionaryTexts, METONYMY, MapPlan, SPORT, TEXT_DATES, TextDates},
    own_tables::{self, AskedTable},
    recipe::{self, COLUMNS, Setting, Settings},
};

/// A checked recipe with everything it names looked up; only [`check`] makes one.
#[derive(Debug)]
pub struct Plan {
    /// Title of the study.
    pub title: String,
    /// File name of the recipe.
    pub recipe: String,
    /// Every setting, defaults included.
    pub settings: Settings,
    /// The files of articles, in order.
    pub inputs: Vec<Input>,
    /// Output folder.
    pub directory: PathBuf,
    pub(crate) read: ReadOptions,
    pub(crate) as_of: Date,
    pub(crate) max_quarantined: f64,
    pub(crate) languages: Vec<String>,
    pub(crate) clean: CleanOptions,
    pub(crate) text_dates: TextDates,
    pub(crate) dictionary: Dictionary,
    pub(crate) dictionaries: Vec<DictionaryFiles>,
    pub(crate) dictionary_files: Vec<FileRecord>,
    pub(crate) extract: ExtractOptions,
    pub(crate) level: LevelOptions,
    pub(crate) context: ContextOptions,
    pub(crate) counts_articles: bool,
    pub(crate) tables: TableOptions,
    pub(crate) groups: Groups,
    pub(crate) writers: Vec<&'static Writer>,
    pub(crate) graph_writers: Vec<&'static GraphWriter>,
    /// Names of tables that are not written.
    pub(crate) left_out: Vec<String>,
    /// Tables that the recipe makes of the others.
    pub(crate) own_tables: Vec<AskedTable>,
}

impl Plan {
    /// Whether a table is written.
    pub(crate) fn wants(&self, schema: &Schema) -> bool {
        self.left_out.iter().all(|name| *name != schema.name)
    }

    /// Tries whether the output folder can be written to; nothing is left behind.
    ///
    /// # Errors
    /// R102, if a run would end there.
    pub fn try_output(&self) -> Result<(), Diagnostic> {
        try_folder(&self.directory)
    }
}

/// Bytes of a recipe.
const MAX_RECIPE_BYTES: u64 = 1_000_000;

/// Checks a recipe without reading an article.
///
/// # Errors
/// Every problem of the recipe and its dictionaries at once, if one of them is an error. With a plan
/// come the warnings.
pub fn check(recipe: &Path, overrides: &[String]) -> Result<(Plan, Vec<Diagnostic>), Vec<Diagnostic>> {
    let file = read_source_within(recipe, "P102", MAX_RECIPE_BYTES).map_err(|problem| vec![problem])?;
    let (settings, problems) = recipe::read(&file, overrides);
    let base = recipe.parent().unwrap_or(Path::new("")).to_owned();
    let mut planner = Planner { settings: &settings, base, problems };
    let plan = planner.plan(recipe).map(|plan| planner.with_own_tables(plan));
    let mut problems = planner.problems;
    problems.sort_by_key(|problem| place(problem, &file));
    match plan {
        Some(plan) if !problems.iter().any(Diagnostic::is_error) => Ok((plan, problems)),
        _ => Err(problems),
    }
}

/// Mistakes in the recipe come first, from top to bottom; others stay in the order they were found in.
fn place(problem: &Diagnostic, recipe: &SourceFile) -> usize {
    let label = problem.labels.first().filter(|label| label.file.name == recipe.name);
    label.map_or(usize::MAX, |label| label.span.start)
}

impl Plan {
    /// What the map of a run depends on, to be sent to where the articles are.
    pub fn map_plan(&self) -> MapPlan {
        MapPlan {
            languages: self.languages.clone(),
            disabled_rules: self.clean.disabled_rules.clone(),
            dates_from_text: word_of(&self.text_dates, TEXT_DATES),
            as_of: self.text_dates_until(),
            demonyms: word_of(&self.extract.demonyms, DEMONYMS),
            metonymy: word_of(&self.extract.metonymy, METONYMY),
            sport: word_of(&self.extract.sport, SPORT),
            surnames: self.extract.surnames,
            nested_in_office: self.extract.nested_in_office,
            dictionaries: self.dictionaries.iter().map(DictionaryTexts::of).collect(),
        }
    }

    /// The last day that the text of an article may leave. Where such dates do not count, it is the end
    /// of the year: what lies between is left out when it is told, so that the map holds for the year.
    pub(crate) fn text_dates_until(&self) -> Date {
        match self.text_dates {
            TextDates::Use => self.as_of,
            _ => self.as_of.last_of_year(),
        }
    }
}

fn word_of<T: PartialEq>(value: &T, choices: &[(&str, T)]) -> String {
    let found = choices.iter().find(|(_, choice)| choice == value);
    found.map(|(word, _)| (*word).to_owned()).expect("every choice has its word")
}

struct Planner<'a> {
    settings: &'a Settings,
    base: PathBuf,
    problems: Vec<Diagnostic>,
}

impl Planner<'_> {
    /// The plan; `None` if something it cannot do without is wrong.
    fn plan(&mut self, recipe: &Path) -> Option<Plan> {
        self.terms();
        let inputs = self.inputs();
        let read = self.read();
        let (dictionary, files) = self.dictionary();
        let name = |path: &Path| path.file_name().map(|n| n.to_string_lossy().into_owned());
        let read = read?;
        Some(Plan {
            title: self.settings.text("title")?.to_owned(),
            recipe: name(recipe)?,
            settings: self.settings_with(&read),
            inputs,
            directory: self.directory(recipe),
            as_of: read.as_of,
            read,
            max_quarantined: self.settings.number("input.max-quarantined")?,
            languages: self.settings.texts("clean.languages").iter().map(|(l, _)| (*l).to_owned()).collect(),
            clean: self.clean()?,
            text_dates: self.dates_from_text()?,
            dictionary,
            dictionary_files: files.iter().flat_map(records).collect(),
            dictionaries: files,
            extract: self.extract()?,
            level: self.level()?,
            context: self.context()?,
            counts_articles: self.settings.text("score.counting")? == "article",
            tables: self.tables()?,
            groups: self.groups(),
            writers: self.writers(),
            graph_writers: self.graph_writers(),
            left_out: self.settings.texts("output.leave-out").iter().map(|(t, _)| (*t).to_owned()).collect(),
            own_tables: Vec::new(),
        })
    }

    /// The plan with the recipe's own tables, which are checked against the others.
    fn with_own_tables(&mut self, plan: Plan) -> Plan {
        let (own_tables, problems) = own_tables::read(self.settings, &plan);
        self.problems.extend(problems);
        Plan { own_tables, ..plan }
    }

    /// The settings with the values that follow from others.
    fn settings_with(&self, read: &ReadOptions) -> Settings {
        let zone = read.assume_timezone.iana_name().unwrap_or("UTC").to_owned();
        self.settings.clone().with("input.as-of", read.as_of).with("input.assume-timezone", zone)
    }

    /// Whether authors and licence are what archives understand.
    fn terms(&mut self) {
        let authors = self.settings.texts("authors");
        let wrong = authors.iter().filter(|(text, _)| Author::parse(text).is_none());
        self.problems.extend(wrong.map(|(text, setting)| {
            let problem = setting.error("P218", format!("malformed author `{text}`"), "neither a name nor one with an ORCID");
            problem.help("an author is a name, or a name with an address as in `Ada Berg <https://orcid.org/0000-0002-1825-0097>`; its last digit is a check of the others")
        }));
        let Some(text) = self.settings.text("licence").filter(|text| Licence::parse(text).is_none()) else {
            return;
        };
        let Some(setting) = self.settings.get("licence") else { return };
        let problem = setting.error(
            "P218",
            format!("malformed licence `{text}`"),
            "neither an identifier nor an address",
        );
        self.problems
            .push(problem.help("name it by its SPDX identifier, such as `CC-BY-4.0`, or by its address"));
    }

    fn inputs(&mut self) -> Vec<Input> {
        let patterns = self.settings.texts("input.articles");
        let texts: Vec<String> = patterns.iter().map(|(text, _)| (*text).to_owned()).collect();
        let mut inputs = Vec::new();
        for ((_, setting), result) in patterns.iter().zip(expand(&self.base, &texts)) {
            match result {
                Ok(found) => inputs.extend(found),
                Err(error) => self.problems.push(setting.error(error.code(), error.to_string(), "")),
            }
        }
        inputs
    }

    fn read(&mut self) -> Option<ReadOptions> {
        let timezone = self.timezone("input.timezone", &TimeZone::UTC)?;
        let assume_timezone = self.timezone("input.assume-timezone", &timezone)?;
        let as_of = self
            .settings
            .date("input.as-of")
            .unwrap_or_else(|| timezone.to_datetime(Timestamp::now()).date());
        let date_formats = self.date_formats();
        let columns = self.settings.map("input.columns");
        debug_assert!(columns.keys().all(|word| COLUMNS.contains(word)), "checked against the list");
        let columns = columns
            .iter()
            .filter_map(|(word, column)| Some((ColumnWord::named(word)?, (*column).to_owned())));
        Some(ReadOptions {
            columns: columns.collect(),
            kept: self.settings.texts("input.keep").iter().map(|(k, _)| (*k).to_owned()).collect(),
            timezone,
            assume_timezone,
            as_of,
            earliest: self.settings.date("input.earliest")?,
            max_record_bytes: usize::try_from(self.settings.integer("input.max-record-bytes")?).ok()?,
            max_text_bytes: usize::try_from(self.settings.integer("input.max-text-bytes")?).ok()?,
            max_columns: usize::try_from(self.settings.integer("input.max-columns")?).ok()?,
            max_unpacked_ratio: self.settings.integer("input.max-unpacked-ratio")?,
            date_formats,
            encoding: self.encoding(),
        })
    }

    /// The encoding of text inputs; `None` for UTF-8.
    fn encoding(&mut self) -> Option<&'static Encoding> {
        let name = self.settings.text("input.encoding")?;
        let encoding = Encoding::for_label(name.as_bytes());
        if encoding.is_none() {
            let setting = self.settings.get("input.encoding")?;
            let problem =
                setting.error("P216", format!("unknown encoding `{name}`"), "not an encoding of the web");
            self.problems
                .push(problem.help("encodings are named as in `utf-8`, `windows-1252` or `gb18030`"));
        }
        encoding
    }

    /// The zone at a path, another if none is named there; `None` if the name is wrong.
    fn timezone(&mut self, path: &str, otherwise: &TimeZone) -> Option<TimeZone> {
        let Some(name) = self.settings.text(path) else { return Some(otherwise.clone()) };
        let zone = TimeZone::get(name).ok();
        if zone.is_none() {
            let setting = self.settings.get(path)?;
            let problem =
                setting.error("P210", format!("unknown time zone `{name}`"), "not in the IANA database");
            self.problems.push(problem.help("zones are named as in `Africa/Tripoli` or `UTC`"));
        }
        zone
    }

    fn date_formats(&mut self) -> Vec<DateFormat> {
        let mut formats = Vec::new();
        for (text, setting) in self.settings.texts("input.date-formats") {
            match DateFormat::new(text) {
                Ok(format) => formats.push(format),
                Err(error) => self.problems.push(setting.error("P211", error.to_string(), "")),
            }
        }
        formats
    }

    fn dates_from_text(&self) -> Option<TextDates> {
        one_of(self.settings.text("clean.dates-from-text")?, TEXT_DATES)
    }

    fn clean(&self) -> Option<CleanOptions> {
        let texts = self.settings.texts("clean.disabled-rules");
        let integer = |path: &str| u32::try_from(self.settings.integer(path)?).ok();
        Some(CleanOptions {
            disabled_rules: texts.iter().map(|(rule, _)| (*rule).to_owned()).collect(),
            repeat: RepeatOptions {
                min_articles: integer("clean.repeated-blocks.min-articles")?,
                min_share: self.settings.number("clean.repeated-blocks.min-share")?,
            },
            near_duplicates: NearDuplicateOptions {
                window_days: integer("clean.near-duplicates.window-days")?,
                threshold: self.settings.number("clean.near-duplicates.threshold")?,
            },
        })
    }

    fn dictionary(&mut self) -> (Dictionary, Vec<DictionaryFiles>) {
        let mut files = Vec::new();
        for (name, setting) in self.settings.texts("extract.dictionaries") {
            match self.dictionary_files(name, setting) {
                Ok(found) => files.push(found),
                Err(problem) => self.problems.push(problem),
            }
        }
        let (dictionary, problems) = Dictionary::parse(&files);
        self.problems.extend(problems);
        (dictionary, files)
    }

    fn dictionary_files(&self, name: &str, setting: &Setting) -> Result<DictionaryFiles, Diagnostic> {
        if name == "world" {
            return Ok(newsloom_extract::world());
        }
        let folder = self.base.join(name);
        if !folder.is_dir() {
            let problem = setting.error("D108", format!("unknown dictionary `{name}`"), "no such folder");
            return Err(
                problem.help("`world`, or a folder with actors.csv and aliases.csv, relative to the recipe")
            );
        }
        from_folder(&folder, name)
    }

    fn extract(&self) -> Option<ExtractOptions> {
        Some(ExtractOptions {
            demonyms: one_of(self.settings.text("extract.demonyms")?, DEMONYMS)?,
            metonymy: one_of(self.settings.text("extract.metonymy")?, METONYMY)?,
            sport: one_of(self.settings.text("extract.sport")?, SPORT)?,
            surnames: self.settings.flag("extract.surnames")?,
            nested_in_office: self.settings.flag("extract.nested-in-office")?,
        })
    }

    fn level(&self) -> Option<LevelOptions> {
        Some(LevelOptions {
            level: one_of(
                self.settings.text("score.level")?,
                &[
                    ("actor", Level::Actor),
                    ("organisation", Level::Organisation),
                    ("country", Level::Country),
                ],
            )?,
            government: one_of(
                self.settings.text("score.government")?,
                &[("as-country", GovernmentPolicy::AsCountry), ("separate", GovernmentPolicy::Separate)],
            )?,
        })
    }

    fn context(&self) -> Option<ContextOptions> {
        let contexts = [Context::Sentence, Context::Paragraph, Context::Article].map(|c| (c.as_str(), c));
        let context = one_of(self.settings.text("score.context")?, &contexts)?;
        Some(ContextOptions { context, title: self.settings.flag("score.title")? })
    }

    fn tables(&mut self) -> Option<TableOptions> {
        let counting = [("cluster", "cluster"), ("article", "article")];
        let level = [("actor", "actor"), ("organisation", "organisation"), ("country", "country")];
        Some(TableOptions {
            universe: one_of(
                self.settings.text("score.universe")?,
                &[("with-actor", Universe::WithActor), ("all", Universe::All)],
            )?,
            measures: self
                .settings
                .texts("score.measures")
                .iter()
                .filter_map(|(name, _)| measure(name))
                .collect(),
            significance: self.significance()?,
            min_articles: self.settings.integer("aggregate.min-articles")?,
            min_joint: self.settings.integer("aggregate.min-joint")?,
            series: self.series()?,
            network: self.network()?,
            context: self.context()?.context.as_str(),
            counting: one_of(self.settings.text("score.counting")?, &counting)?,
            level: one_of(self.settings.text("score.level")?, &level)?,
        })
    }

    fn significance(&mut self) -> Option<SignificanceOptions> {
        self.refuse_contradictions();
        let tests = [Question::Presence, Question::Closeness].map(|q| (q.as_str(), q));
        Some(SignificanceOptions {
            model: presence_model(self.settings.text("score.significance.null-model")?)?,
            strata: self.strata(),
            test: one_of(self.settings.text("score.significance.test")?, &tests)?,
            is_mid_p: self.settings.text("score.significance.p-values")? == "mid",
            correction: correction(self.settings.text("score.significance.correction")?)?,
            level: self.settings.number("score.significance.level")?,
            min_units: self.settings.integer("score.significance.min-units")?,
        })
    }

    fn refuse_contradictions(&mut self) {
        let is = |key: &str, word: &str| self.settings.text(key) == Some(word);
        if is("score.context", "article") && is("score.significance.test", "closeness") {
            let problem = self.settings.get("score.significance.test").map(|setting| {
                let problem =
                    setting.error("P212", "an article is one context", "nothing to stand closer in");
                problem.help("`presence`, or `context = \"sentence\"`")
            });
            self.problems.extend(problem);
        }
        let strata = self.settings.texts("score.significance.strata");
        let of = |word: &str| strata.iter().find(|(found, _)| *found == word);
        if let (Some(_), Some((_, month))) = (of("week"), of("month")) {
            let problem = month.error("P212", "weeks and months at once", "a stratum is of one period");
            self.problems.push(problem.help("leave one of them out"));
        }
    }

    fn strata(&self) -> Stratification {
        let words = self.settings.texts("score.significance.strata");
        let has = |word: &str| words.iter().any(|(found, _)| *found == word);
        let period = [Period::Week, Period::Month].into_iter().find(|period| has(period.as_str()));
        Stratification { period, by_outlet: has("outlet") }
    }

    fn groups(&mut self) -> Groups {
        let outlets = self.settings.text("input.outlets").map(|path| self.base.join(path));
        let kept = self.settings.texts("input.keep").iter().map(|(name, _)| (*name).to_owned()).collect();
        match Groups::read(outlets.as_deref(), kept) {
            Ok(groups) => self.asked_groups(groups),
            Err(problem) => {
                self.problems.push(problem);
                Groups::default()
            }
        }
    }

    fn asked_groups(&mut self, mut groups: Groups) -> Groups {
        for (word, setting) in self.settings.texts("aggregate.by") {
            if !["day", "week", "month"].contains(&word) && !groups.ask(word) {
                let problem =
                    setting.error("P213", format!("unknown column `{word}`"), "no period and no column");
                self.problems.push(problem.help(
                    "`day`, `week`, `month`, a column that `[input] keep` names, or one of the outlets file",
                ));
            }
        }
        groups
    }

    fn series(&self) -> Option<SeriesOptions> {
        let by = self.settings.texts("aggregate.by");
        let is_asked = |period: &Period| by.iter().any(|(word, _)| *word == period.as_str());
        Some(SeriesOptions {
            periods: [Period::Day, Period::Month].into_iter().filter(is_asked).collect(),
            is_balanced: self.settings.text("aggregate.panel")? == "balanced",
            bursts: BurstOptions {
                scale: self.settings.number("aggregate.bursts.scale")?,
                gamma: self.settings.number("aggregate.bursts.gamma")?,
            },
            change_points: ChangePointOptions {
                penalty: self.settings.number("aggregate.change-points.penalty")?,
                min_segment: usize::try_from(self.settings.integer("aggregate.change-points.min-segment")?)
                    .ok()?,
            },
        })
    }

    fn network(&self) -> Option<NetworkOptions> {
        let resolution = self.settings.number("aggregate.network.resolution")?;
        Some(NetworkOptions {
            edges: one_of(
                self.settings.text("aggregate.network.edges")?,
                &[("significant", EdgeSet::Significant), ("all", EdgeSet::All)],
            )?,
            min_weight: self.settings.integer("aggregate.network.min-weight")?,
            min_clusters: self.settings.integer("aggregate.network.min-clusters")?,
            communities: LeidenOptions {
                resolution: thousandths(resolution),
                seed: self.settings.integer("aggregate.network.seed")?,
            },
        })
    }

    fn writers(&mut self) -> Vec<&'static Writer> {
        let wanted = self.settings.texts("output.formats");
        let is_wanted = |writer: &&Writer| wanted.iter().any(|(name, _)| *name == writer.name);
        let writers: Vec<&Writer> = WRITERS.iter().filter(is_wanted).collect();
        if let Some(setting) = self.settings.get("output.formats").filter(|_| writers.is_empty()) {
            let problem =
                setting.error("P212", "no format of tables", "only the network is written in these");
            self.problems.push(problem.help("add `csv` or `parquet`: the report is made from the tables"));
        }
        writers
    }

    fn graph_writers(&self) -> Vec<&'static GraphWriter> {
        let wanted = self.settings.texts("output.formats");
        GRAPH_WRITERS.iter().filter(|writer| wanted.iter().any(|(name, _)| *name == writer.name)).collect()
    }

    fn directory(&self, recipe: &Path) -> PathBuf {
        match self.settings.text("output.directory") {
            Some(directory) => self.base.join(directory),
            None => self.base.join("../reports").join(recipe.file_stem().unwrap_or_default()),
        }
    }
}

fn one_of<T: Copy>(word: &str, choices: &[(&str, T)]) -> Option<T> {
    choices.iter().find(|(name, _)| *name == word).map(|(_, value)| *value)
}

/// A number from 0 to 1000 in thousandths.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn thousandths(number: f64) -> u32 {
    (number * 1_000.0).round() as u32
}

/// The files of a dictionary as the manifest lists them.
fn records(files: &DictionaryFiles) -> Vec<FileRecord> {
    let all = [Some(&files.actors), Some(&files.aliases), files.roles.as_ref(), files.codes.as_ref()];
    let record = |file: &Arc<SourceFile>| FileRecord {
        path: file.name.clone(),
        bytes: file.text.len() as u64,
        blake3: blake3::hash(file.text.as_bytes()).to_hex().to_string(),
        records: (file.text.lines().count() as u64).saturating_sub(1),
    };
    all.into_iter().flatten().map(record).collect()
}
