//! The kernels as pictures and in numbers, what a layer's weights and activations look like as a
//! whole, and what can be tried on them.

use eframe::egui::{
    Align2, Rect, RichText, Role, ScrollArea, Sense, StrokeKind, TextureOptions, Ui, UiBuilder,
    Vec2, WidgetInfo, pos2, vec2,
};

use super::favourites;
use super::grids::{paint_grid, paint_numbers};
use super::words::number;
use crate::app::command::Command;
use crate::app::favourites::Wanted;
use crate::app::pages::PageContext;
use crate::app::theme::{BODY, CAPTION, ColorMap, Face, Theme, space};
use crate::app::widgets::{self, Button, Segment, card, grid_image, paint_texture, segmented};
use crate::grid::Grid;
use crate::network::arithmetic::kernel;
use crate::network::experiment::Change;
use crate::network::layer::Layer;
use crate::network::model::Parameter;
use crate::network::trace::Trace;

/// Bars of a histogram.
const BARS: usize = 40;

/// Smallest side of a cell that carries its number.
const NUMBER_CELL: f32 = 32.0;

/// Largest cell of the chosen kernel.
const LARGEST_CELL: Vec2 = vec2(56.0, 36.0);

/// Noise that is tried, in standard deviations of the weights.
const NOISE: f32 = 0.5;

/// Gap between two kernels.
const GAP: f32 = 4.0;

/// Kernels to put in the place of a learned one.
const NAMED: [(&str, [f32; 9]); 4] = [
    (
        "network-kernel-sobel-x",
        [1.0, 0.0, -1.0, 2.0, 0.0, -2.0, 1.0, 0.0, -1.0],
    ),
    (
        "network-kernel-sobel-y",
        [1.0, 2.0, 1.0, 0.0, 0.0, 0.0, -1.0, -2.0, -1.0],
    ),
    (
        "network-kernel-identity",
        [0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0],
    ),
    ("network-kernel-blur", [1.0 / 9.0; 9]),
];

/// Which kernel is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// Among the layers with weights.
    weighted: usize,
    output: usize,
    input: usize,
}

/// A layer with weights: a convolution or a linear layer.
struct Weighted<'a> {
    /// Index among all layers.
    layer: usize,
    name: &'a str,
    weight: &'a Parameter,
}

impl Weighted<'_> {
    fn is_linear(&self) -> bool {
        self.weight.spec.dims.len() == 2
    }
}

fn weighted_layers(trace: &Trace) -> Vec<Weighted<'_>> {
    let layers = trace.model.architecture().layers().iter().enumerate();
    layers
        .filter_map(|(layer, kind)| match kind {
            Layer::Convolution { name, .. } | Layer::Linear { name, .. } => Some(Weighted {
                layer,
                name,
                weight: trace.model.parameter(&format!("{name}.weight"))?,
            }),
            _ => None,
        })
        .collect()
}

/// Draws the sheet into `rect`.
pub fn show(
    ui: &mut Ui,
    rect: Rect,
    chosen: &mut Chosen,
    trace: &Trace,
    context: &mut PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let all = weighted_layers(trace);
    card(ui, rect);
    let inner = rect.shrink(space::LARGE);
    if all.is_empty() {
        return;
    }
    chosen.weighted = chosen.weighted.min(all.len() - 1);
    let weighted = &all[chosen.weighted];
    let [outputs, inputs, ..] = weighted.weight.spec.dims[..] else {
        return;
    };
    chosen.output = chosen.output.min(outputs - 1);
    chosen.input = chosen.input.min(inputs - 1);

    let side_width = theme.points(CAPTION) * 22.0;
    let side = inner.with_min_x(inner.right() - side_width);
    let left = inner.with_max_x(side.left() - space::WIDE);
    let head = left.with_max_y(left.top() + theme.control_height());
    ui.scope_builder(UiBuilder::new().max_rect(head), |ui| {
        let names: Vec<Segment<'_>> = all
            .iter()
            .map(|c| Segment {
                icon: None,
                label: c.name,
                tooltip: "",
            })
            .collect();
        if let Some(index) = segmented(ui, &names, chosen.weighted) {
            *chosen = Chosen {
                weighted: index,
                ..Chosen::default()
            };
        }
    });
    let histograms_height = theme.line_height() * 5.0;
    let grid = Rect::from_min_max(
        pos2(left.left(), head.bottom() + space::MEDIUM),
        pos2(
            left.right(),
            left.bottom() - histograms_height - space::MEDIUM,
        ),
    );
    if weighted.is_linear() {
        show_matrix(ui, grid, weighted.weight, chosen, trace, context);
    } else {
        show_kernels(ui, grid, weighted.weight, chosen, context);
    }
    let histograms = left.with_min_y(left.bottom() - histograms_height);
    show_histograms(ui, histograms, weighted, trace, context);
    let wanted = Wanted {
        model: trace.model.clone(),
        stage: weighted.layer + 1,
        channel: chosen.output,
    };
    let builder = UiBuilder::new().max_rect(side).id_salt("side");
    ui.scope_builder(builder, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            show_side(ui, weighted, *chosen, context);
            ui.add_space(space::LARGE);
            favourites::show(ui, wanted, context);
        });
    });
}

