//! Figures as SVG: every text and attribute goes through one escape.

use crate::{escape, number};

/// The classes of all figures, for light and dark.
pub(crate) const STYLE: &str = include_str!("figure.css");

/// A place in a figure, in pixels from the upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Point {
    pub(crate) x: f64,
    pub(crate) y: f64,
}

/// A rectangle in a figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Area {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Area {
    pub(crate) fn right(&self) -> f64 {
        self.x + self.width
    }

    pub(crate) fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// The area that both cover.
    pub(crate) fn overlap(&self, other: &Self) -> f64 {
        let width = self.right().min(other.right()) - self.x.max(other.x);
        let height = self.bottom().min(other.bottom()) - self.y.max(other.y);
        width.max(0.0) * height.max(0.0)
    }
}

/// One element.
pub(crate) struct Element {
    tag: &'static str,
    attributes: String,
    inner: String,
}

impl Element {
    fn new(tag: &'static str) -> Self {
        Self { tag, attributes: String::new(), inner: String::new() }
    }

    pub(crate) fn rect(area: Area) -> Self {
        let Area { x, y, width, height } = area;
        Self::new("rect").number("x", x).number("y", y).number("width", width).number("height", height)
    }

    pub(crate) fn line(from: Point, to: Point) -> Self {
        Self::new("line").number("x1", from.x).number("y1", from.y).number("x2", to.x).number("y2", to.y)
    }

    pub(crate) fn circle(centre: Point, radius: f64) -> Self {
        Self::new("circle").number("cx", centre.x).number("cy", centre.y).number("r", radius)
    }

    /// A line through points.
    pub(crate) fn path(points: &[Point]) -> Self {
        Self::new("path").attribute("d", &through(points))
    }

    /// A filled shape with these corners.
    pub(crate) fn polygon(points: &[Point]) -> Self {
        Self::new("path").attribute("d", &format!("{}Z", through(points)))
    }

    pub(crate) fn text(at: Point, text: &str) -> Self {
        let mut element = Self::new("text").number("x", at.x).number("y", at.y);
        element.inner = escape::html(text);
        element
    }

    pub(crate) fn class(self, class: &str) -> Self {
        self.attribute("class", class)
    }

    /// Words that appear when the pointer rests on it.
    pub(crate) fn tip(mut self, text: &str) -> Self {
        self.inner = format!("<title>{}</title>{}", escape::html(text), self.inner);
        self
    }

    pub(crate) fn number(self, name: &str, value: f64) -> Self {
        self.attribute(name, &number::coordinate(value))
    }

    fn attribute(mut self, name: &str, value: &str) -> Self {
        self.attributes.extend([" ", name, "=\"", &escape::html(value), "\""]);
        self
    }

    fn write(&self, out: &mut String) {
        let Self { tag, attributes, inner } = self;
        if inner.is_empty() {
            out.extend(["<", tag, attributes, "/>\n"]);
        } else {
            out.extend(["<", tag, attributes, ">", inner, "</", tag, ">\n"]);
        }
    }
}

fn through(points: &[Point]) -> String {
    let step = |point: &Point| format!("{} {}", number::coordinate(point.x), number::coordinate(point.y));
    let steps: Vec<String> = points.iter().map(step).collect();
    format!("M{}", steps.join("L"))
}

/// A figure.
pub(crate) struct Svg {
    pub(crate) width: f64,
    pub(crate) height: f64,
    body: String,
}

impl Svg {
    pub(crate) fn new(width: f64, height: f64) -> Self {
        Self { width, height, body: String::new() }
    }

    pub(crate) fn add(&mut self, element: &Element) {
        element.write(&mut self.body);
    }

    /// The figure within a page that holds [`STYLE`] already.
    pub(crate) fn inline(&self, description: &str) -> String {
        self.markup("", description, "")
    }

    /// The figure as a file of its own.
    pub(crate) fn file(&self, description: &str) -> String {
        self.markup(
            " xmlns=\"http://www.w3.org/2000/svg\"",
            description,
            &format!("<style>{STYLE}</style>\n"),
        )
    }

    fn markup(&self, namespace: &str, description: &str, style: &str) -> String {
        let (width, height) = (number::coordinate(self.width), number::coordinate(self.height));
        format!(
            "<svg{namespace} class=\"figure\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
             role=\"img\" aria-label=\"{}\">\n{style}{}</svg>\n",
            escape::html(description),
            self.body
        )
    }
}

/// About how wide a text is at a size of letters, in pixels.
pub(crate) fn text_width(text: &str, size: f64) -> f64 {
    text.chars().map(|c| if c < '\u{1100}' { 0.56 } else { 1.0 }).sum::<f64>() * size
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_escape_what_they_hold() {
        let mut svg = Svg::new(10.0, 5.0);
        svg.add(&Element::text(Point { x: 1.0, y: 2.04 }, "<a> & b").class("x\"y").tip("<t>"));
        let markup = svg.inline("\"label\"");
        assert!(markup.contains(
            "<text x=\"1\" y=\"2\" class=\"x&quot;y\"><title>&lt;t&gt;</title>&lt;a&gt; &amp; b</text>"
        ));
        assert!(markup.contains("aria-label=\"&quot;label&quot;\""));
        assert!(svg.file("x").contains("xmlns") && svg.file("x").contains("prefers-color-scheme"));
    }

    #[test]
    fn areas_overlap_where_both_are() {
        let a = Area { x: 0.0, y: 0.0, width: 2.0, height: 2.0 };
        assert_eq!(a.overlap(&Area { x: 1.0, y: 1.0, width: 5.0, height: 5.0 }), 1.0);
        assert_eq!(a.overlap(&Area { x: 3.0, y: 0.0, width: 1.0, height: 1.0 }), 0.0);
    }
}
