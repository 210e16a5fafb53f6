//! What an eraser leaves of a stroke.

use super::stroke::{Pieces, Point, Stroke};

/// The straight way of a round eraser.
pub(super) struct Sweep {
    pub(super) from: Point,
    pub(super) to: Point,
    pub(super) radius: f32,
}

impl Sweep {
    /// What is left of a stroke, or `None` if the eraser does not touch it.
    pub(super) fn rest_of(&self, stroke: &Stroke) -> Option<Vec<Stroke>> {
        let reach = self.radius + stroke.width / 2.0;
        let touches = |from, to| {
            self.touched(from, to, reach)
                .filter(|(first, last)| *first < 1.0 && *last > 0.0 && first < last)
        };
        if let [dot] = stroke.points[..] {
            return touches(dot, dot).map(|_| Vec::new());
        }
        if !stroke
            .points
            .windows(2)
            .any(|ends| touches(ends[0], ends[1]).is_some())
        {
            return None;
        }
        let mut pieces = Pieces::default();
        for ends in stroke.points.windows(2) {
            let (from, to) = (ends[0], ends[1]);
            match touches(from, to) {
                None => pieces.add(from, to),
                Some((first, last)) => {
                    if first > 0.0 {
                        pieces.add(from, from + (to - from) * first);
                    }
                    pieces.part();
                    if last < 1.0 {
                        pieces.add(from + (to - from) * last, to);
                    }
                }
            }
        }
        let strokes = pieces.done().into_iter().map(|points| Stroke {
            points,
            width: stroke.width,
        });
        Some(strokes.collect())
    }

    /// Where the segment comes within `reach` of the eraser's middle: a share of its length,
    /// which may lie outside 0..1. It is one interval since what it passes through is convex.
    fn touched(&self, from: Point, to: Point, reach: f32) -> Option<(f32, f32)> {
        let candidates = [
            in_disc(from, to, self.from, reach),
            in_disc(from, to, self.to, reach),
            self.in_band(from, to, reach),
        ];
        candidates
            .into_iter()
            .flatten()
            .reduce(|(a, b), (c, d)| (a.min(c), b.max(d)))
    }

    /// The same for the rectangle between the discs at both ends of the way.
    fn in_band(&self, from: Point, to: Point, reach: f32) -> Option<(f32, f32)> {
        let way = self.to - self.from;
        let length = way.dot(way).sqrt();
        if length == 0.0 {
            return None;
        }
        let along = way * (1.0 / length);
        let across = Point {
            x: -along.y,
            y: along.x,
        };
        let (start, step) = (from - self.from, to - from);
        let lengthwise = in_range(start.dot(along), step.dot(along), 0.0, length)?;
        let sideways = in_range(start.dot(across), step.dot(across), -reach, reach)?;
        let (first, last) = (lengthwise.0.max(sideways.0), lengthwise.1.min(sideways.1));
        (first <= last).then_some((first, last))
    }
}

/// Where `start + t × step` lies in `low..=high`.
fn in_range(start: f32, step: f32, low: f32, high: f32) -> Option<(f32, f32)> {
    if step == 0.0 {
        return (low..=high)
            .contains(&start)
            .then_some((f32::NEG_INFINITY, f32::INFINITY));
    }
    let (a, b) = ((low - start) / step, (high - start) / step);
    Some((a.min(b), a.max(b)))
}

/// Where the line through the segment is within `radius` of `middle`.
fn in_disc(from: Point, to: Point, middle: Point, radius: f32) -> Option<(f32, f32)> {
    let (step, start) = (to - from, from - middle);
    let (a, b) = (step.dot(step), step.dot(start));
    let c = start.dot(start) - radius * radius;
    if a == 0.0 {
        return (c <= 0.0).then_some((f32::NEG_INFINITY, f32::INFINITY));
    }
    let root = b * b - a * c;
    (root >= 0.0).then(|| ((-b - root.sqrt()) / a, (-b + root.sqrt()) / a))
}
