use crate::{Correction, PresenceModel};

/// The question that a q-value answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Question {
    /// Do more clusters name both actors than chance explains?
    #[default]
    Presence,
    /// Do both share a context in more of the clusters that name them than chance explains?
    Closeness,
}

impl Question {
    /// The word in recipes.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Presence => "presence",
            Self::Closeness => "closeness",
        }
    }
}

/// How the pairs of a run were tested.
#[derive(Debug, Clone, Copy)]
pub struct Inference<'a> {
    /// The question that pairs are called significant by.
    pub question: Question,
    /// How much actors crowd into the same contexts of a story, where closeness is asked.
    pub crowding: Option<f64>,
    /// The model of presence.
    pub model: &'static PresenceModel,
    /// Word for the strata ("month"), `None` for the pooled test.
    pub strata: Option<&'a str>,
    /// The correction for the number of tests.
    pub correction: &'static Correction,
    /// Tests in the family.
    pub n_tests: u64,
    /// Clusters that must name an actor before its pairs are tested.
    pub min_units: u64,
    /// Largest q-value that is called significant.
    pub level: f64,
    /// Whether p-values are mid-p-values.
    pub is_mid_p: bool,
}

/// A paragraph for the methods section of a paper, with the works to cite.
///
/// ```
/// use newsloom_score::{Inference, Question, correction, method_text, presence_model};
/// let text = method_text(&Inference {
///     question: Question::Presence,
///     crowding: None,
///     model: presence_model("size-conditional").unwrap(),
///     strata: Some("month"),
///     correction: correction("benjamini-hochberg").unwrap(),
///     n_tests: 5_313,
///     min_units: 5,
///     level: 0.05,
///     is_mid_p: false,
/// });
/// assert!(text.contains("within each month") && text.contains("5,313 tests"));
/// ```
pub fn method_text(inference: &Inference<'_>) -> String {
    let Inference { correction, min_units, level, .. } = inference;
    format!(
        "The unit of inference is the cluster, one story however often it was copied: sentences of one article are \
         not independent, so none is counted as a trial. {law} {tail} P-values were corrected by {correction} \
         ({correction_citation}) over {n_tests} tests: all pairs of actors named in at least {min_units} clusters \
         each, of which neither belongs to the other, {scope}; actors were chosen by their margins alone, which \
         leaves the tests valid (Bourgon, Gentleman and Huber 2010, Proceedings of the National Academy of Sciences \
         107). Pairs with q ≤ {level} are called significant. Co-mention is not interaction.",
        law = law(inference),
        tail = tail(inference),
        correction = correction.name,
        correction_citation = correction.citation,
        n_tests = grouped(inference.n_tests),
        scope = match inference.question {
            Question::Presence => "pairs that are never named together included",
            Question::Closeness => "as far as some cluster names both",
        },
    )
}

fn law(inference: &Inference<'_>) -> String {
    match inference.question {
        Question::Presence => {
            let PresenceModel { name, meaning, citation, .. } = inference.model;
            format!(
                "For every pair of actors the number of clusters that name both was compared with its law under the \
                 null model {name} ({citation}). {meaning} {}",
                strata(inference)
            )
        }
        Question::Closeness => format!(
            "For every pair of actors the number of clusters in which some context names both was compared with its \
             law if each actor's contexts were drawn at random among all contexts of every cluster that names both \
             (the hypergeometric law of each cluster, Fisher 1922; clusters are independent).{} It asks whether the \
             two stand closer than pairs usually do within the stories that name both, not whether more stories name \
             both than chance explains.",
            inference.crowding.map_or_else(String::new, crowded)
        ),
    }
}

fn crowded(crowding: f64) -> String {
    format!(
        " Since some contexts attract more actors than others, the chance that two stand apart in a cluster was raised \
         to the power {crowding:.3}, with which all pairs together are expected in as many joint clusters as observed."
    )
}

fn strata(inference: &Inference<'_>) -> String {
    match inference.strata {
        Some(period) => format!(
            "It was fitted within each {period} on its own margins and the laws were summed, so that two actors are \
             not called tied for being in the news at the same time."
        ),
        None => "It was fitted to the whole run at once, so actors in the news at the same time may be called tied \
                 for that alone."
            .to_owned(),
    }
}

fn tail(inference: &Inference<'_>) -> &'static str {
    if inference.is_mid_p {
        "P-values are mid-p-values (Lancaster 1961, Journal of the American Statistical Association 56): the \
         probability of more joint clusters and half that of exactly as many, so the rate of false discoveries is \
         approximate."
    } else {
        "P-values are the probabilities of at least as many joint clusters, one-sided, summed exactly where counts \
         are small and otherwise by the lattice saddlepoint approximation (Daniels 1987, International Statistical \
         Review 55), within 1 % of their value."
    }
}

/// A count with commas.
fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|g| str::from_utf8(g).expect("digits")).collect();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CORRECTIONS, PRESENCE_MODELS};

    #[test]
    fn every_choice_is_named_and_cited() {
        for model in PRESENCE_MODELS {
            for correction in CORRECTIONS {
                let mut inference = Inference {
                    question: Question::Presence,
                    crowding: Some(1.25),
                    model,
                    strata: None,
                    correction,
                    n_tests: 1_234_567,
                    min_units: 3,
                    level: 0.01,
                    is_mid_p: true,
                };
                let text = method_text(&inference);
                for part in
                    [model.name, model.citation, correction.name, correction.citation, "1,234,567", "0.01"]
                {
                    assert!(text.contains(part), "{part} in {text}");
                }
                assert!(text.contains("whole run at once") && text.contains("mid-p"));
                (inference.strata, inference.is_mid_p) = (Some("week"), false);
                let text = method_text(&inference);
                assert!(text.contains("within each week") && !text.contains("mid-p"));
                inference.question = Question::Closeness;
                let text = method_text(&inference);
                assert!(
                    text.contains("closer than pairs usually do")
                        && text.contains("the power 1.250")
                        && !text.contains(model.meaning)
                );
            }
        }
    }
}
