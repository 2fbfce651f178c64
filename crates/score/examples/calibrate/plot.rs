//! Uniformity plots: for each threshold the share of p-values below it, both on logarithmic axes.

use std::fmt::Write;

use crate::{
    Cell,
    tested::{N_THRESHOLDS, threshold},
};

const PANEL: f64 = 190.0;
const COLUMNS: usize = 4;
const COLOURS: [&str; 4] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7"];

/// One panel a scenario, one line a model; solid lines are pooled, dashed ones within months.
pub(crate) fn uniformity(cells: &[&Cell]) -> String {
    let mut scenarios: Vec<&str> = cells.iter().map(|c| &*c.scenario).collect();
    scenarios.dedup();
    let mut models: Vec<&str> = cells.iter().map(|c| c.model).collect();
    models.sort_unstable();
    models.dedup();
    let rows = scenarios.len().div_ceil(COLUMNS);
    let (width, height) = (COLUMNS as f64 * PANEL + 30.0, rows as f64 * PANEL + 60.0);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" \
         font-size=\"10\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
    );
    for (at, scenario) in scenarios.iter().enumerate() {
        let (x, y) = ((at % COLUMNS) as f64 * PANEL + 40.0, (at / COLUMNS) as f64 * PANEL + 20.0);
        let _ = writeln!(svg, "<g transform=\"translate({x},{y})\">");
        svg += &frame(scenario);
        for cell in cells.iter().filter(|c| c.scenario == *scenario) {
            let colour = models.iter().position(|m| *m == cell.model).unwrap_or(0);
            let dash = dash(cell.strata);
            let points = points(cell);
            let _ = writeln!(
                svg,
                "<polyline fill=\"none\" stroke=\"{}\" stroke-width=\"1.4\"{dash} points=\"{points}\"/>",
                COLOURS[colour]
            );
        }
        svg += "</g>\n";
    }
    for (at, model) in models.iter().enumerate() {
        let (x, y) = (40.0 + at as f64 * 130.0, height - 24.0);
        let _ = writeln!(svg, "<text x=\"{x}\" y=\"{y}\" fill=\"{}\">— {model}</text>", COLOURS[at]);
    }
    let _ = writeln!(
        svg,
        "<text x=\"40\" y=\"{}\">solid: all at once; dashed: by month, or crowding estimated; dotted: sentences naming \
         actors; grey: uniform</text></svg>",
        height - 8.0
    );
    svg
}

/// Dashes of a line.
fn dash(strata: &str) -> &'static str {
    match strata {
        "month" | "crowding-estimated" => " stroke-dasharray=\"4 3\"",
        "sentences-naming-actors" => " stroke-dasharray=\"1 3\"",
        _ => "",
    }
}

const SIDE: f64 = PANEL - 50.0;

/// A place on an axis from 1e-5 to 1.
fn along(share: f64) -> f64 {
    (share.max(1e-5).log10() + 5.0) / 5.0 * SIDE
}

fn frame(scenario: &str) -> String {
    let mut frame = format!(
        "<text x=\"0\" y=\"-5\" font-weight=\"bold\">{scenario}</text>\
         <rect width=\"{SIDE}\" height=\"{SIDE}\" fill=\"none\" stroke=\"#999\"/>\
         <line x1=\"0\" y1=\"{SIDE}\" x2=\"{SIDE}\" y2=\"0\" stroke=\"#bbb\"/>\n"
    );
    for power in [-4, -2, 0] {
        let at = along(10f64.powi(power));
        let _ = writeln!(
            frame,
            "<text x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"middle\">1e{power}</text>\
             <text x=\"-3\" y=\"{:.1}\" text-anchor=\"end\">1e{power}</text>",
            SIDE + 11.0,
            SIDE - at + 3.0
        );
    }
    frame
}

fn points(cell: &Cell) -> String {
    let point = |at: usize| {
        let share = cell.outcome.share(cell.outcome.below[at]);
        (share > 0.0).then(|| format!("{:.1},{:.1}", along(threshold(at)), SIDE - along(share)))
    };
    (0..N_THRESHOLDS).filter_map(point).collect::<Vec<_>>().join(" ")
}
