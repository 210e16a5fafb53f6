//! The window.
//!
//! - `theme`: colours, type, distances: the only place with literal values
//! - `text`: the words on screen, in Fluent files; `errors`: what went wrong, in them
//! - `state`: what the pages read
//! - `command`: what a user may ask for
//! - `logic`: carries commands out; `tasks` does so on other threads
//! - `history`: undo and redo
//! - `figure`: what is on screen as PNG or SVG
//! - `frame_times`: how long the window's own work in a frame takes
//! - `convolve`: what is taken apart on the Convolve page
//! - `training`: runs, and which of their moments the app uses
//! - `experiment`, `favourites`, `network_files`, `picture_files`, `paths`: parts of it, by idea
//! - `lesson`: where the reader of the lesson is, the quiz
//! - `settings`: what is set once: language, motion, lessons of one's own
//! - `shell`: rail, header, messages, dialogs, keys
//! - `ink`: the canvas, at home on the Draw page, docked on all others
//! - `pages`: a folder a page
//! - `widgets`: what pages are made of

pub mod command;
pub mod convolve;
mod dialogs;
mod errors;
mod experiment;
mod favourites;
mod figure;
mod frame_times;
mod history;
mod ink;
mod keys;
pub mod lesson;
mod logic;
mod network_files;
pub mod pages;
mod paths;
mod picture_files;
pub mod reading;
mod settings;
mod shell;
pub mod state;
mod tasks;
mod text;
mod textures;
mod theme;
pub mod training;
mod widgets;

use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use eframe::egui::{Context, Ui, ViewportBuilder, Visuals};
use eframe::{CreationContext, Frame, NativeOptions, Renderer, Storage};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use self::command::Command;
use self::pages::Pages;
use self::state::{Preferences, State};
use self::tasks::Tasks;
use self::textures::Textures;
use self::theme::measure;
use self::training::{Autosave, Workers};

/// The program's name, under which its files are kept.
const NAME: &str = "convscope";

/// Under which the preferences are stored.
const PREFERENCES: &str = "preferences";

/// Under which kernels of the user's own are stored.
const OWN_KERNELS: &str = "kernels";

/// How long the start waits for what the system says.
const SYSTEM_PATIENCE: Duration = Duration::from_millis(50);

/// The window and all that it shows.
pub struct App {
    state: State,
    pages: Pages,
    textures: Textures,
    tasks: Tasks,
    workers: Workers,
    autosave: Autosave,
    /// Chooses held-out digits: another at every start.
    rng: ChaCha8Rng,
}

impl App {
    pub fn new(creation: &CreationContext<'_>) -> Self {
        let ctx = &creation.egui_ctx;
        let preferences = creation
            .storage
            .and_then(|storage| eframe::get_value::<Preferences>(storage, PREFERENCES))
            .unwrap_or_default()
            .checked();
        let own_kernels = creation
            .storage
            .and_then(|storage| eframe::get_value(storage, OWN_KERNELS))
            .map_or_else(Vec::new, convolve::restored);
        theme::load_fonts(ctx);
        theme::apply(
            ctx,
            preferences.presenter,
            preferences.less_motion == Some(true),
        );
        ctx.set_theme(preferences.theme);
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        let seed = since.map_or(0, |since| since.as_nanos() as u64);
        let mut tasks = Tasks::new(ctx);
        let folder = creation.storage.and_then(|_| eframe::storage_dir(NAME));
        let autosave = autosave(folder.as_deref());
        if let Some(path) = autosave.path().map(Path::to_owned) {
            tasks.start("last run", move || Autosave::open(path));
        }
        tasks.start("find MNIST", || training::find_mnist(folder));
        Self {
            state: State::new(preferences, own_kernels),
            pages: Pages::default(),
            textures: Textures::default(),
            tasks,
            workers: Workers::new(ctx),
            autosave,
            rng: ChaCha8Rng::seed_from_u64(seed),
        }
    }

    /// What the pages show.
    pub fn state(&self) -> &State {
        &self.state
    }
}

/// Where runs are kept between starts, if anything is.
fn autosave(folder: Option<&Path>) -> Autosave {
    folder.map_or_else(Autosave::default, |folder| {
        Autosave::within(&folder.join("runs"))
    })
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, _frame: &mut Frame) {
        widgets::write_numbers_in(self.state.text.language());
        bound_zoom(ctx);
        self.drain_tasks(ctx);
        self.update_training(ctx);
        self.update_reading();
        self.update_convolve(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, frame: &mut Frame) {
        let page = self.state.page;
        frame_times::show(ui, frame, &self.state);
        for command in shell::show(self, ui) {
            if command.shows_at_once() {
                ui.ctx().request_repaint();
            }
            self.perform(ui.ctx(), command);
        }
        let reading_changed = self.update_reading();
        let results_changed = self.update_convolve(ui.ctx());
        if reading_changed || results_changed || self.state.page != page {
            // The answer follows within the frame in which a point arrives.
            ui.ctx().request_discard("the reading has changed");
        }
    }

    fn clear_color(&self, visuals: &Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }

    fn save(&mut self, storage: &mut dyn Storage) {
        eframe::set_value(storage, PREFERENCES, &self.state.preferences);
        eframe::set_value(storage, OWN_KERNELS, &self.state.convolve.own_kernels);
    }

    fn persist_egui_memory(&self) -> bool {
        false
    }
}

/// Larger by the keyboard only as far as the pages still fit: all that is larger counts in points,
/// of which the window has the fewer.
fn bound_zoom(ctx: &Context) {
    let zoom = ctx.zoom_factor();
    let room = ctx.content_rect().size() * zoom / measure::SMALLEST_WINDOW;
    let most = room.min_elem().max(1.0);
    if zoom > most {
        ctx.set_zoom_factor(most);
    }
}

/// Whether the system wants little motion, if it says so soon. Only the main thread may ask.
fn system_less_motion() -> bool {
    let said = mundy::Preferences::once_blocking(mundy::Interest::ReducedMotion, SYSTEM_PATIENCE);
    said.is_some_and(|said| said.reduced_motion.is_reduce())
}

/// Opens the window and stays until it is closed. `frame_times`: show how long frames take.
///
/// From start to a window takes about 145 ms on two cores with software rendering. As a trace of
/// system calls shows, 40 ms go to the connection to the display, 90 ms to loading the software
/// OpenGL (Mesa and LLVM), and up to 80 ms to its context, fonts, words and models. The built-in
/// digits are unpacked only when they are wanted.
pub fn run(frame_times: bool) -> eframe::Result {
    let viewport = ViewportBuilder::default()
        .with_title("convscope")
        .with_app_id("convscope")
        .with_inner_size(measure::WINDOW)
        .with_min_inner_size(measure::SMALLEST_WINDOW)
        .with_icon(theme::icon())
        .with_drag_and_drop(true);
    let options = NativeOptions {
        viewport,
        renderer: Renderer::Glow,
        // All fills are flat: it would only cost time where pixels are filled in software.
        dithering: false,
        ..NativeOptions::default()
    };
    let create = move |creation: &CreationContext<'_>| -> Result<Box<dyn eframe::App>, _> {
        if frame_times {
            frame_times::start(&creation.egui_ctx);
        }
        let mut app = App::new(creation);
        let less_motion = system_less_motion();
        app.perform(&creation.egui_ctx, Command::FollowSystem { less_motion });
        Ok(Box::new(app))
    };
    eframe::run_native("convscope", options, Box::new(create))
}
