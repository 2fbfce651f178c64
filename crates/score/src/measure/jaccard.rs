use super::Measure;
use crate::Contingency;

/// `n_ij / (n_i + n_j - n_ij)`.
pub(super) const MEASURE: Measure = Measure {
    name: "jaccard",
    column: "jaccard",
    meaning: "Joint contexts over the contexts that name either; null if none does. Low for pairs of unequal frequency.",
    unit: "share",
    range: "0 to 1",
    citation: "Jaccard 1912; van Eck and Waltman 2009, JASIST 60(8)",
    compute: jaccard,
};

fn jaccard(table: &Contingency) -> Option<f64> {
    let either = table.n_i() + table.n_j() - table.n_ij();
    (either > 0).then(|| table.n_ij() as f64 / either as f64)
}
