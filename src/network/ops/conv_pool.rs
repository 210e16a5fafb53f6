//! Convolution, ReLU and max pooling in one: the pass that most of a small network's time goes to.
//!
//! Forward, the convolution's rows are pooled while they are still in the cache, and never
//! written out. Backward, only one cell of each pooling window has a gradient, and none where the
//! ReLU was at 0: those few are listed, and only their windows are visited.

use super::conv_pool_plane;
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
        if conv_pool_plane::takes(self) {
            return conv_pool_plane::working_space(self);
        }
        let (channels, _, _) = self.convolution.output.dims();
        self.pooling.kernel.0 * self.pooled_columns() * channels
    }

    /// Columns of the convolution's output that some pooling window reads.
    fn pooled_columns(&self) -> usize {
        self.pooling.output.dims().2 * self.pooling.kernel.1
    }

    /// Pooled maps of padded pictures, and if asked for where the window of each number starts in
    /// its picture. Weights both as they are, O×kh×kw×C, and as [`Convolution::pack`] makes them.
    pub fn forward(
        &self,
        set: InstructionSet,
        padded: &[f32],
        weight: &[f32],
        packed: &[f32],
        bias: &[f32],
        space: &mut [f32],
        y: &mut [f32],
        mut from: Option<&mut [u32]>,
    ) {
        if conv_pool_plane::takes(self) {
            return conv_pool_plane::forward(set, self, padded, weight, bias, space, y, from);
        }
        let (channels, rows, columns) = self.pooling.output.dims();
        let (down, along) = self.convolution.window_steps();
        let pitch = self.pooled_columns() * channels;
        let pictures = padded.chunks_exact(self.convolution.padded().cells());
        let row_cells = columns * channels;
        let results = y.chunks_exact_mut(rows * row_cells);
        for (picture, (x, y)) in pictures.zip(results).enumerate() {
            for (row, y) in y.chunks_exact_mut(row_cells).enumerate() {
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
                let at = (picture * rows + row) * row_cells;
                let from = from
                    .as_deref_mut()
                    .map(|from| &mut from[at..at + row_cells]);
                max_row(set, &windows, 0.0, space, y, from);
            }
        }
    }

    /// Adds to the gradients of weight, bias and, if asked for, the padded pictures. `y` and
    /// `from` are what [`Self::forward`] gave, the weight is O×kh×kw×C.
    pub fn backward(
        &self,
        set: InstructionSet,
        padded: &[f32],
        weight: &[f32],
        y: &[f32],
        from: &[u32],
        gradient: &[f32],
        weight_gradient: &mut [f32],
        bias_gradient: &mut [f32],
        mut padded_gradient: Option<&mut [f32]>,
    ) {
        let terms = self.convolution.terms();
        let (starts, run) = self.convolution.runs();
        let (pooled, padded_cells) = (
            self.pooling.output.cells(),
            self.convolution.padded().cells(),
        );
        let together = (LISTED / pooled).clamp(1, TOGETHER);
        let mut lists = Lists::new(self, together);
        let pictures = padded.chunks(together * padded_cells);
        let results = y
            .chunks(together * pooled)
            .zip(from.chunks(together * pooled));
        let results = results.zip(gradient.chunks(together * pooled));
        for (index, (padded, ((y, from), gradient))) in pictures.zip(results).enumerate() {
            lists.fill(self, y, from, gradient);
            let kernels = weight
                .chunks_exact(terms)
                .zip(weight_gradient.chunks_exact_mut(terms));
            for (channel, (weight, sums)) in kernels.enumerate() {
                let entries = lists.of(channel);
                let bias = &mut bias_gradient[channel];
                visit(set, entries, &starts, run, Job::Sum { padded, sums, bias });
                if let Some(padded_gradient) = &mut padded_gradient {
                    let start = index * together * padded_cells;
                    let padded = &mut padded_gradient[start..start + padded.len()];
                    visit(set, entries, &starts, run, Job::Spread { weight, padded });
                }
            }
        }
    }
}

/// Most pictures whose entries are listed together.
const TOGETHER: usize = 4;

/// Numbers that are listed together, if that is not less than one picture's: lists and maps then
/// fit in the first cache.
const LISTED: usize = 2_048;

/// The numbers of some pictures that have a gradient, a list for each channel.
struct Lists {
    entries: Vec<Entry>,
    /// Room for one list.
    room: usize,
    counts: Vec<usize>,
}

impl Lists {
    fn new(both: &ConvPool, pictures: usize) -> Self {
        let (channels, rows, columns) = both.pooling.output.dims();
        let none = Entry {
            window: 0,
            gradient: 0.0,
        };
        // One more than there are, since a number is written before it is known to stay.
        let room = pictures * rows * columns + 1;
        Self {
            entries: vec![none; channels * room],
            room,
            counts: vec![0; channels],
        }
    }

    fn of(&self, channel: usize) -> &[Entry] {
        &self.entries[channel * self.room..][..self.counts[channel]]
    }

    /// Lists the pictures by turns, so that the windows of entries which follow each other do not
    /// overlap: then none waits for the sum before it.
    fn fill(&mut self, both: &ConvPool, y: &[f32], from: &[u32], gradient: &[f32]) {
        let (channels, rows, columns) = both.pooling.output.dims();
        let cells = both.pooling.output.cells();
        let padded = both.convolution.padded().cells() as u32;
        self.counts.fill(0);
        for cell in 0..rows * columns {
            for picture in 0..y.len() / cells {
                let at = picture * cells + cell * channels;
                let at = at..at + channels;
                let numbers = y[at.clone()]
                    .iter()
                    .zip(&from[at.clone()])
                    .zip(&gradient[at]);
                let lists = self
                    .entries
                    .chunks_exact_mut(self.room)
                    .zip(&mut self.counts);
                for (((y, from), gradient), (list, count)) in numbers.zip(lists) {
                    // Whether it stays is as good as random: the next one is written over it, or
                    // not, without a branch.
                    list[*count] = Entry {
                        window: picture as u32 * padded + from,
                        gradient: *gradient,
                    };
                    *count += usize::from(*y > 0.0);
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
        /// Takes the sum of the gradients alone.
        bias: &'a mut f32,
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
        Job::Sum { padded, sums, .. } => (padded.len(), sums.len()),
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
            Job::Sum { padded, sums, bias } => {
                let mut total = 0.0;
                for entry in tile.entries {
                    total += entry.gradient;
                    let gradient = simd.splat(entry.gradient);
                    let window = padded.as_ptr().add(entry.window as usize);
                    for r in 0..R {
                        for v in 0..V {
                            let x = simd.load_masked(window.add(starts[r] + v * S::LANES), mask(v));
                            kernels[r][v] = simd.mul_add(gradient, x, kernels[r][v]);
                        }
                    }
                }
                if tile.kernels == 0 {
                    **bias += total;
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
