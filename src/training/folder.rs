//! The files of a run: `model.safetensors`, `settings.toml`, `curves.csv`, and
//! `state.safetensors`, from which it goes on.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::checkpoint::{Checkpoint, CheckpointError};
use super::history::History;
use super::settings::{Settings, SettingsError};
use crate::files::{self, ReadError, write_file};
use crate::network::{Model, WeightsError};

/// Longest text file that is read: curves of several million reports.
const MAX_TEXT: u64 = 256 << 20;

/// A folder that holds a run.
#[derive(Clone, Debug)]
pub struct RunFolder {
    path: PathBuf,
}

/// A run as its folder keeps it.
#[derive(Clone, Debug)]
pub struct SavedRun {
    pub settings: Settings,
    pub history: History,
    pub checkpoint: Checkpoint,
}

/// A run's files that cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    #[error("{}: {error}", path.display())]
    File { path: PathBuf, error: io::Error },
    #[error("{}: {error}", path.display())]
    Unreadable { path: PathBuf, error: ReadError },
    #[error("{}: not the settings of a run: {reason}", path.display())]
    BadSettings { path: PathBuf, reason: String },
    #[error("{}: {error}", path.display())]
    Settings { path: PathBuf, error: SettingsError },
    #[error("{}: line {line} is not one of a run's curves", path.display())]
    BadCurves { path: PathBuf, line: usize },
    #[error(transparent)]
    Weights(#[from] WeightsError),
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
}

impl RunFolder {
    /// A folder that is there, or is made now.
    pub fn create(path: &Path) -> Result<Self, FolderError> {
        fs::create_dir_all(path).map_err(|error| file_error(path, error))?;
        Ok(Self::existing(path))
    }

    /// A folder that a run was saved in before.
    pub fn existing(path: &Path) -> Self {
        Self { path: path.into() }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where the weights are.
    pub fn model_path(&self) -> PathBuf {
        self.path.join("model.safetensors")
    }

    fn settings_path(&self) -> PathBuf {
        self.path.join("settings.toml")
    }

    fn curves_path(&self) -> PathBuf {
        self.path.join("curves.csv")
    }

    fn state_path(&self) -> PathBuf {
        self.path.join("state.safetensors")
    }

    /// The first of its files that is there, and that a new run would write over.
    pub fn first_file(&self) -> Option<PathBuf> {
        let files = [
            self.model_path(),
            self.settings_path(),
            self.curves_path(),
            self.state_path(),
        ];
        // A link that leads nowhere would be written over as well.
        let is_there = |path: &PathBuf| path.symlink_metadata().is_ok();
        files.into_iter().find(is_there)
    }

    /// Writes every file whole or not at all. The state comes last: until then the one before
    /// holds, and curves that run ahead of it are cut when the run is opened.
    pub fn save(
        &self,
        settings: &Settings,
        history: &History,
        model: &Model,
        checkpoint: &Checkpoint,
    ) -> Result<(), FolderError> {
        let path = self.settings_path();
        let text = toml::to_string(settings).map_err(|error| FolderError::BadSettings {
            path: path.clone(),
            reason: error.to_string(),
        })?;
        write(&path, &text)?;
        write(&self.curves_path(), &history.to_csv())?;
        self.save_model(model)?;
        checkpoint.save(&self.state_path())?;
        Ok(())
    }

    /// Writes the weights alone.
    pub fn save_model(&self, model: &Model) -> Result<(), FolderError> {
        Ok(model.save(&self.model_path())?)
    }

    /// Reads the run, to go on with it.
    pub fn open(&self) -> Result<SavedRun, FolderError> {
        let settings = self.open_settings()?;
        let mut history = self.open_curves()?;
        let checkpoint = Checkpoint::open(&self.state_path(), &settings.architecture)?;
        history.truncate(checkpoint.learner.steps);
        Ok(SavedRun {
            settings,
            history,
            checkpoint,
        })
    }

    fn open_settings(&self) -> Result<Settings, FolderError> {
        let path = self.settings_path();
        let settings: Settings =
            toml::from_str(&read(&path)?).map_err(|error| FolderError::BadSettings {
                path: path.clone(),
                reason: error.message().to_owned(),
            })?;
        match settings.check() {
            Ok(()) => Ok(settings),
            Err(error) => Err(FolderError::Settings { path, error }),
        }
    }

    fn open_curves(&self) -> Result<History, FolderError> {
        let path = self.curves_path();
        let csv = read(&path)?;
        History::from_csv(&csv).map_err(|line| FolderError::BadCurves { path, line })
    }
}

fn write(path: &Path, text: &str) -> Result<(), FolderError> {
    write_file(path, text.as_bytes()).map_err(|error| file_error(path, error))
}

fn read(path: &Path) -> Result<String, FolderError> {
    let bytes = files::read_file(path, MAX_TEXT).map_err(|error| FolderError::Unreadable {
        path: path.into(),
        error,
    })?;
    String::from_utf8(bytes)
        .map_err(|error| file_error(path, io::Error::new(io::ErrorKind::InvalidData, error)))
}

fn file_error(path: &Path, error: io::Error) -> FolderError {
    FolderError::File {
        path: path.into(),
        error,
    }
}
