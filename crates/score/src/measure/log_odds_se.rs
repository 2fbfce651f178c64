use super::Measure;
use crate::Contingency;

/// `√Σ 1/(O + ½)`.
pub(super) const MEASURE: Measure = Measure {
    name: "log-odds-se",
    column: "log_odds_se",
    meaning: "Standard error of log-odds: the root of the sum of the reciprocals of the cells with one half added.",
    unit: "nats",
    range: "above 0",
    citation: "Haldane 1956, Annals of Human Genetics 20; Anscombe 1956, Biometrika 43",
    compute: log_odds_se,
};

fn log_odds_se(table: &Contingency) -> Option<f64> {
    let variance: f64 = table.observed_cells().map(|cell| 1.0 / (cell as f64 + 0.5)).iter().sum();
    (table.n() > 0).then(|| variance.sqrt())
}
