//! What the run's networks said of your digit, moment by moment: a column a moment, a row a digit.

use eframe::egui::{Align2, ColorImage, Rect, Sense, Stroke, TextureOptions, Ui, pos2};

use super::kernels::say;
use super::words::steps;
use crate::app::pages::PageContext;
use crate::app::theme::{CAPTION, Face, Theme, space, stroke};
use crate::app::training::{DigitColumn, Moment, TrainCommand};
use crate::app::widgets::{paint_texture, percent, text};

/// Columns beside the map, in sizes of the letters: the digits, the figures.
const NAMES: f32 = 1.6;
const FIGURES: f32 = 3.6;

pub fn show(ui: &mut Ui, rect: Rect, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let training = &context.state.training;
    let digit = context.state.reading.digit();
    let Some(run) = &training.run else {
        let key = match digit {
            None => "train-digit-none",
            Some(_) => "train-digit-ready",
        };
        return say(ui, rect, key, context);
    };
    if digit.is_none() {
        return say(ui, rect, "train-digit-blank", context);
    }
    let opinions = training.opinions.clone();
    // While the pen moves, those of the digit as it was a moment ago stay.
    let is_drawn = context.state.drawing.is_in_gesture() && opinions.are_of_run(run.id);
    if opinions.columns.is_empty() || !(is_drawn || opinions.are_of(run.id, digit)) {
        return say(ui, rect, "train-asking", context);
    }
    let em = theme.points(CAPTION);
    let line = theme.caption_height();
    let map = Rect::from_min_max(
        pos2(rect.left() + NAMES * em, rect.top()),
        pos2(
            rect.right() - FIGURES * em,
            rect.bottom() - line - space::TINY,
        ),
    );
    let shown = match &training.moment {
        Moment::Past(past) => opinions.columns.partition_point(|c| c.step < past.step),
        _ => opinions.columns.len() - 1,
    };
    let column = opinions.columns[shown.min(opinions.columns.len() - 1)];
    let said = said(&column);
    let stamp = (opinions.stamp, said, theme.dark);
    let options = TextureOptions::NEAREST;
    let texture = context
        .textures
        .get(ui.ctx(), "digit over time", stamp, options, || {
            image(&opinions.columns, said, &theme)
        });
    paint_texture(ui, map, texture);
    show_rows(ui, rect, map, &column, said, &theme);
    show_axis(ui, map, &opinions.columns, &theme);
    if let Moment::Past(_) = training.moment {
        let x = map.left() + (shown as f32 + 0.5) / opinions.columns.len() as f32 * map.width();
        let line = Stroke::new(stroke::ICON, theme.colors.text);
        ui.painter().vline(x, map.y_range(), line);
    }
    take_pointer(ui, map, &opinions.columns, context);
}

/// The digit with the largest probability.
fn said(column: &DigitColumn) -> usize {
    let probabilities = column.probabilities.iter().enumerate();
    let largest = probabilities.max_by(|a, b| a.1.total_cmp(b.1));
    largest.map_or(0, |(digit, _)| digit)
}

fn image(columns: &[DigitColumn], said: usize, theme: &Theme) -> ColorImage {
    let colors = theme.colors;
    let pixels = (0..10).flat_map(|digit| {
        let full = if digit == said {
            colors.accent
        } else {
            colors.text
        };
        columns.iter().map(move |column| {
            let probability = column.probabilities[digit].clamp(0.0, 1.0);
            colors.well.lerp_to_gamma(full, probability)
        })
    });
    ColorImage::new([columns.len(), 10], pixels.collect())
}

fn show_rows(ui: &mut Ui, rect: Rect, map: Rect, column: &DigitColumn, said: usize, theme: &Theme) {
    let colors = theme.colors;
    let pitch = map.height() / 10.0;
    // Where rows are too low for words, those beside the digit that is said give way.
    let is_low = pitch < 0.75 * theme.caption_height();
    let has_words = |digit: usize| !is_low || digit % 2 == said % 2;
    for digit in 0..10 {
        let middle = map.top() + (digit as f32 + 0.5) * pitch;
        let (face, name, figure) = if digit == said {
            (Face::MonoBold, colors.accent, colors.text)
        } else {
            (Face::Mono, colors.muted, colors.muted)
        };
        if has_words(digit) {
            let font = theme.font(CAPTION, face);
            let place = pos2(rect.left(), middle);
            text(ui, place, Align2::LEFT_CENTER, digit, font.clone(), name);
            let words = percent(column.probabilities[digit]);
            let place = pos2(rect.right(), middle);
            text(ui, place, Align2::RIGHT_CENTER, words, font, figure);
        }
        if digit > 0 {
            let line = Stroke::new(stroke::BORDER, colors.surface);
            let y = map.top() + digit as f32 * pitch;
            ui.painter().hline(map.x_range(), y, line);
        }
    }
}

fn show_axis(ui: &mut Ui, map: Rect, columns: &[DigitColumn], theme: &Theme) {
    let font = theme.font(CAPTION, Face::Mono);
    let y = map.bottom() + space::TINY + theme.caption_height() / 2.0;
    let last = columns.len() - 1;
    let marks = [
        (map.left(), Align2::LEFT_CENTER, 0),
        (map.center().x, Align2::CENTER_CENTER, last / 2),
        (map.right(), Align2::RIGHT_CENTER, last),
    ];
    for (x, anchor, index) in marks {
        let words = steps(columns[index].step);
        text(
            ui,
            pos2(x, y),
            anchor,
            words,
            font.clone(),
            theme.colors.muted,
        );
    }
}

/// A click goes to that moment; the pointer over one tells its step.
fn take_pointer(ui: &mut Ui, map: Rect, columns: &[DigitColumn], context: &mut PageContext<'_>) {
    let id = ui.scope_id().with("digit over time");
    let response = ui.interact(map, id, Sense::click_and_drag());
    response.widget_info(|| {
        let name = context.text("train-digit-map");
        eframe::egui::WidgetInfo::labeled(eframe::egui::Role::Image, true, name)
    });
    let Some(pointer) = response.hover_pos().or(response.interact_pointer_pos()) else {
        return;
    };
    let share = ((pointer.x - map.left()) / map.width()).clamp(0.0, 0.999);
    let column = columns[(share * columns.len() as f32) as usize];
    if response.clicked() || response.dragged() {
        context.push(TrainCommand::ShowMoment(column.step).into());
    }
    let digit = said(&column);
    let arguments = [
        ("batch", steps(column.step).into()),
        ("digit", digit.into()),
        ("probability", percent(column.probabilities[digit]).into()),
    ];
    response.on_hover_text_at_pointer(context.state.text.with("train-digit-hover", &arguments));
}
