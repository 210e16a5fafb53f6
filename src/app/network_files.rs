//! Networks opened and saved, and what the Network page writes: always in a task.

use std::path::PathBuf;
use std::sync::Arc;

use super::App;
use super::command::Command;
use super::errors::not_written;
use super::state::{CurrentModel, MessageKind, ModelName, PathPurpose, State};
use crate::files::write_file;
use crate::network::Model;
use crate::network::trace::Trace;

/// A file whose path is not chosen yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsavedFile {
    /// Proposed to the user, with its ending.
    pub name: String,
    pub bytes: Vec<u8>,
}

impl App {
    pub(super) fn open_model(&mut self, path: PathBuf) {
        self.state.path_dialog = None;
        self.tasks.start("open model", move || {
            Some(match Model::open(&path) {
                Ok(model) => Command::ModelOpened { model, path },
                Err(error) => Command::Fail(error.to_string()),
            })
        });
    }

    pub(super) fn save_model(&mut self, path: PathBuf) {
        self.state.path_dialog = None;
        let model = self.state.model.model.clone();
        self.tasks.start("save model", move || {
            Some(match model.save(&path) {
                Ok(()) => Command::FileSaved(path),
                Err(error) => Command::Fail(error.to_string()),
            })
        });
    }

    /// Keeps the file until a path is chosen for it.
    pub(super) fn save_file(&mut self, file: UnsavedFile) {
        self.state.unsaved_file = Some(Arc::new(file));
        self.choose_path(PathPurpose::SaveFile);
    }

    /// Packs the values elsewhere: a large network has many.
    pub(super) fn save_trace(&mut self, trace: Arc<Trace>) {
        self.tasks.start("save trace", move || {
            Some(match trace.to_npz() {
                Ok(bytes) => Command::SaveFile(UnsavedFile {
                    name: "trace.npz".to_owned(),
                    bytes,
                }),
                Err(error) => Command::Fail(error.to_string()),
            })
        });
    }

    pub(super) fn write_file(&mut self, path: PathBuf) {
        self.state.path_dialog = None;
        let Some(file) = self.state.unsaved_file.take() else {
            return;
        };
        let text = self.state.text.clone();
        self.tasks.start("write file", move || {
            Some(match write_file(&path, &file.bytes) {
                Ok(()) => Command::FileSaved(path),
                Err(error) => Command::Fail(not_written(&path, &error, &text)),
            })
        });
    }
}

impl State {
    pub(super) fn use_model(&mut self, model: Model, path: PathBuf) {
        self.experiment = None;
        self.model = Arc::new(CurrentModel {
            model,
            name: ModelName::File(path),
            accuracy: None,
        });
        self.reading_is_stale = true;
    }

    pub(super) fn file_saved(&mut self, path: &std::path::Path) {
        let path = path.display().to_string();
        let words = self.text.with("network-saved", &[("path", path.into())]);
        self.say(MessageKind::Done, words);
    }
}
