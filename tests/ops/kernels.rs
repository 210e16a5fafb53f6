//! The fast kernels against the reference, on every instruction set.

use convscope::network::Shape;
use convscope::network::ops::activation::Activation;
use convscope::network::ops::batch_norm::{self, Affine, Statistics};
use convscope::network::ops::conv_pool::ConvPool;
use convscope::network::ops::convolution::Convolution;
use convscope::network::ops::cross_entropy::cross_entropy;
use convscope::network::ops::dropout;
use convscope::network::ops::linear::Linear;
use convscope::network::ops::pooling::Pooling;
use convscope::network::ops::product::{Product, Start, product};
use convscope::network::ops::reference::{self as textbook, Maps, Windows};
use convscope::network::ops::simd::InstructionSet;
use proptest::prelude::*;

use crate::common::{
    assert_close, assert_within, coarse, first, last, maps, numbers, on_every_set, rng, single,
};

const fn windows(
    kernel: (usize, usize),
    stride: (usize, usize),
    padding: (usize, usize),
    dilation: (usize, usize),
) -> Windows {
    Windows {
        kernel,
        stride,
        padding,
        dilation,
    }
}

/// Kernels, strides, paddings and dilations, square and not.
pub const WINDOWS: [Windows; 12] = [
    windows((1, 1), (1, 1), (0, 0), (1, 1)),
    windows((3, 3), (1, 1), (1, 1), (1, 1)),
    windows((5, 5), (1, 1), (2, 2), (1, 1)),
    windows((5, 5), (1, 1), (0, 0), (1, 1)),
    windows((3, 3), (2, 2), (1, 1), (1, 1)),
    windows((2, 4), (3, 1), (0, 2), (1, 1)),
    windows((3, 2), (1, 2), (2, 0), (2, 1)),
    windows((2, 3), (1, 1), (1, 3), (1, 2)),
    windows((3, 3), (2, 1), (2, 2), (2, 3)),
    windows((7, 1), (1, 1), (3, 0), (1, 1)),
    windows((1, 9), (1, 2), (0, 4), (1, 1)),
    windows((11, 11), (1, 1), (5, 5), (1, 1)),
];

fn convolution_of(x: &Maps, outputs: usize, windows: Windows) -> Convolution {
    let [_, channels, height, width] = x.dims;
    let (rows, columns) = windows.output(height, width);
    Convolution {
        input: Shape::maps(channels, height, width),
        output: Shape::maps(outputs, rows, columns),
        kernel: windows.kernel,
        stride: windows.stride,
        padding: windows.padding,
        dilation: windows.dilation,
    }
}

fn padded(convolution: &Convolution, x: &Maps) -> Vec<f32> {
    let mut padded = vec![0.0; x.dims[0] * convolution.padded().cells()];
    convolution.pad(&last(x), &mut padded);
    padded
}

/// Forward and backward of one convolution.
fn check_convolution(set: InstructionSet, x: &Maps, weight: &Maps, bias: &[f64], windows: Windows) {
    let outputs = weight.dims[0];
    let expected = textbook::conv2d(x, weight, bias, windows);
    let g = maps(&mut rng(99), expected.dims);
    let (to_x, to_weight, to_bias) = textbook::conv2d_backward(x, weight, &g, windows);
    let what = format!("{set:?} {:?} → {outputs} {windows:?}", x.dims);

    let convolution = convolution_of(x, outputs, windows);
    let (padded, kernels) = (padded(&convolution, x), last(weight));
    let mut packed = vec![0.0; kernels.len()];
    convolution.pack(&kernels, &mut packed);
    let mut y = vec![0.0; expected.values.len()];
    convolution.forward(set, &padded, &packed, &single(bias), &mut y);
    assert_close(&what, &first(&y, expected.dims), &expected.values);

    let (mut weight_gradient, mut bias_gradient) = (vec![0.0; kernels.len()], vec![0.0; outputs]);
    let sums = (&mut weight_gradient, &mut bias_gradient);
    convolution.backward_weight(set, &padded, &last(&g), sums.0, sums.1);
    let weight_gradient = first(&weight_gradient, weight.dims);
    assert_close(
        &format!("{what} weight"),
        &weight_gradient,
        &to_weight.values,
    );
    assert_close(&format!("{what} bias"), &bias_gradient, &to_bias);

    let mut padded_gradient = vec![0.0; padded.len()];
    convolution.backward_input(set, &kernels, &last(&g), &mut padded_gradient);
    let mut x_gradient = vec![0.0; x.values.len()];
    convolution.crop(&padded_gradient, &mut x_gradient);
    assert_close(
        &format!("{what} x"),
        &first(&x_gradient, x.dims),
        &to_x.values,
    );
}

