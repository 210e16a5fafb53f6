//! What is set once: language, motion, the folder with lessons of one's own.

use eframe::egui::{Align, Context, Layout, RichText, Ui, pos2};
use lucide_icons::Icon;

use super::command::Command;
use super::dialogs::{modal, title};
use super::lesson::LessonCommand;
use super::network_files::UnsavedFile;
use super::pages::PageContext;
use super::state::PathPurpose;
use super::theme::{BODY, CAPTION, Face, Theme, measure, space};
use super::widgets::{Button, Segment, segmented_in, toggle};
use crate::language::Language;

/// How lesson files are written, with an example.
const FORMAT: &str = include_str!("../../assets/lessons/README.md");

pub fn show(ctx: &Context, context: &mut PageContext<'_>) {
    let left = modal(ctx, "settings", measure::DIALOG, |ui| {
        title(ui, context.text("app-settings"));
        show_language(ui, context);
        show_motion(ui, context);
        show_lessons(ui, context);
        ui.add_space(space::MEDIUM);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let close = Button::new(context.text("app-close")).primary();
            if close.show(ui).clicked() {
                context.push(Command::ShowSettings(false));
            }
        });
    });
    if left {
        context.push(Command::ShowSettings(false));
    }
}

fn heading(ui: &mut Ui, words: &str) {
    let theme = Theme::of(ui.ctx());
    ui.add_space(space::SMALL);
    ui.label(RichText::new(words).font(theme.font(BODY, Face::SemiBold)));
}

fn note(ui: &mut Ui, words: impl Into<String>) {
    let theme = Theme::of(ui.ctx());
    let words = RichText::new(words).font(theme.font(CAPTION, Face::Regular));
    ui.label(words.color(theme.colors.muted));
}

fn show_language(ui: &mut Ui, context: &mut PageContext<'_>) {
    let group = context.text("app-language");
    heading(ui, group);
    let segments = Language::ALL.map(|language| Segment {
        icon: None,
        label: language.own_name(),
        tooltip: "",
    });
    let chosen = context.state.preferences.language;
    let selected = Language::ALL.iter().position(|l| *l == chosen);
    if let Some(index) = segmented_in(ui, group, &segments, selected.unwrap_or(0)) {
        context.push(Command::SetLanguage(Language::ALL[index]));
    }
}

fn show_motion(ui: &mut Ui, context: &mut PageContext<'_>) {
    heading(ui, context.text("app-motion"));
    ui.horizontal(|ui| {
        let theme = Theme::of(ui.ctx());
        let less = context.state.less_motion();
        let place = ui.cursor().min;
        let middle = place.y + theme.control_height() / 2.0;
        let name = context.text("app-less-motion");
        let switch = toggle(ui, pos2(place.x, middle), less, true, name);
        if switch.clicked() {
            context.push(Command::SetLessMotion(!less));
        }
        ui.add_space(measure::TOGGLE.x + space::SMALL);
        ui.label(name);
    });
    note(ui, context.text("app-less-motion-note"));
}

fn show_lessons(ui: &mut Ui, context: &mut PageContext<'_>) {
    heading(ui, context.text("learn-folder"));
    let folder = context.state.preferences.lesson_folder.clone();
    match &folder {
        Some(folder) => note(ui, folder.display().to_string()),
        None => note(ui, context.text("learn-folder-none")),
    }
    ui.horizontal(|ui| {
        let choose = Button::new(context.text("learn-folder-choose")).icon(Icon::FolderOpen);
        if choose.show(ui).clicked() {
            context.push(Command::ChoosePath(PathPurpose::LessonFolder));
        }
        let format = Button::new(context.text("learn-folder-format"))
            .icon(Icon::Download)
            .tooltip(context.text("learn-folder-format-tooltip"));
        if format.show(ui).clicked() {
            context.push(Command::ShowSettings(false));
            context.push(Command::SaveFile(UnsavedFile {
                name: "lesson-files.md".to_owned(),
                bytes: FORMAT.as_bytes().to_vec(),
            }));
        }
    });
    if folder.is_none() {
        return;
    }
    ui.horizontal(|ui| {
        if Button::new(context.text("learn-folder-reload"))
            .show(ui)
            .clicked()
        {
            context.lesson(LessonCommand::Read);
        }
        if Button::new(context.text("learn-folder-leave"))
            .show(ui)
            .clicked()
        {
            context.lesson(LessonCommand::SetFolder(None));
        }
    });
}
