//! A run is started, paused, stopped, reset, and what its worker says is taken.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui::Context;

use super::moment::Moment;
use super::{CurrentRun, Training};
use crate::app::App;
use crate::app::errors::InWords as _;
use crate::app::pages::Page;
use crate::app::state::MessageKind;
use crate::network::Model;
use crate::training::worker::{
    Ending, Event, Failure, Job, Live, Order, Pace, Phase, Start, Trouble, threads_beside_window,
};
use crate::training::{Initialization, KeptRun, Pictures, Record, Settings, Worker};

/// The first weights of a network larger than this take longer to make than a frame may.
const SMALL: usize = 400_000;

/// When what is new is drawn. Asked to draw at once, egui would draw it twice, and training would
/// have less of the machine.
const SOON: Duration = Duration::from_millis(1);

/// The thread of the run in hand, and those that are about to end.
pub struct Workers {
    ctx: Context,
    current: Option<Worker>,
    ending: Vec<Worker>,
    /// A run that was opened: its thread starts when it goes on.
    kept: Option<Box<KeptRun>>,
}

impl Workers {
    pub fn new(ctx: &Context) -> Self {
        Self {
            ctx: ctx.clone(),
            current: None,
            ending: Vec::new(),
            kept: None,
        }
    }

    pub fn send(&self, order: Order) {
        if let Some(worker) = &self.current {
            worker.send(order);
        }
    }

    /// Whether a thread has the run in hand, and hears orders.
    pub fn has_current(&self) -> bool {
        self.current
            .as_ref()
            .is_some_and(|worker| !worker.is_over())
    }

    /// Those whose threads have ended since.
    fn take_ended(&mut self) -> Vec<Worker> {
        self.ending
            .extract_if(.., |worker| worker.is_over())
            .collect()
    }

    /// What has happened since; a run that is about to end may still have something to tell.
    fn events(&self) -> Vec<Event> {
        let all = self.ending.iter().chain(&self.current);
        all.flat_map(Worker::events).collect()
    }

    /// A run that was opened and has not gone on yet.
    pub fn kept(&self) -> Option<&KeptRun> {
        self.kept.as_deref()
    }

    pub fn keep(&mut self, kept: KeptRun) {
        self.kept = Some(Box::new(kept));
    }

    fn start(&mut self, job: Job) -> std::io::Result<()> {
        let ctx = self.ctx.clone();
        self.retire();
        let notify = move || ctx.request_repaint_after(SOON);
        self.current = Some(Worker::start(job, notify)?);
        Ok(())
    }

    /// Ends the run without waiting for its thread.
    pub fn retire(&mut self) {
        self.kept = None;
        if let Some(mut worker) = self.current.take() {
            worker.cancel();
            self.ending.push(worker);
        }
    }
}

impl App {
    /// Goes on with the run, or starts one; with one batch alone if `single`.
    pub(super) fn start_run(&mut self, single: bool) {
        let start = if self.state.training.is_alive() {
            self.workers.kept.take().map(Start::Kept)
        } else {
            self.put_run_behind();
            Some(Start::Fresh(self.state.training.draft.clone()))
        };
        if let Some(start) = start {
            // That the last run is there again has been understood.
            self.state.forget(MessageKind::Done);
            self.begin(start, single);
        }
        let order = if single { Order::Step } else { Order::Run };
        self.workers.send(order);
        self.state.follow_run();
    }

    /// Starts a run's thread; the run in hand is this one from now on.
    pub(super) fn begin(&mut self, start: Start, paused: bool) {
        let training = &mut self.state.training;
        let (id, name) = match (&start, training.run.take()) {
            (Start::Kept(_), Some(run)) => (run.id, run.name),
            _ => {
                let id = training.take_id();
                let text = &self.state.text;
                (id, text.with("train-run-name", &[("number", id.into())]))
            }
        };
        training.run = Some(CurrentRun {
            id,
            name: name.clone(),
            live: Arc::new(loading(&start, training.pace)),
        });
        let job = Job {
            name,
            start,
            pace: training.pace,
            threads: threads_beside_window(),
            paused,
            autosave: self.autosave.path().map(Path::to_owned),
        };
        if let Err(error) = self.workers.start(job) {
            self.state.training.fail(Trouble::Thread(error));
        }
    }

    /// The thread of a run that was opened starts when something about it changes.
    pub(super) fn set_rate(&mut self, rate: f32) {
        if let Some(kept) = self.workers.kept.take() {
            self.begin(Start::Kept(kept), true);
        }
        self.workers.send(Order::SetLearningRate(rate));
    }

