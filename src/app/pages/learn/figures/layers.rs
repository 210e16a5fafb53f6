//! The lesson's layers as a table: what each makes, what it learns, and where they do not fit.

use eframe::egui::{Align2, Rect, Stroke, StrokeKind, Ui, pos2};
use lucide_icons::Icon;

use super::{headed, with};
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, Face, ICON, Theme, radius, space, stroke};
use crate::app::widgets;
use crate::lesson::Figure;
use crate::network::architecture::{INPUT, cost_of, shapes_of};
use crate::network::layer::Misfit;
use crate::network::{Layer, Shape};

/// The key of a layer's kind.
fn kind(layer: &Layer) -> &'static str {
    match layer {
        Layer::Convolution { .. } => "network-layer-convolution",
        Layer::MaxPool { .. } => "network-layer-max-pool",
        Layer::Linear { .. } => "network-layer-linear",
        Layer::Flatten => "network-layer-flatten",
        _ => "network-layer-relu",
    }
}

pub fn show(ui: &mut Ui, rect: Rect, figure: &Figure, context: &PageContext<'_>) {
    let layers = figure.layers();
    let (shapes, error) = match shapes_of(INPUT, &layers) {
        Ok(shapes) => (shapes, None),
        Err(error) => (error.shapes.clone(), Some(error)),
    };
    let below = headed(ui, rect, context.text("figure-layers"));
    // An activation does not change a shape: it stands with the layer before it.
    let rows: Vec<usize> = (0..layers.len())
        .filter(|index| !layers[*index].is_activation())
        .collect();
    let theme = Theme::of(ui.ctx());
    let pitch = ((below.height() - theme.line_height()) / (rows.len() + 2) as f32).min(48.0);
    let pitch = pitch.max(theme.caption_height());
    let entry = |index: usize| {
        Rect::from_min_size(
            pos2(below.left(), below.top() + index as f32 * pitch),
            eframe::egui::vec2(below.width(), pitch),
        )
    };
    show_row(
        ui,
        entry(0),
        context.text("network-input"),
        Some(INPUT),
        None,
        false,
        context,
    );
    for (row, layer) in rows.iter().enumerate() {
        let fails = error.as_ref().is_some_and(|error| error.layer == *layer);
        let input = shapes.get(*layer).copied();
        let output = shapes.get(layer + 1).copied();
        let costs = input
            .zip(output)
            .map(|(i, o)| cost_of(&layers[*layer], i, o).parameters);
        let followed = layers.get(layer + 1).is_some_and(Layer::is_activation);
        let words = name(&layers[*layer], followed, context);
        show_row(ui, entry(row + 1), &words, output, costs, fails, context);
    }
    let foot = below.with_min_y(entry(rows.len() + 1).top() + space::SMALL);
    match error.as_ref().map(|error| &error.misfit) {
        Some(Misfit::WrongInputs {
            expected,
            given,
            from,
        }) => {
            let product = from.map_or(String::new(), |shape| {
                let (channels, height, width) = shape.dims();
                format!("{channels}·{height}·{width} = ")
            });
            let words = with(
                context,
                "figure-misfit",
                &[
                    ("given", format!("{product}{given}")),
                    ("expected", expected.to_string()),
                ],
            );
            show_foot(ui, foot, Icon::CircleAlert, &words, false);
        }
        _ => {
            let language = context.state.text.language();
            let sum: usize = (0..layers.len())
                .filter_map(|i| Some(cost_of(&layers[i], *shapes.get(i)?, *shapes.get(i + 1)?)))
                .map(|cost| cost.parameters)
                .sum();
            let words = with(context, "figure-total", &[("count", language.whole(sum))]);
            show_foot(ui, foot, Icon::CircleCheck, &words, true);
        }
    }
}

fn name(layer: &Layer, followed: bool, context: &PageContext<'_>) -> String {
    let kind = context.text(kind(layer));
    let mut words = match layer {
        Layer::Convolution {
            kernel, padding, ..
        } => {
            format!("{kind} {} × {}, p = {}", kernel.0, kernel.1, padding.0)
        }
        Layer::MaxPool { kernel, .. } => format!("{kind} {} × {}", kernel.0, kernel.1),
        Layer::Linear {
            inputs, outputs, ..
        } => format!("{kind} {inputs} → {outputs}"),
        _ => kind.to_owned(),
    };
    if followed {
        words.push_str(" · ");
        words.push_str(context.text("network-layer-relu"));
    }
    words
}

fn show_row(
    ui: &mut Ui,
    rect: Rect,
    words: &str,
    shape: Option<Shape>,
    parameters: Option<usize>,
    fails: bool,
    context: &PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    if fails {
        let line = Stroke::new(stroke::BORDER, colors.error);
        let painter = ui.painter();
        painter.rect(
            rect,
            radius::BAR,
            colors.error_soft,
            line,
            StrokeKind::Inside,
        );
    } else {
        ui.painter()
            .hline(rect.x_range(), rect.bottom(), theme.border());
    }
    let middle = rect.center().y;
    let color = if fails { colors.error } else { colors.text };
    let size = if theme.presenter { CAPTION } else { BODY };
    let font = theme.font(size, Face::Medium);
    let place = pos2(rect.left() + space::SMALL, middle);
    widgets::text(ui, place, Align2::LEFT_CENTER, words, font, color);
    let numbers = theme.font(size, Face::Mono);
    let count = parameters.filter(|count| *count > 0);
    if let Some(count) = count {
        let words = context.state.text.language().whole(count);
        let place = pos2(rect.right() - space::SMALL, middle);
        let color = colors.muted;
        widgets::text(
            ui,
            place,
            Align2::RIGHT_CENTER,
            words,
            numbers.clone(),
            color,
        );
    }
    let words = match shape {
        _ if fails => "?".to_owned(),
        Some(shape) => shape.to_string(),
        None => "–".to_owned(),
    };
    let place = pos2(rect.left() + rect.width() * 0.76, middle);
    widgets::text(ui, place, Align2::RIGHT_CENTER, words, numbers, color);
}

fn show_foot(ui: &mut Ui, rect: Rect, icon: Icon, words: &str, good: bool) {
    let theme = Theme::of(ui.ctx());
    let color = if good {
        theme.colors.success
    } else {
        theme.colors.error
    };
    let side = theme.points(ICON);
    let middle = pos2(
        rect.left() + side / 2.0,
        rect.top() + theme.line_height() / 2.0,
    );
    widgets::icon(ui, middle, icon, theme.font(ICON, Face::Icon), color);
    let place = rect.with_min_x(rect.left() + side + space::SMALL);
    widgets::paragraph(ui, place, words, theme.font(BODY, Face::Medium), color);
}
