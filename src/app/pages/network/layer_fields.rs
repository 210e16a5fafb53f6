//! A layer's numbers, to be typed or dragged.

use eframe::egui::{DragValue, Label, Ui, vec2};

use super::editor::is_narrow;
use crate::app::pages::PageContext;
use crate::app::theme::{CAPTION, Face, Theme};
use crate::network::layer::{Layer, MAX_KERNEL, Pair};

/// Largest numbers that can be typed.
const MOST_CHANNELS: usize = 512;
const MOST_UNITS: usize = 100_000;
const MOST_STEP: usize = 16;

/// Width of a field for a number, in caption sizes.
const FIELD: f32 = 4.4;

/// Width of a field in a narrow list.
const NARROW_FIELD: f32 = 3.8;

/// Shows the numbers of a layer beside each other.
pub fn show_fields(ui: &mut Ui, layer: &mut Layer, context: &PageContext<'_>) {
    match layer {
        Layer::Convolution {
            channels,
            kernel,
            stride,
            padding,
            dilation,
            ..
        } => {
            field(ui, channels, 1, MOST_CHANNELS, "network-channels", context);
            pair(ui, kernel, 1, MAX_KERNEL, "network-kernel", context);
            pair(ui, stride, 1, MOST_STEP, "network-stride", context);
            pair(ui, padding, 0, MOST_STEP, "network-padding", context);
            pair(ui, dilation, 1, MOST_STEP, "network-dilation", context);
        }
        Layer::MaxPool { kernel, stride } | Layer::AveragePool { kernel, stride } => {
            pair(ui, kernel, 1, MAX_KERNEL, "network-kernel", context);
            pair(ui, stride, 1, MOST_STEP, "network-stride", context);
        }
        Layer::Linear {
            inputs, outputs, ..
        } => {
            field(ui, inputs, 1, MOST_UNITS, "network-inputs", context);
            field(ui, outputs, 1, MOST_UNITS, "network-outputs", context);
        }
        Layer::LeakyRelu { slope } => {
            let drag = DragValue::new(slope).range(0.0..=1.0).speed(0.005);
            labelled(ui, context.text("network-slope"), drag);
        }
        Layer::Dropout { probability } => {
            let drag = DragValue::new(probability).range(0.0..=0.95).speed(0.01);
            labelled(ui, context.text("network-probability-field"), drag);
        }
        _ => {}
    }
}

/// A square size as one number; rows and columns where they differ.
fn pair(
    ui: &mut Ui,
    value: &mut Pair,
    least: usize,
    most: usize,
    key: &str,
    context: &PageContext<'_>,
) {
    if value.0 == value.1 {
        field(ui, &mut value.0, least, most, key, context);
        value.1 = value.0;
    } else {
        field(ui, &mut value.0, least, most, key, context);
        field(ui, &mut value.1, least, most, key, context);
    }
}

fn field(
    ui: &mut Ui,
    value: &mut usize,
    least: usize,
    most: usize,
    key: &str,
    context: &PageContext<'_>,
) {
    let drag = DragValue::new(value).range(least..=most).speed(0.1);
    labelled(ui, context.text(key), drag);
}

/// A number with its name above it.
fn labelled(ui: &mut Ui, name: &str, drag: DragValue<'_>) {
    let theme = Theme::of(ui.ctx());
    let field = if is_narrow(ui) { NARROW_FIELD } else { FIELD };
    let width = theme.points(CAPTION) * field;
    ui.allocate_ui(vec2(width, theme.control_height()), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.vertical(|ui| {
            let height = theme.control_height() - theme.caption_height();
            ui.spacing_mut().interact_size = vec2(width, height);
            ui.spacing_mut().button_padding.y = 0.0;
            let font = theme.font(CAPTION, Face::Regular);
            let text = eframe::egui::RichText::new(name).font(font);
            let label = ui.add(Label::new(text.color(theme.colors.muted)).extend());
            ui.add_sized(vec2(width, height), drag)
                .labelled_by(label.id);
        });
    });
}
