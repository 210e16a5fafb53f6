//! The canvas, and three kinds of question on what it shows.

use eframe::egui::{Align2, Rect, Sense, TextureOptions, Ui, Vec2, pos2, vec2};

use super::{caption, headed, is_upright, with};
use crate::app::command::Command;
use crate::app::ink;
use crate::app::pages::PageContext;
use crate::app::theme::{
    BODY, CAPTION, ColorMap, Face, RESULT, Size, Theme, measure, radius, space,
};
use crate::app::widgets::{self, Bars, grid_image, paint_texture, percent, probability_bars};
use crate::dataset;
use crate::lesson::Figure;
use crate::network::Verdict;

/// The labels of the multi-label question, and the digits that have them.
const LABELS: [(&str, &[usize]); 3] = [
    ("figure-label-loop", &[0, 6, 8, 9]),
    ("figure-label-straight", &[1, 4, 7]),
    ("figure-label-even", &[0, 2, 4, 6, 8]),
];

/// Width and height of one of the real digits below, at most.
const SAMPLE: f32 = 68.0;

/// Height of a probability's row below the canvas.
const LOW_ROW: f32 = 24.0;

const SAMPLES: [&str; 10] = [
    "sample 0", "sample 1", "sample 2", "sample 3", "sample 4", "sample 5", "sample 6", "sample 7",
    "sample 8", "sample 9",
];

/// The canvas, real digits at the bottom of `rect`, and between them or at the right the room for
/// the answer.
fn show_canvas(ui: &mut Ui, rect: Rect, figure: &Figure, context: &mut PageContext<'_>) -> Rect {
    let theme = Theme::of(ui.ctx());
    let gap = space::TINY;
    let sample = ((rect.width() + gap) / 10.0 - gap).min(SAMPLE);
    let samples = sample + theme.caption_height() + space::SMALL;
    let samples = rect.with_min_y(rect.bottom() - samples);
    show_samples(ui, samples, sample, context);
    let upper = rect.with_max_y(samples.top() - space::LARGE);
    // The button at the top right is beside the canvas.
    let button = theme.control_height() + space::SMALL;
    if is_upright(upper) {
        let bars = theme.line_height() + 10.0 * LOW_ROW;
        let side = (upper.height() - bars - space::WIDE).min(upper.width() - button);
        ink::canvas(
            ui,
            Rect::from_min_size(upper.min, Vec2::splat(side)),
            context,
        );
        return upper.with_min_y(upper.top() + side + space::WIDE);
    }
    let side = (upper.width() * 0.6).min(upper.height());
    let canvas = Rect::from_min_size(upper.min, Vec2::splat(side));
    ink::canvas(ui, canvas, context);
    let right = canvas.with_min_x(canvas.right() + space::WIDE);
    let right = right.with_max_x(rect.right());
    match figure.controls().next() {
        Some(_) => right,
        None => right.with_min_y(right.top() + button),
    }
}

pub fn show(ui: &mut Ui, rect: Rect, figure: &Figure, context: &mut PageContext<'_>) {
    let room = show_canvas(ui, rect, figure, context);
    show_bars(ui, room, context);
}

fn show_bars(ui: &mut Ui, rect: Rect, context: &PageContext<'_>) {
    let rows = headed(ui, rect, context.text("draw-probabilities"));
    let theme = Theme::of(ui.ctx());
    let reading = &context.state.reading;
    let blank = reading.verdict == Verdict::Blank;
    let pitch = rows.height() / 10.0;
    let fits = |size: &Size| theme.points(*size) * 1.15 <= pitch;
    let bars = Bars {
        probabilities: (!blank).then_some(&reading.classification.probabilities),
        said: (reading.verdict == Verdict::Sure).then(|| reading.classification.digit()),
        size: [BODY].into_iter().find(fits).unwrap_or(CAPTION),
        bar: measure::BAR.min(pitch * 0.6),
    };
    probability_bars(ui, rows, &bars);
}

pub fn show_questions(ui: &mut Ui, rect: Rect, figure: &Figure, context: &mut PageContext<'_>) {
    let right = show_canvas(ui, rect, figure, context);
    match figure.get("question") {
        "binary" => show_binary(ui, right, context),
        "multi-class" => show_bars(ui, right, context),
        _ => show_labels(ui, right, context),
    }
}

