//! From settings to a trained model.
//!
//! - [`settings`]: what a run is asked for
//! - [`schedule`]: how the learning rate changes along a run
//! - [`trainer`]: one run, advanced a step at a time; no threads, no clock
//! - [`average`]: the running mean of a run's weights
//! - [`checkpoint`]: where a run stands, in a file, to go on from
//! - [`history`]: the curves of a run
//! - [`folder`]: a run's files: weights, settings, curves, state
//! - [`evaluation`]: accuracy, confusion matrix, loss, mistakes

pub mod average;
pub mod checkpoint;
pub mod evaluation;
pub mod folder;
pub mod history;
pub mod schedule;
pub mod settings;
pub mod trainer;

pub use average::Average;
pub use checkpoint::Checkpoint;
pub use evaluation::{Evaluation, Mistake, evaluate};
pub use folder::{FolderError, RunFolder, SavedRun};
pub use history::History;
pub use schedule::Schedule;
pub use settings::Settings;
pub use trainer::{EpochSummary, StepReport, Trainer, TrainingError};