#[test]
fn convolutions() {
    on_every_set(|set| {
        for (case, windows) in WINDOWS.into_iter().enumerate() {
            for (pictures, channels, outputs) in [
                (1, 1, 1),
                (2, 1, 6),
                (1, 6, 16),
                (3, 3, 5),
                (1, 17, 8),
                (2, 8, 33),
            ] {
                let rng = &mut rng(case as u64);
                let (height, width) = (windows.kernel.0 + 8, windows.kernel.1 + 5);
                let x = maps(rng, [pictures, channels, height, width]);
                let (rows, columns) = windows.kernel;
                let weight = maps(rng, [outputs, channels, rows, columns]);
                let bias = numbers(rng, outputs);
                check_convolution(set, &x, &weight, &bias, windows);
            }
        }
    });
}

/// Forward and backward of convolution, ReLU and pooling in one, against one after another.
fn check_conv_pool(
    set: InstructionSet,
    x: &Maps,
    weight: &Maps,
    bias: &[f64],
    windows: Windows,
    pool: (usize, usize),
) {
    let outputs = weight.dims[0];
    let maps_before = textbook::conv2d(x, weight, bias, windows);
    let active = textbook::activation(&maps_before, Activation::Relu);
    let expected = textbook::max_pool2d(&active, pool, pool);
    let g = maps(&mut rng(98), expected.dims);
    let to_active = textbook::max_pool2d_backward(&active, &g, pool, pool);
    let to_maps = textbook::activation_backward(&maps_before, &to_active, Activation::Relu);
    let (to_x, to_weight, to_bias) = textbook::conv2d_backward(x, weight, &to_maps, windows);
    let what = format!("{set:?} {:?} → {outputs} {windows:?} {pool:?}", x.dims);

    let convolution = convolution_of(x, outputs, windows);
    let [_, _, rows, columns] = expected.dims;
    let both = ConvPool {
        convolution,
        pooling: Pooling {
            input: convolution.output,
            output: Shape::maps(outputs, rows, columns),
            kernel: pool,
            stride: pool,
        },
    };
    assert!(ConvPool::joins(&both.convolution, &both.pooling));
    let (padded, kernels) = (padded(&convolution, x), last(weight));
    let mut packed = vec![0.0; kernels.len()];
    convolution.pack(&kernels, &mut packed);
    let mut y = vec![0.0; expected.values.len()];
    let mut from = vec![0; y.len()];
    let mut space = vec![0.0; both.working_space()];
    let bias = single(bias);
    let mut forward = |y: &mut [f32], from| {
        both.forward(set, &padded, &kernels, &packed, &bias, &mut space, y, from);
    };
    forward(&mut y, Some(&mut from));
    assert_close(&what, &first(&y, expected.dims), &expected.values);
    let mut alone = vec![0.0; y.len()];
    forward(&mut alone, None);
    assert_eq!(alone, y, "{what} without places");

    let (mut weight_gradient, mut bias_gradient) = (vec![0.0; kernels.len()], vec![0.0; outputs]);
    let mut padded_gradient = vec![0.0; padded.len()];
    both.backward(
        set,
        &padded,
        &kernels,
        &y,
        &from,
        &last(&g),
        &mut weight_gradient,
        &mut bias_gradient,
        Some(&mut padded_gradient),
    );
    let weight_gradient = first(&weight_gradient, weight.dims);
    assert_close(
        &format!("{what} weight"),
        &weight_gradient,
        &to_weight.values,
    );
    assert_close(&format!("{what} bias"), &bias_gradient, &to_bias);
    let mut x_gradient = vec![0.0; x.values.len()];
    convolution.crop(&padded_gradient, &mut x_gradient);
    assert_close(
        &format!("{what} x"),
        &first(&x_gradient, x.dims),
        &to_x.values,
    );
}

