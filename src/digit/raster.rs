//! Strokes to an anti-aliased ink plane.
//!
//! A stroke is all that a round pen covers on its way: every pixel within half the pen's width of
//! the line, with a ramp of one pixel at the edge. So caps and joins are round, and overlapping
//! ink is no darker.
//!
//! Coordinates and pens are snapped to 1/64 of a pixel. Their differences are then exact in
//! `f32`, all else is computed from differences, and so a line moved by whole pixels gives the
//! same bits.

use crate::grid::Grid;

/// Steps per pixel that coordinates are snapped to.
const SUBPIXELS: f32 = 64.0;

/// How far, in pixels, a line may pass a point that is left out of it.
const TOLERANCE: f32 = 0.125;

/// A place on a plane in pixels: x to the right, y down, pixel (0, 0) covering 0..1 of both.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    pub x: f32,
    pub y: f32,
}

impl Place {
    /// The nearest place of the sub-pixel grid.
    pub fn snapped(x: f32, y: f32) -> Self {
        Self {
            x: snapped(x),
            y: snapped(y),
        }
    }
}

fn snapped(pixels: f32) -> f32 {
    (pixels * SUBPIXELS).round() / SUBPIXELS
}

/// What a round pen of `width` pixels drew along `places`. One place alone is a dot.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Finite, on the sub-pixel grid, within a few thousand pixels of 0.
    pub places: Vec<Place>,
    /// Snapped like the places when it is drawn.
    pub width: f32,
}

/// Adds the ink of `line` to `plane`: each pixel becomes the larger of what it was and of the
/// share of it that the pen covers.
pub fn add_ink(plane: &mut Grid, line: &Line) {
    for_each_covered(plane, line, |ink, coverage| *ink = ink.max(coverage));
}

/// Takes away the ink that `line` covers: each pixel keeps the share that the pen leaves.
pub fn take_ink(plane: &mut Grid, line: &Line) {
    for_each_covered(plane, line, |ink, coverage| *ink *= 1.0 - coverage);
}

/// Calls `change` with every pixel near the line and how much of it is covered, 0..1.
fn for_each_covered(plane: &mut Grid, line: &Line, mut change: impl FnMut(&mut f32, f32)) {
    let places = simplified(&line.places);
    let reach = snapped(line.width / 2.0) + 0.5;
    let Some(area) = Area::around(&places, reach, plane) else {
        return;
    };
    let distances = squared_distances(&places, reach, &area);
    let width = plane.width();
    let rows = plane.values_mut().chunks_exact_mut(width);
    for (row, distances) in rows
        .skip(area.top)
        .zip(distances.chunks_exact(area.width()))
    {
        for (ink, distance) in row[area.left..area.right].iter_mut().zip(distances) {
            let coverage = (reach - distance.sqrt()).clamp(0.0, 1.0);
            change(ink, coverage);
        }
    }
}

/// Pixels of a plane: columns `left..right` of rows `top..bottom`, at least one.
#[derive(Clone, Copy)]
struct Area {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

impl Area {
    /// The pixels of `plane` within `reach` of the box around `places`, if there are any.
    fn around(places: &[Place], reach: f32, plane: &Grid) -> Option<Self> {
        let span = |coordinate: fn(&Place) -> f32, size: usize| {
            let low = places.iter().map(coordinate).fold(f32::INFINITY, f32::min);
            let high = places
                .iter()
                .map(coordinate)
                .fold(f32::NEG_INFINITY, f32::max);
            within(low - reach, high + reach, 0, size)
        };
        let (left, right) = span(|place| place.x, plane.width());
        let (top, bottom) = span(|place| place.y, plane.height());
        (left < right && top < bottom).then_some(Self {
            left,
            top,
            right,
            bottom,
        })
    }

    fn width(&self) -> usize {
        self.right - self.left
    }

