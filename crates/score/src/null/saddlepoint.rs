//! The upper tail of a Poisson-binomial law by the lattice saddlepoint approximation.

use std::f64::consts::{FRAC_1_SQRT_2, PI};

use super::Trials;

/// Below this variance of the tilted law the approximation is not accurate enough.
const LEAST_VARIANCE: f64 = 3.0;
const MAX_STEPS: usize = 60;

/// Cumulants of the law tilted by e^s, with the cumulant generating function at s.
#[derive(Debug, Clone, Copy, Default)]
struct Tilted {
    ln_mgf: f64,
    variance: f64,
    third: f64,
    fourth: f64,
}

/// P(X ≥ k) for k well above the mean and below the number of trials; `None` where the approximation
/// does not hold.
///
/// Lugannani and Rice 1980, Advances in Applied Probability 12; second order and lattice correction
/// after Daniels 1987, International Statistical Review 55.
pub(super) fn upper(trials: &[Trials], k: u64) -> Option<f64> {
    let k = k as f64;
    let s = saddlepoint(trials, k)?;
    let at = tilted(trials, s);
    (at.variance >= LEAST_VARIANCE).then(|| lugannani_rice(at, s, k))
}

/// Where the tilted law has mean `k`; `None` if it lies too far out.
fn saddlepoint(trials: &[Trials], k: f64) -> Option<f64> {
    let mut s = (k / mean_variance(trials, 0.0).0).ln();
    for _ in 0..MAX_STEPS {
        let (mean, variance) = mean_variance(trials, s);
        let step = (k - mean) / variance;
        if !step.is_finite() {
            return None;
        }
        s += step.clamp(-1.0, 1.0);
        if step.abs() < 1e-9 {
            return Some(s);
        }
    }
    None
}

fn mean_variance(trials: &[Trials], s: f64) -> (f64, f64) {
    let e = s.exp();
    let (mut mean, mut variance) = (0.0, 0.0);
    for t in trials {
        let q = t.p * e / (1.0 - t.p + t.p * e);
        mean += t.n as f64 * q;
        variance += t.n as f64 * q * (1.0 - q);
    }
    (mean, variance)
}

fn tilted(trials: &[Trials], s: f64) -> Tilted {
    let (e, e_less_1) = (s.exp(), libm::expm1(s));
    let mut sum = Tilted::default();
    for t in trials {
        let n = t.n as f64;
        let q = t.p * e / (1.0 - t.p + t.p * e);
        let v = q * (1.0 - q);
        sum.ln_mgf += n * libm::log1p(t.p * e_less_1);
        sum.variance += n * v;
        sum.third += n * v * (1.0 - 2.0 * q);
        sum.fourth += n * v * (1.0 - 6.0 * v);
    }
    sum
}

fn lugannani_rice(at: Tilted, s: f64, k: f64) -> f64 {
    let sd = at.variance.sqrt();
    let (skewness, kurtosis) = (at.third / (at.variance * sd), at.fourth / at.variance.powi(2));
    let w = (2.0 * (s * k - at.ln_mgf)).max(0.0).sqrt().copysign(s);
    // 1/(1 − e^−s) sums the lattice above k; it and its derivatives stand where 1/s does for a density.
    let e = (-s).exp();
    let rest = -libm::expm1(-s);
    let (sum, first, second) = (1.0 / rest, -e / rest.powi(2), e * (1.0 + e) / rest.powi(3));
    let correction = kurtosis / 8.0 - 5.0 * skewness * skewness / 24.0;
    let lattice =
        (sum * (1.0 + correction) + first * skewness / (2.0 * sd) - second / (2.0 * at.variance)) / sd;
    let density = (-0.5 * w * w).exp() / (2.0 * PI).sqrt();
    normal_upper(w) + density * (lattice - 1.0 / w + w.powi(-3))
}

fn normal_upper(z: f64) -> f64 {
    0.5 * libm::erfc(z * FRAC_1_SQRT_2)
}
