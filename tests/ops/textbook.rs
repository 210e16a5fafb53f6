//! The reference operations themselves: by hand, and against central differences.

use convscope::network::ops::activation::Activation;
use convscope::network::ops::reference::{self as textbook, Maps, Weight, Windows};

use crate::common::{assert_slopes, differences, maps, numbers, rng};
use crate::kernels::WINDOWS;

/// A weighted sum of all numbers: its gradient with respect to them are the weights.
fn weighed(maps: &Maps, weights: &Maps) -> f64 {
    let products = maps.values.iter().zip(&weights.values);
    products.map(|(x, w)| x * w).sum()
}

#[test]
fn a_convolution_by_hand() {
    let x = Maps::new([1, 1, 3, 3], (1..=9).map(f64::from).collect());
    let weight = Maps::new([1, 1, 2, 2], vec![1.0, 0.0, 0.0, -1.0]);
    let windows = Windows {
        kernel: (2, 2),
        stride: (1, 1),
        padding: (0, 0),
        dilation: (1, 1),
    };
    // 1 − 5, 2 − 6, 4 − 8, 5 − 9, and a bias of 10.
    let y = textbook::conv2d(&x, &weight, &[10.0], windows);
    assert_eq!(y.values, [6.0, 6.0, 6.0, 6.0]);
    let ones = Maps::new([1, 1, 2, 2], vec![1.0; 4]);
    let (to_x, to_weight, to_bias) = textbook::conv2d_backward(&x, &weight, &ones, windows);
    assert_eq!(
        to_x.values,
        [1.0, 1.0, 0.0, 1.0, 0.0, -1.0, 0.0, -1.0, -1.0]
    );
    assert_eq!(to_weight.values, [12.0, 16.0, 24.0, 28.0]);
    assert_eq!(to_bias, [4.0]);
}

#[test]
fn pooling_by_hand() {
    let x = Maps::new([1, 1, 2, 2], vec![1.0, 2.0, 3.0, 4.0]);
    let g = Maps::new([1, 1, 1, 1], vec![1.0]);
    assert_eq!(textbook::max_pool2d(&x, (2, 2), (2, 2)).values, [4.0]);
    let to_x = textbook::max_pool2d_backward(&x, &g, (2, 2), (2, 2));
    assert_eq!(to_x.values, [0.0, 0.0, 0.0, 1.0]);
    assert_eq!(textbook::avg_pool2d(&x, (2, 2), (2, 2)).values, [2.5]);
    let to_x = textbook::avg_pool2d_backward(x.dims, &g, (2, 2), (2, 2));
    assert_eq!(to_x.values, [0.25; 4]);
    // Four equal values: PyTorch gives all of it to the first.
    let equal = Maps::new([1, 1, 2, 2], vec![5.0; 4]);
    let to_x = textbook::max_pool2d_backward(&equal, &g, (2, 2), (2, 2));
    assert_eq!(to_x.values, [1.0, 0.0, 0.0, 0.0]);
}

#[test]
fn convolutions_gradients_are_slopes() {
    for (case, windows) in WINDOWS.into_iter().enumerate() {
        let rng = &mut rng(case as u64);
        let (height, width) = (windows.kernel.0 + 7, windows.kernel.1 + 5);
        let mut x = maps(rng, [2, 2, height, width]);
        let mut weight = maps(rng, [3, 2, windows.kernel.0, windows.kernel.1]);
        let mut bias = numbers(rng, 3);
        let y = textbook::conv2d(&x, &weight, &bias, windows);
        let g = maps(rng, y.dims);
        let (to_x, to_weight, to_bias) = textbook::conv2d_backward(&x, &weight, &g, windows);
        let what = format!("{windows:?}");

        let (w, b) = (weight.clone(), bias.clone());
        let dims = x.dims;
        let loss = |x: &[f64]| {
            let x = Maps::new(dims, x.to_vec());
            weighed(&textbook::conv2d(&x, &w, &b, windows), &g)
        };
        let every = (0..x.values.len()).step_by(7);
        let slopes = differences(&mut x.values, every, loss);
        assert_slopes(&format!("{what} x"), &to_x.values, &slopes);

        let dims = weight.dims;
        let loss = |weight: &[f64]| {
            let weight = Maps::new(dims, weight.to_vec());
            weighed(&textbook::conv2d(&x, &weight, &b, windows), &g)
        };
        let every = (0..weight.values.len()).step_by(5);
        let slopes = differences(&mut weight.values, every, loss);
        assert_slopes(&format!("{what} weight"), &to_weight.values, &slopes);

        let loss = |bias: &[f64]| weighed(&textbook::conv2d(&x, &weight, bias, windows), &g);
        let slopes = differences(&mut bias, 0..3, loss);
        assert_slopes(&format!("{what} bias"), &to_bias, &slopes);
    }
}

#[test]
fn poolings_gradients_are_slopes() {
    for (kernel, stride) in [
        ((2, 2), (2, 2)),
        ((3, 2), (1, 2)),
        ((2, 3), (3, 1)),
        ((1, 1), (2, 2)),
    ] {
        let rng = &mut rng(7);
        let mut x = maps(rng, [2, 3, 7, 8]);
        let y = textbook::max_pool2d(&x, kernel, stride);
        let g = maps(rng, y.dims);
        let dims = x.dims;
        let to_x = textbook::max_pool2d_backward(&x, &g, kernel, stride);
        let all = 0..x.values.len();
        let slopes = differences(&mut x.values, all.clone(), |x| {
            let x = Maps::new(dims, x.to_vec());
            weighed(&textbook::max_pool2d(&x, kernel, stride), &g)
        });
        assert_slopes("max", &to_x.values, &slopes);
        let to_x = textbook::avg_pool2d_backward(dims, &g, kernel, stride);
        let slopes = differences(&mut x.values, all, |x| {
            let x = Maps::new(dims, x.to_vec());
            weighed(&textbook::avg_pool2d(&x, kernel, stride), &g)
        });
        assert_slopes("average", &to_x.values, &slopes);
    }
}

