use super::Measure;
use crate::Contingency;

/// `log2(n_ij n / (n_i n_j))`.
pub(super) const MEASURE: Measure = Measure {
    name: "pmi",
    column: "pmi",
    meaning: "Pointwise mutual information: log2 of joint over expected contexts; null without a joint context. Misleads at small counts: a joint hapax gets log2 n.",
    unit: "bits",
    range: "up to log2 n",
    citation: "Church and Hanks 1990, Computational Linguistics 16(1)",
    compute: pmi,
};

fn pmi(table: &Contingency) -> Option<f64> {
    (table.n_ij() > 0).then(|| (table.n_ij() as f64 / table.expected()).log2())
}
