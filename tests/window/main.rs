//! The window, driven as a person would: pointer, keys, names that a screen reader reads.

#![allow(clippy::unwrap_used)] // a test may panic

mod common;
mod draw;
mod network;
mod shell;
