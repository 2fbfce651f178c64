use super::Measure;
use crate::Contingency;

/// `(O11 - E11) / √E11`.
pub(super) const MEASURE: Measure = Measure {
    name: "collocation-z",
    column: "collocation_z",
    meaning: "z-score of collocations: joint minus expected contexts over the root of the expected ones; null if none is expected. Overstates rare pairs.",
    unit: "deviates",
    range: "any",
    citation: "Evert 2005, The Statistics of Word Cooccurrences",
    compute: collocation_z,
};

fn collocation_z(table: &Contingency) -> Option<f64> {
    let expected = table.expected();
    (expected > 0.0).then(|| (table.n_ij() as f64 - expected) / expected.sqrt())
}
