//! The arithmetic that is taught: plain grids, no tensors.
//!
//! - [`geometry`]: sizes: floor((n − k + 2p) / s) + 1, with dilation
//! - [`remedies`]: what works where settings do not
//! - [`padding`]: zero, replicate, reflect, circular
//! - [`kernel`]: a kernel and the named ones: identity, blur, sharpen, edges
//! - [`convolve`]: a convolution of a whole picture
//! - [`window`]: one output cell: its window, products, sum
//! - [`pooling`]: max and average
//! - [`operation`]: any of these, and ReLU, whole or a band of rows at a time
//! - [`chain`]: a few operations in a row
//! - [`coverage`]: how often each input pixel is used
//! - [`decimals`]: numbers rounded so that what is shown adds up
//! - [`patterns`]: pictures made by a formula
//! - [`formats`]: grids as CSV, NumPy and picture files

pub mod chain;
pub mod convolve;
pub mod coverage;
pub mod decimals;
pub mod formats;
pub mod geometry;
pub mod kernel;
pub mod operation;
pub mod padding;
pub mod patterns;
pub mod pooling;
pub mod remedies;
pub mod window;

pub use chain::Chain;
pub use convolve::Convolution;
pub use geometry::{Axis, Geometry, Impossible};
pub use kernel::{Kernel, KernelError, Preset};
pub use operation::{Operation, Prepared, Rows};
pub use padding::{Padding, PaddingMode};
pub use pooling::{Pooling, PoolingKind};
pub use window::Window;
