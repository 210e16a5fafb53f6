//! Where a run stands, in a safetensors file, to go on from bit for bit.
//!
//! The file holds every tensor of the model under its own name, the running mean of its weights
//! under that name with `.average` after it, the optimiser's two running means of each learned
//! one with `.first` and `.second`, and counters and sums in its metadata.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};

use super::average::Average;
use super::trainer::StepReport;
use crate::files::{self, ReadError, write_file};
use crate::network::{Architecture, LearnerState, Model};

/// The entry of the metadata that makes the file a run's state, and the format's version.
const RUN: &str = "convscope_run";
const VERSION: u32 = 1;

/// Largest file that is read: the largest model four times over and some room for names.
const MAX_BYTES: u64 = 840 << 20;

/// All that a run's next steps depend on besides its settings and pictures.
#[derive(Clone, Debug)]
pub struct Checkpoint {
    /// The weights of this moment.
    pub weights: Model,
    pub average: Average,
    pub learner: LearnerState,
    pub position: Position,
    /// CRC-32 of the pictures trained on.
    pub checksum: u32,
}

/// Where a run stands between two steps.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Position {
    /// Epochs done, and batches done in this one.
    pub epoch: u32,
    pub batch: usize,
    /// Sum of the batches' losses since the last report, and how many they were.
    pub running_loss: f64,
    pub running_batches: u32,
    /// Sums over this epoch's pictures.
    pub epoch_loss: f64,
    pub epoch_correct: u64,
}

impl Position {
    /// Steps taken so far, in epochs of so many batches.
    pub fn steps(&self, batches: usize) -> u64 {
        u64::from(self.epoch) * batches as u64 + self.batch as u64
    }

    /// Counts a step.
    pub(super) fn add(&mut self, step: &StepReport) {
        self.batch += 1;
        self.running_loss += f64::from(step.loss);
        self.running_batches += 1;
        self.epoch_loss += f64::from(step.loss) * step.pictures as f64;
        self.epoch_correct += step.correct as u64;
    }

    /// The mean loss since the last report.
    pub(super) fn take_running_loss(&mut self) -> f64 {
        let mean = self.running_loss / f64::from(self.running_batches.max(1));
        self.running_loss = 0.0;
        self.running_batches = 0;
        mean
    }
}

/// A checkpoint that cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{}: {problem}", path.display())]
pub struct CheckpointError {
    pub path: PathBuf,
    pub problem: Problem,
}

/// What is wrong with a checkpoint.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    #[error("there is no such file: was this run made with --out?")]
    NotFound,
    #[error(transparent)]
    File(ReadError),
    #[error("cannot be written: {0}")]
    Unwritable(io::Error),
    #[error("not the state of a run: {0}")]
    Bad(String),
    #[error(
        "made by another version of the program (format {0}, not {VERSION}): go on with that one"
    )]
    Newer(u32),
}

impl Checkpoint {
    /// Writes the file whole or not at all.
    pub fn save(&self, path: &Path) -> Result<(), CheckpointError> {
        write_file(path, &self.to_bytes()).map_err(|error| CheckpointError {
            path: path.to_owned(),
            problem: Problem::Unwritable(error),
        })
    }

    /// Reads the file of a run of this architecture.
    pub fn open(path: &Path, architecture: &Architecture) -> Result<Self, CheckpointError> {
        read(path)
            .and_then(|bytes| Self::from_bytes(&bytes, architecture))
            .map_err(|problem| CheckpointError {
                path: path.to_owned(),
                problem,
            })
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let parameters = self.weights.parameters();
        let learned = parameters.iter().filter(|p| p.spec.learned);
        let moments = learned.zip(&self.learner.moments).flat_map(|(p, moments)| {
            let named = moments.iter().zip(MOMENTS);
            named.map(|(moment, name)| (format!("{}.{name}", p.spec.name), moment, &p.spec.dims))
        });
        let averages = parameters.iter().zip(&self.average.values);
        let averages =
            averages.map(|(p, mean)| (format!("{}.{AVERAGE}", p.spec.name), mean, &p.spec.dims));
        let tensors: Vec<(String, Vec<u8>, Vec<usize>)> = parameters
            .iter()
            .map(|p| (p.spec.name.clone(), &p.values, &p.spec.dims))
            .chain(averages)
            .chain(moments)
            .map(|(name, values, dims)| {
                let bytes = values.iter().flat_map(|v| v.to_le_bytes()).collect();
                (name, bytes, dims.clone())
            })
            .collect();
        let views = tensors.iter().map(|(name, bytes, dims)| {
            let view = TensorView::new(Dtype::F32, dims.clone(), bytes);
            (name.as_str(), view.expect("as many bytes as the sizes say"))
        });
        // One entry alone: several would come in any order.
        let metadata = HashMap::from([(RUN.to_owned(), self.numbers())]);
        safetensors::serialize(views, Some(metadata))
            .expect("sizes were checked by the architecture")
    }

