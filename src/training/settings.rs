//! What a run is asked for: enough to make the same model again, bit for bit where the processor
//! has the same instructions.

use serde::{Deserialize, Serialize};

use super::initialization::Initialization;
use super::schedule::Schedule;
use crate::dataset::Source;
use crate::dataset::augment::Augmentation;
use crate::network::{Architecture, Model, Optimizer};

/// Most pictures in a batch.
pub const MAX_BATCH: usize = 8_192;

/// Most memory for what goes through a network with a batch, in bytes.
const MAX_MEMORY: usize = 2 << 30;

/// Bytes for each number that a layer puts out: itself, its gradient, and what the way back needs
/// to know of it.
const BYTES_A_CELL: usize = 12;

/// Most pictures that a run may train on.
pub const MAX_PICTURES: usize = 4_000_000;

/// Most epochs of a run.
pub const MAX_EPOCHS: u32 = 1_000_000;

/// Least and largest learning rate.
pub const MIN_LEARNING_RATE: f32 = 1e-9;
pub const MAX_LEARNING_RATE: f32 = 1e3;

/// Largest momentum of SGD.
pub const MAX_MOMENTUM: f32 = 0.9999;

/// Largest seed: as far as TOML's integers go.
pub const MAX_SEED: u64 = i64::MAX as u64;

/// The lesson prints the running loss after so many pictures: 2,000 batches of 4.
const PICTURES_BETWEEN_REPORTS: usize = 8_000;

/// A run's settings, as `settings.toml` keeps them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Where the pictures come from, all of them together; one that is named twice counts twice.
    pub data: Vec<Source>,
    /// Of drawn digits, train on those of the writers too that else are held out, but not on those
    /// of `hold_out`.
    #[serde(default)]
    pub all_writers: bool,
    /// Train on the first so many pictures alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub examples: Option<usize>,
    /// What these sources hold out is not trained on, wherever it occurs, and is measured too.
    #[serde(default)]
    pub hold_out: Vec<Source>,
    /// Times that every picture is trained on.
    pub epochs: u32,
    /// Pictures in a batch; the last batch of an epoch holds what is left.
    pub batch_size: usize,
    /// The schedule's peak.
    pub learning_rate: f32,
    #[serde(default)]
    pub schedule: Schedule,
    /// Give the running mean of the weights as the model, not the last weights.
    pub average: bool,
    /// Of the first weights, the order of pictures, augmentation and dropout.
    pub seed: u64,
    #[serde(default)]
    pub initialization: Initialization,
    pub optimizer: Optimizer,
    /// What ends the run before its epochs do.
    #[serde(default, skip_serializing_if = "StopConditions::is_none")]
    pub stop: StopConditions,
    /// Deformations of the pictures trained on, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub augmentation: Option<Augmentation>,
    pub architecture: Architecture,
}

/// What ends a run before its epochs do; each may be left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StopConditions {
    /// Seconds of training, without pauses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds: Option<f64>,
    /// A share of the held-out digits read right, in 0..1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accuracy: Option<f64>,
    /// So many measurements of all held-out digits in a row, one an epoch as a rule, without a
    /// better accuracy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub patience: Option<u32>,
}

impl StopConditions {
    fn is_none(&self) -> bool {
        *self == Self::default()
    }

    fn check(&self) -> Result<(), SettingsError> {
        within("stop.seconds", self.seconds.unwrap_or(1.0), 0.1, 1e9)?;
        within("stop.accuracy", self.accuracy.unwrap_or(1.0), 0.0, 1.0)?;
        within("stop.patience", self.patience.unwrap_or(1), 1, 1_000_000)
    }
}

