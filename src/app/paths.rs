//! Asking for a path: a field to type it into, and the system's own dialog from a button, since
//! not every system has one.

use std::path::{Path, PathBuf};

use rfd::AsyncFileDialog;

use super::App;
use super::command::Command;
use super::state::{MessageKind, PathDialog, PathPurpose};
use super::training::TrainCommand;
use crate::stamp::Stamp;
use crate::training::run_file::ENDING;

/// Words and file types of a purpose.
pub struct PathWords {
    /// Keys of the title and of the button that does it.
    pub title: &'static str,
    pub action: &'static str,
    /// Key of the file types' name.
    files: &'static str,
    endings: &'static [&'static str],
}

impl PathPurpose {
    /// Whether a file of this name is one of its files.
    pub fn takes(self, path: &Path) -> bool {
        let ending = path.extension().and_then(|ending| ending.to_str());
        let known = self.words().endings;
        ending.is_some_and(|ending| known.iter().any(|known| known.eq_ignore_ascii_case(ending)))
    }

    pub fn words(self) -> PathWords {
        let words = |title, action, files, endings| PathWords {
            title,
            action,
            files,
            endings,
        };
        let (pictures, weights) = (
            &["png", "jpg", "jpeg"][..],
            &["safetensors", "pt", "pth", "json"][..],
        );
        let inputs = &["png", "jpg", "jpeg", "csv"][..];
        match self {
            Self::OpenPicture => words("app-open-picture", "app-open", "app-pictures", pictures),
            Self::OpenInput => words("convolve-open-title", "app-open", "app-pictures", inputs),
            Self::SaveDrawing => words("app-save-drawing", "app-save", "app-pictures", &["png"]),
            Self::OpenModel => words(
                "network-open-title",
                "app-open",
                "network-weights-files",
                weights,
            ),
            Self::SaveModel => words(
                "network-save-title",
                "app-save",
                "network-weights-files",
                weights,
            ),
            Self::OpenRun => words("train-open-title", "app-open", "train-files", &[ENDING]),
            Self::SaveRun => words("train-save-title", "app-save", "train-files", &[ENDING]),
            Self::UseData => words("train-data-title", "app-open", "app-files", &[]),
            Self::LessonFolder => words("learn-folder-title", "app-open", "app-files", &[]),
            Self::SaveFile => words("network-file-title", "app-save", "app-files", &[]),
        }
    }
}

impl App {
    pub(super) fn choose_path(&mut self, purpose: PathPurpose) {
        let name = match purpose {
            PathPurpose::LessonFolder => {
                let folder = self.state.preferences.lesson_folder.as_ref();
                folder.map_or(String::new(), |folder| folder.display().to_string())
            }
            PathPurpose::OpenPicture
            | PathPurpose::OpenInput
            | PathPurpose::OpenModel
            | PathPurpose::OpenRun
            | PathPurpose::UseData => String::new(),
            PathPurpose::SaveRun => self.run_file_name(),
            PathPurpose::SaveDrawing => "drawing.png".to_owned(),
            PathPurpose::SaveModel => "network.safetensors".to_owned(),
            PathPurpose::SaveFile => {
                let file = self.state.unsaved_file.as_ref();
                file.map_or(String::new(), |file| file.name.clone())
            }
        };
        let path = if purpose.is_save() {
            home().join(name).display().to_string()
        } else {
            name
        };
        self.state.path_dialog = Some(PathDialog {
            stamp: Stamp::unique(),
            purpose,
            path,
            may_replace: false,
        });
    }

    /// The system's own dialog, made here and waited for in a task.
    pub(super) fn browse_paths(&mut self) {
        let Some(dialog) = &self.state.path_dialog else {
            return;
        };
        let (stamp, purpose) = (dialog.stamp, dialog.purpose);
        let words = purpose.words();
        let typed = PathBuf::from(&dialog.path);
        let text = &self.state.text;
        let mut files = AsyncFileDialog::new().set_title(text.get(words.title));
        if !words.endings.is_empty() {
            files = files.add_filter(text.get(words.files), words.endings);
        }
        if let Some(name) = typed.file_name() {
            files = files.set_file_name(name.to_string_lossy());
        }
        if let Some(folder) = typed.parent().filter(|folder| folder.is_absolute()) {
            files = files.set_directory(folder);
        }
        let chosen: std::pin::Pin<Box<dyn Future<Output = _> + Send>> = match purpose {
            _ if purpose.is_save() => Box::pin(files.save_file()),
            PathPurpose::LessonFolder | PathPurpose::UseData => Box::pin(files.pick_folder()),
            _ => Box::pin(files.pick_file()),
        };
        let started = self.tasks.start("file dialog", move || {
            let file = pollster::block_on(chosen)?;
            Some(Command::PathBrowsed {
                dialog: stamp,
                path: file.path().to_owned(),
            })
        });
        if !started {
            let words = self.state.text.get("app-still-browsing").to_owned();
            self.state.say(MessageKind::Error, words);
        }
    }

    /// The system's own dialog may stay open after the question was taken back: what it answers
    /// then is for none that is asked now.
    pub(super) fn path_browsed(&mut self, asked: Stamp, path: PathBuf) {
        let dialog = self.state.path_dialog.as_ref();
        if dialog.is_some_and(|dialog| dialog.stamp == asked) {
            self.use_path(path, true);
        }
    }

    /// Does what the path was asked for. A typed path that is there already is replaced only
    /// when it is given a second time; the system's own dialog has asked itself.
    pub(super) fn use_path(&mut self, path: PathBuf, has_asked: bool) {
        let Some(dialog) = &mut self.state.path_dialog else {
            return;
        };
        if dialog.purpose.is_save() && !has_asked && !dialog.may_replace && path.exists() {
            dialog.may_replace = true;
            return;
        }
        match dialog.purpose {
            PathPurpose::OpenPicture => self.open_picture(path),
            PathPurpose::OpenInput => self.open_input(path),
            PathPurpose::SaveDrawing => self.save_drawing(path),
            PathPurpose::OpenModel => self.open_model(path),
            PathPurpose::SaveModel => self.save_model(path),
            PathPurpose::OpenRun => self.perform_training(TrainCommand::OpenRun(path)),
            PathPurpose::SaveRun => self.perform_training(TrainCommand::SaveRun(path)),
            PathPurpose::UseData => self.perform_training(TrainCommand::UseData(path)),
            PathPurpose::LessonFolder => self.set_lesson_folder(Some(path)),
            PathPurpose::SaveFile => self.write_file(path),
        }
    }
}

/// Where files are proposed to go.
fn home() -> PathBuf {
    directories::UserDirs::new()
        .map(|dirs| dirs.home_dir().to_owned())
        .unwrap_or_default()
}
