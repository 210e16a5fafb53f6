//! The list of chapters, and the way to the quiz.

use eframe::egui::{
    Align2, CursorIcon, Rect, Role, ScrollArea, Sense, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};
use lucide_icons::Icon;

use crate::app::errors::InWords as _;
use crate::app::lesson::{LessonCommand, LessonView, Place};
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, Face, ICON, TITLE, Theme, radius, space, stroke};
use crate::app::widgets::{self, Button};

/// Narrowest entry that stands beside another.
const NARROW: f32 = 380.0;

/// Something to go to.
struct Entry {
    number: String,
    title: String,
    steps: Vec<String>,
    view: LessonView,
    /// Tasks done, and all of them.
    tasks: (usize, usize),
}

pub fn show(ui: &mut Ui, rect: Rect, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let foot = rect.with_min_y(rect.bottom() - theme.control_height());
    let list = rect.with_max_y(foot.top() - space::LARGE);
    super::within(ui, list, "contents", |ui| {
        let area = ScrollArea::vertical().auto_shrink(false);
        area.show(ui, |ui| show_entries(ui, list.width(), context));
    });
    super::within(ui, foot, "foot", |ui| {
        ui.horizontal(|ui| show_foot(ui, context));
    });
}

fn show_foot(ui: &mut Ui, context: &mut PageContext<'_>) {
    let place = context.state.resumed_place();
    let key = if place == Place::default() {
        "learn-begin"
    } else {
        "learn-resume"
    };
    let go_on = Button::new(context.text(key))
        .icon(Icon::ArrowRight)
        .primary();
    if go_on.show(ui).clicked() {
        context.lesson(LessonCommand::Show(LessonView::Step(place)));
    }
    let quiz = Button::new(context.text("quiz-title")).icon(Icon::ListChecks);
    if quiz.show(ui).clicked() {
        context.lesson(LessonCommand::Show(LessonView::Quiz));
    }
    if context.state.preferences.tasks_done.is_empty() {
        return;
    }
    let forget = Button::new(context.text("learn-forget"))
        .quiet()
        .tooltip(context.text("learn-forget-tooltip"));
    if forget.show(ui).clicked() {
        context.lesson(LessonCommand::ForgetTasks);
    }
}

fn entries(context: &PageContext<'_>) -> Vec<Entry> {
    let lesson = &context.state.lesson;
    let entry = |(chapter, content): (usize, &crate::lesson::Chapter)| {
        let steps = content.steps.iter().map(|step| step.title.clone());
        let places = (0..content.steps.len()).map(|step| Place { chapter, step });
        let tasks = places.clone().filter(|p| lesson.task_name(*p).is_some());
        let done = places.filter(|place| context.state.is_task_done(*place));
        Entry {
            number: (chapter + 1).to_string(),
            title: content.title.clone(),
            steps: steps.collect(),
            view: LessonView::Step(Place { chapter, step: 0 }),
            tasks: (done.count(), tasks.count()),
        }
    };
    lesson.chapters().iter().enumerate().map(entry).collect()
}

fn show_entries(ui: &mut Ui, width: f32, context: &mut PageContext<'_>) {
    show_errors(ui, context);
    let theme = Theme::of(ui.ctx());
    let across = (width / NARROW).floor().clamp(1.0, 3.0) as usize;
    let gap = space::MEDIUM;
    let cell = (width - gap * (across - 1) as f32) / across as f32;
    let height = theme.line(TITLE) + 2.0 * theme.caption_height() + 2.0 * space::LARGE;
    let entries = entries(context);
    for row in entries.chunks(across) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = gap;
            for entry in row {
                show_entry(ui, vec2(cell, height), entry, context);
            }
        });
    }
}

