//! The thread around a trainer: orders in, the state of the run out.
//!
//! What changes all the time is a slot that holds the latest state alone, at most 30 times a
//! second; what happens rarely goes through a bounded channel. Neither ever keeps training
//! waiting, and both stay small if nobody looks.

mod keeper;
mod measuring;
mod run;

use std::any::Any;
use std::io;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use super::checkpoint::Checkpoint;
use super::layer_sizes::LayerSize;
use super::record::Record;
use super::run_file::{KeptRun, RunFileError};
use super::settings::Settings;
use super::trainer::TrainingError;
use crate::dataset::DatasetError;
use crate::network::{Classification, Model};
use run::Run;

/// Rare events that are kept until someone takes them; more are dropped.
const EVENTS: usize = 64;

/// A run to be done.
#[derive(Clone, Debug)]
pub struct Job {
    /// What the user calls the run.
    pub name: String,
    pub start: Start,
    pub pace: Pace,
    /// Threads that it may use at once, 1 or more.
    pub threads: usize,
    /// Wait for an order before the first step.
    pub paused: bool,
    /// Where the run is kept while it goes, so that a crash costs at most a minute.
    pub autosave: Option<PathBuf>,
}

/// What a run begins with.
#[derive(Clone, Debug)]
pub enum Start {
    /// The first weights that the settings name.
    Fresh(Settings),
    /// Weights that are there already; the settings' architecture becomes the model's.
    Model(Settings, Model),
    /// Where another run stood, which it goes on with bit for bit; with more epochs if they are
    /// set in its settings.
    Kept(Box<KeptRun>),
}

impl Start {
    pub fn settings(&self) -> &Settings {
        match self {
            Self::Fresh(settings) | Self::Model(settings, _) => settings,
            Self::Kept(kept) => &kept.record.settings,
        }
    }
}

/// How fast a run goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pace {
    /// As fast as it goes.
    Full,
    /// At most so many batches a second.
    PerSecond(f32),
    /// Pause after every batch.
    Single,
}

/// What a run is told.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    Run,
    Pause,
    /// One batch, then pause.
    Step,
    /// End the run; it cannot go on after that.
    Stop,
    SetPace(Pace),
    /// The schedule's peak.
    SetLearningRate(f32),
    /// What the user calls the run from now on.
    Rename(String),
    /// Write the run into a file.
    Save(PathBuf),
}

/// Where a run is on its way.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// Pictures are being read.
    Loading,
    Running,
    Paused,
    Finished(Ending),
    Failed(Failure),
}

impl Phase {
    /// Whether it can take another step.
    pub fn is_alive(&self) -> bool {
        matches!(self, Self::Loading | Self::Running | Self::Paused)
    }
}

/// Why a run has ended as it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// All epochs are done.
    Epochs,
    /// It was told to.
    Stopped,
    /// A stop condition holds.
    Seconds,
    Accuracy,
    NoImprovement,
}

/// Why a run cannot go on.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// The last sound weights are the record's last snapshot.
    pub diverged: bool,
    pub trouble: Arc<Trouble>,
}

