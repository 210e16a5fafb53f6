//! What the tests of the window share: a window, a pen, pictures of it.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use convscope::app::App;
use convscope::app::command::Command;
use eframe::Storage;
use eframe::egui::accesskit::Role;
use eframe::egui::{
    Color32, DroppedFile, Event, Modifiers, PointerButton, Pos2, Rect, Theme, Vec2, vec2,
};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use egui_kittest::{Harness, Node, SnapshotOptions, try_image_snapshot_options};
use image::RgbaImage;

pub type Window = Harness<'static, App>;

/// The window's size when it is first opened.
pub const SIZE: Vec2 = vec2(1280.0, 900.0);

/// How long a task may take before a test gives up.
const PATIENCE: Duration = Duration::from_secs(60);

pub const CANVAS: &str = "Canvas: draw a digit with the pointer";

/// A window as it is opened first, in the light look.
pub fn window() -> Window {
    window_with(SIZE, Theme::Light)
}

pub fn window_with(size: Vec2, theme: Theme) -> Window {
    let mut window = Harness::builder()
        .with_size(size)
        .with_max_steps(30)
        .with_theme(theme)
        .build_eframe(|creation| App::new(creation));
    let ctx = window.ctx.clone();
    let look = Command::SetTheme(theme.into());
    window.state_mut().perform(&ctx, look);
    window.run_ok();
    window
}

/// What eframe keeps on disk, kept in memory.
#[derive(Default)]
pub struct Memory(HashMap<String, String>);

impl Storage for Memory {
    fn get_string(&self, key: &str) -> Option<String> {
        self.0.get(key).cloned()
    }

    fn set_string(&mut self, key: &str, value: String) {
        self.0.insert(key.to_owned(), value);
    }

    fn remove_string(&mut self, key: &str) {
        self.0.remove(key);
    }

    fn flush(&mut self) {}
}

/// A window that is opened after this one was closed: all that is left is what was stored.
pub fn next_start(window: &mut Window) -> Window {
    let mut memory = Memory::default();
    eframe::App::save(window.state_mut(), &mut memory);
    let memory: &'static Memory = Box::leak(Box::new(memory));
    Harness::builder()
        .with_size(SIZE)
        .with_max_steps(30)
        .build_eframe(|creation| {
            creation.storage = Some(memory);
            App::new(creation)
        })
}

/// Carries a command out as if a page had pushed it.
pub fn perform(window: &mut Window, command: Command) {
    let ctx = window.ctx.clone();
    window.state_mut().perform(&ctx, command);
    window.run_ok();
}

/// Clicks what has this name.
pub fn click(window: &mut Window, label: &str) {
    window.get_by_label(label).click();
    window.run_ok();
}

/// Whether something's name contains these words.
pub fn has(window: &Window, words: &str) -> bool {
    window.query_all_by_label_contains(words).next().is_some()
}

pub fn canvas(window: &Window) -> Rect {
    window.get_by_label(CANVAS).rect()
}

fn button(pos: Pos2, pressed: bool) -> Event {
    Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::default(),
    }
}

/// Draws a stroke through points given as shares of the canvas, a frame a point.
pub fn stroke(window: &mut Window, points: &[(f32, f32)]) {
    let rect = canvas(window);
    let places: Vec<Pos2> = points
        .iter()
        .map(|(x, y)| rect.min + rect.size() * vec2(*x, *y))
        .collect();
    window.event(Event::PointerMoved(places[0]));
    window.step();
    window.event(button(places[0], true));
    window.step();
    for place in &places[1..] {
        window.event(Event::PointerMoved(*place));
        window.step();
    }
    window.event(button(places[places.len() - 1], false));
    window.run_ok();
}

