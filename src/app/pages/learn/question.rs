//! One question: its words, its choices, and what is said of the answer.

use eframe::egui::{
    Align2, Color32, CursorIcon, FontId, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};
use lucide_icons::Icon;

use super::figures::{Cells, number};
use super::quiz::line;
use crate::app::lesson::LessonCommand;
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, ColorMap, Face, ICON, PROSE, Theme, radius, space, stroke};
use crate::app::widgets;
use crate::grid::Grid;
use crate::language::Language;
use crate::lesson::quiz::{Answer, Choice, Given, Phrase, Question, Sitting, print};

/// Height of a cell of a grid to choose, as usual and for presenting, where a question fills the
/// whole column.
const CELL: (f32, f32) = (32.0, 28.0);

/// A phrase in the words of the language.
pub fn say(context: &PageContext<'_>, phrase: &Phrase) -> String {
    let language = context.state.text.language();
    let arguments = phrase.arguments.iter();
    // The quiz itself writes numbers with points. A paper's number is a name, not a count.
    let arguments: Vec<_> = arguments
        .map(|(name, words)| match *name {
            "seed" => (*name, words.clone()),
            _ => (*name, language.figures(words)),
        })
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
        ui.spacing_mut().item_spacing.y = if theme.presenter {
            space::SMALL
        } else {
            space::MEDIUM
        };
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
    let heights = question.choices.iter().map(|choice| height(choice, &theme));
    let height = heights.fold(0.0, f32::max);
    // Else a row is as high as a control.
    ui.spacing_mut().interact_size.y = height;
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
    theme.points(BODY) * 1.6
}

fn height(choice: &Choice, theme: &Theme) -> f32 {
    match &choice.answer {
        // Curves are large in the card beside the question.
        Answer::Number(_) | Answer::Curves(_) => theme.control_height(),
        // Each in a line of its own, and with the longest of explanations.
        Answer::Text(_) => theme.line_height() + space::LARGE,
        Answer::Grid(grid) => grid.height() as f32 * cell_height(theme) + 2.0 * space::SMALL,
    }
}

fn cell_height(theme: &Theme) -> f32 {
    if theme.presenter { CELL.1 } else { CELL.0 }
}

/// What is said of a choice once the question is answered, if anything: a sign, its colour, and
/// the key of its words.
pub fn mark(
    question: &Question,
    index: usize,
    answer: Option<usize>,
    theme: &Theme,
) -> Option<(Icon, Color32, &'static str)> {
    let answer = answer?;
    if index == question.right {
        Some((Icon::CircleCheck, theme.colors.success, "quiz-right"))
    } else if index == answer {
        Some((Icon::CircleX, theme.colors.error, "quiz-wrong"))
    } else {
        None
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
    let mark = mark(question, index, answer, &theme);
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
    // A tall choice has its letter at the top, so that the mark has a place of its own below it.
    let is_tall = rect.height() > 1.5 * theme.control_height();
    let top = rect.top() + theme.control_height() / 2.0;
    let letter_place = pos2(
        rect.left() + space::MEDIUM,
        if is_tall { top } else { rect.center().y },
    );
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
    let language = context.state.text.language();
    paint_answer(ui, inner, question, index, color, language);
    if let Some((icon, color, _)) = mark {
        let side = theme.points(ICON);
        let middle = if is_tall {
            let left = letter_place.x - space::TINY / 2.0;
            pos2(left + side / 2.0, top + theme.control_height() * 0.8)
        } else {
            pos2(rect.right() - side, rect.center().y)
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

/// Width of a grid's cells, the same for all grids to choose between: so wide that the longest
/// number fits where there is room for it.
fn cell_width(ui: &Ui, room: f32, choices: &[Choice]) -> f32 {
    let theme = Theme::of(ui.ctx());
    let mut width = cell_height(&theme);
    let mut most = room;
    for choice in choices {
        let Answer::Grid(grid) = &choice.answer else {
            continue;
        };
        most = most.min(room / grid.width() as f32);
        for value in grid.values() {
            let font = theme.font(BODY, Face::MonoMedium);
            let words = widgets::words_width(ui, &number(*value, 2), font);
            width = width.max(words + space::SMALL);
        }
    }
    width.min(most)
}

fn paint_answer(
    ui: &mut Ui,
    rect: Rect,
    question: &Question,
    index: usize,
    color: Color32,
    language: Language,
) {
    let theme = Theme::of(ui.ctx());
    let place = rect.left_center();
    match &question.choices[index].answer {
        Answer::Number(number) => {
            let font = theme.font(PROSE, Face::MonoMedium);
            let words = print::number_text(*number, language);
            ui.painter()
                .text(place, Align2::LEFT_CENTER, words, font, color);
        }
        Answer::Text(formula) => {
            let font = fitting(ui, formula, rect.width() - theme.points(ICON));
            ui.painter()
                .text(place, Align2::LEFT_CENTER, *formula, font, color);
        }
        Answer::Grid(grid) => {
            let width = cell_width(ui, rect.width(), &question.choices);
            let cell = vec2(width, cell_height(&theme));
            let size = vec2(grid.width() as f32, grid.height() as f32) * cell;
            let map = match question.given {
                Given::WhichKernel { .. } => ColorMap::Signed,
                _ => ColorMap::Ink,
            };
            let place =
                Rect::from_min_size(pos2(rect.left(), rect.center().y - size.y / 2.0), size);
            // Paler than the colours' ends, so that the numbers stand out.
            Cells::new(grid, map, grid.max_abs() * 1.6)
                .decimals(2)
                .show(ui, place, &in_words(grid));
        }
        Answer::Curves(_) => {}
    }
}

/// A grid's numbers, row after row.
fn in_words(grid: &Grid) -> String {
    let row = |row: usize| {
        let numbers = grid.row(row).iter().map(|value| number(*value, 2));
        numbers.collect::<Vec<_>>().join(" ")
    };
    let rows: Vec<String> = (0..grid.height()).map(row).collect();
    rows.join("; ")
}

/// The numbers' face, smaller than usual where the words would not fit.
pub fn fitting(ui: &Ui, words: &str, room: f32) -> FontId {
    let theme = Theme::of(ui.ctx());
    let mut font = theme.font(BODY, Face::Mono);
    let width = widgets::words_width(ui, words, font.clone());
    if width > room {
        font.size = (font.size * room / width).max(theme.points(CAPTION) * 0.6);
    }
    font
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
    let words = say(context, &question.explanation(answer));
    line(ui, &words, BODY, Face::Regular, theme.colors.text);
}
