//! Some held-out digits, with what the network shown says of each.

use eframe::egui::{
    Align2, Color32, Rect, Stroke, StrokeKind, TextureOptions, Ui, Vec2, pos2, vec2,
};

use super::kernels::say;
use crate::app::pages::PageContext;
use crate::app::theme::{CAPTION, ColorMap, Face, Theme, radius, space, stroke};
use crate::app::widgets::{self, grid_image, percent, text};
use crate::dataset::SIDE;
use crate::grid::Grid;
use crate::network::Classification;

/// Least side of a picture.
const LEAST: f32 = 30.0;

/// A picture with what was said of it.
pub struct Answered<'a> {
    pub label: u8,
    pub said: &'a Classification,
}

pub fn show(ui: &mut Ui, rect: Rect, context: &mut PageContext<'_>) {
    let training = &context.state.training;
    let Some(run) = &training.run else {
        return say(ui, rect, "train-held-out-none", context);
    };
    let samples = run.live.record.samples.clone();
    let opinions = training.opinions.clone();
    if samples.is_empty() {
        return say(ui, rect, "train-held-out-none", context);
    }
    if !opinions.are_of_run(run.id) || opinions.samples.len() != samples.len() {
        return say(ui, rect, "train-asking", context);
    }
    let pictures: Vec<Grid> = (0..samples.len()).map(|i| samples.picture(i)).collect();
    let answers: Vec<Answered<'_>> = opinions
        .samples
        .iter()
        .zip(samples.labels())
        .map(|(said, label)| Answered {
            label: *label,
            said,
        })
        .collect();
    let stamp = (run.id, samples.len());
    show_pictures(
        ui,
        rect,
        ("held-out digits", stamp),
        &pictures,
        &answers,
        context,
    );
}

/// Pictures in rows, each with the digit that was said under it, crossed where that is wrong; as
/// many as there is room for.
pub fn show_pictures(
    ui: &mut Ui,
    rect: Rect,
    (texture, stamp): (&'static str, impl std::hash::Hash),
    pictures: &[Grid],
    answers: &[Answered<'_>],
    context: &mut PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let line = theme.caption_height();
    let count = pictures.len().min(answers.len());
    let Some((side, columns)) = layout(rect.size(), count, line) else {
        return;
    };
    let options = TextureOptions::NEAREST;
    let texture = context
        .textures
        .get(ui.ctx(), texture, (stamp, theme.dark), options, || {
            grid_image(&strip(&pictures[..count]), ColorMap::Ink, &theme)
        });
    let cell = vec2(side + space::SMALL, side + line + space::SMALL);
    let rows = ((rect.height() + space::SMALL) / cell.y) as usize;
    let colors = theme.colors;
    for (index, answer) in answers.iter().enumerate().take(count.min(rows * columns)) {
        let corner = vec2((index % columns) as f32, (index / columns) as f32) * cell;
        let place = Rect::from_min_size(rect.min + corner, Vec2::splat(side));
        let top = index as f32 / count as f32;
        let uv = Rect::from_min_max(pos2(0.0, top), pos2(1.0, top + 1.0 / count as f32));
        ui.painter().image(texture, place, uv, Color32::WHITE);
        let digit = answer.said.digit();
        let is_right = digit == answer.label;
        let line_around = if is_right {
            theme.border()
        } else {
            Stroke::new(stroke::FOCUS, colors.error)
        };
        ui.painter()
            .rect_stroke(place, radius::BAR, line_around, StrokeKind::Outside);
        let under = pos2(place.center().x, place.bottom() + line / 2.0 + 1.0);
        let (face, color) = if is_right {
            (Face::Mono, colors.text)
        } else {
            (Face::MonoBold, colors.error)
        };
        let words = if is_right {
            digit.to_string()
        } else {
            format!("{digit} ≠ {}", answer.label)
        };
        let font = theme.font(CAPTION, face);
        text(ui, under, Align2::CENTER_CENTER, words, font, color);
        let arguments = [
            ("label", answer.label.into()),
            ("digit", digit.into()),
            ("probability", percent(answer.said.probability()).into()),
        ];
        let words = context.state.text.with("train-answer", &arguments);
        widgets::label(ui, place, &words).on_hover_text(words);
    }
}

/// Side of a picture and pictures in a row, the largest at which all fit, or the least one.
fn layout(room: Vec2, count: usize, line: f32) -> Option<(f32, usize)> {
    if count == 0 || room.x < LEAST || room.y < LEAST {
        return None;
    }
    let side = |columns: usize| {
        let rows = count.div_ceil(columns) as f32;
        let across = (room.x + space::SMALL) / columns as f32 - space::SMALL;
        let down = (room.y + space::SMALL) / rows - space::SMALL - line;
        across.min(down).floor()
    };
    let best = (1..=count).max_by(|a, b| side(*a).total_cmp(&side(*b)))?;
    if side(best) >= LEAST {
        return Some((side(best), best));
    }
    let columns = ((room.x + space::SMALL) / (LEAST + space::SMALL)) as usize;
    Some((LEAST, columns.max(1)))
}

/// Pictures below each other.
fn strip(pictures: &[Grid]) -> Grid {
    Grid::from_fn(SIDE * pictures.len(), SIDE, |row, column| {
        pictures[row / SIDE].at(row % SIDE, column)
    })
}
