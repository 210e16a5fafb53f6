//! Convolution, ReLU and max pooling of pictures with one channel: the first layers of nearly
//! every network here.
//!
//! One channel fills no vector, so here neighbouring pooled cells do. Their windows start
//! `stride · kernel` of the pooling apart: the picture's columns are first dealt out by turns, so
//! that what neighbours read lies side by side; then pooling compares whole vectors.

use std::hint::black_box;

use super::conv_pool::ConvPool;
use super::simd::{Simd, kernel};

/// Output channels that are computed at once.
const CHANNELS: usize = 6;

/// Most cells of a pooling window.
const MOST_CELLS: usize = 16;

/// Most lanes of a tile: two of the widest vectors.
const MOST_LANES: usize = 32;

/// How a picture's columns are dealt out, and where its windows' cells then are.
struct Dealt {
    /// How many piles each row is dealt to.
    piles: usize,
    /// Numbers from one pile to the next.
    pitch: usize,
    /// For each column of the pooling window: where the window's cells are from its start.
    cells: Vec<Vec<usize>>,
}

impl Dealt {
    fn new(both: &ConvPool) -> Self {
        let convolution = &both.convolution;
        let (_, _, width) = convolution.padded().dims();
        let piles = both.pooling.kernel.1 * convolution.stride.1;
        // Beyond each pile's end there is room for vectors that are read whole.
        let pitch = width.div_ceil(piles) + MOST_LANES;
        let place =
            |row: usize, column: usize| (row * piles + column % piles) * pitch + column / piles;
        let cells = (0..both.pooling.kernel.1).map(|start| {
            let window = (0..convolution.kernel.0 * convolution.kernel.1).map(|cell| {
                let (u, v) = (cell / convolution.kernel.1, cell % convolution.kernel.1);
                let column = start * convolution.stride.1 + v * convolution.dilation.1;
                place(u * convolution.dilation.0, column)
            });
            window.collect()
        });
        Self {
            piles,
            pitch,
            cells: cells.collect(),
        }
    }

    /// Deals out one picture.
    fn deal(&self, x: &[f32], width: usize, dealt: &mut [f32]) {
        for (row, piles) in x
            .chunks_exact(width)
            .zip(dealt.chunks_exact_mut(self.piles * self.pitch))
        {
            for (pile, numbers) in piles.chunks_exact_mut(self.pitch).enumerate() {
                let from = row.iter().skip(pile).step_by(self.piles);
                numbers.iter_mut().zip(from).for_each(|(to, x)| *to = *x);
            }
        }
    }
}

/// Whether the kernel here can take it, and is faster: more output channels fill vectors.
pub(super) fn takes(both: &ConvPool) -> bool {
    let (kernel, outputs) = (both.pooling.kernel, both.pooling.output.dims().0);
    both.convolution.input.dims().0 == 1 && outputs <= 8 && kernel.0 * kernel.1 <= MOST_CELLS
}

/// Numbers of working space that [`forward`] needs.
pub(super) fn working_space(both: &ConvPool) -> usize {
    let dealt = Dealt::new(both);
    both.convolution.padded().dims().1 * dealt.piles * dealt.pitch
}

kernel! {
    /// Pooled maps of padded pictures, and where the window of each number starts in its picture.
    /// Weights are O×kh×kw.
    pub(super) fn forward(
        both: &ConvPool, padded: &[f32], weight: &[f32], bias: &[f32], space: &mut [f32],
        y: &mut [f32], from: &mut [u32],
    ) = forward_with
}

#[inline(always)]
fn forward_with<S: Simd>(
    simd: S,
    both: &ConvPool,
    padded: &[f32],
    weight: &[f32],
    bias: &[f32],
    space: &mut [f32],
    y: &mut [f32],
    from: &mut [u32],
) {
    let dealt = Dealt::new(both);
    let cells = both.pooling.output.cells();
    let pictures = padded.chunks_exact(both.convolution.padded().cells());
    let results = y.chunks_exact_mut(cells).zip(from.chunks_exact_mut(cells));
    for (x, (y, from)) in pictures.zip(results) {
        dealt.deal(x, both.convolution.pitch(), space);
        picture(simd, both, &dealt, space, weight, bias, y, from);
    }
}

/// One picture that has been dealt out.
#[inline(always)]
fn picture<S: Simd>(
    simd: S,
    both: &ConvPool,
    dealt: &Dealt,
    x: &[f32],
    weight: &[f32],
    bias: &[f32],
    y: &mut [f32],
    from: &mut [u32],
) {
    let (outputs, rows, columns) = both.pooling.output.dims();
    let terms = both.convolution.terms();
    assert!(weight.len() == outputs * terms && bias.len() == outputs);
    // One vector where it is enough, or where registers are many.
    let vectors = if columns <= S::LANES { 1 } else { 2 };
    for row in 0..rows {
        for column in (0..columns).step_by(vectors * S::LANES) {
            for output in (0..outputs).step_by(CHANNELS) {
                let count = CHANNELS.min(outputs - output);
                let tile = Tile {
                    both,
                    dealt,
                    x,
                    weight: &weight[output * terms..(output + count) * terms],
                    bias: &bias[output..output + count],
                    row,
                    column,
                };
                let mut found = Found::default();
                match vectors {
                    1 => tile.run::<S, 1>(simd, &mut found),
                    _ => tile.run::<S, 2>(simd, &mut found),
                }
                let cells = columns.min(column + vectors * S::LANES) - column;
                let at = (row * columns + column) * outputs + output;
                tile.write(&found, cells, &mut y[at..], &mut from[at..]);
            }
        }
    }
}

