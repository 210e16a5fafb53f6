//! Linear layers: y = x · Wᵀ + b, for rows of numbers.
//!
//! Backward, with g the gradient of y: that of W is gᵀ · x, of b the sum of g's rows, of x g · W.

use super::product::{Product, Start, product};
use super::simd::{InstructionSet, Simd, kernel};

/// A linear layer's sizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Linear {
    pub inputs: usize,
    pub outputs: usize,
}

impl Linear {
    /// y of rows x; the weight is outputs×inputs.
    pub fn forward(
        &self,
        set: InstructionSet,
        x: &[f32],
        weight: &[f32],
        bias: &[f32],
        y: &mut [f32],
    ) {
        dots(set, x, weight, bias, y);
    }

    /// The gradients of weight and bias, which are overwritten.
    pub fn backward_weight(
        &self,
        set: InstructionSet,
        x: &[f32],
        gradient: &[f32],
        weight: &mut [f32],
        bias: &mut [f32],
    ) {
        bias.fill(0.0);
        for row in gradient.chunks_exact(self.outputs) {
            bias.iter_mut().zip(row).for_each(|(sum, g)| *sum += g);
        }
        let shape = Product {
            rows: self.outputs,
            columns: self.inputs,
            terms: (1, gradient.len() / self.outputs),
            a_row: 1,
            a_term: (0, self.outputs),
            b_term: (0, self.inputs),
            c_row: self.inputs,
        };
        product(set, &shape, Start::Zero, gradient, x, weight);
    }

    /// The gradient of x, which is overwritten.
    pub fn backward_input(
        &self,
        set: InstructionSet,
        weight: &[f32],
        gradient: &[f32],
        x: &mut [f32],
    ) {
        let shape = Product {
            rows: gradient.len() / self.outputs,
            columns: self.inputs,
            terms: (1, self.outputs),
            a_row: self.outputs,
            a_term: (0, 1),
            b_term: (0, self.inputs),
            c_row: self.inputs,
        };
        product(set, &shape, Start::Zero, gradient, weight, x);
    }
}

/// Rows of x and of the weight that are multiplied with each other at once.
const TILE: usize = 4;

kernel! {
    /// The dot products of all rows of `x` with all rows of `weight`, plus `bias`.
    fn dots(x: &[f32], weight: &[f32], bias: &[f32], y: &mut [f32]) = dots_with
}

#[inline(always)]
fn dots_with<S: Simd>(simd: S, x: &[f32], weight: &[f32], bias: &[f32], y: &mut [f32]) {
    let outputs = bias.len();
    let (inputs, rows) = (weight.len() / outputs, y.len() / outputs);
    assert!(weight.len() == outputs * inputs && x.len() == rows * inputs);
    assert!(y.len() == outputs * rows);
    // Few weights at a time and all rows with them: the weights are read once.
    let mut output = 0;
    while output < outputs {
        let wide = if output + TILE <= outputs { TILE } else { 1 };
        let weight = &weight[output * inputs..(output + wide) * inputs];
        let mut row = 0;
        while row < rows {
            let tall = if row + TILE <= rows { TILE } else { 1 };
            let x = &x[row * inputs..(row + tall) * inputs];
            let (y, bias) = (&mut y[row * outputs + output..], &bias[output..]);
            match (tall, wide) {
                (TILE, TILE) => tile::<S, TILE, TILE>(simd, inputs, x, weight, bias, outputs, y),
                (TILE, _) => tile::<S, TILE, 1>(simd, inputs, x, weight, bias, outputs, y),
                (_, TILE) => tile::<S, 1, TILE>(simd, inputs, x, weight, bias, outputs, y),
                _ => tile::<S, 1, 1>(simd, inputs, x, weight, bias, outputs, y),
            }
            row += tall;
        }
        output += wide;
    }
}

/// `R` rows of x with `W` of the weight.
#[inline(always)]
fn tile<S: Simd, const R: usize, const W: usize>(
    simd: S,
    inputs: usize,
    x: &[f32],
    weight: &[f32],
    bias: &[f32],
    pitch: usize,
    y: &mut [f32],
) {
    assert!(x.len() == R * inputs && weight.len() == W * inputs);
    let mut sums = [[simd.splat(0.0); W]; R];
    for at in (0..inputs).step_by(S::LANES) {
        let mask = simd.mask(inputs - at);
        let mut right = [simd.splat(0.0); W];
        for w in 0..W {
            // SAFETY: row w of the weight has `inputs` numbers, of which the mask ends the last.
            right[w] = unsafe { simd.load_masked(weight.as_ptr().add(w * inputs + at), mask) };
        }
        for r in 0..R {
            // SAFETY: row r of x has `inputs` numbers, of which the mask ends the last.
            let left = unsafe { simd.load_masked(x.as_ptr().add(r * inputs + at), mask) };
            for w in 0..W {
                sums[r][w] = simd.mul_add(left, right[w], sums[r][w]);
            }
        }
    }
    for r in 0..R {
        for w in 0..W {
            y[r * pitch + w] = bias[w] + simd.sum(sums[r][w]);
        }
    }
}
