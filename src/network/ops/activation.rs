//! Activation functions, number by number.

use super::simd::{InstructionSet, Simd, kernel, mul_add};

/// An activation function.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Activation {
    /// max(0, x); its slope at 0 counts as 0.
    Relu,
    /// x where x > 0, else slope · x; its slope at 0 counts as `slope`.
    LeakyRelu {
        slope: f32,
    },
    Tanh,
    /// 1 / (1 + e^−x)
    Sigmoid,
}

impl Activation {
    /// y of x.
    pub fn forward(self, set: InstructionSet, x: &[f32], y: &mut [f32]) {
        match self {
            Self::Relu => leaky(set, 0.0, x, y),
            Self::LeakyRelu { slope } => leaky(set, slope, x, y),
            Self::Tanh => tanh(set, x, y),
            Self::Sigmoid => sigmoid(set, x, y),
        }
    }

    /// The gradient of x from that of y.
    pub fn backward(
        self,
        set: InstructionSet,
        x: &[f32],
        y: &[f32],
        gradient: &[f32],
        x_gradient: &mut [f32],
    ) {
        match self {
            Self::Relu => leaky_backward(set, 0.0, x, gradient, x_gradient),
            Self::LeakyRelu { slope } => leaky_backward(set, slope, x, gradient, x_gradient),
            Self::Tanh => tanh_backward(set, y, gradient, x_gradient),
            Self::Sigmoid => sigmoid_backward(set, y, gradient, x_gradient),
        }
    }
}

kernel! { fn leaky(slope: f32, x: &[f32], y: &mut [f32]) = leaky_with }
kernel! { fn tanh(x: &[f32], y: &mut [f32]) = tanh_with }
kernel! { fn sigmoid(x: &[f32], y: &mut [f32]) = sigmoid_with }
kernel! {
    fn leaky_backward(slope: f32, x: &[f32], gradient: &[f32], out: &mut [f32]) = leaky_backward_with
}
kernel! {
    fn tanh_backward(y: &[f32], gradient: &[f32], out: &mut [f32]) = tanh_backward_with
}
kernel! {
    fn sigmoid_backward(y: &[f32], gradient: &[f32], out: &mut [f32]) = sigmoid_backward_with
}

/// With a slope of 0, NaN and infinity stay what ReLU makes of them.
#[inline(always)]
fn leaky_with<S: Simd>(_: S, slope: f32, x: &[f32], y: &mut [f32]) {
    if slope == 0.0 {
        for (y, x) in y.iter_mut().zip(x) {
            *y = if *x <= 0.0 { 0.0 } else { *x };
        }
    } else {
        for (y, x) in y.iter_mut().zip(x) {
            *y = if *x > 0.0 { *x } else { slope * *x };
        }
    }
}

#[inline(always)]
fn leaky_backward_with<S: Simd>(_: S, slope: f32, x: &[f32], gradient: &[f32], out: &mut [f32]) {
    for ((out, g), x) in out.iter_mut().zip(gradient).zip(x) {
        *out = if *x > 0.0 {
            *g
        } else if slope == 0.0 {
            0.0
        } else {
            slope * *g
        };
    }
}

#[inline(always)]
fn tanh_with<S: Simd>(simd: S, x: &[f32], y: &mut [f32]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y = tanh_of(simd, *x);
    }
}

#[inline(always)]
fn tanh_backward_with<S: Simd>(_: S, y: &[f32], gradient: &[f32], out: &mut [f32]) {
    for ((out, g), y) in out.iter_mut().zip(gradient).zip(y) {
        *out = g * (1.0 - y * y);
    }
}

#[inline(always)]
fn sigmoid_with<S: Simd>(simd: S, x: &[f32], y: &mut [f32]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y = 1.0 / (1.0 + exp(simd, -*x));
    }
}

#[inline(always)]
fn sigmoid_backward_with<S: Simd>(_: S, y: &[f32], gradient: &[f32], out: &mut [f32]) {
    for ((out, g), y) in out.iter_mut().zip(gradient).zip(y) {
        *out = g * y * (1.0 - y);
    }
}

/// e^x to 2 units in the last place, as 2^n · e^r with n whole and r within ±ln 2 / 2: without a
/// branch or a table, so that compilers can compute many at once. Ends at the largest and the
/// smallest normal number.
#[inline(always)]
pub(super) fn exp<S: Simd>(simd: S, x: f32) -> f32 {
    /// Added and taken off again, it rounds to a whole number.
    const ROUND: f32 = 12_582_912.0; // 1.5 · 2²³
    let x = if x > 88.0 { 88.0 } else { x };
    let x = if x < -87.0 { -87.0 } else { x };
    let shifted = mul_add(simd, x, std::f32::consts::LOG2_E, ROUND);
    let n = shifted - ROUND;
    // ln 2 in two parts, so that r keeps its last bits.
    let r = mul_add(simd, n, -0.693_359_4, x);
    let r = mul_add(simd, n, 2.121_944_4e-4, r);
    // The series of e^r.
    let mut sum = 1.0 / 5_040.0;
    for coefficient in [
        1.0 / 720.0,
        1.0 / 120.0,
        1.0 / 24.0,
        1.0 / 6.0,
        0.5,
        1.0,
        1.0,
    ] {
        sum = mul_add(simd, sum, r, coefficient);
    }
    let power = f32::from_bits(shifted.to_bits().wrapping_add(127) << 23);
    sum * power
}

/// tanh x = (e^2x − 1) / (e^2x + 1), and near 0, where that loses digits, a continued fraction.
#[inline(always)]
fn tanh_of<S: Simd>(simd: S, x: f32) -> f32 {
    let e = exp(simd, 2.0 * x.abs());
    let far = (1.0 - 2.0 / (e + 1.0)).copysign(x);
    let s = x * x;
    // Lambert's: x / (1 + s / (3 + s / (5 + s / (7 + s / 9)))), multiplied out.
    let above = mul_add(simd, s, mul_add(simd, s, 1.0, 105.0), 945.0);
    let below = mul_add(simd, s, mul_add(simd, s, 15.0, 420.0), 945.0);
    let near = x * above / below;
    if s < 0.4 {
        near
    } else if x.is_nan() {
        x
    } else {
        far
    }
}
