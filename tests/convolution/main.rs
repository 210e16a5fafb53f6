//! Convolution through its public interface, against values that PyTorch and SciPy made.

#![allow(clippy::unwrap_used)] // a test may panic

mod chains;
mod command;
mod decimals;
mod fixtures;
mod formats;
mod geometry;
mod kernels;
mod properties;
mod pytorch;
mod strategies;
mod windows;
