use super::Measure;
use crate::Contingency;

/// `2 Σ O ln(O/E)` with the sign of `O11 - E11`.
pub(super) const MEASURE: Measure = Measure {
    name: "log-likelihood",
    column: "log_likelihood",
    meaning: "Signed log-likelihood ratio: 2 times the sum over the four cells of O ln(O/E), negative if the two are together less than expected. Not reliable where E is below 1.",
    unit: "2 nats",
    range: "any",
    citation: "Dunning 1993, Computational Linguistics 19(1)",
    compute: log_likelihood,
};

fn log_likelihood(table: &Contingency) -> Option<f64> {
    let cells = table.observed_cells().into_iter().zip(table.expected_cells());
    let sum: f64 = cells.filter(|(o, _)| *o > 0).map(|(o, e)| o as f64 * (o as f64 / e).ln()).sum();
    let sign = if (table.n_ij() as f64) < table.expected() { -1.0 } else { 1.0 };
    // Rounding can leave a tiny negative sum where observed and expected agree.
    (table.n() > 0).then(|| sign * (2.0 * sum).max(0.0))
}
