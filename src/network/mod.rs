//! The convolutional network, on candle.
//!
//! - [`ops`]: the operations, forward and backward
//! - [`layer`]: one layer: its output shape and its tensors
//! - [`architecture`]: a list of layers checked for shape
//! - `inference`: a model over pictures, fast
//! - `npz`: a trace for NumPy
//! - [`presets`]: architectures to start from
//! - [`model`]: architecture and weights; classify
//! - `pytorch_class`: an architecture as Python source
//! - [`trainable`]: the weights as variables, for training
//! - [`learner`]: a model that learns, one optimiser step at a time
//! - [`trace`]: a forward pass with every activation kept
//! - [`receptive_field`]: which cells a cell looks at, and which look at it
//! - [`arithmetic`]: how the value of one cell came about
//! - [`shown`]: its sum as it is shown, rounded so that it adds up
//! - [`experiment`]: changes to try on a trained network
//! - [`verdict`]: whether a picture is a digit at all
//! - [`weights`]: safetensors and PyTorch files

pub mod architecture;
pub mod arithmetic;
mod candle_ops;
pub mod experiment;
mod forward;
mod inference;
pub mod layer;
pub mod learner;
pub mod model;
mod npz;
pub mod ops;
pub mod presets;
mod pytorch_class;
pub mod receptive_field;
pub mod shown;
pub mod trace;
pub mod trainable;
pub mod verdict;
pub mod weights;

pub use architecture::{Architecture, ArchitectureError};
pub use forward::Mode;
pub use layer::{Layer, Shape};
pub use learner::{ForeignState, Learner, LearnerState, Optimizer, StepOutcome};
pub use model::{BUILTIN_ACCURACY, Classification, Model};
pub use presets::Preset;
pub use trainable::Trainable;
pub use verdict::{Verdict, verdict};
pub use weights::WeightsError;
