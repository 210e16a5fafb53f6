//! One run, advanced a step at a time, which returns once its threads are done; no clock.

use std::cell::OnceCell;
use std::ops::Range;

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::average::Average;
use super::checkpoint::{Checkpoint, Position};
use super::moments::Moment;
use super::settings::{MAX_PICTURES, Settings, SettingsError};
use crate::dataset::random::{self, Purpose};
use crate::dataset::{Dataset, PIXELS, batches};
use crate::network::{ForeignState, Learner, Model};

/// Pictures that are deformed together, ahead of the batches that they come in.
const AHEAD: usize = 1_024;

/// Fewer pictures are not worth a thread.
const DEFORMED_AT_ONCE: usize = 16;

/// A run that cannot start or go on.
#[derive(Debug, thiserror::Error)]
pub enum TrainingError {
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error("there is no picture to train on")]
    NoPictures,
    #[error("{0} pictures are too many to train on: at most {MAX_PICTURES}")]
    TooManyPictures(usize),
    #[error(
        "the run diverged in epoch {epoch}, batch {batch} (step {step}): its loss or weights are \
         no longer finite; lower the learning rate, {rate} now"
    )]
    Diverged {
        epoch: u32,
        batch: usize,
        step: u64,
        rate: f32,
    },
    #[error("epoch {0} was the run's last: set more epochs to go on")]
    Finished(u32),
    #[error("the run was made with other pictures than those given now")]
    OtherPictures,
    #[error(transparent)]
    ForeignState(#[from] ForeignState),
    #[error("no threads can be started: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    #[error("the network cannot be computed: {0}")]
    Network(#[from] candle_core::Error),
}

/// What one step came to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StepReport {
    /// Counted from 1, as the lesson prints them: the epoch, and the batch within it.
    pub epoch: u32,
    pub batch: usize,
    /// Steps since the run's start, this one included.
    pub step: u64,
    /// Mean cross-entropy of the batch before the step changed the weights.
    pub loss: f32,
    /// Pictures in the batch, and how many of them were read right before the step.
    pub pictures: usize,
    pub correct: usize,
    pub learning_rate: f32,
    /// Every [`Settings::report_interval`] batches: the mean loss of the batches since then.
    pub running_loss: Option<f64>,
    /// With the last batch of an epoch: what the epoch came to.
    pub epoch_done: Option<EpochSummary>,
}

/// What one epoch came to, over its batches as they were trained on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EpochSummary {
    /// Counted from 1.
    pub epoch: u32,
    /// Mean cross-entropy of its pictures.
    pub loss: f64,
    /// Share of its pictures that were read right, in 0..1.
    pub accuracy: f64,
}

/// A run in progress. The same settings and pictures give the same bits at every step, whatever
/// the number of threads.
pub struct Trainer {
    settings: Settings,
    pictures: Dataset,
    /// Made when first asked for.
    checksum: OnceCell<u32>,
    learner: Learner,
    average: Average,
    position: Position,
    /// The order of pictures in this epoch.
    order: Vec<u32>,
    ready: Ready,
    labels: Vec<u8>,
    /// Deforms pictures, if any are to be deformed.
    pool: Option<ThreadPool>,
    /// The model of the last report, once a finite loss has shown them to be sound, and that
    /// of which that is still open.
    good: Moment<Model>,
    candidate: Option<Moment<Model>>,
    diverged: Option<(u32, usize, u64, f32)>,
}

/// Pictures of this epoch that are ready for the network.
#[derive(Default)]
struct Ready {
    /// Their places in the epoch's order.
    places: Range<usize>,
    /// As many times 28×28, in −1..1.
    input: Vec<f32>,
}

impl Ready {
    /// The pixels of a batch, given its places in the epoch's order.
    fn input(&self, batch: Range<usize>) -> &[f32] {
        let start = (batch.start - self.places.start) * PIXELS;
        &self.input[start..start + batch.len() * PIXELS]
    }
}

impl Trainer {
    /// Starts a run on these pictures from the first weights that the seed gives. `threads` (at
    /// least 1) may be used at once.
    pub fn new(
        settings: Settings,
        pictures: Dataset,
        threads: usize,
    ) -> Result<Self, TrainingError> {
        let model = settings.first_model();
        Self::from_model(settings, &model, pictures, threads)
    }

