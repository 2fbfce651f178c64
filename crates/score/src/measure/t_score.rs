use super::Measure;
use crate::Contingency;

/// `(O11 - E11) / √O11`.
pub(super) const MEASURE: Measure = Measure {
    name: "t-score",
    column: "t_score",
    meaning: "t-score: joint minus expected contexts over the root of the joint ones; null without a joint context. Favours frequent pairs.",
    unit: "deviates",
    range: "any",
    citation: "Church et al. 1991; Evert 2005",
    compute: t_score,
};

fn t_score(table: &Contingency) -> Option<f64> {
    let joint = table.n_ij() as f64;
    (joint > 0.0).then(|| (joint - table.expected()) / joint.sqrt())
}
