//! Stub.
use super::Classification;
use crate::grid::Grid;
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Blank,
    Unsure,
    Sure,
}
pub fn verdict(picture: &Grid, classification: &Classification) -> Verdict {
    if picture.max_abs() == 0.0 {
        Verdict::Blank
    } else if classification.probability() < 0.7 {
        Verdict::Unsure
    } else {
        Verdict::Sure
    }
}
