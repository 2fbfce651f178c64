//! How much the findings of a recipe depend on its choices: the scoring again under others.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use newsloom_aggregate::{Verdicts, spearman};
use newsloom_corpus::table::{Cell, CoMentionRow};
use newsloom_diagnostics::Diagnostic;
use newsloom_formats::csv_text;
use rayon::ThreadPoolBuilder;

use super::{
    Observer,
    blocks::Read,
    counting::{self, Counted},
    job::Job,
    tables::unequal,
    threads::Threads,
};
use crate::{Plan, check};

/// The settings that are varied, with their values; the last two ask for the mentions anew.
const FACTORS: [(&str, &[&str]); 5] = [
    ("score.context", &["sentence", "paragraph", "article"]),
    ("score.counting", &["cluster", "article"]),
    ("score.level", &["actor", "organisation", "country"]),
    ("extract.demonyms", &["off", "state-heads", "all"]),
    ("extract.metonymy", &["off", "precise", "rules", "always"]),
];

/// The place of the level among them.
const LEVEL: usize = 2;

/// How choices are varied.
#[derive(Debug, Clone, Default)]
pub struct SensitivityOptions {
    /// Every combination of choices, instead of one choice at a time.
    pub is_full: bool,
    /// Edges at the top of the ranking whose overlap is counted.
    pub n_top: usize,
    /// Number of threads; all cores if `None`.
    pub threads: Option<usize>,
}

/// The findings under one combination of choices, beside those of the recipe.
#[derive(Debug, Clone, PartialEq)]
pub struct Sensitivity {
    /// Context, counting, level, demonyms and metonymy.
    pub choices: [String; 5],
    /// Whether these are the recipe's own.
    pub is_recipe: bool,
    /// Pairs named together, affiliated ones left out.
    pub n_pairs: usize,
    /// Significant ones.
    pub n_significant: usize,
    /// Pairs that the recipe finds too.
    pub n_common: usize,
    /// Spearman's correlation of the joint counts of the common pairs.
    pub rank_correlation_weight: Option<f64>,
    /// The same of the ratios to the null model.
    pub rank_correlation_ratio: Option<f64>,
    /// Part of the recipe's top edges that are top edges here too. At another level only pairs of actors
    /// that both levels know are looked at, here and below: a minister has no pairs where ministers count
    /// as their countries.
    pub top_overlap: Option<f64>,
    /// Pairs significant in both over those significant in either.
    pub significant_overlap: Option<f64>,
}

/// How a top edge of the recipe fares under the other choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Steadiness {
    /// Its place in the recipe's ranking, from 1.
    pub rank: usize,
    /// The actor whose id comes first bytewise.
    pub source: String,
    /// The other actor.
    pub target: String,
    /// The other choices, less those at whose level one of the actors does not exist.
    pub n_choices: usize,
    /// Those under which it is a top edge.
    pub n_top: usize,
    /// Those under which it is significant.
    pub n_significant: usize,
    /// Those under which it is no top edge, each as what differs from the recipe: `level=country`.
    pub lost: Vec<String>,
}

/// The findings of a recipe under other choices.
#[derive(Debug, Clone, PartialEq)]
pub struct Sensitivities {
    /// A row a combination of choices, the recipe's own first.
    pub choices: Vec<Sensitivity>,
    /// A row a top edge of the recipe, best first.
    pub edges: Vec<Steadiness>,
}

