//! One batch: its pictures, what the network said of them before the step, and what the step did.

use eframe::egui::{Align2, Rect, Ui, pos2};

use super::held_out::{Answered, show_pictures};
use super::kernels::say;
use super::words::{loss, steps, two_digits};
use crate::app::pages::PageContext;
use crate::app::theme::{CAPTION, Face, Theme, space};
use crate::app::widgets::{self, text};
use crate::dataset::SIDE;
use crate::grid::Grid;
use crate::training::layer_sizes::layer_names;

pub fn show(ui: &mut Ui, rect: Rect, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let run = context.state.training.run.as_ref();
    let Some((run, batch)) = run.and_then(|run| Some((run, run.live.batch.clone()?))) else {
        return say(ui, rect, "train-batch-none", context);
    };
    let line = theme.caption_height();
    let right = batch
        .pictures
        .iter()
        .filter(|p| p.said.digit() == p.label)
        .count();
    let arguments = [
        ("batch", steps(batch.step).into()),
        ("loss", loss(f64::from(batch.loss)).into()),
        ("right", right.into()),
        ("count", batch.pictures.len().into()),
        ("size", batch.size.into()),
    ];
    let key = if batch.size > batch.pictures.len() {
        "train-batch-part"
    } else {
        "train-batch-whole"
    };
    let words = context.state.text.with(key, &arguments);
    let font = theme.font(CAPTION, Face::Regular);
    let place = pos2(rect.left(), rect.top() + line / 2.0);
    let color = theme.colors.muted;
    text(ui, place, Align2::LEFT_CENTER, words, font, color);
    let names = layer_names(&run.live.record.settings.architecture);
    let foot = rect.with_min_y(rect.bottom() - 2.0 * line - space::TINY);
    show_updates(ui, foot, &names, &batch.layers, context);
    let grids: Vec<Grid> = batch
        .pictures
        .iter()
        .filter_map(|picture| Grid::from_values(SIDE, SIDE, picture.ink.clone()))
        .collect();
    let answers: Vec<Answered<'_>> = batch
        .pictures
        .iter()
        .map(|picture| Answered {
            label: picture.label,
            said: &picture.said,
        })
        .collect();
    let place = Rect::from_min_max(
        pos2(rect.left() + 1.0, rect.top() + line + space::SMALL),
        pos2(rect.right() - 1.0, foot.top() - space::SMALL),
    );
    let stamp = (run.id, batch.step);
    show_pictures(ui, place, ("batch", stamp), &grids, &answers, context);
}

/// How far each layer's numbers moved: names over numbers, as many as there is room for.
fn show_updates(
    ui: &mut Ui,
    rect: Rect,
    names: &[String],
    sizes: &[crate::training::layer_sizes::LayerSize],
    context: &PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let line = theme.caption_height();
    let regular = theme.font(CAPTION, Face::Regular);
    let mono = theme.font(CAPTION, Face::Mono);
    let (muted, color) = (theme.colors.muted, theme.colors.text);
    let place = pos2(rect.left(), rect.top() + 1.5 * line);
    let words = context.text("train-batch-updates");
    let head = text(
        ui,
        place,
        Align2::LEFT_CENTER,
        words,
        regular.clone(),
        muted,
    );
    let left = head.rect.right() + space::LARGE;
    head.on_hover_text(context.text("train-batch-updates-tooltip"));
    let pitch = (rect.right() - left) / names.len().max(1) as f32;
    let least = 4.5 * theme.points(CAPTION);
    let pitch = pitch.max(least);
    for (index, (name, size)) in names.iter().zip(sizes).enumerate() {
        let right = left + (index + 1) as f32 * pitch;
        if right > rect.right() + 1.0 {
            break;
        }
        let above = pos2(right, rect.top() + line / 2.0);
        text(
            ui,
            above,
            Align2::RIGHT_CENTER,
            name,
            regular.clone(),
            muted,
        );
        let below = pos2(right, rect.top() + 1.5 * line);
        let words = two_digits(f64::from(size.update));
        text(ui, below, Align2::RIGHT_CENTER, words, mono.clone(), color);
    }
    widgets::label(ui, rect, context.text("train-batch-updates"));
}