/// What went wrong with a run.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    #[error(transparent)]
    Training(#[from] TrainingError),
    #[error(transparent)]
    Pictures(#[from] DatasetError),
    #[error(transparent)]
    File(#[from] RunFileError),
    #[error("no thread can be started: {0}")]
    Thread(#[from] io::Error),
    #[error("this run has diverged: lower the learning rate and start it anew")]
    HasDiverged,
    #[error("the run broke off: {0}")]
    Panic(String),
}

impl PartialEq for Trouble {
    /// By what is said of them: what lies below cannot be compared.
    fn eq(&self, other: &Self) -> bool {
        self.to_string() == other.to_string()
    }
}

/// What is seen of a run at one moment.
#[derive(Clone, Debug)]
pub struct Live {
    /// Rises with every moment that is shown.
    pub revision: u64,
    pub phase: Phase,
    pub pace: Pace,
    /// The schedule's peak, and the rate of the latest step.
    pub learning_rate: f32,
    pub rate: Option<f32>,
    pub record: Arc<Record>,
    /// The network of a moment ago: of [`Self::model_step`].
    pub model: Model,
    pub model_step: u64,
    /// Over about the last second of training; 0 before the first step.
    pub pictures_per_second: f64,
    /// The latest batch that was looked at closely.
    pub batch: Option<Arc<BatchView>>,
    /// Where the run stands, once it rests.
    pub checkpoint: Option<Arc<Checkpoint>>,
}

/// A batch, and what the step on it did.
#[derive(Clone, Debug)]
pub struct BatchView {
    /// Counted from 1.
    pub step: u64,
    pub epoch: u32,
    pub batch: usize,
    /// Mean cross-entropy before the step.
    pub loss: f32,
    /// Pictures in the batch.
    pub size: usize,
    /// The first of them.
    pub pictures: Vec<BatchPicture>,
    /// By layer, in the order of [`super::layer_sizes::layer_names`].
    pub layers: Vec<LayerSize>,
}

/// A picture of a batch, and what the network said of it before the step.
#[derive(Clone, Debug)]
pub struct BatchPicture {
    /// 28×28 pixels, ink = 1 and paper = 0, deformed if the run deforms.
    pub ink: Vec<f32>,
    pub label: u8,
    pub said: Classification,
}

/// What happens rarely.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The run was written where [`Order::Save`] wanted it.
    Saved(PathBuf),
    /// Something could not be done, such as writing the run; training goes on.
    Trouble(Arc<Trouble>),
}

/// How many threads a run may use beside the window: one core is the window's.
pub fn threads_beside_window() -> usize {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    (cores - 1).clamp(1, 64)
}

/// What the worker's thread and its owner share.
struct Shared {
    latest: Mutex<Option<Arc<Live>>>,
    /// Set when nobody waits for the run any more.
    cancelled: AtomicBool,
    events: SyncSender<Event>,
    /// Told after everything new.
    notify: Box<dyn Fn() + Send + Sync>,
}

impl Shared {
    fn publish(&self, live: Live) {
        let live = Some(Arc::new(live));
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *latest, live);
        drop(latest);
        drop(before);
        (self.notify)();
    }

    /// Nobody may be there to hear it.
    fn tell(&self, event: Event) {
        if self.events.try_send(event).is_ok() {
            (self.notify)();
        }
    }

    fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}

/// A run on a thread of its own. Dropping it ends the run, which is kept once more if it is kept
/// at all, and waits for the thread.
pub struct Worker {
    /// Dropped first when the worker is dropped: then the run ends.
    orders: Option<Sender<Order>>,
    events: Receiver<Event>,
    shared: Arc<Shared>,
    seen: u64,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// Starts the run. `notify` is called on its threads whenever there is something new.
    pub fn start(job: Job, notify: impl Fn() + Send + Sync + 'static) -> io::Result<Self> {
        Self::spawn(notify, move |shared, orders| {
            if let Some(mut run) = Run::begin(job, shared, orders) {
                run.go();
            }
        })
    }

    fn spawn(
        notify: impl Fn() + Send + Sync + 'static,
        work: impl FnOnce(&Arc<Shared>, Receiver<Order>) + Send + 'static,
    ) -> io::Result<Self> {
        let (orders, taken) = channel();
        let (sender, events) = sync_channel(EVENTS);
        let shared = Arc::new(Shared {
            latest: Mutex::new(None),
            cancelled: AtomicBool::new(false),
            events: sender,
            notify: Box::new(notify),
        });
        let inside = shared.clone();
        let thread = thread::Builder::new()
            .name("training".to_owned())
            .spawn(move || {
                let ended = catch_unwind(AssertUnwindSafe(|| work(&inside, taken)));
                if let Err(panic) = ended {
                    fail(&inside, panic.as_ref());
                }
            })?;
        Ok(Self {
            orders: Some(orders),
            events,
            shared,
            seen: 0,
            thread: Some(thread),
        })
    }

    /// Tells the run something; a run that has ended hears nothing.
    pub fn send(&self, order: Order) {
        if let Some(orders) = &self.orders {
            // The thread's end is seen in the phase.
            let _ = orders.send(order);
        }
    }

    /// The state of the run, if it is newer than what this gave before.
    pub fn latest(&mut self) -> Option<Arc<Live>> {
        let latest = self.shared.latest.lock();
        let latest = latest.unwrap_or_else(PoisonError::into_inner).clone()?;
        let is_new = latest.revision > self.seen;
        self.seen = latest.revision;
        is_new.then_some(latest)
    }

    /// What has happened since.
    pub fn events(&self) -> Vec<Event> {
        self.events.try_iter().collect()
    }

    /// Ends the run, whose state nobody needs any more, without waiting for it:
    /// [`Self::is_over`] tells when its thread has ended.
    pub fn cancel(&mut self) {
        self.shared.cancelled.store(true, Ordering::Relaxed);
        self.orders = None;
    }

    /// Whether its thread has ended.
    pub fn is_over(&self) -> bool {
        self.thread.as_ref().is_none_or(JoinHandle::is_finished)
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.orders = None;
        if let Some(thread) = self.thread.take() {
            // A panic has been told already.
            let _ = thread.join();
        }
    }
}

/// What was seen last stays, with the reason why there is no more.
fn fail(shared: &Shared, panic: &(dyn Any + Send)) {
    let words = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no reason given");
    let failure = Failure {
        diverged: false,
        trouble: Arc::new(Trouble::Panic(words.to_owned())),
    };
    let latest = shared.latest.lock();
    let latest = latest.unwrap_or_else(PoisonError::into_inner).clone();
    if let Some(latest) = latest {
        shared.publish(Live {
            revision: latest.revision + 1,
            phase: Phase::Failed(failure),
            ..(*latest).clone()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::training::Pictures;

    #[test]
    fn a_panic_ends_the_run_with_its_words() {
        let settings = Settings::default();
        let pictures = Pictures::read(&settings).unwrap();
        let live = Live {
            revision: 1,
            phase: Phase::Running,
            pace: Pace::Full,
            learning_rate: 0.001,
            rate: None,
            model: settings.first_model(),
            model_step: 0,
            record: Arc::new(Record::new(settings, &pictures)),
            pictures_per_second: 0.0,
            batch: None,
            checkpoint: None,
        };
        let mut worker = Worker::spawn(
            || {},
            move |shared, _orders| {
                shared.publish(live);
                panic!("no numbers left");
            },
        )
        .unwrap();
        while !worker.is_over() {
            thread::yield_now();
        }
        let live = worker.latest().unwrap();
        let Phase::Failed(failure) = &live.phase else {
            panic!("{:?}", live.phase);
        };
        let words = failure.trouble.to_string();
        assert_eq!(words, "the run broke off: no numbers left");
        worker.send(Order::Run);
        assert!(worker.latest().is_none());
    }
}
