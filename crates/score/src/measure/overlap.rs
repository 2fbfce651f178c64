use super::Measure;
use crate::Contingency;

/// `n_ij / min(n_i, n_j)`.
pub(super) const MEASURE: Measure = Measure {
    name: "overlap",
    column: "overlap",
    meaning: "Joint contexts over the smaller margin (Simpson); null if a margin is empty. High for a rare actor beside a frequent one.",
    unit: "share",
    range: "0 to 1",
    citation: "Simpson 1943; van Eck and Waltman 2009, JASIST 60(8)",
    compute: overlap,
};

fn overlap(table: &Contingency) -> Option<f64> {
    let smaller = table.n_i().min(table.n_j());
    (smaller > 0).then(|| table.n_ij() as f64 / smaller as f64)
}
