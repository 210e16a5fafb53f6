//! What the pages read. Only `logic.rs` and its kin change it.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::convolve::{Convolve, OwnKernel};
use super::experiment::Experiment;
use super::favourites::Favourites;
use super::lesson::{Lesson, Place};
use super::network_files::UnsavedFile;
use super::pages::Page;
use super::reading::Reading;
use super::text::Text;
use super::training::Training;
use crate::digit::{Drawing, Steps};
use crate::language::Language;
use crate::network::{BUILTIN_ACCURACY, Layer, Model};
use crate::stamp::Stamp;

/// Pens' widths, as shares of the canvas: thinnest, usual, thickest.
pub const PEN_WIDTHS: (f32, f32, f32) = (0.02, 0.075, 0.15);

/// What the pointer does on the canvas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tool {
    #[default]
    Pen,
    Eraser,
}

/// Where the network in use comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModelName {
    Builtin,
    File(PathBuf),
    /// One that has learned nothing yet.
    Untrained,
    /// One on which something is tried.
    Changed,
    /// That of the run on the Train page, as it learns.
    Run,
    /// That of a moment of this run which is over, after so many steps.
    Moment {
        step: u64,
    },
    /// One that a run has learned, kept in use.
    OfRun {
        run: String,
        step: u64,
    },
}

/// The network that reads the digit on every page.
pub struct CurrentModel {
    pub model: Model,
    pub name: ModelName,
    /// The share of test digits that it reads right, where that is known.
    pub accuracy: Option<f32>,
}

/// A digit of the data set, not seen in training, on the canvas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeldOut {
    /// Its place among the held-out digits.
    pub index: usize,
    pub label: u8,
    /// Its picture on the canvas, by which is known whether it is still there.
    pub picture: Stamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageKind {
    Done,
    Error,
}

/// What another page wants to be seen on the Network page.
#[derive(Clone, Debug, PartialEq)]
pub enum NetworkView {
    /// The middle of a stage of the trace, selected.
    Stage(usize),
    /// These layers in the editor; they need not fit together.
    Layers(Vec<Layer>),
}

/// What the user is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub kind: MessageKind,
    pub words: String,
}

/// What a path is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathPurpose {
    OpenPicture,
    /// The input of the Convolve page.
    OpenInput,
    SaveDrawing,
    OpenModel,
    SaveModel,
    OpenRun,
    SaveRun,
    /// Pictures to train on: a folder, or a file of drawn digits.
    UseData,
    LessonFolder,
    /// What is written is [`State::unsaved_file`].
    SaveFile,
}

impl PathPurpose {
    pub fn is_save(self) -> bool {
        matches!(
            self,
            Self::SaveDrawing | Self::SaveModel | Self::SaveRun | Self::SaveFile
        )
    }
}

/// A path being asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathDialog {
    /// By which an answer of the system's own dialog is known to be for this one.
    pub stamp: Stamp,
    pub purpose: PathPurpose,
    /// As typed so far.
    pub path: String,
    /// Set when there is a file of this name already: the next attempt replaces it.
    pub may_replace: bool,
}

/// What is kept between starts, beside the window's size and place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    pub language: Language,
    pub theme: eframe::egui::ThemePreference,
    pub presenter: bool,
    /// Share of the canvas, within [`PEN_WIDTHS`].
    pub pen_width: f32,
    /// Whether nothing moves by itself; as the system has it until that is chosen here.
    pub less_motion: Option<bool>,
    /// The folder with lessons of one's own.
    pub lesson_folder: Option<PathBuf>,
    /// Where in the lesson the reader is.
    pub lesson_place: Place,
    /// The tasks that are done, by chapter and screen.
    pub tasks_done: BTreeSet<String>,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            language: Language::default(),
            theme: eframe::egui::ThemePreference::System,
            presenter: false,
            pen_width: PEN_WIDTHS.1,
            less_motion: None,
            lesson_folder: None,
            lesson_place: Place::default(),
            tasks_done: BTreeSet::new(),
        }
    }
}

