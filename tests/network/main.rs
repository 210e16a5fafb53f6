//! The network through its public interface, against values that PyTorch made.

mod activations;
mod arithmetic;
mod fixtures;
mod receptive_fields;
mod shapes;
mod weights;