fn show_entry(ui: &mut Ui, size: eframe::egui::Vec2, entry: &Entry, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let (done, tasks) = entry.tasks;
    let progress = context.state.text.with(
        "learn-tasks-done",
        &[("done", done.into()), ("count", tasks.into())],
    );
    let name = format!("{} {}, {progress}", entry.number, entry.title);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let pointed = response.hovered() || response.has_focus();
    let (fill, line) = if pointed {
        (colors.hover, theme.strong_border())
    } else {
        (colors.surface, theme.border())
    };
    let painter = ui.painter();
    painter.rect(rect, radius::CARD, fill, line, StrokeKind::Inside);
    let inner = rect.shrink(space::LARGE);
    let font = theme.font(TITLE, Face::MonoMedium);
    let number = painter.layout_no_wrap(entry.number.clone(), font, colors.accent);
    let top = inner.top() + theme.line(TITLE) / 2.0;
    let column = theme.points(TITLE) * 1.8;
    let place = Align2::LEFT_CENTER.anchor_size(pos2(inner.left(), top), number.size());
    painter.galley(place.min, number, colors.accent);
    let left = inner.left() + column;
    let complete = tasks > 0 && done == tasks;
    let right = if complete {
        let side = theme.points(ICON);
        let middle = pos2(inner.right() - side / 2.0, top);
        let font = theme.font(ICON, Face::Icon);
        widgets::icon(ui, middle, Icon::CircleCheck, font, colors.success);
        inner.right() - side - space::SMALL
    } else if done > 0 {
        let font = theme.font(CAPTION, Face::Mono);
        let words = format!("{done}/{tasks}");
        let place = pos2(inner.right(), top);
        let painter = ui.painter();
        let shown = painter.text(place, Align2::RIGHT_CENTER, words, font, colors.muted);
        shown.left() - space::SMALL
    } else {
        inner.right()
    };
    let font = theme.font(BODY, Face::SemiBold);
    one_line(ui, pos2(left, top), right, &entry.title, font, colors.text);
    let top = inner.top() + theme.line(TITLE);
    let room = inner.right() - left;
    let mut job = eframe::egui::text::LayoutJob::simple(
        titles_that_fit(ui, &entry.steps, room),
        theme.font(CAPTION, Face::Regular),
        colors.muted,
        room,
    );
    job.wrap.max_rows = LINES;
    let galley = ui.painter().layout_job(job);
    ui.painter().galley(pos2(left, top), galley, colors.muted);
    if response.has_focus() {
        let line = theme.focus();
        let painter = ui.painter();
        painter.rect_stroke(rect, radius::CARD, line, StrokeKind::Inside);
    }
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    if response.on_hover_text(entry.steps.join(BETWEEN)).clicked() {
        context.lesson(LessonCommand::Show(entry.view));
    }
}

/// Between the titles of two steps.
const BETWEEN: &str = " · ";

/// Lines for the titles of an entry's steps.
const LINES: usize = 2;

/// As many titles as fit into the lines, none of them broken or cut. A first title that is longer
/// than a line has all of them.
fn titles_that_fit(ui: &Ui, titles: &[String], room: f32) -> String {
    let theme = Theme::of(ui.ctx());
    let font = theme.font(CAPTION, Face::Regular);
    let fits = |words: &str| widgets::words_width(ui, words, font.clone()) <= room;
    let Some((first, others)) = titles.split_first() else {
        return String::new();
    };
    let mut lines = vec![first.clone()];
    for title in others {
        let last = lines.len() - 1;
        let longer = format!("{}{BETWEEN}{title}", lines[last]);
        if fits(&longer) {
            lines[last] = longer;
        } else if fits(&lines[last]) && fits(title) && lines.len() < LINES {
            lines.push(title.clone());
        } else {
            break;
        }
    }
    lines.join("\n")
}

/// One line, shortened by an ellipsis where it does not fit.
fn one_line(
    ui: &Ui,
    left: eframe::egui::Pos2,
    right: f32,
    words: &str,
    font: eframe::egui::FontId,
    color: eframe::egui::Color32,
) {
    let width = right - left.x;
    let mut job = eframe::egui::text::LayoutJob::simple(words.to_owned(), font, color, width);
    job.wrap.max_rows = 1;
    let galley = ui.painter().layout_job(job);
    let place = Align2::LEFT_CENTER.anchor_size(left, galley.size());
    ui.painter().galley(place.min, galley, color);
}

/// What could not be read, each in a line.
fn show_errors(ui: &mut Ui, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let Some(library) = &context.state.lesson.library else {
        return;
    };
    for error in &library.errors {
        let words = error.in_words(&context.state.text);
        let frame = eframe::egui::Frame::new()
            .fill(theme.colors.error_soft)
            .stroke((stroke::BORDER, theme.colors.error))
            .corner_radius(radius::CONTROL)
            .inner_margin(eframe::egui::Margin::same(space::MEDIUM as i8));
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width() - space::MEDIUM);
            ui.label(words);
        });
    }
    if !library.errors.is_empty() {
        ui.add_space(space::SMALL);
    }
}
