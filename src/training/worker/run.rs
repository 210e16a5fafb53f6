//! What the worker's thread does: it takes orders, steps, measures, and shows what it has.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::time::{Duration, Instant};

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::keeper::{Keeper, Reason};
use super::measuring::{HeldOut, Measuring};
use super::{
    BatchPicture, BatchView, Ending, Event, Failure, Job, Live, Order, Pace, Phase, Shared, Start,
    Trouble,
};
use crate::dataset::{PIXELS, SIDE};
use crate::grid::Grid;
use crate::network::Model;
use crate::training::checkpoint::Checkpoint;
use crate::training::layer_sizes::layer_sizes;
use crate::training::record::{Accuracy, LogLine, Record, Snapshot};
use crate::training::run_file::KeptRun;
use crate::training::{Pictures, StepReport, Trainer, TrainingError};

/// Least time between two states that are shown: about 30 of them a second.
const SHOWN_EVERY: Duration = Duration::from_millis(30);

/// Time between two autosaves.
const AUTOSAVED_EVERY: Duration = Duration::from_secs(30);

/// At this pace or slower every batch is looked at closely; at a faster one, a batch now and then.
const CLOSE_LOOK_PACE: f32 = 12.0;
const CLOSE_LOOK_EVERY: Duration = Duration::from_millis(500);

/// Pictures of a batch that are shown.
const SHOWN_PICTURES: usize = 64;

/// A network larger than this is not copied for a close look at speed.
const SMALL: usize = 1_000_000;

/// Copying the weights to show them takes at most one part in so many of the time.
const MODEL_SHARE: u32 = 20;

/// The time over which the speed is taken.
const SPEED_OVER: Duration = Duration::from_secs(1);

pub struct Run {
    shared: Arc<Shared>,
    orders: Receiver<Order>,
    name: String,
    trainer: Trainer,
    record: Record,
    held_out: HeldOut,
    measuring: Option<Measuring>,
    /// Set when no further step is to come, but something is still to be measured.
    ending: Option<Ending>,
    pool: ThreadPool,
    phase: Phase,
    pace: Pace,
    /// Steps still to be taken while paused.
    single_steps: u32,
    /// When the next step is due at this pace.
    due: Instant,
    /// Since when time counts as training.
    running_since: Option<Instant>,
    speed: Speed,
    rate: Option<f32>,
    shown: Shown,
    keeper: Keeper,
    autosave: Option<PathBuf>,
    /// How often what a file keeps of the run has changed.
    changes: u64,
    kept: Kept,
}

/// When the run was last handed over to be kept by itself, and its changes then.
struct Kept {
    at: Instant,
    changes: u64,
}

/// What is shown of the run, and since when.
struct Shown {
    revision: u64,
    at: Instant,
    /// Whether something has changed since.
    is_stale: bool,
    model: Model,
    model_step: u64,
    /// When the weights may be copied again.
    model_due: Instant,
    batch: Option<Arc<BatchView>>,
    batch_at: Instant,
    checkpoint: Option<(u64, Arc<Checkpoint>)>,
}

/// How many pictures were trained on by some moments of the last second.
#[derive(Default)]
struct Speed {
    moments: VecDeque<(Instant, u64)>,
    pictures: u64,
}

impl Speed {
    fn add(&mut self, now: Instant, pictures: usize) {
        self.pictures += pictures as u64;
        let is_new = |(last, _): &(Instant, u64)| now - *last >= SPEED_OVER / 20;
        if self.moments.back().is_none_or(is_new) {
            self.moments.push_back((now, self.pictures));
        }
        while let Some((second, _)) = self.moments.get(1)
            && now - *second >= SPEED_OVER
        {
            self.moments.pop_front();
        }
    }

    fn per_second(&self, now: Instant) -> f64 {
        let Some((since, pictures)) = self.moments.front() else {
            return 0.0;
        };
        let seconds = (now - *since).as_secs_f64();
        (self.pictures - pictures) as f64 / seconds.max(1e-3)
    }

    fn clear(&mut self) {
        self.moments.clear();
    }
}

