//! From ink to the picture that a network reads.
//!
//! - [`stroke`]: strokes of a pen in canvas units
//! - [`drawing`]: what is on the canvas; undo, redo
//! - `eraser`: what an eraser leaves of a stroke
//! - `pen`: the pen that a drawing is shown to the network with
//! - [`raster`]: strokes to an anti-aliased ink plane
//! - [`mnist_form`]: crop, 20×20, centre of mass, 28×28: every stage kept
//! - [`picture`]: pictures from files to ink, and drawings to files
//! - [`resample`]: grids enlarged and reduced by exact area averages

pub mod drawing;
mod eraser;
pub mod mnist_form;
mod pen;
pub mod picture;
pub mod raster;
pub mod resample;
pub mod stroke;

pub use drawing::Drawing;
pub use mnist_form::{Bounds, MnistForm, Steps, mnist_form};
pub use stroke::{Point, Stroke};
