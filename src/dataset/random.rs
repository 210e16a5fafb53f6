//! Where a run's random numbers come from: one seeded generator, at a place of its own for each
//! purpose, epoch and picture. So a number depends on what it is for and never on the order in
//! which threads ask.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// What numbers are drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum Purpose {
    Shuffle = 1,
    Augment = 2,
}

/// The generator of `seed` at its place for one purpose: ChaCha8 with the stream number
/// purpose · 2⁶² + epoch · 2³² + index. Stream 0 is that of a model's first weights, and
/// of dropout.
pub fn generator(seed: u64, purpose: Purpose, epoch: u32, index: u32) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let epoch = u64::from(epoch) & 0x3fff_ffff;
    rng.set_stream((purpose as u64) << 62 | epoch << 32 | u64::from(index));
    rng
}
