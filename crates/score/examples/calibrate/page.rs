//! The tables of a calibration.

use std::{fmt::Write, fs, io, path::Path};

use crate::{Cell, N_SEEDS, plot, world::SCENARIOS};

const CONTEXTS: [(&str, &str); 3] = [
    ("article", "Presence: stories are the units, a pair is counted once a story."),
    ("sentence", "Sentences as the units: what would happen if sentences were trials."),
    ("closeness", "Closeness: stories that name both are the units; do they share a sentence?"),
];

pub(crate) fn write(folder: &Path, cells: &[Cell]) -> io::Result<()> {
    fs::write(folder.join("calibration.csv"), csv(cells))?;
    fs::write(folder.join("tables.md"), markdown(cells))?;
    for (context, _) in CONTEXTS {
        let shown: Vec<&Cell> = cells
            .iter()
            .filter(|c| c.context == context && ["all", "month", "story"].contains(&c.strata))
            .collect();
        fs::write(folder.join(format!("uniformity-{context}.svg")), plot::uniformity(&shown))?;
    }
    Ok(())
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
    let mut page = String::from("# Tables of the calibration\n\n");
    let _ = writeln!(
        page,
        "Made by `cargo run --release -p newsloom-score --example calibrate -- reports/calibration`; {N_SEEDS} worlds a \
         scenario.\n\n| scenario | what it builds in |\n|---|---|"
    );
    for scenario in SCENARIOS {
        let _ = writeln!(page, "| {} | {} |", scenario.name, scenario.meaning);
    }
    for (context, meaning) in CONTEXTS {
        let _ = writeln!(
            page,
            "\n## {context}\n{meaning}\n\n![Uniformity](uniformity-{context}.svg)\n\n| scenario | model | strata | \
             expected / observed | p ≤ .05 | p ≤ .001 | continuous p ≤ .05 | continuous p ≤ .001 | false at q ≤ .05 (BH, \
             worlds) | false (BY) | power |\n|---|---|---|--:|--:|--:|--:|--:|--:|--:|--:|"
        );
        for cell in cells.iter().filter(|c| c.context == context) {
            let o = &cell.outcome;
            let power = o.power().map_or("–".to_owned(), |power| format!("{power:.3}"));
            let _ = writeln!(
                page,
                "| {} | {} | {} | {:.3} | {:.4} | {:.5} | {:.4} | {:.5} | {} ({}) | {} | {power} |",
                cell.scenario,
                cell.model,
                cell.strata,
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
    }
    page
}
