//! Where records went: one bar a step, all to one scale.

use super::WIDTH;
use crate::{
    number::count,
    svg::{Area, Element, Point, Svg, text_width},
};

const LEFT: f64 = 12.0;
const ROW: f64 = 58.0;
const BAR: f64 = 22.0;

/// One step: what becomes of the records that reached it.
pub(crate) struct Step {
    pub(crate) parts: Vec<(&'static str, u64)>,
}

/// Draws the steps below each other.
pub(crate) fn draw(steps: &[Step]) -> Svg {
    let whole = steps.iter().map(Step::total).max().unwrap_or(0).max(1);
    let scale = (WIDTH - 2.0 * LEFT) / whole as f64;
    let mut svg = Svg::new(WIDTH, ROW * steps.len() as f64 + 8.0);
    for (row, step) in steps.iter().enumerate() {
        draw_step(&mut svg, (ROW * row as f64 + 8.0, scale), step);
    }
    svg
}

impl Step {
    fn total(&self) -> u64 {
        self.parts.iter().map(|(_, n)| n).sum()
    }
}

fn draw_step(svg: &mut Svg, (top, scale): (f64, f64), step: &Step) {
    let (mut x, mut free) = (LEFT, LEFT);
    for (at, (word, n)) in step.parts.iter().enumerate() {
        let words = format!("{} {word}", count(*n));
        let width = *n as f64 * scale;
        let area = Area { x, y: top, width: (width - 2.0).max(0.0), height: BAR };
        let class = if at == 0 { "s0" } else { "rest" };
        svg.add(&Element::rect(area).class(class).tip(&words));
        let room = text_width(&words, 12.0);
        let start = x.max(free).min(WIDTH - LEFT - room);
        svg.add(&Element::text(Point { x: start, y: top + BAR + 16.0 }, &words));
        free = start + room + 16.0;
        x += width;
    }
}
