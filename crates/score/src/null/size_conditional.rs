use super::{
    Fit, JointCount, Margins, PresenceModel, Trials,
    elementary::{Inclusion, Weighted, inclusions},
    fit::JointProbabilities,
    margins::Class,
    sdsm::scaled,
};

/// Sizes of units exact.
pub(super) const MODEL: PresenceModel = PresenceModel {
    name: "size-conditional",
    meaning: "Every unit names exactly as many actors as it does, the degrees of actors are held in expectation \
              (conditional Bernoulli sampling: the distribution of maximum entropy with the sizes fixed). It expects \
              exactly as many pairs as there are.",
    citation: "Chen, Dempster and Liu 1994, Biometrika 81; Hájek 1964, Annals of Mathematical Statistics 35",
    fit,
};

/// Degrees are solved to this relative accuracy.
const TOLERANCE: f64 = 1e-10;
const MAX_SWEEPS: usize = 200;
/// Where few actors share the units, steps for each alone overshoot, up to twice (memberships of a unit
/// of fixed size are negatively correlated, and a row of covariances sums to 0): two thirds converge.
const UNDER_RELAXATION: f64 = 2.0 / 3.0;

#[derive(Debug)]
struct SizeConditional {
    x: Vec<f64>,
    inclusions: Vec<Inclusion>,
    sizes: Vec<Class>,
}

fn fit(margins: &Margins) -> Fit {
    let (actors, sizes) = (margins.degrees(), margins.sizes());
    let mut x: Vec<f64> = actors.iter().map(|d| d.value as f64).collect();
    let (mut last, mut sweep) = (f64::INFINITY, 0);
    let (found, residual) = loop {
        let found = inclusions(Weighted { x: &x, actors, sizes });
        let (steps, residual) = steps(actors, (&found, sizes));
        sweep += 1;
        if residual <= TOLERANCE || sweep == MAX_SWEEPS {
            break (found, residual);
        }
        let relaxation = if residual > 0.5 * last { UNDER_RELAXATION } else { 1.0 };
        for (x, step) in x.iter_mut().zip(steps) {
            *x = scaled(*x, relaxation * step);
        }
        last = residual;
    };
    Fit::new(margins, SizeConditional { x, inclusions: found, sizes: sizes.to_vec() }, residual)
}

/// One step of Newton's method in ln x for each class alone, with the largest relative difference
/// between a degree and its expectation.
fn steps(actors: &[Class], (found, sizes): (&[Inclusion], &[Class])) -> (Vec<f64>, f64) {
    let mut residual: f64 = 0.0;
    let step = |(class, inclusion): (&Class, &Inclusion)| {
        let (mut mean, mut variance) = (0.0, 0.0);
        for (p, size) in inclusion.one.iter().zip(sizes) {
            mean += size.n as f64 * p;
            variance += size.n as f64 * p * (1.0 - p);
        }
        let target = class.value as f64;
        residual = residual.max((mean - target).abs() / target);
        (target - mean) / variance
    };
    let steps = actors.iter().zip(found).map(step).collect();
    (steps, residual)
}

impl SizeConditional {
    /// P(a unit of the size at `at` names two given actors), from P(i) = P(i, not j) + P(i, j) and
    /// P(i, not j) / P(j, not i) = `x_i / x_j`.
    fn both(&self, (a, b): (usize, usize), at: usize) -> f64 {
        let (first, second) = (&self.inclusions[a], &self.inclusions[b]);
        if a == b {
            return first.two[at];
        }
        let (p_a, p_b) = (first.one[at], second.one[at]);
        let ratio = self.x[a] / self.x[b];
        // Two classes without freedom may have run off to the same bound.
        let both = if ratio < 1.0 { (p_a - ratio * p_b) / (1.0 - ratio) } else { p_a * p_b };
        both.max(p_a + p_b - 1.0).max(0.0).min(p_a.min(p_b))
    }
}

impl JointProbabilities for SizeConditional {
    fn add_to(&self, a: usize, b: usize, count: &mut JointCount) {
        for (at, size) in self.sizes.iter().enumerate().filter(|(_, size)| size.value > 1) {
            count.add(Trials { n: size.n, p: self.both((a, b), at) });
        }
    }
}
