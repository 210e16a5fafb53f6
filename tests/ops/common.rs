//! What the tests of the operations share.

use convscope::network::ops::layout::transposed;
use convscope::network::ops::reference::Maps;
use convscope::network::ops::simd::InstructionSet;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

pub fn rng(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

/// Numbers in ±1, the same in both precisions.
pub fn numbers(rng: &mut ChaCha8Rng, count: usize) -> Vec<f64> {
    let draw = |_| f64::from(rng.random_range(-1.0_f32..1.0));
    (0..count).map(draw).collect()
}

/// Few different numbers, so that many are equal and many are 0.
pub fn coarse(rng: &mut ChaCha8Rng, count: usize) -> Vec<f64> {
    let draw = |_| f64::from(rng.random_range(-2..=2_i32)) / 4.0;
    (0..count).map(draw).collect()
}

pub fn maps(rng: &mut ChaCha8Rng, dims: [usize; 4]) -> Maps {
    Maps::new(dims, numbers(rng, dims.iter().product()))
}

pub fn single(values: &[f64]) -> Vec<f32> {
    values.iter().map(|value| *value as f32).collect()
}

/// In 32 bits, with the channels last.
pub fn last(maps: &Maps) -> Vec<f32> {
    let [_, channels, height, width] = maps.dims;
    let mut out = vec![0.0; maps.values.len()];
    transposed(&single(&maps.values), channels, height * width, &mut out);
    out
}

/// From the channels-last form to channels first.
pub fn first(values: &[f32], dims: [usize; 4]) -> Vec<f32> {
    let [_, channels, height, width] = dims;
    let mut out = vec![0.0; values.len()];
    transposed(values, height * width, channels, &mut out);
    out
}

/// Fails where numbers differ by more than 32-bit rounding of sums can explain.
#[track_caller]
pub fn assert_close(what: &str, given: &[f32], expected: &[f64]) {
    assert_within(what, given, expected, 1e-5);
}

/// Fails where numbers differ by more than `tolerance` of the largest.
#[track_caller]
pub fn assert_within(what: &str, given: &[f32], expected: &[f64], tolerance: f64) {
    assert_eq!(given.len(), expected.len(), "{what}");
    let most = expected.iter().fold(1e-3_f64, |most, x| most.max(x.abs()));
    for (index, (a, b)) in given.iter().zip(expected).enumerate() {
        let error = (f64::from(*a) - b).abs();
        assert!(
            error <= tolerance * most,
            "{what}: at {index} {a} is not {b}"
        );
    }
}

/// The slope of `loss` along each of some numbers, by central differences.
pub fn differences(
    values: &mut [f64],
    indices: impl Iterator<Item = usize>,
    loss: impl Fn(&[f64]) -> f64,
) -> Vec<(usize, f64)> {
    let step = 1e-5;
    let slope = |index: usize| {
        let middle = values[index];
        values[index] = middle + step;
        let above = loss(values);
        values[index] = middle - step;
        let below = loss(values);
        values[index] = middle;
        (index, (above - below) / (2.0 * step))
    };
    indices.map(slope).collect()
}

/// Fails where a gradient is not the slope.
#[track_caller]
pub fn assert_slopes(what: &str, gradient: &[f64], slopes: &[(usize, f64)]) {
    assert!(!slopes.is_empty());
    for (index, slope) in slopes {
        let error = (gradient[*index] - slope).abs();
        let scale = slope.abs().max(1.0);
        assert!(
            error <= 5e-7 * scale,
            "{what}: at {index} {} is not {slope}",
            gradient[*index]
        );
    }
}

/// Runs a check on every instruction set that the processor has.
pub fn on_every_set(check: impl Fn(InstructionSet)) {
    InstructionSet::available().into_iter().for_each(check);
}