impl Run {
    /// Reads the pictures and makes the run ready; `None` once it has told why that cannot be.
    pub fn begin(job: Job, shared: &Arc<Shared>, orders: Receiver<Order>) -> Option<Self> {
        let record = match &job.start {
            Start::Kept(kept) => (*kept.record).clone(),
            start => Record::new(start.settings().clone(), &Pictures::none()),
        };
        let loading = Live {
            revision: 1,
            phase: Phase::Loading,
            pace: job.pace,
            learning_rate: record.settings.learning_rate,
            rate: None,
            model: match (&job.start, record.snapshots.last()) {
                (Start::Model(_, model), _) => model.clone(),
                (_, Some(last)) => last.what.model.clone(),
                (_, None) => record.settings.first_model(),
            },
            model_step: record.step,
            record: Arc::new(record),
            pictures_per_second: 0.0,
            batch: None,
            checkpoint: None,
        };
        shared.publish(loading.clone());
        match Self::prepare(job, shared, orders, &loading) {
            Ok(run) => Some(run),
            Err(trouble) => {
                let failure = Failure {
                    diverged: false,
                    trouble: Arc::new(trouble),
                };
                shared.publish(Live {
                    revision: 2,
                    phase: Phase::Failed(failure),
                    ..loading
                });
                None
            }
        }
    }

    fn prepare(
        job: Job,
        shared: &Arc<Shared>,
        orders: Receiver<Order>,
        loading: &Live,
    ) -> Result<Self, Trouble> {
        let settings = job.start.settings().clone();
        let pictures = Pictures::read(&settings)?;
        let train = pictures.train.clone();
        let mut record = Record::new(settings.clone(), &pictures);
        let trainer = match job.start {
            Start::Fresh(settings) => Trainer::new(settings, train, job.threads),
            Start::Model(settings, model) => {
                Trainer::from_model(settings, &model, train, job.threads)
            }
            Start::Kept(kept) => {
                record = (*kept.record).clone();
                let checkpoint = kept.checkpoint.ok_or(Trouble::HasDiverged)?;
                Trainer::resume(settings, (*checkpoint).clone(), train, job.threads)
            }
        }?;
        record.settings = Arc::new(trainer.settings().clone());
        let pool = ThreadPoolBuilder::new()
            .num_threads(job.threads)
            .thread_name(|index| format!("measuring-{index}"))
            .build()
            .map_err(TrainingError::from)?;
        let keeper = Keeper::new(shared)?;
        let now = Instant::now();
        let model = trainer.model()?;
        let mut run = Self {
            shared: shared.clone(),
            orders,
            name: job.name,
            held_out: HeldOut::new(pictures.all_held_out()),
            measuring: None,
            ending: None,
            pool,
            phase: match (trainer.is_finished(), job.paused) {
                (true, _) => Phase::Finished(Ending::Epochs),
                (false, true) => Phase::Paused,
                (false, false) => Phase::Running,
            },
            pace: job.pace,
            single_steps: 0,
            due: now,
            running_since: None,
            speed: Speed::default(),
            rate: None,
            shown: Shown {
                revision: loading.revision,
                at: now,
                is_stale: true,
                model,
                model_step: trainer.steps(),
                model_due: now,
                batch: None,
                batch_at: now,
                checkpoint: None,
            },
            keeper,
            autosave: job.autosave,
            changes: 0,
            kept: Kept {
                at: now,
                changes: 0,
            },
            trainer,
            record,
        };
        if run.record.snapshots.last().is_none() {
            run.keep_snapshot(Vec::new());
        }
        // Also if the run was left when this was still to be done.
        run.measure_if_due();
        Ok(run)
    }

    /// Goes on until nobody waits for the run any more.
    pub fn go(&mut self) {
        self.show();
        while self.take_orders() {
            if self.measuring.is_some() {
                self.advance_measuring();
            } else if self.may_step() {
                self.step();
            }
            self.count_time();
            self.show_if_due();
            self.autosave_if_due();
        }
        if self.shared.is_cancelled() {
            self.save_as_ordered();
        } else {
            self.keep_automatically();
        }
    }

    /// What was to be saved before the run was cancelled is saved.
    fn save_as_ordered(&mut self) {
        let orders: Vec<Order> = self.orders.try_iter().collect();
        for order in orders {
            if let Order::Save(path) = order {
                self.save(path);
            }
        }
    }

