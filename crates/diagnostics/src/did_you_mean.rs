/// The candidate that is closest to a mistyped word, if it is close enough to be meant.
///
/// Distance is Damerau-Levenshtein (a swap of neighbours is one step); at most a third of the
/// longer word may differ. Ties go to the candidate that comes first.
///
/// ```
/// use newsloom_diagnostics::did_you_mean;
/// assert_eq!(did_you_mean("nmpi", ["pmi", "npmi", "dice"]), Some("npmi"));
/// assert_eq!(did_you_mean("fruit", ["pmi", "npmi", "dice"]), None);
/// ```
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(steps, candidate)| steps * 3 <= word.chars().count().max(candidate.chars().count()))
        .min_by_key(|(steps, _)| *steps)
        .map(|(_, candidate)| candidate)
}

fn distance(one: &str, other: &str) -> usize {
    strsim::damerau_levenshtein(&one.to_lowercase(), &other.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swap_of_letters_is_one_step() {
        assert_eq!(did_you_mean("sentnece", ["article", "paragraph", "sentence"]), Some("sentence"));
    }

    #[test]
    fn case_does_not_count() {
        assert_eq!(did_you_mean("NPMI", ["pmi", "npmi"]), Some("npmi"));
    }
}