type Choices = [&'static str; 5];
type Pairs = BTreeMap<(String, String), CoMentionRow>;

/// Runs the scoring of a recipe under other choices; the recipe's own come first. No file is written.
///
/// # Errors
/// Every problem of the recipe, or what stops a run.
pub fn sensitivity(
    (recipe, overrides): (&Path, &[String]),
    options: &SensitivityOptions,
    observer: &dyn Observer,
) -> Result<Sensitivities, Vec<Diagnostic>> {
    let (plan, _) = check(recipe, overrides)?;
    let base = choices_of(&plan);
    let threads = options.threads.unwrap_or(0);
    let pool = ThreadPoolBuilder::new().num_threads(threads).build();
    let pool =
        pool.map_err(|e| vec![Diagnostic::error("R102", format!("cannot start {threads} threads: {e}"))])?;
    pool.install(|| {
        let read = Job::new(&plan, observer).blocks().map_err(|problem| vec![problem])?;
        let mut found: BTreeMap<Choices, Pairs> = BTreeMap::new();
        for same_mentions in by_mentions(base, options.is_full) {
            let scored = scored((recipe, overrides), (&same_mentions, &read), observer)?;
            found.extend(same_mentions.into_iter().zip(scored));
        }
        let edges = steadiness(base, &found, options.n_top);
        Ok(Sensitivities { choices: compared(base, &found, options.n_top), edges })
    })
}

/// Columns of [`steadiness_csv`].
pub const STEADINESS_COLUMNS: [&str; 7] =
    ["rank", "source", "target", "n_choices", "n_top", "n_significant", "lost_under"];

/// Edges with how steady they are, as CSV; ids that a spreadsheet would run are guarded as in tables.
pub fn steadiness_csv(edges: &[Steadiness]) -> String {
    let rows = edges.iter().map(|edge| {
        let number = |n: usize| Cell::UInt(n as u64);
        vec![
            number(edge.rank),
            Cell::Text(edge.source.as_str().into()),
            Cell::Text(edge.target.as_str().into()),
            number(edge.n_choices),
            number(edge.n_top),
            number(edge.n_significant),
            Cell::Text(edge.lost.join("; ").into()),
        ]
    });
    csv_text(&STEADINESS_COLUMNS, rows)
}

fn choices_of(plan: &Plan) -> Choices {
    FACTORS.map(|(key, values)| {
        let written = plan.settings.text(key).unwrap_or_default();
        values.iter().copied().find(|value| *value == written).unwrap_or(values[0])
    })
}

/// Every combination asked for, those with the same mentions together.
fn by_mentions(base: Choices, is_full: bool) -> Vec<Vec<Choices>> {
    let mut all: Vec<Choices> = vec![base];
    for (at, (_, values)) in FACTORS.iter().enumerate() {
        let from: Vec<Choices> = if is_full { all.clone() } else { vec![base] };
        for choices in from {
            all.extend(values.iter().map(|value| {
                let mut other = choices;
                other[at] = value;
                other
            }));
        }
    }
    let mentions = |choices: &Choices| (choices[3], choices[4]);
    all.sort_unstable_by_key(|choices| (mentions(choices), *choices));
    all.dedup();
    all.chunk_by(|a, b| mentions(a) == mentions(b)).map(<[Choices]>::to_vec).collect()
}

/// The pairs under each of some choices that find the same mentions.
fn scored(
    (recipe, overrides): (&Path, &[String]),
    (choices, read): (&[Choices], &Read),
    observer: &dyn Observer,
) -> Result<Vec<Pairs>, Vec<Diagnostic>> {
    let plan = |choices: &Choices| plan_of((recipe, overrides), choices);
    let first = plan(&choices[0])?;
    let corpus = Job::new(&first, observer).stories(read).map_err(|problem| vec![problem])?;
    observer.stage("tally", 0);
    choices
        .iter()
        .map(|choices| {
            let plan = plan(choices)?;
            let counted = counting::count(&corpus, &plan).map_err(|problem| vec![problem])?;
            let rows = rows_of(&counted, &plan)
                .map_err(|problem| vec![problem])?
                .into_iter()
                .filter(|row| !row.is_affiliation);
            Ok(rows.map(|row| ((row.source.clone(), row.target.clone()), row)).collect())
        })
        .collect()
}

/// The rows of all pairs over the run.
fn rows_of(counted: &Counted, plan: &Plan) -> Result<Vec<CoMentionRow>, Diagnostic> {
    let (finished, names) = (&counted.finished, counted.names(plan));
    let mut tested = Vec::new();
    let tests = finished.tested((&names, &plan.tables), &Threads, |tests| tested.push(tests));
    let verdicts = Verdicts::of(finished, &tests, &plan.tables);
    let tables = finished.pair_tables((&names, &plan.tables), (&tests, &verdicts, &[]));
    let mut rows = Vec::new();
    tables.walk((tested.into_iter(), &Threads), unequal, |of_pair| {
        rows.extend(of_pair.whole.map(|pair| pair.row));
        Ok(())
    })?;
    Ok(rows)
}

fn plan_of((recipe, overrides): (&Path, &[String]), choices: &Choices) -> Result<Plan, Vec<Diagnostic>> {
    let changed = FACTORS.iter().zip(choices).map(|((key, _), value)| format!("{key}={value}"));
    let all: Vec<String> = overrides.iter().cloned().chain(changed).collect();
    check(recipe, &all).map(|(plan, _)| plan)
}

fn compared(base: Choices, found: &BTreeMap<Choices, Pairs>, n_top: usize) -> Vec<Sensitivity> {
    let of_recipe = &found[&base];
    let mut rows: Vec<Sensitivity> = found
        .iter()
        .map(|(choices, pairs)| Sensitivity {
            choices: choices.map(str::to_owned),
            is_recipe: *choices == base,
            ..comparison(of_recipe, &comparable((base, of_recipe), (*choices, pairs)), n_top)
        })
        .collect();
    rows.sort_by_key(|row| !row.is_recipe);
    rows
}

/// The other pairs, and which of both can be compared.
struct Comparable<'a> {
    other: &'a Pairs,
    /// The actors of pairs at either level, if these differ.
    known: Option<[BTreeSet<&'a str>; 2]>,
}

impl Comparable<'_> {
    fn holds(&self, (source, target): (&str, &str)) -> bool {
        let known = self.known.iter().flatten();
        known.into_iter().all(|actors| actors.contains(source) && actors.contains(target))
    }
}

