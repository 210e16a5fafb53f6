//! What the property tests draw from.

use convscope::convolution::{Convolution, Kernel, Padding, PaddingMode};
use convscope::grid::Grid;
use proptest::prelude::*;

pub fn grid(
    height: impl Strategy<Value = usize>,
    width: impl Strategy<Value = usize>,
    values: impl Strategy<Value = f32> + Clone,
) -> impl Strategy<Value = Grid> {
    (height, width).prop_flat_map(move |(height, width)| {
        proptest::collection::vec(values.clone(), height * width)
            .prop_map(move |values| Grid::from_values(height, width, values).unwrap())
    })
}

/// Whole numbers, whose sums and products are exact.
pub fn whole() -> impl Strategy<Value = f32> + Clone {
    (-20..=20_i8).prop_map(f32::from)
}

pub fn kernel() -> impl Strategy<Value = Kernel> {
    grid(1..=5_usize, 1..=5_usize, whole()).prop_map(|grid| Kernel::new(grid).unwrap())
}

pub fn mode() -> impl Strategy<Value = PaddingMode> {
    proptest::sample::select(&PaddingMode::ALL[..])
}

/// Settings that are often possible for a picture of 3×3 cells and more.
pub fn convolution() -> impl Strategy<Value = Convolution> {
    let pair = || (1..=3_usize, 1..=3_usize);
    let sides = || (0..=3_usize, 0..=3_usize, 0..=3_usize, 0..=3_usize);
    (kernel(), any::<bool>(), pair(), mode(), sides(), pair()).prop_map(
        |(kernel, flip, stride, mode, (top, bottom, left, right), dilation)| Convolution {
            kernel,
            flip,
            stride,
            padding: Padding {
                mode,
                top,
                bottom,
                left,
                right,
            },
            dilation,
        },
    )
}

pub fn picture() -> impl Strategy<Value = Grid> {
    grid(3..=12_usize, 3..=12_usize, whole())
}
