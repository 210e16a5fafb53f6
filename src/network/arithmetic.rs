//! How the value of one cell came about: the numbers that the layer before it gave, the weights
//! that it used, and their sum.

use super::layer::{Layer, Pair, Shape};
use super::model::{Model, Parameter};
use super::trace::{Activations, Trace};
use crate::grid::Grid;

/// A cell of a stage: channel, row, column; row and column are 0 in a row of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cell {
    pub channel: usize,
    pub row: usize,
    pub column: usize,
}

impl Cell {
    pub fn new(channel: usize, row: usize, column: usize) -> Self {
        Self {
            channel,
            row,
            column,
        }
    }

    /// The cell at an index into a stage's values.
    pub fn of_index(shape: Shape, index: usize) -> Self {
        let (_, height, width) = shape.dims();
        Self::new(
            index / (height * width),
            index / width % height,
            index % width,
        )
    }
}

/// How a cell's value was computed.
#[derive(Clone, Debug, PartialEq)]
pub enum Arithmetic {
    /// A pixel of the input: 2 · ink − 1.
    Input,
    /// The windows' sums and the bias, added.
    Convolution { windows: Vec<Window>, bias: f32 },
    /// The largest value under the window, and where it is.
    MaxPool { window: Window, winner: Pair },
    /// The mean under the window.
    AveragePool { window: Window },
    /// The terms, largest product by absolute value first, and the bias, added.
    Linear { terms: Vec<Term>, bias: f32 },
    /// A function of the one cell at the same place.
    Activation { before: f32 },
    /// (before − mean) / √(variance + 1e-5) · weight + bias
    BatchNorm {
        before: f32,
        mean: f32,
        variance: f32,
        weight: f32,
        bias: f32,
    },
    /// The value of this cell of the stage before, as it was.
    Copy { from: Cell },
}

/// What a sliding layer sees of one input channel.
#[derive(Clone, Debug, PartialEq)]
pub struct Window {
    pub channel: usize,
    /// Row and column of the input under the window's upper left cell; negative in the padding.
    pub origin: (isize, isize),
    /// The input under each cell of the kernel; 0 in the padding.
    pub input: Grid,
    /// Of the same size; empty for pooling.
    pub kernel: Grid,
    /// The sum of products; for pooling, of the inputs.
    pub sum: f32,
}

/// One input of a linear unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    /// Index in the row of numbers before.
    pub input: usize,
    pub value: f32,
    pub weight: f32,
}

impl Term {
    pub fn product(self) -> f32 {
        self.value * self.weight
    }
}

/// How `cell` of `stage` came about. Panics outside the stage.
pub fn arithmetic(trace: &Trace, stage: usize, cell: Cell) -> Arithmetic {
    let Some(index) = stage.checked_sub(1) else {
        return Arithmetic::Input;
    };
    let input = &trace.stages[index];
    let before = || input.at(cell.channel, cell.row, cell.column);
    match &trace.model.architecture().layers()[index] {
        Layer::Convolution { name, .. } => convolution(trace, index, name, cell),
        Layer::MaxPool { kernel, stride } => {
            let window = pool_window(input, *kernel, *stride, cell);
            let winner = largest(&window.input);
            Arithmetic::MaxPool { window, winner }
        }
        Layer::AveragePool { kernel, stride } => Arithmetic::AveragePool {
            window: pool_window(input, *kernel, *stride, cell),
        },
        Layer::Linear { name, .. } => linear(trace, index, name, cell.channel),
        Layer::BatchNorm { name } => batch_norm(&trace.model, name, cell.channel, before()),
        Layer::Flatten => Arithmetic::Copy {
            from: Cell::of_index(input.shape, cell.channel),
        },
        Layer::Dropout { .. } => Arithmetic::Copy { from: cell },
        Layer::Relu | Layer::LeakyRelu { .. } | Layer::Tanh | Layer::Sigmoid => {
            Arithmetic::Activation { before: before() }
        }
    }
}

