use crate::svg::{Area, Element, Point, Svg, text_width};

/// Height of a line of the legend.
const LINE: f64 = 20.0;

/// Draws swatches with their words from `at` on, in lines up to `width`; gives the lines used.
pub(super) fn draw(svg: &mut Svg, (at, width): (Point, f64), entries: &[(String, &str)]) -> f64 {
    let mut place = at;
    for (text, class) in entries {
        let needed = text_width(text, 12.0) + 34.0;
        if place.x > at.x && place.x + needed > at.x + width {
            place = Point { x: at.x, y: place.y + LINE };
        }
        let swatch = Area { x: place.x, y: place.y - 9.0, width: 11.0, height: 11.0 };
        svg.add(&Element::rect(swatch).class(class));
        svg.add(&Element::text(Point { x: place.x + 16.0, y: place.y }, text));
        place.x += needed;
    }
    place.y
}

/// How high a legend of these entries is.
pub(super) fn height(width: f64, entries: &[(String, &str)]) -> f64 {
    let start = Point { x: 0.0, y: 0.0 };
    draw(&mut Svg::new(0.0, 0.0), (start, width), entries) + LINE
}