    /// Hears what has been ordered, waiting for it where there is nothing else to do; whether
    /// there will be more.
    fn take_orders(&mut self) -> bool {
        if self.shared.is_cancelled() {
            return false;
        }
        let first = match self.time_to_wait() {
            Some(Duration::ZERO) => match self.orders.try_recv() {
                Ok(order) => Some(order),
                Err(TryRecvError::Empty) => None,
                Err(TryRecvError::Disconnected) => return false,
            },
            Some(time) => match self.orders.recv_timeout(time) {
                Ok(order) => Some(order),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return false,
            },
            None => match self.orders.recv() {
                Ok(order) => Some(order),
                Err(_) => return false,
            },
        };
        if let Some(order) = first {
            self.obey(order);
            while let Ok(order) = self.orders.try_recv() {
                self.obey(order);
            }
        }
        true
    }

    /// How long nothing is to be done without an order; `None` for ever.
    fn time_to_wait(&self) -> Option<Duration> {
        let now = Instant::now();
        if self.measuring.is_some() || self.may_step_at(now) {
            return Some(Duration::ZERO);
        }
        let next = self.is_running().then_some(self.due);
        let show = self.shown.is_stale.then(|| self.shown.at + SHOWN_EVERY);
        let keep = self.is_unkept().then(|| match self.keeper.is_busy() {
            true => now + SHOWN_EVERY,
            false => self.kept.at + AUTOSAVED_EVERY,
        });
        let earliest = [next, show, keep].into_iter().flatten().min()?;
        Some(earliest.saturating_duration_since(now))
    }

    fn obey(&mut self, order: Order) {
        let is_alive = self.phase.is_alive() && self.ending.is_none();
        match order {
            Order::Run if is_alive => {
                self.phase = Phase::Running;
                self.single_steps = 0;
                self.due = Instant::now();
                self.speed.clear();
            }
            Order::Pause if is_alive => self.pause(),
            Order::Step if is_alive => {
                self.pause();
                self.single_steps += 1;
            }
            Order::Stop if self.phase.is_alive() => {
                self.measuring = None;
                self.finish(Ending::Stopped);
                return;
            }
            Order::SetPace(pace) => {
                self.pace = pace;
                self.due = Instant::now();
            }
            Order::SetLearningRate(rate) if is_alive => self.set_rate(rate),
            Order::Rename(name) => {
                self.name = name;
                self.changes += 1;
            }
            Order::Save(path) => self.save(path),
            _ => return,
        }
        self.show();
    }

    fn save(&mut self, path: PathBuf) {
        match self.kept_run() {
            Ok(kept) => self.keeper.keep(kept, path, Reason::Asked),
            Err(error) => self.trouble(error),
        }
    }

    fn set_rate(&mut self, rate: f32) {
        if rate == self.trainer.settings().learning_rate {
            return;
        }
        match self.trainer.set_learning_rate(rate) {
            Ok(()) => {
                self.record.settings = Arc::new(self.trainer.settings().clone());
                let step = self.trainer.steps();
                self.record.log.add(LogLine::Rate { step, rate });
                self.changes += 1;
            }
            Err(error) => self.trouble(error.into()),
        }
    }

    fn trouble(&self, error: TrainingError) {
        let trouble = Arc::new(Trouble::from(error));
        self.shared.tell(Event::Trouble(trouble));
    }

    fn is_running(&self) -> bool {
        self.phase == Phase::Running && self.ending.is_none()
    }

    fn may_step(&self) -> bool {
        self.may_step_at(Instant::now())
    }

    fn may_step_at(&self, now: Instant) -> bool {
        match self.phase {
            Phase::Running => self.ending.is_none() && now >= self.due,
            Phase::Paused => self.ending.is_none() && self.single_steps > 0,
            _ => false,
        }
    }

    fn pause(&mut self) {
        self.phase = Phase::Paused;
        self.count_time();
    }

    /// Counts the time since the last call, if the run was running since.
    fn count_time(&mut self) {
        let now = Instant::now();
        if let Some(since) = self.running_since.take() {
            self.record.seconds += (now - since).as_secs_f64();
        }
        if self.phase == Phase::Running {
            self.running_since = Some(now);
        }
    }