/// The kernel by which output map `output` reads input map `input` of a convolution.
pub fn kernel(weight: &Parameter, output: usize, input: usize) -> Grid {
    let [_, inputs, height, width] = weight.spec.dims[..] else {
        panic!("{} is not the weight of a convolution", weight.spec.name);
    };
    let cells = height * width;
    let start = (output * inputs + input) * cells;
    let values = weight.values[start..start + cells].to_vec();
    Grid::from_values(height, width, values).expect("a kernel has height × width numbers")
}

/// A layer's tensor; every layer's tensors are in its model.
fn tensor<'a>(model: &'a Model, layer: &str, part: &str) -> &'a Parameter {
    model
        .parameter(&format!("{layer}.{part}"))
        .expect("a model holds the tensors of all its layers")
}

fn convolution(trace: &Trace, index: usize, name: &str, cell: Cell) -> Arithmetic {
    let Layer::Convolution {
        stride,
        padding,
        dilation,
        ..
    } = &trace.model.architecture().layers()[index]
    else {
        panic!("{name} is a convolution");
    };
    let input = &trace.stages[index];
    let weight = tensor(&trace.model, name, "weight");
    let origin = (
        (cell.row * stride.0) as isize - padding.0 as isize,
        (cell.column * stride.1) as isize - padding.1 as isize,
    );
    let windows = (0..input.shape.dims().0)
        .map(|channel| {
            let kernel = kernel(weight, cell.channel, channel);
            let size = (kernel.height(), kernel.width());
            let input = under(input, channel, origin, size, *dilation);
            let products = input.values().iter().zip(kernel.values());
            Window {
                channel,
                origin,
                sum: products.map(|(x, w)| x * w).sum(),
                input,
                kernel,
            }
        })
        .collect();
    Arithmetic::Convolution {
        windows,
        bias: tensor(&trace.model, name, "bias").values[cell.channel],
    }
}

fn pool_window(input: &Activations, kernel: Pair, stride: Pair, cell: Cell) -> Window {
    let origin = (
        (cell.row * stride.0) as isize,
        (cell.column * stride.1) as isize,
    );
    let input = under(input, cell.channel, origin, kernel, (1, 1));
    Window {
        channel: cell.channel,
        origin,
        sum: input.values().iter().sum(),
        input,
        kernel: Grid::default(),
    }
}

/// The numbers under a window of `size`, 0 outside the map.
fn under(
    input: &Activations,
    channel: usize,
    origin: (isize, isize),
    size: Pair,
    dilation: Pair,
) -> Grid {
    let (_, height, width) = input.shape.dims();
    Grid::from_fn(size.0, size.1, |row, column| {
        let row = origin.0 + (row * dilation.0) as isize;
        let column = origin.1 + (column * dilation.1) as isize;
        match (usize::try_from(row), usize::try_from(column)) {
            (Ok(row), Ok(column)) if row < height && column < width => {
                input.at(channel, row, column)
            }
            _ => 0.0,
        }
    })
}

/// The first of the largest, as PyTorch chooses among equals.
fn largest(window: &Grid) -> Pair {
    let mut best = 0;
    for (index, value) in window.values().iter().enumerate() {
        if *value > window.values()[best] {
            best = index;
        }
    }
    (best / window.width(), best % window.width())
}

fn linear(trace: &Trace, index: usize, name: &str, unit: usize) -> Arithmetic {
    let inputs = &trace.stages[index].values;
    let weight = tensor(&trace.model, name, "weight");
    let weights = &weight.values[unit * inputs.len()..(unit + 1) * inputs.len()];
    let mut terms: Vec<Term> = inputs
        .iter()
        .zip(weights)
        .enumerate()
        .map(|(input, (value, weight))| Term {
            input,
            value: *value,
            weight: *weight,
        })
        .collect();
    terms.sort_by(|a, b| b.product().abs().total_cmp(&a.product().abs()));
    Arithmetic::Linear {
        terms,
        bias: tensor(&trace.model, name, "bias").values[unit],
    }
}

fn batch_norm(model: &Model, name: &str, channel: usize, before: f32) -> Arithmetic {
    let part = |part| tensor(model, name, part).values[channel];
    Arithmetic::BatchNorm {
        before,
        mean: part("running_mean"),
        variance: part("running_var"),
        weight: part("weight"),
        bias: part("bias"),
    }
}
