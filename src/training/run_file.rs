//! A whole run in one file: settings, curves, log, snapshots, and where it stands, to look at and
//! to go on from later.
//!
//! The file is a head of 33 bytes (a word that says what it is, the version of the format, how
//! many bytes follow and their CRC-32, all little-endian) and a safetensors file with the curves
//! and snapshots as tensors and the rest as TOML in its metadata.

use std::collections::HashMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};
use serde::{Deserialize, Serialize};

use super::checkpoint::Checkpoint;
use super::layer_sizes::{LayerSize, layer_names};
use super::losses::{Bucket, Losses};
use super::moments::{Moment, Moments};
use super::record::{Accuracy, Log, Record, Snapshot};
use super::settings::{MAX_PICTURES, Settings};
use crate::dataset::{CLASSES, Dataset, PIXELS};
use crate::files::{self, ReadError, write_parts};
use crate::network::Model;

/// How the file begins.
const MAGIC: &[u8; 17] = b"convscope's run\r\n";

/// The version of the format that is written.
const VERSION: u32 = 1;

/// Bytes of the head.
const HEAD: usize = MAGIC.len() + 16;

/// Longest file that is read: two snapshots, the weights and both means of the largest network.
const MAX_BYTES: u64 = 1_200 << 20;

/// The ending of a run's file.
pub const ENDING: &str = "convscope-run";

/// A run as its file keeps it.
#[derive(Clone, Debug)]
pub struct KeptRun {
    /// What its user calls it.
    pub name: String,
    pub record: Arc<Record>,
    /// Where it stands; `None` for a run that diverged, which cannot go on.
    pub checkpoint: Option<Arc<Checkpoint>>,
}

/// A run's file that cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{}: {problem}", path.display())]
pub struct RunFileError {
    pub path: PathBuf,
    pub problem: Problem,
}

/// What is wrong with a run's file.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    #[error(transparent)]
    File(#[from] ReadError),
    #[error("the run cannot be saved here: {0}; choose another place")]
    Unwritable(io::Error),
    #[error("not a run's file: those are saved on the Train page and end in .{ENDING}")]
    NotARun,
    #[error("made by a newer version of the program (format {0}): update it to open this run")]
    Newer(u32),
    #[error("cut short: {held} of {announced} bytes are there; take another copy of the file")]
    Short { announced: u64, held: u64 },
    #[error("damaged: its checksum is not that of its content; take another copy of the file")]
    Damaged,
    #[error("damaged: {0}; take another copy of the file")]
    Bad(String),
}

/// What is kept as TOML besides the settings.
#[derive(Serialize, Deserialize)]
struct Numbers {
    name: String,
    pictures: usize,
    held_out: usize,
    step: u64,
    seconds: f64,
    bucket_width: u64,
    snapshot_spacing: f64,
    accuracy_spacing: f64,
    log: Log,
}

impl KeptRun {
    /// The network that the run gave at the end.
    pub fn model(&self) -> Model {
        let settings = &self.record.settings;
        match (&self.checkpoint, self.record.snapshots.last()) {
            (Some(checkpoint), _) if settings.average => {
                checkpoint.average.with(&checkpoint.weights)
            }
            (Some(checkpoint), _) => checkpoint.weights.clone(),
            (None, Some(last)) => last.what.model.clone(),
            (None, None) => settings.first_model(),
        }
    }

    /// Writes the file whole or not at all.
    pub fn save(&self, path: &Path) -> Result<(), RunFileError> {
        let write = |payload: Vec<u8>| {
            write_parts(path, &[&head(&payload), &payload]).map_err(Problem::Unwritable)
        };
        self.to_payload()
            .and_then(write)
            .map_err(|problem| error(path, problem))
    }

    /// Reads a file; nothing in it is believed before it is checked.
    pub fn open(path: &Path) -> Result<Self, RunFileError> {
        read(path)
            .and_then(|payload| Self::from_payload(&payload))
            .map_err(|problem| error(path, problem))
    }