    /// Starts a run from a model's weights; the settings' architecture becomes the model's.
    pub fn from_model(
        mut settings: Settings,
        model: &Model,
        pictures: Dataset,
        threads: usize,
    ) -> Result<Self, TrainingError> {
        settings.architecture = model.architecture().clone();
        settings.check()?;
        if pictures.is_empty() {
            return Err(TrainingError::NoPictures);
        }
        if pictures.len() > MAX_PICTURES {
            return Err(TrainingError::TooManyPictures(pictures.len()));
        }
        let learner = Learner::new(model, settings.optimizer, settings.seed, threads)?;
        let pool = match settings.augmentation {
            Some(_) => Some(ThreadPoolBuilder::new().num_threads(threads).build()?),
            None => None,
        };
        let mut trainer = Self {
            settings,
            pictures,
            checksum: OnceCell::new(),
            learner,
            average: Average::default(),
            position: Position::default(),
            order: Vec::new(),
            ready: Ready::default(),
            labels: Vec::new(),
            pool,
            good: Moment {
                step: 0,
                what: model.clone(),
            },
            candidate: None,
            diverged: None,
        };
        trainer.shuffle();
        Ok(trainer)
    }

    /// Goes on where a run with these settings and pictures stood, bit for bit.
    pub fn resume(
        settings: Settings,
        checkpoint: Checkpoint,
        pictures: Dataset,
        threads: usize,
    ) -> Result<Self, TrainingError> {
        let mut trainer = Self::from_model(settings, &checkpoint.weights, pictures, threads)?;
        let batches = trainer.batches();
        if checkpoint.checksum != trainer.checksum() || checkpoint.position.batch >= batches {
            return Err(TrainingError::OtherPictures);
        }
        trainer.learner.restore(checkpoint.learner)?;
        trainer.average = checkpoint.average;
        trainer.position = checkpoint.position;
        trainer.good = Moment {
            step: trainer.steps(),
            what: trainer.model()?,
        };
        trainer.shuffle();
        Ok(trainer)
    }

    /// Where the run stands, to go on from later.
    pub fn checkpoint(&self) -> Result<Checkpoint, TrainingError> {
        self.refuse_diverged()?;
        Ok(Checkpoint {
            weights: self.learner.model()?,
            average: self.average.clone(),
            learner: self.learner.state(),
            position: self.position,
            checksum: self.checksum(),
        })
    }

    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Batches of an epoch.
    pub fn batches(&self) -> usize {
        self.settings.batches(self.pictures.len())
    }

    /// Steps of the whole run.
    pub fn total_steps(&self) -> u64 {
        u64::from(self.settings.epochs) * self.batches() as u64
    }

    /// Steps taken so far.
    pub fn steps(&self) -> u64 {
        self.position.steps(self.batches())
    }

    /// Whether all epochs are done.
    pub fn is_finished(&self) -> bool {
        self.position.epoch >= self.settings.epochs
    }

    /// What the run gives: the running mean of its weights, or the last weights if the settings
    /// say so. After the run diverged, the last model that was sound.
    pub fn model(&self) -> Result<Model, TrainingError> {
        if self.diverged.is_some() {
            return Ok(self.good.what.clone());
        }
        let weights = self.weights()?;
        if self.settings.average {
            return Ok(self.average.with(&weights));
        }
        Ok(weights)
    }

    /// The steps after which the run gave [`Self::model`].
    pub fn model_step(&self) -> u64 {
        match self.diverged {
            Some(_) => self.good.step,
            None => self.steps(),
        }
    }

    /// The weights of this moment, from which the next step goes on.
    pub fn weights(&self) -> Result<Model, TrainingError> {
        Ok(self.learner.model()?)
    }

    /// The next batch as the network is about to read it: N×28×28 pixels in −1..1, and N digits;
    /// nothing after the last batch.
    pub fn next_batch(&mut self) -> (&[f32], &[u8]) {
        if self.is_finished() {
            return (&[], &[]);
        }
        let batch = self.places();
        self.prepare(batch.clone());
        (self.ready.input(batch), &self.labels)
    }

    /// The gradient of each learned tensor in the last step, in the tensors' order.
    pub fn gradients(&self) -> Vec<Vec<f32>> {
        self.learner.gradients()
    }

    /// Sets the schedule's peak from the next step on.
    pub fn set_learning_rate(&mut self, rate: f32) -> Result<(), SettingsError> {
        let settings = Settings {
            learning_rate: rate,
            ..self.settings.clone()
        };
        settings.check()?;
        self.settings = settings;
        Ok(())
    }

    /// Trains on the next batch.
    pub fn step(&mut self) -> Result<StepReport, TrainingError> {
        self.refuse_diverged()?;
        if self.is_finished() {
            return Err(TrainingError::Finished(self.settings.epochs));
        }
        let batch = self.places();
        self.prepare(batch.clone());
        let rate = self.settings.schedule.rate(
            self.settings.learning_rate,
            self.steps(),
            self.total_steps(),
        );
        let input = self.ready.input(batch.clone());
        let outcome = self.learner.step(input, &self.labels, rate)?;

        let mut report = StepReport {
            epoch: self.position.epoch + 1,
            batch: self.position.batch + 1,
            step: self.steps() + 1,
            loss: outcome.loss,
            pictures: batch.len(),
            correct: outcome.correct,
            learning_rate: rate,
            running_loss: None,
            epoch_done: None,
        };
        self.judge(&report, outcome.loss.is_finite())?;
        self.position.add(&report);
        if self.settings.average && Average::is_due(report.step) {
            self.average.take(&self.learner.model()?);
        }
        if report.batch.is_multiple_of(self.settings.report_interval()) {
            report.running_loss = Some(self.position.take_running_loss());
        }
        if report.batch == self.batches() {
            report.epoch_done = Some(self.finish_epoch());
        }
        if report.running_loss.is_some() || report.epoch_done.is_some() {
            self.inspect(&report)?;
        }
        Ok(report)
    }

