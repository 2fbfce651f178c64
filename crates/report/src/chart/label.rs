//! Labels beside marks, where they cover least.

use crate::svg::{Area, Point, text_width};

/// Size of the letters.
const SIZE: f64 = 11.0;

/// A mark to be labelled.
pub(super) struct Mark {
    pub(super) centre: Point,
    pub(super) radius: f64,
    pub(super) text: String,
}

/// The area of each label, in the order of the marks: earlier ones choose first among right, left,
/// below, above and the corners.
pub(super) fn place(marks: &[Mark], within: &Area) -> Vec<Area> {
    let bodies: Vec<Area> = marks.iter().map(body).collect();
    let mut labels: Vec<Area> = Vec::with_capacity(marks.len());
    for mark in marks {
        let cost = |label: &Area| -> f64 {
            let outside = label.width * label.height - label.overlap(within);
            let on_labels: f64 = labels.iter().map(|other| label.overlap(other)).sum();
            let on_marks: f64 = bodies.iter().map(|other| label.overlap(other)).sum();
            10.0 * outside + 2.0 * on_labels + on_marks
        };
        let best = candidates(mark).into_iter().min_by(|a, b| cost(a).total_cmp(&cost(b)));
        labels.extend(best);
    }
    labels
}

fn body(mark: &Mark) -> Area {
    let Mark { centre, radius, .. } = mark;
    Area { x: centre.x - radius, y: centre.y - radius, width: 2.0 * radius, height: 2.0 * radius }
}

fn candidates(mark: &Mark) -> [Area; 8] {
    let (width, height) = (text_width(&mark.text, SIZE), SIZE + 3.0);
    let Mark { centre, radius, .. } = mark;
    let (far, near) = (radius + 4.0, radius * 0.7 + 2.0);
    let (left, right, middle) = (centre.x - width, centre.x, centre.x - width / 2.0);
    let (above, below, level) = (centre.y - height, centre.y, centre.y - height / 2.0);
    [
        (right + far, level),
        (left - far, level),
        (middle, below + far),
        (middle, above - far),
        (right + near, below + near),
        (right + near, above - near),
        (left - near, below + near),
        (left - near, above - near),
    ]
    .map(|(x, y)| Area { x, y, width, height })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_make_way_for_each_other() {
        let mark = |x: f64| Mark { centre: Point { x, y: 50.0 }, radius: 5.0, text: "a label".to_owned() };
        let marks = [mark(60.0), mark(80.0), mark(100.0)];
        let within = Area { x: 0.0, y: 0.0, width: 170.0, height: 100.0 };
        let labels = place(&marks, &within);
        for (at, label) in labels.iter().enumerate() {
            assert!(labels[..at].iter().all(|other| label.overlap(other) == 0.0));
            assert!(marks.iter().all(|mark| label.overlap(&body(mark)) == 0.0));
        }
    }
}
