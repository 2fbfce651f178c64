//! Matrices of real corpora, of which only margins and counts are used.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fs::File,
    io::{BufRead, BufReader},
    path::Path,
};

use newsloom_score::{JointCount, Trials, benjamini_hochberg};
use serde_json::Value;

use crate::{
    model::candidates,
    tested::LEVEL,
    world::{Story, World},
};

/// Articles that must name an actor for it to be one of the newswire.
const MIN_ARTICLES: usize = 5;
const N_DRAWS: u64 = 2_000;

/// Places by article.
pub(crate) fn reuters(path: &Path) -> Result<World, Box<dyn Error>> {
    world(path, 1, |article| strings(&article["places"]))
}

/// Persons, organisations, locations and groups by article.
pub(crate) fn newswire(path: &Path) -> Result<World, Box<dyn Error>> {
    const KINDS: [&str; 4] = ["Person", "Organization", "Location", "NORP"];
    world(path, MIN_ARTICLES, |article| {
        let entities = article["entities"].as_array().into_iter().flatten().map(strings);
        entities.filter(|e| e.len() == 2 && KINDS.contains(&&*e[0])).map(|e| e[1].clone()).collect()
    })
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(|v| v.as_str().map(str::to_owned)).collect()
}

fn world(path: &Path, least: usize, named: impl Fn(&Value) -> Vec<String>) -> Result<World, Box<dyn Error>> {
    let mut articles = Vec::new();
    for line in BufReader::new(zstd::Decoder::new(File::open(path)?)?).lines() {
        let article: Value = serde_json::from_str(&line?)?;
        let day = article["published"].as_str().unwrap_or_default().to_owned();
        let outlet = article["source"].as_str().unwrap_or_default().to_owned();
        articles.push((day, outlet, named(&article).into_iter().collect::<BTreeSet<_>>()));
    }
    let mut counts = BTreeMap::<&str, usize>::new();
    articles.iter().flat_map(|(.., names)| names).for_each(|n| *counts.entry(n).or_default() += 1);
    let actors: BTreeMap<&str, u32> =
        counts.iter().filter(|(_, n)| **n >= least).map(|(name, _)| *name).zip(0..).collect();
    let number = |values: BTreeSet<String>| values.into_iter().zip(0..).collect::<BTreeMap<String, u32>>();
    let month = |day: &str| day.get(..7).unwrap_or_default().to_owned();
    let months = number(articles.iter().map(|(day, ..)| month(day)).collect());
    let weeks = number(articles.iter().map(|(day, ..)| week(day)).collect());
    let outlets = number(articles.iter().map(|(_, outlet, _)| outlet.clone()).collect());
    let stories = articles.iter().map(|(day, outlet, names)| Story {
        month: months[&month(day)],
        week: weeks[&week(day)],
        outlet: outlets[outlet],
        sentences: Vec::new(),
        actors: names.iter().filter_map(|n| actors.get(&**n).copied()).collect(),
    });
    Ok(World::of(u32::try_from(actors.len())?, stories.collect()))
}

/// A quarter of a month, as good as a week here.
fn week(day: &str) -> String {
    let quarter = day.get(8..10).and_then(|d| d.parse::<u32>().ok()).map_or(0, |d| (d - 1) / 8);
    format!("{} {quarter}", day.get(..7).unwrap_or_default())
}

/// Pairs at q ≤ .05 by every model, and by the curveball algorithm: tails of a binomial law with the
/// mean and variance of its draws, since draws alone would have to be millions.
pub(crate) fn significant(world: &World) -> String {
    let mut rows = String::from(
        "| model | strata | tests | significant at q ≤ .05 | expected pairs | observed |\n|---|---|--:|--:|--:|--:|\n",
    );
    let draws = Draws::new(world);
    let mut curveball = Vec::new();
    for candidate in candidates("article", &["all", "month"]) {
        let tested = (candidate.test)(world);
        let p: Vec<f64> = tested.iter().map(|t| t.p).collect();
        let expected: f64 = tested.iter().map(|t| t.expected).sum();
        let observed: u64 = tested.iter().map(|t| t.observed).sum();
        rows += &row((candidate.model, candidate.strata), &p, (expected, observed));
        if curveball.is_empty() {
            curveball = tested.iter().map(|t| draws.upper(t.pair, t.observed)).collect();
            let mean: f64 = tested.iter().map(|t| draws.mean(t.pair)).sum();
            rows += &row(("curveball", "all"), &curveball, (mean, observed));
        }
    }
    rows
}

fn row((model, strata): (&str, &str), p: &[f64], (expected, observed): (f64, u64)) -> String {
    let n_significant = benjamini_hochberg(p, p.len() as u64).iter().filter(|q| **q <= LEVEL).count();
    format!("| {model} | {strata} | {} | {n_significant} | {expected:.1} | {observed} |\n", p.len())
}

/// Sums of joint counts and of their squares over draws.
struct Draws(BTreeMap<(u32, u32), (u64, u64)>);

impl Draws {
    fn new(world: &World) -> Self {
        let mut sums = BTreeMap::<(u32, u32), (u64, u64)>::new();
        let mut drawn = world.clone();
        for draw in 0..N_DRAWS {
            drawn = drawn.shuffled(draw);
            let mut counts = BTreeMap::<(u32, u32), u64>::new();
            for story in &drawn.stories {
                for (at, i) in story.actors.iter().enumerate() {
                    story.actors[at + 1..].iter().for_each(|j| *counts.entry((*i, *j)).or_default() += 1);
                }
            }
            for (pair, n) in counts {
                let sum = sums.entry(pair).or_default();
                *sum = (sum.0 + n, sum.1 + n * n);
            }
        }
        Self(sums)
    }

    fn mean(&self, pair: (u32, u32)) -> f64 {
        self.0.get(&pair).map_or(0.0, |(sum, _)| *sum as f64 / N_DRAWS as f64)
    }

    fn upper(&self, pair: (u32, u32), k: u64) -> f64 {
        let (sum, squares) = self.0.get(&pair).copied().unwrap_or_default();
        let n = N_DRAWS as f64;
        // Half a pair in all draws together: what never came is not impossible.
        let mean = (sum as f64 + 0.5) / n;
        let variance = (squares as f64 / n - mean * mean).clamp(0.05 * mean, 0.999 * mean);
        let p = 1.0 - variance / mean;
        // At most 1 / .001 of the mean: p is no smaller.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a small positive number"
        )]
        let n = ((mean / p).round() as u64).max(k + 1);
        let mut count = JointCount::default();
        count.add(Trials { n, p: mean / n as f64 });
        count.upper(k)
    }
}