/// A row for each output map, a kernel in it for each map that it reads; where a layer reads one
/// map, all kernels follow each other.
fn show_kernels(
    ui: &mut Ui,
    rect: Rect,
    weight: &Parameter,
    chosen: &mut Chosen,
    context: &PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let [outputs, inputs, height, width] = weight.spec.dims[..] else {
        return;
    };
    let most = largest(&weight.values);
    let count = outputs * inputs;
    let (across, down) = arrangement(outputs, inputs, rect);
    let pitch = ((rect.width() + GAP) / across as f32).min((rect.height() + GAP) / down as f32);
    let least = width.max(height) as f32 + GAP;
    let pitch = pitch.max(least);
    let fits = ((rect.height() + GAP) / pitch) as usize * across;
    for index in 0..count.min(fits) {
        let corner = vec2((index % across) as f32, (index / across) as f32) * pitch;
        let longest = width.max(height) as f32;
        let size = vec2(width as f32, height as f32) * ((pitch - GAP) / longest);
        let place = Rect::from_min_size(rect.min + corner, size);
        let (output, input) = (index / inputs, index % inputs);
        let grid = kernel(weight, output, input);
        paint_grid(ui, place, &grid, most);
        if size.x / width as f32 >= NUMBER_CELL {
            paint_numbers(ui, place, &grid, most);
        }
        let id = ui.scope_id().with(("kernel", index));
        let response = ui.interact(place, id, Sense::click());
        let name = kernel_name(output, input, inputs, context);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        if response.clicked() {
            (chosen.output, chosen.input) = (output, input);
        }
        let is_chosen = (chosen.output, chosen.input) == (output, input);
        if is_chosen || response.hovered() {
            let line = if is_chosen {
                theme.selection()
            } else {
                theme.strong_border()
            };
            ui.painter()
                .rect_stroke(place.expand(1.0), 0, line, StrokeKind::Outside);
        }
        response.on_hover_text(name);
    }
    if count > fits {
        let words = context
            .state
            .text
            .with("network-not-drawn", &[("count", (count - fits).into())]);
        let font = theme.font(CAPTION, Face::SemiBold);
        let color = theme.colors.warning;
        widgets::text(
            ui,
            rect.right_bottom(),
            Align2::RIGHT_BOTTOM,
            words,
            font,
            color,
        );
    }
}

/// The weights of a linear layer as one picture: a row for each unit, a cell for each input.
fn show_matrix(
    ui: &mut Ui,
    rect: Rect,
    weight: &Parameter,
    chosen: &mut Chosen,
    trace: &Trace,
    context: &mut PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    let [outputs, inputs] = weight.spec.dims[..] else {
        return;
    };
    let row = (rect.height() / outputs as f32).min(LARGEST_CELL.y);
    let picture = rect.with_max_y(rect.top() + row * outputs as f32);
    let stamp = (trace.model.address(), &weight.spec.name, theme.dark);
    let options = TextureOptions::LINEAR;
    let texture = context
        .textures
        .get(ui.ctx(), "weight matrix", stamp, options, || {
            let most = largest(&weight.values).max(f32::MIN_POSITIVE);
            let shares = weight.values.iter().map(|v| v / most).collect();
            let grid = Grid::from_values(outputs, inputs, shares).unwrap_or_default();
            grid_image(&grid, ColorMap::Signed, &theme)
        });
    paint_texture(ui, picture, texture);
    let id = ui.scope_id().with("matrix");
    let response = ui.interact(picture, id, Sense::click());
    let name = context.text("network-matrix");
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
    if let Some(position) = response.hover_pos() {
        let unit = ((position.y - picture.top()) / row) as usize;
        if response.clicked() {
            chosen.output = unit.min(outputs - 1);
        }
    }
    let top = picture.top() + chosen.output as f32 * row;
    let marked = Rect::from_x_y_ranges(picture.x_range(), top..=top + row);
    ui.painter().rect_stroke(
        marked.expand(1.0),
        0,
        theme.selection(),
        StrokeKind::Outside,
    );
    response.on_hover_text(name);
}

