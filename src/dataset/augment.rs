//! Small random deformations of a digit, so that a network sees more ways of writing than there
//! are pictures: rotation, scale, shear, shift, stroke thickness, and a little elastic.

use std::array;
use std::sync::LazyLock;

use rand::Rng;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::{PIXELS, SIDE};

/// How far each deformation may go, in both directions. Each is drawn uniformly for each picture.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Augmentation {
    /// Degrees.
    pub rotation: f32,
    /// Share of the size, drawn for each axis alone.
    pub scale: f32,
    /// Columns by which a row leans for each row from the centre.
    pub shear: f32,
    /// Pixels, drawn for each axis alone.
    pub shift: f32,
    /// 1: a stroke may grow by the pixel beside it, or lose half of its border pixel.
    pub thickness: f32,
    /// Pixels by which the points of a 7×7 net, 7 pixels apart, move; between them the picture
    /// follows smoothly.
    pub elastic: f32,
}

impl Default for Augmentation {
    /// The strengths that `--augment` uses.
    fn default() -> Self {
        Self {
            rotation: 15.0,
            scale: 0.15,
            shear: 0.2,
            shift: 2.0,
            thickness: 0.6,
            elastic: 1.5,
        }
    }
}

/// Where MNIST puts a digit's centre of mass, as a pixel index.
const CENTRE: f32 = SIDE as f32 / 2.0;

/// A picture with a border of paper, so that what lies outside needs no question.
const PADDED: usize = SIDE + 2;

type Padded = [f32; PADDED * PADDED];

/// Points of the elastic net along each axis, and pixels between them.
const NET: usize = 7;
const NET_SPACING: f32 = 7.0;

/// For each row or column the first point of the net that moves it, and the weights of the four
/// from there: the uniform cubic B-spline.
static SPLINE: LazyLock<[(usize, [f32; 4]); SIDE]> = LazyLock::new(|| {
    array::from_fn(|index| {
        let at = index as f32 / NET_SPACING;
        let (first, t) = (at.floor(), at.fract());
        let s = 1.0 - t;
        let weights = [
            s * s * s / 6.0,
            (3.0 * t * t * t - 6.0 * t * t + 4.0) / 6.0,
            (3.0 * s * s * s - 6.0 * s * s + 4.0) / 6.0,
            t * t * t / 6.0,
        ];
        (first as usize, weights)
    })
});

impl Augmentation {
    /// Deforms a picture of 28×28 bytes into what a network reads, 28×28 in −1..1. The same
    /// generator gives the same picture. Panics if the lengths differ.
    pub fn apply(&self, pixels: &[u8], rng: &mut ChaCha8Rng, input: &mut [f32]) {
        assert_eq!((pixels.len(), input.len()), (PIXELS, PIXELS));
        let mut draw = |limit: f32| limit * (2.0 * rng.random::<f32>() - 1.0);
        let map = Affine::draw(self, &mut draw);
        let thickness = draw(self.thickness);
        let net = [(); NET * NET].map(|()| [draw(self.elastic), draw(self.elastic)]);
        let ink = thickened(&padded(pixels), thickness);
        let moved = displacements(&net);
        for (index, (input, moved)) in input.iter_mut().zip(&moved).enumerate() {
            let (row, column) = map.apply((index / SIDE) as f32, (index % SIDE) as f32);
            *input = 2.0 * sample(&ink, row + moved[0], column + moved[1]) - 1.0;
        }
    }
}

/// Where in the picture given a pixel of the picture made comes from.
struct Affine {
    /// row = rows · (r, c) + shift, with r and c from the centre.
    rows: [f32; 2],
    columns: [f32; 2],
    shift: [f32; 2],
}

impl Affine {
    fn draw(limits: &Augmentation, draw: &mut impl FnMut(f32) -> f32) -> Self {
        let (sin, cos) = draw(limits.rotation).to_radians().sin_cos();
        let (high, wide) = (1.0 + draw(limits.scale), 1.0 + draw(limits.scale));
        let shear = draw(limits.shear);
        Self {
            rows: [high * (cos - shear * sin), high * -sin],
            columns: [wide * (sin + shear * cos), wide * cos],
            shift: [draw(limits.shift), draw(limits.shift)],
        }
    }

    fn apply(&self, row: f32, column: f32) -> (f32, f32) {
        let (r, c) = (row - CENTRE, column - CENTRE);
        (
            self.rows[0] * r + self.rows[1] * c + CENTRE + self.shift[0],
            self.columns[0] * r + self.columns[1] * c + CENTRE + self.shift[1],
        )
    }
}

/// Ink in 0..1 with one pixel of paper around it.
fn padded(pixels: &[u8]) -> Padded {
    let mut padded = [0.0; PADDED * PADDED];
    for (row, pixels) in pixels.as_chunks::<SIDE>().0.iter().enumerate() {
        let start = (row + 1) * PADDED + 1;
        for (ink, byte) in padded[start..start + SIDE].iter_mut().zip(pixels) {
            *ink = f32::from(*byte) / 255.0;
        }
    }
    padded
}

/// Moves the ink towards the most (for `by` > 0) or the least of a pixel and its four
/// neighbours; towards the least only half as far, since thin strokes would break.
fn thickened(ink: &Padded, by: f32) -> Padded {
    let towards = if by > 0.0 { f32::max } else { f32::min };
    let by = if by > 0.0 { by } else { -by / 2.0 };
    let mut thickened = *ink;
    for start in (PADDED + 1..PADDED * (PADDED - 1)).step_by(PADDED) {
        for index in start..start + SIDE {
            let beside = towards(ink[index - 1], ink[index + 1]);
            let above = towards(ink[index - PADDED], ink[index + PADDED]);
            let extreme = towards(ink[index], towards(beside, above));
            thickened[index] += by * (extreme - ink[index]);
        }
    }
    thickened
}

/// How far the net moves each pixel, rows and columns.
fn displacements(net: &[[f32; 2]; NET * NET]) -> [[f32; 2]; PIXELS] {
    let mut moved = [[0.0; 2]; PIXELS];
    for (row, (top, by_row)) in SPLINE.iter().enumerate() {
        let line: [[f32; 2]; NET] = array::from_fn(|column| {
            let points = array::from_fn(|point| net[(top + point) * NET + column]);
            blend(points, *by_row)
        });
        for (column, (left, by_column)) in SPLINE.iter().enumerate() {
            let points = array::from_fn(|point| line[left + point]);
            moved[row * SIDE + column] = blend(points, *by_column);
        }
    }
    moved
}

fn blend(points: [[f32; 2]; 4], weights: [f32; 4]) -> [f32; 2] {
    array::from_fn(|axis| {
        (0..4)
            .map(|point| points[point][axis] * weights[point])
            .sum()
    })
}

/// The ink between four pixels, paper outside the picture.
fn sample(ink: &Padded, row: f32, column: f32) -> f32 {
    // From −1, the border, to just below the far border's cell.
    let far = SIDE as f32 - 1e-3;
    let row = row.clamp(-1.0, far) + 1.0;
    let column = column.clamp(-1.0, far) + 1.0;
    let (top, left) = (row as usize, column as usize);
    let (down, right) = (row - top as f32, column - left as f32);
    let at = top * PADDED + left;
    let upper = ink[at] + right * (ink[at + 1] - ink[at]);
    let lower = ink[at + PADDED] + right * (ink[at + PADDED + 1] - ink[at + PADDED]);
    upper + down * (lower - upper)
}