#[test]
fn linear_layers_gradients_are_slopes() {
    let rng = &mut rng(3);
    let mut x = maps(rng, [3, 5, 1, 1]);
    let mut weight = maps(rng, [4, 5, 1, 1]);
    let mut bias = numbers(rng, 4);
    let g = maps(rng, [3, 4, 1, 1]);
    let (to_x, to_weight, to_bias) = textbook::linear_backward(&x, &weight, &g);
    let (w, b) = (weight.clone(), bias.clone());
    let slopes = differences(&mut x.values, 0..15, |x| {
        let x = Maps::new([3, 5, 1, 1], x.to_vec());
        weighed(&textbook::linear(&x, &w, &b), &g)
    });
    assert_slopes("x", &to_x.values, &slopes);
    let slopes = differences(&mut weight.values, 0..20, |weight| {
        let weight = Maps::new([4, 5, 1, 1], weight.to_vec());
        weighed(&textbook::linear(&x, &weight, &b), &g)
    });
    assert_slopes("weight", &to_weight.values, &slopes);
    let slopes = differences(&mut bias, 0..4, |bias| {
        weighed(&textbook::linear(&x, &weight, bias), &g)
    });
    assert_slopes("bias", &to_bias, &slopes);
}

#[test]
fn activations_gradients_are_slopes() {
    for activation in [
        Activation::Relu,
        Activation::LeakyRelu { slope: 0.25 },
        Activation::LeakyRelu { slope: -0.5 },
        Activation::Tanh,
        Activation::Sigmoid,
    ] {
        let rng = &mut rng(4);
        let mut x = maps(rng, [1, 40, 1, 1]);
        let g = maps(rng, x.dims);
        let dims = x.dims;
        let to_x = textbook::activation_backward(&x, &g, activation);
        let slopes = differences(&mut x.values, 0..40, |x| {
            let x = Maps::new(dims, x.to_vec());
            weighed(&textbook::activation(&x, activation), &g)
        });
        assert_slopes(&format!("{activation:?}"), &to_x.values, &slopes);
    }
}

#[test]
fn batch_normalisations_gradients_are_slopes() {
    for dims in [[3, 2, 4, 3], [5, 4, 1, 1]] {
        let rng = &mut rng(5);
        let channels = dims[1];
        let mut x = maps(rng, dims);
        let (mut weight, mut bias) = (numbers(rng, channels), numbers(rng, channels));
        let g = maps(rng, dims);
        let loss = |x: &Maps, weight: &[f64], bias: &[f64]| {
            let statistics = textbook::statistics(x);
            weighed(&textbook::batch_norm(x, &statistics, weight, bias), &g)
        };
        let (to_x, to_weight, to_bias) = textbook::batch_norm_backward(&x, &weight, &g);
        let all = 0..x.values.len();
        let slopes = differences(&mut x.values, all, |x| {
            loss(&Maps::new(dims, x.to_vec()), &weight, &bias)
        });
        assert_slopes("x", &to_x.values, &slopes);
        let slopes = differences(&mut weight, 0..channels, |weight| loss(&x, weight, &bias));
        assert_slopes("weight", &to_weight, &slopes);
        let slopes = differences(&mut bias, 0..channels, |bias| loss(&x, &weight, bias));
        assert_slopes("bias", &to_bias, &slopes);
    }
}

#[test]
fn cross_entropys_gradient_is_its_slope() {
    let rng = &mut rng(6);
    let mut logits = maps(rng, [4, 10, 1, 1]);
    let labels = [3, 0, 9, 3];
    let (loss, gradient) = textbook::cross_entropy(&logits, &labels);
    let slopes = differences(&mut logits.values, 0..40, |logits| {
        let logits = Maps::new([4, 10, 1, 1], logits.to_vec());
        textbook::cross_entropy(&logits, &labels).0
    });
    assert_slopes("logits", &gradient.values, &slopes);
    // With equal logits every class has the probability 1/10.
    let equal = Maps::zeros([4, 10, 1, 1]);
    assert!((textbook::cross_entropy(&equal, &labels).0 - 10_f64.ln()).abs() < 1e-12);
    assert!(loss.is_finite());
}

#[test]
fn optimisers_first_steps_by_hand() {
    let start = Weight {
        value: 1.0,
        ..Weight::default()
    };
    // Adam's first step is the rate, whatever the gradient's size.
    let adam = textbook::adam(start, 0.01, 1, 0.1, (0.9, 0.999, 0.0, 0.0));
    assert!((adam.value - 0.9).abs() < 1e-12);
    // AdamW first shrinks the weight by rate · decay.
    let adamw = textbook::adam(start, 0.01, 1, 0.1, (0.9, 0.999, 0.0, 0.5));
    assert!((adamw.value - (0.95 - 0.1)).abs() < 1e-12);
    let first = textbook::sgd(start, 2.0, 0.1, 0.9);
    let second = textbook::sgd(first, 2.0, 0.1, 0.9);
    assert!((first.value - 0.8).abs() < 1e-12);
    assert!((second.value - (0.8 - 0.1 * 3.8)).abs() < 1e-12);
}
