//! Convolution of maps that have their channels last, as products of matrices.
//!
//! With x padded by zeros, s the stride and d the dilation:
//! y[i, j, o] = bias[o] + Σ x[i·s + u·d, j·s + v·d, c] · w[o, u, v, c] over u, v, c.
//!
//! Backward, with g the gradient of y: that of w[o, u, v, c] is Σ g[i, j, o] · x[i·s + u·d,
//! j·s + v·d, c] over i, j; that of the bias sums g; that of x adds g[i, j, o] · w[o, u, v, c] to
//! each cell that y[i, j, o] read.

use super::layout::transposed;
use super::product::{Product, Start, product};
use super::simd::InstructionSet;
use crate::network::layer::{Pair, Shape};

/// A convolution's sizes, which fit together as [`Layer::output_shape`] says.
///
/// [`Layer::output_shape`]: crate::network::Layer::output_shape
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Convolution {
    pub input: Shape,
    pub output: Shape,
    pub kernel: Pair,
    pub stride: Pair,
    pub padding: Pair,
    pub dilation: Pair,
}

impl Convolution {
    /// The same convolution without sizes that mean nothing, but could overflow: a step beyond
    /// the padded input, or a dilation of one cell.
    pub fn reduced(self) -> Self {
        let (_, height, width) = self.padded().dims();
        let dilation = |kernel, dilation| if kernel == 1 { 1 } else { dilation };
        Self {
            stride: (self.stride.0.min(height), self.stride.1.min(width)),
            dilation: (
                dilation(self.kernel.0, self.dilation.0),
                dilation(self.kernel.1, self.dilation.1),
            ),
            ..self
        }
    }

    /// The input with its padding.
    pub fn padded(&self) -> Shape {
        let (channels, height, width) = self.input.dims();
        Shape::maps(
            channels,
            height + 2 * self.padding.0,
            width + 2 * self.padding.1,
        )
    }

    /// Numbers in one output channel's kernels: kh·kw·C.
    pub fn terms(&self) -> usize {
        self.input.dims().0 * self.kernel.0 * self.kernel.1
    }

    /// Numbers in a row of the padded input.
    pub(super) fn pitch(&self) -> usize {
        let (channels, _, width) = self.padded().dims();
        channels * width
    }

    /// From a window to the one below it and the one beside it, in the padded input.
    pub(super) fn window_steps(&self) -> Pair {
        let channels = self.input.dims().0;
        (self.stride.0 * self.pitch(), self.stride.1 * channels)
    }

    /// A window's parts that lie side by side in the padded input: where each starts from the
    /// window's first number, and how long each is. They are its rows, or with dilation along
    /// the columns its cells.
    pub(super) fn runs(&self) -> (Vec<usize>, usize) {
        let channels = self.input.dims().0;
        let cells = if self.dilation.1 == 1 {
            1
        } else {
            self.kernel.1
        };
        let starts = (0..self.kernel.0).flat_map(|row| {
            let row = row * self.dilation.0 * self.pitch();
            (0..cells).map(move |cell| row + cell * self.dilation.1 * channels)
        });
        (starts.collect(), self.terms() / self.kernel.0 / cells)
    }

    /// Copies pictures into the middle of zeros. Without padding there is no need to.
    pub fn pad(&self, x: &[f32], padded: &mut [f32]) {
        let (channels, height, width) = self.input.dims();
        let (row, pitch) = (width * channels, self.pitch());
        let start = self.padding.0 * pitch + self.padding.1 * channels;
        let pictures = padded.chunks_exact_mut(self.padded().cells());
        for (x, padded) in x.chunks_exact(height * row).zip(pictures) {
            for (x, padded) in x.chunks_exact(row).zip(padded[start..].chunks_mut(pitch)) {
                padded[..row].copy_from_slice(x);
            }
        }
    }

    /// Copies the middle of padded pictures.
    pub fn crop(&self, padded: &[f32], x: &mut [f32]) {
        let (channels, height, width) = self.input.dims();
        let (row, pitch) = (width * channels, self.pitch());
        let start = self.padding.0 * pitch + self.padding.1 * channels;
        let pictures = padded.chunks_exact(self.padded().cells());
        for (x, padded) in x.chunks_exact_mut(height * row).zip(pictures) {
            for (x, padded) in x.chunks_exact_mut(row).zip(padded[start..].chunks(pitch)) {
                x.copy_from_slice(&padded[..row]);
            }
        }
    }

    /// Weights O×kh×kw×C as the forward pass reads them: kh×kw×C×O.
    pub fn pack(&self, weight: &[f32], packed: &mut [f32]) {
        transposed(weight, self.output.dims().0, self.terms(), packed);
    }

    /// y of padded pictures; weights as [`Self::pack`] makes them.
    pub fn forward(
        &self,
        set: InstructionSet,
        padded: &[f32],
        packed: &[f32],
        bias: &[f32],
        y: &mut [f32],
    ) {
        let (_, rows, columns) = self.output.dims();
        let row_cells = self.output.cells() / rows;
        let pictures = padded.chunks_exact(self.padded().cells());
        for (x, y) in pictures.zip(y.chunks_exact_mut(self.output.cells())) {
            for (row, y) in y.chunks_exact_mut(row_cells).enumerate() {
                self.forward_row(set, row, columns, x, packed, bias, y);
            }
        }
    }

