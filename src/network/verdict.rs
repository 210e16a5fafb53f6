//! Whether a picture is a digit at all.

use super::model::Classification;
use crate::grid::Grid;

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
    } else if classification.probability() < 0.6 {
        Verdict::Unsure
    } else {
        Verdict::Sure
    }
}
