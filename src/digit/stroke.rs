//! Strokes of a pen, in canvas units, and the parts of them.

use std::ops::{Add, Mul, Sub};

use serde::{Deserialize, Serialize};

/// A place on the canvas, which is 0..1 by 0..1, y down.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    pub x: f32,
    pub y: f32,
}

/// What a round pen drew in one go.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stroke {
    /// One point alone is a dot.
    pub points: Vec<Point>,
    /// The pen's width, in canvas units.
    pub width: f32,
}

/// Those parts of a line that lie on the canvas, which is one if it never leaves it.
pub(super) fn on_canvas(points: &[Point]) -> Vec<Vec<Point>> {
    if let [dot] = points {
        let seen = share_on_canvas(*dot, *dot).map(|_| vec![*dot]);
        return seen.into_iter().collect();
    }
    let mut pieces = Pieces::default();
    for ends in points.windows(2) {
        let (from, to) = (ends[0], ends[1]);
        let Some((first, last)) = share_on_canvas(from, to) else {
            pieces.part();
            continue;
        };
        let edge = |share: f32| {
            let Point { x, y } = from + (to - from) * share;
            Point {
                x: x.clamp(0.0, 1.0),
                y: y.clamp(0.0, 1.0),
            }
        };
        if first > 0.0 {
            pieces.part();
        }
        pieces.add(
            if first > 0.0 { edge(first) } else { from },
            if last < 1.0 { edge(last) } else { to },
        );
        if last < 1.0 {
            pieces.part();
        }
    }
    pieces.done()
}

/// Which part of the segment lies on the canvas, as shares of its length (Liang and Barsky).
/// None of one with a coordinate that is no number.
fn share_on_canvas(from: Point, to: Point) -> Option<(f32, f32)> {
    let (mut first, mut last) = (0.0_f32, 1.0_f32);
    for (from, to) in [(from.x, to.x), (from.y, to.y)] {
        let step = to - from;
        if !step.is_finite() || step == 0.0 && !(0.0..=1.0).contains(&from) {
            return None;
        }
        if step != 0.0 {
            let (enter, leave) = (-from / step, (1.0 - from) / step);
            first = first.max(enter.min(leave));
            last = last.min(enter.max(leave));
        }
    }
    (first <= last).then_some((first, last))
}

/// Lines put together segment by segment.
#[derive(Default)]
pub(super) struct Pieces {
    done: Vec<Vec<Point>>,
    current: Vec<Point>,
}

impl Pieces {
    /// The line goes on along this segment.
    pub(super) fn add(&mut self, from: Point, to: Point) {
        if self.current.is_empty() {
            self.current.push(from);
        }
        self.current.push(to);
    }

    /// The line ends here, and what follows is another.
    pub(super) fn part(&mut self) {
        if !self.current.is_empty() {
            self.done.push(std::mem::take(&mut self.current));
        }
    }

    pub(super) fn done(mut self) -> Vec<Vec<Point>> {
        self.part();
        self.done
    }
}

impl Add for Point {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            x: self.x + other.x,
            y: self.y + other.y,
        }
    }
}

impl Sub for Point {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + other * -1.0
    }
}

impl Mul<f32> for Point {
    type Output = Self;

    fn mul(self, factor: f32) -> Self {
        Self {
            x: self.x * factor,
            y: self.y * factor,
        }
    }
}

impl Point {
    pub(super) fn dot(self, other: Self) -> f32 {
        self.x * other.x + self.y * other.y
    }
}
