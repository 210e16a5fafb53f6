//! One question: its words, its choices, and what is said of the answer.

use eframe::egui::{
    Align2, Color32, CursorIcon, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo,
    pos2, vec2,
};
use lucide_icons::Icon;

use super::figures::{Cells, curves};
use super::quiz::line;
use crate::app::lesson::LessonCommand;
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, ColorMap, Face, ICON, PROSE, Theme, radius, space, stroke};
use crate::app::widgets;
use crate::lesson::quiz::{Answer, Choice, Phrase, Question, Sitting, print};

/// Cell of a grid to choose, and height of curves to choose.
const CELL: f32 = 32.0;
const CURVES: f32 = 120.0;

/// A phrase in the words of the language.
pub fn say(context: &PageContext<'_>, phrase: &Phrase) -> String {
    let language = context.state.text.language();
    let arguments = phrase.arguments.iter();
    // The quiz itself writes numbers with points.
    let arguments: Vec<_> = arguments
        .map(|(name, words)| (*name, language.written(words)))
        .collect();
    context.state.text.with_words(phrase.key, &arguments)
}

pub fn show(ui: &mut Ui, rect: Rect, sitting: &Sitting, context: &mut PageContext<'_>) {
    let Some(question) = sitting.question() else {
        return;
    };
    let theme = Theme::of(ui.ctx());
    let answer = sitting.answers[sitting.at];
    let area = ScrollArea::vertical()
        .id_salt(("question", sitting.at))
        .auto_shrink(false);
    area.show(ui, |ui| {
        ui.set_width(rect.width());
        ui.spacing_mut().item_spacing.y = space::MEDIUM;
        let words = context.state.text.with(
            "quiz-question",
            &[
                ("number", (sitting.at + 1).into()),
                ("count", sitting.paper.questions.len().into()),
                ("topic", context.text(question.topic.key()).into()),
            ],
        );
        line(ui, &words, BODY, Face::SemiBold, theme.colors.muted);
        let prompt = say(context, &question.prompt());
        line(ui, &prompt, PROSE, Face::Regular, theme.colors.text);
        show_choices(ui, question, answer, context);
        if let Some(answer) = answer {
            show_verdict(ui, question, answer, context);
        }
    });
}

fn show_choices(
    ui: &mut Ui,
    question: &Question,
    answer: Option<usize>,
    context: &mut PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let gap = space::SMALL;
    let is_text = |choice: &Choice| matches!(choice.answer, Answer::Text(_));
    let across = if question.choices.iter().any(is_text) {
        1
    } else {
        2
    };
    let width = (ui.available_width() - gap * (across - 1) as f32) / across as f32;
    let heights = question
        .choices
        .iter()
        .map(|choice| height(choice, width, &theme));
    let height = heights.fold(theme.control_height(), f32::max);
    let indices: Vec<usize> = (0..question.choices.len()).collect();
    for row in indices.chunks(across) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = gap;
            for index in row {
                show_choice(ui, vec2(width, height), question, *index, answer, context);
            }
        });
    }
}

/// What the letter takes of a choice's width.
fn letter_width(theme: &Theme) -> f32 {
    theme.points(BODY) * 2.0
}

/// Height of a choice of this width.
fn height(choice: &Choice, width: f32, theme: &Theme) -> f32 {
    match &choice.answer {
        Answer::Number(_) | Answer::Text(_) => theme.control_height(),
        Answer::Grid(grid) => {
            let room = width - letter_width(theme) - 2.0 * space::SMALL;
            let cell = (room / grid.width() as f32).min(CELL);
            grid.height() as f32 * cell + 2.0 * space::SMALL
        }
        Answer::Curves(_) => CURVES,
    }
}