#[test]
fn convolutions_with_relu_and_pooling() {
    on_every_set(|set| {
        for (case, windows) in WINDOWS.into_iter().enumerate() {
            for (pictures, channels, outputs, pool) in [
                (1, 1, 1, (2, 2)),
                (3, 1, 6, (2, 2)),
                (2, 6, 16, (2, 2)),
                (1, 1, 8, (3, 2)),
                (1, 1, 7, (4, 5)),
                (1, 3, 20, (3, 1)),
                (2, 17, 9, (1, 4)),
            ] {
                let rng = &mut rng(case as u64);
                let (height, width) = (windows.kernel.0 + 9, windows.kernel.1 + 10);
                let x = maps(rng, [pictures, channels, height, width]);
                let (rows, columns) = windows.kernel;
                let weight = maps(rng, [outputs, channels, rows, columns]);
                let bias = numbers(rng, outputs);
                check_conv_pool(set, &x, &weight, &bias, windows, pool);
            }
        }
    });
}

/// Maps of one channel that are wider than a vector, and than two.
#[test]
fn wide_pictures() {
    on_every_set(|set| {
        for width in [28, 40, 71, 150] {
            let rng = &mut rng(width as u64);
            let windows = windows((5, 5), (1, 1), (2, 2), (1, 1));
            let x = maps(rng, [2, 1, 6, width]);
            let weight = maps(rng, [6, 1, 5, 5]);
            let bias = numbers(rng, 6);
            check_conv_pool(set, &x, &weight, &bias, windows, (2, 2));
            check_conv_pool(set, &x, &weight, &bias, windows, (2, 1));
        }
    });
}

/// Numbers of which many are equal and many 0: ties in pooling windows, values at ReLU's kink.
/// They are exact in both precisions, so both see the same ties.
#[test]
fn ties_and_kinks() {
    on_every_set(|set| {
        for (case, windows) in WINDOWS.into_iter().enumerate() {
            let rng = &mut rng(case as u64);
            let (height, width) = (windows.kernel.0 + 9, windows.kernel.1 + 10);
            let dims = [2, 3, height, width];
            let x = Maps::new(dims, coarse(rng, dims.iter().product()));
            let dims = [10, 3, windows.kernel.0, windows.kernel.1];
            let weight = Maps::new(dims, coarse(rng, dims.iter().product()));
            let bias = coarse(rng, 10);
            check_conv_pool(set, &x, &weight, &bias, windows, (2, 2));
            check_pooling(set, &x, (2, 2), (2, 2));
            check_pooling(set, &x, (3, 2), (1, 2));
        }
    });
}

