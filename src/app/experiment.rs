//! What is tried on the network: the original stays, the answer and the accuracy follow.

use std::sync::Arc;

use super::App;
use super::command::Command;
use super::history::History;
use super::reading::is_light;
use super::state::{CurrentModel, ModelName, State};
use crate::dataset::{self, Dataset};
use crate::network::experiment::{Change, changed};
use crate::network::{Architecture, Model};

/// The seed of a network that has learned nothing yet.
const SEED: u64 = 1;

/// Pictures classified together.
const BATCH: usize = 100;

/// Changes that are tried on a network.
#[derive(Clone)]
pub struct Experiment {
    /// The network before all changes.
    pub original: Arc<CurrentModel>,
    pub changes: Vec<Change>,
    history: History<Vec<Change>>,
    /// The share of held-out digits that the original reads right, once that is measured.
    pub accuracy_before: Option<f32>,
    /// The network with the changes, by which is known whether it is still the one in use.
    tried: Model,
}

impl Experiment {
    fn on(original: &Arc<CurrentModel>) -> Self {
        Self {
            original: original.clone(),
            changes: Vec::new(),
            history: History::default(),
            accuracy_before: None,
            tried: original.model.clone(),
        }
    }

    pub fn can_undo(&self) -> bool {
        self.history.can_undo()
    }

    pub fn can_redo(&self) -> bool {
        self.history.can_redo()
    }

    /// The maps and units that are switched off, each by its layer and channel.
    pub fn switched_off(&self) -> impl Iterator<Item = (usize, usize)> {
        self.changes.iter().filter_map(|change| match change {
            Change::Silence { layer, channel } => Some((*layer, *channel)),
            _ => None,
        })
    }
}

impl State {
    /// Whether a map or a unit is switched off.
    pub fn is_switched_off(&self, layer: usize, channel: usize) -> bool {
        let experiment = self.experiment.as_ref();
        experiment.is_some_and(|e| e.switched_off().any(|off| off == (layer, channel)))
    }

    /// Makes one more change, to the network as it is now.
    pub(super) fn change_network(&mut self, change: Change) {
        let experiment = self.running_experiment().unwrap_or_else(|| {
            self.name_for_good();
            Experiment::on(&self.model)
        });
        let mut changes = experiment.changes.clone();
        changes.push(change);
        self.change_to(experiment, changes);
    }

    pub(super) fn undo_change(&mut self) {
        if let Some(mut experiment) = self.running_experiment() {
            let changes = experiment.history.undo(experiment.changes.clone());
            self.go_to(experiment, changes);
        }
    }

    pub(super) fn redo_change(&mut self) {
        if let Some(mut experiment) = self.running_experiment() {
            let changes = experiment.history.redo(experiment.changes.clone());
            self.go_to(experiment, changes);
        }
    }

    pub(super) fn take_back(&mut self, change: &Change) {
        if let Some(experiment) = self.running_experiment() {
            let mut changes = experiment.changes.clone();
            changes.retain(|made| made != change);
            self.change_to(experiment, changes);
        }
    }

    pub(super) fn restore_network(&mut self) {
        if let Some(experiment) = self.running_experiment() {
            self.change_to(experiment, Vec::new());
        }
    }

    /// A network that has learned nothing yet.
    pub(super) fn use_untrained(&mut self, model: Model) {
        self.experiment = None;
        self.training.draft.architecture = model.architecture().clone();
        self.model = Arc::new(CurrentModel {
            model,
            name: ModelName::Untrained,
            accuracy: None,
        });
        self.reading_is_stale = true;
    }

    /// The experiment, unless another network has taken its place.
    fn running_experiment(&mut self) -> Option<Experiment> {
        let current = &self.model.model;
        self.experiment
            .take()
            .filter(|experiment| experiment.tried.is_same(current))
    }

    /// Other changes than now, which can be undone.
    fn change_to(&mut self, mut experiment: Experiment, changes: Vec<Change>) {
        let before = std::mem::replace(&mut experiment.changes, changes);
        experiment.history.note(before, false);
        self.try_out(experiment);
    }

    /// Changes out of the history; without any all stays.
    fn go_to(&mut self, mut experiment: Experiment, changes: Option<Vec<Change>>) {
        match changes {
            Some(changes) => {
                experiment.changes = changes;
                self.try_out(experiment);
            }
            None => self.experiment = Some(experiment),
        }
    }

    fn try_out(&mut self, mut experiment: Experiment) {
        self.reading_is_stale = true;
        experiment.tried = changed(&experiment.original.model, &experiment.changes);
        self.model = match experiment.changes.is_empty() {
            true => experiment.original.clone(),
            false => Arc::new(CurrentModel {
                model: experiment.tried.clone(),
                name: ModelName::Changed,
                accuracy: None,
            }),
        };
        self.experiment = Some(experiment);
    }
}

impl App {
    /// Makes a network of this architecture that has learned nothing yet: a heavy one on another
    /// thread.
    pub(super) fn use_architecture(&mut self, architecture: Architecture) {
        if is_light(&architecture) {
            let model = Model::seeded(&architecture, SEED);
            return self.state.use_untrained(model);
        }
        self.tasks.queue("untrained", move || {
            let model = Model::seeded(&architecture, SEED);
            Some(Command::UseUntrained(model))
        });
    }

    /// Measures a changed network in the background, unless that goes on already.
    pub(super) fn measure_changed(&mut self) {
        let current = &self.state.model;
        if current.name != ModelName::Changed || current.accuracy.is_some() {
            return;
        }
        let model = current.model.clone();
        // The original's share is measured on the same digits, once.
        let experiment = self.state.experiment.as_ref();
        let original = experiment.map(|e| (e.original.model.clone(), e.accuracy_before));
        self.tasks.start("accuracy", move || {
            let digits = &dataset::builtin().test;
            let before =
                original.map(|(model, known)| known.unwrap_or_else(|| accuracy(&model, digits)));
            let accuracy = accuracy(&model, digits);
            Some(Command::AccuracyMeasured {
                model,
                accuracy,
                before,
            })
        });
    }

    /// Takes the figure if it is of the network in use; else measures that one.
    pub(super) fn accuracy_measured(&mut self, model: &Model, accuracy: f32, before: Option<f32>) {
        if !self.state.model.model.is_same(model) {
            self.measure_changed();
            return;
        }
        if let Some(experiment) = &mut self.state.experiment {
            experiment.accuracy_before = before;
        }
        self.state.model = Arc::new(CurrentModel {
            model: model.clone(),
            name: self.state.model.name.clone(),
            accuracy: Some(accuracy),
        });
    }
}

/// The share of the digits that the network reads right.
fn accuracy(model: &Model, digits: &Dataset) -> f32 {
    let indices: Vec<usize> = (0..digits.len()).collect();
    let right: usize = indices
        .chunks(BATCH)
        .map(|batch| {
            let pictures: Vec<_> = batch.iter().map(|index| digits.picture(*index)).collect();
            let said = model.classify_many(&pictures);
            let pairs = said.iter().zip(batch);
            pairs
                .filter(|(said, index)| said.digit() == digits.label(**index))
                .count()
        })
        .sum();
    right as f32 / digits.len().max(1) as f32
}