    /// Places of the next batch in the epoch's order.
    fn places(&self) -> Range<usize> {
        let start = self.position.batch * self.settings.batch_size;
        start..(start + self.settings.batch_size).min(self.pictures.len())
    }

    /// Makes the batch's labels and input ready; with augmentation those of the batches after it
    /// too, since many pictures at once keep all threads busy.
    fn prepare(&mut self, batch: Range<usize>) {
        let order = &self.order[batch.clone()];
        let labels = order
            .iter()
            .map(|index| self.pictures.label(*index as usize));
        self.labels.clear();
        self.labels.extend(labels);
        if self.ready.places.start <= batch.start && batch.end <= self.ready.places.end {
            return;
        }
        let end = match self.settings.augmentation {
            Some(_) => (batch.start + AHEAD).max(batch.end).min(self.order.len()),
            None => batch.end,
        };
        self.ready.places = batch.start..end;
        self.ready.input.resize((end - batch.start) * PIXELS, 0.0);
        let order = &self.order[batch.start..end];
        let inputs = self.ready.input.as_chunks_mut::<PIXELS>().0;
        let pixels = |index: u32| self.pictures.pixels(index as usize);
        match (self.settings.augmentation, &self.pool) {
            (Some(augmentation), Some(pool)) => {
                let (seed, epoch) = (self.settings.seed, self.position.epoch);
                let deform = |(input, index): (&mut [f32; PIXELS], &u32)| {
                    let mut rng = random::generator(seed, Purpose::Augment, epoch, *index);
                    augmentation.apply(pixels(*index), &mut rng, input);
                };
                let pairs = inputs.par_iter_mut().zip(order);
                pool.install(|| pairs.with_min_len(DEFORMED_AT_ONCE).for_each(deform));
            }
            _ => {
                for (input, index) in inputs.iter_mut().zip(order) {
                    batches::normalise(pixels(*index), input);
                }
            }
        }
    }

    /// A finite loss shows that the weights of the last report are sound.
    fn judge(&mut self, report: &StepReport, sound: bool) -> Result<(), TrainingError> {
        if !sound {
            let StepReport {
                epoch,
                batch,
                step,
                learning_rate,
                ..
            } = *report;
            self.diverged = Some((epoch, batch, step, learning_rate));
            return self.refuse_diverged();
        }
        if let Some(candidate) = self.candidate.take() {
            self.good = candidate;
        }
        Ok(())
    }

    /// Looks at the weights themselves: what ReLU makes of NaN may hide it from the loss.
    fn inspect(&mut self, report: &StepReport) -> Result<(), TrainingError> {
        let model = self.model()?;
        let mut numbers = model.parameters().iter().flat_map(|p| &p.values);
        let sound = numbers.all(|number| number.is_finite());
        self.judge(report, sound)?;
        self.candidate = Some(Moment {
            step: report.step,
            what: model,
        });
        Ok(())
    }

    fn refuse_diverged(&self) -> Result<(), TrainingError> {
        match self.diverged {
            Some((epoch, batch, step, rate)) => Err(TrainingError::Diverged {
                epoch,
                batch,
                step,
                rate,
            }),
            None => Ok(()),
        }
    }

    fn finish_epoch(&mut self) -> EpochSummary {
        let pictures = self.pictures.len() as f64;
        let summary = EpochSummary {
            epoch: self.position.epoch + 1,
            loss: self.position.epoch_loss / pictures,
            accuracy: self.position.epoch_correct as f64 / pictures,
        };
        self.position = Position {
            epoch: self.position.epoch + 1,
            ..Position::default()
        };
        self.shuffle();
        summary
    }

    /// Puts the pictures in the order of the epoch that the run stands in.
    fn shuffle(&mut self) {
        let count = self.pictures.len() as u32;
        self.order = batches::order(count, self.settings.seed, self.position.epoch);
        self.ready.places = 0..0;
    }

    fn checksum(&self) -> u32 {
        *self.checksum.get_or_init(|| {
            let mut crc = flate2::Crc::new();
            crc.update(self.pictures.all_pixels());
            crc.update(self.pictures.labels());
            crc.sum()
        })
    }
}
