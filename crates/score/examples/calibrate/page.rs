//! The page of a calibration and its table.

use std::{fmt::Write, fs, io, path::Path};

use crate::{
    Cell, N_SEEDS, plot,
    world::{SCENARIOS, Scenario},
};

const CONTEXTS: [(&str, &str); 3] = [
    ("article", "Presence: stories are the units, and a pair is counted once a story."),
    ("closeness", "Closeness: stories that name both are the units. Do the two share a sentence?"),
    ("sentence", "Sentences as the units: what happens if sentences are taken for independent trials."),
];

const INTRODUCTION: &str = "\
# Calibration of the null models

Which model of chance may say that two actors are named together too often? Each is held here against worlds in which \
nothing ties two actors but what is built in, and those worlds are drawn from other families than the models' own. A \
model is fit to be the default if it is *centred* (the pairs that it expects are those observed, within 1 %), *holds its \
level* (of the p-values at most 5 % are below .05 and 0.1 % below .001; no pair, or next to none, has q ≤ .05), and \
then finds most of the pairs that were planted.

";

const DECISION: &str = "\
## What it decides

- **`size-conditional` by month is the default for presence.** It is the only model that expects as many pairs as there \
are, and in plain worlds and on the margins of real corpora it calls no pair of chance significant. `sdsm` is safe but \
expects too many pairs, the more so the shorter the units, and finds fewer planted ones. `hypergeometric` finds most and \
cannot be believed: where stories differ in how much they name, most of what it calls significant is chance.
- **Strata cost little where nothing is confounded and help where it is.** Months take out most of what busy times do, \
weeks all of it for somewhat less power. Outlets with specialities need strata of their own.
- **No stratum takes out topics, nor copies that were missed.** Actors of one topic do go together more than chance; that \
is what the test says, and it is not a tie of the two. Copies must be found before pairs are counted.
- **Sentences are no trials.** With sentences as units every model calls pairs of chance significant.
- **`placement` with the crowding estimated from all pairs is the test of closeness.** It is near its level in every plain world, at worst where mentions come in runs. Without \
the estimate its p-values are too small where first sentences name more actors than last ones; among only the sentences \
that name actors they are too large everywhere. The estimate makes the question a comparison: do the two stand closer \
than pairs usually do in these stories?

";

const NOTES: &str = "\
p-values of counts are discrete, so that even right ones are below .05 less often than in 5 of 100 cases. *Continuous* \
p-values make up for it, P(X > k) + U P(X = k) with U uniform on 0 to 1: right ones are uniform. They serve the \
calibration only. *Plain* worlds have nothing that ties actors (what `runs` and `lead` build in concerns sentences); in \
*confounded* ones actors go together for a reason that is none of the pair's own: the times, the outlet, the topic, a \
copy that was missed. Power is the share of planted pairs with q ≤ .05, where a story about the first actor of a pair \
names the second with a probability of .12 more, over all worlds that have sentences. Tests are of pairs whose actors \
are named in five units or more. `size-conditional` and the placement with estimated crowding are centred by \
construction, over all pairs together: for them the level is the evidence, not the total.

";

pub(crate) fn write(folder: &Path, cells: &[Cell]) -> io::Result<()> {
    fs::write(folder.join("calibration.csv"), csv(cells))?;
    fs::write(folder.join("README.md"), markdown(cells))?;
    for (context, _) in CONTEXTS {
        let is_shown = |c: &&Cell| c.context == context && !["week", "month-outlet"].contains(&c.strata);
        let shown: Vec<&Cell> = cells.iter().filter(is_shown).collect();
        fs::write(folder.join(format!("uniformity-{context}.svg")), plot::uniformity(&shown))?;
    }
    Ok(())
}

pub(crate) fn write_corpora(folder: &Path, cells: &[Cell], significant: &str) -> io::Result<()> {
    let page = format!(
        "# Calibration on the margins of real corpora\n\nMatrices drawn by the curveball algorithm, {N_SEEDS} of each: \
         places of Reuters-21578 (articles of three months, `month` and `week` by their dates), and persons, \
         organisations, locations and groups named in at least 5 of 594 newswire articles. Only margins of the corpora \
         are used, so every pair is one of chance.\n\n{}\n## Places of Reuters-21578 themselves\nPairs of places named \
         in at least 5 articles. The yardstick has tails of the binomial law with the mean and variance of 2,000 \
         draws.\n\n{significant}",
        table(cells.iter())
    );
    fs::write(folder.join("corpora.md"), page)
}

fn csv(cells: &[Cell]) -> String {
    let mut csv = String::from(
        "scenario,context,model,strata,n_worlds,n_tests,expected_over_observed,share_p_05,share_p_001,\
         share_continuous_05,share_continuous_001,n_false_bh,n_false_by,worlds_with_false,n_planted,power\n",
    );
    for Cell { scenario, context, model, strata, outcome: o } in cells {
        let power = o.power().map_or(String::new(), |power| format!("{power:.4}"));
        let _ = writeln!(
            csv,
            "{scenario},{context},{model},{strata},{},{},{:.4},{:.5},{:.6},{:.5},{:.6},{},{},{},{},{power}",
            o.n_worlds,
            o.n_tests,
            o.centring(),
            o.share(o.exact[0]),
            o.share(o.exact[1]),
            o.share(o.continuous[0]),
            o.share(o.continuous[1]),
            o.n_false,
            o.n_false_by,
            o.worlds_with_false,
            o.n_planted,
        );
    }
    csv
}

