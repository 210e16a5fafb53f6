//! Whether a picture is a digit at all.
//!
//! A network that knows ten digits gives every doodle a digit, and often with a high probability.
//! So a second, small network, which was trained to tell digits from doodles, is asked as well,
//! whatever network reads the digit. An answer stands if the first gives it more than
//! [`LEAST_PROBABILITY`] and the second's odds for a doodle are at most [`MOST_DOODLE_ODDS`].
//!
//! `examples/doodles.rs` trains the second network, `models/doodles.safetensors`, and chooses
//! its threshold: so that of real digits that it was not trained on (the last 10,000 of MNIST's
//! training set, and those of three writers with a pen) at most 1 in 100 of either kind is held
//! back. What the rule then lets through, measured on others still, stands in
//! `models/doodles.md`.

use std::sync::OnceLock;

use super::model::{Classification, Model};
use super::weights;
use crate::grid::Grid;

/// The network that tells digits from doodles. It has ten outputs as every network here, and
/// uses two.
static DOODLES: &[u8] = include_bytes!("../../models/doodles.safetensors");

/// Outputs of that network, and the labels that it was trained with.
pub const DIGIT: u8 = 0;
pub const DOODLE: u8 = 1;

/// Most odds for a doodle, as a natural logarithm, with which a picture counts as a digit.
pub const MOST_DOODLE_ODDS: f32 = 0.87;

/// The answer must be more probable than all others together.
pub const LEAST_PROBABILITY: f32 = 0.5;

/// What may be said of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// There is no ink.
    Blank,
    /// There is ink, but the answer is not to be trusted: it may be no digit.
    Unsure,
    /// It is the digit that the network says.
    Sure,
}

/// The verdict on a 28×28 picture (ink = 1) and on what a network said of it.
pub fn verdict(picture: &Grid, classification: &Classification) -> Verdict {
    if picture.max_abs() == 0.0 {
        Verdict::Blank
    } else if classification.probability() > LEAST_PROBABILITY
        && doodle_odds(&doodles().classify(picture)) <= MOST_DOODLE_ODDS
    {
        Verdict::Sure
    } else {
        Verdict::Unsure
    }
}

/// How probable a doodle is in relation to a digit, as a natural logarithm, by what the network
/// that tells them apart says of a picture.
pub fn doodle_odds(said: &Classification) -> f32 {
    said.logits[usize::from(DOODLE)] - said.logits[usize::from(DIGIT)]
}

/// The network that tells digits from doodles.
pub fn doodles() -> Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL
        .get_or_init(|| {
            weights::from_safetensors(DOODLES, None)
                .expect("the built-in weights are sound: a test opens them")
        })
        .clone()
}
