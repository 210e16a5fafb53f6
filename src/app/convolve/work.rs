//! Keeps the results up to date: small work at once, large work on another thread, which shows
//! what it has after each band and gives up as soon as something else is wanted.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

use eframe::egui::Context;
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::Convolve;
use super::change::Change;
use super::results::Results;
use super::source::OPENING;
use crate::app::command::Command;
use crate::app::reading::Reading;
use crate::app::tasks::Tasks;
use crate::training::worker::threads_beside_window;

/// Time between two looks at what there is.
const SHOW_EVERY: Duration = Duration::from_millis(40);

/// The threads that do large work; one core is the window's.
static POOL: LazyLock<Option<ThreadPool>> = LazyLock::new(|| {
    let builder = ThreadPoolBuilder::new().num_threads(threads_beside_window());
    let pool = builder.thread_name(|index| format!("convolve {index}"));
    pool.build()
        .inspect_err(|error| log::error!("no threads of its own for large pictures: {error}"))
        .ok()
});

/// What is wanted, and what another thread has of it.
#[derive(Default)]
pub struct Work {
    /// Whether something has changed since the results were wanted last.
    stale: bool,
    /// The drawing's form that was the input last.
    reading: Option<Arc<Reading>>,
    /// Counts what is wanted.
    revision: u64,
    /// Large work that no thread has taken on yet.
    pending: Option<Results>,
    shared: Arc<Shared>,
}

/// What the window and the thread tell each other.
#[derive(Default)]
struct Shared {
    /// The revision that is wanted.
    wanted: AtomicU64,
    /// What there is of it, taken by the window.
    progress: Mutex<Option<(u64, Arc<Results>)>>,
}

impl Shared {
    fn put(&self, revision: u64, results: &Results) {
        let mut progress = self.progress.lock().unwrap_or_else(PoisonError::into_inner);
        *progress = Some((revision, Arc::new(results.clone())));
    }

    fn take(&self) -> Option<(u64, Arc<Results>)> {
        let mut progress = self.progress.lock().unwrap_or_else(PoisonError::into_inner);
        progress.take()
    }
}

impl Work {
    pub fn set_stale(&mut self) {
        self.stale = true;
    }
}

impl Convolve {
    /// Brings the results up to date, or as far as they are; whether they have changed.
    pub(in crate::app) fn update(
        &mut self,
        reading: &Arc<Reading>,
        tasks: &mut Tasks,
        ctx: &Context,
    ) -> bool {
        self.is_opening = tasks.is_running(OPENING);
        let is_new = |known: &Arc<Reading>| !Arc::ptr_eq(known, reading);
        let redrawn = self.work.reading.as_ref().is_none_or(is_new);
        let mut changed = false;
        if self.work.stale || (redrawn && self.source == super::Source::Digit) {
            self.compute_now(reading);
            changed = true;
        }
        self.start_pending(tasks, ctx);
        if let Some((revision, results)) = self.work.shared.take()
            && revision == self.work.revision
        {
            self.show(results);
            changed = true;
        }
        changed
    }

    /// Computes what is small, notes what is large as pending.
    pub(super) fn compute_now(&mut self, reading: &Arc<Reading>) {
        let work = &mut self.work;
        work.stale = false;
        work.reading = Some(reading.clone());
        work.revision += 1;
        work.shared.wanted.store(work.revision, Ordering::Relaxed);
        work.pending = None;
        let input = Arc::new(self.chosen_input(reading));
        let operations = self.chain.operations().to_vec();
        let mut results = Results::begin(input, self.mixing, operations);
        results.begin_at = self.begin_at;
        results.take_over(&self.results);
        if results.is_small_work() {
            results.compute(|_| true);
        } else {
            results.begin_outputs();
            self.work.pending = Some(results.clone());
        }
        self.show(Arc::new(results));
    }

    /// Shows other results. To give back the memory of large ones takes longer than a frame may,
    /// so another thread does that.
    fn show(&mut self, results: Arc<Results>) {
        let before = std::mem::replace(&mut self.results, results);
        if before.is_large() {
            rayon::spawn(move || drop(before));
        }
    }

    /// Hands large work to a thread, unless one is still giving up what was wanted before.
    fn start_pending(&mut self, tasks: &mut Tasks, ctx: &Context) {
        let Some(pending) = &self.work.pending else {
            return;
        };
        let (mut results, revision) = (pending.clone(), self.work.revision);
        let (shared, ctx) = (self.work.shared.clone(), ctx.clone());
        let started = tasks.start("convolve", move || {
            let mut shown: Option<Instant> = None;
            let goes_on = |so_far: &Results| {
                if shared.wanted.load(Ordering::Relaxed) != revision {
                    return false;
                }
                if so_far.are_whole() || shown.is_none_or(|at| at.elapsed() >= SHOW_EVERY) {
                    shown = Some(Instant::now());
                    shared.put(revision, so_far);
                    ctx.request_repaint();
                }
                true
            };
            match &*POOL {
                Some(pool) => pool.install(|| results.compute(goes_on)),
                None => results.compute(goes_on),
            }
            Some(Command::Convolve(Change::Computed))
        });
        if started {
            self.work.pending = None;
        }
    }
}
