use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use newsloom_corpus::{Agreement, Estimate, Validation};
use newsloom_diagnostics::Diagnostic;
use newsloom_formats::write_file;
use newsloom_score::{WeightedTrials, krippendorff_alpha, wilson_share};

use super::{
    judged::{Code, Sheet},
    key::{self, Item, Key, Task},
};
use crate::finished::Finished;

/// What a coded sheet says of its run; with `run` it is also written beside the tables, where
/// `newsloom report` finds it.
///
/// Shares are of the codes of the first sheet, weighted back to the run; a second one gives the
/// agreement. Recall is that of the sentences of the sample: counted mentions found, each counted as
/// right with the precision of its type, over those and the actors missed.
///
/// # Errors
/// R113, R114, everything that is wrong with the sheets; R115, without key; R101 or R112, if `run` is
/// not the folder of the run that was sampled; R102, if the file cannot be written.
pub fn validate(
    sheets: &[&Path],
    (named_key, run): (Option<&Path>, Option<&Path>),
) -> Result<Validation, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let read: Vec<Sheet> =
        sheets.iter().filter_map(|path| Sheet::read(path).map_err(|e| problems.extend(e)).ok()).collect();
    let (Some(first), true) = (read.first(), problems.is_empty()) else { return Err(problems) };
    let key = key::find(named_key, (sheets[0], first.sample())).map_err(|problem| vec![problem])?;
    let codes: Vec<BTreeMap<String, Code>> =
        read.iter().filter_map(|sheet| sheet.codes(&key).map_err(|e| problems.extend(e)).ok()).collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    let validation = Judged { key: &key, codes: &codes[0] }.validation(&codes);
    if let Some(folder) = run {
        write(&validation, folder).map_err(|problem| vec![problem])?;
    }
    Ok(validation)
}

fn write(validation: &Validation, folder: &Path) -> Result<(), Diagnostic> {
    let run = Finished::open(folder)?;
    if run.manifest.run_id != validation.run_id {
        let message = format!("the sample is of run {}, not of {}", validation.run_id, run.manifest.run_id);
        return Err(Diagnostic::error("R112", message).help("draw a new sample of the run in that folder"));
    }
    write_file(&folder.join("validation.json"), validation_json(validation).as_bytes()).map(|_| ())
}

/// The text of `validation.json`.
pub fn validation_json(validation: &Validation) -> String {
    let text = serde_json::to_string_pretty(validation).expect("shares are texts and numbers");
    format!("{text}\n")
}

/// A name of groups, and the group of an item.
type By = (&'static str, fn(&Item) -> &str);

/// What items are grouped by.
const GROUPS: [By; 5] = [
    ("total", |_| ""),
    ("type", |item| &item.r#type),
    ("kind", |item| &item.kind),
    ("period", |item| &item.period),
    ("outlet", |item| &item.outlet),
];

struct Judged<'a> {
    key: &'a Key,
    codes: &'a BTreeMap<String, Code>,
}

/// Trials of a group with the number of unsure ones.
#[derive(Default, Clone, Copy)]
struct Group {
    trials: WeightedTrials,
    n_unsure: u64,
}

impl Judged<'_> {
    fn validation(&self, codes: &[BTreeMap<String, Code>]) -> Validation {
        let precision = self.precision(Task::Mention);
        let (recall, n_missed_untyped) = self.recall(&precision);
        Validation {
            run_id: self.key.run_id.clone(),
            seed: self.key.seed,
            n_items: self.key.items.len() as u64,
            n_uncoded: self.key.items.keys().filter(|item| !self.codes.contains_key(*item)).count() as u64,
            pairs: self.precision(Task::Pair),
            precision,
            recall,
            n_missed_untyped,
            agreement: agreement(self.key, codes),
        }
    }

    /// The coded items of a task.
    fn items(&self, task: Task) -> impl Iterator<Item = (&Item, &Code)> {
        let coded = self.codes.iter().map(|(name, code)| (&self.key.items[name], code));
        coded.filter(move |(item, _)| item.task == task)
    }

    fn precision(&self, task: Task) -> Vec<Estimate> {
        let mut groups: BTreeMap<(usize, &str), Group> = BTreeMap::new();
        for (item, code) in self.items(task) {
            for (by, (_, value)) in GROUPS.iter().enumerate() {
                let group = groups.entry((by, value(item))).or_default();
                match code {
                    Code::Unsure => group.n_unsure += 1,
                    code => group.trials.add(item.weight(), *code == Code::Right),
                }
            }
        }
        let one = |((by, group), found): ((usize, &str), Group)| estimate((by, group), &found, 1.0);
        groups.into_iter().map(one).collect()
    }

    /// The recall, and the number of missed actors that have no type.
    fn recall(&self, precision: &[Estimate]) -> (Vec<Estimate>, u64) {
        let mut groups: BTreeMap<(usize, String), Group> = BTreeMap::new();
        let mut n_untyped = 0;
        for (item, code) in self.items(Task::Sentence) {
            let Code::Missed(missed) = code else {
                groups.entry((0, String::new())).or_default().n_unsure += 1;
                continue;
            };
            n_untyped += missed.iter().filter(|actor| actor.is_none()).count() as u64;
            let found = item.found.iter().flat_map(|(word, n)| (0..*n).map(move |_| (Some(word), true)));
            let actors = found.chain(missed.iter().map(|actor| (actor.as_ref(), false)));
            for (word, is_found) in actors {
                let keys = [
                    Some((0, String::new())),
                    word.map(|word| (1, word.clone())),
                    Some((3, item.period.clone())),
                    Some((4, item.outlet.clone())),
                ];
                for key in keys.into_iter().flatten() {
                    groups.entry(key).or_default().trials.add(item.weight(), is_found);
                }
            }
        }
        let share = |by: &str, group: &str| {
            precision.iter().find(|one| one.by == by && one.group == group).and_then(|one| one.share)
        };
        let total = share("total", "").unwrap_or(1.0);
        let one = |((by, group), found): (&(usize, String), &Group)| {
            let is_right = if *by == 1 { share("type", group).unwrap_or(total) } else { total };
            estimate((*by, group), found, is_right)
        };
        (groups.iter().map(one).collect(), n_untyped)
    }
}

/// The estimate of a group, each success being one with the probability `p`.
fn estimate((by, group): (usize, &str), found: &Group, p: f64) -> Estimate {
    let trials = &found.trials;
    let share = trials.discounted_share(p);
    let interval = share.map(|share| wilson_share(share, trials.n_effective()));
    Estimate {
        by: GROUPS[by].0.to_owned(),
        group: group.to_owned(),
        n: trials.n(),
        n_right: trials.n_right(),
        n_unsure: found.n_unsure,
        share,
        low: interval.map(|(low, _)| low),
        high: interval.map(|(_, high)| high),
    }
}

fn agreement(key: &Key, codes: &[BTreeMap<String, Code>]) -> Vec<Agreement> {
    let [one, other] = codes else { return Vec::new() };
    let both: BTreeSet<&String> = one.keys().filter(|item| other.contains_key(*item)).collect();
    let of_task = |task: Task| {
        let items = both.iter().filter(|item| key.items[**item].task == task);
        let units: Vec<Vec<String>> =
            items.map(|item| vec![one[*item].class(), other[*item].class()]).collect();
        Agreement {
            task: task.as_str().to_owned(),
            n: units.len() as u64,
            n_alike: units.iter().filter(|unit| unit[0] == unit[1]).count() as u64,
            alpha: krippendorff_alpha(&units),
        }
    };
    Task::ALL.map(of_task).to_vec()
}