    fn step(&mut self) {
        let step = self.trainer.steps() + 1;
        let (keep, look) = (self.record.snapshots.wants(step), self.looks_closely());
        let before = match (keep || look).then(|| self.trainer.weights()).transpose() {
            Ok(before) => before,
            Err(error) => return self.fail(error),
        };
        let pictures = match &before {
            Some(before) if look => self.pictures(before),
            _ => Vec::new(),
        };
        let report = match self.trainer.step() {
            Ok(report) => report,
            Err(error) => return self.fail(error),
        };
        self.record.add_step(&report);
        self.changes += 1;
        self.rate = Some(report.learning_rate);
        self.speed.add(Instant::now(), report.pictures);
        self.shown.is_stale = true;
        if let Some(before) = before
            && let Err(error) = self.look_at(&report, keep, look, &before, pictures)
        {
            return self.fail(error);
        }
        self.plan_next();
    }

    /// What comes after a step: measuring, the next step, or the end.
    fn plan_next(&mut self) {
        let seconds = self.record.settings.stop.seconds;
        if self.trainer.is_finished() {
            self.ending = Some(Ending::Epochs);
        } else if seconds.is_some_and(|most| self.record.seconds >= most) {
            self.ending = Some(Ending::Seconds);
        }
        self.measure_if_due();
        if self.phase == Phase::Paused {
            self.single_steps = self.single_steps.saturating_sub(1);
        }
        match self.pace {
            Pace::Full => {}
            Pace::PerSecond(steps) => {
                let pause = Duration::from_secs_f32(1.0 / steps.clamp(0.01, 1e6));
                let now = Instant::now();
                // What was missed is not made up for.
                self.due = (self.due + pause).max(now.checked_sub(pause).unwrap_or(now));
            }
            Pace::Single => self.pause(),
        }
        if self.measuring.is_none()
            && let Some(ending) = self.ending
        {
            self.finish(ending);
        }
    }

    /// Whether the next batch is looked at closely.
    fn looks_closely(&self) -> bool {
        let slow = match self.pace {
            Pace::Single => true,
            Pace::PerSecond(steps) => steps <= CLOSE_LOOK_PACE,
            Pace::Full => false,
        };
        let parameters = self.record.settings.architecture.parameter_count();
        let now_and_then = parameters <= SMALL && self.shown.batch_at.elapsed() > CLOSE_LOOK_EVERY;
        slow || self.phase == Phase::Paused || now_and_then
    }

    /// The pictures of the next batch, and what the network says of them.
    fn pictures(&mut self, model: &Model) -> Vec<BatchPicture> {
        let (pixels, labels) = self.trainer.next_batch();
        let inks: Vec<Vec<f32>> = pixels
            .chunks(PIXELS)
            .take(SHOWN_PICTURES)
            .map(|pixels| pixels.iter().map(|v| (v + 1.0) / 2.0).collect())
            .collect();
        let grid = |ink: &Vec<f32>| Grid::from_values(SIDE, SIDE, ink.clone());
        let grids: Vec<Grid> = inks.iter().filter_map(grid).collect();
        let said = model.classify_many(&grids);
        let pictures = inks.into_iter().zip(labels).zip(said);
        pictures
            .map(|((ink, label), said)| BatchPicture {
                ink,
                label: *label,
                said,
            })
            .collect()
    }

    /// Keeps what is to be kept of a step, and shows what is to be shown.
    fn look_at(
        &mut self,
        report: &StepReport,
        keep: bool,
        look: bool,
        before: &Model,
        pictures: Vec<BatchPicture>,
    ) -> Result<(), TrainingError> {
        let after = self.trainer.weights()?;
        let layers = layer_sizes(before, &after, &self.trainer.gradients());
        if keep {
            self.copy_model();
            self.keep_snapshot(layers.clone());
        }
        if look {
            self.shown.batch_at = Instant::now();
            self.shown.batch = Some(Arc::new(BatchView {
                step: report.step,
                epoch: report.epoch,
                batch: report.batch,
                loss: report.loss,
                size: report.pictures,
                pictures,
                layers,
            }));
        }
        Ok(())
    }

