//! Which moment of the run the whole app uses: the time machine.

use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui::Context;

use crate::app::state::{CurrentModel, ModelName, State};
use crate::network::Model;
use crate::training::record::Snapshot;

/// Between two pictures of the film.
const FILM_STEP: Duration = Duration::from_millis(90);

/// The moment that the app's network is of.
#[derive(Clone, Debug, Default)]
pub enum Moment {
    /// None: the app uses another network.
    #[default]
    Elsewhere,
    /// The run as it goes.
    Now,
    Past(Past),
}

/// A moment that is over.
#[derive(Clone, Debug)]
pub struct Past {
    pub step: u64,
    pub snapshot: Arc<Snapshot>,
    /// When the film shows the next moment, while it plays.
    pub film: Option<Instant>,
}

impl Moment {
    /// Whether the film plays.
    pub fn is_film(&self) -> bool {
        matches!(self, Self::Past(Past { film: Some(_), .. }))
    }
}

impl State {
    /// The app uses the run's network as it changes.
    pub(super) fn follow_run(&mut self) {
        self.training.moment = Moment::Now;
        self.training.used = None;
        self.follow();
    }

    pub(super) fn show_now(&mut self) {
        self.follow_run();
    }

    pub(super) fn show_moment(&mut self, step: u64) {
        let Some(run) = &self.training.run else {
            return;
        };
        let Some(moment) = run.live.record.snapshots.at(step) else {
            return;
        };
        self.training.moment = Moment::Past(Past {
            step: moment.step,
            snapshot: moment.what.clone(),
            film: None,
        });
        self.training.used = None;
        self.follow();
    }

    /// Plays from the moment that is shown, from the start if that is the last.
    pub(super) fn play_film(&mut self, plays: bool) {
        if plays && !matches!(self.training.moment, Moment::Past(_)) {
            self.show_moment(0);
        }
        if let Moment::Past(past) = &mut self.training.moment {
            past.film = plays.then(Instant::now);
        }
    }

    /// Shows the film's next moment if it is time; after the last, the run as it goes.
    pub(super) fn advance_film(&mut self, now: Instant, ctx: &Context) {
        let (Moment::Past(past), Some(run)) = (&self.training.moment, &self.training.run) else {
            return;
        };
        let Some(due) = past.film else {
            return;
        };
        if now < due {
            ctx.request_repaint_after(due - now);
            return;
        }
        let all = run.live.record.snapshots.all();
        let next = all.partition_point(|moment| moment.step <= past.step);
        let Some(next) = all.get(next) else {
            self.show_now();
            return;
        };
        self.training.moment = Moment::Past(Past {
            step: next.step,
            snapshot: next.what.clone(),
            film: Some(now + FILM_STEP),
        });
        self.training.used = None;
        self.follow();
        ctx.request_repaint_after(FILM_STEP);
    }

    /// The network that is shown stays in use, whatever becomes of the run.
    pub(super) fn keep_in_use(&mut self) {
        let (Some(model), Some(run)) = (self.training.model().cloned(), &self.training.run) else {
            return;
        };
        let step = self.training.model_step();
        let name = ModelName::OfRun {
            run: run.name.clone(),
            step,
        };
        let accuracy = self.accuracy_at(step);
        self.training.moment = Moment::Elsewhere;
        self.put_into_use(model, name, accuracy);
    }

    /// The network in use has a name that stays true when the run goes on, or is put behind.
    pub(in crate::app) fn name_for_good(&mut self) {
        let step = match self.model.name {
            ModelName::Run => self.training.model_step(),
            ModelName::Moment { step } => step,
            _ => return,
        };
        let name = match &self.training.run {
            Some(run) => ModelName::OfRun {
                run: run.name.clone(),
                step,
            },
            None => ModelName::Untrained,
        };
        self.model = Arc::new(CurrentModel {
            name,
            model: self.model.model.clone(),
            accuracy: self.model.accuracy,
        });
    }

    /// Puts the run's network into use, unless another one was chosen since.
    pub(super) fn follow(&mut self) {
        let training = &self.training;
        if matches!(training.moment, Moment::Elsewhere) {
            return;
        }
        let is_in_use = |model: &Model| self.model.model.is_same(model);
        if training.used.as_ref().is_some_and(|used| !is_in_use(used)) {
            // Another page has chosen another network.
            self.training.moment = Moment::Elsewhere;
            return;
        }
        let (Some(model), step) = (training.model().cloned(), training.model_step()) else {
            return;
        };
        if is_in_use(&model) && training.used.is_some() {
            return;
        }
        let name = match &training.moment {
            Moment::Past(_) => ModelName::Moment { step },
            _ => ModelName::Run,
        };
        let accuracy = self.accuracy_at(step);
        self.training.used = Some(model.clone());
        self.put_into_use(model, name, accuracy);
    }

    fn put_into_use(&mut self, model: Model, name: ModelName, accuracy: Option<f32>) {
        self.experiment = None;
        self.model = Arc::new(CurrentModel {
            model,
            name,
            accuracy,
        });
        self.reading_is_stale = true;
    }

    /// The accuracy that was measured last at or before a step.
    fn accuracy_at(&self, step: u64) -> Option<f32> {
        let run = self.training.run.as_ref()?;
        let moment = run.live.record.accuracies.at(step)?;
        Some(moment.what.accuracy as f32)
    }
}
