//! Every operation as a textbook has it: one number at a time, in 64-bit floats, channels first.
//! Slow and plain, for reading and for proving the fast kernels right.

use super::activation::Activation;
use super::batch_norm::EPSILON;
use crate::network::layer::Pair;

/// N×C×H×W numbers; kernels are O×C×kh×kw. A row of numbers is N×C×1×1.
#[derive(Clone, Debug, PartialEq)]
pub struct Maps {
    pub dims: [usize; 4],
    pub values: Vec<f64>,
}

impl Maps {
    pub fn new(dims: [usize; 4], values: Vec<f64>) -> Self {
        assert_eq!(dims.iter().product::<usize>(), values.len());
        Self { dims, values }
    }

    pub fn zeros(dims: [usize; 4]) -> Self {
        Self::new(dims, vec![0.0; dims.iter().product()])
    }

    fn index(&self, n: usize, c: usize, y: usize, x: usize) -> usize {
        let [_, channels, height, width] = self.dims;
        ((n * channels + c) * height + y) * width + x
    }

    pub fn at(&self, n: usize, c: usize, y: usize, x: usize) -> f64 {
        self.values[self.index(n, c, y, x)]
    }

    pub fn at_mut(&mut self, n: usize, c: usize, y: usize, x: usize) -> &mut f64 {
        let index = self.index(n, c, y, x);
        &mut self.values[index]
    }

    /// The same numbers changed one by one.
    fn map(&self, change: impl Fn(f64) -> f64) -> Self {
        Self::new(self.dims, self.values.iter().map(|x| change(*x)).collect())
    }

    /// All places: picture, channel, row, column.
    fn places(&self) -> impl Iterator<Item = [usize; 4]> + use<> {
        let [pictures, channels, height, width] = self.dims;
        (0..pictures * channels * height * width).map(move |index| {
            let (rest, x) = (index / width, index % width);
            let (rest, y) = (rest / height, rest % height);
            [rest / channels, rest % channels, y, x]
        })
    }
}

/// How windows lie along both axes.
#[derive(Clone, Copy, Debug)]
pub struct Windows {
    pub kernel: Pair,
    pub stride: Pair,
    pub padding: Pair,
    pub dilation: Pair,
}

impl Windows {
    /// Without padding and dilation.
    pub fn pooling(kernel: Pair, stride: Pair) -> Self {
        Self {
            kernel,
            stride,
            padding: (0, 0),
            dilation: (1, 1),
        }
    }

    /// floor((n + 2p − d(k − 1) − 1) / s) + 1, along both axes.
    pub fn output(&self, height: usize, width: usize) -> Pair {
        let size = |n: usize, k: usize, s: usize, p: usize, d: usize| {
            (n + 2 * p - d * (k - 1) - 1) / s + 1
        };
        let (k, s, p, d) = (self.kernel, self.stride, self.padding, self.dilation);
        (
            size(height, k.0, s.0, p.0, d.0),
            size(width, k.1, s.1, p.1, d.1),
        )
    }

    /// The cells of the window of output cell (i, j) that lie inside the input: kernel row and
    /// column, input row and column.
    fn cells(&self, i: usize, j: usize, height: usize, width: usize) -> Vec<(Pair, Pair)> {
        let mut cells = Vec::new();
        for u in 0..self.kernel.0 {
            for v in 0..self.kernel.1 {
                let y = (i * self.stride.0 + u * self.dilation.0).checked_sub(self.padding.0);
                let x = (j * self.stride.1 + v * self.dilation.1).checked_sub(self.padding.1);
                if let (Some(y), Some(x)) = (y, x)
                    && y < height
                    && x < width
                {
                    cells.push(((u, v), (y, x)));
                }
            }
        }
        cells
    }
}

