use std::collections::{BTreeMap, BTreeSet};

use newsloom_corpus::table::CoverageRow;

use super::Section;
use crate::{
    chart::{
        Covered,
        bars::{self, Bar, Bars},
    },
    document::{Block, Figure, Heading, Table},
    escape::shortened,
    number::count,
    run::Run,
};

/// Articles by week and outlet.
pub(super) const SECTION: Section =
    Section { name: "coverage", title: "Coverage by week and outlet", render };

/// Outlets with a colour of their own.
const N_OUTLETS: usize = 8;

fn render(run: &Run) -> Vec<Block> {
    let outlets = Outlets::of(&run.coverage);
    let bars = bars(&run.coverage, &outlets);
    if bars.bars.is_empty() {
        return vec![Block::text("No counted article has a week."), Block::Figure(figure(&bars))];
    }
    let detail = detail(&bars);
    vec![Block::text(weeks_text(&bars)), Block::Figure(figure(&bars)), Block::Table(detail)]
}

/// The outlets that are drawn, largest first.
struct Outlets<'a> {
    shown: Vec<&'a str>,
    n_others: usize,
}

impl<'a> Outlets<'a> {
    fn of(coverage: &'a [CoverageRow]) -> Self {
        let mut articles: BTreeMap<&str, u64> = BTreeMap::new();
        for row in coverage.iter().filter(|row| row.week.is_some() && row.n_articles > 0) {
            *articles.entry(outlet(row)).or_default() += row.n_articles;
        }
        let mut shown: Vec<(&str, u64)> = articles.into_iter().collect();
        shown.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let n_shown = if shown.len() > N_OUTLETS { N_OUTLETS } else { shown.len() };
        let n_others = shown.len() - n_shown;
        Self { shown: shown[..n_shown].iter().map(|(outlet, _)| *outlet).collect(), n_others }
    }

    fn series_of(&self, outlet: &str) -> usize {
        self.shown.iter().position(|shown| *shown == outlet).unwrap_or(self.shown.len())
    }

    fn series(&self) -> Vec<String> {
        let others = (self.n_others > 0).then(|| format!("{} other outlets", count(self.n_others as u64)));
        self.shown.iter().map(|outlet| shortened(outlet, 40)).chain(others).collect()
    }
}

fn outlet(row: &CoverageRow) -> &str {
    row.outlet.as_deref().unwrap_or("outlet not given")
}

fn bars(coverage: &[CoverageRow], outlets: &Outlets<'_>) -> Bars {
    let series = outlets.series();
    let mut weeks: BTreeMap<&str, Bar> = BTreeMap::new();
    for row in coverage {
        let Some(week) = row.week.as_deref() else { continue };
        let bar = weeks.entry(week).or_insert_with(|| Bar {
            label: week.to_owned(),
            values: vec![0; series.len()],
            covered: Covered::Not,
        });
        if row.n_articles > 0 {
            bar.values[outlets.series_of(outlet(row))] += row.n_articles;
            bar.covered = if row.is_partial_week { Covered::Partly } else { Covered::Fully };
        }
    }
    Bars { series, bars: weeks.into_values().collect(), unit: "articles" }
}

fn weeks_text(bars: &Bars) -> String {
    let of =
        |covered| bars.bars.iter().filter(move |bar| bar.covered == covered).map(|bar| bar.label.as_str());
    let (first, last) = (&bars.bars[0].label, &bars.bars[bars.bars.len() - 1].label);
    let partial: BTreeSet<&str> = of(Covered::Partly).collect();
    let gaps: Vec<&str> = of(Covered::Not).collect();
    format!(
        "{} ISO weeks, {first} to {last}. Partial weeks: {}. Weeks without a counted article: {}; their shares are \
         null, not zero.",
        bars.bars.len(),
        listed(&partial.into_iter().collect::<Vec<_>>()),
        listed(&gaps)
    )
}

fn listed(weeks: &[&str]) -> String {
    match weeks {
        [] => "none".to_owned(),
        _ if weeks.len() > 12 => format!("{} and {} more", weeks[..12].join(", "), weeks.len() - 12),
        _ => weeks.join(", "),
    }
}

fn figure(bars: &Bars) -> Figure {
    Figure {
        name: "coverage",
        caption: "Counted articles by ISO week and outlet, near-duplicates included. A dashed outline marks a week \
                  that the corpus does not cover to its outer end, a grey column a week without articles."
            .to_owned(),
        description: format!(
            "Stacked bars of counted articles for {} weeks and {} outlets or groups of outlets",
            bars.bars.len(),
            bars.series.len()
        ),
        svg: bars::draw(bars),
    }
}

fn detail(bars: &Bars) -> Table {
    let mut table = Table::new("The numbers by week and outlet", &["Week", "Covered"]).detail();
    table.columns.extend(bars.series.iter().map(|text| Heading { text: text.clone(), is_number: true }));
    let row = |bar: &Bar| {
        let covered = match bar.covered {
            Covered::Fully => "fully",
            Covered::Partly => "partly",
            Covered::Not => "not",
        };
        let values = bar.values.iter().map(|n| count(*n));
        [bar.label.clone(), covered.to_owned()].into_iter().chain(values).collect()
    };
    table.rows(bars.bars.iter().map(row))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn outlets_are_ordered_and_gaps_marked() {
        let run = sample::run("");
        let bars = bars(&run.coverage, &Outlets::of(&run.coverage));
        assert_eq!(bars.series, ["Daily Lantern", "Harbour Post"]);
        let weeks: Vec<_> =
            bars.bars.iter().map(|b| (b.label.as_str(), b.values.clone(), b.covered)).collect();
        assert_eq!(
            weeks,
            [
                ("2020-W01", vec![3, 1], Covered::Partly),
                ("2020-W02", vec![0, 0], Covered::Not),
                ("2020-W03", vec![4, 2], Covered::Fully),
            ]
        );
    }

    #[test]
    fn small_outlets_share_a_series() {
        let row = sample::run("").coverage[1].clone();
        let many: Vec<CoverageRow> = (0..12)
            .map(|n| CoverageRow {
                outlet: Some(format!("Outlet {n:02}")),
                n_articles: 20 - n,
                ..row.clone()
            })
            .collect();
        let bars = bars(&many, &Outlets::of(&many));
        assert_eq!(bars.series.last().unwrap(), "4 other outlets");
        assert_eq!(bars.bars[0].values, [20, 19, 18, 17, 16, 15, 14, 13, 12 + 11 + 10 + 9]);
    }
}