fn show_choice(
    ui: &mut Ui,
    size: eframe::egui::Vec2,
    question: &Question,
    index: usize,
    answer: Option<usize>,
    context: &mut PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let sense = match answer {
        None => Sense::click(),
        Some(_) => Sense::hover(),
    };
    let (rect, response) = ui.allocate_exact_size(size, sense);
    let is_answer = answer == Some(index);
    let is_right = answer.is_some() && index == question.right;
    let mark = match (is_right, is_answer) {
        (true, _) => Some((Icon::CircleCheck, colors.success, "quiz-right")),
        (false, true) => Some((Icon::CircleX, colors.error, "quiz-wrong")),
        _ => None,
    };
    let mut name = print::spoken(question, index, context.state.text.language());
    if let Some((_, _, key)) = mark {
        name = format!("{name}, {}", context.text(key));
    }
    let enabled = answer.is_none();
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, enabled, is_answer, &name));
    let pointed = enabled && (response.hovered() || response.has_focus());
    let (fill, line) = match mark {
        Some((_, color, _)) => (colors.surface, Stroke::new(stroke::FOCUS, color)),
        None if pointed => (colors.hover, theme.strong_border()),
        None => (colors.surface, theme.border()),
    };
    let painter = ui.painter();
    painter.rect(rect, radius::CONTROL, fill, line, StrokeKind::Inside);
    let column = letter_width(&theme);
    let letter_place = pos2(rect.left() + space::MEDIUM, rect.center().y);
    let font = theme.font(BODY, Face::MonoBold);
    let letter = print::letter(index);
    painter.text(
        letter_place,
        Align2::LEFT_CENTER,
        letter,
        font,
        colors.accent,
    );
    let inner = rect
        .shrink(space::SMALL)
        .with_min_x(rect.left() + space::SMALL + column);
    let color = if enabled || mark.is_some() {
        colors.text
    } else {
        colors.muted
    };
    paint_answer(ui, inner, &question.choices[index].answer, color);
    if let Some((icon, color, _)) = mark {
        let side = theme.points(ICON);
        let middle = pos2(rect.right() - side, rect.top() + side);
        let middle = match rect.height() > 2.0 * theme.control_height() {
            true => middle,
            false => pos2(middle.x, rect.center().y),
        };
        widgets::icon(ui, middle, icon, theme.font(ICON, Face::Icon), color);
    }
    widgets::paint_focus(ui, &response);
    if enabled {
        let response = response.on_hover_cursor(CursorIcon::PointingHand);
        if response.clicked() {
            context.lesson(LessonCommand::Answer(index));
        }
    }
}

fn paint_answer(ui: &mut Ui, rect: Rect, answer: &Answer, color: Color32) {
    let theme = Theme::of(ui.ctx());
    let place = rect.left_center();
    match answer {
        Answer::Number(number) => {
            let font = theme.font(PROSE, Face::MonoMedium);
            let words = number.to_string().replace('-', "−");
            ui.painter()
                .text(place, Align2::LEFT_CENTER, words, font, color);
        }
        Answer::Text(formula) => {
            let mut font = theme.font(BODY, Face::Mono);
            let painter = ui.painter();
            let width = painter.layout_no_wrap((*formula).to_owned(), font.clone(), color);
            let room = rect.width() - theme.points(ICON);
            if width.size().x > room {
                font.size = (font.size * room / width.size().x).max(theme.points(CAPTION) * 0.6);
            }
            painter.text(place, Align2::LEFT_CENTER, *formula, font, color);
        }
        Answer::Grid(grid) => {
            let size = vec2(grid.width() as f32, grid.height() as f32) * CELL;
            let size = size * (rect.width() / size.x).min(1.0);
            let place =
                Rect::from_min_size(pos2(rect.left(), rect.center().y - size.y / 2.0), size);
            let negative = grid.values().iter().any(|value| *value < 0.0);
            let map = if negative {
                ColorMap::Signed
            } else {
                ColorMap::Ink
            };
            let most = grid.max_abs() * 1.6;
            Cells::new(grid, map, most)
                .decimals(2)
                .show(ui, place, "grid");
        }
        Answer::Curves(losses) => {
            let place = rect.shrink2(vec2(space::SMALL, space::TINY));
            curves(ui, place, losses, None, "curves");
        }
    }
}

/// Right or wrong, how one comes to the wrong one, and why the right one is right.
fn show_verdict(ui: &mut Ui, question: &Question, answer: usize, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let right = answer == question.right;
    let (key, color) = if right {
        ("quiz-right", theme.colors.success)
    } else {
        ("quiz-wrong", theme.colors.error)
    };
    // Once, where the choices leave no room for it.
    let told = ui.scope_id().with("told");
    if ui.data(|data| data.get_temp(told)) != Some(answer) {
        ui.data_mut(|data| data.insert_temp(told, answer));
        let below = Rect::from_min_size(ui.cursor().min, vec2(1.0, ui.clip_rect().height() / 2.0));
        ui.scroll_to_rect(below, None);
    }
    line(ui, context.text(key), BODY, Face::SemiBold, color);
    if let Some(slip) = question.slip(answer).filter(|_| !right) {
        let words = say(context, &slip);
        line(ui, &words, BODY, Face::Regular, theme.colors.text);
    }
    let words = say(context, &question.explanation());
    line(ui, &words, BODY, Face::Regular, theme.colors.text);
}
