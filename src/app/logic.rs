//! Carries out what pages and tasks ask for. Runs before every frame, also while the window is
//! hidden.

use std::sync::Arc;

use eframe::egui::Context;

use super::App;
use super::command::Command;
use super::pages::Page;
use super::reading::{Reading, is_light};
use super::state::{CurrentModel, MessageKind, PEN_WIDTHS, State, Tool};
use super::theme;

/// The eraser's width, in pens.
pub const ERASER: f32 = 1.6;

impl App {
    /// Takes what tasks have found since the last frame.
    pub(super) fn drain_tasks(&mut self, ctx: &Context) {
        for command in self.tasks.finished(&self.state.text) {
            self.perform(ctx, command);
        }
    }

    /// Reads the drawing anew if something has changed; whether there is a new reading. A heavy
    /// network reads on another thread, and what it has read before stays until then.
    pub(super) fn update_reading(&mut self) -> bool {
        let state = &mut self.state;
        if !state.reading_is_stale {
            return false;
        }
        let (steps, model) = (state.steps, state.model.model.clone());
        let light = is_light(model.architecture());
        if !light && self.tasks.is_running("reading") {
            // Again when that one ends.
            return false;
        }
        state.reading_is_stale = false;
        if light {
            state.reading = Arc::new(Reading::new(&state.drawing, steps, &model));
            return true;
        }
        let drawing = state.drawing.clone();
        self.tasks.start("reading", move || {
            let reading = Reading::new(&drawing, steps, &model);
            reading.trace();
            Some(Command::TakeReading(Arc::new(reading)))
        });
        false
    }

    /// Brings what the Convolve page shows up to date, while it is shown; whether it has changed.
    pub(super) fn update_convolve(&mut self, ctx: &Context) -> bool {
        let State {
            page,
            convolve,
            reading,
            ..
        } = &mut self.state;
        *page == Page::Convolve && convolve.update(reading, &mut self.tasks, ctx)
    }