fn show_binary(ui: &mut Ui, rect: Rect, context: &PageContext<'_>) {
    let rows = headed(ui, rect, context.text("figure-is-eight"));
    let reading = &context.state.reading;
    let probability = reading.classification.probabilities[8];
    let blank = reading.verdict == Verdict::Blank;
    let theme = Theme::of(ui.ctx());
    let yes = probability >= 0.5;
    if !blank {
        let key = if yes { "figure-yes" } else { "figure-no" };
        let font = theme.font(RESULT, Face::SemiBold);
        let color = theme.colors.accent;
        let place = pos2(rows.left(), rows.top() + theme.line(RESULT) / 2.0);
        widgets::text(
            ui,
            place,
            Align2::LEFT_CENTER,
            context.text(key),
            font,
            color,
        );
    }
    let top = rows.top() + theme.line(RESULT) + space::LARGE;
    let shares = [
        ("figure-yes", probability),
        ("figure-no", 1.0 - probability),
    ];
    for (index, (key, share)) in shares.into_iter().enumerate() {
        let share = (!blank).then_some(share);
        let selected = (index == 0) == yes;
        show_share(ui, rows, top, index, context.text(key), share, selected);
    }
}

fn show_labels(ui: &mut Ui, rect: Rect, context: &PageContext<'_>) {
    let rows = headed(ui, rect, context.text("figure-labels"));
    let reading = &context.state.reading;
    let blank = reading.verdict == Verdict::Blank;
    for (index, (key, digits)) in LABELS.into_iter().enumerate() {
        let probabilities = &reading.classification.probabilities;
        let share: f32 = digits.iter().map(|digit| probabilities[*digit]).sum();
        let words = context.text(key);
        let selected = share >= 0.5;
        show_share(
            ui,
            rows,
            rows.top(),
            index,
            words,
            (!blank).then_some(share),
            selected,
        );
    }
}

/// A name, its bar below it, its share in per cent.
fn show_share(
    ui: &mut Ui,
    rect: Rect,
    top: f32,
    index: usize,
    words: &str,
    share: Option<f32>,
    selected: bool,
) {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let pitch = theme.line_height() + measure::BAR + space::LARGE;
    let top = top + index as f32 * pitch;
    let middle = top + theme.line_height() / 2.0;
    let face = if selected && share.is_some() {
        Face::SemiBold
    } else {
        Face::Regular
    };
    let font = theme.font(BODY, face);
    let place = pos2(rect.left(), middle);
    widgets::text(ui, place, Align2::LEFT_CENTER, words, font, colors.text);
    let bar = Rect::from_min_size(
        pos2(rect.left(), top + theme.line_height() + space::TINY),
        vec2(rect.width(), measure::BAR * 0.7),
    );
    ui.painter().rect_filled(bar, radius::BAR, colors.well);
    let Some(share) = share else { return };
    let font = theme.font(BODY, Face::Mono);
    let place = pos2(rect.right(), middle);
    let words = format!("{} %", percent(share));
    widgets::text(ui, place, Align2::RIGHT_CENTER, words, font, colors.text);
    let width = (bar.width() * share.clamp(0.0, 1.0)).max(measure::THINNEST_BAR);
    let filled = Rect::from_min_size(bar.min, vec2(width, bar.height()));
    let fill = if selected {
        colors.accent
    } else {
        colors.quiet
    };
    ui.painter()
        .rect_filled(filled, radius::BAR.min(width / 2.0), fill);
}

/// A held-out digit of each class, to be put on the canvas.
fn show_samples(ui: &mut Ui, rect: Rect, side: f32, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let row = rect.with_min_y(rect.top() + theme.caption_height() + space::SMALL);
    let above = pos2(row.left(), rect.top() + theme.caption_height() / 2.0);
    caption(
        ui,
        above,
        Align2::LEFT_CENTER,
        context.text("figure-samples"),
    );
    let digits = &dataset::builtin().test;
    let gap = space::TINY;
    for (digit, texture_name) in SAMPLES.into_iter().enumerate() {
        let same = |index: &usize| usize::from(digits.label(*index)) == digit;
        let Some(index) = (0..digits.len()).find(same) else {
            continue;
        };
        let left = row.left() + digit as f32 * (side + gap);
        let place = Rect::from_min_size(pos2(left, row.top()), Vec2::splat(side));
        let id = ui.scope_id().with(("sample", digit));
        let response = ui.interact(place, id, Sense::click());
        let name = with(context, "figure-sample", &[("digit", digit.to_string())]);
        response.widget_info(|| {
            eframe::egui::WidgetInfo::labeled(eframe::egui::Role::Button, true, &name)
        });
        let options = TextureOptions::NEAREST;
        let texture = context
            .textures
            .get(ui.ctx(), texture_name, theme.dark, options, || {
                grid_image(&digits.picture(index), ColorMap::Ink, &theme)
            });
        paint_texture(ui, place, texture);
        let line = if response.hovered() {
            theme.strong_border()
        } else {
            theme.border()
        };
        let painter = ui.painter();
        painter.rect_stroke(place, 0, line, eframe::egui::StrokeKind::Outside);
        widgets::paint_focus(ui, &response);
        if response.on_hover_text(&name).clicked() {
            context.push(Command::DigitFound {
                index,
                label: digits.label(index),
                picture: std::sync::Arc::new(digits.picture(index)),
            });
        }
    }
}