impl Default for Settings {
    /// The lesson's, on the built-in digits: its net, Adam with a rate of 0.001, batches of 4, 10 epochs.
    fn default() -> Self {
        Self {
            data: vec![Source::Builtin],
            all_writers: false,
            examples: None,
            hold_out: Vec::new(),
            epochs: 10,
            batch_size: 4,
            learning_rate: 0.001,
            schedule: Schedule::Constant,
            average: true,
            seed: 0,
            initialization: Initialization::Pytorch,
            optimizer: Optimizer::ADAM,
            stop: StopConditions::default(),
            augmentation: None,
            architecture: Architecture::lesson(),
        }
    }
}

/// A setting that no run can have.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{name} must be from {least} to {most}, not {value}")]
pub struct SettingsError {
    pub name: &'static str,
    pub least: String,
    pub most: String,
    pub value: String,
}

impl Settings {
    /// Refuses what no run can have.
    pub fn check(&self) -> Result<(), SettingsError> {
        within("epochs", self.epochs, 1, MAX_EPOCHS)?;
        within("batch_size", self.batch_size, 1, self.largest_batch())?;
        within("seed", self.seed, 0, MAX_SEED)?;
        let (least, most) = (MIN_LEARNING_RATE, MAX_LEARNING_RATE);
        within("learning_rate", self.learning_rate, least, most)?;
        within("examples", self.examples.unwrap_or(1), 1, MAX_PICTURES)?;
        self.stop.check()?;
        self.check_optimizer()?;
        self.check_augmentation()
    }

    /// Most pictures in a batch: as many as memory is sure to hold.
    pub fn largest_batch(&self) -> usize {
        let bytes = self.architecture.cells() * BYTES_A_CELL;
        (MAX_MEMORY / bytes.max(1)).clamp(1, MAX_BATCH)
    }

    fn check_optimizer(&self) -> Result<(), SettingsError> {
        match self.optimizer {
            Optimizer::Adam {
                beta1,
                beta2,
                epsilon,
            } => check_adam(beta1, beta2, epsilon),
            Optimizer::AdamW {
                beta1,
                beta2,
                epsilon,
                weight_decay,
            } => {
                within("weight_decay", weight_decay, 0.0, 1.0)?;
                check_adam(beta1, beta2, epsilon)
            }
            Optimizer::Sgd { momentum } => within("momentum", momentum, 0.0, MAX_MOMENTUM),
        }
    }

    fn check_augmentation(&self) -> Result<(), SettingsError> {
        let Some(by) = self.augmentation else {
            return Ok(());
        };
        within("rotation", by.rotation, 0.0, 180.0)?;
        within("scale", by.scale, 0.0, 0.9)?;
        within("shear", by.shear, 0.0, 2.0)?;
        within("shift", by.shift, 0.0, 28.0)?;
        within("thickness", by.thickness, 0.0, 1.0)?;
        within("elastic", by.elastic, 0.0, 28.0)
    }

    /// The network before the first step.
    pub fn first_model(&self) -> Model {
        self.initialization.model(&self.architecture, self.seed)
    }

    /// After so many batches the running loss is reported: about as many pictures as in the
    /// lesson, and at most its 2,000 batches.
    pub fn report_interval(&self) -> usize {
        (PICTURES_BETWEEN_REPORTS / self.batch_size.max(4)).max(1)
    }

    /// How many batches an epoch over so many pictures has.
    pub fn batches(&self, pictures: usize) -> usize {
        pictures.div_ceil(self.batch_size)
    }
}

fn check_adam(beta1: f32, beta2: f32, epsilon: f32) -> Result<(), SettingsError> {
    within("beta1", beta1, 0.0, 0.9999)?;
    within("beta2", beta2, 0.0, 0.999_999)?;
    within("epsilon", epsilon, 0.0, 1.0)
}

/// Refuses a value outside `least..=most`, and NaN.
fn within<T>(name: &'static str, value: T, least: T, most: T) -> Result<(), SettingsError>
where
    T: Copy + PartialOrd + ToString,
{
    if (least..=most).contains(&value) {
        return Ok(());
    }
    Err(SettingsError {
        name,
        least: least.to_string(),
        most: most.to_string(),
        value: value.to_string(),
    })
}
