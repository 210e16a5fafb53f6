//! What the network makes of digits that it has not learned from; curves of a run.

use std::sync::Arc;

use eframe::egui::{
    Align2, CursorIcon, Rect, Role, Sense, Stroke, StrokeKind, TextureOptions, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};

use super::{caption, headed, is_upright, with};
use crate::app::command::Command;
use crate::app::lesson::{LessonCommand, ModelEvaluation};
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, ColorMap, Face, Theme, space, stroke, text_on};
use crate::app::widgets::{self, grid_image, paint_texture};
use crate::dataset;
use crate::lesson::Figure;
use crate::lesson::quiz::Curves;

const MISTAKES: [&str; 12] = [
    "mistake 0",
    "mistake 1",
    "mistake 2",
    "mistake 3",
    "mistake 4",
    "mistake 5",
    "mistake 6",
    "mistake 7",
    "mistake 8",
    "mistake 9",
    "mistake 10",
    "mistake 11",
];

pub fn show(ui: &mut Ui, rect: Rect, figure: &Figure, context: &mut PageContext<'_>) {
    let model = &context.state.model.model;
    let known = context.state.lesson.evaluation.clone();
    let known = known.filter(|known| known.is_of_architecture(model));
    let is_current = known
        .as_ref()
        .is_some_and(|known| known.model.is_same(model));
    if !is_current {
        context.lesson(LessonCommand::Evaluate);
    }
    let Some(known) = known else {
        let words = context.text("figure-evaluating");
        headed(ui, rect, words);
        return;
    };
    let language = context.state.text.language();
    let share = known.evaluation.accuracy().unwrap_or(0.0) * 100.0;
    // A network that learns is another one by the time that it was evaluated.
    let key = if is_current {
        "figure-accuracy"
    } else {
        "figure-accuracy-before"
    };
    let words = with(
        context,
        key,
        &[
            ("share", language.decimal(share, 1)),
            ("count", language.whole(known.evaluation.total)),
            ("wrong", known.evaluation.mistakes.len().to_string()),
        ],
    );
    let below = headed(ui, rect, &words);
    match figure.get("show") {
        "matrix" => show_matrix(ui, below, &known, context),
        _ => show_mistakes(ui, below, &known, context),
    }
}

fn show_matrix(ui: &mut Ui, rect: Rect, known: &ModelEvaluation, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let line = theme.caption_height();
    let margin = vec2(line * 2.2, line * 2.2);
    // Wider than high where the room is, for the numbers.
    let cell = ((rect.size() - margin) / 10.0)
        .floor()
        .min(vec2(72.0, 56.0));
    let corner = rect.min + margin;
    let most = known.evaluation.confusion.iter().flatten().max();
    let most = most.copied().unwrap_or(1).max(1) as f32;
    let middle = corner.x + 5.0 * cell.x;
    caption(
        ui,
        pos2(middle, rect.top() + line / 2.0),
        Align2::CENTER_CENTER,
        context.text("figure-said"),
    );
    caption(
        ui,
        pos2(rect.left(), rect.top() + line * 1.6),
        Align2::LEFT_CENTER,
        context.text("figure-true"),
    );
    for digit in 0..10 {
        let offset = (digit as f32 + 0.5) * cell;
        let font = theme.font(BODY, Face::MonoMedium);
        let color = theme.colors.text;
        for place in [
            pos2(corner.x + offset.x, corner.y - line * 0.5),
            pos2(corner.x - line * 0.6, corner.y + offset.y),
        ] {
            let painter = ui.painter();
            painter.text(place, Align2::CENTER_CENTER, digit, font.clone(), color);
        }
    }
    for (truth, row) in known.evaluation.confusion.iter().enumerate() {
        for (said, count) in row.iter().enumerate() {
            let min = corner + vec2(said as f32, truth as f32) * cell;
            let place = Rect::from_min_size(min, cell);
            // The few mistakes would vanish beside the many that are right.
            let share = (*count as f32 / most).sqrt();
            let fill = match count {
                0 => theme.colors.well,
                _ => theme.color(ColorMap::Heat, share),
            };
            let painter = ui.painter();
            painter.rect_filled(place.shrink(0.5), 0, fill);
            if *count > 0 {
                let font = theme.font(CAPTION, Face::MonoMedium);
                let color = text_on(fill);
                painter.text(place.center(), Align2::CENTER_CENTER, count, font, color);
                let cell = [
                    ("truth", truth.to_string()),
                    ("said", said.to_string()),
                    ("count", count.to_string()),
                ];
                widgets::label(ui, place, with(context, "figure-matrix-cell", &cell));
            }
        }
    }
    let whole = Rect::from_min_size(corner, 10.0 * cell);
    widgets::label(ui, whole, context.text("figure-show-matrix"));
}

