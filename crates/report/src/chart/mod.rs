//! Charts: numbers to figures, the same bytes every time.

pub(crate) mod bars;
pub(crate) mod flow;
mod label;
mod layout;
mod legend;
pub(crate) mod network;
pub(crate) mod panels;

use crate::svg::{Element, Point, Svg};

/// Width of every figure, in pixels.
pub(crate) const WIDTH: f64 = 960.0;

/// A figure that only says why it is empty.
pub(crate) fn empty(reason: &str) -> Svg {
    let mut svg = Svg::new(WIDTH, 60.0);
    svg.add(&Element::text(Point { x: WIDTH / 2.0, y: 34.0 }, reason).class("middle"));
    svg
}

/// How a week is covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Covered {
    /// Like any other week.
    Fully,
    /// First or last week, not covered to its outer end.
    Partly,
    /// Without a single counted article.
    Not,
}

/// More weeks than a label ever stands for.
const MOST_WEEKS: usize = 5_000;

/// Every how many weeks a label fits, if each needs `room` pixels and a week is `width` wide.
fn label_every(width: f64, room: f64) -> usize {
    let fits = |every: &usize| *every as f64 * width >= room;
    (1..=MOST_WEEKS).find(fits).unwrap_or(MOST_WEEKS)
}
