//! Which cells of every earlier layer a cell looks at, and which cells of every later layer look
//! at it. Exact: padding is clipped, gaps of dilation and stride are left out.

use super::architecture::Architecture;
use super::layer::{Layer, Pair, Shape};
use crate::convolution::{Axis, PaddingMode};

/// Some cells of one stage: every combination of the channels, rows and columns listed, each
/// list ascending. A row of numbers has its indices as channels, of one cell each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cells {
    pub channels: Vec<usize>,
    pub rows: Vec<usize>,
    pub columns: Vec<usize>,
}

impl Cells {
    /// The cell at (`channel`, `row`, `column`) alone.
    pub fn one(channel: usize, row: usize, column: usize) -> Self {
        Self {
            channels: vec![channel],
            rows: vec![row],
            columns: vec![column],
        }
    }

    pub fn contains(&self, channel: usize, row: usize, column: usize) -> bool {
        self.channels.binary_search(&channel).is_ok()
            && self.rows.binary_search(&row).is_ok()
            && self.columns.binary_search(&column).is_ok()
    }

    pub fn is_empty(&self) -> bool {
        self.channels.is_empty() || self.rows.is_empty() || self.columns.is_empty()
    }

    fn all(shape: Shape) -> Self {
        let (channels, height, width) = shape.dims();
        Self {
            channels: (0..channels).collect(),
            rows: (0..height).collect(),
            columns: (0..width).collect(),
        }
    }
}

impl Architecture {
    /// The cells of the stages 0 (the input) to `stage` that can change `cell` of `stage`, which
    /// comes last. Stage `i + 1` is the output of layer `i`.
    pub fn looks_at(&self, stage: usize, cell: Cells) -> Vec<Cells> {
        let mut fields = vec![cell];
        for layer in (0..stage).rev() {
            let field = backward(&self.layers()[layer], self.shapes()[layer], &fields[0]);
            fields.insert(0, field);
        }
        fields
    }

    /// The cells of `stage`, which comes first, to the last stage that `cell` can change.
    pub fn feeds(&self, stage: usize, cell: Cells) -> Vec<Cells> {
        let mut fields = vec![cell];
        for layer in stage..self.layers().len() {
            let (input, output) = (self.shapes()[layer], self.shapes()[layer + 1]);
            let from = &fields[fields.len() - 1];
            fields.push(forward(&self.layers()[layer], input, output, from));
        }
        fields
    }
}

/// The input indices under the window of output index `output`.
fn under(axis: Axis, output: usize, size: usize) -> impl Iterator<Item = usize> {
    axis.under(output)
        .filter_map(move |input| PaddingMode::Zero.source(input, size))
}

/// All input indices under the windows of `outputs`, ascending.
fn axis_backward(axis: Axis, outputs: &[usize], size: usize) -> Vec<usize> {
    ascending(outputs.iter().flat_map(|output| under(axis, *output, size)))
}

/// All output indices whose window lies over one of `inputs`, ascending.
fn axis_forward(axis: Axis, inputs: &[usize], size: usize, outputs: usize) -> Vec<usize> {
    (0..outputs)
        .filter(|output| {
            under(axis, *output, size).any(|input| inputs.binary_search(&input).is_ok())
        })
        .collect()
}

fn ascending(indices: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut indices: Vec<_> = indices.collect();
    indices.sort_unstable();
    indices.dedup();
    indices
}

/// The axes of a sliding layer, rows first, and whether it mixes channels.
fn sliding(layer: &Layer) -> Option<([Axis; 2], bool)> {
    let axes = |kernel: Pair, stride: Pair, padding: Pair, dilation: Pair| {
        let axis = |kernel, stride, padding, dilation| Axis {
            kernel,
            stride,
            padding: (padding, padding),
            dilation,
        };
        [
            axis(kernel.0, stride.0, padding.0, dilation.0),
            axis(kernel.1, stride.1, padding.1, dilation.1),
        ]
    };
    match layer {
        Layer::Convolution {
            kernel,
            stride,
            padding,
            dilation,
            ..
        } => Some((axes(*kernel, *stride, *padding, *dilation), true)),
        Layer::MaxPool { kernel, stride } | Layer::AveragePool { kernel, stride } => {
            Some((axes(*kernel, *stride, (0, 0), (1, 1)), false))
        }
        _ => None,
    }
}

fn backward(layer: &Layer, input: Shape, cells: &Cells) -> Cells {
    let (channels, height, width) = input.dims();
    if let Some(([rows, columns], mixes)) = sliding(layer) {
        return Cells {
            channels: if mixes {
                (0..channels).collect()
            } else {
                cells.channels.clone()
            },
            rows: axis_backward(rows, &cells.rows, height),
            columns: axis_backward(columns, &cells.columns, width),
        };
    }
    match layer {
        Layer::Linear { .. } => Cells::all(input),
        Layer::Flatten => unflatten(cells, height, width),
        _ => cells.clone(),
    }
}

/// One number comes from one cell. Several come from all: between a flatten and the output only
/// linear layers choose, and they choose every number.
fn unflatten(cells: &Cells, height: usize, width: usize) -> Cells {
    let part = |index: fn(usize, usize, usize) -> usize| {
        ascending(
            cells
                .channels
                .iter()
                .map(|flat| index(*flat, height, width)),
        )
    };
    Cells {
        channels: part(|flat, height, width| flat / (height * width)),
        rows: part(|flat, height, width| flat / width % height),
        columns: part(|flat, _, width| flat % width),
    }
}

fn forward(layer: &Layer, input: Shape, output: Shape, cells: &Cells) -> Cells {
    if cells.is_empty() {
        return Cells {
            channels: Vec::new(),
            rows: Vec::new(),
            columns: Vec::new(),
        };
    }
    let (_, height, width) = input.dims();
    let (channels, output_height, output_width) = output.dims();
    if let Some(([rows, columns], mixes)) = sliding(layer) {
        return Cells {
            channels: if mixes {
                (0..channels).collect()
            } else {
                cells.channels.clone()
            },
            rows: axis_forward(rows, &cells.rows, height, output_height),
            columns: axis_forward(columns, &cells.columns, width, output_width),
        };
    }
    match layer {
        Layer::Linear { .. } => Cells::all(output),
        Layer::Flatten => flatten(cells, height, width),
        _ => cells.clone(),
    }
}

fn flatten(cells: &Cells, height: usize, width: usize) -> Cells {
    let mut channels = Vec::new();
    for channel in &cells.channels {
        for row in &cells.rows {
            let start = (channel * height + row) * width;
            channels.extend(cells.columns.iter().map(|column| start + column));
        }
    }
    Cells {
        channels,
        rows: vec![0],
        columns: vec![0],
    }
}