    fn to_payload(&self) -> Result<Vec<u8>, Problem> {
        let record = &*self.record;
        let numbers = Numbers {
            name: self.name.clone(),
            pictures: record.pictures,
            held_out: record.held_out,
            step: record.step,
            seconds: record.seconds,
            bucket_width: record.losses.width(),
            snapshot_spacing: record.snapshots.spacing(),
            accuracy_spacing: record.accuracies.spacing(),
            log: record.log.clone(),
        };
        let bad = |error: toml::ser::Error| Problem::Bad(error.to_string());
        let metadata = HashMap::from([
            (
                "settings".to_owned(),
                toml::to_string(&*record.settings).map_err(bad)?,
            ),
            (
                "numbers".to_owned(),
                toml::to_string(&numbers).map_err(bad)?,
            ),
        ]);
        let mut tensors = Writer::default();
        tensors.add_losses(&record.losses);
        tensors.add_accuracies(&record.accuracies);
        tensors.add_snapshots(&record.snapshots);
        tensors.add_samples(&record.samples);
        if let Some(checkpoint) = &self.checkpoint {
            tensors.add("state", Dtype::U8, vec![], checkpoint.to_bytes());
        }
        tensors.finish(metadata)
    }

    fn from_payload(payload: &[u8]) -> Result<Self, Problem> {
        let bad = |error: safetensors::SafeTensorError| Problem::Bad(error.to_string());
        let (_, metadata) = SafeTensors::read_metadata(payload).map_err(bad)?;
        let file = Reader {
            tensors: SafeTensors::deserialize(payload).map_err(bad)?,
        };
        let empty = HashMap::new();
        let texts = metadata.metadata().as_ref().unwrap_or(&empty);
        let settings: Settings = toml_of(texts, "settings")?;
        let numbers: Numbers = toml_of(texts, "numbers")?;
        settings
            .check()
            .map_err(|error| Problem::Bad(error.to_string()))?;
        let checkpoint = file.checkpoint(&settings)?;
        let record = file.record(settings, &numbers)?;
        check_steps(&record, checkpoint.as_ref())?;
        Ok(Self {
            name: numbers.name,
            record: Arc::new(record),
            checkpoint: checkpoint.map(Arc::new),
        })
    }
}

fn head(payload: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(payload);
    let mut head = MAGIC.to_vec();
    head.extend_from_slice(&VERSION.to_le_bytes());
    head.extend_from_slice(&(payload.len() as u64).to_le_bytes());
    head.extend_from_slice(&crc.sum().to_le_bytes());
    head
}

fn error(path: &Path, problem: Problem) -> RunFileError {
    RunFileError {
        path: path.to_owned(),
        problem,
    }
}

/// What follows the head, once it is known to be whole.
fn read(path: &Path) -> Result<Vec<u8>, Problem> {
    let (mut file, size) = files::open_file(path)?;
    if size > MAX_BYTES {
        return Err(ReadError::TooLarge {
            size,
            most: MAX_BYTES,
        }
        .into());
    }
    let mut head = [0; HEAD];
    file.read_exact(&mut head).map_err(|error| {
        if error.kind() == io::ErrorKind::UnexpectedEof {
            Problem::NotARun
        } else {
            ReadError::from(error).into()
        }
    })?;
    let (magic, numbers) = head.split_at(MAGIC.len());
    if magic != MAGIC {
        return Err(Problem::NotARun);
    }
    let number = |start: usize, bytes: usize| {
        let bytes = numbers[start..start + bytes].iter().rev();
        bytes.fold(0_u64, |number, byte| number << 8 | u64::from(*byte))
    };
    let (version, announced, checksum) = (number(0, 4) as u32, number(4, 8), number(12, 4) as u32);
    if version > VERSION {
        return Err(Problem::Newer(version));
    }
    if version < VERSION {
        return Err(Problem::NotARun);
    }
    let held = size.saturating_sub(HEAD as u64);
    if held != announced {
        return Err(Problem::Short { announced, held });
    }
    let mut payload = Vec::with_capacity(held as usize);
    file.take(held)
        .read_to_end(&mut payload)
        .map_err(ReadError::from)?;
    let mut crc = flate2::Crc::new();
    crc.update(&payload);
    if payload.len() as u64 != held || crc.sum() != checksum {
        return Err(Problem::Damaged);
    }
    Ok(payload)
}

