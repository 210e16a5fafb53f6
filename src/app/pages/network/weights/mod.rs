//! What the network has learned: the weights as pictures and in numbers, what a layer's weights
//! and activations look like as a whole, and what can be tried on them.

mod export;
mod favourites;
mod histograms;
mod pictures;
mod side;

use eframe::egui::{Rect, ScrollArea, Ui, UiBuilder, pos2};

pub use self::export::show_menu;
pub use self::histograms::KnownWeights;
use self::histograms::show_histograms;
use self::pictures::{show_kernels, show_matrix};
use self::side::show_side;
use super::words::number;
use crate::app::favourites::Wanted;
use crate::app::pages::PageContext;
use crate::app::theme::{CAPTION, Theme, space};
use crate::app::widgets::{Segment, card, segmented, segmented_width};
use crate::grid::Grid;
use crate::network::arithmetic::kernel;
use crate::network::layer::{Layer, Shape};
use crate::network::model::Parameter;
use crate::network::trace::Trace;

/// Width of what is said of the chosen kernel, in caption sizes.
const SIDE: f32 = 19.0;

/// Height of the histograms, in lines.
const HISTOGRAMS: f32 = 5.5;

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
    /// The maps that a linear layer reads, flattened.
    maps: Option<Shape>,
}

impl Weighted<'_> {
    /// Outputs and inputs: maps or units.
    fn counts(&self) -> (usize, usize) {
        match self.weight.spec.dims[..] {
            [outputs, inputs, ..] => (outputs, inputs),
            _ => (1, 1),
        }
    }

    fn is_linear(&self) -> bool {
        self.weight.spec.dims.len() == 2
    }

    /// What the chosen map or unit multiplies its inputs with: the kernel, or a unit's weights,
    /// one grid for each map that it reads.
    fn grids(&self, chosen: Chosen) -> Vec<Grid> {
        if !self.is_linear() {
            return vec![kernel(self.weight, chosen.output, chosen.input)];
        }
        let (_, inputs) = self.counts();
        let weights = &self.weight.values[chosen.output * inputs..(chosen.output + 1) * inputs];
        let (_, height, width) = self.maps.unwrap_or(Shape::maps(1, 1, inputs)).dims();
        weights
            .chunks(height * width)
            .filter_map(|map| Grid::from_values(height, width, map.to_vec()))
            .collect()
    }
}

fn weighted_layers(trace: &Trace) -> Vec<Weighted<'_>> {
    let architecture = trace.model.architecture();
    let layers = architecture.layers().iter().enumerate();
    layers
        .filter_map(|(layer, kind)| match kind {
            Layer::Convolution { name, .. } | Layer::Linear { name, .. } => Some(Weighted {
                layer,
                name,
                weight: trace.model.parameter(&format!("{name}.weight"))?,
                maps: flattened_maps(trace, layer),
            }),
            _ => None,
        })
        .collect()
}

/// The maps whose cells a linear layer reads, if a flatten brings them there.
fn flattened_maps(trace: &Trace, layer: usize) -> Option<Shape> {
    let architecture = trace.model.architecture();
    let flatten = architecture.layers()[..layer]
        .iter()
        .rposition(|layer| matches!(layer, Layer::Flatten | Layer::Linear { .. }))?;
    let is_flatten = matches!(architecture.layers()[flatten], Layer::Flatten);
    let shape = architecture.shapes()[flatten];
    (is_flatten && !shape.is_flat()).then_some(shape)
}

/// Draws the sheet into `rect`.
pub fn show(
    ui: &mut Ui,
    rect: Rect,
    chosen: &mut Chosen,
    known: &mut Option<KnownWeights>,
    trace: &Trace,
    context: &mut PageContext<'_>,
) {
    let theme = Theme::of(ui.ctx());
    card(ui, rect);
    let inner = rect.shrink(space::LARGE);
    let all = weighted_layers(trace);
    let side = inner.with_min_x(inner.right() - theme.points(CAPTION) * SIDE);
    let left = inner.with_max_x(side.left() - space::WIDE);
    let head = left.with_max_y(left.top() + theme.control_height());
    ui.scope_builder(UiBuilder::new().max_rect(head), |ui| {
        show_names(ui, &all, chosen);
    });
    let Some(weighted) = chosen.among(&all) else {
        return;
    };
    let histograms = left.with_min_y(left.bottom() - theme.line_height() * HISTOGRAMS);
    let pictures = Rect::from_min_max(
        pos2(left.left(), head.bottom() + space::MEDIUM),
        pos2(left.right(), histograms.top() - space::MEDIUM),
    );
    if weighted.is_linear() {
        show_matrix(ui, pictures, weighted, chosen, trace, context);
    } else {
        show_kernels(ui, pictures, weighted, chosen, trace, context);
    }
    show_histograms(ui, histograms, weighted, known, trace, context);
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

impl Chosen {
    /// The layer that is looked at; what does not exist in it is let go.
    fn among<'a, 'b>(&mut self, all: &'b [Weighted<'a>]) -> Option<&'b Weighted<'a>> {
        self.weighted = self.weighted.min(all.len().checked_sub(1)?);
        let weighted = &all[self.weighted];
        let (outputs, inputs) = weighted.counts();
        self.output = self.output.min(outputs - 1);
        self.input = self.input.min(inputs - 1);
        Some(weighted)
    }
}

/// The layers with weights, by the names of their tensors.
fn show_names(ui: &mut Ui, all: &[Weighted<'_>], chosen: &mut Chosen) {
    let names: Vec<Segment<'_>> = all
        .iter()
        .map(|weighted| Segment {
            icon: None,
            label: weighted.name,
            tooltip: "",
        })
        .collect();
    let clicked = if segmented_width(ui, &names) > ui.available_width() {
        let area = ScrollArea::horizontal().auto_shrink(false);
        area.show(ui, |ui| segmented(ui, &names, chosen.weighted))
            .inner
    } else {
        segmented(ui, &names, chosen.weighted)
    };
    if let Some(index) = clicked {
        *chosen = Chosen {
            weighted: index,
            ..Chosen::default()
        };
    }
}

/// The name of a kernel or of a unit.
fn name(weighted: &Weighted<'_>, output: usize, input: usize, context: &PageContext<'_>) -> String {
    let (_, inputs) = weighted.counts();
    let key = match inputs {
        _ if weighted.is_linear() => "network-unit-of",
        1 => "network-kernel-of",
        _ => "network-kernel-of-from",
    };
    context.state.text.with(
        key,
        &[
            ("output", (output + 1).into()),
            ("input", (input + 1).into()),
        ],
    )
}

/// The same with one of the weights.
fn name_and_value(name: &str, value: f32) -> String {
    format!("{name}\n{}", number(value))
}
