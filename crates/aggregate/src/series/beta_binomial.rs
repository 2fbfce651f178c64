//! The tails of counts that vary more than independent ones would.

use super::incomplete_beta;

/// Dispersions that differ from 1 by less are those of independent counts.
const NEGLIGIBLE: f64 = 1e-9;

/// P(X ≥ k) and P(X ≤ k).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Tails {
    pub(crate) upper: f64,
    pub(crate) lower: f64,
}

impl Tails {
    /// Twice the smaller one, at most 1.
    pub(crate) fn two_sided(self) -> f64 {
        (2.0 * self.upper.min(self.lower)).min(1.0)
    }

    /// Those of the rest of the series.
    fn mirrored(self) -> Self {
        Self { upper: self.lower, lower: self.upper }
    }
}

/// The tails of a count of `k` in a series that sums to `total`, where the period has part `pi` of the
/// exposure and counts vary so many times as much as independent ones: the mean over some such dispersions.
///
/// Counts with variance φ times their mean are negative binomial with size μ/(φ − 1); given their sum they
/// are Dirichlet-multinomial, and one of them is beta-binomial with a = π K/(φ − 1), b = (1 − π) K/(φ − 1).
/// At φ = 1 that is the binomial.
pub(crate) fn tails<const N: usize>((k, total): (u64, u64), pi: f64, dispersions: [f64; N]) -> Tails {
    let (k, total) = (k as f64, total as f64);
    let choose = Choose::new(k, total);
    let mut independent = None;
    let mut mean = Tails::default();
    for phi in dispersions {
        let one = if phi <= 1.0 + NEGLIGIBLE {
            *independent.get_or_insert_with(|| binomial((k, total), pi))
        } else {
            let scale = total / (phi - 1.0);
            beta_binomial(&choose, (pi * scale, (1.0 - pi) * scale))
        };
        mean.upper += one.upper / N as f64;
        mean.lower += one.lower / N as f64;
    }
    mean
}

fn binomial((k, total): (f64, f64), pi: f64) -> Tails {
    if total <= FEW {
        return if pi > 0.5 {
            binomial_of_few((total - k, total), 1.0 - pi).mirrored()
        } else {
            binomial_of_few((k, total), pi)
        };
    }
    let upper = if k > 0.0 { incomplete_beta(pi, (k, total - k + 1.0)) } else { 1.0 };
    let lower = if total > k { incomplete_beta(1.0 - pi, (total - k, k + 1.0)) } else { 1.0 };
    Tails { upper, lower }
}

/// Each term from the one before, which costs less than an incomplete beta function; `pi` is at most ½.
fn binomial_of_few((k, total): (f64, f64), pi: f64) -> Tails {
    let odds = pi / (1.0 - pi);
    let mut tails = Tails::default();
    let (mut at, mut term) = (0.0, (total * (-pi).ln_1p()).exp());
    while at <= total {
        tails.upper += if at >= k { term } else { 0.0 };
        tails.lower += if at <= k { term } else { 0.0 };
        term *= (total - at) / (at + 1.0) * odds;
        at += 1.0;
    }
    Tails { upper: tails.upper.min(1.0), lower: tails.lower.min(1.0) }
}

/// The tail away from the mean is summed term by term, the other follows from it.
fn beta_binomial(choose: &Choose, (a, b): (f64, f64)) -> Tails {
    let Choose { k, total, .. } = *choose;
    let here = choose.probability((a, b));
    let up = |x: f64| (total - x) * (x + a) / ((x + 1.0) * (total - x - 1.0 + b));
    let down = |x: f64| x * (total - x + b) / ((total - x + 1.0) * (x - 1.0 + a));
    if k * (a + b) > total * a {
        let upper = sum(here, (k, total), up);
        Tails { upper, lower: (1.0 - upper + here).clamp(0.0, 1.0) }
    } else {
        let lower = sum(here, (total - k, total), |steps| down(total - steps));
        Tails { upper: (1.0 - lower + here).clamp(0.0, 1.0), lower }
    }
}

/// The sum of the terms from the one at `at` to the one at `end`, each from the one before.
fn sum(first: f64, (mut at, end): (f64, f64), next: impl Fn(f64) -> f64) -> f64 {
    let (mut term, mut sum) = (first, first);
    while at < end && term > sum * f64::EPSILON * 0.01 {
        term *= next(at);
        sum += term;
        at += 1.0;
    }
    sum.min(1.0)
}

/// Sums up to which a probability is a product, which costs less than logarithms of Γ.
const FEW: f64 = 32.0;

/// A count of a sum, and in how many ways it can be.
struct Choose {
    k: f64,
    total: f64,
    /// The logarithm of the number of ways; 0 where it is not used.
    ln: f64,
}

