//! Pictures made by a formula, on which a kernel shows what it does. Values 0 to 1.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::grid::Grid;

/// Cells of a checkerboard's fields along each side.
const FIELD: usize = 4;

/// A picture made by a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// 0 in the left half, 1 in the right.
    Edge,
    /// Fields of 4×4 cells.
    Checkerboard,
    /// A single 1 in the middle: correlation answers with the flipped kernel, convolution with
    /// the kernel itself.
    Impulse,
    /// From 0 at the left to 1 at the right.
    Gradient,
    /// Even chances for every value from 0 to 1.
    Noise { seed: u64 },
}

impl Pattern {
    /// The pattern on `height` × `width` cells.
    pub fn grid(self, height: usize, width: usize) -> Grid {
        let mut random = match self {
            Self::Noise { seed } => ChaCha8Rng::seed_from_u64(seed),
            _ => ChaCha8Rng::seed_from_u64(0),
        };
        let last = width.saturating_sub(1).max(1) as f32;
        Grid::from_fn(height, width, |row, column| match self {
            Self::Edge => one_if(column >= width / 2),
            Self::Checkerboard => one_if((row / FIELD + column / FIELD) % 2 == 1),
            Self::Impulse => one_if((row, column) == ((height - 1) / 2, (width - 1) / 2)),
            Self::Gradient => column as f32 / last,
            Self::Noise { .. } => random.random(),
        })
    }
}

fn one_if(is_one: bool) -> f32 {
    f32::from(u8::from(is_one))
}
