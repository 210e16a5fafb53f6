//! A convolution of a whole picture.
//!
//! Each output cell is the sum, from the kernel's first row to its last and from left to right, of
//! weight · input, in 32-bit floats. The rows are computed in bands: the padded rows that a band
//! needs are laid out once, and every weight then meets a run of neighbouring cells, which the
//! compiler turns into vector instructions. A stride over 1 puts the columns that a weight meets
//! side by side beforehand.
//!
//! Large pictures use the factors of a separable kernel, one pass along the rows and one along the
//! columns; its sums differ from the others in the last bits.

use std::ops::Range;

use super::geometry::{Axis, Geometry};
use super::kernel::{Factors, Kernel, KernelError};
use super::operation::{Rows, task_rows};
use super::padding::{Padding, PaddingMode};

/// Up to this many cells, a picture's output is that of the windows, bit for bit.
pub const EXACT_CELLS: usize = 1 << 16;

/// Neighbouring cells that are summed up together.
const LANES: usize = 32;

/// A kernel and how it slides. Cross-correlation, as networks use it, unless `flip` is set.
#[derive(Clone, Debug, PartialEq)]
pub struct Convolution {
    pub kernel: Kernel,
    /// Turn the kernel by half a circle first: the convolution of the definition.
    pub flip: bool,
    /// Rows, then columns.
    pub stride: (usize, usize),
    pub padding: Padding,
    /// Rows, then columns.
    pub dilation: (usize, usize),
}

impl Convolution {
    /// Stride 1, no padding, no dilation, not flipped.
    pub fn new(kernel: Kernel) -> Self {
        Self {
            kernel,
            flip: false,
            stride: (1, 1),
            padding: Padding::default(),
            dilation: (1, 1),
        }
    }

    /// How its window slides.
    pub fn geometry(&self) -> Geometry {
        let Padding {
            mode,
            top,
            bottom,
            left,
            right,
        } = self.padding;
        Geometry {
            rows: Axis {
                kernel: self.kernel.height(),
                stride: self.stride.0,
                padding: (top, bottom),
                dilation: self.dilation.0,
            },
            columns: Axis {
                kernel: self.kernel.width(),
                stride: self.stride.1,
                padding: (left, right),
                dilation: self.dilation.1,
            },
            mode,
        }
    }

    /// The same with another geometry; the kernel is cropped, or gets zeros around it.
    pub fn with_geometry(&self, geometry: Geometry) -> Result<Self, KernelError> {
        let Geometry { rows, columns, .. } = geometry;
        Ok(Self {
            kernel: self.kernel.resized(rows.kernel, columns.kernel)?,
            flip: self.flip,
            stride: (rows.stride, columns.stride),
            padding: geometry.padding(),
            dilation: (rows.dilation, columns.dilation),
        })
    }

    /// The kernel as it meets the picture: flipped or not.
    pub fn sliding_kernel(&self) -> Kernel {
        if self.flip {
            self.kernel.flipped()
        } else {
            self.kernel.clone()
        }
    }

    /// The factors of the kernel, if the picture is large and they save work. A task sums all rows
    /// that its windows span, those between the kernel's too.
    fn worthwhile_factors(&self, output: (usize, usize)) -> Option<Factors> {
        let (height, width) = self.kernel.size();
        let rows = task_rows(output.1).min(output.0);
        let axis = self.geometry().rows;
        let lines = (rows - 1) * axis.stride + axis.span();
        let is_large = output.0 * output.1 > EXACT_CELLS;
        if !is_large || rows * height * width <= lines * width + rows * height {
            return None;
        }
        self.sliding_kernel().factors()
    }
}

/// A weight and where its cells begin, counted from the first cell under the kernel.
#[derive(Clone, Copy, Debug)]
struct Tap {
    weight: f32,
    offset: usize,
}

/// What is to be done for each row of the output.
#[derive(Debug)]
enum Passes {
    /// One sum over all weights.
    Whole(Vec<Tap>),
    /// A sum along the row of every padded row, then one along the column of these.
    Separate { row: Vec<Tap>, column: Vec<Tap> },
}

/// A convolution made ready for one picture.
#[derive(Debug)]
pub(super) struct Convolver<'a> {
    input: &'a dyn Rows,
    geometry: Geometry,
    width: usize,
    /// Where the columns of the padded picture are in a row that is laid out.
    layout: Layout,
    passes: Passes,
}

impl<'a> Convolver<'a> {
    /// `output` is the size that the geometry gives for `input`.
    pub fn new(convolution: &Convolution, input: &'a dyn Rows, output: (usize, usize)) -> Self {
        let geometry = convolution.geometry();
        let layout = Layout::new(geometry.columns, output.1);
        let column_offset = |cell: usize| layout.position(cell * geometry.columns.dilation);
        let row_offset = |cell: usize, length: usize| cell * geometry.rows.dilation * length;
        let tap = |weight: &f32, offset: usize| Tap {
            weight: *weight,
            offset,
        };
        let passes = match convolution.worthwhile_factors(output) {
            Some(Factors { column, row }) => Passes::Separate {
                row: enumerated(&row, |(cell, weight)| tap(weight, column_offset(cell))),
                column: enumerated(&column, |(cell, weight)| {
                    tap(weight, row_offset(cell, output.1))
                }),
            },
            None => {
                let kernel = convolution.sliding_kernel();
                let width = kernel.width();
                Passes::Whole(enumerated(kernel.grid().values(), |(index, weight)| {
                    let rows = row_offset(index / width, layout.length());
                    tap(weight, rows + column_offset(index % width))
                }))
            }
        };
        Self {
            input,
            geometry,
            width: output.1,
            layout,
            passes,
        }
    }

