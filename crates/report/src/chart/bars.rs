//! Stacked bars by week.

use super::{Covered, WIDTH, label_every, legend};
use crate::{
    number::{axis_step, count},
    svg::{Area, Element, Point, Svg},
};

const PLOT_HEIGHT: f64 = 260.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 12.0;
/// The widest bar.
const WIDEST: f64 = 64.0;

/// Classes of the series in order; further ones share the last.
const CLASSES: [&str; 8] = ["s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7"];

/// The class of a series.
fn class(series: usize) -> &'static str {
    CLASSES.get(series).copied().unwrap_or("rest")
}

/// One week.
pub(crate) struct Bar {
    pub(crate) label: String,
    /// A value for each series.
    pub(crate) values: Vec<u64>,
    pub(crate) covered: Covered,
}

/// Bars with the names of their series.
pub(crate) struct Bars {
    pub(crate) series: Vec<String>,
    pub(crate) bars: Vec<Bar>,
    pub(crate) unit: &'static str,
}

/// The frame of the plot and its scale.
struct Frame {
    plot: Area,
    /// Pixels a unit.
    scale: f64,
    /// Width of a week.
    width: f64,
}

/// Draws the bars with a legend above and weeks below.
pub(crate) fn draw(chart: &Bars) -> Svg {
    let entries = entries(chart);
    let width = WIDTH - LEFT - RIGHT;
    let top = 10.0 + legend::height(width, &entries);
    let mut svg = Svg::new(WIDTH, top + PLOT_HEIGHT + 34.0);
    legend::draw(&mut svg, (Point { x: LEFT, y: 18.0 }, width), &entries);
    let largest = chart.bars.iter().map(|bar| bar.values.iter().sum()).max().unwrap_or(0);
    let step = axis_step(largest);
    let highest = largest.div_ceil(step).max(1) * step;
    let frame = Frame {
        plot: Area { x: LEFT, y: top, width, height: PLOT_HEIGHT },
        scale: PLOT_HEIGHT / highest as f64,
        width: width / chart.bars.len().max(1) as f64,
    };
    draw_axis(&mut svg, &frame, (step, highest));
    draw_bars(&mut svg, &frame, chart);
    draw_weeks(&mut svg, &frame, &chart.bars);
    svg
}

fn entries(chart: &Bars) -> Vec<(String, &'static str)> {
    let series = chart.series.iter().enumerate().map(|(at, name)| (name.clone(), class(at)));
    let has = |covered| chart.bars.iter().any(|bar| bar.covered == covered);
    let partial = has(Covered::Partly).then(|| ("partial week".to_owned(), "partial"));
    let gap = has(Covered::Not).then(|| ("week without articles".to_owned(), "gap"));
    series.chain(partial).chain(gap).collect()
}

fn draw_axis(svg: &mut Svg, frame: &Frame, (step, highest): (u64, u64)) {
    for tick in 0..=highest / step {
        let y = frame.plot.bottom() - (tick * step) as f64 * frame.scale;
        let class = if tick == 0 { "axis" } else { "grid" };
        let (from, to) = (Point { x: LEFT, y }, Point { x: frame.plot.right(), y });
        svg.add(&Element::line(from, to).class(class));
        let label = Point { x: LEFT - 8.0, y: y + 4.0 };
        svg.add(&Element::text(label, &count(tick * step)).class("small end"));
    }
}

fn draw_bars(svg: &mut Svg, frame: &Frame, chart: &Bars) {
    for (at, bar) in chart.bars.iter().enumerate() {
        let x = frame.plot.x + at as f64 * frame.width;
        let width = (frame.width * 0.8).min(WIDEST);
        let column = Area { x: x + (frame.width - width) / 2.0, width, ..frame.plot };
        match bar.covered {
            Covered::Not => {
                let tip = format!("{}: no articles", bar.label);
                svg.add(&Element::rect(column).class("gap").tip(&tip));
            }
            Covered::Fully | Covered::Partly => draw_stack(svg, (column, frame.scale), (chart, bar)),
        }
    }
}

fn draw_stack(svg: &mut Svg, (column, scale): (Area, f64), (chart, bar): (&Bars, &Bar)) {
    let mut bottom = column.bottom();
    for (series, n) in bar.values.iter().enumerate().filter(|(_, n)| **n > 0) {
        let height = *n as f64 * scale;
        bottom -= height;
        let line = if height > 3.0 { 1.0 } else { 0.0 };
        let area = Area { y: bottom, height: height - line, ..column };
        let tip = format!("{}, {}: {} {}", bar.label, chart.series[series], count(*n), chart.unit);
        svg.add(&Element::rect(area).class(class(series)).tip(&tip));
    }
    if bar.covered == Covered::Partly {
        let outline = Area { y: bottom - 3.0, height: column.bottom() - bottom + 3.0, ..column };
        svg.add(&Element::rect(outline).class("partial"));
    }
}

fn draw_weeks(svg: &mut Svg, frame: &Frame, bars: &[Bar]) {
    let every = label_every(frame.width, 66.0);
    for (at, bar) in bars.iter().enumerate().step_by(every) {
        let x = frame.plot.x + (at as f64 + 0.5) * frame.width;
        let y = frame.plot.bottom() + 18.0;
        svg.add(&Element::text(Point { x, y }, &bar.label).class("small middle"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(label: &str, values: &[u64], covered: Covered) -> Bar {
        Bar { label: label.to_owned(), values: values.to_vec(), covered }
    }

    #[test]
    fn bars_stand_on_the_axis_to_one_scale() {
        let chart = Bars {
            series: vec!["A".to_owned(), "B".to_owned()],
            bars: vec![
                bar("2020-W01", &[2, 8], Covered::Partly),
                bar("2020-W02", &[0, 0], Covered::Not),
                bar("2020-W03", &[5, 0], Covered::Fully),
            ],
            unit: "articles",
        };
        let markup = draw(&chart).inline("x");
        // 10 articles are the whole height of 260, so 8 are 208, less the line of 1 between series.
        assert!(markup.contains("height=\"207\" class=\"s1\"><title>2020-W01, B: 8 articles</title>"));
        assert!(markup.contains("height=\"129\" class=\"s0\"><title>2020-W03, A: 5 articles</title>"));
        assert_eq!(markup.matches("class=\"gap\"").count(), 2, "the week and its legend");
        assert_eq!(markup.matches("class=\"partial\"").count(), 2, "the outline and its legend");
    }

    #[test]
    fn nothing_to_draw_is_still_a_figure() {
        let none = Bars { series: vec![], bars: vec![], unit: "articles" };
        assert!(draw(&none).inline("x").ends_with("</svg>\n"));
    }
}
