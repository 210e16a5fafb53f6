//! The quiz is done: the score, and a line for each question with what was answered.

use eframe::egui::{
    Align2, CursorIcon, Rect, Role, ScrollArea, Sense, Ui, Vec2, WidgetInfo, pos2, vec2,
};
use lucide_icons::Icon;

use super::question;
use crate::app::lesson::LessonCommand;
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, Face, ICON, RESULT, Theme, radius, space};
use crate::app::widgets;
use crate::lesson::quiz::{Answer, Sitting, print};

/// Shares of a line's width: the topic, what was answered, what is right.
const COLUMNS: [f32; 3] = [0.32, 0.34, 0.34];

pub fn show(ui: &mut Ui, rect: Rect, sitting: &Sitting, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let count = sitting.paper.questions.len();
    let words = context.state.text.with(
        "quiz-score",
        &[("right", sitting.score().into()), ("count", count.into())],
    );
    let font = theme.font(RESULT, Face::SemiBold);
    let middle = rect.top() + theme.line(RESULT) / 2.0;
    let place = pos2(rect.left(), middle);
    widgets::text(ui, place, Align2::LEFT_CENTER, words, font, colors.text);
    let words = question::say(context, &print::title(&sitting.paper));
    let font = theme.font(BODY, Face::Regular);
    let place = pos2(rect.right(), middle);
    let muted = colors.muted;
    widgets::text(ui, place, Align2::RIGHT_CENTER, words, font, muted);
    let top = rect.top() + theme.line(RESULT) + space::MEDIUM;
    let head = Rect::from_min_size(
        pos2(rect.left(), top),
        vec2(rect.width(), theme.line_height()),
    );
    let keys = [
        "quiz-result-topic",
        "quiz-result-answer",
        "quiz-result-right",
    ];
    for (place, key) in columns(head).into_iter().zip(keys) {
        let font = theme.font(BODY, Face::SemiBold);
        let (place, words) = (place.left_center(), context.text(key));
        widgets::text(ui, place, Align2::LEFT_CENTER, words, font, muted);
    }
    let list = rect.with_min_y(head.bottom() + space::TINY);
    ui.painter()
        .hline(list.x_range(), list.top(), theme.border());
    let list = list.with_min_y(list.top() + space::TINY);
    // All on one page where they fit.
    let pitch = (list.height() / count as f32).clamp(theme.line_height(), theme.control_height());
    super::within(ui, list, "result", |ui| {
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        let area = ScrollArea::vertical().auto_shrink(false);
        area.show(ui, |ui| {
            for index in 0..count {
                show_row(ui, vec2(list.width(), pitch), sitting, index, context);
            }
        });
    });
}

/// Where the columns of a line lie.
fn columns(line: Rect) -> [Rect; 3] {
    let mut left = line.left();
    COLUMNS.map(|share| {
        let width = share * line.width();
        let column = Rect::from_min_size(pos2(left, line.top()), vec2(width, line.height()));
        left += width;
        column.with_max_x(column.right() - space::MEDIUM)
    })
}

/// One question; a click goes back to it.
fn show_row(
    ui: &mut Ui,
    size: Vec2,
    sitting: &Sitting,
    index: usize,
    context: &mut PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let question = &sitting.paper.questions[index];
    let answer = sitting.answers[index];
    let (icon, color, key) = match sitting.is_right(index) {
        Some(true) => (Icon::CircleCheck, colors.success, "quiz-right"),
        Some(false) => (Icon::CircleX, colors.error, "quiz-wrong"),
        None => (Icon::Circle, colors.muted, "quiz-open"),
    };
    let language = context.state.text.language();
    let words = |choice: usize| match &question.choices[choice].answer {
        // Where the letter says all that there is room for.
        Answer::Grid(_) | Answer::Curves(_) => print::letter(choice).to_string(),
        _ => print::spoken(question, choice, language).replacen(": ", "  ", 1),
    };
    let given = answer.map_or("–".to_owned(), words);
    let right = words(question.right);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let topic = context.text(question.topic.key());
    let name = context.state.text.with(
        "quiz-result-row",
        &[
            ("number", (index + 1).into()),
            ("topic", topic.into()),
            ("verdict", context.text(key).into()),
            ("answer", given.as_str().into()),
            ("right", right.as_str().into()),
        ],
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    if response.hovered() || response.has_focus() {
        let shape = rect.expand2(vec2(space::SMALL, 0.0));
        ui.painter()
            .rect_filled(shape, radius::CONTROL, colors.hover);
    }
    widgets::paint_focus(ui, &response);
    let [first, second, third] = columns(rect);
    let side = theme.points(ICON);
    let middle = pos2(first.left() + side / 2.0, first.center().y);
    widgets::icon(ui, middle, icon, theme.font(ICON, Face::Icon), color);
    let beside = first.with_min_x(first.left() + side + space::MEDIUM);
    let font = theme.font(BODY, Face::Medium);
    let words = format!("{}. {topic}", index + 1);
    widgets::fitting_text(ui, beside, &words, font, colors.text);
    for (place, words, color) in [(second, given, color), (third, right, colors.text)] {
        let font = question::fitting(ui, &words, place.width());
        let middle = place.left_center();
        let painter = ui.painter();
        painter.text(middle, Align2::LEFT_CENTER, words, font, color);
    }
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    if response.clicked() {
        context.lesson(LessonCommand::ShowQuestion(index));
    }
}