/// Kernels beside and beneath each other: whole rows of a map's kernels, as many maps beside each
/// other as make them large.
fn arrangement(outputs: usize, inputs: usize, rect: Rect) -> (usize, usize) {
    let side = |maps: usize| {
        let (across, down) = (maps * inputs, outputs.div_ceil(maps));
        (rect.width() / across as f32).min(rect.height() / down as f32)
    };
    let best = (1..=outputs)
        .max_by(|a, b| side(*a).total_cmp(&side(*b)))
        .unwrap_or(1);
    (best * inputs, outputs.div_ceil(best))
}

fn kernel_name(output: usize, input: usize, inputs: usize, context: &PageContext<'_>) -> String {
    let key = if inputs == 1 {
        "network-kernel-of"
    } else {
        "network-kernel-of-from"
    };
    context.state.text.with(
        key,
        &[
            ("output", (output + 1).into()),
            ("input", (input + 1).into()),
        ],
    )
}

fn largest(values: &[f32]) -> f32 {
    values.iter().fold(0.0, |most, v| most.max(v.abs()))
}

/// The weights and the activations of the layer, as counts of values.
fn show_histograms(
    ui: &mut Ui,
    rect: Rect,
    weighted: &Weighted<'_>,
    trace: &Trace,
    context: &PageContext<'_>,
) {
    let half = (rect.width() - space::WIDE) / 2.0;
    let activations = &trace.stages[weighted.layer + 1].values;
    for (index, (key, values)) in [
        ("network-weights", &weighted.weight.values),
        ("network-activations", activations),
    ]
    .into_iter()
    .enumerate()
    {
        let left = rect.left() + index as f32 * (half + space::WIDE);
        let place = Rect::from_min_size(pos2(left, rect.top()), vec2(half, rect.height()));
        show_histogram(ui, place, context.text(key), values, context);
    }
}

fn show_histogram(ui: &mut Ui, rect: Rect, title: &str, values: &[f32], context: &PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let most = largest(values).max(f32::MIN_POSITIVE);
    let mut counts = [0_usize; BARS];
    for value in values {
        let share = (value / most + 1.0) / 2.0;
        counts[((share * BARS as f32) as usize).min(BARS - 1)] += 1;
    }
    let count = values.len() as f32;
    let mean = values.iter().sum::<f32>() / count;
    let variance = values.iter().map(|v| (v - mean).powi(2)).sum::<f32>() / count;
    let words = context.state.text.with(
        "network-statistics",
        &[
            ("title", title.into()),
            ("mean", number(mean).into()),
            ("deviation", number(variance.sqrt()).into()),
        ],
    );
    let caption = theme.caption_height();
    let font = theme.font(CAPTION, Face::Regular);
    let color = theme.colors.muted;
    let galley = ui
        .painter()
        .layout_no_wrap(words.clone(), font.clone(), color);
    let shown = if galley.size().x > rect.width() {
        title.to_owned()
    } else {
        words.clone()
    };
    widgets::text(ui, rect.left_top(), Align2::LEFT_TOP, shown, font, color).on_hover_text(words);
    let bars = Rect::from_min_max(
        pos2(rect.left(), rect.top() + caption + space::TINY),
        pos2(rect.right(), rect.bottom() - caption),
    );
    let tallest = counts.iter().copied().max().unwrap_or(1).max(1) as f32;
    let width = bars.width() / BARS as f32;
    for (index, count) in counts.iter().enumerate() {
        // Roots, so that the few in the tails show beside the many in the middle.
        let height = bars.height() * (*count as f32 / tallest).sqrt();
        let left = bars.left() + index as f32 * width;
        let bar = Rect::from_min_max(
            pos2(left, bars.bottom() - height),
            pos2(left + width - 1.0, bars.bottom()),
        );
        let color = if index < BARS / 2 {
            theme.colors.negative
        } else {
            theme.colors.positive
        };
        ui.painter().rect_filled(bar, 0, color);
    }
    let line = theme.strong_border();
    ui.painter().hline(bars.x_range(), bars.bottom(), line);
    for (place, anchor, value) in [
        (rect.left_bottom(), Align2::LEFT_BOTTOM, -most),
        (
            pos2(rect.center().x, rect.bottom()),
            Align2::CENTER_BOTTOM,
            0.0,
        ),
        (rect.right_bottom(), Align2::RIGHT_BOTTOM, most),
    ] {
        let font = theme.font(CAPTION, Face::Mono);
        let color = theme.colors.muted;
        widgets::text(ui, place, anchor, number(value), font, color);
    }
}

