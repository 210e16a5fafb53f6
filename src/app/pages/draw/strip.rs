//! How the network sees it: every stage from the ink to the 28×28 picture, each step with a
//! switch and with the answer as it would be without that step.

use eframe::egui::{Align2, Rect, Shape, Stroke, StrokeKind, TextureOptions, Ui, Vec2, pos2, vec2};
use lucide_icons::Icon;

use super::PageContext;
use crate::app::command::Command;
use crate::app::reading::{Answer, STEPS};
use crate::app::theme::{
    BODY, CAPTION, ColorMap, Face, ICON, Theme, measure, radius, space, stroke,
};
use crate::app::widgets::{self, card, grid_image, paint_texture, percent, toggle};
use crate::digit::MnistForm;
use crate::grid::Grid;
use crate::network::verdict::Verdict;

/// Below this probability an answer is shown as a warning.
const GOOD: f32 = 0.9;

/// Keys of a step's words: its name, that of its switch, its tooltip.
const STEP_KEYS: [[&str; 3]; 3] = [
    [
        "draw-step-crop",
        "draw-switch-crop",
        "draw-step-crop-tooltip",
    ],
    [
        "draw-step-scale",
        "draw-switch-scale",
        "draw-step-scale-tooltip",
    ],
    [
        "draw-step-centre",
        "draw-switch-centre",
        "draw-step-centre-tooltip",
    ],
];

/// Height of the words beside a picture: name, size, switch, and two lines of what if.
pub fn words_height(theme: &Theme) -> f32 {
    theme.line(BODY) + 3.0 * theme.line(CAPTION) + measure::TOGGLE.y + space::SMALL
}

/// Height of the card with pictures of this side.
pub fn height(side: f32, theme: &Theme) -> f32 {
    2.0 * space::LARGE + theme.line_height() + space::MEDIUM + side + space::TINY
}

/// Draws the card into `rect`, its pictures `side` wide and high.
pub fn show(ui: &mut Ui, rect: Rect, side: f32, context: &mut PageContext<'_>) {
    card(ui, rect);
    let theme = Theme::of(ui.ctx());
    let inner = rect.shrink2(vec2(space::WIDE, space::LARGE));
    show_heading(ui, inner, context);
    let top = inner.top() + theme.line_height() + space::MEDIUM;
    let row = Rect::from_min_size(pos2(inner.left(), top), vec2(inner.width(), side));
    let pitch = row.width() / 4.0;
    for stage in 0..4 {
        let left = row.left() + stage as f32 * pitch;
        let place = Rect::from_min_size(pos2(left, row.top()), vec2(pitch, side));
        let picture = Rect::from_min_size(place.min, Vec2::splat(side));
        paint_stage(ui, picture, stage, context);
        let words = Rect::from_min_max(
            pos2(picture.right() + space::LARGE, place.top()),
            place.right_bottom(),
        );
        show_words(ui, words, stage, context);
        if stage < 3 && pitch - side > 10.0 * theme.points(CAPTION) {
            let middle = pos2(place.right() - theme.points(ICON), place.center().y);
            let font = theme.font(ICON, Face::Icon);
            widgets::icon(ui, middle, Icon::ArrowRight, font, theme.colors.muted);
        }
    }
}

fn show_heading(ui: &mut Ui, inner: Rect, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let middle = inner.top() + theme.line_height() / 2.0;
    let font = theme.font(BODY, Face::SemiBold);
    let words = context.text("draw-strip");
    let color = theme.colors.text;
    let place = pos2(inner.left(), middle);
    let title = widgets::text(ui, place, Align2::LEFT_CENTER, words, font, color);
    let font = theme.font(BODY, Face::Regular);
    let words = context.text("draw-strip-note");
    let place = pos2(title.rect.right() + space::LARGE, middle);
    let color = theme.colors.muted;
    widgets::text(ui, place, Align2::LEFT_CENTER, words, font, color);
}