    pub(super) fn stop_run(&mut self) {
        if self.workers.has_current() {
            self.workers.send(Order::Stop);
        } else if let Some(run) = &mut self.state.training.run
            && run.live.phase.is_alive()
        {
            run.live = Arc::new(Live {
                phase: Phase::Finished(Ending::Stopped),
                ..(*run.live).clone()
            });
        }
    }

    pub(super) fn reset_run(&mut self) {
        self.put_run_behind();
        self.autosave.forget();
        self.state.training.make_ready();
        self.state.follow_run();
    }

    /// The run in hand becomes an earlier one, and its thread ends.
    pub(super) fn put_run_behind(&mut self) {
        self.workers.retire();
        self.state.name_for_good();
        self.state.training.put_behind();
    }

    /// Takes what the run's thread has said since the last frame.
    pub(in crate::app) fn update_training(&mut self, ctx: &Context) {
        let latest = self.workers.current.as_mut().and_then(Worker::latest);
        if let (Some(live), Some(run)) = (latest, &mut self.state.training.run) {
            run.live = live;
        }
        let ended = self.workers.take_ended();
        if !ended.is_empty() && self.state.training.run.is_none() {
            // A run that was reset may have been written once more while it ended.
            self.autosave.forget();
        }
        let events = ended.iter().flat_map(Worker::events);
        for event in events.chain(self.workers.events()) {
            self.hear(event);
        }
        if self.state.page == Page::Train && self.state.training.run.is_none() {
            self.state.training.make_ready();
        }
        self.state.follow();
        self.state.advance_film(Instant::now(), ctx);
        self.find_opinions(ctx);
    }

    fn hear(&mut self, event: Event) {
        match event {
            Event::Saved(path) => self.state.file_saved(&path),
            Event::Trouble(trouble) => {
                let words = trouble.in_words(&self.state.text);
                self.state.say(MessageKind::Error, words);
            }
        }
    }
}

impl Training {
    /// Makes the network before the first step, unless it is there.
    fn make_ready(&mut self) {
        let is_known = |(settings, _): &(Settings, _)| {
            settings.architecture == self.draft.architecture
                && settings.seed == self.draft.seed
                && settings.initialization == self.draft.initialization
        };
        if self.first.as_ref().is_some_and(is_known) {
            return;
        }
        let is_small = self.draft.architecture.parameter_count() <= SMALL;
        let make = || (self.draft.clone(), self.draft.first_model());
        self.first = is_small.then(make);
    }

    fn fail(&mut self, trouble: Trouble) {
        if let Some(run) = &mut self.run {
            let failure = Failure {
                diverged: false,
                trouble: Arc::new(trouble),
            };
            run.live = Arc::new(Live {
                phase: Phase::Failed(failure),
                ..(*run.live).clone()
            });
        }
        self.moment = Moment::Now;
    }
}

/// The first weights; of a large network none, until its thread has made them.
fn first_shown(settings: &Settings) -> Model {
    if settings.architecture.parameter_count() <= SMALL {
        return settings.first_model();
    }
    Initialization::Zero.model(&settings.architecture, settings.seed)
}

/// What is shown until the thread has something to show.
fn loading(start: &Start, pace: Pace) -> Live {
    match start {
        Start::Kept(kept) => Live {
            phase: Phase::Loading,
            ..resting(kept, pace)
        },
        start => {
            let settings = start.settings().clone();
            Live {
                revision: 0,
                phase: Phase::Loading,
                pace,
                learning_rate: settings.learning_rate,
                rate: None,
                model: first_shown(&settings),
                model_step: 0,
                record: Arc::new(Record::new(settings, &Pictures::none())),
                pictures_per_second: 0.0,
                batch: None,
                checkpoint: None,
            }
        }
    }
}

/// What a run that was opened looks like before it goes on.
pub(super) fn resting(kept: &KeptRun, pace: Pace) -> Live {
    let record = &kept.record;
    let is_done = record.step >= record.total_steps();
    let phase = match &kept.checkpoint {
        Some(_) if is_done => Phase::Finished(Ending::Epochs),
        Some(_) => Phase::Paused,
        None => Phase::Failed(Failure {
            diverged: true,
            trouble: Arc::new(Trouble::HasDiverged),
        }),
    };
    Live {
        revision: 0,
        phase,
        pace,
        learning_rate: record.settings.learning_rate,
        rate: None,
        model: kept.model(),
        model_step: record.step,
        record: record.clone(),
        pictures_per_second: 0.0,
        batch: None,
        checkpoint: kept.checkpoint.clone(),
    }
}
