use super::Measure;
use crate::Contingency;

/// `n_ij n / (n_i n_j)`.
pub(super) const MEASURE: Measure = Measure {
    name: "association-strength",
    column: "association_strength",
    meaning: "Joint over expected contexts (proximity index); null if none is expected. Two to the power of pmi.",
    unit: "ratio",
    range: "0 to n",
    citation: "van Eck and Waltman 2009, JASIST 60(8)",
    compute: association_strength,
};

fn association_strength(table: &Contingency) -> Option<f64> {
    let expected = table.expected();
    (expected > 0.0).then(|| table.n_ij() as f64 / expected)
}
