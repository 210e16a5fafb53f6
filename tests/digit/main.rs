//! From ink to the picture that a network reads.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod command_line;
mod doodles;
mod drawing;
mod mnist;
mod mnist_form;
mod picture;
mod raster;
mod verdict;

/// As many cases of a property, and no files left behind by one that fails.
fn cases(cases: u32) -> proptest::test_runner::Config {
    proptest::test_runner::Config {
        cases,
        failure_persistence: None,
        ..Default::default()
    }
}
