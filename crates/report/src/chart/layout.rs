//! Places of the nodes of a network, after Fruchterman and Reingold 1991 (Software: Practice and
//! Experience 21): fixed start on a circle, fixed steps, so the same network has the same picture.

use crate::svg::{Area, Point};

const STEPS: usize = 400;
/// Steps that push apart what is too near in the end.
const SPACING_STEPS: usize = 60;
/// The distance that all nodes keep, in pixels.
const SPACING: f64 = 46.0;
/// The pull to the middle that keeps parts without ties in the picture.
const GRAVITY: f64 = 0.06;

/// A tie between two nodes with its weight, 0 to 1.
pub(super) type Tie = (usize, usize, f64);

/// Places for `n` nodes within an area.
pub(super) fn places(n: usize, ties: &[Tie], area: Area) -> Vec<Point> {
    let mut places: Vec<Point> = (0..n).map(|node| on_circle(node, n)).collect();
    let ideal = (4.0 / n.max(1) as f64).sqrt();
    for step in 0..STEPS {
        let reach = 0.2 * (1.0 - step as f64 / STEPS as f64);
        let forces = forces(&places, ties, ideal);
        for (place, force) in places.iter_mut().zip(forces) {
            let length = length(force).max(1e-9);
            let move_by = length.min(reach) / length;
            *place = plus(*place, force, move_by);
        }
    }
    let mut places = fitted(&places, area);
    for _ in 0..SPACING_STEPS {
        space(&mut places, area);
    }
    places
}

fn on_circle(node: usize, n: usize) -> Point {
    let angle = std::f64::consts::TAU * node as f64 / n as f64;
    Point { x: libm::cos(angle), y: libm::sin(angle) }
}

fn forces(places: &[Point], ties: &[Tie], ideal: f64) -> Vec<Point> {
    let mut forces: Vec<Point> =
        places.iter().map(|place| Point { x: -GRAVITY * place.x, y: -GRAVITY * place.y }).collect();
    for one in 0..places.len() {
        for other in 0..one {
            let away = minus(places[one], places[other]);
            let push = ideal * ideal / length_squared(away).max(1e-6);
            apply(&mut forces, (one, other), (away, push));
        }
    }
    for (one, other, weight) in ties {
        let away = minus(places[*one], places[*other]);
        let pull = -(0.3 + 0.7 * weight) * length(away) / ideal;
        apply(&mut forces, (*one, *other), (away, pull));
    }
    forces
}

fn apply(forces: &mut [Point], (one, other): (usize, usize), (away, factor): (Point, f64)) {
    forces[one] = plus(forces[one], away, factor);
    forces[other] = plus(forces[other], away, -factor);
}

/// Stretches the places over the area.
fn fitted(places: &[Point], area: Area) -> Vec<Point> {
    let stretch = |values: &mut dyn Iterator<Item = f64>| {
        let (low, high) = values.fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)));
        (low, (high - low).max(1e-6))
    };
    let (left, width) = stretch(&mut places.iter().map(|place| place.x));
    let (top, height) = stretch(&mut places.iter().map(|place| place.y));
    let fit = |place: &Point| Point {
        x: area.x + (place.x - left) / width * area.width,
        y: area.y + (place.y - top) / height * area.height,
    };
    places.iter().map(fit).collect()
}

/// Moves nodes that are too near apart, half the way each.
fn space(places: &mut [Point], area: Area) {
    for one in 0..places.len() {
        for other in 0..one {
            let away = minus(places[one], places[other]);
            let distance = length(away).max(1e-3);
            let missing = SPACING - distance;
            if missing > 0.0 {
                let half = missing / 2.0 / distance;
                places[one] = within(plus(places[one], away, half), area);
                places[other] = within(plus(places[other], away, -half), area);
            }
        }
    }
}

fn within(place: Point, area: Area) -> Point {
    Point { x: place.x.clamp(area.x, area.right()), y: place.y.clamp(area.y, area.bottom()) }
}

fn minus(a: Point, b: Point) -> Point {
    Point { x: a.x - b.x, y: a.y - b.y }
}

fn plus(a: Point, b: Point, factor: f64) -> Point {
    Point { x: a.x + b.x * factor, y: a.y + b.y * factor }
}

fn length_squared(a: Point) -> f64 {
    a.x * a.x + a.y * a.y
}

fn length(a: Point) -> f64 {
    length_squared(a).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: Area = Area { x: 10.0, y: 20.0, width: 800.0, height: 500.0 };

    #[test]
    fn tied_nodes_stand_closer_than_others() {
        // Two triangles joined by one tie.
        let ties = [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (2, 3)].map(|(a, b)| (a, b, 1.0));
        let places = places(6, &ties, AREA);
        let distance = |a: usize, b: usize| length(minus(places[a], places[b]));
        assert!(distance(0, 1) < distance(0, 4) && distance(4, 5) < distance(1, 5));
    }

    #[test]
    fn every_node_has_its_place_in_the_area() {
        for n in 0..40 {
            let ties: Vec<Tie> = (1..n).step_by(2).map(|node| (node - 1, node, 0.5)).collect();
            let places = places(n, &ties, AREA);
            assert_eq!(places.len(), n);
            for (at, place) in places.iter().enumerate() {
                assert_eq!(within(*place, AREA), *place);
                let nearest = places[..at].iter().map(|other| length(minus(*place, *other)));
                assert!(nearest.fold(f64::MAX, f64::min) > 20.0, "{n} nodes");
            }
        }
    }
}
