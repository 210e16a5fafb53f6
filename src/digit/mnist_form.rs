//! Ink brought to the form of an MNIST digit, with every stage kept.
//!
//! The steps are those by which NIST's scans became MNIST, as the QMNIST project reconstructed
//! them (Yadav and Bottou, *Cold Case: The Lost MNIST Digits*, 2019):
//!
//! 1. crop: the tight box around the ink, and a square window as large as its longer side
//!    around that;
//! 2. scale: the window averaged by area to 20×20, so that the longer side is 20 pixels; then
//!    brightened so that the darkest ink is 1, in steps of 1/255;
//! 3. centre: pasted into 28×28 at the whole-pixel place where the centre of mass is nearest
//!    to, and not right of or below, (15, 15): both its coordinates are then in (14, 15].

use std::sync::Arc;

use super::resample::{Window, area_average};
use crate::grid::Grid;

/// Side of the picture that the network reads, in pixels.
pub const PICTURE: usize = 28;

/// Side of the square that a digit is scaled to.
pub const SCALED: usize = 20;

/// Which of the steps are taken. Every one of them matters: a network that was trained on
/// MNIST's form is easily wrong without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Steps {
    /// Look at the ink's box alone. Without it the whole plane is scaled, margins and all.
    pub crop: bool,
    /// Scale to 20×20. Without it the window is scaled to all of the 28×28, edge to edge, and
    /// there is nothing left to centre.
    pub scale: bool,
    /// Centre by mass. Without it the 20×20 goes to the geometric middle, which centres the
    /// digit by its box.
    pub centre: bool,
}

impl Default for Steps {
    fn default() -> Self {
        Self {
            crop: true,
            scale: true,
            centre: true,
        }
    }
}

/// The box around the ink, in whole pixels of the plane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    pub left: usize,
    pub top: usize,
    /// At least 1.
    pub width: usize,
    /// At least 1.
    pub height: usize,
}

/// A picture on its way from ink to what the network reads. Everywhere paper is 0 and ink up
/// to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct MnistForm {
    /// Where it began.
    pub ink: Arc<Grid>,
    /// The box around the ink, `None` on a blank plane.
    pub bounds: Option<Bounds>,
    /// The ink within the box, or the whole plane without that step or when it is blank.
    pub crop: Grid,
    /// 20×20, or 28×28 without that step.
    pub scaled: Grid,
    /// 28×28: what the network reads.
    pub centred: Grid,
    /// Where the centre of mass came to lie in the 28×28, in pixels from the left and from the
    /// top, the first pixel's middle being at 0.5. `None` on a blank plane.
    pub centre_of_mass: Option<(f32, f32)>,
}

impl MnistForm {
    /// Whether there was no ink at all.
    pub fn is_blank(&self) -> bool {
        self.bounds.is_none()
    }
}

/// Takes a plane of ink (ink = 1, paper = 0, well above 28×28 pixels, at least one) through the
/// steps.
pub fn mnist_form(ink: impl Into<Arc<Grid>>, steps: Steps) -> MnistForm {
    let ink = ink.into();
    let bounds = bounds(&ink);
    let whole = Bounds {
        left: 0,
        top: 0,
        width: ink.width(),
        height: ink.height(),
    };
    let window = bounds.filter(|_| steps.crop).unwrap_or(whole);
    let side = if steps.scale { SCALED } else { PICTURE };
    let (scaled, mass) = match bounds {
        Some(_) => scale(&ink, window, side),
        None => (Grid::filled(side, side, 0.0), None),
    };
    let offset = match &mass {
        Some(mass) if steps.scale && steps.centre => mass.offset(),
        _ => {
            let middle = (PICTURE - side) / 2;
            (middle as isize, middle as isize)
        }
    };
    MnistForm {
        bounds,
        crop: cut(&ink, window),
        centred: pasted(&scaled, offset),
        centre_of_mass: mass.map(|mass| mass.centre(offset)),
        scaled,
        ink,
    }
}

/// The tight box around all that is not paper.
pub(super) fn bounds(ink: &Grid) -> Option<Bounds> {
    let mut rows = (0..ink.height()).filter(|row| has_ink(ink.row(*row)));
    let top = rows.next()?;
    let bottom = rows.next_back().unwrap_or(top);
    // Each row need only be searched outside the columns where ink was found already.
    let (mut left, mut right) = (ink.width(), 0);
    for row in top..=bottom {
        let cells = ink.row(row);
        if let Some(first) = cells[..left].iter().position(|v| *v > 0.0) {
            left = first;
        }
        if let Some(last) = cells[right..].iter().rposition(|v| *v > 0.0) {
            right += last + 1;
        }
    }
    Some(Bounds {
        left,
        top,
        width: right - left,
        height: bottom - top + 1,
    })
}

