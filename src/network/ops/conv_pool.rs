//! Convolution, ReLU and max pooling in one: the pass that most of a small network's time goes to.
//!
//! Forward, the convolution's rows are pooled while they are still in the cache, and never
//! written out. Backward, only one cell of each pooling window has a gradient, and none where the
//! ReLU was at 0: those few are listed, and only their windows are visited.

use super::convolution::Convolution;
use super::pooling::{MAX_COUNTED, Pooling, Windows, max_row};
use super::simd::{InstructionSet, Simd, kernel};

/// A convolution whose maps go through ReLU into a max pooling without overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConvPool {
    pub convolution: Convolution,
    pub pooling: Pooling,
}

/// A number of the pooled maps that has a gradient.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// Where the window that made it starts, in the padded pictures.
    window: u32,
    gradient: f32,
}

/// Most vectors that the kernels below hold of a window's row at once.
const MOST_VECTORS: usize = 4;

/// Most rows of a window that they hold at once.
const MOST_RUNS: usize = 5;

impl ConvPool {
    /// Whether this pays and can be done: windows do not overlap, and places can be counted.
    pub fn joins(convolution: &Convolution, pooling: &Pooling) -> bool {
        pooling.kernel == pooling.stride && convolution.padded().cells() < MAX_COUNTED
    }

    /// Numbers of working space that [`Self::forward`] needs.
    pub fn working_space(&self) -> usize {
        let (channels, _, _) = self.convolution.output.dims();
        self.pooling.kernel.0 * self.pooled_columns() * channels
    }

    /// Columns of the convolution's output that some pooling window reads.
    fn pooled_columns(&self) -> usize {
        self.pooling.output.dims().2 * self.pooling.kernel.1
    }

    /// Pooled maps of padded pictures, and where the window of each number starts in its picture.
    #[allow(clippy::too_many_arguments)]
    pub fn forward(
        &self,
        set: InstructionSet,
        padded: &[f32],
        packed: &[f32],
        bias: &[f32],
        space: &mut [f32],
        y: &mut [f32],
        from: &mut [f32],
    ) {
        let (channels, rows, columns) = self.pooling.output.dims();
        let (down, along) = self.convolution.window_steps();
        let pitch = self.pooled_columns() * channels;
        let pictures = padded.chunks_exact(self.convolution.padded().cells());
        let row_cells = columns * channels;
        let results = y.chunks_exact_mut(rows * row_cells);
        let results = results.zip(from.chunks_exact_mut(rows * row_cells));
        for (x, (y, from)) in pictures.zip(results) {
            let results = y.chunks_exact_mut(row_cells);
            let results = results.zip(from.chunks_exact_mut(row_cells));
            for (row, (y, from)) in results.enumerate() {
                let first = row * self.pooling.kernel.0;
                for (index, space) in space.chunks_exact_mut(pitch).enumerate() {
                    let columns = self.pooled_columns();
                    self.convolution.forward_row(
                        set,
                        first + index,
                        columns,
                        x,
                        packed,
                        bias,
                        space,
                    );
                }
                let windows = Windows {
                    channels,
                    columns,
                    kernel: self.pooling.kernel,
                    down: pitch,
                    along: self.pooling.kernel.1 * channels,
                    from: first * down,
                    from_down: down,
                    from_beside: along,
                    from_along: self.pooling.kernel.1 * along,
                };
                max_row(set, &windows, 0.0, space, y, from);
            }
        }
    }