/// The same with all of it arriving within one frame.
pub fn fast_stroke(window: &mut Window, points: &[(f32, f32)]) {
    let rect = canvas(window);
    let place = |(x, y): &(f32, f32)| rect.min + rect.size() * vec2(*x, *y);
    window.event(Event::PointerMoved(place(&points[0])));
    window.step();
    window.event(button(place(&points[0]), true));
    for point in &points[1..] {
        window.event(Event::PointerMoved(place(point)));
    }
    window.event(button(place(&points[points.len() - 1]), false));
    window.step();
}

/// A seven, in the middle of the canvas.
pub const SEVEN: [(f32, f32); 7] = [
    (0.3, 0.25),
    (0.4, 0.24),
    (0.55, 0.25),
    (0.68, 0.24),
    (0.6, 0.42),
    (0.52, 0.6),
    (0.45, 0.8),
];

/// Draws a seven.
pub fn seven(window: &mut Window) {
    stroke(window, &SEVEN);
}

/// Steps until a task has done what is waited for.
pub fn wait_until(window: &mut Window, what: &str, mut is_there: impl FnMut(&App) -> bool) {
    let begun = Instant::now();
    while !is_there(window.state()) {
        assert!(begun.elapsed() < PATIENCE, "waited in vain for {what}");
        thread::sleep(Duration::from_millis(5));
        window.step();
    }
    window.run_ok();
}

/// What something is called: a label by what it says, all else by its name.
pub fn name_of(node: &Node<'_>) -> Option<String> {
    let node = node.accesskit_node();
    if node.role() == Role::Label {
        node.value()
    } else {
        node.label()
    }
}

/// No name is empty: that would be words that are missing in the Fluent files.
pub fn assert_all_text_there(window: &Window) {
    let mut named = 0;
    for node in window.root().children_recursive() {
        if let Some(name) = name_of(&node) {
            named += 1;
            assert!(!name.trim().is_empty(), "a widget without words");
        }
    }
    assert!(named > 10, "only {named} widgets have names");
}

/// The window as it is on screen, where the frame is cleared with the background first.
pub fn on_background(mut image: RgbaImage, background: Color32) -> RgbaImage {
    for pixel in image.pixels_mut() {
        let rest = 255 - u32::from(pixel.0[3]);
        for (channel, fill) in pixel.0.iter_mut().zip(background.to_array()) {
            *channel += (u32::from(fill) * rest / 255) as u8;
        }
    }
    image
}

/// Whether the window can be rendered. Where nothing can, that is said, unless CI is set: there it
/// is a failure.
pub fn renders(window: &mut Window) -> bool {
    match window.render() {
        Ok(_) => true,
        Err(error) if std::env::var_os("CI").is_none() => {
            eprintln!("SKIPPED: nothing renders here: {error}");
            false
        }
        Err(error) => panic!("nothing renders here: {error}"),
    }
}

/// Compares the window with its picture under tests/snapshots. Where nothing can render, that is
/// said and passed over, unless CI is set: there it is a failure.
pub fn snapshot(window: &mut Window, name: &str) {
    let image = match window.render() {
        Ok(image) => on_background(image, window.ctx.global_style().visuals.panel_fill),
        Err(error) if std::env::var_os("CI").is_none() => {
            eprintln!(
                "SKIPPED: picture {name}: nothing renders here \
                 (on Debian: apt install libegl1 libgl1-mesa-dri): {error}"
            );
            return;
        }
        Err(error) => panic!("picture {name}: nothing renders here: {error}"),
    };
    // Versions of the software renderer differ in how they soften edges.
    let options = SnapshotOptions::new()
        .threshold(2.0)
        .max_failed_pixels(400)
        .output_path("tests/snapshots");
    try_image_snapshot_options(&image, name, &options).unwrap();
}

#[derive(Debug)]
struct File(PathBuf);

impl DroppedFile for File {
    fn path(&self) -> &std::path::Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

/// Drops a file onto the window.
pub fn drop_file(window: &mut Window, path: PathBuf) {
    window.input_mut().dropped_files = vec![Arc::new(File(path))];
    window.step();
}
