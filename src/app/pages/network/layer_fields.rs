//! A layer's numbers, to be typed or dragged.

use std::cell::Cell;

use eframe::egui::{DragValue, Label, RichText, Ui, vec2};

use crate::app::pages::PageContext;
use crate::app::theme::{CAPTION, Face, Theme, space};
use crate::app::widgets::decimal_field;
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
            let drag = decimal_field(slope).range(0.0..=1.0).speed(0.005);
            fields.labelled("network-slope", drag);
        }
        Layer::Dropout { probability } => {
            let drag = decimal_field(probability).range(0.0..=0.95).speed(0.01);
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
    /// Rows and columns: one number where they are equal, “3×5” where they differ. What is typed
    /// is either; dragging changes both.
    fn pair(&mut self, value: &mut Pair, least: usize, most: usize, key: &str) {
        let shown = pair_words(*value);
        let typed = Cell::new(None);
        let set = |number: Option<f64>| {
            if let Some(rows) = number {
                *value = typed.take().unwrap_or_else(|| {
                    let rows = rows as usize;
                    let columns = (value.1 + rows).saturating_sub(value.0);
                    (rows, columns.clamp(least, most))
                });
            }
            value.0 as f64
        };
        let drag = DragValue::from_get_set(set)
            .range(least..=most)
            .clamp_existing_to_range(false)
            .speed(0.1)
            .max_decimals(0)
            .custom_formatter(|_, _| shown.clone())
            .custom_parser(|words| {
                let pair = parse_pair(words, least, most)?;
                typed.set(Some(pair));
                Some(pair.0 as f64)
            });
        self.labelled(key, drag);
    }

    fn number(&mut self, value: &mut usize, least: usize, most: usize, key: &str) {
        let drag = DragValue::new(value)
            .range(least..=most)
            .clamp_existing_to_range(false)
            .speed(0.1);
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
                ui.spacing_mut().button_padding = vec2(space::TINY, 0.0);
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

fn pair_words((rows, columns): Pair) -> String {
    if rows == columns {
        rows.to_string()
    } else {
        format!("{rows}×{columns}")
    }
}

/// “3” as 3×3, “3×5” as it says, within the range.
fn parse_pair(words: &str, least: usize, most: usize) -> Option<Pair> {
    let number = |word: &str| Some(word.parse::<usize>().ok()?.clamp(least, most));
    let separators = ['×', 'x', 'X', '*', ',', ';', ' '];
    let words = words.trim().split(separators);
    let numbers: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    match numbers[..] {
        [both] => Some((number(both)?, number(both)?)),
        [rows, columns] => Some((number(rows)?, number(columns)?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_typed_as_they_are_shown() {
        for (words, pair) in [
            ("3", Some((3, 3))),
            ("3×5", Some((3, 5))),
            (" 3 x 5 ", Some((3, 5))),
            ("3, 50", Some((3, 11))),
            ("0", Some((1, 1))),
            ("3×", Some((3, 3))),
            ("3×5×7", None),
            ("-3", None),
            ("", None),
        ] {
            assert_eq!(parse_pair(words, 1, 11), pair, "{words}");
        }
        for pair in [(3, 3), (3, 5)] {
            assert_eq!(parse_pair(&pair_words(pair), 1, 11), Some(pair));
        }
    }
}
