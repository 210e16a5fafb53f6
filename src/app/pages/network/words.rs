//! What the page calls things.

use super::Place;
use super::columns::{Column, Kind};
use crate::app::pages::PageContext;
use crate::network::trace::Trace;

/// A number with two decimals and its sign.
pub fn signed(value: f32) -> String {
    let words = number(value);
    if words.starts_with('−') {
        words
    } else {
        format!("+{words}")
    }
}

/// A number with two decimals, none where it is large.
pub fn number(value: f32) -> String {
    let size = value.abs();
    let words = if size >= 100.0 {
        format!("{size:.0}")
    } else {
        format!("{size:.2}")
    };
    if value < 0.0 && words != "0.00" {
        format!("−{words}")
    } else {
        words
    }
}

/// 61706 as 61,706.
pub fn thousands(count: usize) -> String {
    let digits = count.to_string();
    let mut words = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            words.push(',');
        }
        words.push(digit);
    }
    words
}

/// A column's title.
pub fn title(column: &Column, context: &PageContext<'_>) -> String {
    let text = &context.state.text;
    match column.group.kind {
        Kind::Convolution => text.with(
            "network-convolution",
            &[("number", column.group.number.into())],
        ),
        Kind::Input => context.text("network-input").to_owned(),
        Kind::Pool => context.text("network-pool").to_owned(),
        Kind::Linear => context.text("network-linear").to_owned(),
        Kind::Output => context.text("network-output").to_owned(),
    }
}

/// A column's learned numbers.
pub fn parameters(column: &Column, trace: &Trace) -> usize {
    layers(column)
        .map(|layer| trace.model.architecture().cost(layer).parameters)
        .sum()
}

/// The layers whose outputs the column stands for.
fn layers(column: &Column) -> impl Iterator<Item = usize> {
    let first = (*column.group.stages.start()).max(1);
    (first..=*column.group.stages.end()).map(|stage| stage - 1)
}

/// A column in one sentence: its layers, shape, parameters, memory and multiply-adds.
pub fn column_name(column: &Column, trace: &Trace, context: &PageContext<'_>) -> String {
    let architecture = trace.model.architecture();
    let costs = layers(column).map(|layer| architecture.cost(layer));
    let (bytes, multiply_adds) = costs.fold((0, 0), |(bytes, products), cost| {
        (bytes + cost.bytes, products + cost.multiply_adds)
    });
    let names: Vec<String> = layers(column)
        .map(|layer| layer_name(&architecture.layers()[layer], context))
        .collect();
    context.state.text.with(
        "network-column",
        &[
            ("layers", names.join(" → ").into()),
            ("shape", column.shape.to_string().into()),
            ("parameters", thousands(parameters(column, trace)).into()),
            ("kilobytes", thousands(bytes.div_ceil(1000)).into()),
            ("products", thousands(multiply_adds).into()),
        ],
    )
}

/// What a layer is called, with its tensors' name where it has one.
pub fn layer_name(layer: &crate::network::Layer, context: &PageContext<'_>) -> String {
    let kind = context.text(layer_key(layer));
    match layer.name() {
        Some(name) => format!("{kind} ({name})"),
        None => kind.to_owned(),
    }
}

/// The key of a layer's kind.
pub fn layer_key(layer: &crate::network::Layer) -> &'static str {
    use crate::network::Layer;
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
            ("layer", title(column, context).into()),
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
    let value = trace.stages[at.stage].at(cell.channel, cell.row, cell.column);
    format!("{}\n{}", place(at, columns, context), number(value))
}