fn toml_of<T: for<'a> Deserialize<'a>>(
    texts: &HashMap<String, String>,
    name: &str,
) -> Result<T, Problem> {
    let text = texts
        .get(name)
        .ok_or_else(|| Problem::Bad(format!("it does not say its {name}")))?;
    toml::from_str(text).map_err(|error| Problem::Bad(format!("its {name}: {}", error.message())))
}

/// What the file says in several places must agree.
fn check_steps(record: &Record, checkpoint: Option<&Checkpoint>) -> Result<(), Problem> {
    let counts = [record.pictures, record.held_out];
    if counts.iter().any(|count| *count > MAX_PICTURES) || !(0.0..=1e12).contains(&record.seconds) {
        return Err(Problem::Bad(
            "its numbers are none that a run has".to_owned(),
        ));
    }
    let standing = checkpoint.is_none_or(|checkpoint| {
        let place = checkpoint.position.steps(record.batches());
        checkpoint.learner.steps == record.step && place == record.step
    });
    let known = record
        .snapshots
        .last()
        .is_none_or(|m| m.step <= record.step)
        && record
            .accuracies
            .last()
            .is_none_or(|m| m.step <= record.step);
    if standing
        && known
        && record.losses.batches() == record.step
        && record.step <= record.total_steps()
    {
        Ok(())
    } else {
        Err(Problem::Bad("its steps do not agree".to_owned()))
    }
}

/// Tensors on their way into a file.
#[derive(Default)]
struct Writer {
    tensors: Vec<(String, Dtype, Vec<usize>, Vec<u8>)>,
}

impl Writer {
    /// `shape` is that of what lies within the first dimension, whose length follows.
    fn add(&mut self, name: &str, dtype: Dtype, shape: Vec<usize>, bytes: Vec<u8>) {
        let item = shape.iter().product::<usize>() * dtype.bitsize() / 8;
        let mut dims = vec![bytes.len() / item.max(1)];
        dims.extend(shape);
        self.tensors.push((name.to_owned(), dtype, dims, bytes));
    }

    fn add_floats(&mut self, name: &str, shape: Vec<usize>, values: impl Iterator<Item = f32>) {
        let bytes = values.flat_map(f32::to_le_bytes).collect();
        self.add(name, Dtype::F32, shape, bytes);
    }

    fn add_doubles(&mut self, name: &str, values: impl Iterator<Item = f64>) {
        let bytes = values.flat_map(f64::to_le_bytes).collect();
        self.add(name, Dtype::F64, vec![], bytes);
    }

    fn add_counts(&mut self, name: &str, values: impl Iterator<Item = u64>) {
        let bytes = values.flat_map(u64::to_le_bytes).collect();
        self.add(name, Dtype::U64, vec![], bytes);
    }

    fn add_losses(&mut self, losses: &Losses) {
        let buckets = || losses.buckets().iter();
        self.add_floats("loss.least", vec![], buckets().map(|b| b.least));
        self.add_floats("loss.most", vec![], buckets().map(|b| b.most));
        self.add_doubles("loss.sum", buckets().map(|b| b.sum));
        self.add_counts("loss.batches", buckets().map(|b| b.batches));
        self.add_counts("loss.pictures", buckets().map(|b| b.pictures));
        self.add_counts("loss.correct", buckets().map(|b| b.correct));
    }

    fn add_accuracies(&mut self, accuracies: &Moments<Accuracy>) {
        let all = || accuracies.all().iter();
        self.add_counts("accuracy.step", all().map(|m| m.step));
        self.add_doubles("accuracy.accuracy", all().map(|m| m.what.accuracy));
        self.add_doubles("accuracy.loss", all().map(|m| m.what.loss));
        self.add_counts("accuracy.pictures", all().map(|m| m.what.pictures as u64));
    }

    fn add_snapshots(&mut self, snapshots: &Moments<Arc<Snapshot>>) {
        self.add_counts("snapshot.step", snapshots.all().iter().map(|m| m.step));
        for (index, moment) in snapshots.all().iter().enumerate() {
            let parameters = moment.what.model.parameters().iter();
            let values = parameters.flat_map(|p| p.values.iter().copied());
            self.add_floats(&format!("snapshot.{index}"), vec![], values);
            let sizes = moment.what.layers.iter();
            let sizes = sizes.flat_map(|s| [s.weights, s.gradient, s.update]);
            self.add_floats(&format!("layers.{index}"), vec![3], sizes);
        }
    }

