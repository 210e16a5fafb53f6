//! Where the input comes from.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui::{Color32, ColorImage};

use super::Convolve;
use super::maps::Maps;
use super::results::{Mixing, Tone};
use super::still_life;
use crate::app::App;
use crate::app::command::Command;
use crate::app::reading::Reading;
use crate::convolution::Convolution;
use crate::convolution::formats::{self, FormatError, Picture};
use crate::dataset;
use crate::grid::Grid;
use crate::stamp::Stamp;

use super::change::Change;

/// Name of the task that opens a picture.
pub(super) const OPENING: &str = "open input";

/// Where the input comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// What the network reads of the drawing.
    Digit,
    /// A digit of the data set that is not seen in training.
    HeldOut,
    /// A picture file, or one from the clipboard.
    Picture,
    Pattern,
    /// Numbers that are typed.
    Typed,
    /// What another page has handed over.
    Carried,
}

/// What the first operation is given.
#[derive(Clone, Debug)]
pub struct Input {
    pub maps: Maps,
    pub tone: Tone,
}

/// A digit not seen in training.
#[derive(Clone, Debug)]
pub struct HeldOutDigit {
    pub index: usize,
    pub label: u8,
    pub picture: Arc<Grid>,
}

/// A picture that was opened.
#[derive(Debug)]
pub struct Photo {
    /// The file's name; empty for one from the clipboard.
    pub name: String,
    /// Whether it is the app's own picture.
    pub is_sample: bool,
    /// Red, green and blue, or the only channel.
    pub maps: Maps,
    pub grey: Maps,
    pub tone: Tone,
}

/// What another page hands over: an input, and a convolution to take apart on it.
#[derive(Clone, Debug)]
pub struct Carried {
    /// What the input is, in words.
    pub name: String,
    pub input: Arc<Grid>,
    pub convolution: Convolution,
    /// Row and column of the output cell to look at first.
    pub cell: (usize, usize),
}

impl Input {
    pub(super) fn of_grid(grid: Arc<Grid>) -> Self {
        Self {
            tone: tone_of(&grid),
            maps: Maps::new(vec![grid]),
        }
    }
}

impl Photo {
    fn of_picture(name: String, picture: &Picture) -> Self {
        let channels = picture.channels().iter().cloned().map(Arc::new).collect();
        let maps = Maps::new(channels);
        let grey = match maps.channels() {
            1 => maps.clone(),
            _ => Maps::new(vec![Arc::new(picture.grey())]),
        };
        Self {
            name,
            is_sample: false,
            maps,
            grey,
            tone: Tone::Light,
        }
    }

    fn of_table(name: String, table: Grid) -> Self {
        let tone = tone_of(&table);
        let maps = Maps::new(vec![Arc::new(table)]);
        Self {
            name,
            is_sample: false,
            grey: maps.clone(),
            maps,
            tone,
        }
    }

    fn open(path: &Path) -> Result<Self, FormatError> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_table = path
            .extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
        if is_table {
            return Ok(Self::of_table(name.into(), formats::read(path)?));
        }
        Ok(Self::of_picture(name.into(), &formats::read_picture(path)?))
    }
}

/// Numbers are ink, unless some are below 0.
fn tone_of(grid: &Grid) -> Tone {
    if grid.values().iter().any(|value| *value < 0.0) {
        Tone::Signed
    } else {
        Tone::Ink
    }
}

impl Convolve {
    /// Makes what a task will find the input that is awaited.
    fn await_input(&mut self) -> Stamp {
        *self.awaited.insert(Stamp::unique())
    }

    /// The input that is chosen. What there is not yet is your digit instead.
    pub(super) fn chosen_input(&self, reading: &Reading) -> Input {
        let one = Input::of_grid;
        match (self.source, &self.held_out, &self.photo, &self.carried) {
            (Source::HeldOut, Some(digit), ..) => one(digit.picture.clone()),
            (Source::Picture, _, Some(photo), _) => Input {
                maps: match self.mixing {
                    Mixing::Grey => photo.grey.clone(),
                    Mixing::Kept | Mixing::Summed => photo.maps.clone(),
                },
                tone: photo.tone,
            },
            (Source::Carried, .., Some(carried)) => one(carried.input.clone()),
            (Source::Typed, ..) => one(self.typed.clone()),
            (Source::Pattern, ..) => {
                let side = self.pattern_side;
                one(Arc::new(self.pattern.grid(side, side)))
            }
            _ => one(Arc::new(reading.form.centred.clone())),
        }
    }
}

impl App {
    /// Opens a picture as the input: in a task.
    pub(in crate::app) fn open_input(&mut self, path: PathBuf) {
        self.state.path_dialog = None;
        let asked = self.state.convolve.await_input();
        self.tasks.queue(OPENING, move || {
            Some(match Photo::open(&path) {
                Ok(photo) => opened(asked, photo),
                Err(error) => Command::Convolve(Change::PictureFailed(error.into())),
            })
        });
    }

    pub(super) fn open_sample(&mut self) {
        let name = self.state.text.get("convolve-sample").to_owned();
        let asked = self.state.convolve.await_input();
        self.tasks.queue(OPENING, move || {
            let picture = Picture::of_channels(still_life::channels());
            let sample = Photo {
                is_sample: true,
                ..Photo::of_picture(name, &picture)
            };
            Some(opened(asked, sample))
        });
    }

    pub(super) fn open_input_pixels(&mut self, image: Arc<ColorImage>) {
        let asked = self.state.convolve.await_input();
        self.tasks.queue(OPENING, move || {
            let [width, height] = image.size;
            let rgba: Vec<u8> = image
                .pixels
                .iter()
                .flat_map(Color32::to_srgba_unmultiplied)
                .collect();
            let picture = Picture::from_rgba(width, height, &rgba)?;
            Some(opened(asked, Photo::of_picture(String::new(), &picture)))
        });
    }

    /// Chooses a held-out digit as the input; `chance` chooses.
    pub(super) fn find_input_digit(&mut self, chance: usize) {
        let asked = self.state.convolve.await_input();
        self.tasks.queue("held-out input", move || {
            let digits = &dataset::builtin().test;
            let index = chance % digits.len();
            let digit = HeldOutDigit {
                index,
                label: digits.label(index),
                picture: Arc::new(digits.picture(index)),
            };
            Some(awaited(asked, Change::DigitFound(digit)))
        });
    }
}

fn opened(asked: Stamp, photo: Photo) -> Command {
    awaited(asked, Change::PictureOpened(Arc::new(photo)))
}

fn awaited(asked: Stamp, answer: Change) -> Command {
    Command::Convolve(Change::TakeAwaited {
        asked,
        answer: Box::new(answer),
    })
}
