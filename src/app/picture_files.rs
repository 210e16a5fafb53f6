//! Pictures opened, dropped and pasted, the drawing saved, held-out digits: always in a task.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{Color32, ColorImage};
use rand::Rng;

use super::App;
use super::command::Command;
use super::errors::InWords as _;
use super::state::HeldOut;
use super::text::Text;
use crate::dataset;
use crate::digit::picture::{self, PictureError};
use crate::grid::Grid;
use crate::stamp::Stamp;

/// Side of a saved drawing, in pixels.
const SAVED_SIDE: usize = 560;

impl App {
    pub(super) fn open_picture(&mut self, path: PathBuf) {
        self.state.path_dialog = None;
        let text = self.state.text.clone();
        let asked = self.state.await_picture();
        self.tasks.queue("open picture", move || {
            Some(opened(asked, picture::open(&path), &text))
        });
    }

    pub(super) fn open_pixels(&mut self, image: Arc<ColorImage>) {
        let text = self.state.text.clone();
        let asked = self.state.await_picture();
        self.tasks.queue("open picture", move || {
            let [width, height] = image.size;
            let rgba: Vec<u8> = image
                .pixels
                .iter()
                .flat_map(Color32::to_srgba_unmultiplied)
                .collect();
            let result = picture::from_rgba(width, height, &rgba);
            Some(opened(asked, result, &text))
        });
    }

    pub(super) fn show_picture(&mut self, picture: &Grid) {
        self.state.awaited_picture = None;
        self.state.drawing.show_picture(picture.clone());
        self.state.reading_is_stale = true;
    }

    pub(super) fn save_drawing(&mut self, path: PathBuf) {
        self.state.path_dialog = None;
        let drawing = self.state.drawing.clone();
        let text = self.state.text.clone();
        self.tasks.queue("save drawing", move || {
            let image = drawing.canvas_image(SAVED_SIDE);
            Some(match picture::save_png(&image, &path) {
                Ok(()) => Command::FileSaved(path),
                Err(error) => Command::Fail(error.in_words(&text)),
            })
        });
    }

    /// Chooses one of the held-out digits; reading them takes too long for a frame.
    pub(super) fn find_digit(&mut self) {
        let chance: u32 = self.rng.random();
        let asked = self.state.await_picture();
        self.tasks.queue("held-out digit", move || {
            let digits = &dataset::builtin().test;
            let index = chance as usize % digits.len();
            let answer = Command::DigitFound {
                index,
                label: digits.label(index),
                picture: Arc::new(digits.picture(index)),
            };
            Some(for_canvas(asked, answer))
        });
    }

    pub(super) fn digit_found(&mut self, index: usize, label: u8, picture: &Grid) {
        self.show_picture(picture);
        let picture = self.state.drawing.picture_stamp();
        self.state.held_out = picture.map(|picture| HeldOut {
            index,
            label,
            picture,
        });
    }
}

fn for_canvas(asked: Stamp, answer: Command) -> Command {
    Command::TakeForCanvas {
        asked,
        answer: Box::new(answer),
    }
}

fn opened(asked: Stamp, result: Result<Grid, PictureError>, text: &Text) -> Command {
    match result {
        Ok(picture) if picture.max_abs() == 0.0 => {
            Command::Fail(text.get("error-picture-no-ink").to_owned())
        }
        Ok(picture) => for_canvas(asked, Command::PictureOpened(Arc::new(picture))),
        Err(error) => Command::Fail(error.in_words(text)),
    }
}