fn has_ink(cells: &[f32]) -> bool {
    cells
        .chunks(32)
        .any(|chunk| chunk.iter().fold(false, |found, v| found | (*v > 0.0)))
}

fn cut(ink: &Grid, bounds: Bounds) -> Grid {
    let mut values = Vec::with_capacity(bounds.width * bounds.height);
    for row in bounds.top..bounds.top + bounds.height {
        values.extend_from_slice(&ink.row(row)[bounds.left..bounds.left + bounds.width]);
    }
    Grid::from_values(bounds.height, bounds.width, values).unwrap_or_default()
}

/// The square window around `bounds` in `side` × `side` pixels, brightened to a peak of 1 and
/// rounded to 255ths, and its mass if it has any.
fn scale(ink: &Grid, bounds: Bounds, side: usize) -> (Grid, Option<Mass>) {
    let longest = bounds.width.max(bounds.height);
    let window = Window {
        left: bounds.left as f32 - margin(bounds.width, longest, side),
        top: bounds.top as f32 - margin(bounds.height, longest, side),
        side: longest as f32,
    };
    let averages = area_average(ink, window, side);
    let peak = averages.max_abs();
    if peak <= 0.0 {
        return (averages, None);
    }
    let levels = averages.map(|v| (v / peak * 255.0).round());
    let mass = Mass::of(&levels);
    (levels.map(|level| level / 255.0), Some(mass))
}

/// How far the window reaches beyond a side of the box that is `length` of `longest` pixels:
/// half of what is missing. If both are whole numbers of cells, as in an enlarged MNIST digit,
/// that is rounded down to whole cells too: half a cell more would only blur the cells.
fn margin(length: usize, longest: usize, side: usize) -> f32 {
    let missing = longest - length;
    if longest.is_multiple_of(side) {
        let cell = longest / side;
        if length.is_multiple_of(cell) {
            return (missing / cell / 2 * cell) as f32;
        }
    }
    missing as f32 / 2.0
}

/// The first moments of a square picture in whole levels, and so without rounding.
struct Mass {
    /// Sum of all levels; at least 255.
    total: i64,
    /// Sum of level × (2 × column + 1): twice the pixel's middle.
    twice_x: i64,
    /// The same along the rows.
    twice_y: i64,
}

impl Mass {
    fn of(levels: &Grid) -> Self {
        let (mut total, mut twice_x, mut twice_y) = (0, 0, 0);
        for row in 0..levels.height() {
            for (column, level) in levels.row(row).iter().enumerate() {
                let level = *level as i64;
                total += level;
                twice_x += level * (2 * column as i64 + 1);
                twice_y += level * (2 * row as i64 + 1);
            }
        }
        Self {
            total,
            twice_x,
            twice_y,
        }
    }

    /// floor(15 − b) along both axes, b being the centre of mass.
    fn offset(&self) -> (isize, isize) {
        let along = |twice: i64| (30 * self.total - twice).div_euclid(2 * self.total) as isize;
        (along(self.twice_x), along(self.twice_y))
    }

    /// The centre of mass once the picture is pasted at `offset`.
    fn centre(&self, offset: (isize, isize)) -> (f32, f32) {
        let along = |twice: i64, offset: isize| {
            (twice as f64 / (2 * self.total) as f64 + offset as f64) as f32
        };
        (along(self.twice_x, offset.0), along(self.twice_y, offset.1))
    }
}

/// `scaled` on a blank 28×28 with its corner at `offset`, columns first. What passes the edge,
/// as with a heavy end and a long thin rest, is lost.
fn pasted(scaled: &Grid, (left, top): (isize, isize)) -> Grid {
    let cell = |picture: usize, offset: isize, side: usize| {
        let index = picture as isize - offset;
        usize::try_from(index).ok().filter(|index| *index < side)
    };
    Grid::from_fn(PICTURE, PICTURE, |row, column| {
        let row = cell(row, top, scaled.height());
        let column = cell(column, left, scaled.width());
        row.zip(column)
            .map_or(0.0, |(row, column)| scaled.at(row, column))
    })
}
