use super::Measure;
use crate::Contingency;

/// `n_ij / n_j`.
pub(super) const MEASURE: Measure = Measure {
    name: "conditional-target",
    column: "conditional_target",
    meaning: "Share of the target's contexts that name the source too; null if the target has none.",
    unit: "share",
    range: "0 to 1",
    citation: "elementary",
    compute: conditional_target,
};

fn conditional_target(table: &Contingency) -> Option<f64> {
    (table.n_j() > 0).then(|| table.n_ij() as f64 / table.n_j() as f64)
}