fn check_pooling(set: InstructionSet, x: &Maps, kernel: (usize, usize), stride: (usize, usize)) {
    let [pictures, channels, height, width] = x.dims;
    let expected = textbook::max_pool2d(x, kernel, stride);
    let g = maps(&mut rng(97), expected.dims);
    let what = format!("{set:?} {:?} {kernel:?} {stride:?}", x.dims);
    let [_, _, rows, columns] = expected.dims;
    let pooling = Pooling {
        input: Shape::maps(channels, height, width),
        output: Shape::maps(channels, rows, columns),
        kernel,
        stride,
    };
    let mut y = vec![0.0; expected.values.len()];
    let mut from = vec![0; y.len()];
    pooling.max(set, &last(x), &mut y, &mut from);
    assert_close(
        &format!("{what} max"),
        &first(&y, expected.dims),
        &expected.values,
    );
    let to_x = textbook::max_pool2d_backward(x, &g, kernel, stride);
    let mut x_gradient = vec![0.0; pictures * channels * height * width];
    pooling.max_backward(&from, &last(&g), &mut x_gradient);
    let given = first(&x_gradient, x.dims);
    assert_close(&format!("{what} max backward"), &given, &to_x.values);

    let expected = textbook::avg_pool2d(x, kernel, stride);
    pooling.average(&last(x), &mut y);
    assert_close(
        &format!("{what} average"),
        &first(&y, expected.dims),
        &expected.values,
    );
    let to_x = textbook::avg_pool2d_backward(x.dims, &g, kernel, stride);
    x_gradient.fill(0.0);
    pooling.average_backward(&last(&g), &mut x_gradient);
    let given = first(&x_gradient, x.dims);
    assert_close(&format!("{what} average backward"), &given, &to_x.values);
}

#[test]
fn pooling() {
    on_every_set(|set| {
        for (kernel, stride) in [
            ((2, 2), (2, 2)),
            ((3, 3), (2, 2)),
            ((1, 4), (1, 1)),
            ((5, 2), (1, 3)),
            ((2, 2), (3, 3)),
        ] {
            for (pictures, channels) in [(1, 1), (2, 6), (1, 16), (2, 21)] {
                let x = maps(&mut rng(8), [pictures, channels, 9, 10]);
                check_pooling(set, &x, kernel, stride);
            }
        }
    });
}

/// As in PyTorch, a NaN is larger than any number, and stays through ReLU.
#[test]
fn nan_goes_through_pooling_and_relu() {
    on_every_set(|set| {
        for place in 0..4 {
            let mut x = vec![1.0, 2.0, 3.0, 4.0];
            x[place] = f32::NAN;
            let pooling = Pooling {
                input: Shape::maps(1, 2, 2),
                output: Shape::maps(1, 1, 1),
                kernel: (2, 2),
                stride: (2, 2),
            };
            let (mut y, mut from) = (vec![0.0], vec![0]);
            pooling.max(set, &x, &mut y, &mut from);
            assert!(y[0].is_nan() && from[0] == place as u32, "{set:?} {place}");
            let mut y = vec![0.0; 4];
            for activation in [
                Activation::Relu,
                Activation::LeakyRelu { slope: 0.1 },
                Activation::Tanh,
                Activation::Sigmoid,
            ] {
                activation.forward(set, &x, &mut y);
                assert!(y[place].is_nan(), "{set:?} {activation:?}");
            }
        }
    });
}

#[test]
fn linear_layers() {
    on_every_set(|set| {
        for (rows, inputs, outputs) in [
            (1, 1, 1),
            (1, 400, 120),
            (4, 120, 84),
            (7, 84, 10),
            (16, 33, 5),
            (5, 256, 17),
        ] {
            let rng = &mut rng(9);
            let x = maps(rng, [rows, inputs, 1, 1]);
            let weight = maps(rng, [outputs, inputs, 1, 1]);
            let bias = numbers(rng, outputs);
            let expected = textbook::linear(&x, &weight, &bias);
            let g = maps(rng, expected.dims);
            let (to_x, to_weight, to_bias) = textbook::linear_backward(&x, &weight, &g);
            let what = format!("{set:?} {rows} of {inputs} → {outputs}");
            let linear = Linear { inputs, outputs };
            let [rows_x, kernels, gradient] = [&x, &weight, &g].map(|m| single(&m.values));
            let mut y = vec![0.0; rows * outputs];
            linear.forward(set, &rows_x, &kernels, &single(&bias), &mut y);
            assert_close(&what, &y, &expected.values);
            let (mut weight, mut bias) = (vec![9.0; kernels.len()], vec![9.0; outputs]);
            linear.backward_weight(set, &rows_x, &gradient, &mut weight, &mut bias);
            assert_close(&format!("{what} weight"), &weight, &to_weight.values);
            assert_close(&format!("{what} bias"), &bias, &to_bias);
            let mut x = vec![9.0; rows_x.len()];
            linear.backward_input(set, &kernels, &gradient, &mut x);
            assert_close(&format!("{what} x"), &x, &to_x.values);
        }
    });
}