/// The worst mistakes as pictures.
fn show_mistakes(ui: &mut Ui, rect: Rect, known: &ModelEvaluation, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let digits = &dataset::builtin().test;
    let columns = if is_upright(rect) { 3 } else { 4 };
    let rows = MISTAKES.len() / columns;
    let line = theme.caption_height();
    let pitch = rect.size() / vec2(columns as f32, rows as f32);
    let side = (pitch.x - space::LARGE).min(pitch.y - line - space::MEDIUM);
    let pitch = vec2(pitch.x.min(side * 1.3), side + line + space::MEDIUM);
    let stamp = (known.model.stamp(), theme.dark);
    for (index, mistake) in known
        .evaluation
        .mistakes
        .iter()
        .take(columns * rows)
        .enumerate()
    {
        let corner = vec2((index % columns) as f32, (index / columns) as f32) * pitch;
        let place = Rect::from_min_size(rect.min + corner, Vec2::splat(side));
        let options = TextureOptions::NEAREST;
        let name = MISTAKES[index];
        let texture = context.textures.get(ui.ctx(), name, stamp, options, || {
            grid_image(&digits.picture(mistake.index), ColorMap::Ink, &theme)
        });
        paint_texture(ui, place, texture);
        let words = with(
            context,
            "figure-mistake",
            &[
                ("truth", mistake.label.to_string()),
                ("said", mistake.said.to_string()),
            ],
        );
        let below = Rect::from_min_size(place.left_bottom(), vec2(pitch.x, line + space::TINY));
        let font = theme.font(CAPTION, Face::Regular);
        widgets::fitting_text(ui, below, &words, font, theme.colors.muted);
        let id = ui.scope_id().with(name);
        let response = ui.interact(place, id, Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &words));
        let border = if response.hovered() {
            theme.strong_border()
        } else {
            theme.border()
        };
        let painter = ui.painter();
        painter.rect_stroke(place, 0, border, StrokeKind::Outside);
        widgets::paint_focus(ui, &response);
        let response = response.on_hover_cursor(CursorIcon::PointingHand);
        if response
            .on_hover_text(context.text("figure-real-digits-note"))
            .clicked()
        {
            context.push(Command::DigitFound {
                index: mistake.index,
                label: mistake.label,
                picture: Arc::new(digits.picture(mistake.index)),
            });
        }
    }
}

/// Training loss dashed, loss on held-out digits solid; `marked` is an epoch, counted from 1.
pub fn curves(ui: &mut Ui, rect: Rect, curves: &Curves, marked: Option<usize>, name: &str) {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let all = || curves.training.iter().chain(&curves.held_out);
    let most = all().copied().fold(0.1, f32::max);
    let steps = curves.training.len().saturating_sub(1).max(1) as f32;
    let margin = theme.caption_height();
    let plot = Rect::from_min_max(rect.min, pos2(rect.right(), rect.bottom() - margin));
    let at = |epoch: usize, loss: f32| {
        pos2(
            plot.left() + epoch as f32 / steps * plot.width(),
            plot.bottom() - loss / most * plot.height(),
        )
    };
    let axis = theme.border();
    ui.painter().hline(plot.x_range(), plot.bottom(), axis);
    ui.painter().vline(plot.left(), plot.y_range(), axis);
    let points = |losses: &[f32]| -> Vec<_> {
        losses
            .iter()
            .enumerate()
            .map(|(epoch, loss)| at(epoch, *loss))
            .collect()
    };
    let training = points(&curves.training);
    let thin = Stroke::new(1.5, colors.muted);
    let dashes = eframe::egui::Shape::dashed_line(&training, thin, 6.0, 4.0);
    ui.painter().extend(dashes);
    let line = Stroke::new(stroke::SELECTION, colors.text);
    ui.painter().line(points(&curves.held_out), line);
    if rect.width() > 240.0 {
        // As many numbers as have room beside each other.
        let room = 2.0 * theme.points(CAPTION) * steps / plot.width();
        for epoch in (0..curves.training.len()).step_by(room.ceil() as usize) {
            let place = pos2(at(epoch, 0.0).x, plot.bottom() + margin / 2.0);
            let font = theme.font(CAPTION, Face::Mono);
            let painter = ui.painter();
            painter.text(place, Align2::CENTER_CENTER, epoch + 1, font, colors.muted);
        }
    }
    if let Some(epoch) = marked.and_then(|epoch| epoch.checked_sub(1)) {
        let loss = curves.held_out[epoch];
        let line = theme.selection();
        ui.painter().vline(at(epoch, loss).x, plot.y_range(), line);
        ui.painter()
            .circle_filled(at(epoch, loss), 7.0, colors.accent);
    }
    widgets::label(ui, rect, name);
}
