//! Small multiples: one panel an actor, a share by week with its interval, gaps where it is null.

use super::{Covered, WIDTH, label_every};
use crate::{
    number::{axis_step, fixed},
    svg::{Area, Element, Point, Svg},
};

const COLUMNS: usize = 2;
const LEFT: f64 = 46.0;
const GUTTER: f64 = 28.0;
const PLOT_HEIGHT: f64 = 96.0;
const ROW: f64 = 158.0;

/// A share with its interval.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Share {
    pub(crate) low: f64,
    pub(crate) value: f64,
    pub(crate) high: f64,
}

/// One week of a panel.
pub(crate) struct Week {
    pub(crate) label: String,
    /// `None` without coverage.
    pub(crate) share: Option<Share>,
    pub(crate) covered: Covered,
}

/// One panel.
pub(crate) struct Panel {
    pub(crate) title: String,
    pub(crate) weeks: Vec<Week>,
}

/// Where a panel is drawn and to what scale.
struct Frame {
    plot: Area,
    /// The highest share of the axis, in thousandths.
    highest: u64,
    step: u64,
    width: f64,
}

impl Frame {
    fn at(&self, week: usize, share: f64) -> Point {
        let x = self.plot.x + (week as f64 + 0.5) * self.width;
        Point { x, y: self.plot.bottom() - share * 1000.0 / self.highest as f64 * self.plot.height }
    }
}

/// Draws the panels in two columns, all to one scale.
pub(crate) fn draw(panels: &[Panel]) -> Svg {
    let shares = panels.iter().flat_map(|panel| &panel.weeks).filter_map(|week| week.share);
    let largest = shares.map(|share| share.high).fold(0.001, f64::max);
    let thousandths = (1..1000).find(|n| *n as f64 >= largest * 1000.0).unwrap_or(1000);
    let step = axis_step(thousandths);
    let highest = (thousandths.div_ceil(step) * step).min(1000);
    let mut svg = Svg::new(WIDTH, ROW * panels.len().div_ceil(COLUMNS) as f64 + 6.0);
    for (at, panel) in panels.iter().enumerate() {
        let width = WIDTH / COLUMNS as f64 - LEFT - GUTTER / 2.0;
        let x = LEFT + (at % COLUMNS) as f64 * (WIDTH / COLUMNS as f64);
        let plot = Area { x, y: 34.0 + (at / COLUMNS) as f64 * ROW, width, height: PLOT_HEIGHT };
        let week = width / panel.weeks.len().max(1) as f64;
        draw_panel(&mut svg, &Frame { plot, highest, step, width: week }, panel);
    }
    svg
}

fn draw_panel(svg: &mut Svg, frame: &Frame, panel: &Panel) {
    let title = Point { x: frame.plot.x, y: frame.plot.y - 12.0 };
    svg.add(&Element::text(title, &panel.title).class("strong"));
    draw_axis(svg, frame);
    for (at, week) in panel.weeks.iter().enumerate().filter(|(_, week)| week.share.is_none()) {
        let area = Area { x: frame.plot.x + at as f64 * frame.width, width: frame.width, ..frame.plot };
        svg.add(&Element::rect(area).class("gap").tip(&format!("{}: no articles", week.label)));
    }
    for stretch in stretches(&panel.weeks) {
        draw_stretch(svg, frame, &stretch);
    }
    for (at, week) in panel.weeks.iter().enumerate() {
        draw_dot(svg, (frame, at), week);
    }
    draw_weeks(svg, frame, &panel.weeks);
}

fn draw_axis(svg: &mut Svg, frame: &Frame) {
    for tick in 0..=frame.highest / frame.step {
        let y = frame.at(0, (tick * frame.step) as f64 / 1000.0).y;
        let class = if tick == 0 { "axis" } else { "grid" };
        let (from, to) = (Point { x: frame.plot.x, y }, Point { x: frame.plot.right(), y });
        svg.add(&Element::line(from, to).class(class));
        let decimals = usize::from(!frame.step.is_multiple_of(10));
        let percent = fixed(Some((tick * frame.step) as f64 / 10.0), decimals);
        let label = Point { x: frame.plot.x - 6.0, y: y + 4.0 };
        svg.add(&Element::text(label, &format!("{percent} %")).class("small end"));
    }
}

