//! The lesson: its files, figures and tasks, the quiz, the PyTorch script.
#![allow(clippy::unwrap_used, clippy::print_stderr)] // a test may panic

mod files;
mod formula;
mod quiz;
mod script;
mod solve;
mod tasks;
