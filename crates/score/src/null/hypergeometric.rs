use super::{Fit, JointCount, Margins, PresenceModel, fit::JointProbabilities};

/// Every unit alike.
pub(super) const MODEL: PresenceModel = PresenceModel {
    name: "hypergeometric",
    meaning: "Both margins of the pair and the number of units fixed, every unit alike. Known to call chance \
              significant on news, since some articles name many actors: read its p-values as a lower bound. \
              Over strata it is the exact conditional test of Mantel and Haenszel.",
    citation: "Fisher 1922, Journal of the Royal Statistical Society 85; Mantel and Haenszel 1959, Journal of the \
               National Cancer Institute 22; Evert 2005, The Statistics of Word Cooccurrences",
    fit,
};

#[derive(Debug)]
struct Draws {
    degrees: Vec<u64>,
    n_units: u64,
}

fn fit(margins: &Margins) -> Fit {
    let degrees = margins.degrees().iter().map(|d| d.value).collect();
    Fit::new(margins, Draws { degrees, n_units: margins.n_units() }, 0.0)
}

impl JointProbabilities for Draws {
    fn add_to(&self, a: usize, b: usize, count: &mut JointCount) {
        count.add_draws(self.degrees[a], self.degrees[b], self.n_units);
    }
}