    /// Everything that is no tensor, a name and a number a line, so that each reads back the
    /// same.
    fn numbers(&self) -> String {
        let Position {
            epoch,
            batch,
            running_loss,
            running_batches,
            epoch_loss,
            epoch_correct,
        } = self.position;
        let (averages, steps) = (self.average.taken, self.learner.steps);
        let (words, checksum) = (self.learner.dropout_words, self.checksum);
        format!(
            "version {VERSION}\nepoch {epoch}\nbatch {batch}\nrunning_loss {running_loss}\n\
             running_batches {running_batches}\nepoch_loss {epoch_loss}\n\
             epoch_correct {epoch_correct}\naverages {averages}\nsteps {steps}\n\
             dropout_words {words}\nchecksum {checksum}\n"
        )
    }

    pub(super) fn from_bytes(bytes: &[u8], architecture: &Architecture) -> Result<Self, Problem> {
        let bad = |error: safetensors::SafeTensorError| Problem::Bad(error.to_string());
        let (_, metadata) = SafeTensors::read_metadata(bytes).map_err(bad)?;
        let tensors = SafeTensors::deserialize(bytes).map_err(bad)?;
        let metadata = metadata.metadata().as_ref();
        let numbers = metadata.and_then(|entries| entries.get(RUN));
        let numbers = numbers.ok_or_else(|| Problem::Bad(format!("it has no entry {RUN}")))?;
        let file = RunFile {
            tensors,
            numbers: numbers.lines().filter_map(|l| l.split_once(' ')).collect(),
        };
        file.check_version()?;
        file.checkpoint(architecture)
    }
}

/// Name of the running mean of the weights.
const AVERAGE: &str = "average";

/// Names of the optimiser's two running means.
const MOMENTS: [&str; 2] = ["first", "second"];

struct RunFile<'data> {
    tensors: SafeTensors<'data>,
    numbers: HashMap<&'data str, &'data str>,
}

impl RunFile<'_> {
    fn check_version(&self) -> Result<(), Problem> {
        match self.number("version")? {
            VERSION => Ok(()),
            newer => Err(Problem::Newer(newer)),
        }
    }

    fn checkpoint(&self, architecture: &Architecture) -> Result<Checkpoint, Problem> {
        let specs = architecture.parameters();
        let mut values = Vec::with_capacity(specs.len());
        let mut average = Average {
            taken: self.number("averages")?,
            values: Vec::new(),
        };
        let mut moments = Vec::new();
        for spec in &specs {
            values.push(self.tensor(&spec.name, &spec.dims)?);
            if average.taken > 0 {
                let mean = format!("{}.{AVERAGE}", spec.name);
                average.values.push(self.tensor(&mean, &spec.dims)?);
            }
            if spec.learned && self.number::<u64>("steps")? > 0 {
                let [first, second] = MOMENTS.map(|part| format!("{}.{part}", spec.name));
                moments.push([
                    self.tensor(&first, &spec.dims)?,
                    self.tensor(&second, &spec.dims)?,
                ]);
            }
        }
        let weights = Model::seeded(architecture, 0).with_changed(|parameters| {
            for (parameter, values) in parameters.iter_mut().zip(values) {
                parameter.values = values;
            }
        });
        Ok(Checkpoint {
            weights,
            average,
            learner: LearnerState {
                steps: self.number("steps")?,
                moments,
                dropout_words: self.number("dropout_words")?,
            },
            position: Position {
                epoch: self.number("epoch")?,
                batch: self.number("batch")?,
                running_loss: self.number("running_loss")?,
                running_batches: self.number("running_batches")?,
                epoch_loss: self.number("epoch_loss")?,
                epoch_correct: self.number("epoch_correct")?,
            },
            checksum: self.number("checksum")?,
        })
    }

    fn number<T: FromStr>(&self, name: &str) -> Result<T, Problem> {
        let text = self.numbers.get(name);
        text.and_then(|text| text.parse().ok())
            .ok_or_else(|| Problem::Bad(format!("it does not say its {name}")))
    }

    fn tensor(&self, name: &str, dims: &[usize]) -> Result<Vec<f32>, Problem> {
        let bad = |what: &str| Problem::Bad(format!("the tensor {name} {what}"));
        let tensor = self.tensors.tensor(name).map_err(|_| bad("is missing"))?;
        if tensor.dtype() != Dtype::F32 || tensor.shape() != dims {
            return Err(bad("has another type or shape"));
        }
        let numbers = tensor.data().as_chunks::<4>().0;
        let values: Vec<f32> = numbers.iter().map(|b| f32::from_le_bytes(*b)).collect();
        if !values.iter().all(|value| value.is_finite()) {
            return Err(bad("holds NaN or infinity"));
        }
        Ok(values)
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Problem> {
    files::read_file(path, MAX_BYTES).map_err(|error| match error {
        ReadError::NotFound => Problem::NotFound,
        error => Problem::File(error),
    })
}
