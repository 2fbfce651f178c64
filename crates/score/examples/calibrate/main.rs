//! Holds the null models against worlds in which nothing ties two actors but what is built in.
//!
//! ```text
//! cargo run --release -p newsloom-score --example calibrate -- reports/calibration [reuters.jsonl.zst newswire.jsonl.zst]
//! ```
//!
//! writes README.md, calibration.csv and uniformity-*.svg. With the paths of two corpora (Reuters-21578
//! with `places`, a newswire with `entities`) it also writes corpora.md: matrices with the margins of the
//! corpora, drawn by the curveball algorithm, and the pairs of places that each model calls significant.
#![allow(clippy::print_stdout, reason = "a program that says what it measured")]

mod model;
mod page;
mod plot;
mod real;
mod tested;
mod world;

use std::{env, error::Error, fs, path::Path};

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::{
    model::{Candidate, candidates, placements},
    tested::{Outcome, Tested},
    world::{SCENARIOS, World},
};

const N_SEEDS: u64 = 10;

/// The outcomes of one candidate in one scenario, over all seeds.
struct Cell {
    scenario: String,
    context: &'static str,
    model: &'static str,
    strata: &'static str,
    outcome: Outcome,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (folder, corpora) = arguments.split_first().ok_or("where to write to")?;
    let mut cells = Vec::new();
    for scenario in SCENARIOS {
        let seeded = |seed| World::new(scenario, seed);
        cells.extend(over_seeds(scenario.name, seeded));
        println!("{}", scenario.name);
    }
    let folder = Path::new(folder);
    fs::create_dir_all(folder)?;
    page::write(folder, &cells)?;
    if let [reuters, newswire] = corpora {
        let reuters = real::reuters(Path::new(reuters))?;
        let newswire = real::newswire(Path::new(newswire))?;
        let mut cells = over_seeds("reuters", |seed| reuters.shuffled(seed));
        cells.extend(over_seeds("newswire", |seed| newswire.shuffled(seed)));
        page::write_corpora(folder, &cells, &real::significant(&reuters))?;
    }
    Ok(())
}

/// Every candidate on the worlds of a scenario, and its power on the same worlds with planted pairs.
fn over_seeds(scenario: &str, world: impl Fn(u64) -> World) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    for seed in 0..N_SEEDS {
        let null = world(seed);
        let planted = null.with_planted(seed);
        for (at, candidate) in all_candidates(&null).into_iter().enumerate() {
            if cells.len() <= at {
                cells.push(cell(scenario, &candidate));
            }
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            cells[at].outcome.add_null(&(candidate.test)(&null), &mut rng);
            if let Some((planted, pairs)) = &planted {
                let tested: Vec<Tested> = (candidate.test)(planted);
                cells[at].outcome.add_planted(&tested, pairs);
            }
        }
    }
    cells
}

fn cell(scenario: &str, candidate: &Candidate) -> Cell {
    Cell {
        scenario: scenario.to_owned(),
        context: candidate.context,
        model: candidate.model,
        strata: candidate.strata,
        outcome: Outcome::default(),
    }
}

fn all_candidates(world: &World) -> Vec<Candidate> {
    let mut all = candidates("article", &["all", "month", "week", "month-outlet"]);
    if world.has_sentences() {
        all.extend(candidates("sentence", &["all", "month"]));
        all.extend(placements());
    }
    all
}