#[test]
fn activations() {
    // From far out, through the kink, to far out, and in steps that end in no vector.
    let x: Vec<f64> = (-501..=501).map(|i| f64::from(i) * 0.2).collect();
    let near = (-300..=300).map(|i| f64::from(i) * 0.004);
    let x: Vec<f64> = x
        .into_iter()
        .chain(near)
        .map(|x| f64::from(x as f32))
        .collect();
    let x = Maps::new([1, x.len(), 1, 1], x);
    let g = maps(&mut rng(10), x.dims);
    on_every_set(|set| {
        for activation in [
            Activation::Relu,
            Activation::LeakyRelu { slope: 0.25 },
            Activation::LeakyRelu { slope: -0.5 },
            Activation::LeakyRelu { slope: 0.0 },
            Activation::Tanh,
            Activation::Sigmoid,
        ] {
            let what = format!("{set:?} {activation:?}");
            let expected = textbook::activation(&x, activation);
            let to_x = textbook::activation_backward(&x, &g, activation);
            let (x, g) = (single(&x.values), single(&g.values));
            let (mut y, mut x_gradient) = (vec![9.0; x.len()], vec![9.0; x.len()]);
            activation.forward(set, &x, &mut y);
            assert_within(&what, &y, &expected.values, 3e-7);
            activation.backward(set, &x, &y, &g, &mut x_gradient);
            assert_within(&format!("{what} backward"), &x_gradient, &to_x.values, 1e-6);
        }
    });
}

/// Small results of tanh keep their digits, not only their places after the point.
#[test]
fn tanh_of_small_numbers() {
    on_every_set(|set| {
        let x: Vec<f32> = (1..200).map(|i| 1.07_f32.powi(-i)).collect();
        let mut y = vec![0.0; x.len()];
        Activation::Tanh.forward(set, &x, &mut y);
        for (x, y) in x.iter().zip(y) {
            let expected = f64::from(*x).tanh();
            assert!((f64::from(y) / expected - 1.0).abs() < 5e-7, "{set:?} {x}");
        }
    });
}

#[test]
fn batch_normalisation() {
    on_every_set(|set| {
        for dims in [
            [4, 3, 5, 4],
            [2, 16, 7, 7],
            [6, 33, 1, 1],
            [1, 1, 3, 3],
            [3, 200, 2, 1],
        ] {
            let rng = &mut rng(11);
            let channels = dims[1];
            let mut x = maps(rng, dims);
            // Far from 0, where a careless variance loses its digits.
            x.values
                .iter_mut()
                .for_each(|x| *x = f64::from((*x + 100.0) as f32));
            let (weight, bias) = (numbers(rng, channels), numbers(rng, channels));
            let g = maps(rng, dims);
            let statistics = textbook::statistics(&x);
            let expected = textbook::batch_norm(&x, &statistics, &weight, &bias);
            let (to_x, to_weight, to_bias) = textbook::batch_norm_backward(&x, &weight, &g);
            let what = format!("{set:?} {dims:?}");

            let (values, gradient) = (last(&x), last(&g));
            // In two parts, as the pass has it.
            let cut = values.len() / dims[0] * (dims[0] / 2);
            let mut counted = [(); 2].map(|()| vec![Statistics::default(); channels]);
            batch_norm::count(set, &values[cut..], &mut counted[1]);
            if cut > 0 {
                batch_norm::count(set, &values[..cut], &mut counted[0]);
            }
            let joined = counted[0].iter().zip(&counted[1]);
            let joined: Vec<Statistics> = joined.map(|(a, b)| a.join(*b)).collect();
            let affine = Affine::of_batch(&joined, &single(&weight), &single(&bias));
            let mut y = vec![0.0; values.len()];
            batch_norm::normalise(set, &values, &affine, &mut y);
            // The mean is rounded to 32 bits of a number near 100: to 4e-6, of values near 1.
            assert_within(&what, &first(&y, dims), &expected.values, 4e-5);

            let (mut weight_sums, mut bias_sums) = (vec![9.0; channels], vec![9.0; channels]);
            let sums = (&mut weight_sums, &mut bias_sums);
            batch_norm::backward_weight(set, &values, &joined, &gradient, sums.0, sums.1);
            assert_within(&format!("{what} weight"), &weight_sums, &to_weight, 1e-4);
            assert_close(&format!("{what} bias"), &bias_sums, &to_bias);
            let mut x_gradient = vec![9.0; values.len()];
            let sums = (weight_sums.as_slice(), bias_sums.as_slice());
            let weight = single(&weight);
            batch_norm::backward_input(
                set,
                &values,
                &joined,
                &weight,
                sums,
                &gradient,
                &mut x_gradient,
            );
            let given = first(&x_gradient, dims);
            assert_within(&format!("{what} x"), &given, &to_x.values, 1e-4);
        }
    });
}

