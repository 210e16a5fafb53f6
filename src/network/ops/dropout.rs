//! Dropout: in training each number is zeroed with a probability, and the others are divided by
//! what is left of 1, so that their mean stays.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Factors for one picture's numbers, each 0 or 1 / (1 − probability). Every picture of a pass
/// has its own stream of the pass's generator, so that no order of computing changes them.
pub fn mask(probability: f32, seed: u64, picture: usize, mask: &mut [f32]) {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(picture as u64);
    let kept = 1.0 / (1.0 - probability);
    for factor in mask {
        let unit = (rng.random::<u32>() >> 8) as f32 / (1 << 24) as f32;
        *factor = if unit < probability { 0.0 } else { kept };
    }
}

/// y = x · mask, which is also how the gradient goes back.
pub fn masked(x: &[f32], mask: &[f32], y: &mut [f32]) {
    for ((y, x), factor) in y.iter_mut().zip(x).zip(mask) {
        *y = x * factor;
    }
}