    /// Multiplications for one output cell.
    pub fn cost(&self) -> usize {
        match &self.passes {
            Passes::Whole(taps) => taps.len(),
            Passes::Separate { row, column } => row.len() + column.len(),
        }
    }

    /// Whether the kernel's factors are used.
    pub fn is_separate(&self) -> bool {
        matches!(self.passes, Passes::Separate { .. })
    }

    /// Computes the output's `rows` into `cells`, row after row.
    pub fn fill(&self, rows: Range<usize>, cells: &mut [f32]) {
        let stride = self.geometry.rows.stride;
        let padded = self.padded_rows(&rows);
        match &self.passes {
            Passes::Whole(taps) => {
                for (row, cells) in cells.chunks_exact_mut(self.width).enumerate() {
                    sum(&padded[row * stride * self.layout.length()..], taps, cells);
                }
            }
            Passes::Separate { row: taps, column } => {
                let lines = padded.len() / self.layout.length();
                let mut summed = vec![0.0; lines * self.width];
                let padded = padded.chunks_exact(self.layout.length());
                for (line, cells) in padded.zip(summed.chunks_exact_mut(self.width)) {
                    sum(line, taps, cells);
                }
                for (row, cells) in cells.chunks_exact_mut(self.width).enumerate() {
                    sum(&summed[row * stride * self.width..], column, cells);
                }
            }
        }
    }

    /// The padded picture under the windows of these output rows, laid out.
    fn padded_rows(&self, rows: &Range<usize>) -> Vec<f32> {
        let axis = self.geometry.rows;
        let count = (rows.len() - 1) * axis.stride + axis.span();
        let first = axis.origin(rows.start);
        let mut padded = vec![0.0; count * self.layout.length()];
        for (line, cells) in padded.chunks_exact_mut(self.layout.length()).enumerate() {
            let row = first + line as isize;
            if let Some(row) = self.geometry.mode.source(row, self.input.height()) {
                self.layout
                    .lay_out(self.input.row(row), self.geometry.mode, cells);
            }
        }
        padded
    }
}

fn enumerated<'a, T>(weights: &'a [f32], tap: impl Fn((usize, &'a f32)) -> T) -> Vec<T> {
    weights.iter().enumerate().map(tap).collect()
}

/// How a padded row is laid out: all columns that a stride apart meet the same weight side by
/// side, first columns 0, s, 2s, …, then 1, s + 1, 2s + 1, …
#[derive(Clone, Copy, Debug)]
struct Layout {
    /// Cells before the input's first.
    before: usize,
    stride: usize,
    /// Columns that share a remainder.
    run: usize,
    /// Runs that hold columns: the stride, or fewer if the row is shorter.
    runs: usize,
}

impl Layout {
    fn new(axis: Axis, output: usize) -> Self {
        let columns = (output - 1) * axis.stride + axis.span();
        Self {
            before: axis.padding.0,
            stride: axis.stride,
            run: columns.div_ceil(axis.stride),
            runs: axis.stride.min(columns),
        }
    }

    fn length(&self) -> usize {
        self.run * self.runs
    }

    fn position(&self, column: usize) -> usize {
        column % self.stride * self.run + column / self.stride
    }

    fn lay_out(&self, row: &[f32], mode: PaddingMode, cells: &mut [f32]) {
        let value = |column: usize| {
            let column = column as isize - self.before as isize;
            mode.source(column, row.len()).map_or(0.0, |x| row[x])
        };
        if self.stride > 1 {
            for (first, run) in cells.chunks_exact_mut(self.run).enumerate() {
                for (index, cell) in run.iter_mut().enumerate() {
                    *cell = value(first + index * self.stride);
                }
            }
            return;
        }
        let start = self.before.min(cells.len());
        let end = (start + row.len()).min(cells.len());
        cells[start..end].copy_from_slice(&row[..end - start]);
        for column in (0..start).chain(end..cells.len()) {
            cells[column] = value(column);
        }
    }
}

/// Each of `cells` becomes the sum of its taps; the next cell's inputs are the next in `padded`.
fn sum(padded: &[f32], taps: &[Tap], cells: &mut [f32]) {
    let (blocks, rest) = cells.as_chunks_mut::<LANES>();
    for (index, block) in blocks.iter_mut().enumerate() {
        let padded = &padded[index * LANES..];
        let mut sums = [0.0; LANES];
        for tap in taps {
            let inputs = padded[tap.offset..]
                .first_chunk::<LANES>()
                .expect("a row is laid out as far as its windows reach");
            for (sum, input) in sums.iter_mut().zip(inputs) {
                *sum += tap.weight * input;
            }
        }
        *block = sums;
    }
    let done = blocks.len() * LANES;
    for (index, cell) in rest.iter_mut().enumerate() {
        let inputs = &padded[done + index..];
        *cell = taps
            .iter()
            .fold(0.0, |sum, tap| sum + tap.weight * inputs[tap.offset]);
    }
}
