//! How large a step is in each layer: its gradient along the run, and its update beside the size
//! of the weights.

use eframe::egui::{Align2, Rect, Shape, Stroke, Ui, pos2};

use super::kernels::say;
use super::words::two_digits;
use crate::app::pages::PageContext;
use crate::app::theme::{CAPTION, Face, Theme, space, stroke};
use crate::app::training::Moment;
use crate::app::widgets::text;
use crate::training::layer_sizes::{LayerSize, layer_names};

/// Width of the curve that has a point of its own.
const POINT: f32 = 2.5;

pub fn show(ui: &mut Ui, rect: Rect, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let training = &context.state.training;
    let Some(run) = &training.run else {
        return say(ui, rect, "train-layers-none", context);
    };
    let record = &run.live.record;
    let moments: Vec<&[LayerSize]> = record
        .snapshots
        .all()
        .iter()
        .map(|moment| moment.what.layers.as_slice())
        .filter(|layers| !layers.is_empty())
        .collect();
    let latest = match &training.moment {
        Moment::Past(past) => past.snapshot.layers.as_slice(),
        _ => match (&run.live.batch, moments.last()) {
            (Some(batch), _) => batch.layers.as_slice(),
            (None, Some(last)) => last,
            (None, None) => return say(ui, rect, "train-layers-none", context),
        },
    };
    let names = layer_names(&record.settings.architecture);
    let em = theme.points(CAPTION);
    let columns = Columns::new(rect, em);
    let line = theme.caption_height();
    let regular = theme.font(CAPTION, Face::Regular);
    let muted = theme.colors.muted;
    for (x, key) in [
        (columns.gradient, "train-layers-gradient"),
        (columns.update, "train-layers-update"),
    ] {
        let place = pos2(x, rect.top() + line / 2.0);
        let head = text(
            ui,
            place,
            Align2::RIGHT_CENTER,
            context.text(key),
            regular.clone(),
            muted,
        );
        head.on_hover_text(context.text(&format!("{key}-tooltip")));
    }
    let top = rect.top() + line + space::SMALL;
    let pitch = ((rect.bottom() - top) / names.len().max(1) as f32).min(2.2 * line);
    let mono = theme.font(CAPTION, Face::Mono);
    for (index, (name, size)) in names.iter().zip(latest).enumerate() {
        let row = Rect::from_min_max(
            pos2(rect.left(), top + index as f32 * pitch),
            pos2(rect.right(), top + (index + 1) as f32 * pitch),
        );
        let middle = row.center().y;
        let place = pos2(row.left(), middle);
        let color = theme.colors.text;
        text(ui, place, Align2::LEFT_CENTER, name, regular.clone(), color);
        let share = 100.0 * f64::from(size.update) / f64::from(size.weights.max(f32::MIN_POSITIVE));
        for (x, value) in [
            (columns.gradient, f64::from(size.gradient)),
            (columns.update, share),
        ] {
            let words = two_digits(value);
            let place = pos2(x, middle);
            text(ui, place, Align2::RIGHT_CENTER, words, mono.clone(), color);
        }
        let along = moments.iter().filter_map(|layers| layers.get(index));
        let sizes: Vec<f32> = along.map(|size| size.gradient).collect();
        let place = row
            .with_min_x(columns.curve.0)
            .with_max_x(columns.curve.1)
            .shrink2(eframe::egui::vec2(0.0, space::TINY / 2.0));
        paint_curve(ui, place, &sizes, &theme);
    }
}

struct Columns {
    curve: (f32, f32),
    /// Right edges of the numbers.
    gradient: f32,
    update: f32,
}

impl Columns {
    fn new(rect: Rect, em: f32) -> Self {
        let update = rect.right();
        let gradient = update - 5.6 * em;
        Self {
            curve: (rect.left() + 3.6 * em, gradient - 4.8 * em),
            gradient,
            update,
        }
    }
}

/// The logarithms of sizes, from the run's start to its latest moment.
fn paint_curve(ui: &Ui, rect: Rect, sizes: &[f32], theme: &Theme) {
    let most = ((rect.width() / POINT) as usize).max(2);
    let logs: Vec<f32> = sizes
        .chunks(sizes.len().div_ceil(most).max(1))
        .map(|part| part.iter().map(|v| v.max(1e-12).log10()).sum::<f32>() / part.len() as f32)
        .collect();
    let low = logs.iter().copied().fold(f32::INFINITY, f32::min);
    let high = logs.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    if logs.len() < 2 || rect.width() < space::WIDE {
        return;
    }
    let span = (high - low).max(0.1);
    let last = (logs.len() - 1) as f32;
    let points = logs.iter().enumerate().map(|(index, log)| {
        let x = rect.left() + index as f32 / last * rect.width();
        pos2(x, rect.bottom() - (log - low) / span * rect.height())
    });
    let line = Stroke::new(stroke::ICON - 0.5, theme.colors.accent);
    ui.painter().add(Shape::line(points.collect(), line));
}