/// The grid of a stage: ink, crop, 20×20, 28×28.
fn grid(stage: usize, form: &MnistForm) -> &Grid {
    match stage {
        0 => &form.ink,
        1 => &form.crop,
        2 => &form.scaled,
        _ => &form.centred,
    }
}

/// The grid in the middle of a square of paper.
fn in_square(grid: &Grid) -> Grid {
    let side = grid.width().max(grid.height());
    if grid.width() == grid.height() {
        return grid.clone();
    }
    let (top, left) = ((side - grid.height()) / 2, (side - grid.width()) / 2);
    Grid::from_fn(side, side, |row, column| {
        let (row, column) = (row.wrapping_sub(top), column.wrapping_sub(left));
        if row < grid.height() && column < grid.width() {
            grid.at(row, column)
        } else {
            0.0
        }
    })
}

const TEXTURES: [&str; 4] = ["stage ink", "stage crop", "stage 20", "stage 28"];

fn paint_stage(ui: &Ui, rect: Rect, stage: usize, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let painter = ui.painter();
    painter.rect_filled(rect, radius::CONTROL, theme.colors.paper);
    let reading = &context.state.reading;
    let stamp = (reading.stamp, theme.dark);
    let options = if stage < 2 {
        TextureOptions::LINEAR
    } else {
        TextureOptions::NEAREST
    };
    let shown = grid(stage, &reading.form);
    let side = shown.width().max(shown.height());
    if reading.verdict != Verdict::Blank {
        let texture = context
            .textures
            .get(ui.ctx(), TEXTURES[stage], stamp, options, || {
                grid_image(&in_square(shown), ColorMap::Ink, &theme)
            });
        paint_texture(ui, rect.shrink(stroke::BORDER), texture);
        paint_marks(ui, rect, stage, side, context);
    }
    let painter = ui.painter();
    painter.rect_stroke(rect, radius::CONTROL, theme.border(), StrokeKind::Inside);
}

/// The box around the ink, the edge of the crop, the middle of the last picture.
fn paint_marks(ui: &Ui, rect: Rect, stage: usize, side: usize, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let form = &context.state.reading.form;
    let scale = rect.width() / side as f32;
    let (painter, line) = (
        ui.painter(),
        Stroke::new(stroke::ICON - 0.5, theme.colors.accent),
    );
    let dashed = |points: &[eframe::egui::Pos2]| {
        painter.extend(Shape::dashed_line(points, line, stroke::DASH, stroke::DASH));
    };
    let boxed = |place: Rect| {
        dashed(&[
            place.left_top(),
            place.right_top(),
            place.right_bottom(),
            place.left_bottom(),
            place.left_top(),
        ]);
    };
    match stage {
        0 => {
            if let Some(bounds) = form.bounds {
                let corner = vec2(bounds.left as f32, bounds.top as f32) * scale;
                let size = vec2(bounds.width as f32, bounds.height as f32) * scale;
                boxed(Rect::from_min_size(rect.min + corner, size));
            }
        }
        1 if context.state.steps.crop => {
            if let Some(bounds) = form.bounds {
                let size = vec2(bounds.width as f32, bounds.height as f32);
                let size = size * (rect.width() / size.max_elem());
                boxed(Rect::from_center_size(rect.center(), size).shrink(stroke::BORDER));
            }
        }
        3 => {
            let margin = rect.shrink(space::SMALL);
            dashed(&[margin.center_top(), margin.center_bottom()]);
            dashed(&[margin.left_center(), margin.right_center()]);
        }
        _ => {}
    }
}

