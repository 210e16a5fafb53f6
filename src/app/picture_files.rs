//! Pictures opened, dropped and pasted, the drawing saved, held-out digits: always in a task.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{Color32, ColorImage};
use rand::Rng;

use super::App;
use super::command::Command;
use super::state::HeldOut;
use super::text::Text;
use crate::dataset;
use crate::digit::picture::{self, PictureError, Problem};
use crate::grid::Grid;

/// Side of a saved drawing, in pixels.
const SAVED_SIDE: usize = 560;

impl App {
    pub(super) fn open_picture(&mut self, path: PathBuf) {
        self.state.path_dialog = None;
        self.tasks
            .start("open picture", move || Some(opened(picture::open(&path))));
    }

    pub(super) fn open_pixels(&mut self, image: Arc<ColorImage>) {
        self.tasks.start("open picture", move || {
            let [width, height] = image.size;
            let rgba: Vec<u8> = image
                .pixels
                .iter()
                .flat_map(Color32::to_srgba_unmultiplied)
                .collect();
            Some(opened(picture::from_rgba(width, height, &rgba)))
        });
    }

    pub(super) fn show_picture(&mut self, picture: &Grid) {
        self.state.drawing.show_picture(picture.clone());
        self.state.reading_is_stale = true;
    }

    pub(super) fn save_drawing(&mut self, path: PathBuf) {
        self.state.path_dialog = None;
        let drawing = self.state.drawing.clone();
        self.tasks.start("save drawing", move || {
            let image = drawing.canvas_image(SAVED_SIDE);
            Some(match picture::save_png(&image, &path) {
                Ok(()) => Command::FileSaved(path),
                Err(error) => Command::PictureFailed(error.into()),
            })
        });
    }

    /// Chooses one of the held-out digits; reading them takes too long for a frame.
    pub(super) fn find_digit(&mut self) {
        let chance: u32 = self.rng.random();
        self.tasks.start("held-out digit", move || {
            let digits = &dataset::builtin().test;
            let index = chance as usize % digits.len();
            Some(Command::DigitFound {
                index,
                label: digits.label(index),
                picture: Arc::new(digits.picture(index)),
            })
        });
    }

    pub(super) fn digit_found(&mut self, index: usize, label: u8, picture: &Grid) {
        self.show_picture(picture);
        let revision = self.state.drawing.revision();
        self.state.held_out = Some(HeldOut {
            index,
            label,
            revision,
        });
    }
}

fn opened(result: Result<Grid, PictureError>) -> Command {
    match result {
        Ok(picture) => Command::PictureOpened(Arc::new(picture)),
        Err(error) => Command::PictureFailed(error.into()),
    }
}

/// What is wrong with a picture, in the user's language.
pub(super) fn problem_words(text: &Text, problem: &Problem) -> String {
    let because = |key: &str, reason: String| text.with(key, &[("reason", reason.into())]);
    match problem {
        Problem::NotFound => text.get("app-file-missing").to_owned(),
        Problem::Folder => text.get("app-file-folder").to_owned(),
        Problem::Special => text.get("app-file-special").to_owned(),
        Problem::Empty => text.get("app-file-empty").to_owned(),
        Problem::UnknownFormat => text.get("app-picture-unknown").to_owned(),
        Problem::FileTooLarge { size } => {
            let size = text.language().whole(*size as usize);
            text.with("app-file-large", &[("size", size.into())])
        }
        Problem::TooManyPixels { width, height } => text.with(
            "app-picture-large",
            &[
                ("width", (*width).into()),
                ("height", (*height).into()),
                ("millions", (picture::MAX_PIXELS / 1_000_000).into()),
                ("side", picture::MAX_SIDE.into()),
            ],
        ),
        Problem::NoPixels => text.get("app-picture-blank").to_owned(),
        Problem::WrongLength { .. } => because("app-picture-damaged", problem.to_string()),
        Problem::Damaged(reason) => because("app-picture-damaged", reason.clone()),
        Problem::Unreadable(reason) => because("app-file-unreadable", reason.to_string()),
        Problem::Unwritable(reason) => because("app-file-unwritable", reason.to_string()),
    }
}

/// Why a picture cannot be opened or saved, with its path if it has one.
pub(super) fn error_words(text: &Text, PictureError { path, problem }: &PictureError) -> String {
    let words = problem_words(text, problem);
    match path {
        Some(path) => format!("{}: {words}", path.display()),
        None => words,
    }
}