fn comparable<'a>(
    (base, recipe): (Choices, &'a Pairs),
    (choices, other): (Choices, &'a Pairs),
) -> Comparable<'a> {
    let actors = |pairs: &'a Pairs| pairs.keys().flat_map(|(a, b)| [a.as_str(), b.as_str()]).collect();
    Comparable { other, known: (base[LEVEL] != choices[LEVEL]).then(|| [actors(recipe), actors(other)]) }
}

/// What of some choices differs from the recipe's.
fn difference(base: Choices, choices: Choices) -> String {
    let differing = FACTORS.iter().zip(choices).zip(base).filter(|((_, other), own)| other != own);
    let written =
        differing.map(|(((key, _), value), _)| format!("{}={value}", key.rsplit('.').next().unwrap_or(key)));
    written.collect::<Vec<_>>().join(" ")
}

/// The findings under choices that are not the recipe's.
struct Other<'a> {
    choices: Choices,
    comparable: Comparable<'a>,
    tops: BTreeSet<(&'a str, &'a str)>,
}

fn steadiness(base: Choices, found: &BTreeMap<Choices, Pairs>, n_top: usize) -> Vec<Steadiness> {
    let of_recipe = &found[&base];
    let others = found.iter().filter(|(choices, _)| **choices != base).map(|(choices, pairs)| {
        let comparable = comparable((base, of_recipe), (*choices, pairs));
        let tops = top(pairs, n_top, &comparable).into_iter().collect();
        Other { choices: *choices, comparable, tops }
    });
    let others: Vec<Other<'_>> = others.collect();
    let whole = Comparable { other: of_recipe, known: None };
    let edges = (1..).zip(top(of_recipe, n_top, &whole));
    edges.map(|(rank, edge)| Steadiness { rank, ..steadiness_of(edge, base, &others) }).collect()
}