/// Some pooled cells of one row, for some output channels.
struct Tile<'a> {
    both: &'a ConvPool,
    dealt: &'a Dealt,
    x: &'a [f32],
    weight: &'a [f32],
    bias: &'a [f32],
    row: usize,
    column: usize,
}

/// A tile's maxima, and in which cell of their pooling windows they were, each channel in a row.
#[derive(Default)]
struct Found {
    values: [[f32; MOST_LANES]; CHANNELS],
    cells: [[f32; MOST_LANES]; CHANNELS],
}

impl Tile<'_> {
    #[inline(always)]
    fn run<S: Simd, const V: usize>(&self, simd: S, found: &mut Found) {
        match self.bias.len() {
            1 => self.channels::<S, V, 1>(simd, found),
            2 => self.channels::<S, V, 2>(simd, found),
            3 => self.channels::<S, V, 3>(simd, found),
            4 => self.channels::<S, V, 4>(simd, found),
            5 => self.channels::<S, V, 5>(simd, found),
            _ => self.channels::<S, V, CHANNELS>(simd, found),
        }
    }

    #[inline(always)]
    fn channels<S: Simd, const V: usize, const O: usize>(&self, simd: S, found: &mut Found) {
        let (convolution, pooling) = (&self.both.convolution, &self.both.pooling);
        let terms = convolution.terms();
        assert!(self.weight.len() == O * terms && self.bias.len() == O);
        // Hidden from the compiler, as in `product`.
        let (ones, fours) = (
            black_box([0, terms, 2 * terms, 3 * terms]),
            black_box([0, 4 * terms]),
        );
        let mut best = [[(simd.splat(0.0), simd.splat(0.0)); V]; O];
        for row in 0..pooling.kernel.0 {
            let row_of_maps = self.row * pooling.kernel.0 + row;
            let start = row_of_maps * convolution.stride.0 * self.dealt.piles * self.dealt.pitch;
            let x = &self.x[start + self.column..];
            for (column, cells) in self.dealt.cells.iter().enumerate() {
                let reach = cells[terms - 1] + V * S::LANES;
                assert!(cells.len() == terms && reach <= x.len());
                let mut sums = [[simd.splat(0.0); V]; O];
                for o in 0..O {
                    sums[o] = [simd.splat(self.bias[o]); V];
                }
                for (term, cell) in cells.iter().enumerate() {
                    let mut right = [simd.splat(0.0); V];
                    for v in 0..V {
                        // SAFETY: no cell is further than the last row's, and a pile has room
                        // for whole vectors beyond its numbers: checked above.
                        right[v] = unsafe { simd.load(x.as_ptr().add(cell + v * S::LANES)) };
                    }
                    for o in 0..O {
                        let at = fours[o / 4] + ones[o % 4] + term;
                        // SAFETY: at is below O · terms, checked above.
                        let left = simd.splat(unsafe { *self.weight.as_ptr().add(at) });
                        for v in 0..V {
                            sums[o][v] = simd.mul_add(left, right[v], sums[o][v]);
                        }
                    }
                }
                let cell = row * pooling.kernel.1 + column;
                let place = simd.splat(f32::from_bits(cell as u32));
                for o in 0..O {
                    for v in 0..V {
                        best[o][v] = match cell {
                            0 => (sums[o][v], place),
                            _ => simd.larger((sums[o][v], place), best[o][v]),
                        };
                    }
                }
            }
        }
        for o in 0..O {
            for v in 0..V {
                let (value, cell) = best[o][v];
                let lanes = v * S::LANES..(v + 1) * S::LANES;
                let (values, cells) = (
                    &mut found.values[o][lanes.clone()],
                    &mut found.cells[o][lanes],
                );
                // SAFETY: both have LANES numbers.
                unsafe {
                    simd.store(simd.max(simd.splat(0.0), value), values.as_mut_ptr());
                    simd.store(cell, cells.as_mut_ptr());
                }
            }
        }
    }

    /// Puts the channels last.
    #[inline(always)]
    fn write(&self, found: &Found, cells: usize, y: &mut [f32], from: &mut [u32]) {
        let (convolution, pooling) = (&self.both.convolution, &self.both.pooling);
        let outputs = pooling.output.dims().0;
        let (down, along) = convolution.window_steps();
        let mut starts = [0; MOST_CELLS];
        let row = self.row * pooling.kernel.0;
        for (cell, start) in starts
            .iter_mut()
            .enumerate()
            .take(pooling.kernel.0 * pooling.kernel.1)
        {
            let (r, q) = (cell / pooling.kernel.1, cell % pooling.kernel.1);
            *start = ((row + r) * down + q * along) as u32;
        }
        for column in 0..cells {
            let start = ((self.column + column) * pooling.kernel.1 * along) as u32;
            let at = column * outputs..column * outputs + self.bias.len();
            let numbers = y[at.clone()].iter_mut().zip(&mut from[at]);
            for (o, (y, from)) in numbers.enumerate() {
                *y = found.values[o][column];
                *from = start + starts[found.cells[o][column].to_bits() as usize % starts.len()];
            }
        }
    }
}
