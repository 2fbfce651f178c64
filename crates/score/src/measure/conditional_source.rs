use super::Measure;
use crate::Contingency;

/// `n_ij / n_i`.
pub(super) const MEASURE: Measure = Measure {
    name: "conditional-source",
    column: "conditional_source",
    meaning: "Share of the source's contexts that name the target too; null if the source has none.",
    unit: "share",
    range: "0 to 1",
    citation: "elementary",
    compute: conditional_source,
};

fn conditional_source(table: &Contingency) -> Option<f64> {
    (table.n_i() > 0).then(|| table.n_ij() as f64 / table.n_i() as f64)
}
