//! Runs before this one, to compare with.

use std::sync::Arc;

use super::{RunId, Training};
use crate::app::App;
use crate::dataset::augment::Augmentation;
use crate::network::Optimizer;
use crate::training::dropout::{dropout, with_dropout};
use crate::training::record::Record;
use crate::training::worker::{Phase, Start};
use crate::training::{Initialization, Settings};

/// Earlier runs that are kept.
const MOST: usize = 20;

/// A run before the current one.
pub struct EarlierRun {
    pub id: RunId,
    pub name: String,
    /// With fewer snapshots than it had.
    pub record: Arc<Record>,
    /// Where it was when it was put behind.
    pub phase: Phase,
    /// Whether its curves are drawn.
    pub is_shown: bool,
}

/// A setting in which two runs may differ; each has words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    Data,
    Examples,
    /// But for its dropout.
    Network,
    Dropout,
    Epochs,
    BatchSize,
    LearningRate,
    Schedule,
    Optimizer,
    Augmentation,
    Initialization,
    Average,
    Stop,
    Seed,
}

/// In what two runs differ.
pub fn differences(a: &Settings, b: &Settings) -> Vec<Difference> {
    let differs = [
        (
            Difference::Data,
            (&a.data, a.all_writers) != (&b.data, b.all_writers),
        ),
        (Difference::Examples, a.examples != b.examples),
        (Difference::Network, !is_same_but_dropout(a, b)),
        (
            Difference::Dropout,
            dropout(&a.architecture) != dropout(&b.architecture),
        ),
        (Difference::Epochs, a.epochs != b.epochs),
        (Difference::BatchSize, a.batch_size != b.batch_size),
        (Difference::LearningRate, a.learning_rate != b.learning_rate),
        (Difference::Schedule, a.schedule != b.schedule),
        (Difference::Optimizer, a.optimizer != b.optimizer),
        (Difference::Augmentation, a.augmentation != b.augmentation),
        (
            Difference::Initialization,
            a.initialization != b.initialization,
        ),
        (Difference::Average, a.average != b.average),
        (Difference::Stop, a.stop != b.stop),
        (Difference::Seed, a.seed != b.seed),
    ];
    let differs = differs.into_iter().filter(|(_, differs)| *differs);
    differs.map(|(difference, _)| difference).collect()
}

fn is_same_but_dropout(a: &Settings, b: &Settings) -> bool {
    a.architecture == b.architecture
        || with_dropout(&a.architecture, dropout(&b.architecture)) == b.architecture
}

/// The one setting in which a run's twin differs from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Twin {
    /// Ten times the learning rate, or a tenth of it.
    HigherRate,
    LowerRate,
    /// Sixteen times the batch, or a sixteenth of it.
    LargerBatches,
    SmallerBatches,
    /// SGD for Adam, or Adam for SGD.
    OtherOptimizer,
    /// Deformed digits, or digits as they are.
    OtherAugmentation,
    /// A tenth of the pictures.
    FewerExamples,
    /// All weights 0.
    ZeroWeights,
}

/// Without what was lost in 32 bits: 0.005 · 10 is 0.05, and not 0.049999997.
fn short(rate: f32) -> f32 {
    format!("{rate:.6e}").parse().unwrap_or(rate)
}

impl Twin {
    pub const ALL: [Self; 8] = [
        Self::HigherRate,
        Self::LowerRate,
        Self::LargerBatches,
        Self::SmallerBatches,
        Self::OtherOptimizer,
        Self::OtherAugmentation,
        Self::FewerExamples,
        Self::ZeroWeights,
    ];

    /// The twin's settings; `None` if no run can have them. `pictures` are what the run trains on.
    pub fn applied(self, settings: &Settings, pictures: usize) -> Option<Settings> {
        let mut twin = settings.clone();
        match self {
            Self::HigherRate => twin.learning_rate = short(twin.learning_rate * 10.0),
            Self::LowerRate => twin.learning_rate = short(twin.learning_rate / 10.0),
            Self::LargerBatches => twin.batch_size *= 16,
            Self::SmallerBatches => twin.batch_size = (twin.batch_size / 16).max(1),
            Self::OtherOptimizer => {
                twin.optimizer = match twin.optimizer {
                    Optimizer::Sgd { .. } => Optimizer::ADAM,
                    _ => Optimizer::Sgd { momentum: 0.9 },
                }
            }
            Self::OtherAugmentation => {
                twin.augmentation = match twin.augmentation {
                    Some(_) => None,
                    None => Some(Augmentation::default()),
                }
            }
            Self::FewerExamples => twin.examples = Some((pictures / 10).max(1)),
            Self::ZeroWeights => twin.initialization = Initialization::Zero,
        }
        (twin.check().is_ok() && twin != *settings).then_some(twin)
    }
}

impl Training {
    /// The current run becomes an earlier one, if it has taken a step; the oldest of too many
    /// goes.
    pub(super) fn put_behind(&mut self) {
        let Some(run) = self.run.take() else {
            return;
        };
        if run.live.record.step == 0 {
            return;
        }
        self.earlier.insert(
            0,
            EarlierRun {
                id: run.id,
                name: run.name,
                record: Arc::new(run.live.record.made_small()),
                phase: run.live.phase.clone(),
                is_shown: true,
            },
        );
        self.earlier.truncate(MOST);
        self.forget_missing();
    }

    fn forget_missing(&mut self) {
        if self.compared().is_none() {
            self.compared = None;
        }
    }

    /// An empty name changes nothing.
    pub(super) fn rename(&mut self, id: RunId, name: String) {
        if name.trim().is_empty() {
            return;
        }
        if let Some(run) = self.earlier.iter_mut().find(|run| run.id == id) {
            run.name = name;
        } else if let Some(run) = self.run.as_mut().filter(|run| run.id == id) {
            run.name = name;
        }
    }

    pub(super) fn set_shown(&mut self, id: RunId, is_shown: bool) {
        if let Some(run) = self.earlier.iter_mut().find(|run| run.id == id) {
            run.is_shown = is_shown;
        }
    }

    pub(super) fn delete(&mut self, id: RunId) {
        self.earlier.retain(|run| run.id != id);
        self.forget_missing();
    }
}

impl App {
    /// A run like the current one but for one setting; the current one goes behind and is
    /// compared with it.
    pub(super) fn start_twin(&mut self, twin: Twin) {
        let training = &self.state.training;
        let Some(run) = &training.run else {
            return;
        };
        let record = &run.live.record;
        let Some(settings) = twin.applied(&record.settings, record.pictures) else {
            return;
        };
        let id = run.id;
        self.put_run_behind();
        let training = &mut self.state.training;
        training.draft = settings.clone();
        training.compared = Some(id);
        training.forget_missing();
        self.begin(Start::Fresh(settings), false);
        self.state.follow_run();
    }
}
