//! Batch normalisation: each channel gets mean 0 and variance 1 over the batch and all cells, then
//! a learned scale and shift (Ioffe and Szegedy 2015).
//!
//! y = (x − mean) · r · weight + bias with r = 1 / √(variance + ε). Backward, with g the gradient
//! of y, x̂ = (x − mean) · r and n numbers a channel: the bias's is Σ g, the weight's Σ g · x̂, and
//! x's is weight · r · (g − Σ g / n − x̂ · Σ (g · x̂) / n).
//!
//! A batch comes in parts that are summed separately, then joined in order.

use super::simd::{InstructionSet, Simd, kernel};

/// PyTorch's default.
pub const EPSILON: f64 = 1e-5;

/// PyTorch's default: how much of a batch's statistics the running ones take over.
pub const MOMENTUM: f64 = 0.1;

/// One channel's numbers, as far as they have been counted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Statistics {
    pub count: usize,
    pub mean: f64,
    /// Sum of squared distances from the mean.
    pub spread: f64,
}

impl Statistics {
    /// Two counts in one (Chan, Golub and LeVeque 1979).
    pub fn join(self, other: Self) -> Self {
        let count = self.count + other.count;
        if count == 0 {
            return self;
        }
        let (n, m) = (self.count as f64, other.count as f64);
        let (share, apart) = (m / count as f64, other.mean - self.mean);
        Self {
            count,
            mean: self.mean + apart * share,
            spread: self.spread + other.spread + apart * apart * n * share,
        }
    }

    /// 1 / √(variance + ε)
    pub fn rate(&self) -> f64 {
        1.0 / (self.spread / self.count as f64 + EPSILON).sqrt()
    }

    /// How far the mean lies below its nearest 32-bit number: x − mean is computed with that one.
    fn mean_rounding(&self) -> f64 {
        f64::from(self.mean as f32) - self.mean
    }

    pub fn is_finite(&self) -> bool {
        self.mean.is_finite() && self.spread.is_finite()
    }

    /// What the running mean and variance become. The variance is the unbiased one, n − 1 below.
    pub fn update(&self, running_mean: &mut f32, running_variance: &mut f32) {
        let unbiased = self.spread / (self.count.max(2) - 1) as f64;
        for (running, new) in [(running_mean, self.mean), (running_variance, unbiased)] {
            *running = (f64::from(*running) * (1.0 - MOMENTUM) + new * MOMENTUM) as f32;
        }
    }
}

/// What normalising does to each channel's numbers: y = (x − mean) · scale + shift.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Affine {
    pub mean: Vec<f32>,
    pub scale: Vec<f32>,
    pub shift: Vec<f32>,
}

impl Affine {
    /// From a batch's statistics.
    pub fn of_batch(statistics: &[Statistics], weight: &[f32], bias: &[f32]) -> Self {
        let scale = statistics.iter().zip(weight);
        Self {
            mean: statistics.iter().map(|s| s.mean as f32).collect(),
            scale: scale
                .map(|(s, w)| (s.rate() * f64::from(*w)) as f32)
                .collect(),
            shift: bias.to_vec(),
        }
    }

    /// From running statistics.
    pub fn of_running(mean: &[f32], variance: &[f32], weight: &[f32], bias: &[f32]) -> Self {
        let scale = variance.iter().zip(weight).map(|(variance, weight)| {
            (f64::from(*weight) / (f64::from(*variance) + EPSILON).sqrt()) as f32
        });
        Self {
            mean: mean.to_vec(),
            scale: scale.collect(),
            shift: bias.to_vec(),
        }
    }
}

/// Counts each channel of pictures that have their channels last.
pub fn count(set: InstructionSet, x: &[f32], statistics: &mut [Statistics]) {
    let channels = statistics.len();
    let cells = x.len() / channels;
    let mut sums = vec![0.0; channels];
    sum(set, x, &mut sums);
    let means: Vec<f32> = sums.iter().map(|sum| sum / cells as f32).collect();
    let (mut distances, mut squares) = (vec![0.0; channels], vec![0.0; channels]);
    sum_distances(set, x, &means, &mut distances, &mut squares);
    for (channel, statistics) in statistics.iter_mut().enumerate() {
        // What the rounded mean left over.
        let rest = f64::from(distances[channel]) / cells as f64;
        *statistics = Statistics {
            count: cells,
            mean: f64::from(means[channel]) + rest,
            spread: (f64::from(squares[channel]) - rest * rest * cells as f64).max(0.0),
        };
    }
}

/// The gradients of weight and bias, of part of a batch.
pub fn backward_weight(
    set: InstructionSet,
    x: &[f32],
    statistics: &[Statistics],
    gradient: &[f32],
    weight: &mut [f32],
    bias: &mut [f32],
) {
    bias.fill(0.0);
    sum(set, gradient, bias);
    let means: Vec<f32> = statistics.iter().map(|s| s.mean as f32).collect();
    weight.fill(0.0);
    sum_products(set, x, &means, gradient, weight);
    for ((sum, g), statistics) in weight.iter_mut().zip(bias).zip(statistics) {
        let products = f64::from(*sum) + f64::from(*g) * statistics.mean_rounding();
        *sum = (products * statistics.rate()) as f32;
    }
}