/// y[n, o, i, j] = bias[o] + Σ x[n, c, y, x] · w[o, c, u, v] over the window of (i, j).
pub fn conv2d(x: &Maps, weight: &Maps, bias: &[f64], windows: Windows) -> Maps {
    let [pictures, channels, height, width] = x.dims;
    let (rows, columns) = windows.output(height, width);
    let mut out = Maps::zeros([pictures, weight.dims[0], rows, columns]);
    for [n, o, i, j] in out.places() {
        let mut sum = bias[o];
        for ((u, v), (row, column)) in windows.cells(i, j, height, width) {
            for c in 0..channels {
                sum += x.at(n, c, row, column) * weight.at(o, c, u, v);
            }
        }
        *out.at_mut(n, o, i, j) = sum;
    }
    out
}

/// The gradients of x, weight and bias: each product of the forward pass passes the gradient of
/// its sum on to both of its factors, times the other.
pub fn conv2d_backward(
    x: &Maps,
    weight: &Maps,
    gradient: &Maps,
    windows: Windows,
) -> (Maps, Maps, Vec<f64>) {
    let [_, channels, height, width] = x.dims;
    let mut to_x = Maps::zeros(x.dims);
    let mut to_weight = Maps::zeros(weight.dims);
    let mut to_bias = vec![0.0; weight.dims[0]];
    for [n, o, i, j] in gradient.places() {
        let g = gradient.at(n, o, i, j);
        to_bias[o] += g;
        for ((u, v), (row, column)) in windows.cells(i, j, height, width) {
            for c in 0..channels {
                *to_x.at_mut(n, c, row, column) += g * weight.at(o, c, u, v);
                *to_weight.at_mut(o, c, u, v) += g * x.at(n, c, row, column);
            }
        }
    }
    (to_x, to_weight, to_bias)
}

/// Where the largest number of a window is, the first of equal ones.
fn largest(x: &Maps, n: usize, c: usize, cells: &[(Pair, Pair)]) -> Pair {
    let mut best = cells[0].1;
    for (_, (row, column)) in cells {
        if x.at(n, c, *row, *column) > x.at(n, c, best.0, best.1) {
            best = (*row, *column);
        }
    }
    best
}

/// The largest number of each window.
pub fn max_pool2d(x: &Maps, kernel: Pair, stride: Pair) -> Maps {
    let windows = Windows::pooling(kernel, stride);
    let [pictures, channels, height, width] = x.dims;
    let (rows, columns) = windows.output(height, width);
    let mut out = Maps::zeros([pictures, channels, rows, columns]);
    for [n, c, i, j] in out.places() {
        let (row, column) = largest(x, n, c, &windows.cells(i, j, height, width));
        *out.at_mut(n, c, i, j) = x.at(n, c, row, column);
    }
    out
}

/// The gradient goes to the number that was the largest.
pub fn max_pool2d_backward(x: &Maps, gradient: &Maps, kernel: Pair, stride: Pair) -> Maps {
    let windows = Windows::pooling(kernel, stride);
    let [_, _, height, width] = x.dims;
    let mut to_x = Maps::zeros(x.dims);
    for [n, c, i, j] in gradient.places() {
        let (row, column) = largest(x, n, c, &windows.cells(i, j, height, width));
        *to_x.at_mut(n, c, row, column) += gradient.at(n, c, i, j);
    }
    to_x
}

/// The mean of each window.
pub fn avg_pool2d(x: &Maps, kernel: Pair, stride: Pair) -> Maps {
    let windows = Windows::pooling(kernel, stride);
    let [pictures, channels, height, width] = x.dims;
    let (rows, columns) = windows.output(height, width);
    let mut out = Maps::zeros([pictures, channels, rows, columns]);
    for [n, c, i, j] in out.places() {
        let cells = windows.cells(i, j, height, width);
        let sum: f64 = cells.iter().map(|(_, (y, z))| x.at(n, c, *y, *z)).sum();
        *out.at_mut(n, c, i, j) = sum / cells.len() as f64;
    }
    out
}

