use super::Measure;
use crate::Contingency;

/// `pmi / -log2(n_ij / n)`.
pub(super) const MEASURE: Measure = Measure {
    name: "npmi",
    column: "npmi",
    meaning: "Normalised pointwise mutual information: pmi over -log2 of the joint share; -1 without a joint context, null if every context is joint. A joint hapax is 1.",
    unit: "index",
    range: "-1 to 1",
    citation: "Bouma 2009, GSCL",
    compute: npmi,
};

fn npmi(table: &Contingency) -> Option<f64> {
    if table.n_ij() == 0 {
        return (table.n() > 0).then_some(-1.0);
    }
    let joint_share = table.n_ij() as f64 / table.n() as f64;
    let pmi = (table.n_ij() as f64 / table.expected()).log2();
    (table.n_ij() < table.n()).then(|| pmi / -joint_share.log2())
}
