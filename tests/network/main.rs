//! The network through its public interface, against values that PyTorch made.

#![allow(clippy::unwrap_used)] // a test may panic

mod activations;
mod arithmetic;
mod experiments;
mod fixtures;
mod python;
mod receptive_fields;
mod shapes;
mod shown;
mod training;
mod weights;