    fn add_samples(&mut self, samples: &Dataset) {
        let pixels = samples.all_pixels().to_vec();
        self.add("sample.pixels", Dtype::U8, vec![PIXELS], pixels);
        self.add(
            "sample.labels",
            Dtype::U8,
            vec![],
            samples.labels().to_vec(),
        );
    }

    fn finish(self, metadata: HashMap<String, String>) -> Result<Vec<u8>, Problem> {
        let bad = |error: safetensors::SafeTensorError| Problem::Bad(error.to_string());
        let views = self.tensors.iter().map(|(name, dtype, dims, bytes)| {
            let view = TensorView::new(*dtype, dims.clone(), bytes);
            Ok((name.as_str(), view.map_err(bad)?))
        });
        let views: Vec<_> = views.collect::<Result<_, Problem>>()?;
        safetensors::serialize(views, Some(metadata)).map_err(bad)
    }
}

/// Tensors of a file.
struct Reader<'data> {
    tensors: SafeTensors<'data>,
}

impl Reader<'_> {
    fn bytes(&self, name: &str, dtype: Dtype) -> Result<&[u8], Problem> {
        let tensor = self.tensors.tensor(name);
        match tensor {
            Ok(tensor) if tensor.dtype() == dtype => Ok(tensor.data()),
            Ok(_) => Err(Problem::Bad(format!("the tensor {name} has another type"))),
            Err(_) => Err(Problem::Bad(format!("the tensor {name} is missing"))),
        }
    }

    fn floats(&self, name: &str) -> Result<Vec<f32>, Problem> {
        let bytes = self.bytes(name, Dtype::F32)?.as_chunks::<4>().0;
        Ok(bytes.iter().map(|b| f32::from_le_bytes(*b)).collect())
    }

    fn doubles(&self, name: &str) -> Result<Vec<f64>, Problem> {
        let bytes = self.bytes(name, Dtype::F64)?.as_chunks::<8>().0;
        Ok(bytes.iter().map(|b| f64::from_le_bytes(*b)).collect())
    }

    fn counts(&self, name: &str) -> Result<Vec<u64>, Problem> {
        let bytes = self.bytes(name, Dtype::U64)?.as_chunks::<8>().0;
        Ok(bytes.iter().map(|b| u64::from_le_bytes(*b)).collect())
    }

    fn record(&self, settings: Settings, numbers: &Numbers) -> Result<Record, Problem> {
        Ok(Record {
            pictures: numbers.pictures,
            held_out: numbers.held_out,
            step: numbers.step,
            seconds: numbers.seconds,
            losses: self.losses(numbers.bucket_width)?,
            accuracies: self.accuracies(numbers.accuracy_spacing)?,
            snapshots: self.snapshots(&settings, numbers.snapshot_spacing)?,
            log: numbers.log.clone(),
            samples: self.samples()?,
            settings: Arc::new(settings),
        })
    }

    fn losses(&self, width: u64) -> Result<Losses, Problem> {
        let (least, most) = (self.floats("loss.least")?, self.floats("loss.most")?);
        let sum = self.doubles("loss.sum")?;
        let [batches, pictures, correct] =
            ["loss.batches", "loss.pictures", "loss.correct"].map(|name| self.counts(name));
        let (batches, pictures, correct) = (batches?, pictures?, correct?);
        let lengths = [
            least.len(),
            most.len(),
            batches.len(),
            pictures.len(),
            correct.len(),
        ];
        // A sum of such numbers must not overflow.
        let sane = [&batches, &pictures, &correct]
            .iter()
            .all(|counts| counts.iter().all(|count| *count < 1 << 50));
        if lengths.iter().any(|length| *length != sum.len()) || !sane {
            return Err(Problem::Bad("its losses do not agree".to_owned()));
        }
        let bucket = |index: usize| Bucket {
            least: least[index],
            most: most[index],
            sum: sum[index],
            batches: batches[index],
            pictures: pictures[index],
            correct: correct[index],
        };
        Losses::restored((0..sum.len()).map(bucket).collect(), width)
            .ok_or_else(|| Problem::Bad("its losses do not agree".to_owned()))
    }

    fn accuracies(&self, spacing: f64) -> Result<Moments<Accuracy>, Problem> {
        let steps = self.counts("accuracy.step")?;
        let accuracies = self.doubles("accuracy.accuracy")?;
        let losses = self.doubles("accuracy.loss")?;
        let pictures = self.counts("accuracy.pictures")?;
        let bad = || Problem::Bad("its accuracies do not agree".to_owned());
        if [accuracies.len(), losses.len(), pictures.len()] != [steps.len(); 3] {
            return Err(bad());
        }
        let moment = |(index, step): (usize, &u64)| Moment {
            step: *step,
            what: Accuracy {
                accuracy: accuracies[index],
                loss: losses[index],
                pictures: pictures[index] as usize,
            },
        };
        let moments = steps.iter().enumerate().map(moment).collect();
        Moments::restored(moments, spacing, Record::most_accuracies()).ok_or_else(bad)
    }

    fn snapshots(
        &self,
        settings: &Settings,
        spacing: f64,
    ) -> Result<Moments<Arc<Snapshot>>, Problem> {
        let steps = self.counts("snapshot.step")?;
        let most = Record::most_snapshots(settings);
        if steps.len() > most {
            return Err(Problem::Bad("it has too many snapshots".to_owned()));
        }
        let empty = Model::seeded(&settings.architecture, 0);
        let layers = layer_names(&settings.architecture).len();
        let mut moments = Vec::with_capacity(steps.len());
        for (index, step) in steps.into_iter().enumerate() {
            let values = self.floats(&format!("snapshot.{index}"))?;
            let sizes = self.floats(&format!("layers.{index}"))?;
            let snapshot = snapshot(&empty, layers, &values, &sizes)
                .ok_or_else(|| Problem::Bad(format!("snapshot {index} is of another network")))?;
            moments.push(Moment {
                step,
                what: Arc::new(snapshot),
            });
        }
        Moments::restored(moments, spacing, most)
            .ok_or_else(|| Problem::Bad("its snapshots do not agree".to_owned()))
    }

    fn samples(&self) -> Result<Dataset, Problem> {
        let pixels = self.bytes("sample.pixels", Dtype::U8)?;
        let labels = self.bytes("sample.labels", Dtype::U8)?;
        let digits = labels.iter().all(|label| usize::from(*label) < CLASSES);
        if !digits || pixels.len() != labels.len() * PIXELS {
            return Err(Problem::Bad("its held-out digits do not agree".to_owned()));
        }
        Ok(Dataset::new(pixels.to_vec(), labels.to_vec()))
    }

    fn checkpoint(&self, settings: &Settings) -> Result<Option<Checkpoint>, Problem> {
        if self.tensors.tensor("state").is_err() {
            return Ok(None);
        }
        let bytes = self.bytes("state", Dtype::U8)?;
        Checkpoint::from_bytes(bytes, &settings.architecture)
            .map(Some)
            .map_err(|problem| Problem::Bad(problem.to_string()))
    }
}

/// A snapshot of a network like `empty`; `None` if the numbers are not as many as it has, or not
/// finite.
fn snapshot(empty: &Model, layers: usize, values: &[f32], sizes: &[f32]) -> Option<Snapshot> {
    let wanted: usize = empty.parameters().iter().map(|p| p.values.len()).sum();
    let sizes = sizes.as_chunks::<3>().0;
    let fits = values.len() == wanted && (sizes.is_empty() || sizes.len() == layers);
    if !fits || !values.iter().all(|value| value.is_finite()) {
        return None;
    }
    let mut rest = values;
    let model = empty.with_changed(|parameters| {
        for parameter in parameters {
            let (own, after) = rest.split_at(parameter.values.len());
            parameter.values.copy_from_slice(own);
            rest = after;
        }
    });
    let size = |[weights, gradient, update]: &[f32; 3]| LayerSize {
        weights: *weights,
        gradient: *gradient,
        update: *update,
    };
    Some(Snapshot {
        model,
        layers: sizes.iter().map(size).collect(),
    })
}
