//! What the run's networks say of your digit at every moment that was kept, and what the network
//! shown says of some held-out digits. Found in a task, and found again when something changes.

use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui::Context;

use super::RunId;
use crate::app::App;
use crate::app::command::Command;
use crate::app::pages::Page;
use crate::app::training::TrainCommand;
use crate::dataset::Dataset;
use crate::grid::Grid;
use crate::network::{Classification, Model};
use crate::stamp::Stamp;
use crate::training::moments::Moment;
use crate::training::record::Snapshot;
use crate::training::worker::Live;

/// Time between two searches: each makes the window draw itself once more, and takes time from a
/// run at full speed.
const SEARCHED_EVERY: Duration = Duration::from_millis(100);

/// What was found last.
#[derive(Debug, Default)]
pub struct Opinions {
    /// By which pictures of them are known.
    pub stamp: Stamp,
    /// Your digit, at every moment that was kept and at the latest; none for a blank canvas.
    pub columns: Vec<DigitColumn>,
    /// The held-out digits of [`Record::samples`](crate::training::Record::samples), in order.
    pub samples: Vec<Classification>,
    of: Option<Subject>,
}

/// What a network said of your digit at one moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DigitColumn {
    pub step: u64,
    pub probabilities: [f32; 10],
}

/// What the opinions are of.
#[derive(Clone, Debug)]
struct Subject {
    run: RunId,
    /// `None` for a blank canvas.
    digit: Option<Grid>,
    steps: Vec<u64>,
    /// The run's network of the latest moment.
    latest: Moment<Model>,
    /// The network shown.
    model: Model,
}

impl Opinions {
    /// Whether the samples are this run's.
    pub fn are_of_run(&self, run: RunId) -> bool {
        self.of.as_ref().is_some_and(|of| of.run == run)
    }

    /// Whether the columns are of this run and this digit, `None` for a blank canvas. Moments that
    /// they share with others of the same are the same.
    pub fn are_of(&self, run: RunId, digit: Option<&Grid>) -> bool {
        let of = self.of.as_ref();
        of.is_some_and(|of| of.run == run && of.digit.as_ref() == digit)
    }

    /// Whether they are of all moments of this run, and of this network.
    fn are_up_to_date(&self, live: &Live, model: &Model) -> bool {
        let snapshots = live.record.snapshots.all();
        self.of.as_ref().is_some_and(|of| {
            of.steps.iter().eq(snapshots.iter().map(|m| &m.step))
                && of.latest.step == live.model_step
                && of.model.is_same(model)
        })
    }
}

impl App {
    /// Looks for opinions in the background, unless they are known or that goes on already.
    pub(super) fn find_opinions(&mut self, ctx: &Context) {
        let state = &self.state;
        if state.page != Page::Train {
            return;
        }
        let training = &state.training;
        let (Some(run), Some(model)) = (&training.run, training.model()) else {
            return;
        };
        let (record, known) = (&run.live.record, &training.opinions);
        let snapshots = record.snapshots.all();
        let digit = state.reading.digit();
        if known.are_of(run.id, digit) && known.are_up_to_date(&run.live, model) {
            return;
        }
        let now = Instant::now();
        let due = training.opinions_due;
        if let Some(due) = due.filter(|due| now < *due) {
            ctx.request_repaint_after(due - now);
            return;
        }
        let subject = Subject {
            run: run.id,
            digit: digit.cloned(),
            steps: snapshots.iter().map(|m| m.step).collect(),
            latest: Moment {
                step: run.live.model_step,
                what: run.live.model.clone(),
            },
            model: model.clone(),
        };
        let (record, known) = (record.clone(), known.clone());
        self.state.training.opinions_due = Some(now + SEARCHED_EVERY);
        self.tasks.start("opinions", move || {
            let opinions = find(&known, subject, record.snapshots.all(), &record.samples);
            Some(Command::Train(TrainCommand::OpinionsFound(Arc::new(
                opinions,
            ))))
        });
    }
}

fn find(
    known: &Opinions,
    subject: Subject,
    snapshots: &[Moment<Arc<Snapshot>>],
    samples: &Dataset,
) -> Opinions {
    let is_alike = known.are_of(subject.run, subject.digit.as_ref());
    let old: &[DigitColumn] = if is_alike { &known.columns } else { &[] };
    let columns = subject.digit.as_ref().map(|digit| {
        let column = |(step, model): (u64, &Model)| match old
            .binary_search_by_key(&step, |column| column.step)
        {
            Ok(index) => old[index],
            Err(_) => DigitColumn {
                step,
                probabilities: ask(model, digit),
            },
        };
        let kept = snapshots.iter().map(|m| (m.step, &m.what.model));
        let last = snapshots.last().map_or(0, |last| last.step);
        let Moment { step, what } = &subject.latest;
        let latest = (*step > last).then_some((*step, what));
        kept.chain(latest).map(column).collect()
    });
    let pictures: Vec<Grid> = (0..samples.len()).map(|i| samples.picture(i)).collect();
    Opinions {
        stamp: Stamp::unique(),
        columns: columns.unwrap_or_default(),
        samples: copy(&subject.model).classify_many(&pictures),
        of: Some(subject),
    }
}

fn ask(model: &Model, digit: &Grid) -> [f32; 10] {
    copy(model).classify(digit).probabilities
}

/// What a network makes of its weights to be fast is as large as they are: it goes with the copy,
/// so that a long history holds the weights alone.
fn copy(model: &Model) -> Model {
    model.with_changed(|_| {})
}
