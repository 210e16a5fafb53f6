//! Max and average pooling of maps that have their channels last.
//!
//! Max pooling keeps the first of equal values, as PyTorch does, and a NaN before any number;
//! backward, each gradient goes to the one cell that was kept. Average pooling divides by the
//! kernel's size; backward, each gradient is shared out evenly.

use super::product::last_index;
use super::simd::{InstructionSet, Simd, kernel};
use crate::network::layer::{Pair, Shape};

/// A pooling's sizes, which fit together as [`Layer::output_shape`] says.
///
/// [`Layer::output_shape`]: crate::network::Layer::output_shape
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pooling {
    pub input: Shape,
    pub output: Shape,
    pub kernel: Pair,
    pub stride: Pair,
}

/// Most cells that maps may have for [`Pooling::max`]: places are moved about as 32-bit floats of
/// the same bits, which from here on would be NaN.
pub const MAX_COUNTED: usize = 0x7f80_0000;

/// A row of windows to take the maximum of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Windows {
    pub channels: usize,
    /// How many windows lie side by side.
    pub columns: usize,
    pub kernel: Pair,
    /// From a cell to the one below it.
    pub down: usize,
    /// From a window to the one beside it.
    pub along: usize,
    /// Where the first window's first cell is said to lie, and how far it is to the cell below
    /// it, the cell beside it and the window beside it.
    pub from: usize,
    pub from_down: usize,
    pub from_beside: usize,
    pub from_along: usize,
}

impl Pooling {
    /// The same pooling without a step beyond the maps, which means nothing, but could overflow.
    pub fn reduced(self) -> Self {
        let (_, height, width) = self.input.dims();
        Self {
            stride: (self.stride.0.min(height), self.stride.1.min(width)),
            ..self
        }
    }

    /// Maxima of each picture's windows, and where each was found: the place of its cell's first
    /// channel in its picture.
    pub fn max(&self, set: InstructionSet, x: &[f32], y: &mut [f32], from: &mut [u32]) {
        let (channels, _, width) = self.input.dims();
        let (_, rows, columns) = self.output.dims();
        let pitch = channels * width;
        let pictures = x.chunks_exact(self.input.cells());
        let results = y.chunks_exact_mut(self.output.cells());
        let results = results.zip(from.chunks_exact_mut(self.output.cells()));
        for (x, (y, from)) in pictures.zip(results) {
            for row in 0..rows {
                let start = row * self.stride.0 * pitch;
                let cells = row * columns * channels..(row + 1) * columns * channels;
                let windows = Windows {
                    channels,
                    columns,
                    kernel: self.kernel,
                    down: pitch,
                    along: self.stride.1 * channels,
                    from: start,
                    from_down: pitch,
                    from_beside: channels,
                    from_along: self.stride.1 * channels,
                };
                let (y, from) = (&mut y[cells.clone()], &mut from[cells]);
                max_row(set, &windows, f32::NEG_INFINITY, &x[start..], y, Some(from));
            }
        }
    }

    /// Adds to the input's gradient.
    pub fn max_backward(&self, from: &[u32], gradient: &[f32], x: &mut [f32]) {
        let channels = self.input.dims().0;
        let pictures = x.chunks_exact_mut(self.input.cells());
        let results = from.chunks_exact(self.output.cells());
        let results = results.zip(gradient.chunks_exact(self.output.cells()));
        for (x, (from, gradient)) in pictures.zip(results) {
            let cells = from.chunks_exact(channels);
            for (from, gradient) in cells.zip(gradient.chunks_exact(channels)) {
                for channel in 0..channels {
                    x[from[channel] as usize + channel] += gradient[channel];
                }
            }
        }
    }

    /// The first number of each window's cells in its picture, window after window.
    fn windows(&self) -> impl Iterator<Item = impl Iterator<Item = usize>> {
        let (channels, _, width) = self.input.dims();
        let (_, rows, columns) = self.output.dims();
        let (kernel, stride) = (self.kernel, self.stride);
        (0..rows * columns).map(move |window| {
            let (row, column) = (window / columns * stride.0, window % columns * stride.1);
            (0..kernel.0 * kernel.1).map(move |cell| {
                let (row, column) = (row + cell / kernel.1, column + cell % kernel.1);
                (row * width + column) * channels
            })
        })
    }