#[test]
fn running_statistics_follow_as_in_pytorch() {
    // torch.nn.BatchNorm1d(1) in training on [1, 2, 4]: mean 7/3, unbiased variance 7/3.
    let mut statistics = [Statistics::default()];
    batch_norm::count(InstructionSet::best(), &[1.0, 2.0, 4.0], &mut statistics);
    let (mut mean, mut variance) = (0.0, 1.0);
    statistics[0].update(&mut mean, &mut variance);
    assert!((mean - 0.233_333_3).abs() < 1e-6 && (variance - 1.133_333_3).abs() < 1e-6);
}

#[test]
fn cross_entropy_and_its_gradient() {
    let rng = &mut rng(12);
    let mut logits = maps(rng, [6, 10, 1, 1]);
    // Sure of itself, rightly and wrongly, and far beyond what e^x can take.
    logits.values.iter_mut().take(20).for_each(|x| *x *= 500.0);
    let labels = [3, 0, 9, 3, 1, 7];
    let (loss, expected) = textbook::cross_entropy(&logits, &labels);
    let mut gradient = vec![9.0; 60];
    let scored = cross_entropy(
        &single(&logits.values),
        &labels,
        10,
        1.0 / 6.0,
        &mut gradient,
    );
    assert!((scored.loss / 6.0 - loss).abs() < 1e-5 * loss);
    assert_within("gradient", &gradient, &expected.values, 1e-6);
    let right = labels.iter().enumerate().filter(|(n, label)| {
        let row = &logits.values[n * 10..n * 10 + 10];
        row.iter().all(|logit| *logit <= row[usize::from(**label)])
    });
    assert_eq!(scored.correct, right.count());
    // Of equal logits the first counts as the answer.
    let scored = cross_entropy(&[0.0; 20], &[0, 5], 10, 1.0, &mut gradient[..20]);
    assert_eq!(scored.correct, 1);
}

#[test]
fn dropout_zeroes_its_share_and_keeps_the_mean() {
    let mut mask = vec![0.0; 100_000];
    dropout::mask(0.3, 5, 0, &mut mask);
    let zeros = mask.iter().filter(|factor| **factor == 0.0).count() as f64;
    assert!((zeros / 1e5 - 0.3).abs() < 0.01);
    assert!(
        mask.iter()
            .all(|factor| *factor == 0.0 || *factor == 1.0 / 0.7)
    );
    let mut again = vec![0.0; 100_000];
    dropout::mask(0.3, 5, 0, &mut again);
    assert_eq!(mask, again);
    dropout::mask(0.3, 5, 1, &mut again);
    assert_ne!(mask, again);
    let x = Maps::new([1, 3, 1, 1], vec![1.0, 2.0, 3.0]);
    let mut y = vec![0.0; 3];
    dropout::masked(&[1.0, 2.0, 3.0], &[2.0, 0.0, 2.0], &mut y);
    assert_close(
        "masked",
        &y,
        &textbook::dropout(&x, &[2.0, 0.0, 2.0]).values,
    );
}

