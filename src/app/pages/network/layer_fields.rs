//! A layer's numbers, to be typed or dragged.

use eframe::egui::{DragValue, Label, RichText, Ui, vec2};

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
pub fn show_fields(ui: &mut Ui, layer: &mut Layer, narrow: bool, context: &PageContext<'_>) {
    let fields = &mut Fields {
        ui,
        narrow,
        context,
    };
    match layer {
        Layer::Convolution {
            channels,
            kernel,
            stride,
            padding,
            dilation,
            ..
        } => {
            fields.number(channels, 1, MOST_CHANNELS, "network-channels");
            fields.pair(kernel, 1, MAX_KERNEL, "network-kernel");
            fields.pair(stride, 1, MOST_STEP, "network-stride");
            fields.pair(padding, 0, MOST_STEP, "network-padding");
            fields.pair(dilation, 1, MOST_STEP, "network-dilation");
        }
        Layer::MaxPool { kernel, stride } | Layer::AveragePool { kernel, stride } => {
            fields.pair(kernel, 1, MAX_KERNEL, "network-kernel");
            fields.pair(stride, 1, MOST_STEP, "network-stride");
        }
        Layer::Linear {
            inputs, outputs, ..
        } => {
            fields.number(inputs, 1, MOST_UNITS, "network-inputs");
            fields.number(outputs, 1, MOST_UNITS, "network-outputs");
        }
        Layer::LeakyRelu { slope } => {
            let drag = DragValue::new(slope).range(0.0..=1.0).speed(0.005);
            fields.labelled("network-slope", drag);
        }
        Layer::Dropout { probability } => {
            let drag = DragValue::new(probability).range(0.0..=0.95).speed(0.01);
            fields.labelled("network-probability-field", drag);
        }
        _ => {}
    }
}

/// The fields of a row.
struct Fields<'a, 'b> {
    ui: &'a mut Ui,
    narrow: bool,
    context: &'a PageContext<'b>,
}

impl Fields<'_, '_> {
    /// A square size as one number; rows and columns where they differ.
    fn pair(&mut self, value: &mut Pair, least: usize, most: usize, key: &str) {
        let is_square = value.0 == value.1;
        self.number(&mut value.0, least, most, key);
        if is_square {
            value.1 = value.0;
        } else {
            self.number(&mut value.1, least, most, key);
        }
    }

    fn number(&mut self, value: &mut usize, least: usize, most: usize, key: &str) {
        let drag = DragValue::new(value).range(least..=most).speed(0.1);
        self.labelled(key, drag);
    }

    /// A number with its name above it.
    fn labelled(&mut self, key: &str, drag: DragValue<'_>) {
        let (ui, context) = (&mut *self.ui, self.context);
        let theme = Theme::of(ui.ctx());
        let field = if self.narrow { NARROW_FIELD } else { FIELD };
        let width = theme.points(CAPTION) * field;
        ui.allocate_ui(vec2(width, theme.control_height()), |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.vertical(|ui| {
                let height = theme.control_height() - theme.caption_height();
                ui.spacing_mut().interact_size = vec2(width, height);
                ui.spacing_mut().button_padding.y = 0.0;
                let font = theme.font(CAPTION, Face::Regular);
                let text = RichText::new(context.text(key)).font(font);
                let label = ui.add(Label::new(text.color(theme.colors.muted)).extend());
                ui.add_sized(vec2(width, height), drag)
                    .labelled_by(label.id)
                    .on_hover_text(context.text(&format!("{key}-tooltip")));
            });
        });
    }
}
