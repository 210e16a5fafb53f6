//! Reading held-out digits a few at a time, so that an order is heard in between.

use rayon::ThreadPool;

use crate::dataset::Dataset;
use crate::network::Model;
use crate::training::evaluation::evaluate;
use crate::training::record::{Accuracy, some};

/// Pictures that are read between two looks at the orders.
const CHUNK: usize = 256;

/// More held-out digits than this are all read at the end of epochs alone.
const MANY: usize = 2_000;

/// Digits that are read instead between ends of epochs.
const SAMPLE: usize = 1_000;

/// The held-out digits of a run.
pub struct HeldOut {
    pub all: Dataset,
    /// All of them, or some from everywhere if they are many.
    pub sample: Dataset,
}

impl HeldOut {
    pub fn new(all: Dataset) -> Self {
        let sample = if all.len() > MANY {
            some(&all, SAMPLE)
        } else {
            all.clone()
        };
        Self { all, sample }
    }

    /// All of them are read at the end of every so many epochs: often enough, but not so often
    /// that little else is done.
    pub fn epochs_between(&self, pictures: usize) -> u32 {
        let epochs = (4 * self.all.len()).div_ceil(pictures.max(1));
        u32::try_from(epochs).unwrap_or(u32::MAX).max(1)
    }
}

/// A measurement under way.
pub struct Measuring {
    /// Steps taken by the model that is measured.
    pub step: u64,
    model: Model,
    pictures: Dataset,
    read: usize,
    correct: usize,
    loss: f64,
}

impl Measuring {
    pub fn new(step: u64, model: Model, pictures: Dataset) -> Self {
        Self {
            step,
            model,
            pictures,
            read: 0,
            correct: 0,
            loss: 0.0,
        }
    }

    /// Reads some more pictures; what all of them came to, after the last.
    pub fn advance(&mut self, pool: &ThreadPool) -> Option<Accuracy> {
        let chunk = self.pictures.skip(self.read).take(CHUNK);
        let evaluation = pool.install(|| evaluate(&self.model, &chunk));
        self.read += evaluation.total;
        self.correct += evaluation.correct;
        self.loss += evaluation.loss * evaluation.total as f64;
        (self.read >= self.pictures.len()).then(|| {
            let count = self.read.max(1) as f64;
            Accuracy {
                accuracy: self.correct as f64 / count,
                loss: self.loss / count,
                pictures: self.read,
            }
        })
    }
}