/// Rows and columns of every remainder, with gaps between rows, and nothing written beside them.
#[test]
fn products_of_all_small_sizes() {
    on_every_set(|set| {
        let rng = &mut rng(13);
        let (a, b) = (numbers(rng, 4_000), numbers(rng, 4_000));
        let (a32, b32) = (single(&a), single(&b));
        let bias = numbers(rng, 64);
        for rows in 1..=29 {
            for columns in 1..=37 {
                let shape = Product {
                    rows,
                    columns,
                    terms: (2, 3),
                    a_row: 4,
                    a_term: (50, 7),
                    b_term: (130, 40),
                    c_row: columns + 2,
                };
                let sum = |row: usize, column: usize| -> f64 {
                    let terms = (0..2).flat_map(|o| (0..3).map(move |i| (o, i)));
                    let products = terms
                        .map(|(o, i)| a[row * 4 + o * 50 + i * 7] * b[o * 130 + i * 40 + column]);
                    products.sum()
                };
                for start in 0..3 {
                    let mut c = vec![2.0; rows * (columns + 2)];
                    let bias32 = single(&bias);
                    let from = [Start::Zero, Start::Bias(&bias32), Start::There][start];
                    product(set, &shape, from, &a32, &b32, &mut c);
                    for row in 0..rows {
                        for column in 0..columns + 2 {
                            let given = f64::from(c[row * (columns + 2) + column]);
                            let start = [0.0, bias[column.min(63)], 2.0][start];
                            let expected = match column < columns {
                                true => start + sum(row, column),
                                false => 2.0,
                            };
                            assert!((given - expected).abs() < 1e-5, "{set:?} {shape:?}");
                        }
                    }
                }
            }
        }
    });
}

proptest! {
    #![proptest_config(crate::fixed_cases(60))]

    /// Random convolutions, with and without ReLU and pooling.
    #[test]
    fn random_convolutions(
        seed in any::<u64>(),
        (pictures, channels, outputs) in (1_usize..4, 1_usize..20, 1_usize..40),
        kernel in (1_usize..=11, 1_usize..=11),
        stride in (1_usize..4, 1_usize..4),
        padding in (0_usize..4, 0_usize..4),
        dilation in (1_usize..3, 1_usize..3),
        room in (0_usize..9, 0_usize..9),
        pool in (1_usize..4, 1_usize..4),
    ) {
        let span = |k: usize, d: usize| d * (k - 1) + 1;
        let height = (span(kernel.0, dilation.0) + room.0).saturating_sub(padding.0).max(1);
        let width = (span(kernel.1, dilation.1) + room.1).saturating_sub(padding.1).max(1);
        let windows = windows(kernel, stride, padding, dilation);
        let rng = &mut rng(seed);
        let x = maps(rng, [pictures, channels, height, width]);
        let weight = maps(rng, [outputs, channels, kernel.0, kernel.1]);
        let bias = numbers(rng, outputs);
        let (rows, columns) = windows.output(height, width);
        on_every_set(|set| {
            check_convolution(set, &x, &weight, &bias, windows);
            if pool.0 <= rows && pool.1 <= columns {
                check_conv_pool(set, &x, &weight, &bias, windows, pool);
            }
        });
    }

    #[test]
    fn random_poolings(
        seed in any::<u64>(),
        dims in (1_usize..4, 1_usize..40, 1_usize..12, 1_usize..12),
        kernel in (1_usize..6, 1_usize..6),
        stride in (1_usize..5, 1_usize..5),
    ) {
        let (pictures, channels, height, width) = dims;
        prop_assume!(kernel.0 <= height && kernel.1 <= width);
        let x = maps(&mut rng(seed), [pictures, channels, height, width]);
        on_every_set(|set| check_pooling(set, &x, kernel, stride));
    }
}