fn markdown(cells: &[Cell]) -> String {
    let mut page = String::from(INTRODUCTION);
    let _ = writeln!(
        page,
        "Made by `cargo run --release -p newsloom-score --example calibrate -- reports/calibration`: {N_SEEDS} worlds a \
         scenario, each of 120 actors and 2,000 stories of a year. [Real margins](corpora.md) have a page of their \
         own.\n\n| scenario | what it builds in | |\n|---|---|---|"
    );
    for scenario in SCENARIOS {
        let Scenario { name, meaning, .. } = scenario;
        let kind = if scenario.is_confounded() { "confounded" } else { "plain" };
        let _ = writeln!(page, "| {name} | {meaning} | {kind} |");
    }
    let _ = write!(page, "\n{NOTES}{DECISION}## Summary\n\n{}", summary(cells));
    for (context, meaning) in CONTEXTS {
        let shown = cells.iter().filter(|c| c.context == context);
        let _ = write!(
            page,
            "\n## By scenario: {context}\n{meaning}\n\n![Uniformity](uniformity-{context}.svg)\n\n{}",
            table(shown)
        );
    }
    page
}

/// The worst of each candidate over plain and over confounded scenarios, and its mean power.
fn summary(cells: &[Cell]) -> String {
    let mut table = String::from(
        "| context | model | strata | expected / observed, farthest from 1 | plain: continuous p ≤ .05, ≤ .001 at most | \
         plain: false pairs | confounded: p ≤ .05, ≤ .001 at most | confounded: false pairs | power |\n\
         |---|---|---|--:|--:|--:|--:|--:|--:|\n",
    );
    let mut candidates: Vec<(usize, &str, &str)> = Vec::new();
    for cell in cells {
        let context = CONTEXTS.iter().position(|(c, _)| *c == cell.context).unwrap_or(0);
        if !candidates.contains(&(context, cell.model, cell.strata)) {
            candidates.push((context, cell.model, cell.strata));
        }
    }
    candidates.sort_by_key(|(context, ..)| *context);
    for (context, model, strata) in candidates {
        let context = CONTEXTS[context].0;
        let of: Vec<&Cell> =
            cells.iter().filter(|c| (c.context, c.model, c.strata) == (context, model, strata)).collect();
        let off = |c: &Cell| c.outcome.centring();
        let farthest = of.iter().map(|c| off(c)).max_by(|a, b| (a - 1.0).abs().total_cmp(&(b - 1.0).abs()));
        let power: Vec<f64> = of.iter().filter_map(|c| c.outcome.power()).collect();
        let _ = writeln!(
            table,
            "| {context} | {model} | {strata} | {:.3} | {} | {} | {:.3} |",
            farthest.unwrap_or(1.0),
            worst(&of, false),
            worst(&of, true),
            power.iter().sum::<f64>() / power.len() as f64
        );
    }
    table
}

fn worst(cells: &[&Cell], confounded: bool) -> String {
    let is_of_kind = |name: &str| SCENARIOS.iter().any(|s| s.name == name && s.is_confounded() == confounded);
    let of: Vec<_> = cells.iter().filter(|c| is_of_kind(&c.scenario)).map(|c| &c.outcome).collect();
    let most = |at: usize| of.iter().map(|o| o.share(o.continuous[at])).fold(0.0, f64::max);
    let n_false: u64 = of.iter().map(|o| o.n_false).sum();
    let n_worlds: u64 = of.iter().map(|o| o.worlds_with_false).sum();
    let all: u64 = of.iter().map(|o| o.n_worlds).sum();
    format!("{:.4}, {:.5} | {n_false} in {n_worlds} of {all} worlds", most(0), most(1))
}

fn table<'a>(cells: impl Iterator<Item = &'a Cell>) -> String {
    let mut table = String::from(
        "| scenario | model | strata | expected / observed | p ≤ .05 | p ≤ .001 | continuous p ≤ .05 | \
         continuous p ≤ .001 | false at q ≤ .05: BH (worlds) | BY | power |\n\
         |---|---|---|--:|--:|--:|--:|--:|--:|--:|--:|\n",
    );
    for Cell { scenario, model, strata, outcome: o, .. } in cells {
        let power = o.power().map_or("–".to_owned(), |power| format!("{power:.3}"));
        let _ = writeln!(
            table,
            "| {scenario} | {model} | {strata} | {:.3} | {:.4} | {:.5} | {:.4} | {:.5} | {} ({}) | {} | {power} |",
            o.centring(),
            o.share(o.exact[0]),
            o.share(o.exact[1]),
            o.share(o.continuous[0]),
            o.share(o.continuous[1]),
            o.n_false,
            o.worlds_with_false,
            o.n_false_by,
        );
    }
    table
}
