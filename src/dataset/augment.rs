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
    /// The strengths that `--augment` uses: chosen on the last 10,000 of MNIST's training digits,
    /// and on drawings of six writers that are not those held out, with the lesson's net. Stronger
    /// ones cost so small a net more than they give.
    fn default() -> Self {
        Self {
            rotation: 10.0,
            scale: 0.15,
            shear: 0.15,
            shift: 1.0,
            thickness: 0.8,
            elastic: 0.5,
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

/// One number for each pixel of a row.
type Row = [f32; SIDE];

/// How much each point of the net along one axis moves each row or column: the uniform cubic
/// B-spline.
static SPLINE: LazyLock<[Row; NET]> = LazyLock::new(|| {
    array::from_fn(|point| {
        array::from_fn(|index| {
            let distance = (index as f32 / NET_SPACING + 1.0 - point as f32).abs();
            let rest = 2.0 - distance;
            match distance {
                d if d < 1.0 => 2.0 / 3.0 - d * d + d * d * d / 2.0,
                d if d < 2.0 => rest * rest * rest / 6.0,
                _ => 0.0,
            }
        })
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
        let net = [(); 2].map(|()| [(); NET].map(|()| [(); NET].map(|()| draw(self.elastic))));
        let ink = thickened(&padded(pixels), thickness);
        for (row, input) in input.as_chunks_mut::<SIDE>().0.iter_mut().enumerate() {
            let [rows, columns] = map.row(row);
            let rows = sum(rows, displacement(&net[0], row));
            let columns = sum(columns, displacement(&net[1], row));
            *input = sample(&ink, rows, columns).map(|ink| 2.0 * ink - 1.0);
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

    /// Rows and columns that the pixels of one row come from.
    fn row(&self, row: usize) -> [Row; 2] {
        let r = row as f32 - CENTRE;
        [0, 1].map(|axis| {
            let [by_row, by_column] = [self.rows, self.columns][axis];
            let start = by_row * r + CENTRE + self.shift[axis];
            array::from_fn(|column| start + by_column * (column as f32 - CENTRE))
        })
    }
}

fn sum(a: Row, b: Row) -> Row {
    array::from_fn(|column| a[column] + b[column])
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
    if by > 0.0 {
        moved_towards(ink, by, f32::max)
    } else {
        moved_towards(ink, -by / 2.0, f32::min)
    }
}

fn moved_towards(ink: &Padded, by: f32, extreme: impl Fn(f32, f32) -> f32) -> Padded {
    let mut moved = *ink;
    for row in 1..=SIDE {
        let [above, line, below] =
            [row - 1, row, row + 1].map(|row| &ink[row * PADDED..(row + 1) * PADDED]);
        let moved = &mut moved[row * PADDED..(row + 1) * PADDED];
        for column in 1..=SIDE {
            let beside = extreme(line[column - 1], line[column + 1]);
            let all = extreme(
                line[column],
                extreme(beside, extreme(above[column], below[column])),
            );
            moved[column] += by * (all - line[column]);
        }
    }
    moved
}

/// How far the net moves the pixels of one row along one axis.
fn displacement(net: &[[f32; NET]; NET], row: usize) -> Row {
    let spline = &*SPLINE;
    let mut moved = [0.0; SIDE];
    for column in 0..NET {
        let line: f32 = (0..NET).map(|r| spline[r][row] * net[r][column]).sum();
        for (moved, weight) in moved.iter_mut().zip(&spline[column]) {
            *moved += weight * line;
        }
    }
    moved
}

/// The ink between four pixels each, paper outside the picture.
fn sample(ink: &Padded, rows: Row, columns: Row) -> Row {
    // From the border of paper to just before the far one.
    let inside = |at: f32| (at + 1.0).clamp(0.0, (PADDED - 1) as f32 - 1e-3);
    let (rows, columns) = (rows.map(inside), columns.map(inside));
    array::from_fn(|index| {
        let (row, column) = (rows[index], columns[index]);
        let (top, left) = (row as i32, column as i32);
        let (down, right) = (row - top as f32, column - left as f32);
        let at = top as usize * PADDED + left as usize;
        let cell = &ink[at..at + PADDED + 2];
        let upper = cell[0] + right * (cell[1] - cell[0]);
        let lower = cell[PADDED] + right * (cell[PADDED + 1] - cell[PADDED]);
        upper + down * (lower - upper)
    })
}
