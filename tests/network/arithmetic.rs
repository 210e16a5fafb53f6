//! The arithmetic of a cell gives the value that the trace has.

use convscope::grid::Grid;
use convscope::network::arithmetic::{Arithmetic, Cell, arithmetic};
use convscope::network::trace::{Trace, trace};
use convscope::network::{Layer, Model, Preset, Shape};

/// The value that the parts shown come to.
fn result(trace: &Trace, stage: usize, cell: Cell) -> f32 {
    match arithmetic(trace, stage, cell) {
        Arithmetic::Input => trace.stages[0].at(cell.channel, cell.row, cell.column),
        Arithmetic::Convolution { windows, bias } => {
            windows.iter().map(|window| window.sum).sum::<f32>() + bias
        }
        Arithmetic::MaxPool { window, winner } => window.input.at(winner.0, winner.1),
        Arithmetic::AveragePool { window } => window.sum / window.input.values().len() as f32,
        Arithmetic::Linear { terms, bias } => {
            terms.iter().map(|term| term.product()).sum::<f32>() + bias
        }
        Arithmetic::Activation { before } => match trace.model.architecture().layers()[stage - 1] {
            Layer::Relu => before.max(0.0),
            Layer::Tanh => before.tanh(),
            _ => panic!("no preset has another activation"),
        },
        Arithmetic::BatchNorm {
            before,
            mean,
            variance,
            weight,
            bias,
        } => (before - mean) / (variance + 1e-5).sqrt() * weight + bias,
        Arithmetic::Copy { from } => {
            trace.stages[stage - 1].at(from.channel, from.row, from.column)
        }
    }
}

fn cells(shape: Shape) -> impl Iterator<Item = Cell> {
    let (_, height, width) = shape.dims();
    let step = 1 + shape.cells() / 100;
    (0..shape.cells()).step_by(step).map(move |index| {
        Cell::new(
            index / (height * width),
            index / width % height,
            index % width,
        )
    })
}

#[test]
fn the_parts_come_to_the_traced_value() {
    let picture = Grid::from_fn(28, 28, |row, column| {
        ((row * 7 + column * 3) % 11) as f32 / 10.0
    });
    for preset in Preset::ALL {
        let model = Model::seeded(&preset.architecture(), 11);
        let trace = trace(&model, &picture);
        for (stage, activations) in trace.stages.iter().enumerate() {
            for cell in cells(activations.shape) {
                let value = activations.at(cell.channel, cell.row, cell.column);
                let error = (result(&trace, stage, cell) - value).abs();
                assert!(error < 1e-5, "{preset:?} {stage} {cell:?}: off by {error}");
            }
        }
    }
}
