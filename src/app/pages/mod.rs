//! The pages, a folder each. A page reads the state and pushes commands.

mod convolve;
mod draw;
mod learn;
mod network;
mod train;

use lucide_icons::Icon;

use super::command::Command;
use super::lesson::LessonCommand;
use super::state::State;
use super::textures::Textures;
pub use learn::{show_lesson_canvas, show_lesson_header, show_spotlight};

/// A page of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    Draw,
    Convolve,
    Network,
    Train,
    Learn,
}

/// A page on the rail: its key on the keyboard, and its words.
pub struct PageEntry {
    pub page: Page,
    pub key: eframe::egui::Key,
    pub icon: Icon,
    pub title: &'static str,
    pub subtitle: &'static str,
    pub tooltip: &'static str,
}

impl Page {
    pub const ALL: [PageEntry; 5] = [
        PageEntry {
            page: Self::Draw,
            key: eframe::egui::Key::Num1,
            icon: Icon::Pencil,
            title: "draw-title",
            subtitle: "draw-subtitle",
            tooltip: "draw-tooltip",
        },
        PageEntry {
            page: Self::Convolve,
            key: eframe::egui::Key::Num2,
            icon: Icon::Grid3x3,
            title: "convolve-title",
            subtitle: "convolve-subtitle",
            tooltip: "convolve-tooltip",
        },
        PageEntry {
            page: Self::Network,
            key: eframe::egui::Key::Num3,
            icon: Icon::Network,
            title: "network-title",
            subtitle: "network-subtitle",
            tooltip: "network-tooltip",
        },
        PageEntry {
            page: Self::Train,
            key: eframe::egui::Key::Num4,
            icon: Icon::ChartSpline,
            title: "train-title",
            subtitle: "train-subtitle",
            tooltip: "train-tooltip",
        },
        PageEntry {
            page: Self::Learn,
            key: eframe::egui::Key::Num5,
            icon: Icon::BookOpen,
            title: "learn-title",
            subtitle: "learn-subtitle",
            tooltip: "learn-tooltip",
        },
    ];

    pub fn entry(self) -> &'static PageEntry {
        const ENTRIES: &[PageEntry] = &Page::ALL;
        &ENTRIES[self as usize]
    }
}

/// What a page is given.
pub struct PageContext<'a> {
    pub state: &'a State,
    pub textures: &'a mut Textures,
    pub commands: &'a mut Vec<Command>,
}

impl<'a> PageContext<'a> {
    /// Asks for something.
    pub fn push(&mut self, command: Command) {
        self.commands.push(command);
    }

    /// Asks for something of the lesson.
    pub fn lesson(&mut self, command: LessonCommand) {
        self.push(Command::Lesson(command));
    }

    /// Words that need nothing filled in.
    pub fn text(&self, key: &str) -> &'a str {
        self.state.text.get(key)
    }
}

/// What the pages remember of how they are looked at.
#[derive(Default)]
pub struct Pages {
    convolve: convolve::ConvolvePage,
    network: network::NetworkPage,
    train: train::TrainPage,
    learn: learn::LearnPage,
}

impl Pages {
    /// Draws the page into what `ui` has left.
    pub fn show(&mut self, ui: &mut eframe::egui::Ui, context: &mut PageContext<'_>) {
        match context.state.page {
            Page::Draw => draw::show(ui, context),
            Page::Convolve => self.convolve.show(ui, context),
            Page::Network => self.network.show(ui, context),
            Page::Train => self.train.show(ui, context),
            Page::Learn => self.learn.show(ui, context),
        }
    }
}
