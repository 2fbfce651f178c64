use super::Measure;
use crate::Contingency;

/// `2 n_ij / (n_i + n_j)`.
pub(super) const MEASURE: Measure = Measure {
    name: "dice",
    column: "dice",
    meaning: "Twice the joint contexts over the sum of both margins; null if both are empty.",
    unit: "share",
    range: "0 to 1",
    citation: "Dice 1945; van Eck and Waltman 2009, JASIST 60(8)",
    compute: dice,
};

fn dice(table: &Contingency) -> Option<f64> {
    let sum = table.n_i() + table.n_j();
    (sum > 0).then(|| 2.0 * table.n_ij() as f64 / sum as f64)
}