    fn height(&self) -> usize {
        self.bottom - self.top
    }
}

/// The pixels whose middles lie in `low..=high`, of those from `start` to before `end`.
fn within(low: f32, high: f32, start: usize, end: usize) -> (usize, usize) {
    let clamp = |edge: f32| (edge.max(0.0) as usize).clamp(start, end);
    (clamp((low - 0.5).ceil()), clamp((high + 0.5).floor()))
}

/// The squared distance of each pixel's middle from the line, row after row of `area`, where
/// that is at most `reach`; more elsewhere.
fn squared_distances(places: &[Place], reach: f32, area: &Area) -> Vec<f32> {
    let mut distances = vec![f32::INFINITY; area.width() * area.height()];
    if let [dot] = places {
        lower_to_segment(&mut distances, *dot, *dot, reach, area);
    }
    for ends in places.windows(2) {
        lower_to_segment(&mut distances, ends[0], ends[1], reach, area);
    }
    distances
}

/// Lowers `distances` to those from the segment `from`–`to`, in the box that is in its reach.
fn lower_to_segment(distances: &mut [f32], from: Place, to: Place, reach: f32, area: &Area) {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let length_squared = dx * dx + dy * dy;
    let per_length = if length_squared > 0.0 {
        1.0 / length_squared
    } else {
        0.0
    };
    let (left, right) = within(
        from.x.min(to.x) - reach,
        from.x.max(to.x) + reach,
        area.left,
        area.right,
    );
    let (top, bottom) = within(
        from.y.min(to.y) - reach,
        from.y.max(to.y) + reach,
        area.top,
        area.bottom,
    );
    // Distances are counted from the segment's own start, which no move of it changes.
    let first_x = left as f32 + 0.5 - from.x;
    for row in top..bottom {
        let y = row as f32 + 0.5 - from.y;
        let start = (row - area.top) * area.width();
        let cells = &mut distances[start + left - area.left..start + right - area.left];
        for (column, distance) in cells.iter_mut().enumerate() {
            let x = first_x + column as f32;
            let along = ((x * dx + y * dy) * per_length).clamp(0.0, 1.0);
            let (off_x, off_y) = (x - along * dx, y - along * dy);
            *distance = distance.min(off_x * off_x + off_y * off_y);
        }
    }
}

/// The places of a line without those that it passes within [`TOLERANCE`] of anyway, after
/// Ramer, Douglas and Peucker. A mouse sends far more than the picture can show.
fn simplified(places: &[Place]) -> Vec<Place> {
    let Some(last) = places.len().checked_sub(1) else {
        return Vec::new();
    };
    let mut kept = vec![false; places.len()];
    kept[0] = true;
    kept[last] = true;
    let mut spans = vec![(0, last)];
    while let Some((start, end)) = spans.pop() {
        if let Some(farthest) = farthest_from_chord(&places[start..=end]) {
            let middle = start + farthest;
            kept[middle] = true;
            spans.push((start, middle));
            spans.push((middle, end));
        }
    }
    let mut kept = kept.into_iter();
    let mut places = places.to_vec();
    places.retain(|_| kept.next() == Some(true));
    places.dedup();
    places
}

/// Index of the place farthest from the segment between the first and the last, if it is farther
/// than [`TOLERANCE`].
fn farthest_from_chord(places: &[Place]) -> Option<usize> {
    let (from, to) = (*places.first()?, *places.last()?);
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let length_squared = dx * dx + dy * dy;
    let mut farthest = None;
    let mut most = TOLERANCE * TOLERANCE;
    for (index, place) in places.iter().enumerate() {
        let (x, y) = (place.x - from.x, place.y - from.y);
        let along = if length_squared > 0.0 {
            ((x * dx + y * dy) / length_squared).clamp(0.0, 1.0)
        } else {
            0.0
        };
        let (off_x, off_y) = (x - along * dx, y - along * dy);
        let distance = off_x * off_x + off_y * off_y;
        if distance > most {
            most = distance;
            farthest = Some(index);
        }
    }
    farthest
}
