//! What is known of a run: its curves, its log, and its network at many moments. Its size is
//! bounded however long the run.

use std::collections::VecDeque;
use std::fmt::Write;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::evaluation::Evaluation;
use super::layer_sizes::LayerSize;
use super::losses::Losses;
use super::moments::Moments;
use super::pictures::Pictures;
use super::settings::Settings;
use super::trainer::StepReport;
use crate::dataset::{Dataset, PIXELS};
use crate::network::{Architecture, Model};

/// Bytes that the snapshots of the run in hand may take; of a large network two are kept all the
/// same.
pub const SNAPSHOT_BUDGET: usize = 64 << 20;

/// Bytes that the snapshots of an earlier run may take.
pub const EARLIER_BUDGET: usize = 8 << 20;

/// Most snapshots, also of a small network.
pub const MOST_SNAPSHOTS: usize = 300;

/// About how often the accuracy is measured along a run, and how many measurements are kept.
const ACCURACIES: (usize, usize) = (40, 600);

/// Lines of the log that are kept.
const LOG_LINES: usize = 5_000;

/// Held-out digits whose answers are shown as they change.
const SAMPLES: usize = 24;

/// A run so far.
#[derive(Clone, Debug)]
pub struct Record {
    pub settings: Arc<Settings>,
    /// Pictures that are trained on, and pictures held out.
    pub pictures: usize,
    pub held_out: usize,
    /// Steps taken.
    pub step: u64,
    /// Time spent training, without pauses.
    pub seconds: f64,
    pub losses: Losses,
    pub accuracies: Moments<Accuracy>,
    pub snapshots: Moments<Arc<Snapshot>>,
    pub log: Log,
    /// A few of the held-out pictures.
    pub samples: Dataset,
}

/// How well held-out digits were read at one moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Accuracy {
    /// Share that was read right, in 0..1.
    pub accuracy: f64,
    /// Mean cross-entropy.
    pub loss: f64,
    /// How many digits were read: all that are held out at the end of an epoch, some of them in
    /// between if there are many.
    pub pictures: usize,
}

impl Accuracy {
    /// `None` for no pictures.
    pub fn of(evaluation: &Evaluation) -> Option<Self> {
        Some(Self {
            accuracy: evaluation.accuracy()?,
            loss: evaluation.loss,
            pictures: evaluation.total,
        })
    }
}

/// The network at one moment of a run.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub model: Model,
    /// The step that led to it, by layer; empty for the network before the first one.
    pub layers: Vec<LayerSize>,
}

/// The latest lines that a run has printed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Log {
    lines: VecDeque<LogLine>,
}

/// A line of the log.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LogLine {
    /// The mean loss since the last such line, as the lesson prints it.
    Loss { epoch: u32, batch: usize, loss: f64 },
    /// What an epoch came to.
    Epoch {
        epoch: u32,
        loss: f64,
        accuracy: f64,
    },
    /// All held-out digits after an epoch.
    HeldOut {
        epoch: u32,
        loss: f64,
        accuracy: f64,
    },
    /// The learning rate was changed during the run, after so many steps.
    Rate { step: u64, rate: f32 },
}

impl Log {
    pub fn add(&mut self, line: LogLine) {
        if self.lines.len() >= LOG_LINES {
            self.lines.pop_front();
        }
        self.lines.push_back(line);
    }

    /// The oldest first.
    pub fn lines(&self) -> impl DoubleEndedIterator<Item = &LogLine> + ExactSizeIterator {
        self.lines.iter()
    }
}

/// The columns of the curves' CSV. A row is what some neighbouring batches came to, or a
/// measurement of held-out digits; what a row does not say is left empty.
const COLUMNS: &str = "step,batches,least_loss,mean_loss,largest_loss,train_accuracy,\
                       held_out_loss,held_out_accuracy,held_out_pictures";

impl Record {
    /// A run that has not taken a step.
    pub fn new(settings: Settings, pictures: &Pictures) -> Self {
        let held_out = pictures.all_held_out();
        let steps = u64::from(settings.epochs) * settings.batches(pictures.train.len()) as u64;
        let most = most_snapshots(&settings.architecture, SNAPSHOT_BUDGET);
        let (measured, most_measured) = ACCURACIES;
        Self {
            snapshots: Moments::new(steps, most - 1, most),
            accuracies: Moments::new(steps, measured, most_measured),
            settings: Arc::new(settings),
            pictures: pictures.train.len(),
            held_out: held_out.len(),
            step: 0,
            seconds: 0.0,
            losses: Losses::default(),
            log: Log::default(),
            samples: some(&held_out, SAMPLES),
        }
    }

    /// Batches of an epoch.
    pub fn batches(&self) -> usize {
        self.settings.batches(self.pictures)
    }

    /// Steps of the whole run.
    pub fn total_steps(&self) -> u64 {
        u64::from(self.settings.epochs) * self.batches() as u64
    }

    /// The epoch that the next step belongs to, counted from 1, and how many of its batches are
    /// done.
    pub fn position(&self) -> (u64, u64) {
        let batches = self.batches().max(1) as u64;
        let done = self.step / batches;
        if done >= u64::from(self.settings.epochs) {
            return (u64::from(self.settings.epochs), batches);
        }
        (done + 1, self.step % batches)
    }

