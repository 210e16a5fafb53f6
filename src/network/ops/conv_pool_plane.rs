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
    /// The furthest of them all. It need not be the last: a later column may be in an earlier pile.
    furthest: usize,
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
        let cells: Vec<Vec<usize>> = cells.collect();
        Self {
            piles,
            pitch,
            furthest: cells.iter().flatten().copied().max().unwrap_or(0),
            cells,
        }
    }

    /// Numbers of a picture that has been dealt out.
    fn space(&self, both: &ConvPool) -> usize {
        both.convolution.padded().dims().1 * self.piles * self.pitch
    }

    /// Deals out one picture.
    #[inline(always)]
    fn deal(&self, x: &[f32], width: usize, dealt: &mut [f32]) {
        let rows = x.chunks_exact(width);
        for (row, piles) in rows.zip(dealt.chunks_exact_mut(self.piles * self.pitch)) {
            if self.piles == 2 {
                // The usual case, in a form that becomes vectors.
                let (evens, odds) = piles.split_at_mut(self.pitch);
                let (pairs, rest) = row.as_chunks::<2>();
                for ((pair, even), odd) in pairs.iter().zip(evens.iter_mut()).zip(odds) {
                    (*even, *odd) = (pair[0], pair[1]);
                }
                if let [last] = rest {
                    evens[pairs.len()] = *last;
                }
                continue;
            }
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
    Dealt::new(both).space(both)
}

kernel! {
    /// Pooled maps of padded pictures, and if asked for where the window of each number starts in
    /// its picture. Weights are O×kh×kw.
    pub(super) fn forward(
        both: &ConvPool, padded: &[f32], weight: &[f32], bias: &[f32], space: &mut [f32],
        y: &mut [f32], from: Option<&mut [u32]>,
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
    mut from: Option<&mut [u32]>,
) {
    let dealt = Dealt::new(both);
    assert_eq!(space.len(), dealt.space(both));
    let mut found = Found::default();
    let cells = both.pooling.output.cells();
    let pictures = padded.chunks_exact(both.convolution.padded().cells());
    for (index, (x, y)) in pictures.zip(y.chunks_exact_mut(cells)).enumerate() {
        dealt.deal(x, both.convolution.pitch(), space);
        let (x, found) = (&*space, &mut found);
        match &mut from {
            Some(from) => {
                let from = &mut from[index * cells..][..cells];
                picture::<S, true>(simd, both, &dealt, x, weight, bias, found, y, from);
            }
            None => picture::<S, false>(simd, both, &dealt, x, weight, bias, found, y, &mut []),
        }
    }
}

/// One picture that has been dealt out; `from` is left alone without `PLACES`.
#[inline(always)]
fn picture<S: Simd, const PLACES: bool>(
    simd: S,
    both: &ConvPool,
    dealt: &Dealt,
    x: &[f32],
    weight: &[f32],
    bias: &[f32],
    found: &mut Found,
    y: &mut [f32],
    from: &mut [u32],
) {
    let (outputs, rows, columns) = both.pooling.output.dims();
    let terms = both.convolution.terms();
    assert!(weight.len() == outputs * terms && bias.len() == outputs);
    // Two vectors of sums for each channel: one alone would wait for itself. Where a row of cells
    // fits in one, the other is of the windows' next column.
    let vectors = if columns <= S::LANES { 1 } else { 2 };
    let pairs = vectors == 1 && dealt.cells.len().is_multiple_of(2);
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
                let cells = columns.min(column + vectors * S::LANES) - column;
                let at = (row * columns + column) * outputs + output;
                let from = if PLACES { &mut from[at..] } else { &mut [] };
                let y = &mut y[at..];
                match (vectors, pairs) {
                    (1, true) => tile.run::<S, PLACES, 1, 2>(simd, found, cells, y, from),
                    (1, false) => tile.run::<S, PLACES, 1, 1>(simd, found, cells, y, from),
                    _ => tile.run::<S, PLACES, 2, 1>(simd, found, cells, y, from),
                }
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

/// A tile's maxima and their places: where their windows would start if the pooled cell were its
/// row's first. Each channel in a row; places are the bits of an integer.
#[derive(Default)]
struct Found {
    values: [[f32; MOST_LANES]; CHANNELS],
    places: [[f32; MOST_LANES]; CHANNELS],
}

impl Tile<'_> {
    /// `V` vectors for each channel, `P` columns of the pooling window at a time.
    #[inline(always)]
    fn run<S: Simd, const PLACES: bool, const V: usize, const P: usize>(
        &self,
        simd: S,
        found: &mut Found,
        cells: usize,
        y: &mut [f32],
        from: &mut [u32],
    ) {
        match self.bias.len() {
            1 => self.channels::<S, PLACES, V, P, 1>(simd, found, cells, y, from),
            2 => self.channels::<S, PLACES, V, P, 2>(simd, found, cells, y, from),
            3 => self.channels::<S, PLACES, V, P, 3>(simd, found, cells, y, from),
            4 => self.channels::<S, PLACES, V, P, 4>(simd, found, cells, y, from),
            5 => self.channels::<S, PLACES, V, P, 5>(simd, found, cells, y, from),
            _ => self.channels::<S, PLACES, V, P, CHANNELS>(simd, found, cells, y, from),
        }
    }

    #[inline(always)]
    fn channels<S: Simd, const PLACES: bool, const V: usize, const P: usize, const O: usize>(
        &self,
        simd: S,
        found: &mut Found,
        cells: usize,
        y: &mut [f32],
        from: &mut [u32],
    ) {
        self.find::<S, PLACES, V, P, O>(simd, found);
        self.write::<PLACES, O>(found, cells, y, from);
    }

    #[inline(always)]
    fn find<S: Simd, const PLACES: bool, const V: usize, const P: usize, const O: usize>(
        &self,
        simd: S,
        found: &mut Found,
    ) {
        let (convolution, pooling) = (&self.both.convolution, &self.both.pooling);
        let terms = convolution.terms();
        assert!(self.weight.len() == O * terms && self.bias.len() == O);
        // Hidden from the compiler, as in `product`.
        let (ones, fours) = (
            black_box([0, terms, 2 * terms, 3 * terms]),
            black_box([0, 4 * terms]),
        );
        let (down, along) = convolution.window_steps();
        let mut best = [[(simd.splat(0.0), simd.splat(0.0)); V]; O];
        for row in 0..pooling.kernel.0 {
            let row_of_maps = self.row * pooling.kernel.0 + row;
            let start = row_of_maps * convolution.stride.0 * self.dealt.piles * self.dealt.pitch;
            let x = &self.x[start + self.column..];
            for (pair, columns) in self.dealt.cells.chunks_exact(P).enumerate() {
                assert!(columns.iter().all(|cells| cells.len() == terms));
                assert!(self.dealt.furthest + V * S::LANES <= x.len());
                let mut sums = [[[simd.splat(0.0); V]; P]; O];
                for o in 0..O {
                    sums[o] = [[simd.splat(self.bias[o]); V]; P];
                }
                for term in 0..terms {
                    let mut right = [[simd.splat(0.0); V]; P];
                    for p in 0..P {
                        let cell = columns[p][term];
                        for v in 0..V {
                            // SAFETY: no cell is further than the furthest, and V vectors fit
                            // from there on: checked above.
                            right[p][v] = unsafe { simd.load(x.as_ptr().add(cell + v * S::LANES)) };
                        }
                    }
                    for o in 0..O {
                        let at = fours[o / 4] + ones[o % 4] + term;
                        // SAFETY: at is below O · terms, checked above.
                        let left = simd.splat(unsafe { *self.weight.as_ptr().add(at) });
                        for p in 0..P {
                            for v in 0..V {
                                sums[o][p][v] = simd.mul_add(left, right[p][v], sums[o][p][v]);
                            }
                        }
                    }
                }
                for p in 0..P {
                    let cell = row * pooling.kernel.1 + pair * P + p;
                    let place = row_of_maps * down + (pair * P + p) * along;
                    let place = simd.splat(f32::from_bits(place as u32));
                    for o in 0..O {
                        for v in 0..V {
                            best[o][v] = match cell {
                                0 => (sums[o][p][v], place),
                                _ => simd.larger((sums[o][p][v], place), best[o][v]),
                            };
                        }
                    }
                }
            }
        }
        for o in 0..O {
            for v in 0..V {
                let (value, place) = best[o][v];
                let lanes = v * S::LANES..(v + 1) * S::LANES;
                let (values, places) = (
                    &mut found.values[o][lanes.clone()],
                    &mut found.places[o][lanes],
                );
                // SAFETY: both have LANES numbers.
                unsafe {
                    simd.store(simd.max(simd.splat(0.0), value), values.as_mut_ptr());
                    if PLACES {
                        simd.store(place, places.as_mut_ptr());
                    }
                }
            }
        }
    }

    /// Puts the channels last.
    #[inline(always)]
    fn write<const PLACES: bool, const O: usize>(
        &self,
        found: &Found,
        cells: usize,
        y: &mut [f32],
        from: &mut [u32],
    ) {
        let (convolution, pooling) = (&self.both.convolution, &self.both.pooling);
        let outputs = pooling.output.dims().0;
        let (_, along) = convolution.window_steps();
        for column in 0..cells {
            let at = column * outputs;
            let y = &mut y[at..at + O];
            for o in 0..O {
                y[o] = found.values[o][column];
            }
            if PLACES {
                let start = ((self.column + column) * pooling.kernel.1 * along) as u32;
                let from = &mut from[at..at + O];
                for o in 0..O {
                    from[o] = start + found.places[o][column].to_bits();
                }
            }
        }
    }
}