fn steadiness_of(edge: (&str, &str), base: Choices, others: &[Other<'_>]) -> Steadiness {
    let asked = others.iter().filter(|other| other.comparable.holds(edge));
    let key = (edge.0.to_owned(), edge.1.to_owned());
    let lost = asked.clone().filter(|other| !other.tops.contains(&edge));
    let lost: Vec<String> = lost.map(|other| difference(base, other.choices)).collect();
    let n_choices = asked.clone().count();
    Steadiness {
        rank: 0,
        n_choices,
        n_top: n_choices - lost.len(),
        n_significant: asked.filter(|o| o.comparable.other.get(&key).is_some_and(is_significant)).count(),
        lost,
        source: key.0,
        target: key.1,
    }
}

fn comparison(recipe: &Pairs, comparable: &Comparable<'_>, n_top: usize) -> Sensitivity {
    let other = comparable.other;
    let common: Vec<(&CoMentionRow, &CoMentionRow)> =
        recipe.iter().filter_map(|(key, row)| Some((row, other.get(key)?))).collect();
    let correlation = |value: fn(&CoMentionRow) -> Option<f64>| {
        let both = common.iter().filter_map(|(a, b)| Some((value(a)?, value(b)?)));
        let (a, b): (Vec<f64>, Vec<f64>) = both.unzip();
        spearman(&a, &b)
    };
    let is_asked = |row: &&CoMentionRow| is_significant(row) && comparable.holds((&row.source, &row.target));
    let significant = [recipe, other].map(|pairs| keys(pairs.values().filter(is_asked)));
    let tops = [recipe, other].map(|pairs| top(pairs, n_top, comparable).into_iter().collect());
    let shared = |sets: &[BTreeSet<(&str, &str)>; 2]| sets[0].intersection(&sets[1]).count() as f64;
    let share = |part: f64, whole: usize| (whole > 0).then(|| part / whole as f64);
    Sensitivity {
        choices: <[String; 5]>::default(),
        is_recipe: false,
        n_pairs: other.len(),
        n_significant: other.values().filter(|row| is_significant(row)).count(),
        n_common: common.len(),
        rank_correlation_weight: correlation(|row| Some(row.n_ij as f64)),
        rank_correlation_ratio: correlation(|row| row.ratio),
        top_overlap: share(shared(&tops), tops[0].len()),
        significant_overlap: share(shared(&significant), significant[0].union(&significant[1]).count()),
    }
}

fn is_significant(row: &CoMentionRow) -> bool {
    row.significant == Some(true)
}

/// The first pairs in the order in which the report ranks them.
fn top<'a>(pairs: &'a Pairs, n: usize, comparable: &Comparable<'_>) -> Vec<(&'a str, &'a str)> {
    let is_ranked = |row: &&CoMentionRow| {
        row.q_value.is_some() && row.n_clusters > 1 && comparable.holds((&row.source, &row.target))
    };
    let mut rows: Vec<&CoMentionRow> = pairs.values().filter(is_ranked).collect();
    rows.sort_by(|a, b| a.by_strength(b));
    rows.into_iter().take(n).map(|row| (row.source.as_str(), row.target.as_str())).collect()
}

fn keys<'a>(rows: impl Iterator<Item = &'a CoMentionRow>) -> BTreeSet<(&'a str, &'a str)> {
    rows.map(|row| (row.source.as_str(), row.target.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: Choices = ["sentence", "cluster", "actor", "state-heads", "precise"];

    #[test]
    fn ids_that_are_formulas_are_guarded() {
        let lost = vec!["level=country".to_owned(), "context=article".to_owned()];
        let (source, target) = ("=1+1".to_owned(), "a,b".to_owned());
        let edge = Steadiness { rank: 1, source, target, n_choices: 3, n_top: 1, n_significant: 2, lost };
        assert_eq!(
            steadiness_csv(&[edge]).lines().nth(1),
            Some("1,'=1+1,\"a,b\",3,1,2,level=country; context=article")
        );
    }

    #[test]
    fn one_choice_at_a_time_or_all_of_them() {
        let n = |is_full| by_mentions(BASE, is_full).iter().map(Vec::len).collect::<Vec<_>>();
        assert_eq!(n(false).iter().sum::<usize>(), 1 + 2 + 1 + 2 + 2 + 3);
        assert_eq!(n(false).iter().max(), Some(&6), "all scorings of the recipe's mentions");
        assert_eq!(n(true), [18; 12]);
        let differs = |choices: &Choices| choices.iter().zip(BASE).filter(|(a, b)| **a != *b).count();
        assert!(by_mentions(BASE, false).iter().flatten().all(|choices| differs(choices) <= 1));
    }
}
