//! Receptive fields, found out by changing one input cell at a time.

use convscope::grid::Grid;
use convscope::network::receptive_field::Cells;
use convscope::network::trace::{Trace, trace};
use convscope::network::{Architecture, Layer, Model, Preset, Shape};
use proptest::prelude::*;

/// Architectures whose layers leave gaps, overlap and clip.
fn architectures() -> Vec<Architecture> {
    let convolution =
        |name: &str, channels, kernel, stride, padding, dilation| Layer::Convolution {
            name: name.into(),
            channels,
            kernel,
            stride,
            padding,
            dilation,
        };
    let gaps = Architecture::new(vec![
        convolution("conv1", 3, (3, 2), (2, 3), (1, 0), (2, 3)),
        Layer::Tanh,
        Layer::AveragePool {
            kernel: (2, 3),
            stride: (3, 2),
        },
        convolution("conv2", 4, (2, 2), (1, 1), (2, 2), (1, 1)),
        Layer::Sigmoid,
        Layer::Flatten,
        Layer::Linear {
            name: "fc1".into(),
            inputs: 4 * 7 * 7,
            outputs: 10,
        },
    ]);
    vec![
        Preset::LeNet5.architecture(),
        Architecture::lesson(),
        gaps.unwrap(),
    ]
}

fn cell_of(shape: Shape, index: usize) -> (usize, usize, usize) {
    let (_, height, width) = shape.dims();
    let index = index % shape.cells();
    (
        index / (height * width),
        index / width % height,
        index % width,
    )
}

fn value(trace: &Trace, stage: usize, (channel, row, column): (usize, usize, usize)) -> f32 {
    trace.stages[stage].at(channel, row, column)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// A pixel outside the field never changes the cell, and the cell is among those it feeds
    /// if and only if the pixel is in the field.
    #[test]
    fn pixels_outside_never_change_the_cell(
        which in 0..3_usize, stage: usize, cell: usize, pixel in 0..784_usize,
        ink in proptest::collection::vec(0.0..1.0_f32, 784), seed: u64,
    ) {
        let architecture = &architectures()[which];
        let stage = 1 + stage % architecture.layers().len();
        let (channel, row, column) = cell_of(architecture.shapes()[stage], cell);
        let fields = architecture.looks_at(stage, Cells::one(channel, row, column));
        let (y, x) = (pixel / 28, pixel % 28);
        let inside = fields[0].contains(0, y, x);

        let fed = architecture.feeds(0, Cells::one(0, y, x));
        prop_assert_eq!(fed[stage].contains(channel, row, column), inside);

        let model = Model::seeded(architecture, seed);
        let before = Grid::from_values(28, 28, ink).unwrap();
        let mut after = before.clone();
        after.set(y, x, 1.0 - before.at(y, x));
        let cell = (channel, row, column);
        let [before, after] = [&before, &after].map(|g| value(&trace(&model, g), stage, cell));
        prop_assert!(inside || before == after);
    }
}

/// Without maximum and ReLU nothing hides a change: every pixel of a field shows.
#[test]
fn pixels_inside_change_the_cell() {
    let architectures = architectures();
    for architecture in [&architectures[0], &architectures[2]] {
        let model = Model::seeded(architecture, 5);
        let grey = Grid::from_fn(28, 28, |row, column| {
            ((row * 5 + column * 3) % 7) as f32 / 9.0
        });
        let before = trace(&model, &grey);
        for pixel in (0..784).step_by(5) {
            let (y, x) = (pixel / 28, pixel % 28);
            let mut changed = grey.clone();
            changed.set(y, x, grey.at(y, x) + 0.5);
            let after = trace(&model, &changed);
            let fed = architecture.feeds(0, Cells::one(0, y, x));
            for (stage, fed) in fed.iter().enumerate().take(5).skip(1) {
                for index in 0..architecture.shapes()[stage].cells() {
                    let cell = cell_of(architecture.shapes()[stage], index);
                    let changed = value(&before, stage, cell) != value(&after, stage, cell);
                    let inside = fed.contains(cell.0, cell.1, cell.2);
                    assert_eq!(changed, inside, "pixel {y},{x} stage {stage} cell {cell:?}");
                }
            }
        }
    }
}

#[test]
fn a_field_of_the_lessons_net_by_hand() {
    let fields = Architecture::lesson().looks_at(4, Cells::one(2, 6, 5));
    assert_eq!(fields[3].channels, (0..6).collect::<Vec<_>>());
    assert_eq!(fields[3].rows, (6..11).collect::<Vec<_>>());
    assert_eq!(fields[1].rows, (12..22).collect::<Vec<_>>());
    assert_eq!(fields[0].rows, (10..24).collect::<Vec<_>>());
    assert_eq!(fields[0].columns, (8..22).collect::<Vec<_>>());
    // At the corner, padding is clipped.
    let corner = Architecture::lesson().looks_at(1, Cells::one(0, 0, 27));
    assert_eq!(corner[0].rows, [0, 1, 2]);
    assert_eq!(corner[0].columns, [25, 26, 27]);
}