/// The chosen kernel in numbers, and what can be tried.
fn show_side(ui: &mut Ui, weighted: &Weighted<'_>, chosen: Chosen, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui.ctx());
    let font = theme.font(BODY, Face::SemiBold);
    let title = |words: String| RichText::new(words).font(font).color(theme.colors.text);
    let [_, inputs, height, width] = weighted.weight.spec.dims[..] else {
        let unit = [("number", (chosen.output + 1).into())];
        ui.label(title(context.state.text.with("network-source-unit", &unit)));
        show_tries(ui, weighted.layer, chosen, context);
        return;
    };
    ui.label(title(kernel_name(
        chosen.output,
        chosen.input,
        inputs,
        context,
    )));
    let grid = kernel(weighted.weight, chosen.output, chosen.input);
    let room = ui.available_width() - space::SMALL;
    let cell = (room / width as f32).min(LARGEST_CELL.x);
    let size = vec2(
        width as f32 * cell,
        height as f32 * cell.min(LARGEST_CELL.y),
    );
    let (place, _) = ui.allocate_exact_size(size, Sense::hover());
    let most = largest(&weighted.weight.values);
    paint_grid(ui, place, &grid, most);
    if cell >= NUMBER_CELL {
        paint_numbers(ui, place, &grid, most);
    }
    ui.add_space(space::SMALL);
    show_replacements(ui, weighted.layer, chosen, context);
    ui.add_space(space::SMALL);
    show_tries(ui, weighted.layer, chosen, context);
}

fn show_replacements(ui: &mut Ui, layer: usize, chosen: Chosen, context: &mut PageContext<'_>) {
    ui.label(context.text("network-replace"));
    ui.horizontal_wrapped(|ui| {
        for (key, values) in NAMED {
            if Button::new(context.text(key)).show(ui).clicked()
                && let Some(kernel) = Grid::from_values(3, 3, values.to_vec())
            {
                context.push(Command::ChangeNetwork(Change::ReplaceKernel {
                    layer,
                    output: chosen.output,
                    input: chosen.input,
                    kernel,
                }));
            }
        }
    });
}

fn show_tries(ui: &mut Ui, layer: usize, chosen: Chosen, context: &mut PageContext<'_>) {
    ui.label(context.text("network-try-layer"));
    ui.horizontal_wrapped(|ui| {
        for (keys, change) in tries(layer, chosen, context) {
            let button = Button::new(context.text(keys.0)).tooltip(context.text(keys.1));
            if button.show(ui).clicked() {
                context.push(Command::ChangeNetwork(change));
            }
        }
    });
}

/// What can be tried on a layer: the keys of label and tooltip, and the change.
fn tries(
    layer: usize,
    chosen: Chosen,
    context: &PageContext<'_>,
) -> [((&'static str, &'static str), Change); 5] {
    let experiment = context.state.experiment.as_ref();
    // Another noise each time.
    let seed = experiment.map_or(0, |experiment| experiment.changes.len() as u64);
    let channel = chosen.output;
    let scale = |factor: f32| Change::Scale { layer, factor };
    let amount = NOISE;
    [
        (
            ("network-silence-map", "network-silence-map-tooltip"),
            Change::Silence { layer, channel },
        ),
        (("network-zero", "network-zero-tooltip"), scale(0.0)),
        (("network-half", "network-half-tooltip"), scale(0.5)),
        (("network-double", "network-double-tooltip"), scale(2.0)),
        (
            ("network-noise", "network-noise-tooltip"),
            Change::Noise {
                layer,
                amount,
                seed,
            },
        ),
    ]
}