/// The longest runs of weeks with a share.
fn stretches(weeks: &[Week]) -> Vec<Vec<(usize, Share)>> {
    let shares: Vec<_> =
        weeks.iter().enumerate().map(|(at, week)| week.share.map(|share| (at, share))).collect();
    let runs = shares.split(Option::is_none).filter(|run| !run.is_empty());
    runs.map(|run| run.iter().copied().flatten().collect()).collect()
}

fn draw_stretch(svg: &mut Svg, frame: &Frame, stretch: &[(usize, Share)]) {
    let upper = stretch.iter().map(|(at, share)| frame.at(*at, share.high));
    let lower = stretch.iter().rev().map(|(at, share)| frame.at(*at, share.low));
    let curve: Vec<Point> = stretch.iter().map(|(at, share)| frame.at(*at, share.value)).collect();
    if stretch.len() == 1 {
        let (at, share) = stretch[0];
        let (top, bottom) = (frame.at(at, share.high), frame.at(at, share.low));
        let area = Area { x: top.x - 3.0, y: top.y, width: 6.0, height: bottom.y - top.y };
        svg.add(&Element::rect(area).class("band"));
        return;
    }
    svg.add(&Element::polygon(&upper.chain(lower).collect::<Vec<_>>()).class("band"));
    svg.add(&Element::path(&curve).class("curve"));
}

fn draw_dot(svg: &mut Svg, (frame, at): (&Frame, usize), week: &Week) {
    let Some(share) = week.share else { return };
    let percent = |share: f64| fixed(Some(100.0 * share), 1);
    let tip = format!(
        "{}: {} % ({} to {} %)",
        week.label,
        percent(share.value),
        percent(share.low),
        percent(share.high)
    );
    let class = if week.covered == Covered::Partly { "hollow" } else { "dot" };
    let radius = (frame.width / 4.0).clamp(1.0, 3.0);
    svg.add(&Element::circle(frame.at(at, share.value), radius).class(class).tip(&tip));
}

fn draw_weeks(svg: &mut Svg, frame: &Frame, weeks: &[Week]) {
    let every = label_every(frame.width, 72.0);
    for (at, week) in weeks.iter().enumerate().step_by(every) {
        let place = Point { x: frame.at(at, 0.0).x, y: frame.plot.bottom() + 16.0 };
        svg.add(&Element::text(place, &week.label).class("small middle"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn week(share: Option<f64>) -> Week {
        let share = share.map(|value| Share { low: value / 2.0, value, high: (value * 1.5).min(1.0) });
        let covered = if share.is_some() { Covered::Fully } else { Covered::Not };
        Week { label: "2020-W01".to_owned(), share, covered }
    }

    #[test]
    fn a_null_week_breaks_the_line() {
        let weeks = [Some(0.1), Some(0.2), None, Some(0.1), None].map(week).into();
        let markup = draw(&[Panel { title: "A".to_owned(), weeks }]).inline("x");
        assert_eq!(markup.matches("class=\"curve\"").count(), 1, "two weeks joined");
        assert_eq!(markup.matches("class=\"band\"").count(), 2, "their band and that of the single week");
        assert_eq!(markup.matches("class=\"gap\"").count(), 2);
        assert_eq!(markup.matches("class=\"dot\"").count(), 3);
    }

    #[test]
    fn the_scale_ends_at_all_articles() {
        let weeks = vec![week(Some(1.0)), week(Some(0.9))];
        let markup = draw(&[Panel { title: "A".to_owned(), weeks }]).inline("x");
        assert!(markup.contains(">100 %<") && !markup.contains(">120 %<"));
    }
}
