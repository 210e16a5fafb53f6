//! The same numbers as PyTorch's `conv2d`, `pad` and pooling, and SciPy's `correlate2d` and
//! `convolve2d`; what PyTorch refuses is impossible here too.

use convscope::convolution::{Convolution, Kernel, Operation, Pooling, PoolingKind};
use convscope::grid::Grid;
use serde::Deserialize;

use crate::fixtures::{self, Numbers};

#[derive(Deserialize)]
struct Cases {
    inputs: Vec<Numbers>,
    kernels: Vec<Numbers>,
    convolutions: Vec<Case>,
    paddings: Vec<PaddingCase>,
    poolings: Vec<PoolingCase>,
}

#[derive(Deserialize)]
struct Case {
    kind: String,
    input: usize,
    kernel: usize,
    stride: (usize, usize),
    padding: [usize; 4],
    mode: String,
    dilation: (usize, usize),
    flip: bool,
    output: Option<Numbers>,
}

#[derive(Deserialize)]
struct PaddingCase {
    input: usize,
    padding: [usize; 4],
    mode: String,
    output: Option<Numbers>,
}

#[derive(Deserialize)]
struct PoolingCase {
    input: Numbers,
    window: (usize, usize),
    stride: (usize, usize),
    largest: Option<Numbers>,
    winners: Option<Vec<usize>>,
    sums: Option<Numbers>,
}

fn cases() -> Cases {
    fixtures::json("cases.json.gz")
}

#[test]
fn convolutions_equal_those_of_pytorch_and_scipy() {
    let cases = cases();
    let mut compared = 0;
    for (index, case) in cases.convolutions.iter().enumerate() {
        let input = cases.inputs[case.input].grid(8.0);
        let convolution = Convolution {
            kernel: Kernel::new(cases.kernels[case.kernel].grid(4.0)).unwrap(),
            flip: case.flip,
            stride: case.stride,
            padding: fixtures::padding(&case.mode, case.padding),
            dilation: case.dilation,
        };
        let expected = case.output.as_ref().map(|output| output.grid(32.0));
        let result = convolution.apply(&input);
        let name = format!("{} {index}: {convolution:?}", case.kind);
        assert_eq!(result.clone().ok(), expected, "{name}");
        if result.is_err() {
            let remedies = convolution
                .geometry()
                .remedies(input.height(), input.width());
            assert!(!remedies.is_empty(), "{name}");
        }
        compared += 1;
    }
    assert!(compared > 1000, "only {compared} cases");
}

#[test]
fn paddings_equal_those_of_pytorch() {
    let cases = cases();
    for case in &cases.paddings {
        let padding = fixtures::padding(&case.mode, case.padding);
        let padded = padding.apply(&cases.inputs[case.input].grid(8.0));
        let expected = case.output.as_ref().map(|output| output.grid(8.0));
        assert_eq!(padded.ok(), expected, "{padding:?}");
    }
}

#[test]
fn poolings_equal_those_of_pytorch() {
    for case in cases().poolings {
        let input = case.input.grid(1.0);
        let pooling = |kind| Pooling {
            kind,
            window: case.window,
            stride: case.stride,
        };
        let cells = (case.window.0 * case.window.1) as f32;
        let (max, average) = (pooling(PoolingKind::Max), pooling(PoolingKind::Average));
        let largest = max.apply(&input);
        assert_eq!(largest.ok(), case.largest.map(|n| n.grid(1.0)), "{max:?}");
        let means = average.apply(&input).ok();
        let expected = case.sums.map(|n| n.grid(1.0).map(|sum| sum / cells));
        assert_eq!(means, expected, "{average:?}");
        if let Some(winners) = case.winners {
            assert_eq!(winners_of(&max, &input), winners, "{max:?}");
        }
    }
}

/// Row-major indices into the input, as PyTorch gives them; and the windows' results on the way.
fn winners_of(pooling: &Pooling, input: &Grid) -> Vec<usize> {
    let output = pooling.apply(input).unwrap();
    let mut winners = Vec::new();
    for row in 0..output.height() {
        for column in 0..output.width() {
            let window = pooling.window(input, row, column).unwrap();
            assert_eq!(window.result, output.at(row, column));
            let winner = &window.cells[window.winner.unwrap()];
            assert_eq!(winner.value, window.result);
            winners.push(winner.row * input.width() + winner.column);
        }
    }
    winners
}

#[derive(Deserialize)]
struct Real {
    convolutions: Vec<RealCase>,
    input: Numbers,
    filters: Vec<Filter>,
}

#[derive(Deserialize)]
struct RealCase {
    kernel: Numbers,
    separable: bool,
    stride: (usize, usize),
    padding: [usize; 4],
    mode: String,
    dilation: (usize, usize),
    height: usize,
    width: usize,
    places: Vec<usize>,
    values: Vec<f64>,
}

#[derive(Deserialize)]
struct Filter {
    name: String,
    output: Numbers,
}

/// On a large picture, where separable kernels are used as such.
#[test]
fn large_pictures_come_near_the_sums_in_64_bits() {
    let input = fixtures::picture(300, 280);
    let real: Real = fixtures::json("real.json.gz");
    for case in real.convolutions {
        let kernel = Kernel::new(case.kernel.grid(1.0)).unwrap();
        let weight: f32 = kernel.grid().values().iter().map(|w| w.abs()).sum();
        let is_large = case.height * case.width > convscope::convolution::convolve::EXACT_CELLS;
        let operation = Operation::from(Convolution {
            kernel,
            flip: false,
            stride: case.stride,
            padding: fixtures::padding(&case.mode, case.padding),
            dilation: case.dilation,
        });
        let prepared = operation.prepare(&input).unwrap();
        assert_eq!(prepared.size(), (case.height, case.width));
        assert_eq!(prepared.is_separate(), case.separable && is_large);
        let output = prepared.rows(0..case.height);
        for (place, expected) in case.places.iter().zip(case.values) {
            let error = (f64::from(output.values()[*place]) - expected).abs();
            let bound = f64::from(weight) * 1e-6;
            assert!(error < bound, "{operation:?} at {place}: off by {error}");
        }
    }
}

#[test]
fn named_kernels_filter_as_scipys_do() {
    let real: Real = fixtures::json("real.json.gz");
    let input = real.input.grid(1.0);
    for filter in real.filters {
        let kernel = named(&filter.name);
        let padding = convscope::convolution::Padding::same(
            convscope::convolution::PaddingMode::Reflect,
            kernel.size(),
            (1, 1),
        );
        let convolution = Convolution {
            padding,
            ..Convolution::new(kernel)
        };
        let output = convolution.apply(&input).unwrap();
        for (ours, theirs) in output.values().iter().zip(&filter.output.values) {
            let error = (f64::from(*ours) - theirs).abs();
            assert!(error < 2e-6, "{}: {ours} for {theirs}", filter.name);
        }
    }
}

fn named(text: &str) -> Kernel {
    use convscope::convolution::Preset;
    let parts: Vec<_> = text.split(':').collect();
    let preset = Preset::named(parts[0]).unwrap();
    match parts[..] {
        [_] => preset.kernel(),
        [_, size] => preset.sized(size.parse().unwrap()).unwrap(),
        _ => Kernel::gaussian(parts[1].parse().unwrap(), parts[2].parse().unwrap()),
    }
}