/// The gradient is shared out evenly. `dims` are those of x.
pub fn avg_pool2d_backward(dims: [usize; 4], gradient: &Maps, kernel: Pair, stride: Pair) -> Maps {
    let windows = Windows::pooling(kernel, stride);
    let [_, _, height, width] = dims;
    let mut to_x = Maps::zeros(dims);
    for [n, c, i, j] in gradient.places() {
        let cells = windows.cells(i, j, height, width);
        for (_, (row, column)) in &cells {
            *to_x.at_mut(n, c, *row, *column) += gradient.at(n, c, i, j) / cells.len() as f64;
        }
    }
    to_x
}

/// y = x · Wᵀ + b for each picture; the weight is outputs×inputs×1×1.
pub fn linear(x: &Maps, weight: &Maps, bias: &[f64]) -> Maps {
    let mut out = Maps::zeros([x.dims[0], weight.dims[0], 1, 1]);
    for [n, o, ..] in out.places() {
        let products = (0..x.dims[1]).map(|i| x.at(n, i, 0, 0) * weight.at(o, i, 0, 0));
        *out.at_mut(n, o, 0, 0) = bias[o] + products.sum::<f64>();
    }
    out
}

/// The gradients of x, weight and bias.
pub fn linear_backward(x: &Maps, weight: &Maps, gradient: &Maps) -> (Maps, Maps, Vec<f64>) {
    let mut to_x = Maps::zeros(x.dims);
    let mut to_weight = Maps::zeros(weight.dims);
    let mut to_bias = vec![0.0; weight.dims[0]];
    for [n, o, ..] in gradient.places() {
        let g = gradient.at(n, o, 0, 0);
        to_bias[o] += g;
        for i in 0..x.dims[1] {
            *to_x.at_mut(n, i, 0, 0) += g * weight.at(o, i, 0, 0);
            *to_weight.at_mut(o, i, 0, 0) += g * x.at(n, i, 0, 0);
        }
    }
    (to_x, to_weight, to_bias)
}

/// An activation function of each number.
pub fn activation(x: &Maps, activation: Activation) -> Maps {
    x.map(|x| match activation {
        Activation::Relu => x.max(0.0),
        Activation::LeakyRelu { slope } if x <= 0.0 => f64::from(slope) * x,
        Activation::LeakyRelu { .. } => x,
        Activation::Tanh => x.tanh(),
        Activation::Sigmoid => 1.0 / (1.0 + (-x).exp()),
    })
}

/// The gradient times the function's slope; at the kink the slope is that of the left side.
pub fn activation_backward(x: &Maps, gradient: &Maps, activation: Activation) -> Maps {
    let slopes = x.map(|x| match activation {
        Activation::Relu | Activation::LeakyRelu { .. } if x > 0.0 => 1.0,
        Activation::Relu => 0.0,
        Activation::LeakyRelu { slope } => f64::from(slope),
        Activation::Tanh => 1.0 - x.tanh().powi(2),
        Activation::Sigmoid => {
            let y = 1.0 / (1.0 + (-x).exp());
            y * (1.0 - y)
        }
    });
    let values = slopes.values.iter().zip(&gradient.values);
    Maps::new(x.dims, values.map(|(slope, g)| slope * g).collect())
}

/// Each channel's mean and variance over pictures and cells, without Bessel's correction.
pub fn statistics(x: &Maps) -> Vec<(f64, f64)> {
    let [pictures, channels, height, width] = x.dims;
    let count = (pictures * height * width) as f64;
    let mut means = vec![0.0; channels];
    for [n, c, i, j] in x.places() {
        means[c] += x.at(n, c, i, j) / count;
    }
    let mut variances = vec![0.0; channels];
    for [n, c, i, j] in x.places() {
        variances[c] += (x.at(n, c, i, j) - means[c]).powi(2) / count;
    }
    means.into_iter().zip(variances).collect()
}

/// y = (x − mean) / √(variance + ε) · weight + bias, by channel.
pub fn batch_norm(x: &Maps, statistics: &[(f64, f64)], weight: &[f64], bias: &[f64]) -> Maps {
    let mut out = Maps::zeros(x.dims);
    for [n, c, i, j] in x.places() {
        let (mean, variance) = statistics[c];
        let normal = (x.at(n, c, i, j) - mean) / (variance + EPSILON).sqrt();
        *out.at_mut(n, c, i, j) = normal * weight[c] + bias[c];
    }
    out
}