    /// Keeps the network that was copied last.
    fn keep_snapshot(&mut self, layers: Vec<crate::training::layer_sizes::LayerSize>) {
        let model = self.shown.model.clone();
        let mut numbers = model.parameters().iter().flat_map(|p| &p.values);
        if numbers.all(|number| number.is_finite()) {
            let snapshot = Arc::new(Snapshot { model, layers });
            self.record.snapshots.keep(self.shown.model_step, snapshot);
        }
    }

    /// Begins to measure the network of this moment if it is one to measure: on all that is held
    /// out at the end of epochs and of the run, else on some.
    fn measure_if_due(&mut self) {
        let step = self.trainer.steps();
        let accuracies = &self.record.accuracies;
        let is_new = accuracies.last().is_none_or(|last| last.step < step);
        let between = u64::from(self.held_out.epochs_between(self.record.pictures));
        let (batches, ending) = (self.record.batches() as u64, self.ending.is_some());
        let is_end = ending || self.trainer.is_finished();
        let pictures = if is_new && step > 0 && (is_end || step.is_multiple_of(between * batches)) {
            &self.held_out.all
        } else if accuracies.wants(step) {
            &self.held_out.sample
        } else {
            return;
        };
        if pictures.is_empty() {
            return;
        }
        let pictures = pictures.clone();
        match self.trainer.model() {
            Ok(model) => {
                self.measuring = Some(Measuring::new(step, model, pictures));
            }
            Err(error) => self.fail(error),
        }
    }

    fn advance_measuring(&mut self) {
        let Some(measuring) = &mut self.measuring else {
            return;
        };
        let step = measuring.step;
        let Some(accuracy) = measuring.advance(&self.pool) else {
            return;
        };
        self.measuring = None;
        self.record.accuracies.keep(step, accuracy);
        self.changes += 1;
        self.shown.is_stale = true;
        let batches = self.record.batches() as u64;
        let is_whole = accuracy.pictures == self.held_out.all.len();
        if is_whole && step > 0 && step.is_multiple_of(batches) {
            self.record.log.add(LogLine::HeldOut {
                epoch: (step / batches) as u32,
                loss: accuracy.loss,
                accuracy: accuracy.accuracy,
            });
        }
        if let Some(ending) = self.ending.or_else(|| self.reason_to_end(accuracy)) {
            self.finish(ending);
        }
    }

    /// The stop condition that a measurement has made true.
    fn reason_to_end(&self, accuracy: Accuracy) -> Option<Ending> {
        let stop = self.record.settings.stop;
        if stop.accuracy.is_some_and(|goal| accuracy.accuracy >= goal) {
            return Some(Ending::Accuracy);
        }
        let all = self.record.accuracies.all().iter().map(|m| m.what);
        let wholes = all.filter(|a| a.pictures == self.held_out.all.len());
        let mut since_best = 0;
        let mut best = f64::NEG_INFINITY;
        for whole in wholes {
            since_best = if whole.accuracy > best {
                0
            } else {
                since_best + 1
            };
            best = best.max(whole.accuracy);
        }
        let is_enough = |patience| since_best >= patience;
        stop.patience
            .is_some_and(is_enough)
            .then_some(Ending::NoImprovement)
    }

    fn finish(&mut self, ending: Ending) {
        self.count_time();
        self.ending = None;
        self.phase = Phase::Finished(ending);
        self.running_since = None;
        self.copy_model();
        let is_kept = |last: &crate::training::moments::Moment<Arc<Snapshot>>| {
            last.step == self.shown.model_step
        };
        if !self.record.snapshots.last().is_some_and(is_kept) {
            self.keep_snapshot(Vec::new());
        }
        self.show();
        self.keep_automatically();
    }

    fn fail(&mut self, error: TrainingError) {
        self.count_time();
        self.running_since = None;
        self.measuring = None;
        self.ending = None;
        let diverged = matches!(error, TrainingError::Diverged { .. });
        self.phase = Phase::Failed(Failure {
            diverged,
            trouble: Arc::new(error.into()),
        });
        match diverged {
            true => self.go_back_to_sound(),
            false => self.copy_model(),
        }
        self.changes += 1;
        self.show();
        self.keep_automatically();
    }

