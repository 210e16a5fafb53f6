//! Why the layers do not fit together, at the layer that causes it, and what would help.

use eframe::egui::{Align2, Rect, Stroke, StrokeKind, Ui, UiBuilder, pos2, vec2};
use lucide_icons::Icon;

use super::draft::{Draft, Mend};
use super::editor::{Act, cell};
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, Face, ICON, Theme, radius, space, stroke};
use crate::app::widgets::{self, Button, thousands};
use crate::network::architecture::ArchitectureError;
use crate::network::layer::{Layer, Misfit, Shape};

/// The error in words, beneath its layer, with what would help.
pub fn show_error(
    ui: &mut Ui,
    error: &ArchitectureError,
    draft: &Draft,
    context: &PageContext<'_>,
    act: &mut Option<Act>,
) {
    let theme = Theme::of(ui.ctx());
    let mends = draft.mends(error);
    let rows = if mends.is_empty() { 1.0 } else { 2.0 };
    let height = rows * theme.control_height() + space::SMALL;
    let width = ui.available_width();
    let ui = &mut cell(ui, vec2(width, height));
    let rect = ui.max_rect();
    let line = Stroke::new(stroke::BORDER, theme.colors.error);
    let fill = theme.colors.error_soft;
    ui.painter()
        .rect(rect, radius::CONTROL, fill, line, StrokeKind::Inside);
    let middle = rect.top() + theme.control_height() / 2.0;
    let icon = pos2(rect.left() + space::WIDE, middle);
    let font = theme.font(ICON, Face::Icon);
    widgets::icon(ui, icon, Icon::CircleAlert, font, theme.colors.error);
    let place = pos2(rect.left() + 2.0 * space::WIDE, middle);
    let font = theme.font(BODY, Face::Regular);
    let color = theme.colors.text;
    let words = misfit_words(error, context);
    widgets::text(ui, place, Align2::LEFT_CENTER, words, font, color);
    let buttons = Rect::from_min_max(pos2(place.x, rect.top() + theme.control_height()), rect.max);
    ui.scope_builder(UiBuilder::new().max_rect(buttons), |ui| {
        ui.horizontal(|ui| {
            for mend in mends {
                let words = mend_words(&mend, draft, context);
                if Button::new(&words).show(ui).clicked() {
                    *act = Some(Act::Mend(mend));
                }
            }
        });
    });
}

fn misfit_words(error: &ArchitectureError, context: &PageContext<'_>) -> String {
    let text = &context.state.text;
    let name = error.name.clone().unwrap_or_default();
    match &error.misfit {
        Misfit::KernelTooLarge {
            span,
            size,
            padding,
        } => text.with(
            "network-misfit-kernel",
            &[
                ("span", (*span).into()),
                ("size", (*size).into()),
                ("padding", (*padding).into()),
                ("padded", (size + 2 * padding).into()),
            ],
        ),
        Misfit::WrongInputs {
            expected,
            given,
            from: Some(from),
        } => text.with(
            "network-misfit-inputs-from",
            &[
                ("name", name.into()),
                ("expected", (*expected).into()),
                ("given", (*given).into()),
                ("product", product(*from).into()),
            ],
        ),
        Misfit::WrongInputs {
            expected, given, ..
        } => text.with(
            "network-misfit-inputs",
            &[
                ("name", name.into()),
                ("expected", (*expected).into()),
                ("given", (*given).into()),
            ],
        ),
        Misfit::NeedsFlat { given } => text.with(
            "network-misfit-flat",
            &[("given", given.to_string().into())],
        ),
        Misfit::NeedsMaps { given } => {
            text.with("network-misfit-maps", &[("given", (*given).into())])
        }
        Misfit::NotTen { given } => {
            text.with("network-misfit-ten", &[("given", given.to_string().into())])
        }
        Misfit::TooLarge { limit, .. } => text.with(
            "network-misfit-large",
            &[("limit", thousands(*limit).into())],
        ),
        Misfit::DuplicateName { name } => {
            text.with("network-misfit-name", &[("name", name.clone().into())])
        }
        Misfit::Zero { .. }
        | Misfit::KernelLimit
        | Misfit::Probability
        | Misfit::Slope
        | Misfit::BadName => context.text("network-misfit-range").to_owned(),
    }
}

/// “16·4·4”
fn product(shape: Shape) -> String {
    let (channels, height, width) = shape.dims();
    format!("{channels}·{height}·{width}")
}

fn mend_words(mend: &Mend, draft: &Draft, context: &PageContext<'_>) -> String {
    let text = &context.state.text;
    let name = |layer: usize| {
        let name = draft.layers.get(layer).and_then(Layer::name);
        name.unwrap_or_default().to_owned()
    };
    match *mend {
        Mend::Padding { layer, padding } => text.with(
            "network-mend-padding",
            &[("name", name(layer).into()), ("padding", padding.into())],
        ),
        Mend::Inputs { layer, inputs } => text.with(
            "network-mend-inputs",
            &[("name", name(layer).into()), ("inputs", inputs.into())],
        ),
        Mend::Flatten { .. } => context.text("network-mend-flatten").to_owned(),
        Mend::TenOutputs { layer } => {
            text.with("network-mend-ten", &[("name", name(layer).into())])
        }
    }
}
