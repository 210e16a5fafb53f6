//! The arithmetic that is taught: plain grids, no tensors.
