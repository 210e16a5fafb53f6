//! The operations: forward and backward, proven against the textbook's formulas, central
//! differences and PyTorch.
#![allow(clippy::unwrap_used)]

mod common;
mod kernels;
mod learner;
mod net;
mod optimizers;
mod pytorch;
mod textbook;

/// The same cases at every run: rounding near a kink must not fail one run in a hundred.
fn fixed_cases(cases: u32) -> proptest::test_runner::Config {
    proptest::test_runner::Config {
        cases,
        rng_seed: proptest::test_runner::RngSeed::Fixed(1),
        failure_persistence: None,
        ..Default::default()
    }
}
