use newsloom_score::{Inference, Measure, Question, correction, method_text, presence_model};

use super::Section;
use crate::{document::Block, run::Run};

/// What the numbers mean and where they come from.
pub(super) const SECTION: Section = Section { name: "method", title: "Method", render };

/// Words of this report.
const TERMS: &[(&str, &str)] = &[
    (
        "Actor, mention",
        "A political entity of the dictionaries; one occurrence of a name, office or other pattern of it in the \
         story or title of an article.",
    ),
    (
        "Context, co-mention",
        "The part of an article in which two actors count as together; two different actors in one context. A \
         context counts a pair once. Headings are no contexts. Co-mention is not interaction.",
    ),
    (
        "Near-duplicates, cluster, representative",
        "Articles that carry the same story, such as wire copy; their group; the one that stands for it, the \
         longest after cleaning. Contexts and clusters are counted on representatives; copies add to articles and \
         outlets only.",
    ),
    (
        "Affiliated pair",
        "Two actors of which one belongs to the other or holds an office in it on the day of the article. Such \
         pairs are not tested.",
    ),
    (
        "Week",
        "ISO 8601 week of publication, Monday to Sunday, in the time zone of the recipe. Null is not zero: a week \
         without coverage has no share.",
    ),
    (
        "Wilson 95 % interval",
        "Of a share (Wilson 1927, Journal of the American Statistical Association 22), the number of clusters divided \
         by the actor's overdispersion: how much more its shares differ from week to week than those of independent \
         clusters would.",
    ),
    (
        "Burst",
        "Weeks in which the odds of naming an actor are at a multiple of its usual odds, by the two-state model of \
         Kleinberg 2003 (Data Mining and Knowledge Discovery 7) with weekly totals, so that the volume of news makes none.",
    ),
    (
        "Change point",
        "The first week of a new level of a share: binomial PELT (Killick, Fearnhead and Eckley 2012, Journal of the \
         American Statistical Association 107), its cost divided by the actor's overdispersion.",
    ),
    (
        "Community",
        "Actors that the pairs of the network tie more closely to each other than to the rest: Leiden algorithm \
         (Traag, Waltman and van Eck 2019, Scientific Reports 9) by modularity over joint counts.",
    ),
    (
        "q-value",
        "The p-value after correction over the family of tests: the share of false discoveries among the pairs whose \
         q-values are not larger.",
    ),
];

fn render(run: &Run) -> Vec<Block> {
    let mut blocks = vec![Block::text(choices(run)), Block::Terms(terms())];
    blocks
        .push(Block::Note(tests(run).unwrap_or_else(|| "How pairs were tested is not recorded.".to_owned())));
    if !run.measures.is_empty() {
        blocks.push(Block::text("The association measures of this run, over contexts:"));
        blocks.push(Block::Terms(run.measures.iter().map(|measure| measure_term(measure)).collect()));
    }
    blocks
}

fn choices(run: &Run) -> String {
    let choice = |key: &str| run.setting("score", key).unwrap_or_else(|| "not recorded".to_owned());
    format!(
        "Context: {}. Level: {}. Counting: {}. Universe of contexts: {}. Government and country: {}.",
        choice("context"),
        choice("level"),
        choice("counting"),
        choice("universe"),
        choice("government")
    )
}

fn terms() -> Vec<(String, String)> {
    TERMS.iter().map(|(word, text)| ((*word).to_owned(), (*text).to_owned())).collect()
}

/// How the pairs were tested, as a paragraph to cite; nothing if the manifest does not tell.
fn tests(run: &Run) -> Option<String> {
    let chosen = run.manifest.settings.get("score")?.get("significance")?;
    let word = |key: &str| chosen.get(key)?.as_str();
    let strata: Vec<&str> = chosen.get("strata")?.as_array()?.iter().filter_map(|s| s.as_str()).collect();
    let strata = strata.join(" and ");
    let crowding = run.manifest.notes.get("closeness_crowding_thousandths");
    Some(method_text(&Inference {
        crowding: crowding.map(|thousandths| *thousandths as f64 / 1_000.0),
        question: if word("test") == Some("closeness") { Question::Closeness } else { Question::Presence },
        model: presence_model(word("null-model")?)?,
        strata: Some(strata.as_str()).filter(|strata| !strata.is_empty()),
        correction: correction(word("correction")?)?,
        n_tests: run.pairs.n_tests,
        min_units: chosen.get("min-units")?.as_u64()?,
        level: chosen.get("level")?.as_f64()?,
        is_mid_p: word("p-values") == Some("mid"),
    }))
}

fn measure_term(measure: &Measure) -> (String, String) {
    let Measure { name, meaning, range, unit, citation, .. } = measure;
    ((*name).to_owned(), format!("{meaning} Range: {range}; unit: {unit}. {citation}."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn the_null_model_and_each_measure_are_named_with_their_sources() {
        let blocks = render(&sample::run(""));
        let notes: Vec<&String> =
            blocks.iter().filter_map(|b| if let Block::Note(text) = b { Some(text) } else { None }).collect();
        assert!(
            notes[0].contains("size-conditional (Chen, Dempster and Liu 1994")
                && notes[0].contains("3 tests")
        );
        assert!(notes[0].contains("within each month"));
        let Some(Block::Terms(measures)) = blocks.last() else { panic!("measures come last") };
        assert!(measures[0].0 == "npmi" && measures[0].1.contains("Bouma 2009"));
    }
}
