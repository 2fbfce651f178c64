//! What became of the tests of a world.

use newsloom_score::{benjamini_hochberg, benjamini_yekutieli};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// A test of a pair.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tested {
    pub(crate) pair: (u32, u32),
    pub(crate) observed: u64,
    pub(crate) expected: f64,
    /// P(X ≥ observed) and P(X > observed).
    pub(crate) p: f64,
    pub(crate) above: f64,
}

pub(crate) const LEVEL: f64 = 0.05;
/// Thresholds of the uniformity plots: eight a decade, from 1e-5 to 1.
pub(crate) const N_THRESHOLDS: usize = 41;

pub(crate) fn threshold(at: usize) -> f64 {
    10f64.powf(at as f64 / 8.0 - 5.0)
}

/// Sums over the seeds of a scenario.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) n_tests: u64,
    pub(crate) observed: u64,
    pub(crate) expected: f64,
    /// p-values as they are, at most .05 and .001.
    pub(crate) exact: [u64; 2],
    /// The same for p-values made continuous: P(X > k) + U P(X = k), with U uniform.
    pub(crate) continuous: [u64; 2],
    pub(crate) below: Vec<u64>,
    /// Pairs at q ≤ .05 in worlds without ties, by Benjamini–Hochberg and Benjamini–Yekutieli.
    pub(crate) n_false: u64,
    pub(crate) n_false_by: u64,
    pub(crate) worlds_with_false: u64,
    pub(crate) n_worlds: u64,
    pub(crate) n_planted: u64,
    pub(crate) n_found: u64,
}

impl Outcome {
    pub(crate) fn add_null(&mut self, tested: &[Tested], rng: &mut ChaCha8Rng) {
        self.below.resize(N_THRESHOLDS, 0);
        for test in tested {
            let continuous = test.above + rng.random::<f64>() * (test.p - test.above);
            self.n_tests += 1;
            self.observed += test.observed;
            self.expected += test.expected;
            for (at, level) in [LEVEL, 0.001].into_iter().enumerate() {
                self.exact[at] += u64::from(test.p <= level);
                self.continuous[at] += u64::from(continuous <= level);
            }
            for (at, below) in self.below.iter_mut().enumerate() {
                *below += u64::from(continuous <= threshold(at));
            }
        }
        let p: Vec<f64> = tested.iter().map(|t| t.p).collect();
        let n_false = n_significant(&benjamini_hochberg(&p, p.len() as u64));
        self.n_false += n_false;
        self.n_false_by += n_significant(&benjamini_yekutieli(&p, p.len() as u64));
        self.worlds_with_false += u64::from(n_false > 0);
        self.n_worlds += 1;
    }

    pub(crate) fn add_planted(&mut self, tested: &[Tested], planted: &[(u32, u32)]) {
        let p: Vec<f64> = tested.iter().map(|t| t.p).collect();
        let q = benjamini_hochberg(&p, p.len() as u64);
        let found = tested.iter().zip(&q).filter(|(t, q)| **q <= LEVEL && planted.contains(&t.pair));
        self.n_found += found.count() as u64;
        self.n_planted += planted.len() as u64;
    }

    /// Expected over observed pairs.
    pub(crate) fn centring(&self) -> f64 {
        self.expected / self.observed as f64
    }

    pub(crate) fn share(&self, n: u64) -> f64 {
        n as f64 / self.n_tests as f64
    }

    pub(crate) fn power(&self) -> Option<f64> {
        (self.n_planted > 0).then(|| self.n_found as f64 / self.n_planted as f64)
    }
}

fn n_significant(q: &[f64]) -> u64 {
    q.iter().filter(|q| **q <= LEVEL).count() as u64
}
