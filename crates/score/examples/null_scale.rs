//! Seconds of processor time and memory of the null models on a matrix as large as a year of news:
//! `cargo run --release -p newsloom-score --example null_scale [actors units memberships]`.
#![allow(clippy::print_stdout, reason = "it prints what it measured")]

use std::{env, error::Error, fs};

use newsloom_score::{Margins, PRESENCE_MODELS, PairTests, Strata, benjamini_hochberg};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

const SEED: u64 = 17;
const N_MONTHS: usize = 9;

/// Units by month, each with the actors that it names, sorted.
struct Matrix {
    n_actors: usize,
    units: Vec<(usize, Vec<u32>)>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let sizes: Vec<usize> = env::args().skip(1).map(|a| a.parse()).collect::<Result<_, _>>()?;
    let [n_actors, n_units, n_memberships] = sizes[..].try_into().unwrap_or([13_300, 38_000, 1_100_000]);
    let matrix = Matrix::random(n_actors, n_units, n_memberships);
    let pairs = matrix.pairs();
    let memberships: usize = matrix.units.iter().map(|(_, unit)| unit.len()).sum();
    println!(
        "{n_actors} actors, {n_units} units, {memberships} memberships, {} pairs named together",
        pairs.len()
    );
    println!("{:.1} CPU s and {} MB until here", cpu_seconds()?, memory_mb()?);
    for model in PRESENCE_MODELS {
        for n_strata in [1, N_MONTHS] {
            let (degrees, margins) = matrix.margins(n_strata);
            let start = cpu_seconds()?;
            let strata = Strata::fit(model, &margins);
            let fitted = cpu_seconds()?;
            let mut tests = PairTests::new(&strata);
            let p_values: Vec<f64> = pairs
                .iter()
                .map(|((i, j), k)| tests.test(&degrees[*i as usize], &degrees[*j as usize], *k).p)
                .collect();
            let tested = cpu_seconds()?;
            let family = (n_actors as u64) * (n_actors as u64 - 1) / 2;
            let n_significant = benjamini_hochberg(&p_values, family).iter().filter(|q| **q <= 0.05).count();
            let residual = strata.fits().iter().map(newsloom_score::Fit::residual).fold(0.0, f64::max);
            println!(
                "{}, {n_strata} strata: fit {:.2} CPU s (residual {residual:.1e}), tests {:.2} CPU s, {} MB at most; \
                 {n_significant} of {family} pairs at q <= .05",
                model.name,
                fitted - start,
                tested - fitted,
                memory_mb()?
            );
        }
    }
    Ok(())
}

impl Matrix {
    /// Actors by Zipf's law, sizes log-normal with sd(log) .8: independent but for the margins.
    fn random(n_actors: usize, n_units: usize, n_memberships: usize) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(SEED);
        let mut weights = Vec::with_capacity(n_actors);
        let mut sum = 0.0;
        for rank in 1..=n_actors {
            sum += 1.0 / (rank as f64 + 8.0);
            weights.push(sum);
        }
        let mean = n_memberships as f64 / n_units as f64;
        let mut unit = |u: usize| {
            let size =
                (mean * (0.8 * normal(&mut rng) - 0.32).exp()).round().clamp(1.0, n_actors as f64 / 4.0);
            let mut named: Vec<u32> = Vec::new();
            while (named.len() as f64) < size {
                let at = rng.random::<f64>() * sum;
                let actor = u32::try_from(weights.partition_point(|w| *w < at)).expect("few actors");
                if !named.contains(&actor) {
                    named.push(actor);
                }
            }
            named.sort_unstable();
            (u * N_MONTHS / n_units, named)
        };
        let units = (0..n_units).map(&mut unit).collect();
        Self { n_actors, units }
    }

    /// Every pair named together, with the number of units that name both.
    fn pairs(&self) -> Vec<((u32, u32), u64)> {
        let pairs_of = |named: &Vec<u32>| -> Vec<(u32, u32)> {
            named.iter().enumerate().flat_map(|(at, i)| named[at + 1..].iter().map(|j| (*i, *j))).collect()
        };
        let mut all: Vec<(u32, u32)> = self.units.iter().flat_map(|(_, named)| pairs_of(named)).collect();
        all.sort_unstable();
        all.chunk_by(|a, b| a == b).map(|equal| (equal[0], equal.len() as u64)).collect()
    }

    /// The degrees of every actor by stratum, and the margins of each stratum.
    fn margins(&self, n_strata: usize) -> (Vec<Vec<(u32, u64)>>, Vec<Margins>) {
        let mut degrees = vec![vec![0u64; self.n_actors]; n_strata];
        let mut sizes = vec![Vec::new(); n_strata];
        for (month, named) in &self.units {
            let stratum = month % n_strata;
            sizes[stratum].push(named.len() as u64);
            for actor in named {
                degrees[stratum][*actor as usize] += 1;
            }
        }
        let margins = degrees.iter().zip(&sizes);
        let margins =
            margins.map(|(d, s)| Margins::new(d.clone(), s.clone()).expect("those of a matrix")).collect();
        let of_actor =
            |a: usize| (0..).zip(&degrees).map(|(s, d)| (s, d[a])).filter(|(_, d)| *d > 0).collect();
        ((0..self.n_actors).map(of_actor).collect(), margins)
    }
}

/// Box and Muller.
fn normal(rng: &mut impl Rng) -> f64 {
    let radius = (-2.0 * (1.0 - rng.random::<f64>()).ln()).sqrt();
    radius * (std::f64::consts::TAU * rng.random::<f64>()).cos()
}

/// Processor time of this process; Linux counts it in hundredths.
fn cpu_seconds() -> Result<f64, Box<dyn Error>> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    Ok((fields[11].parse::<f64>()? + fields[12].parse::<f64>()?) / 100.0)
}

/// The most memory that this process has held.
fn memory_mb() -> Result<u64, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or_default();
    Ok(line.trim().trim_end_matches(" kB").parse::<u64>()? / 1024)
}
