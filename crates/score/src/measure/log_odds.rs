use super::Measure;
use crate::Contingency;

/// `ln((O11 + ½)(O22 + ½) / ((O12 + ½)(O21 + ½)))`.
pub(super) const MEASURE: Measure = Measure {
    name: "log-odds",
    column: "log_odds",
    meaning: "Log odds ratio with one half added to each cell. Assumes that contexts are alike.",
    unit: "nats",
    range: "any",
    citation: "Haldane 1956, Annals of Human Genetics 20; Anscombe 1956, Biometrika 43",
    compute: log_odds,
};

fn log_odds(table: &Contingency) -> Option<f64> {
    let [both, only_i, only_j, neither] = table.observed_cells().map(|cell| cell as f64 + 0.5);
    (table.n() > 0).then(|| (both * neither / (only_i * only_j)).ln())
}