    /// Means of each picture's windows.
    pub fn average(&self, x: &[f32], y: &mut [f32]) {
        let channels = self.input.dims().0;
        let share = 1.0 / (self.kernel.0 * self.kernel.1) as f32;
        let pictures = x.chunks_exact(self.input.cells());
        for (x, y) in pictures.zip(y.chunks_exact_mut(self.output.cells())) {
            for (y, cells) in y.chunks_exact_mut(channels).zip(self.windows()) {
                y.fill(0.0);
                for cell in cells {
                    let x = &x[cell..cell + channels];
                    y.iter_mut().zip(x).for_each(|(y, x)| *y += x);
                }
                y.iter_mut().for_each(|y| *y *= share);
            }
        }
    }

    /// Adds to the input's gradient.
    pub fn average_backward(&self, gradient: &[f32], x: &mut [f32]) {
        let channels = self.input.dims().0;
        let share = 1.0 / (self.kernel.0 * self.kernel.1) as f32;
        let pictures = x.chunks_exact_mut(self.input.cells());
        for (x, g) in pictures.zip(gradient.chunks_exact(self.output.cells())) {
            for (g, cells) in g.chunks_exact(channels).zip(self.windows()) {
                for cell in cells {
                    let x = &mut x[cell..cell + channels];
                    x.iter_mut().zip(g).for_each(|(x, g)| *x += share * g);
                }
            }
        }
    }
}

kernel! {
    /// Maxima of a row of windows, but at least `floor`, and if asked for where each was found.
    pub(super) fn max_row(
        windows: &Windows, floor: f32, x: &[f32], y: &mut [f32], from: Option<&mut [u32]>,
    ) = max_row_with
}

#[inline(always)]
fn max_row_with<S: Simd>(
    simd: S,
    windows: &Windows,
    floor: f32,
    x: &[f32],
    y: &mut [f32],
    from: Option<&mut [u32]>,
) {
    if windows.channels <= <S::Half as Simd>::LANES {
        max_row_blocks(simd.half(), windows, floor, x, y, from);
    } else {
        max_row_blocks(simd, windows, floor, x, y, from);
    }
}

#[inline(always)]
fn max_row_blocks<S: Simd>(
    simd: S,
    windows: &Windows,
    floor: f32,
    x: &[f32],
    y: &mut [f32],
    mut from: Option<&mut [u32]>,
) {
    let Windows {
        channels, columns, ..
    } = *windows;
    let (rows, cells) = windows.kernel;
    assert!(columns > 0 && rows > 0 && cells > 0);
    if channels == 0 {
        return;
    }
    let beside = [(cells - 1, channels), (channels - 1, 1)];
    let within = last_index(beside);
    let last = last_index([
        (rows - 1, windows.down),
        (columns - 1, windows.along),
        (within, 1),
    ]);
    assert!(last < x.len());
    let numbers = columns * channels;
    let room = |from: &[u32]| numbers <= from.len();
    assert!(numbers <= y.len() && from.as_deref().is_none_or(room));
    let floor = simd.splat(floor);
    for column in 0..columns {
        let place = windows.from + column * windows.from_along;
        for channel in (0..channels).step_by(S::LANES) {
            let mask = simd.mask(channels - channel);
            let mut best = (floor, simd.splat(0.0));
            for row in 0..rows {
                for cell in 0..cells {
                    let at = row * windows.down + column * windows.along + cell * channels;
                    let place = place + row * windows.from_down + cell * windows.from_beside;
                    // SAFETY: at and the channels from there on end at `last`, checked above.
                    let value = unsafe { simd.load_masked(x.as_ptr().add(at + channel), mask) };
                    let candidate = (value, simd.splat(f32::from_bits(place as u32)));
                    best = if row + cell == 0 {
                        (value, candidate.1)
                    } else {
                        simd.larger(candidate, best)
                    };
                }
            }
            let at = column * channels + channel;
            // SAFETY: the lanes in the mask end within columns · channels, checked above.
            unsafe {
                simd.store_masked(simd.max(floor, best.0), y.as_mut_ptr().add(at), mask);
                if let Some(from) = &mut from {
                    simd.store_masked(best.1, from.as_mut_ptr().add(at).cast(), mask);
                }
            }
        }
    }
}
