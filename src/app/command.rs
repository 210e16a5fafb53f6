//! What a user may ask for. Pages and widgets push commands and never act; `logic.rs` alone
//! carries them out, so that every behaviour can be tested without a window.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{ColorImage, ThemePreference};

use super::convolve::{Carried, Change as Convolve};
use super::favourites::{Favourites, Wanted};
use super::lesson::LessonCommand;
use super::network_files::{FileMaker, UnsavedFile};
use super::pages::Page;
use super::reading::Reading;
use super::state::{NetworkView, PathPurpose, Tool};
use super::training::TrainCommand;
use crate::digit::{Point, Steps};
use crate::grid::Grid;
use crate::language::Language;
use crate::network::experiment::Change;
use crate::network::{Architecture, Layer, Model};
use crate::stamp::Stamp;

#[derive(Clone, Debug)]
pub enum Command {
    ShowPage(Page),
    SetTheme(ThemePreference),
    SetPresenter(bool),
    ShowHelp(bool),
    ShowSettings(bool),
    SetLanguage(Language),
    /// What the system says, where nothing is chosen here.
    FollowSystem {
        less_motion: bool,
    },
    /// Nothing moves by itself.
    SetLessMotion(bool),

    /// The pointer is put down on the canvas, with the tool in hand.
    PutDown(Point),
    MoveTo(Point),
    LiftUp,
    SetTool(Tool),
    /// Share of the canvas.
    SetPenWidth(f32),
    Undo,
    Redo,
    Clear,
    SetSteps(Steps),

    /// Opens a picture file.
    OpenPicture(PathBuf),
    /// A picture from the clipboard.
    OpenPixels(Arc<ColorImage>),
    /// A picture has been read: its ink plane.
    PictureOpened(Arc<Grid>),
    SaveDrawing(PathBuf),
    /// A held-out digit chosen at random.
    ShowRandomDigit,
    /// A held-out digit has been found.
    DigitFound {
        index: usize,
        label: u8,
        picture: Arc<Grid>,
    },

    /// A task's answer for the canvas, which counts unless something newer was chosen since.
    TakeForCanvas {
        asked: Stamp,
        answer: Box<Command>,
    },

    ChoosePath(PathPurpose),
    TypePath(String),
    /// Opens the system's own dialog.
    BrowsePaths,
    /// What [`Command::ChoosePath`] asked for.
    UsePath(PathBuf),
    /// The same from the system's own dialog, which was opened for the one of this stamp.
    PathBrowsed {
        dialog: Stamp,
        path: PathBuf,
    },
    CancelPath,

    OpenModel(PathBuf),
    ModelOpened {
        model: Model,
        path: PathBuf,
    },
    /// Layers without weights, for the editor.
    LayersOpened(Vec<Layer>),
    UseBuiltinModel,
    SaveModel(PathBuf),
    /// Uses a network of this architecture that has learned nothing yet.
    UseArchitecture(Architecture),
    UseUntrained(Model),
    /// What a network says of the drawing.
    TakeReading(Arc<Reading>),
    SaveFile(UnsavedFile),
    /// Makes a file in a task, then saves it.
    MakeFile(FileMaker),
    WriteFile(PathBuf),
    FileSaved(PathBuf),

    ChangeNetwork(Change),
    UndoChange,
    RedoChange,
    /// Takes one of the changes back, wherever it stands among them.
    TakeBack(Change),
    RestoreNetwork,
    /// Shares of the held-out digits: of a changed network, and of the one before all changes.
    AccuracyMeasured {
        model: Model,
        accuracy: f32,
        before: Option<f32>,
    },
    FindFavourites(Wanted),
    FavouritesFound(Arc<Favourites>),

    /// Something on the Train page.
    Train(TrainCommand),
    /// Something on the Learn page.
    Lesson(LessonCommand),
    /// Something on the Convolve page.
    Convolve(Convolve),
    /// Shows the Network page with what another page wants to be seen there.
    OpenInNetwork(Arc<NetworkView>),
    /// Shows the Convolve page with an input and a convolution of another page.
    OpenInConvolve(Arc<Carried>),

    Fail(String),
    DismissMessage,
}

impl Command {
    /// Whether the window looks different once it is carried out. The others answer later, by a
    /// command of their own.
    pub fn shows_at_once(&self) -> bool {
        !matches!(
            self,
            Self::FindFavourites(_) | Self::MakeFile(_) | Self::Lesson(LessonCommand::Evaluate)
        )
    }
}