/// All that the pages show.
pub struct State {
    pub page: Page,
    /// Shared with tasks, which tell what went wrong in them.
    pub text: Arc<Text>,
    pub preferences: Preferences,
    /// Whether the system wants little motion.
    pub(super) system_less_motion: bool,
    pub drawing: Drawing,
    pub tool: Tool,
    /// The steps between the ink and what the network reads.
    pub steps: Steps,
    pub held_out: Option<HeldOut>,
    /// The picture that a task is to put on the canvas, unless something newer comes first.
    pub(super) awaited_picture: Option<Stamp>,
    pub model: Arc<CurrentModel>,
    /// What the network says of the drawing.
    pub reading: Arc<Reading>,
    pub(super) reading_is_stale: bool,
    pub experiment: Option<Experiment>,
    pub convolve: Convolve,
    pub network_view: Option<Arc<NetworkView>>,
    pub favourites: Option<Arc<Favourites>>,
    pub message: Option<Message>,
    pub path_dialog: Option<PathDialog>,
    pub unsaved_file: Option<Arc<UnsavedFile>>,
    /// Whether the list of keys is shown.
    pub help: bool,
    /// Whether the settings are shown.
    pub settings: bool,
    pub lesson: Lesson,
    pub training: Training,
}

impl Preferences {
    /// The same with a pen that can be drawn with, whatever was stored.
    pub(super) fn checked(mut self) -> Self {
        let (least, usual, most) = PEN_WIDTHS;
        if !(least..=most).contains(&self.pen_width) {
            self.pen_width = usual;
        }
        self
    }
}

impl State {
    /// Whether a dialog lies over the page, under which nothing else happens.
    pub fn shows_dialog(&self) -> bool {
        self.help || self.settings || self.path_dialog.is_some()
    }

    pub(super) fn new(preferences: Preferences, own_kernels: Vec<OwnKernel>) -> Self {
        let model = Arc::new(CurrentModel::builtin());
        let (drawing, steps) = (Drawing::default(), Steps::default());
        let reading = Arc::new(Reading::new(&drawing, steps, &model.model));
        Self {
            page: Page::Draw,
            text: Arc::new(Text::of(preferences.language)),
            lesson: Lesson::new(),
            preferences,
            system_less_motion: false,
            drawing,
            tool: Tool::default(),
            steps,
            held_out: None,
            awaited_picture: None,
            model,
            convolve: Convolve::new(&reading, own_kernels),
            reading,
            reading_is_stale: false,
            experiment: None,
            network_view: None,
            favourites: None,
            message: None,
            path_dialog: None,
            unsaved_file: None,
            help: false,
            settings: false,
            training: Training::default(),
        }
    }

    /// Whether nothing moves by itself.
    pub fn less_motion(&self) -> bool {
        self.preferences
            .less_motion
            .unwrap_or(self.system_less_motion)
    }

    /// What was asked for again has come about.
    pub(super) fn forget_error(&mut self) {
        self.forget(MessageKind::Error);
    }

    /// A message of this kind is not to be said any longer.
    pub(super) fn forget(&mut self, kind: MessageKind) {
        self.message.take_if(|message| message.kind == kind);
    }

    pub(super) fn say(&mut self, kind: MessageKind, words: String) {
        self.message = Some(Message { kind, words });
    }

    /// Makes a picture that a task will find the one that the canvas awaits.
    pub(super) fn await_picture(&mut self) -> Stamp {
        *self.awaited_picture.insert(Stamp::unique())
    }

    /// The held-out digit, if it is what the canvas shows, untouched.
    pub fn shown_held_out(&self) -> Option<HeldOut> {
        let drawing = &self.drawing;
        let picture = drawing.picture_stamp();
        self.held_out
            .filter(|held_out| picture == Some(held_out.picture) && drawing.strokes().is_empty())
    }
}

impl CurrentModel {
    pub fn builtin() -> Self {
        Self {
            model: Model::builtin(),
            name: ModelName::Builtin,
            accuracy: Some(BUILTIN_ACCURACY),
        }
    }
}
