//! A layer's kernels as they are now, or how they have changed since the run's start.

use eframe::egui::{
    Align, Align2, Color32, ColorImage, Layout, Mesh, Rect, Shape, TextureId, TextureOptions, Ui,
    UiBuilder, Vec2, pos2, vec2,
};

use super::words::{short, two_digits};
use crate::app::pages::PageContext;
use crate::app::theme::{CAPTION, ColorMap, Face, Theme, space};
use crate::app::widgets::{
    self, DropDown, drop_down, drop_down_width, grid_image, menu_item, paint_texture, text,
};
use crate::dataset::{PIXELS, SIDE};
use crate::grid::Grid;
use crate::network::Model;
use crate::network::layer::Layer;

/// Most kernels that are drawn: of so many outputs, from so many inputs.
const MOST: (usize, usize) = (32, 16);

/// Height of the legend's bar.
const BAR: f32 = 8.0;

/// Pixels of the legend.
const SHADES: usize = 64;

/// Which kernels, and how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// Among the layers whose weights are pictures.
    layer: usize,
    /// What has changed since the start.
    change: bool,
}

/// A layer's weights as pictures.
struct Kernels<'a> {
    outputs: usize,
    inputs: usize,
    height: usize,
    width: usize,
    /// O×I×h×w.
    values: &'a [f32],
    /// What is taken from them: nothing, or what they were before.
    before: Option<&'a [f32]>,
    /// The largest size of what is shown.
    most: f32,
}

/// Names of the layers whose weights are pictures: convolutions, and linear layers that see the
/// pixels.
fn layers(model: &Model) -> Vec<&str> {
    let layers = model.architecture().layers().iter();
    layers
        .filter_map(|layer| match layer {
            Layer::Convolution { name, .. } => Some(name.as_str()),
            Layer::Linear { name, inputs, .. } if *inputs == PIXELS => Some(name.as_str()),
            _ => None,
        })
        .collect()
}

impl<'a> Kernels<'a> {
    /// `None` if the layer has none.
    fn new(model: &'a Model, layer: &str, since: Option<&'a Model>) -> Option<Self> {
        let name = format!("{layer}.weight");
        let parameter = model.parameter(&name)?;
        let (outputs, inputs, height, width) = match parameter.spec.dims[..] {
            [outputs, inputs, height, width] => (outputs, inputs, height, width),
            [outputs, PIXELS] => (outputs, 1, SIDE, SIDE),
            _ => return None,
        };
        let before = match since {
            Some(since) => Some(since.parameter(&name)?.values.as_slice()),
            None => None,
        };
        let mut kernels = Self {
            outputs,
            inputs,
            height,
            width,
            values: &parameter.values,
            before,
            most: 0.0,
        };
        let values = (0..kernels.values.len()).map(|index| kernels.value(index));
        kernels.most = values.fold(0.0, |most: f32, v| most.max(v.abs()));
        Some(kernels)
    }

    fn value(&self, index: usize) -> f32 {
        self.values[index] - self.before.map_or(0.0, |before| before[index])
    }

    /// All that are shown in one picture, an output a column and an input a row.
    fn image(&self, shown: (usize, usize), theme: &Theme) -> ColorImage {
        let scale = 1.0 / self.most.max(f32::MIN_POSITIVE);
        let cells = self.height * self.width;
        let grid = Grid::from_fn(
            shown.1 * self.height,
            shown.0 * self.width,
            |row, column| {
                let (input, y) = (row / self.height, row % self.height);
                let (output, x) = (column / self.width, column % self.width);
                let kernel = (output * self.inputs + input) * cells;
                self.value(kernel + y * self.width + x) * scale
            },
        );
        grid_image(&grid, ColorMap::Signed, theme)
    }
}

pub fn show(ui: &mut Ui, rect: Rect, view: &mut View, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let training = &context.state.training;
    let Some(model) = training.model() else {
        return say(ui, rect, "train-kernels-none", context);
    };
    let layers = layers(model);
    if layers.is_empty() {
        return say(ui, rect, "train-kernels-none", context);
    }
    view.layer = view.layer.min(layers.len() - 1);
    let line = theme.caption_height() + space::SMALL;
    let foot = rect.with_min_y(rect.bottom() - line - BAR);
    show_choices(
        ui,
        foot.with_min_y(foot.top() + BAR - space::TINY),
        &layers,
        view,
        context,
    );
    let since = training.first_model().filter(|_| view.change);
    let Some(kernels) = Kernels::new(model, layers[view.layer], since) else {
        return;
    };
    let shown = (kernels.outputs.min(MOST.0), kernels.inputs.min(MOST.1));
    let first = since.map(Model::stamp);
    let stamp = (
        model.stamp(),
        training.model_step(),
        first,
        view.layer,
        theme.dark,
    );
    let options = TextureOptions::NEAREST;
    let texture = context
        .textures
        .get(ui.ctx(), "kernels", stamp, options, || {
            kernels.image(shown, &theme)
        });
    let place = rect.with_max_y(foot.top() - space::MEDIUM);
    paint(ui, place, &kernels, shown, texture);
    let name = context.state.text.with(
        "train-kernels-name",
        &[
            ("layer", layers[view.layer].into()),
            ("most", short(f64::from(kernels.most)).into()),
        ],
    );
    widgets::label(ui, place, name);
    show_legend(ui, foot, kernels.most, context);
}

