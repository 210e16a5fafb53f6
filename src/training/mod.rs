//! From settings to a trained model.
//!
//! - [`settings`]: what a run is asked for
//! - [`presets`]: settings with a name
//! - [`initialization`]: the weights that a run begins with
//! - [`pictures`]: what is trained on, and what is held out
//! - [`dropout`]: dropout as one setting of a network
//! - [`schedule`]: how the learning rate changes along a run
//! - [`trainer`]: one run, advanced a step at a time; no clock
//! - [`average`]: the running mean of a run's weights
//! - [`checkpoint`]: where a run stands, in a file, to go on from
//! - [`history`]: the curves of a run
//! - [`folder`]: a run's files: weights, settings, curves, state
//! - [`evaluation`]: accuracy, confusion matrix, loss, mistakes
//! - [`losses`], [`moments`]: curves and snapshots in bounded memory
//! - [`layer_sizes`]: how large a step is in each layer
//! - [`record`]: all that is known of a run
//! - [`run_file`]: a whole run in one file
//! - [`worker`]: the thread around a trainer: commands in, events out

pub mod average;
pub mod checkpoint;
pub mod dropout;
pub mod evaluation;
pub mod folder;
pub mod history;
pub mod initialization;
pub mod layer_sizes;
pub mod losses;
pub mod moments;
pub mod pictures;
pub mod presets;
pub mod record;
pub mod run_file;
pub mod schedule;
pub mod settings;
pub mod trainer;
pub mod worker;

pub use average::Average;
pub use checkpoint::Checkpoint;
pub use evaluation::{Evaluation, Mistake, evaluate};
pub use folder::{FolderError, RunFolder, SavedRun};
pub use history::History;
pub use initialization::Initialization;
pub use pictures::Pictures;
pub use record::Record;
pub use run_file::KeptRun;
pub use schedule::Schedule;
pub use settings::Settings;
pub use trainer::{EpochSummary, StepReport, Trainer, TrainingError};
pub use worker::Worker;
