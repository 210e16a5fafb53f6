//! Why the layers do not fit together, at the layer that causes it, and what would help.

use eframe::egui::{Rect, Stroke, StrokeKind, Ui, UiBuilder, pos2, vec2};
use lucide_icons::Icon;

use super::draft::{Draft, Mend};
use super::editor::{Act, cell};
use crate::app::errors::InWords as _;
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, Face, ICON, Theme, radius, space, stroke};
use crate::app::widgets::{self, Button};
use crate::network::architecture::ArchitectureError;
use crate::network::layer::Layer;

/// The error in words, beneath its layer, with what would help; where it stands.
pub fn show_error(
    ui: &mut Ui,
    error: &ArchitectureError,
    draft: &Draft,
    context: &PageContext<'_>,
    act: &mut Option<Act>,
) -> Rect {
    let theme = Theme::of(ui.ctx());
    let mends = draft.mends(error);
    let words = error.in_words(&context.state.text);
    let font = theme.font(BODY, Face::Regular);
    let color = theme.colors.text;
    let width = ui.available_width();
    let room = width - 2.0 * space::WIDE - space::LARGE;
    let galley = ui
        .painter()
        .layout(words.clone(), font.clone(), color, room);
    let rows = if mends.is_empty() { 0.0 } else { 1.0 };
    // As high as a control where the words are one line.
    let said =
        galley.size().y.max(theme.line_height()) + theme.control_height() - theme.line_height();
    let height = said + rows * theme.control_height() + space::SMALL;
    let ui = &mut cell(ui, vec2(width, height));
    let rect = ui.max_rect();
    let line = Stroke::new(stroke::BORDER, theme.colors.error);
    let fill = theme.colors.error_soft;
    ui.painter()
        .rect(rect, radius::CONTROL, fill, line, StrokeKind::Inside);
    let middle = rect.top() + theme.control_height() / 2.0;
    let icon = pos2(rect.left() + space::WIDE, middle);
    let icon_font = theme.font(ICON, Face::Icon);
    widgets::icon(ui, icon, Icon::CircleAlert, icon_font, theme.colors.error);
    let corner = pos2(
        rect.left() + 2.0 * space::WIDE,
        middle - galley.rows.first().map_or(0.0, |row| row.height()) / 2.0,
    );
    let place = Rect::from_min_size(corner, galley.size());
    ui.painter().galley(corner, galley, color);
    widgets::label(ui, place, words);
    let buttons = Rect::from_min_max(pos2(place.left(), rect.top() + said), rect.max);
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
    rect
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
