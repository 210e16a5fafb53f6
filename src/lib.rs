//! convscope: see a convolutional network think.
//!
//! Each module is one idea from the lesson and may import only modules above it in this list:
//!
//! - [`grid`]: a small row-major grid of `f32`, shared by the arithmetic and the views
//! - [`language`]: the languages of words and numbers
//! - [`files`]: files written whole or not at all
//! - [`stamp`]: numbers that are given only once
//! - [`digit`]: from ink to the picture that a network reads
//! - [`convolution`]: the arithmetic that is taught, on plain grids
//! - [`dataset`]: labelled pictures of digits
//! - [`network`]: the convolutional network, on candle
//! - [`training`]: from settings to a trained model
//! - [`lesson`]: chapters to read and to try out, and a quiz
//! - [`cli`]: one file a subcommand
//! - [`app`]: the window
//!
//! Rules of the house: nothing outside `app` and `cli` knows a screen or a terminal; `digit` and
//! `convolution` know no tensors; candle appears in `network` and `training` only; randomness
//! comes from one seeded generator per run; errors are values with the path and what to do next.

pub mod app;
pub mod cli;
pub mod convolution;
pub mod dataset;
pub mod digit;
pub mod files;
pub mod grid;
pub mod language;
pub mod lesson;
pub mod network;
pub mod stamp;
pub mod training;
