//! One optimiser step over all weights, in one pass.

use super::simd::{InstructionSet, Simd, kernel, mul_add};
use crate::network::learner::Optimizer;

/// A gradient beyond this is of a run that has diverged; Adam's square of it is still a number.
pub const LARGEST_GRADIENT: f32 = 1e18;

/// The factors of one step.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    optimizer: Optimizer,
    rate: f32,
    /// 1 / (1 − β₁ᵗ) and 1 / √(1 − β₂ᵗ): what corrects Adam's means for having started at 0.
    corrections: (f32, f32),
}

impl Step {
    /// The `count`-th step, counted from 1.
    pub fn new(optimizer: Optimizer, count: u64, rate: f32) -> Self {
        let corrections = match optimizer {
            Optimizer::Adam { beta1, beta2, .. } | Optimizer::AdamW { beta1, beta2, .. } => {
                let left = |beta: f32| 1.0 - f64::from(beta).powf(count as f64);
                (
                    (1.0 / left(beta1)) as f32,
                    (1.0 / left(beta2).sqrt()) as f32,
                )
            }
            Optimizer::Sgd { .. } => (1.0, 1.0),
        };
        Self {
            optimizer,
            rate,
            corrections,
        }
    }

    /// Changes weights and the optimiser's two running numbers for each of them. SGD has one: its
    /// velocity, the first.
    pub fn apply(
        &self,
        set: InstructionSet,
        weights: &mut [f32],
        gradient: &[f32],
        first: &mut [f32],
        second: &mut [f32],
    ) {
        match self.optimizer {
            Optimizer::Sgd { momentum } => {
                sgd(set, momentum, self.rate, weights, gradient, first);
            }
            Optimizer::Adam {
                beta1,
                beta2,
                epsilon,
            } => {
                let adam = self.adam(beta1, beta2, epsilon, 0.0);
                run_adam(set, &adam, weights, gradient, first, second);
            }
            Optimizer::AdamW {
                beta1,
                beta2,
                epsilon,
                weight_decay,
            } => {
                let adam = self.adam(beta1, beta2, epsilon, weight_decay);
                run_adam(set, &adam, weights, gradient, first, second);
            }
        }
    }

    fn adam(&self, beta1: f32, beta2: f32, epsilon: f32, weight_decay: f32) -> Adam {
        Adam {
            beta1,
            beta2,
            epsilon,
            kept: 1.0 - self.rate * weight_decay,
            pace: self.rate * self.corrections.0,
            correction: self.corrections.1,
        }
    }
}

/// m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g²,
/// w ← kept · w − pace · m / (correction · √v + ε)
#[derive(Clone, Copy, Debug)]
struct Adam {
    beta1: f32,
    beta2: f32,
    epsilon: f32,
    kept: f32,
    pace: f32,
    correction: f32,
}

kernel! {
    fn run_adam(
        adam: &Adam, weights: &mut [f32], gradient: &[f32], first: &mut [f32], second: &mut [f32],
    ) = adam_with
}
kernel! {
    fn sgd(
        momentum: f32, rate: f32, weights: &mut [f32], gradient: &[f32], velocity: &mut [f32],
    ) = sgd_with
}

/// A running mean below the smallest normal number is 0: otherwise those of weights that no
/// longer learn would stay there, where processors are slow.
#[inline(always)]
fn flushed(mean: f32) -> f32 {
    if mean.abs() < f32::MIN_POSITIVE {
        0.0
    } else {
        mean
    }
}

#[inline(always)]
fn adam_with<S: Simd>(
    simd: S,
    adam: &Adam,
    weights: &mut [f32],
    gradient: &[f32],
    first: &mut [f32],
    second: &mut [f32],
) {
    let Adam {
        beta1,
        beta2,
        epsilon,
        kept,
        pace,
        correction,
    } = *adam;
    let means = first.iter_mut().zip(second);
    for ((w, g), (m, v)) in weights.iter_mut().zip(gradient).zip(means) {
        *m = flushed(mul_add(simd, beta1, *m, (1.0 - beta1) * g));
        *v = flushed(mul_add(simd, beta2, *v, (1.0 - beta2) * g * g));
        let below = mul_add(simd, correction, v.sqrt(), epsilon);
        *w = mul_add(simd, kept, *w, -(pace * *m / below));
    }
}

#[inline(always)]
fn sgd_with<S: Simd>(
    simd: S,
    momentum: f32,
    rate: f32,
    weights: &mut [f32],
    gradient: &[f32],
    velocity: &mut [f32],
) {
    for ((w, g), v) in weights.iter_mut().zip(gradient).zip(velocity) {
        *v = flushed(mul_add(simd, momentum, *v, *g));
        *w = mul_add(simd, -rate, *v, *w);
    }
}

kernel! {
    /// Whether every number is finite and below [`LARGEST_GRADIENT`].
    pub fn is_sound(gradient: &[f32]) -> bool = is_sound_with
}

#[inline(always)]
fn is_sound_with<S: Simd>(_: S, gradient: &[f32]) -> bool {
    let sound = |all: bool, g: &f32| all & (g.abs() < LARGEST_GRADIENT);
    gradient.iter().fold(true, sound)
}