    /// Keeps what a step came to.
    pub fn add_step(&mut self, report: &StepReport) {
        self.step = report.step;
        self.losses.add(report);
        let (epoch, batch) = (report.epoch, report.batch);
        if let Some(loss) = report.running_loss {
            self.log.add(LogLine::Loss { epoch, batch, loss });
        }
        if let Some(summary) = report.epoch_done {
            self.log.add(LogLine::Epoch {
                epoch,
                loss: summary.loss,
                accuracy: summary.accuracy,
            });
        }
    }

    /// The same run with fewer snapshots, for the time after it.
    #[must_use]
    pub fn made_small(&self) -> Self {
        let most = most_snapshots(&self.settings.architecture, EARLIER_BUDGET);
        Self {
            snapshots: self.snapshots.clone().thinned(most),
            ..self.clone()
        }
    }

    /// The largest number of snapshots of this run.
    pub(super) fn most_snapshots(settings: &Settings) -> usize {
        most_snapshots(&settings.architecture, SNAPSHOT_BUDGET)
    }

    /// The largest number of measured accuracies of a run.
    pub(super) const fn most_accuracies() -> usize {
        ACCURACIES.1
    }

    /// The curves as a table, in the order of steps.
    pub fn to_csv(&self) -> String {
        let mut csv = format!("{COLUMNS}\n");
        let mut measured = self.accuracies.all().iter().peekable();
        let mut step = 0;
        let mut rows = self.losses.buckets().iter().peekable();
        loop {
            let end = rows.peek().map(|bucket| step + bucket.batches);
            if let Some(moment) = measured.next_if(|moment| end.is_none_or(|end| moment.step < end))
            {
                let Accuracy {
                    accuracy,
                    loss,
                    pictures,
                } = moment.what;
                let _ = writeln!(csv, "{},,,,,,{loss},{accuracy},{pictures}", moment.step);
                continue;
            }
            let Some(bucket) = rows.next() else {
                return csv;
            };
            step += bucket.batches;
            let _ = writeln!(
                csv,
                "{step},{},{},{},{},{},,,",
                bucket.batches,
                bucket.least,
                bucket.mean(),
                bucket.most,
                bucket.accuracy(),
            );
        }
    }
}

fn most_snapshots(architecture: &Architecture, budget: usize) -> usize {
    let numbers: usize = architecture.parameters().iter().map(|p| p.len()).sum();
    (budget / (4 * numbers.max(1))).clamp(2, MOST_SNAPSHOTS)
}

/// At most `count` of the pictures, evenly from all of them.
pub fn some(pictures: &Dataset, count: usize) -> Dataset {
    if pictures.len() <= count {
        return pictures.clone();
    }
    let chosen = (0..count).map(|place| place * pictures.len() / count);
    let mut pixels = Vec::with_capacity(count * PIXELS);
    let mut labels = Vec::with_capacity(count);
    for index in chosen {
        pixels.extend_from_slice(pictures.pixels(index));
        labels.push(pictures.label(index));
    }
    Dataset::new(pixels, labels)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Source;

    fn record(epochs: u32) -> Record {
        let settings = Settings {
            epochs,
            ..Settings::default()
        };
        let digits = Dataset::new(vec![0; 10 * PIXELS], (0..10).collect());
        let pictures = Pictures {
            train: digits.clone(),
            held_out: vec![(Source::Builtin, digits)],
        };
        Record::new(settings, &pictures)
    }

    fn report(step: u64) -> StepReport {
        StepReport {
            epoch: 1,
            batch: step as usize,
            step,
            loss: 0.25,
            pictures: 4,
            correct: 4,
            learning_rate: 0.001,
            running_loss: step.is_multiple_of(2_000).then_some(0.25),
            epoch_done: None,
        }
    }

    #[test]
    fn the_position_counts_epochs_and_batches() {
        let mut record = record(2);
        assert_eq!((record.batches(), record.total_steps()), (3, 6));
        assert_eq!(record.position(), (1, 0));
        record.step = 4;
        assert_eq!(record.position(), (2, 1));
        record.step = 6;
        assert_eq!(record.position(), (2, 3));
    }

    #[test]
    fn the_log_keeps_its_latest_lines() {
        let mut log = Log::default();
        for step in 0..10_000 {
            log.add(LogLine::Rate { step, rate: 0.1 });
        }
        assert_eq!(log.lines().len(), LOG_LINES);
        let last = log.lines().next_back();
        assert!(matches!(last, Some(LogLine::Rate { step: 9_999, .. })));
    }

    #[test]
    fn the_table_is_in_the_order_of_steps() {
        let mut record = record(2);
        for step in 1..=3 {
            record.add_step(&report(step));
        }
        let accuracy = Accuracy {
            accuracy: 0.5,
            loss: 1.5,
            pictures: 10,
        };
        record.accuracies.keep(0, accuracy);
        record.accuracies.keep(3, accuracy);
        let expected = format!(
            "{COLUMNS}\n0,,,,,,1.5,0.5,10\n1,1,0.25,0.25,0.25,1,,,\n2,1,0.25,0.25,0.25,1,,,\n\
             3,1,0.25,0.25,0.25,1,,,\n3,,,,,,1.5,0.5,10\n"
        );
        assert_eq!(record.to_csv(), expected);
    }

    #[test]
    fn samples_come_from_all_of_the_set() {
        let digits = Dataset::new(vec![0; 100 * PIXELS], (0..100).map(|i| i % 10).collect());
        let few = some(&digits, 7);
        assert_eq!(few.labels(), [0, 4, 8, 2, 7, 1, 5]);
        assert_eq!(some(&digits, 200).len(), 100);
    }
}
