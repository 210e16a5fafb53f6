//! The window, driven as a person would: pointer, keys, names that a screen reader reads.

#![allow(clippy::unwrap_used, clippy::print_stderr)] // a test may panic

mod common;
mod convolve;
mod draw;
mod gallery;
mod learn;
mod network;
mod shell;
#[path = "../lesson/solve.rs"]
mod solve;
mod train;
