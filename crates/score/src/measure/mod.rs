//! Association measures: functions of the 2×2 table, one a file, listed in [`MEASURES`].

mod association_strength;
mod chi_squared;
mod collocation_z;
mod conditional_source;
mod conditional_target;
mod cosine;
mod dice;
mod jaccard;
mod log_likelihood;
mod log_odds;
mod log_odds_se;
mod npmi;
mod overlap;
mod pmi;
mod t_score;

use crate::Contingency;

/// An association measure.
#[derive(Debug)]
pub struct Measure {
    /// Its name in recipes.
    pub name: &'static str,
    /// Its column in tables.
    pub column: &'static str,
    /// What it says, and when it misleads.
    pub meaning: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// The values it can take.
    pub range: &'static str,
    /// Where it comes from.
    pub citation: &'static str,
    /// The measure itself; `None` where it is not defined, which becomes null.
    pub compute: fn(&Contingency) -> Option<f64>,
}

/// Every association measure.
pub const MEASURES: &[Measure] = &[
    pmi::MEASURE,
    npmi::MEASURE,
    log_likelihood::MEASURE,
    chi_squared::MEASURE,
    t_score::MEASURE,
    collocation_z::MEASURE,
    jaccard::MEASURE,
    dice::MEASURE,
    cosine::MEASURE,
    overlap::MEASURE,
    association_strength::MEASURE,
    conditional_source::MEASURE,
    conditional_target::MEASURE,
    log_odds::MEASURE,
    log_odds_se::MEASURE,
];

/// The measure of a name.
///
/// ```
/// let table = newsloom_score::Contingency::new(5, 20, 15, 1_000).unwrap();
/// let npmi = newsloom_score::measure("npmi").unwrap();
/// assert!(((npmi.compute)(&table).unwrap() - 0.531).abs() < 1e-4);
/// ```
pub fn measure(name: &str) -> Option<&'static Measure> {
    MEASURES.iter().find(|measure| measure.name == name)
}

#[cfg(test)]
mod tests;
