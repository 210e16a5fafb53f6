//! Labelled pictures through the public interface.

#![allow(clippy::unwrap_used)] // a test may panic

mod augment;
mod batches;
mod idx;
mod mnist;
mod pen;
mod shared;