fn show_words(ui: &mut Ui, rect: Rect, stage: usize, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let caption = theme.caption_height();
    let form = &context.state.reading.form;
    let blank = context.state.reading.verdict == Verdict::Blank;
    let size_of = |grid: &Grid| format!("{} × {}", grid.width(), grid.height());
    let (name, size) = match stage {
        0 => ("draw-step-ink", size_of(&form.ink)),
        1 => (STEP_KEYS[0][0], size_of(&form.crop)),
        2 => (STEP_KEYS[1][0], size_of(&form.scaled)),
        _ => (STEP_KEYS[2][0], size_of(&form.centred)),
    };
    let mut line = |top: f32, height: f32, words: &str, font, color| {
        let place = pos2(rect.left(), top + height / 2.0);
        widgets::text(ui, place, Align2::LEFT_CENTER, words, font, color);
    };
    let mut top = rect.top() - space::TINY;
    let heading = theme.line_height();
    let font = theme.font(BODY, Face::SemiBold);
    line(top, heading, context.text(name), font, colors.text);
    top += heading;
    let mono = theme.font(CAPTION, Face::Mono);
    let regular = theme.font(CAPTION, Face::Regular);
    if !blank {
        line(top, caption, &size, mono, colors.muted);
    }
    top += caption;
    let Some(step) = stage.checked_sub(1) else {
        top += space::SMALL;
        line(
            top,
            caption,
            context.text("draw-step-ink-note"),
            regular,
            colors.muted,
        );
        return;
    };
    top += space::SMALL;
    show_switch(
        ui,
        pos2(rect.left(), top + measure::TOGGLE.y / 2.0),
        step,
        context,
    );
    if !blank {
        let bottom = rect.with_min_y(rect.bottom() - 2.0 * caption);
        let answer = context.state.reading.otherwise[step];
        show_otherwise(ui, bottom, step, answer, context);
    }
}

fn show_switch(ui: &mut Ui, left: eframe::egui::Pos2, step: usize, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let mut steps = context.state.steps;
    let on = *STEPS[step](&mut steps);
    let [_, name, tooltip] = STEP_KEYS[step];
    let switch = toggle(ui, left, on, true, context.text(name));
    if switch.on_hover_text(context.text(tooltip)).clicked() {
        *STEPS[step](&mut steps) = !on;
        context.push(Command::SetSteps(steps));
    }
    let words = context.text(if on { "draw-on" } else { "draw-off" });
    let font = theme.font(CAPTION, Face::SemiBold);
    let place = pos2(left.x + measure::TOGGLE.x + space::SMALL, left.y);
    let color = theme.colors.text;
    widgets::text(ui, place, Align2::LEFT_CENTER, words, font, color);
}

/// The answer with this step switched the other way, in two lines.
fn show_otherwise(ui: &mut Ui, rect: Rect, step: usize, answer: Answer, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let caption = theme.caption_height();
    let mut steps = context.state.steps;
    let on = *STEPS[step](&mut steps);
    let words = context.text(if on { "draw-without" } else { "draw-with" });
    let font = theme.font(CAPTION, Face::Regular);
    let place = pos2(rect.left(), rect.top() + caption / 2.0);
    let muted = theme.colors.muted;
    widgets::text(ui, place, Align2::LEFT_CENTER, words, font, muted);
    let doubtful = answer.verdict == Verdict::Unsure;
    let digit = format!("{}{}", answer.digit, if doubtful { "?" } else { "" });
    let now = &context.state.reading;
    let is_other = now.verdict == Verdict::Sure && answer.digit != now.classification.digit();
    let color = if doubtful || is_other || answer.probability < GOOD {
        theme.colors.warning
    } else {
        theme.colors.text
    };
    let place = pos2(rect.left(), rect.top() + 1.5 * caption);
    let font = theme.font(BODY, Face::MonoMedium);
    let said = widgets::text(ui, place, Align2::LEFT_CENTER, digit, font, color);
    let place = pos2(said.rect.right() + space::MEDIUM, place.y);
    let words = format!("{} %", percent(answer.probability));
    let font = theme.font(CAPTION, Face::Mono);
    widgets::text(ui, place, Align2::LEFT_CENTER, words, font, muted);
}