    /// Adds to the gradients of weight, bias and, if asked for, the padded pictures. `y` and
    /// `from` are what [`Self::forward`] gave, the weight is O×kh×kw×C.
    #[allow(clippy::too_many_arguments)]
    pub fn backward(
        &self,
        set: InstructionSet,
        padded: &[f32],
        weight: &[f32],
        y: &[f32],
        from: &[f32],
        gradient: &[f32],
        weight_gradient: &mut [f32],
        bias_gradient: &mut [f32],
        mut padded_gradient: Option<&mut [f32]>,
    ) {
        let terms = self.convolution.terms();
        let (starts, run) = self.convolution.runs();
        let mut entries = Vec::with_capacity(y.len() / self.pooling.output.dims().0);
        let kernels = weight
            .chunks_exact(terms)
            .zip(weight_gradient.chunks_exact_mut(terms));
        for (channel, (weight, weight_gradient)) in kernels.enumerate() {
            self.list(channel, y, from, gradient, &mut entries);
            bias_gradient[channel] += entries.iter().map(|e| e.gradient).sum::<f32>();
            let sum = Job::Sum {
                padded,
                sums: weight_gradient,
            };
            visit(set, &entries, &starts, run, sum);
            if let Some(padded) = &mut padded_gradient {
                let padded = &mut **padded;
                visit(set, &entries, &starts, run, Job::Spread { weight, padded });
            }
        }
    }

    /// The numbers of one channel that have a gradient. Neighbours stand apart in the list, so
    /// that the windows of numbers which follow each other seldom overlap: then none waits for
    /// the sum before it.
    fn list(
        &self,
        channel: usize,
        y: &[f32],
        from: &[f32],
        gradient: &[f32],
        entries: &mut Vec<Entry>,
    ) {
        let (channels, rows, columns) = self.pooling.output.dims();
        let cells = self.pooling.output.cells();
        let padded = self.convolution.padded().cells();
        entries.clear();
        for column in 0..columns {
            for picture in 0..y.len() / cells {
                for row in 0..rows {
                    let at = picture * cells + (row * columns + column) * channels + channel;
                    if y[at] > 0.0 && gradient[at] != 0.0 {
                        entries.push(Entry {
                            window: (picture * padded) as u32 + from[at] as u32,
                            gradient: gradient[at],
                        });
                    }
                }
            }
        }
    }
}

/// What to do at the windows of all entries.
enum Job<'a> {
    /// Add gradient · window to the sums: the gradient of one channel's kernels.
    Sum {
        padded: &'a [f32],
        sums: &'a mut [f32],
    },
    /// Add gradient · kernels to the window: the gradient of the pictures.
    Spread {
        weight: &'a [f32],
        padded: &'a mut [f32],
    },
}

kernel! {
    /// Does a job; a window is made of runs, as [`Convolution::runs`] says.
    fn visit(entries: &[Entry], starts: &[usize], run: usize, job: Job) = visit_with
}

#[inline(always)]
fn visit_with<S: Simd>(simd: S, entries: &[Entry], starts: &[usize], run: usize, job: Job) {
    let (cells, kernels) = match &job {
        Job::Sum { padded, sums } => (padded.len(), sums.len()),
        Job::Spread { weight, padded } => (padded.len(), weight.len()),
    };
    let last = entries.iter().map(|e| e.window as usize).max();
    let reach = starts.iter().max().map_or(0, |start| start + run);
    assert!(last.is_none_or(|last| last + reach <= cells));
    assert!(starts.len() * run <= kernels);
    if run <= <S::Half as Simd>::LANES {
        visit_tiles(simd.half(), entries, starts, run, job);
    } else {
        visit_tiles(simd, entries, starts, run, job);
    }
}

/// Splits the window into tiles that fit in registers.
#[inline(always)]
fn visit_tiles<S: Simd>(simd: S, entries: &[Entry], starts: &[usize], run: usize, mut job: Job) {
    let most = run.div_ceil(S::LANES).min(MOST_VECTORS);
    let runs = (S::REGISTERS * 2 / 3 / most).clamp(1, MOST_RUNS);
    for column in (0..run).step_by(most * S::LANES) {
        let vectors = (run - column).div_ceil(S::LANES).min(most);
        for (index, starts) in starts.chunks(runs).enumerate() {
            let tile = Tile {
                entries,
                starts,
                run,
                column,
                kernels: index * runs * run + column,
                last: simd.mask(run - column - (vectors - 1) * S::LANES),
            };
            // SAFETY: every window and its kernels lie inside the arrays, as checked above.
            unsafe { tile_of(simd, vectors, &tile, &mut job) };
        }
    }
}

