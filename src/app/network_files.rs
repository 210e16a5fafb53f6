//! Networks opened and saved, and what the Network page writes: always in a task.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use super::App;
use super::command::Command;
use super::errors::{InWords as _, not_written};
use super::pages::Page;
use super::state::{CurrentModel, MessageKind, ModelName, NetworkView, PathPurpose, State};
use crate::files::write_file;
use crate::network::weights::open_layers;
use crate::network::{Layer, Model};

/// Ending of a file of layers alone.
const LAYERS_ENDING: &str = "json";

/// A file whose path is not chosen yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsavedFile {
    /// Proposed to the user, with its ending.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// How a file is made, which takes its time.
#[derive(Clone)]
pub struct FileMaker {
    name: String,
    make: Arc<dyn Fn() -> anyhow::Result<Vec<u8>> + Send + Sync>,
}

impl FileMaker {
    pub fn new(
        name: impl Into<String>,
        make: impl Fn() -> anyhow::Result<Vec<u8>> + Send + Sync + 'static,
    ) -> Self {
        Self {
            name: name.into(),
            make: Arc::new(make),
        }
    }
}

impl fmt::Debug for FileMaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileMaker")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl App {
    /// Opens a network with its weights, or a file of layers alone.
    pub(super) fn open_model(&mut self, path: PathBuf) {
        self.state.path_dialog = None;
        let text = self.state.text.clone();
        self.tasks.queue("open model", move || {
            let is_layers = path
                .extension()
                .is_some_and(|ending| ending.eq_ignore_ascii_case(LAYERS_ENDING));
            let opened = if is_layers {
                open_layers(&path).map(Command::LayersOpened)
            } else {
                Model::open(&path).map(|model| Command::ModelOpened { model, path })
            };
            Some(opened.unwrap_or_else(|error| Command::Fail(error.in_words(&text))))
        });
    }

    pub(super) fn save_model(&mut self, path: PathBuf) {
        self.state.path_dialog = None;
        let model = self.state.model.model.clone();
        let text = self.state.text.clone();
        self.tasks.queue("save model", move || {
            Some(match model.save(&path) {
                Ok(()) => Command::FileSaved(path),
                Err(error) => Command::Fail(error.in_words(&text)),
            })
        });
    }

    /// Keeps the file until a path is chosen for it.
    pub(super) fn save_file(&mut self, file: UnsavedFile) {
        self.state.unsaved_file = Some(Arc::new(file));
        self.choose_path(PathPurpose::SaveFile);
    }

    pub(super) fn make_file(&mut self, maker: FileMaker) {
        let started = self.tasks.start("make file", move || {
            Some(match (maker.make)() {
                Ok(bytes) => Command::SaveFile(UnsavedFile {
                    name: maker.name.clone(),
                    bytes,
                }),
                Err(error) => Command::Fail(error.to_string()),
            })
        });
        if !started {
            self.state.say_still_making();
        }
    }

    pub(super) fn write_file(&mut self, path: PathBuf) {
        self.state.path_dialog = None;
        let Some(file) = self.state.unsaved_file.take() else {
            return;
        };
        let text = self.state.text.clone();
        self.tasks.queue("write file", move || {
            Some(match write_file(&path, &file.bytes) {
                Ok(()) => Command::FileSaved(path),
                Err(error) => Command::Fail(not_written(&path, &error, &text)),
            })
        });
    }
}

impl State {
    pub(super) fn use_model(&mut self, model: Model, path: PathBuf) {
        self.forget_error();
        self.experiment = None;
        self.model = Arc::new(CurrentModel {
            model,
            name: ModelName::File(path),
            accuracy: None,
        });
        self.reading_is_stale = true;
    }

    /// Hands layers to the editor.
    pub(super) fn layers_opened(&mut self, layers: Vec<Layer>) {
        self.forget_error();
        self.network_view = Some(Arc::new(NetworkView::Layers(layers)));
        self.page = Page::Network;
    }

    /// Two files at once would ask for two paths at once.
    pub(super) fn say_still_making(&mut self) {
        let words = self.text.get("app-still-making").to_owned();
        self.say(MessageKind::Error, words);
    }

    pub(super) fn file_saved(&mut self, path: &std::path::Path) {
        let path = path.display().to_string();
        let words = self.text.with("network-saved", &[("path", path.into())]);
        self.say(MessageKind::Done, words);
    }
}
