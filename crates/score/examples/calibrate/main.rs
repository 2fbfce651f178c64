//! Holds the null models against worlds in which nothing ties two actors but what is built in.
//!
//! ```text
//! cargo run --release -p newsloom-score --example calibrate -- reports/calibration [reuters.jsonl.zst newswire.jsonl.zst]
//! ```
//!
//! writes calibration.csv, README.md and uniformity-*.svg. With the paths of two corpora (Reuters-21578
//! with `places`, a newswire with `entities`) matrices drawn with their margins by the curveball
//! algorithm are worlds too, and reuters.csv counts the pairs of places that each model calls
//! significant; without them the rows of the last such run are left out.
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
    model::{Candidate, candidates, placement_candidate},
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
    let mut found = None;
    if let [reuters, newswire] = corpora {
        let reuters = real::reuters(Path::new(reuters))?;
        let newswire = real::newswire(Path::new(newswire))?;
        for (name, corpus) in [("curveball-reuters", &reuters), ("curveball-newswire", &newswire)] {
            cells.extend(over_seeds(name, |seed| corpus.shuffled(seed)));
            println!("{name}");
        }
        found = Some(real::significant(&reuters));
    }
    let folder = Path::new(folder);
    fs::create_dir_all(folder)?;
    page::write(folder, &cells)?;
    if let Some(rows) = found {
        fs::write(folder.join("reuters.csv"), rows)?;
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
        all.push(placement_candidate());
    }
    all
}