    /// The run gives the last model that was sound: the trainer's, or a later snapshot. What gave
    /// the loss that is no number is no snapshot.
    fn go_back_to_sound(&mut self) {
        let snapshots = &mut self.record.snapshots;
        snapshots.forget_from(self.trainer.steps());
        let last = snapshots.last().map(|last| last.step);
        if last.is_none_or(|last| last < self.trainer.model_step()) {
            self.copy_model();
            self.keep_snapshot(Vec::new());
        } else if let Some(last) = snapshots.last() {
            self.shown.model = last.what.model.clone();
            self.shown.model_step = last.step;
        }
    }

    /// What the run gives at this moment.
    fn copy_model(&mut self) {
        let begun = Instant::now();
        if let Ok(model) = self.trainer.model() {
            self.shown.model = model;
            self.shown.model_step = self.trainer.model_step();
        }
        let now = Instant::now();
        self.shown.model_due = now + MODEL_SHARE * (now - begun);
    }

    fn show_if_due(&mut self) {
        if self.shown.is_stale && self.shown.at.elapsed() >= SHOWN_EVERY {
            self.show();
        }
    }

    fn show(&mut self) {
        let now = Instant::now();
        let is_behind = self.shown.model_step < self.trainer.model_step();
        if is_behind && (!self.is_running() || now >= self.shown.model_due) {
            self.copy_model();
        }
        let is_resting = !matches!(self.phase, Phase::Loading | Phase::Running);
        let checkpoint = match is_resting {
            true => self.checkpoint().ok(),
            false => None,
        };
        self.shown.revision += 1;
        self.shown.at = now;
        self.shown.is_stale = false;
        self.shared.publish(Live {
            revision: self.shown.revision,
            phase: self.phase.clone(),
            pace: self.pace,
            learning_rate: self.trainer.settings().learning_rate,
            rate: self.rate,
            record: Arc::new(self.record.clone()),
            model: self.shown.model.clone(),
            model_step: self.shown.model_step,
            pictures_per_second: self.speed.per_second(now),
            batch: self.shown.batch.clone(),
            checkpoint,
        });
    }

    /// Where the run stands, made once for each step.
    fn checkpoint(&mut self) -> Result<Arc<Checkpoint>, TrainingError> {
        let step = self.trainer.steps();
        if let Some((known, checkpoint)) = &self.shown.checkpoint
            && *known == step
        {
            return Ok(checkpoint.clone());
        }
        let checkpoint = Arc::new(self.trainer.checkpoint()?);
        self.shown.checkpoint = Some((step, checkpoint.clone()));
        Ok(checkpoint)
    }

    fn kept_run(&mut self) -> Result<KeptRun, TrainingError> {
        let checkpoint = match self.checkpoint() {
            Ok(checkpoint) => Some(checkpoint),
            Err(TrainingError::Diverged { .. }) => None,
            Err(error) => return Err(error),
        };
        Ok(KeptRun {
            name: self.name.clone(),
            record: Arc::new(self.record.clone()),
            checkpoint,
        })
    }

    /// Whether something has changed since the run was written last. A run without a step is
    /// nothing to keep.
    fn is_unkept(&self) -> bool {
        let is_kept = self.autosave.is_some() && self.record.step > 0;
        is_kept && self.changes != self.keeper.written()
    }

    fn autosave_if_due(&mut self) {
        if self.is_unkept() && self.kept.at.elapsed() >= AUTOSAVED_EVERY && !self.keeper.is_busy() {
            self.keep_automatically();
        }
    }

    fn keep_automatically(&mut self) {
        let Some(path) = self.autosave.clone().filter(|_| self.is_unkept()) else {
            return;
        };
        let changes = self.changes;
        if self.keeper.is_busy() && self.kept.changes == changes {
            return; // It is being written.
        }
        if let Ok(run) = self.kept_run() {
            let at = Instant::now();
            self.kept = Kept { at, changes };
            let reason = Reason::Automatic { changes };
            self.keeper.keep(run, path, reason);
        }
    }
}
