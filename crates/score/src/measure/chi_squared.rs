use super::Measure;
use crate::Contingency;

/// `Σ (O - E)² / E`.
pub(super) const MEASURE: Measure = Measure {
    name: "chi-squared",
    column: "chi_squared",
    meaning: "Pearson's chi-squared over the four cells, without continuity correction; null if a margin is empty or full. Not reliable at small counts.",
    unit: "squared deviates",
    range: "0 to n",
    citation: "Evert 2005, The Statistics of Word Cooccurrences",
    compute: chi_squared,
};

fn chi_squared(table: &Contingency) -> Option<f64> {
    let expected = table.expected_cells();
    if expected.iter().any(|e| *e <= 0.0) {
        return None;
    }
    let cells = table.observed_cells().into_iter().zip(expected);
    Some(cells.map(|(o, e)| (o as f64 - e).powi(2) / e).sum())
}