struct Tile<'a, S: Simd> {
    entries: &'a [Entry],
    starts: &'a [usize],
    run: usize,
    /// Where in a run the tile starts.
    column: usize,
    /// Where in the kernels the tile starts.
    kernels: usize,
    /// The lanes of a run's last vector.
    last: S::Mask,
}

/// # Safety
/// As for [`run`].
#[inline(always)]
unsafe fn tile_of<S: Simd>(simd: S, vectors: usize, tile: &Tile<S>, job: &mut Job) {
    macro_rules! sized {
        ($($runs:literal)*) => {
            match (tile.starts.len(), vectors) {
                // SAFETY: the caller's.
                $(($runs, 1) => unsafe { run::<S, $runs, 1>(simd, tile, job) },)*
                // SAFETY: the caller's.
                $(($runs, 2) => unsafe { run::<S, $runs, 2>(simd, tile, job) },)*
                // SAFETY: the caller's.
                $(($runs, 3) => unsafe { run::<S, $runs, 3>(simd, tile, job) },)*
                // SAFETY: the caller's.
                $(($runs, 4) => unsafe { run::<S, $runs, 4>(simd, tile, job) },)*
                _ => unreachable!("a tile has 1 to 5 runs of 1 to 4 vectors"),
            }
        };
    }
    sized!(1 2 3 4 5)
}

/// One tile of `R` runs and `V` vectors.
///
/// # Safety
/// For each entry, and for the kernels, these runs and vectors, the last vector masked, must lie
/// inside their arrays.
#[inline(always)]
unsafe fn run<S: Simd, const R: usize, const V: usize>(simd: S, tile: &Tile<S>, job: &mut Job) {
    let full = simd.mask(S::LANES);
    let mask = |vector: usize| if vector + 1 == V { tile.last } else { full };
    let mut starts = [0; R];
    for r in 0..R {
        starts[r] = tile.starts[r] + tile.column;
    }
    let mut kernels = [[simd.splat(0.0); V]; R];
    let held: *const f32 = match job {
        Job::Sum { sums, .. } => sums.as_ptr(),
        Job::Spread { weight, .. } => weight.as_ptr(),
    };
    // SAFETY: the caller vouches for every index here.
    unsafe {
        for r in 0..R {
            for v in 0..V {
                let from = held.add(tile.kernels + r * tile.run + v * S::LANES);
                kernels[r][v] = simd.load_masked(from, mask(v));
            }
        }
        match job {
            Job::Sum { padded, sums } => {
                for entry in tile.entries {
                    let gradient = simd.splat(entry.gradient);
                    let window = padded.as_ptr().add(entry.window as usize);
                    for r in 0..R {
                        for v in 0..V {
                            let x = simd.load_masked(window.add(starts[r] + v * S::LANES), mask(v));
                            kernels[r][v] = simd.mul_add(gradient, x, kernels[r][v]);
                        }
                    }
                }
                for r in 0..R {
                    for v in 0..V {
                        let to = sums
                            .as_mut_ptr()
                            .add(tile.kernels + r * tile.run + v * S::LANES);
                        simd.store_masked(kernels[r][v], to, mask(v));
                    }
                }
            }
            Job::Spread { padded, .. } => {
                for entry in tile.entries {
                    let gradient = simd.splat(entry.gradient);
                    let window = padded.as_mut_ptr().add(entry.window as usize);
                    for r in 0..R {
                        for v in 0..V {
                            let at = window.add(starts[r] + v * S::LANES);
                            let x = simd.load_masked(at, mask(v));
                            simd.store_masked(
                                simd.mul_add(gradient, kernels[r][v], x),
                                at,
                                mask(v),
                            );
                        }
                    }
                }
            }
        }
    }
}
