//! The app's side of training: what the Train page shows, and how it is carried out.
//!
//! - `start`: a run is started, paused, stopped, reset; what its worker says is taken
//! - `moment`: which moment of the run the app uses: the time machine
//! - `earlier`: runs before this one, to compare with
//! - `opinions`: what the run's networks say of your digit and of held-out digits
//! - `files`: runs and curves saved and opened
//! - `autosave`: the run is there again after a crash

mod autosave;
mod earlier;
mod files;
mod moment;
mod opinions;
mod start;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

pub use autosave::Autosave;
pub use earlier::{Difference, EarlierRun, Twin, differences};
pub use files::find_mnist;
pub use moment::Moment;
pub use opinions::{DigitColumn, Opinions};
pub use start::Workers;

use super::App;
use super::command::Command;
use super::pages::Page;
use crate::network::Model;
use crate::training::worker::{Live, Order, Pace, Phase};
use crate::training::{KeptRun, Settings};

/// The pace at which a run begins: at full speed one on the built-in digits is over before a
/// class has looked.
const FIRST_PACE: Pace = Pace::PerSecond(250.0);

/// Tells runs apart while the window is open.
pub type RunId = u32;

/// All that the Train page shows.
pub struct Training {
    /// What the next run is asked for.
    pub draft: Settings,
    pub pace: Pace,
    pub run: Option<CurrentRun>,
    /// The latest first.
    pub earlier: Vec<EarlierRun>,
    /// The earlier run that the current one is compared with.
    pub compared: Option<RunId>,
    pub moment: Moment,
    pub opinions: Arc<Opinions>,
    /// When others may be looked for.
    opinions_due: Option<Instant>,
    /// The folder with the whole of MNIST, if there is one.
    pub mnist: Option<PathBuf>,
    /// The network before the first step of a run as the draft asks for it.
    first: Option<(Settings, Model)>,
    /// The network that was last put into use here.
    used: Option<Model>,
    next_id: RunId,
}

/// The run in hand: the one that goes on, or the last one that did.
pub struct CurrentRun {
    pub id: RunId,
    pub name: String,
    pub live: Arc<Live>,
}

/// What is asked for on the Train page.
#[derive(Clone, Debug)]
pub enum TrainCommand {
    /// Settings of the next run.
    SetDraft(Box<Settings>),
    /// Goes on with a run that is paused, or starts one.
    Start,
    Pause,
    /// One batch.
    Step,
    Stop,
    /// The run is put behind, and the next one made ready.
    Reset,
    SetPace(Pace),
    SetLearningRate(f32),

    /// Uses the network of the last snapshot at or before a step.
    ShowMoment(u64),
    /// Uses the network of this moment, as it changes.
    ShowNow,
    PlayFilm(bool),
    /// Keeps the network that is shown in use, whatever becomes of the run.
    UseThis,

    RenameRun(RunId, String),
    ShowRun(RunId, bool),
    DeleteRun(RunId),
    /// The current run side by side with an earlier one.
    Compare(Option<RunId>),
    /// A run like the current one but for one setting, compared with it.
    StartTwin(Twin),

    SaveRun(PathBuf),
    OpenRun(PathBuf),
    RunOpened(Box<KeptRun>),
    /// The run of the last time that the window was open.
    RunRestored(Box<KeptRun>),
    /// A folder with MNIST's four files, or a file of drawn digits.
    UseData(PathBuf),
    OpinionsFound(Arc<Opinions>),
    /// The folder with the whole of MNIST.
    MnistFound(PathBuf),
}

impl Default for Training {
    fn default() -> Self {
        Self {
            draft: Settings {
                seed: 1,
                ..Settings::default()
            },
            pace: FIRST_PACE,
            run: None,
            earlier: Vec::new(),
            compared: None,
            moment: Moment::default(),
            opinions: Arc::default(),
            opinions_due: None,
            mnist: None,
            first: None,
            used: None,
            next_id: 1,
        }
    }
}

impl Training {
    /// Where the run is; `None` before there is one.
    pub fn phase(&self) -> Option<&Phase> {
        self.run.as_ref().map(|run| &run.live.phase)
    }

