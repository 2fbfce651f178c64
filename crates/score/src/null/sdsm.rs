use super::{Fit, JointCount, Margins, PresenceModel, Trials, fit::JointProbabilities, margins::Class};

/// Both margins in expectation.
pub(super) const MODEL: PresenceModel = PresenceModel {
    name: "sdsm",
    meaning: "Stochastic degree sequence model: the degree of every actor and the size of every unit are held in \
              expectation, memberships are independent (bipartite configuration model, the distribution of maximum \
              entropy). A unit that names one actor may hold a pair in it, so on short units it expects more pairs \
              than there are and its p-values are too large.",
    citation: "Saracco, Straka, Di Clemente, Gabrielli, Caldarelli and Squartini 2017, New Journal of Physics 19; \
               Neal, Domagalski and Sagan 2021, Scientific Reports 11",
    fit,
};

/// Margins are solved to this relative accuracy.
const TOLERANCE: f64 = 1e-10;
const MAX_SWEEPS: usize = 1_000;

/// P(unit of class u names an actor of class i) = `x[i] y[u] / (1 + x[i] y[u])`.
#[derive(Debug)]
struct Bicm {
    x: Vec<f64>,
    y: Vec<f64>,
    sizes: Vec<Class>,
}

fn fit(margins: &Margins) -> Fit {
    let (degrees, sizes) = (margins.degrees(), margins.sizes());
    let total: u64 = degrees.iter().map(|d| d.value * d.n).sum();
    let start = |classes: &[Class]| -> Vec<f64> {
        classes.iter().map(|c| c.value as f64 / (total as f64).sqrt()).collect()
    };
    let (mut x, mut y) = (start(degrees), start(sizes));
    let mut residual = f64::INFINITY;
    for _ in 0..MAX_SWEEPS {
        residual = improve(&mut x, degrees, (&y, sizes)).max(improve(&mut y, sizes, (&x, degrees)));
        if residual <= TOLERANCE {
            break;
        }
    }
    Fit::new(margins, Bicm { x, y, sizes: sizes.to_vec() }, residual)
}

/// One step of Newton's method in ln x for each class alone, the other side held. Returns the largest
/// relative difference between a margin and its expectation before the step.
fn improve(x: &mut [f64], classes: &[Class], (y, others): (&[f64], &[Class])) -> f64 {
    let mut residual: f64 = 0.0;
    for (x, class) in x.iter_mut().zip(classes) {
        let (mut mean, mut variance) = (0.0, 0.0);
        for (y, other) in y.iter().zip(others) {
            let p = probability(*x, *y);
            mean += other.n as f64 * p;
            variance += other.n as f64 * p * (1.0 - p);
        }
        let target = class.value as f64;
        residual = residual.max((mean - target).abs() / target);
        *x = scaled(*x, (target - mean) / variance);
    }
    residual
}

/// `x e^step`, where steps and results are kept within bounds: a class without freedom runs off to infinity.
pub(super) fn scaled(x: f64, step: f64) -> f64 {
    const FARTHEST: f64 = 1e20;
    if step.is_finite() { (x * step.clamp(-2.0, 2.0).exp()).clamp(1.0 / FARTHEST, FARTHEST) } else { x }
}

fn probability(x: f64, y: f64) -> f64 {
    x * y / (1.0 + x * y)
}

impl JointProbabilities for Bicm {
    fn add_to(&self, a: usize, b: usize, count: &mut JointCount) {
        for (y, size) in self.y.iter().zip(&self.sizes) {
            let p = probability(self.x[a], *y) * probability(self.x[b], *y);
            count.add(Trials { n: size.n, p });
        }
    }
}
