//! The operations: forward and backward, proven against other arithmetic.
#![allow(clippy::unwrap_used)]

mod learner;
