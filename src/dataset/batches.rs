//! Pictures in a seeded order, as batches that a network reads.

use std::array;
use std::sync::LazyLock;

use rand::seq::SliceRandom;

use super::random::{self, Purpose};

/// What a network reads for each byte of a picture: 2 · ink − 1, from −1 (paper) to 1 (ink).
static INPUT: LazyLock<[f32; 256]> =
    LazyLock::new(|| array::from_fn(|byte| byte as f32 / 255.0 * 2.0 - 1.0));

/// The order in which `count` pictures are trained on in one epoch (0 is the first).
pub fn order(count: u32, seed: u64, epoch: u32) -> Vec<u32> {
    let mut order: Vec<u32> = (0..count).collect();
    order.shuffle(&mut random::generator(seed, Purpose::Shuffle, epoch, 0));
    order
}

/// Bytes of ink as what a network reads, in −1..1. Panics if the lengths differ.
pub fn normalise(bytes: &[u8], input: &mut [f32]) {
    assert_eq!(bytes.len(), input.len());
    let table = &*INPUT;
    for (input, byte) in input.iter_mut().zip(bytes) {
        *input = table[usize::from(*byte)];
    }
}