    /// Whether there is a run that can take another step.
    pub fn is_alive(&self) -> bool {
        self.phase().is_some_and(Phase::is_alive)
    }

    /// The settings of the run, while there is one that goes on; else those of the next.
    pub fn settings(&self) -> &Settings {
        match &self.run {
            Some(run) if run.live.phase.is_alive() => &run.live.record.settings,
            _ => &self.draft,
        }
    }

    /// The network that the run is about: that of the moment shown, of the run's latest moment,
    /// or before the first step.
    pub fn model(&self) -> Option<&Model> {
        if let Moment::Past(past) = &self.moment {
            return Some(&past.snapshot.model);
        }
        match &self.run {
            Some(run) => Some(&run.live.model),
            None => self.first.as_ref().map(|(_, model)| model),
        }
    }

    /// The network before the run's first step.
    pub fn first_model(&self) -> Option<&Model> {
        match &self.run {
            Some(run) => {
                let first = run.live.record.snapshots.all().first()?;
                Some(&first.what.model)
            }
            None => self.first.as_ref().map(|(_, model)| model),
        }
    }

    /// Whether there is a network of the run in use that can be kept in use.
    pub fn can_use(&self) -> bool {
        self.run.is_some() && !matches!(self.moment, Moment::Elsewhere)
    }

    /// Steps taken by the network that [`Self::model`] gives.
    pub fn model_step(&self) -> u64 {
        match (&self.moment, &self.run) {
            (Moment::Past(past), _) => past.step,
            (_, Some(run)) => run.live.model_step,
            (_, None) => 0,
        }
    }

    /// The earlier run that the current one is compared with.
    pub fn compared(&self) -> Option<&EarlierRun> {
        let id = self.compared?;
        self.earlier.iter().find(|run| run.id == id)
    }

    fn take_id(&mut self) -> RunId {
        self.next_id += 1;
        self.next_id - 1
    }
}

impl App {
    pub(super) fn perform_training(&mut self, command: TrainCommand) {
        let training = &mut self.state.training;
        match command {
            TrainCommand::SetDraft(draft) => {
                if draft.check().is_ok() {
                    training.draft = *draft;
                }
            }
            TrainCommand::Start => self.start_run(false),
            TrainCommand::Step => self.start_run(true),
            TrainCommand::Pause => self.workers.send(Order::Pause),
            TrainCommand::Stop => self.stop_run(),
            TrainCommand::Reset => self.reset_run(),
            TrainCommand::SetPace(pace) => {
                training.pace = pace;
                self.workers.send(Order::SetPace(pace));
            }
            TrainCommand::SetLearningRate(rate) => self.set_rate(rate),

            TrainCommand::ShowMoment(step) => self.state.show_moment(step),
            TrainCommand::ShowNow => self.state.show_now(),
            TrainCommand::PlayFilm(plays) => self.state.play_film(plays),
            TrainCommand::UseThis => self.state.keep_in_use(),

            TrainCommand::RenameRun(id, name) => {
                training.rename(id, name);
                if let Some(run) = training.run.as_ref().filter(|run| run.id == id) {
                    self.workers.send(Order::Rename(run.name.clone()));
                }
            }
            TrainCommand::ShowRun(id, is_shown) => training.set_shown(id, is_shown),
            TrainCommand::DeleteRun(id) => training.delete(id),
            TrainCommand::Compare(id) => training.compared = id,
            TrainCommand::StartTwin(twin) => self.start_twin(twin),

            TrainCommand::SaveRun(path) => self.save_run(path),
            TrainCommand::OpenRun(path) => self.open_run(path),
            TrainCommand::RunOpened(kept) => {
                self.state.forget_error();
                self.state.page = Page::Train;
                self.take_run(*kept);
            }
            TrainCommand::RunRestored(kept) => self.restore_run(*kept),
            TrainCommand::UseData(path) => self.use_data(path),
            TrainCommand::OpinionsFound(opinions) => training.opinions = opinions,
            TrainCommand::MnistFound(folder) => training.mnist = Some(folder),
        }
    }
}

impl From<TrainCommand> for Command {
    fn from(command: TrainCommand) -> Self {
        Self::Train(command)
    }
}