/// The gradients of x, weight and bias, where mean and variance are those of x itself: they pass
/// their share on to every number that they were made of.
pub fn batch_norm_backward(
    x: &Maps,
    weight: &[f64],
    gradient: &Maps,
) -> (Maps, Vec<f64>, Vec<f64>) {
    let [pictures, channels, height, width] = x.dims;
    let count = (pictures * height * width) as f64;
    let statistics = statistics(x);
    let normal = batch_norm(x, &statistics, &vec![1.0; channels], &vec![0.0; channels]);
    let (mut to_weight, mut to_bias) = (vec![0.0; channels], vec![0.0; channels]);
    for [n, c, i, j] in x.places() {
        to_weight[c] += gradient.at(n, c, i, j) * normal.at(n, c, i, j);
        to_bias[c] += gradient.at(n, c, i, j);
    }
    let mut to_x = Maps::zeros(x.dims);
    for [n, c, i, j] in x.places() {
        let shares = to_bias[c] / count + normal.at(n, c, i, j) * to_weight[c] / count;
        let rate = weight[c] / (statistics[c].1 + EPSILON).sqrt();
        *to_x.at_mut(n, c, i, j) = rate * (gradient.at(n, c, i, j) - shares);
    }
    (to_x, to_weight, to_bias)
}

/// Each number times its factor of the mask, forward and backward.
pub fn dropout(x: &Maps, mask: &[f64]) -> Maps {
    let values = x.values.iter().zip(mask).map(|(x, factor)| x * factor);
    Maps::new(x.dims, values.collect())
}

/// The mean of −ln softmax(logits)[label], and the gradient of the logits: softmax, less 1 at the
/// label, over the number of pictures.
pub fn cross_entropy(logits: &Maps, labels: &[u8]) -> (f64, Maps) {
    let [pictures, classes, ..] = logits.dims;
    let mut loss = 0.0;
    let mut gradient = Maps::zeros(logits.dims);
    for (n, label) in labels.iter().enumerate() {
        let row = (0..classes).map(|class| logits.at(n, class, 0, 0));
        let most = row.clone().fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = row.map(|logit| (logit - most).exp()).sum();
        for class in 0..classes {
            let probability = (logits.at(n, class, 0, 0) - most).exp() / sum;
            let wanted = f64::from(u8::from(class == usize::from(*label)));
            *gradient.at_mut(n, class, 0, 0) = (probability - wanted) / pictures as f64;
        }
        loss -= logits.at(n, usize::from(*label), 0, 0) - most - sum.ln();
    }
    (loss / pictures as f64, gradient)
}

/// One weight with the numbers that its optimiser keeps for it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Weight {
    pub value: f64,
    pub first: f64,
    pub second: f64,
}

/// The `step`-th step of Adam, counted from 1; with a weight decay, of AdamW.
pub fn adam(
    weight: Weight,
    gradient: f64,
    step: i32,
    rate: f64,
    (beta1, beta2, epsilon, weight_decay): (f64, f64, f64, f64),
) -> Weight {
    let first = beta1 * weight.first + (1.0 - beta1) * gradient;
    let second = beta2 * weight.second + (1.0 - beta2) * gradient * gradient;
    let mean = first / (1.0 - beta1.powi(step));
    let square = second / (1.0 - beta2.powi(step));
    let decayed = weight.value - rate * weight_decay * weight.value;
    Weight {
        value: decayed - rate * mean / (square.sqrt() + epsilon),
        first,
        second,
    }
}

/// One step of stochastic gradient descent with momentum.
pub fn sgd(weight: Weight, gradient: f64, rate: f64, momentum: f64) -> Weight {
    let first = momentum * weight.first + gradient;
    Weight {
        value: weight.value - rate * first,
        first,
        second: 0.0,
    }
}