impl Choose {
    fn new(k: f64, total: f64) -> Self {
        let ln = || libm::lgamma(total + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(total - k + 1.0);
        Self { k, total, ln: if total <= FEW { 0.0 } else { ln() } }
    }

    /// P(X = k).
    fn probability(&self, (a, b): (f64, f64)) -> f64 {
        let Self { k, total, ln } = *self;
        if total <= FEW {
            return product((k, total), (a, b));
        }
        let ln_beta = |a: f64, b: f64| libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b);
        (ln + ln_beta(k + a, total - k + b) - ln_beta(a, b)).exp()
    }
}

/// P(X = k) as Pólya's urn draws it: first the k, then the rest, in each of the orders.
fn product((k, total): (f64, f64), (a, b): (f64, f64)) -> f64 {
    let (mut p, mut drawn) = (1.0, 0.0);
    while drawn < total {
        let (hits, misses) = (drawn.min(k), (drawn - k).max(0.0));
        let ways = if drawn < k { 1.0 } else { (drawn + 1.0) / (misses + 1.0) };
        let urn = if drawn < k { a + hits } else { b + misses };
        p *= ways * urn / (a + b + drawn);
        drawn += 1.0;
    }
    p
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// k, total, a, b, upper tail, lower tail.
    type Case = (f64, f64, f64, f64, f64, f64);

    const REFERENCE: &[Case] = &[
        (12.0, 20.0, 1.5, 6.5, 0.02094082473691246, 0.9880863482652454),
        (0.0, 20.0, 1.5, 6.5, 1.0, 0.12655310836905273),
        (3.0, 30.0, 0.4, 2.1, 0.47594560201673985, 0.5878265994949116),
        (90.0, 400.0, 2.5, 60.0, 2.5896920944632922e-05, 0.9999779700863046),
        (5.0, 5.0, 0.7, 0.7, 0.20584753787878787, 1.0),
        (40.0, 1000.0, 30.0, 900.0, 0.18014143868778407, 0.8476465527445238),
    ];

    #[test]
    fn agrees_with_exact_sums() {
        // mpmath, 40 digits; the upper tails of scipy 1.17 are off by 1e-8 in the fourth case.
        for (k, total, a, b, upper, lower) in REFERENCE {
            let found = beta_binomial(&Choose::new(*k, *total), (*a, *b));
            assert!((found.upper / upper - 1.0).abs() < 1e-9, "{k} of {total}: {found:?}");
            assert!((found.lower / lower - 1.0).abs() < 1e-9, "{k} of {total}: {found:?}");
        }
    }

    proptest! {
        #[test]
        fn the_tails_overlap_in_one_term_and_widen_with_the_dispersion(
            k in 0..40u64, rest in 0..200u64, pi in 0.01..0.6f64, phi in 1.0..8.0f64,
        ) {
            let total = k + rest;
            prop_assume!(total > 0);
            let found = tails((k, total), pi, [phi]);
            prop_assert!((0.0..=1.0).contains(&found.upper) && (0.0..=1.0).contains(&found.lower));
            prop_assert!(found.upper + found.lower >= 1.0 - 1e-9);
            if k as f64 > 3.0 * total as f64 * pi + 3.0 {
                prop_assert!(tails((k, total), pi, [phi + 0.5]).upper >= found.upper * (1.0 - 1e-9));
            }
        }

        #[test]
        fn a_product_is_what_logarithms_give(
            k in 0..20u64, rest in 0..13u64, a in 0.01..900.0f64, b in 0.01..900.0f64,
        ) {
            let (k, total) = (k as f64, (k + rest) as f64);
            let ln_beta = |a: f64, b: f64| libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b);
            let ln_choose = -(total + 1.0).ln() - ln_beta(k + 1.0, total - k + 1.0);
            let expected = (ln_choose + ln_beta(k + a, total - k + b) - ln_beta(a, b)).exp();
            let found = product((k, total), (a, b));
            prop_assert!((found / expected - 1.0).abs() < 1e-9, "{} is not {}", found, expected);
        }

        #[test]
        fn few_terms_are_what_the_incomplete_beta_function_gives(
            k in 0..20u64, rest in 0..13u64, pi in 0.001..0.999f64,
        ) {
            let (k, total) = (k as f64, (k + rest) as f64);
            let found = binomial((k, total), pi);
            let upper = if k > 0.0 { incomplete_beta(pi, (k, total - k + 1.0)) } else { 1.0 };
            let lower = if total > k { incomplete_beta(1.0 - pi, (total - k, k + 1.0)) } else { 1.0 };
            prop_assert!((found.upper / upper - 1.0).abs() < 1e-9, "{} is not {}", found.upper, upper);
            prop_assert!((found.lower / lower - 1.0).abs() < 1e-9, "{} is not {}", found.lower, lower);
        }

        #[test]
        fn near_independence_it_is_the_binomial(k in 0..30u64, rest in 1..60u64, pi in 0.02..0.9f64) {
            let (exact, near) = (tails((k, k + rest), pi, [1.0]), tails((k, k + rest), pi, [1.0 + 1e-6]));
            prop_assert!((exact.upper - near.upper).abs() < 1e-4 && (exact.lower - near.lower).abs() < 1e-4);
        }
    }
}