/// The kernels as large as they fit, in as many rows as fit best.
fn paint(ui: &Ui, rect: Rect, kernels: &Kernels<'_>, shown: (usize, usize), texture: TextureId) {
    let (outputs, inputs) = shown;
    // An output's kernels stand below each other; columns of them are broken into several rows.
    let layout = |rows: usize| {
        let columns = outputs.div_ceil(rows);
        let (across, down) = (columns as f32, (rows * inputs) as f32);
        let gap = if inputs == 1 {
            space::MEDIUM
        } else {
            space::TINY / 2.0
        };
        let room = vec2(
            rect.width() - gap * (across - 1.0),
            rect.height() - gap * (down - 1.0),
        );
        let size = vec2(
            room.x / across / kernels.width as f32,
            room.y / down / kernels.height as f32,
        );
        (size.min_elem(), columns, gap)
    };
    let best = (1..=outputs).map(layout).max_by(|a, b| a.0.total_cmp(&b.0));
    let Some((cell, columns, gap)) = best.filter(|(cell, ..)| *cell > 0.0) else {
        return;
    };
    let kernel = vec2(kernels.width as f32, kernels.height as f32) * cell;
    let rows = outputs.div_ceil(columns) * inputs;
    let whole = vec2(
        columns as f32 * (kernel.x + gap) - gap,
        rows as f32 * (kernel.y + gap) - gap,
    );
    let corner = rect.min + vec2(0.0, ((rect.height() - whole.y) / 2.0).max(0.0));
    let mut mesh = Mesh::with_texture(texture);
    let part = vec2(1.0 / outputs as f32, 1.0 / inputs as f32);
    for output in 0..outputs {
        for input in 0..inputs {
            let (column, row) = (output % columns, output / columns * inputs + input);
            let at = vec2(column as f32, row as f32) * (kernel + Vec2::splat(gap));
            let place = Rect::from_min_size(corner + at, kernel);
            let uv = pos2(output as f32 * part.x, input as f32 * part.y);
            mesh.add_rect_with_uv(place, Rect::from_min_size(uv, part), Color32::WHITE);
        }
    }
    ui.painter().add(Shape::mesh(mesh));
}

fn show_choices(
    ui: &mut Ui,
    rect: Rect,
    layers: &[&str],
    view: &mut View,
    context: &PageContext<'_>,
) {
    let builder = UiBuilder::new().max_rect(rect).id_salt("kernels");
    ui.scope_builder(builder, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let words = if view.change {
                "train-kernels-change"
            } else {
                "train-kernels-now"
            };
            let shown = format!("{} · {}", layers[view.layer], context.text(words));
            let width = drop_down_width(ui, &shown, true);
            let size = vec2(width.min(rect.width()), rect.height());
            let (place, _) = ui.allocate_exact_size(size, eframe::egui::Sense::hover());
            let chosen = DropDown {
                name: context.text("train-kernels-of"),
                words: &shown,
                tooltip: context.text("train-kernels-of-tooltip"),
                stays_open: false,
                quiet: true,
            };
            drop_down(ui, place, &chosen, |ui| {
                for change in [false, true] {
                    for (index, layer) in layers.iter().enumerate() {
                        let words = if change {
                            "train-kernels-change"
                        } else {
                            "train-kernels-now"
                        };
                        let words = format!("{layer} · {}", context.text(words));
                        let this = View {
                            layer: index,
                            change,
                        };
                        if menu_item(ui, &words, *view == this, "") {
                            *view = this;
                        }
                    }
                }
            });
        });
    });
}

fn show_legend(ui: &mut Ui, rect: Rect, most: f32, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let bar = rect.with_max_y(rect.top() + BAR);
    let shade = |_, column| 2.0 * column as f32 / (SHADES - 1) as f32 - 1.0;
    let options = TextureOptions::LINEAR;
    let texture = context
        .textures
        .get(ui.ctx(), "kernel legend", theme.dark, options, || {
            grid_image(&Grid::from_fn(1, SHADES, shade), ColorMap::Signed, &theme)
        });
    let narrow = bar.with_max_x(bar.left() + bar.width() * 0.42);
    paint_texture(ui, narrow, texture);
    let font = theme.font(CAPTION, Face::Mono);
    let color = theme.colors.muted;
    let middle = narrow.bottom() + theme.caption_height() / 2.0 + space::TINY / 2.0;
    let end = two_digits(f64::from(most));
    let least = format!("−{end}");
    let room = narrow.width() - widgets::words_width(ui, &least, font.clone()) - space::SMALL;
    if most == 0.0 || widgets::words_width(ui, &end, font.clone()) > room {
        let words = if most == 0.0 { end } else { format!("±{end}") };
        let place = pos2(narrow.center().x, middle);
        text(ui, place, Align2::CENTER_CENTER, words, font, color);
        return;
    }
    let ends = [
        (narrow.left(), Align2::LEFT_CENTER, least),
        (narrow.right(), Align2::RIGHT_CENTER, end),
    ];
    for (x, anchor, words) in ends {
        text(ui, pos2(x, middle), anchor, words, font.clone(), color);
    }
}

/// Words in the middle of an empty card.
pub fn say(ui: &mut Ui, rect: Rect, key: &str, context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let font = theme.font(CAPTION, Face::Regular);
    let place = rect.with_max_x(rect.right().min(rect.left() + 44.0 * theme.points(CAPTION)));
    widgets::paragraph(ui, place, context.text(key), font, theme.colors.muted);
}
