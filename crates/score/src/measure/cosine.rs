use super::Measure;
use crate::Contingency;

/// `n_ij / √(n_i n_j)`.
pub(super) const MEASURE: Measure = Measure {
    name: "cosine",
    column: "cosine",
    meaning: "Joint contexts over the geometric mean of the margins (Ochiai); null if a margin is empty.",
    unit: "share",
    range: "0 to 1",
    citation: "Ochiai 1957; van Eck and Waltman 2009, JASIST 60(8)",
    compute: cosine,
};

fn cosine(table: &Contingency) -> Option<f64> {
    let product = table.n_i() as f64 * table.n_j() as f64;
    (product > 0.0).then(|| table.n_ij() as f64 / product.sqrt())
}