/// The gradient of x, from the gradients of weight and bias over the whole batch.
pub fn backward_input(
    set: InstructionSet,
    x: &[f32],
    statistics: &[Statistics],
    weight: &[f32],
    sums: (&[f32], &[f32]),
    gradient: &[f32],
    out: &mut [f32],
) {
    let channels = statistics.len();
    let mut means = vec![0.0; channels];
    // x's gradient is a · g + b · (x − mean) + c.
    let (mut a, mut b, mut c) = (
        vec![0.0; channels],
        vec![0.0; channels],
        vec![0.0; channels],
    );
    for (channel, statistics) in statistics.iter().enumerate() {
        let (rate, count) = (statistics.rate(), statistics.count as f64);
        let factor = rate * f64::from(weight[channel]);
        means[channel] = statistics.mean as f32;
        a[channel] = factor as f32;
        let slope = -factor * rate * f64::from(sums.0[channel]) / count;
        let rest = -factor * f64::from(sums.1[channel]) / count;
        b[channel] = slope as f32;
        c[channel] = (rest + slope * statistics.mean_rounding()) as f32;
    }
    mix(set, x, &means, gradient, &a, &b, &c, out);
}

kernel! {
    /// y = (x − mean) · scale + shift.
    pub fn normalise(x: &[f32], affine: &Affine, y: &mut [f32]) = normalise_with
}
kernel! { fn sum(x: &[f32], sums: &mut [f32]) = sum_with }
kernel! {
    /// Sums distances from the mean, and their squares.
    fn sum_distances(x: &[f32], means: &[f32], sums: &mut [f32], squares: &mut [f32])
        = sum_distances_with
}
kernel! {
    fn sum_products(x: &[f32], means: &[f32], gradient: &[f32], sums: &mut [f32]) = sum_products_with
}
kernel! {
    fn mix(
        x: &[f32], means: &[f32], gradient: &[f32], a: &[f32], b: &[f32], c: &[f32],
        out: &mut [f32],
    ) = mix_with
}

/// A row of this many numbers, or a few more, has whole cells: long enough for vectors.
const ROW: usize = 64;

/// The channels' numbers over and over, for a row of whole cells.
#[inline(always)]
fn repeated(values: &[f32]) -> Vec<f32> {
    values.repeat(ROW.div_ceil(values.len()))
}

#[inline(always)]
fn normalise_with<S: Simd>(_: S, x: &[f32], affine: &Affine, y: &mut [f32]) {
    let mean = repeated(&affine.mean);
    let (scale, shift) = (repeated(&affine.scale), repeated(&affine.shift));
    for (x, y) in x.chunks(mean.len()).zip(y.chunks_mut(mean.len())) {
        let numbers = y.iter_mut().zip(x).zip(&mean).zip(&scale).zip(&shift);
        for ((((y, x), mean), scale), shift) in numbers {
            *y = (x - mean) * scale + shift;
        }
    }
}

/// Adds what stands in a row of whole cells to the sums of its channels.
#[inline(always)]
fn fold(row: &[f32], sums: &mut [f32]) {
    for cell in row.chunks_exact(sums.len()) {
        sums.iter_mut().zip(cell).for_each(|(sum, x)| *sum += x);
    }
}

#[inline(always)]
fn sum_with<S: Simd>(_: S, x: &[f32], sums: &mut [f32]) {
    let mut row = repeated(&vec![0.0; sums.len()]);
    for x in x.chunks(row.len()) {
        row.iter_mut().zip(x).for_each(|(sum, x)| *sum += x);
    }
    fold(&row, sums);
}

#[inline(always)]
fn sum_distances_with<S: Simd>(
    _: S,
    x: &[f32],
    means: &[f32],
    sums: &mut [f32],
    squares: &mut [f32],
) {
    let means = repeated(means);
    let (mut row, mut square_row) = (vec![0.0; means.len()], vec![0.0; means.len()]);
    for x in x.chunks(row.len()) {
        let numbers = row.iter_mut().zip(&mut square_row).zip(x).zip(&means);
        for (((sum, square), x), mean) in numbers {
            let distance = x - mean;
            *sum += distance;
            *square += distance * distance;
        }
    }
    fold(&row, sums);
    fold(&square_row, squares);
}

#[inline(always)]
fn sum_products_with<S: Simd>(_: S, x: &[f32], means: &[f32], gradient: &[f32], sums: &mut [f32]) {
    let means = repeated(means);
    let mut row = vec![0.0; means.len()];
    for (x, g) in x.chunks(row.len()).zip(gradient.chunks(row.len())) {
        for (((sum, x), mean), g) in row.iter_mut().zip(x).zip(&means).zip(g) {
            *sum += (x - mean) * g;
        }
    }
    fold(&row, sums);
}

#[inline(always)]
fn mix_with<S: Simd>(
    _: S,
    x: &[f32],
    means: &[f32],
    gradient: &[f32],
    a: &[f32],
    b: &[f32],
    c: &[f32],
    out: &mut [f32],
) {
    let means = repeated(means);
    let (a, b, c) = (repeated(a), repeated(b), repeated(c));
    let row = means.len();
    let rows = x.chunks(row).zip(gradient.chunks(row));
    for ((x, g), out) in rows.zip(out.chunks_mut(row)) {
        let numbers = out.iter_mut().zip(x).zip(g).zip(&means);
        let factors = a.iter().zip(&b).zip(&c);
        for ((((out, x), g), mean), ((a, b), c)) in numbers.zip(factors) {
            *out = a * g + (b * (x - mean) + c);
        }
    }
}