    /// Carries a command out.
    pub fn perform(&mut self, ctx: &Context, command: Command) {
        let state = &mut self.state;
        let page = state.page;
        match command {
            Command::ShowPage(page) => state.page = page,
            Command::SetTheme(theme) => {
                state.preferences.theme = theme;
                ctx.set_theme(theme);
            }
            Command::SetPresenter(presenter) => {
                state.preferences.presenter = presenter;
                state.apply_look(ctx);
            }
            Command::ShowHelp(help) => state.help = help,
            Command::ShowSettings(settings) => state.settings = settings,
            Command::SetLanguage(language) => self.set_language(language),
            Command::FollowSystem { less_motion } => {
                state.system_less_motion = less_motion;
                state.apply_look(ctx);
            }
            Command::SetLessMotion(less) => {
                state.preferences.less_motion = Some(less);
                state.apply_look(ctx);
            }

            Command::PutDown(_)
            | Command::MoveTo(_)
            | Command::LiftUp
            | Command::Undo
            | Command::Redo
            | Command::Clear => state.draw(&command),
            Command::SetTool(tool) => state.tool = tool,
            Command::SetPenWidth(width) => {
                state.preferences.pen_width = width.clamp(PEN_WIDTHS.0, PEN_WIDTHS.2);
            }
            Command::SetSteps(steps) => {
                state.steps = steps;
                state.reading_is_stale = true;
            }

            Command::OpenPicture(path) => self.open_picture(path),
            Command::OpenPixels(image) => self.open_pixels(image),
            Command::PictureOpened(picture) => {
                state.forget_error();
                self.show_picture(&picture);
            }
            Command::SaveDrawing(path) => self.save_drawing(path),
            Command::ShowRandomDigit => self.find_digit(),
            Command::DigitFound {
                index,
                label,
                picture,
            } => self.digit_found(index, label, &picture),

            Command::TakeForCanvas { asked, answer } => {
                if state.awaited_picture == Some(asked) {
                    self.perform(ctx, *answer);
                }
            }

            Command::ChoosePath(purpose) => self.choose_path(purpose),
            Command::TypePath(path) => state.type_path(path),
            Command::BrowsePaths => self.browse_paths(),
            Command::UsePath(path) => self.use_path(path, false),
            Command::PathBrowsed { dialog, path } => self.path_browsed(dialog, path),
            Command::CancelPath => state.path_dialog = None,

            Command::OpenModel(path) => self.open_model(path),
            Command::ModelOpened { model, path } => state.use_model(model, path),
            Command::LayersOpened(layers) => state.layers_opened(layers),
            Command::UseBuiltinModel => {
                state.experiment = None;
                state.model = Arc::new(CurrentModel::builtin());
                state.reading_is_stale = true;
            }
            Command::SaveModel(path) => self.save_model(path),
            Command::UseArchitecture(architecture) => self.use_architecture(architecture),
            Command::UseUntrained(model) => state.use_untrained(model),
            Command::TakeReading(reading) => state.take_reading(reading),
            Command::SaveFile(file) => self.save_file(file),
            Command::MakeFile(maker) => self.make_file(maker),
            Command::WriteFile(path) => self.write_file(path),
            Command::FileSaved(path) => state.file_saved(&path),

            Command::ChangeNetwork(change) => state.change_network(change),
            Command::UndoChange => state.undo_change(),
            Command::RedoChange => state.redo_change(),
            Command::TakeBack(change) => state.take_back(&change),
            Command::RestoreNetwork => state.restore_network(),
            Command::AccuracyMeasured {
                model,
                accuracy,
                before,
            } => self.accuracy_measured(&model, accuracy, before),
            Command::FindFavourites(wanted) => self.find_favourites(wanted),
            Command::FavouritesFound(favourites) => state.favourites = Some(favourites),

            Command::Train(command) => self.perform_training(command),
            Command::Lesson(command) => self.perform_lesson(command),
            Command::Convolve(change) => self.convolve(change),
            Command::OpenInNetwork(view) => {
                state.page = Page::Network;
                state.network_view = Some(view);
            }
            Command::OpenInConvolve(carried) => {
                state.page = Page::Convolve;
                state.convolve.carry(carried);
            }

            Command::Fail(words) => state.say(MessageKind::Error, words),
            Command::DismissMessage => state.message = None,
        }
        if self.state.page != page {
            self.state.end_gestures();
        }
        self.measure_changed();
        self.load_lessons();
    }
}

impl State {
    /// Where the pointer is let go, another page is shown by then.
    fn end_gestures(&mut self) {
        self.drawing.end_stroke();
        self.convolve.end_gesture();
    }

    fn apply_look(&self, ctx: &Context) {
        theme::apply(ctx, self.preferences.presenter, self.less_motion());
    }

    /// Takes what a heavy network has read, unless another network has taken its place.
    fn take_reading(&mut self, reading: Arc<Reading>) {
        if reading.model.is_same(&self.model.model) {
            self.reading = reading;
        }
    }

    fn draw(&mut self, command: &Command) {
        let pen = self.preferences.pen_width;
        if !matches!(command, Command::MoveTo(_) | Command::LiftUp) {
            self.awaited_picture = None;
        }
        let drawing = &mut self.drawing;
        match (command, self.tool) {
            (Command::PutDown(point), Tool::Pen) => drawing.begin_stroke(*point, pen),
            (Command::PutDown(point), Tool::Eraser) => {
                drawing.begin_erasing(*point, pen * ERASER);
            }
            // Whichever is down moves.
            (Command::MoveTo(point), _) => {
                drawing.extend_stroke(*point);
                drawing.erase_to(*point);
            }
            (Command::LiftUp, _) => drawing.end_stroke(),
            (Command::Undo, _) => drop(drawing.undo()),
            (Command::Redo, _) => drop(drawing.redo()),
            (Command::Clear, _) => drawing.clear(),
            _ => return,
        }
        self.reading_is_stale = true;
    }

    fn type_path(&mut self, path: String) {
        if let Some(dialog) = &mut self.path_dialog {
            dialog.path = path;
            dialog.may_replace = false;
        }
    }
}