    /// The first `columns` cells of one row of one picture's output.
    pub(super) fn forward_row(
        &self,
        set: InstructionSet,
        row: usize,
        columns: usize,
        padded: &[f32],
        packed: &[f32],
        bias: &[f32],
        y: &mut [f32],
    ) {
        let (outputs, channels) = (self.output.dims().0, self.input.dims().0);
        let (kernel_rows, kernel_columns) = self.kernel;
        let (down, along) = self.window_steps();
        let x = &padded[row * down..];
        let shape = Product {
            rows: columns,
            columns: outputs,
            terms: (kernel_rows, kernel_columns * channels),
            a_row: along,
            a_term: (self.dilation.0 * self.pitch(), 1),
            b_term: (kernel_columns * channels * outputs, outputs),
            c_row: outputs,
        };
        if self.dilation.1 == 1 {
            return product(set, &shape, Start::Bias(bias), x, packed, y);
        }
        for kernel_row in 0..kernel_rows {
            let start = match kernel_row {
                0 => Start::Bias(bias),
                _ => Start::There,
            };
            let shape = Product {
                terms: (kernel_columns, channels),
                a_term: (self.dilation.1 * channels, 1),
                b_term: (channels * outputs, outputs),
                ..shape
            };
            let x = &x[kernel_row * self.dilation.0 * self.pitch()..];
            let packed = &packed[kernel_row * kernel_columns * channels * outputs..];
            product(set, &shape, start, x, packed, y);
        }
    }

    /// Adds to the gradients of weight and bias.
    pub fn backward_weight(
        &self,
        set: InstructionSet,
        padded: &[f32],
        gradient: &[f32],
        weight: &mut [f32],
        bias: &mut [f32],
    ) {
        let outputs = self.output.dims().0;
        for cell in gradient.chunks_exact(outputs) {
            for (sum, g) in bias.iter_mut().zip(cell) {
                *sum += g;
            }
        }
        let (starts, run) = self.runs();
        if run >= outputs {
            self.weight_by_run(set, &starts, run, padded, gradient, weight);
        } else {
            self.weight_by_output(set, &starts, run, padded, gradient, weight);
        }
    }

    /// A run's numbers fill the vectors.
    fn weight_by_run(
        &self,
        set: InstructionSet,
        starts: &[usize],
        run: usize,
        padded: &[f32],
        gradient: &[f32],
        weight: &mut [f32],
    ) {
        let (outputs, rows, columns) = self.output.dims();
        let shape = Product {
            rows: outputs,
            columns: run,
            terms: (rows, columns),
            a_row: 1,
            a_term: (columns * outputs, outputs),
            b_term: self.window_steps(),
            c_row: self.terms(),
        };
        let pictures = padded.chunks_exact(self.padded().cells());
        for (x, g) in pictures.zip(gradient.chunks_exact(self.output.cells())) {
            for (index, start) in starts.iter().enumerate() {
                let weight = &mut weight[index * run..];
                product(set, &shape, Start::There, g, &x[*start..], weight);
            }
        }
    }

    /// The output channels fill the vectors: better for a run of few numbers.
    fn weight_by_output(
        &self,
        set: InstructionSet,
        starts: &[usize],
        run: usize,
        padded: &[f32],
        gradient: &[f32],
        weight: &mut [f32],
    ) {
        let (outputs, rows, columns) = self.output.dims();
        let shape = Product {
            rows: run,
            columns: outputs,
            terms: (rows, columns),
            a_row: 1,
            a_term: self.window_steps(),
            b_term: (columns * outputs, outputs),
            c_row: outputs,
        };
        let mut packed = vec![0.0; weight.len()];
        let pictures = padded.chunks_exact(self.padded().cells());
        for (x, g) in pictures.zip(gradient.chunks_exact(self.output.cells())) {
            for (index, start) in starts.iter().enumerate() {
                let packed = &mut packed[index * run * outputs..];
                product(set, &shape, Start::There, &x[*start..], g, packed);
            }
        }
        for (output, weight) in weight.chunks_exact_mut(self.terms()).enumerate() {
            for (term, sum) in weight.iter_mut().enumerate() {
                *sum += packed[term * outputs + output];
            }
        }
    }

    /// Adds to the gradient of the padded pictures; weights are O×kh×kw×C.
    pub fn backward_input(
        &self,
        set: InstructionSet,
        weight: &[f32],
        gradient: &[f32],
        padded: &mut [f32],
    ) {
        let (outputs, rows, columns) = self.output.dims();
        let channels = self.input.dims().0;
        let (down, along) = self.window_steps();
        let shape = Product {
            rows: columns,
            columns: channels,
            terms: (1, outputs),
            a_row: outputs,
            a_term: (0, 1),
            b_term: (0, self.terms()),
            c_row: along,
        };
        let pictures = padded.chunks_exact_mut(self.padded().cells());
        for (x, g) in pictures.zip(gradient.chunks_exact(self.output.cells())) {
            for row in 0..rows {
                let g = &g[row * columns * outputs..];
                for cell in 0..self.kernel.0 * self.kernel.1 {
                    let (u, v) = (cell / self.kernel.1, cell % self.kernel.1);
                    let start = row * down
                        + u * self.dilation.0 * self.pitch()
                        + v * self.dilation.1 * channels;
                    let weight = &weight[cell * channels..];
                    product(set, &shape, Start::There, g, weight, &mut x[start..]);
                }
            }
        }
    }
}
