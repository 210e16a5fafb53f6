//! The lesson's layers as a table: what each makes, what it learns, and where they do not fit.

use eframe::egui::{
    Align2, Color32, CursorIcon, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};
use lucide_icons::Icon;

use super::{caption, figure_line, headed, with};
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
        Layer::Linear { .. } => "figure-layer-dense",
        Layer::Flatten => "network-layer-flatten",
        _ => "network-layer-relu",
    }
}

pub fn show(ui: &mut Ui, rect: Rect, figure: &mut Figure, context: &PageContext<'_>) {
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
    let foot = theme.line_height() + space::MEDIUM;
    // Besides the layers: what the columns are, the input, the chosen layer's parameters.
    let pitch = ((below.height() - foot) / (rows.len() + 3) as f32).min(60.0);
    let pitch = pitch.max(theme.caption_height());
    let entry = |index: usize| {
        Rect::from_min_size(
            pos2(below.left(), below.top() + index as f32 * pitch),
            vec2(below.width(), pitch),
        )
    };
    show_heads(ui, entry(0), context);
    let input = context.text("network-input");
    show_row(ui, entry(1), input, Some(INPUT), None, Look::Usual, context);
    widgets::label(ui, entry(1), input);
    let choices = figure.kind.settings().iter();
    let choices = choices.filter(|setting| setting.name == "layer");
    let choices: Vec<&str> = choices
        .flat_map(|setting| setting.choices)
        .copied()
        .collect();
    let mut arithmetic = None;
    for (row, layer) in rows.iter().enumerate() {
        let fails = error.as_ref().is_some_and(|error| error.layer == *layer);
        let input = shapes.get(*layer).copied();
        let output = shapes.get(layer + 1).copied();
        let costs = input
            .zip(output)
            .map(|(i, o)| cost_of(&layers[*layer], i, o).parameters);
        let followed = layers.get(layer + 1).is_some_and(Layer::is_activation);
        let words = name(&layers[*layer], followed, context);
        // The first choice is none.
        let choice = choices.get(row + 1).copied().unwrap_or("none");
        let look = match fails {
            true => Look::Failing,
            false if figure.get("layer") == choice => Look::Chosen,
            false => Look::Usual,
        };
        if look == Look::Chosen {
            arithmetic = input
                .zip(costs)
                .map(|(i, c)| parameters(&layers[*layer], i, c, context));
        }
        let place = entry(row + 2);
        let id = ui.scope_id().with(("layer", row));
        let response = ui.interact(place, id, Sense::click());
        let is_chosen = look == Look::Chosen;
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_chosen, &words));
        if response.hovered() && look == Look::Usual {
            let painter = ui.painter();
            painter.rect_filled(place, radius::BAR, theme.colors.hover);
        }
        show_row(ui, place, &words, output, costs, look, context);
        widgets::paint_focus(ui, &response);
        if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
            // The choice is one of the setting's own.
            let _ = figure.set("layer", choice);
        }
    }
    let foot = below.with_min_y(entry(rows.len() + 2).top() + space::MEDIUM);
    if let Some(words) = arithmetic.filter(|_| error.is_none()) {
        figure_line(ui, foot, &words);
    }
    let foot = match figure.get("layer") {
        "none" => foot,
        _ => foot.with_min_y(foot.top() + theme.line_height() + space::SMALL),
    };
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

/// How the parameters of a layer come about: `(5·5·1 + 1)·6 = 156`.
fn parameters(layer: &Layer, input: Shape, count: usize, context: &PageContext<'_>) -> String {
    let (channels, _, _) = input.dims();
    let (read, outputs) = match layer {
        Layer::Convolution {
            channels: outputs,
            kernel,
            ..
        } => (format!("{}·{}·{channels}", kernel.0, kernel.1), outputs),
        Layer::Linear {
            inputs, outputs, ..
        } => (inputs.to_string(), outputs),
        _ => return context.text("figure-learns-nothing").to_owned(),
    };
    let count = context.state.text.language().whole(count);
    format!("({read} + 1)·{outputs} = {count}")
}

/// Right edge of the outputs, as a share of the width.
const OUTPUTS: f32 = 0.72;

/// What stands in the columns.
fn show_heads(ui: &mut Ui, rect: Rect, context: &PageContext<'_>) {
    let middle = rect.center().y;
    let heads = [
        (
            rect.left() + space::SMALL,
            Align2::LEFT_CENTER,
            "figure-layer",
        ),
        (
            rect.left() + rect.width() * OUTPUTS,
            Align2::RIGHT_CENTER,
            "figure-output-size",
        ),
        (
            rect.right() - space::SMALL,
            Align2::RIGHT_CENTER,
            "figure-parameter-count",
        ),
    ];
    for (x, anchor, key) in heads {
        caption(ui, pos2(x, middle), anchor, context.text(key));
    }
    let line = Theme::of(ui.ctx()).border();
    ui.painter().hline(rect.x_range(), rect.bottom(), line);
}

/// How a row looks.
#[derive(Clone, Copy, PartialEq)]
enum Look {
    Usual,
    Chosen,
    /// What comes in does not fit.
    Failing,
}

fn show_row(
    ui: &mut Ui,
    rect: Rect,
    words: &str,
    shape: Option<Shape>,
    parameters: Option<usize>,
    look: Look,
    context: &PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let colors = theme.colors;
    let fails = look == Look::Failing;
    let (fill, line) = match look {
        Look::Usual => {
            let painter = ui.painter();
            painter.hline(rect.x_range(), rect.bottom(), theme.border());
            (Color32::TRANSPARENT, Stroke::NONE)
        }
        Look::Chosen => (colors.accent_soft, theme.selected_border()),
        Look::Failing => {
            let line = Stroke::new(stroke::BORDER, colors.error);
            (colors.error_soft, line)
        }
    };
    let painter = ui.painter();
    painter.rect(rect, radius::BAR, fill, line, StrokeKind::Inside);
    let middle = rect.center().y;
    let color = if fails { colors.error } else { colors.text };
    let size = if theme.presenter { CAPTION } else { BODY };
    let font = theme.font(size, Face::Medium);
    let place = rect.with_min_x(rect.left() + space::SMALL);
    widgets::fitting_text(ui, place, words, font, color);
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
    let place = pos2(rect.left() + rect.width() * OUTPUTS, middle);
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
