//! What the page calls things.

use eframe::egui::Color32;

use super::Place;
use super::columns::{Column, Group, Kind};
use crate::app::pages::PageContext;
use crate::app::theme::Theme;
use crate::app::widgets::{minus, percent, thousands};
use crate::convolution::decimals::{Scale, Shown};
use crate::network::architecture::Cost;
use crate::network::shown::DECIMALS;
use crate::network::trace::Trace;
use crate::network::{Architecture, Layer};

/// A number shown, with a real minus.
pub fn written(scale: Scale, shown: Shown) -> String {
    minus(&scale.text(shown))
}

/// The same with its sign; 0 has none.
pub fn signed(scale: Scale, shown: Shown) -> String {
    let words = written(scale, shown);
    if is_positive(shown) {
        format!("+{words}")
    } else {
        words
    }
}

/// Whether a number shown is above 0.
fn is_positive(shown: Shown) -> bool {
    matches!(
        shown,
        Shown::Units(1..) | Shown::Infinite { negative: false }
    )
}

/// The colour of what adds and of what takes away.
pub fn sign_color(theme: &Theme, shown: Shown) -> Color32 {
    match shown {
        Shown::Units(0) | Shown::NotANumber => theme.colors.muted,
        shown if is_positive(shown) => theme.colors.positive,
        _ => theme.colors.negative,
    }
}

/// A number by itself: with two decimals, and a power of ten where it is very large or small.
pub fn number(value: f32) -> String {
    let scale = Scale::new([value], DECIMALS);
    written(scale, scale.shown(value))
}

/// A number with so many decimals, whatever its size.
pub fn rounded(value: f32, decimals: usize) -> String {
    let scale = Scale {
        decimals,
        exponent: 0,
    };
    written(scale, scale.shown(value))
}

/// 307,128 bytes as “307 kB”, 12 million as “12 MB”.
pub fn memory(bytes: usize) -> String {
    if bytes < 10_000_000 {
        format!("{} kB", thousands(bytes.div_ceil(1000)))
    } else {
        format!("{} MB", thousands(bytes.div_ceil(1_000_000)))
    }
}

/// The title of a column.
pub fn title(group: &Group, context: &PageContext<'_>) -> String {
    let text = &context.state.text;
    match group.kind {
        Kind::Convolution => text.with("network-convolution", &[("number", group.number.into())]),
        Kind::Input => context.text("network-input").to_owned(),
        Kind::Pool => context.text("network-pool").to_owned(),
        Kind::Linear => context.text("network-linear").to_owned(),
        Kind::Plain(key) => context.text(key).to_owned(),
        Kind::Output => context.text("network-output").to_owned(),
    }
}

/// What the layers of a column cost.
pub fn cost(group: &Group, architecture: &Architecture) -> Cost {
    layers(group).map(|layer| architecture.cost(layer)).sum()
}

/// The layers whose outputs the column stands for.
fn layers(group: &Group) -> impl Iterator<Item = usize> + use<> {
    let first = (*group.stages.start()).max(1);
    (first..=*group.stages.end()).map(|stage| stage - 1)
}

/// “61,706 parameters · 307 kB · 416,520 multiply-adds”
pub fn cost_words(cost: Cost, context: &PageContext<'_>) -> String {
    context.state.text.with(
        "network-cost",
        &[
            ("parameters", thousands(cost.parameters).into()),
            ("memory", memory(cost.bytes).into()),
            ("products", thousands(cost.multiply_adds).into()),
        ],
    )
}

/// A column in one sentence: its layers, shape, parameters, memory and multiply-adds.
pub fn column_name(
    group: &Group,
    architecture: &Architecture,
    context: &PageContext<'_>,
) -> String {
    let names: Vec<String> = layers(group)
        .map(|layer| layer_name(&architecture.layers()[layer], context))
        .collect();
    let cost = cost_words(cost(group, architecture), context);
    let shape = architecture.shapes()[group.shown];
    context.state.text.with(
        "network-column",
        &[
            ("layers", names.join(" → ").into()),
            ("shape", shape.to_string().into()),
            ("cost", cost.into()),
        ],
    )
}

/// What a layer is called, with its tensors' name where it has one.
pub fn layer_name(layer: &Layer, context: &PageContext<'_>) -> String {
    let kind = context.text(layer_key(layer));
    match layer.name() {
        Some(name) => format!("{kind} ({name})"),
        None => kind.to_owned(),
    }
}

/// The key of a layer's kind.
pub fn layer_key(layer: &Layer) -> &'static str {
    match layer {
        Layer::Convolution { .. } => "network-layer-convolution",
        Layer::Relu => "network-layer-relu",
        Layer::LeakyRelu { .. } => "network-layer-leaky-relu",
        Layer::Tanh => "network-layer-tanh",
        Layer::Sigmoid => "network-layer-sigmoid",
        Layer::MaxPool { .. } => "network-layer-max-pool",
        Layer::AveragePool { .. } => "network-layer-average-pool",
        Layer::Dropout { .. } => "network-layer-dropout",
        Layer::BatchNorm { .. } => "network-layer-batch-norm",
        Layer::Flatten => "network-layer-flatten",
        Layer::Linear { .. } => "network-layer-linear",
    }
}

/// “Conv 2, map 3, row 7, column 6”: all counted from 1, digits from 0.
pub fn place(place: Place, columns: &[Column], context: &PageContext<'_>) -> String {
    let Some(column) = columns.iter().find(|c| c.group.shown == place.stage) else {
        return String::new();
    };
    let (key, first) = match (column.group.kind, column.shape.is_flat()) {
        (Kind::Output, _) => ("network-place-digit", 0),
        (_, true) => ("network-place-unit", 1),
        _ => ("network-place-cell", 1),
    };
    context.state.text.with(
        key,
        &[
            ("layer", title(&column.group, context).into()),
            ("map", (place.cell.channel + first).into()),
            ("row", (place.cell.row + first).into()),
            ("column", (place.cell.column + first).into()),
        ],
    )
}

/// The same with the value there.
pub fn place_and_value(
    at: Place,
    columns: &[Column],
    trace: &Trace,
    context: &PageContext<'_>,
) -> String {
    let cell = at.cell;
    let value = number(trace.stages[at.stage].at(cell.channel, cell.row, cell.column));
    let is_output = columns
        .last()
        .is_some_and(|output| output.group.shown == at.stage);
    let value = if is_output {
        let probability = percent(trace.classification.probabilities[cell.channel]);
        let words = [("logit", value.into()), ("probability", probability.into())];
        context.state.text.with("network-logit-value", &words)
    } else {
        value
    };
    format!("{}\n{value}", place(at, columns, context))
}
