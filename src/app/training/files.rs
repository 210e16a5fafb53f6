//! Runs and curves saved and opened, and the pictures to train on chosen.

use std::path::PathBuf;
use std::sync::Arc;

use super::start::resting;
use super::{CurrentRun, TrainCommand};
use crate::app::App;
use crate::app::command::Command;
use crate::app::errors::InWords as _;
use crate::app::state::MessageKind;
use crate::dataset::{self, Source};
use crate::training::KeptRun;
use crate::training::run_file::ENDING;
use crate::training::worker::Order;

/// Where the whole of MNIST is looked for: in the program's own folder, and where PyTorch puts it.
const MNIST: [&str; 3] = ["mnist", "data/mnist", "data/MNIST/raw"];

/// The whole of MNIST, if it is in one of the usual places.
pub fn find_mnist(own: Option<PathBuf>) -> Option<Command> {
    let homes = directories::UserDirs::new().map(|dirs| dirs.home_dir().to_owned());
    let places = [own, std::env::current_dir().ok(), homes];
    let folders = places.into_iter().flatten();
    let folder = dataset::find_folder(folders.flat_map(|it| MNIST.map(|name| it.join(name))))?;
    Some(TrainCommand::MnistFound(folder).into())
}

impl App {
    /// What a run's file is proposed to be called.
    pub(in crate::app) fn run_file_name(&self) -> String {
        let run = self.state.training.run.as_ref();
        let name = run.map_or("run", |run| run.name.as_str());
        let is_plain = |c: char| c.is_alphanumeric() || c == '-';
        let plain = |c: char| if is_plain(c) { c } else { '-' };
        let name: String = name.to_lowercase().chars().map(plain).collect();
        format!("{name}.{ENDING}")
    }

    /// The run's thread writes it; of a run without one, a task does.
    pub(super) fn save_run(&mut self, path: PathBuf) {
        self.state.path_dialog = None;
        if self.workers.has_current() {
            self.workers.send(Order::Save(path));
            return;
        }
        let Some(run) = &self.state.training.run else {
            return;
        };
        let kept = KeptRun {
            name: run.name.clone(),
            record: run.live.record.clone(),
            checkpoint: run.live.checkpoint.clone(),
        };
        let text = self.state.text.clone();
        self.tasks.queue("save run", move || {
            Some(match kept.save(&path) {
                Ok(()) => Command::FileSaved(path),
                Err(error) => Command::Fail(error.in_words(&text)),
            })
        });
    }

    pub(super) fn open_run(&mut self, path: PathBuf) {
        self.state.path_dialog = None;
        let text = self.state.text.clone();
        self.tasks.queue("open run", move || {
            Some(match KeptRun::open(&path) {
                Ok(kept) => Command::Train(TrainCommand::RunOpened(Box::new(kept))),
                Err(error) => Command::Fail(error.in_words(&text)),
            })
        });
    }

    /// The run that was opened is the one in hand from now on; it goes on when it is started.
    pub(super) fn take_run(&mut self, kept: KeptRun) {
        self.put_run_behind();
        let training = &mut self.state.training;
        training.draft = (*kept.record.settings).clone();
        let id = training.take_id();
        let is_known = training.earlier.iter().any(|run| run.name == kept.name);
        let name = match is_known {
            true => {
                let name = [("name", kept.name.as_str().into())];
                self.state.text.with("train-run-opened", &name)
            }
            false => kept.name.clone(),
        };
        training.run = Some(CurrentRun {
            id,
            name,
            live: Arc::new(resting(&kept, training.pace)),
        });
        self.workers.keep(kept);
        self.state.follow_run();
    }

    /// The run of the last time is there again, unless another has begun; the app's network stays
    /// what it is.
    pub(super) fn restore_run(&mut self, kept: KeptRun) {
        if self.state.training.run.is_some() {
            return;
        }
        let words = (kept.record.step < kept.record.total_steps()).then(|| {
            let arguments = [(
                "step",
                crate::app::widgets::thousands(kept.record.step as usize).into(),
            )];
            self.state.text.with("train-restored", &arguments)
        });
        let (model, moment) = (self.state.model.clone(), self.state.training.moment.clone());
        self.take_run(kept);
        self.state.training.moment = moment;
        self.state.model = model;
        if let Some(words) = words {
            self.state.say(MessageKind::Done, words);
        }
    }

    pub(super) fn use_data(&mut self, path: PathBuf) {
        self.state.path_dialog = None;
        self.state.training.draft.data = vec![Source::Path(path)];
    }
}
