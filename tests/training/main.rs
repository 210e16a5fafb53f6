//! Training through the public interface and the command line.

#![allow(clippy::unwrap_used)] // a test may panic

mod bad_files;
mod command_line;
mod evaluation;
mod files;
mod models;
mod pytorch;
mod run_files;
mod settings;
mod shared;
mod trainer;
mod worker;
