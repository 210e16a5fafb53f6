//! A whole network in the reference's arithmetic.

use convscope::network::architecture::Architecture;
use convscope::network::ops::activation::Activation;
use convscope::network::ops::dropout::mask;
use convscope::network::ops::reference::{self as textbook, Maps, Windows};
use convscope::network::{Layer, Model};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::common::rng;

/// Parameters in the order of [`Architecture::parameters`], each in a model's order.
pub type Parameters = Vec<Vec<f64>>;

pub fn parameters(model: &Model) -> Parameters {
    let double = |values: &Vec<f32>| values.iter().map(|v| f64::from(*v)).collect();
    model
        .parameters()
        .iter()
        .map(|p| double(&p.values))
        .collect()
}

/// An activation function's layer.
fn activation_of(layer: &Layer) -> Activation {
    match layer {
        Layer::Relu => Activation::Relu,
        Layer::LeakyRelu { slope } => Activation::LeakyRelu { slope: *slope },
        Layer::Tanh => Activation::Tanh,
        Layer::Sigmoid => Activation::Sigmoid,
        other => panic!("{other:?} is no activation function"),
    }
}

fn windows_of(layer: &Layer) -> Windows {
    match layer {
        Layer::Convolution {
            kernel,
            stride,
            padding,
            dilation,
            ..
        } => Windows {
            kernel: *kernel,
            stride: *stride,
            padding: *padding,
            dilation: *dilation,
        },
        other => panic!("{other:?} is no convolution"),
    }
}

/// In training, the dropout factors of each layer, drawn as the learner of this seed draws them.
fn masks(architecture: &Architecture, pictures: usize, rng: &mut ChaCha8Rng) -> Vec<Vec<f64>> {
    let layers = architecture.layers().iter().zip(architecture.shapes());
    let masks = layers.map(|(layer, shape)| {
        let Layer::Dropout { probability } = layer else {
            return Vec::new();
        };
        let seed = rng.random();
        let mut factors = vec![0.0; pictures * shape.cells()];
        for (picture, factors) in factors.chunks_exact_mut(shape.cells()).enumerate() {
            mask(*probability, seed, picture, factors);
        }
        factors.into_iter().map(f64::from).collect()
    });
    masks.collect()
}

/// The mean loss of a batch in training, and the gradients of all parameters: zeros for those
/// that are not learned.
pub fn loss_and_gradients(
    architecture: &Architecture,
    parameters: &Parameters,
    pixels: &[f64],
    labels: &[u8],
    dropout_seed: u64,
) -> (f64, Parameters) {
    let pictures = labels.len();
    let masks = masks(architecture, pictures, &mut rng(dropout_seed));
    let shapes = architecture.shapes();
    let dims = |layer: usize| {
        let (channels, height, width) = shapes[layer].dims();
        [pictures, channels, height, width]
    };
    let specs = architecture.parameters();
    let own = |first: usize| {
        let dims = &specs[first].dims;
        let mut four = [1; 4];
        four[..dims.len()].copy_from_slice(dims);
        Maps::new(four, parameters[first].clone())
    };

    let mut stages = vec![Maps::new(dims(0), pixels.to_vec())];
    let mut firsts = Vec::new();
    let mut first = 0;
    for (index, layer) in architecture.layers().iter().enumerate() {
        let x = &stages[index];
        firsts.push(first);
        let y = match layer {
            Layer::Convolution { .. } => {
                textbook::conv2d(x, &own(first), &parameters[first + 1], windows_of(layer))
            }
            Layer::Linear { .. } => textbook::linear(x, &own(first), &parameters[first + 1]),
            Layer::MaxPool { kernel, stride } => textbook::max_pool2d(x, *kernel, *stride),
            Layer::AveragePool { kernel, stride } => textbook::avg_pool2d(x, *kernel, *stride),
            Layer::BatchNorm { .. } => {
                let statistics = textbook::statistics(x);
                textbook::batch_norm(x, &statistics, &parameters[first], &parameters[first + 1])
            }
            Layer::Dropout { .. } => textbook::dropout(x, &masks[index]),
            Layer::Flatten => Maps::new(dims(index + 1), x.values.clone()),
            layer => textbook::activation(x, activation_of(layer)),
        };
        first += layer.parameters(shapes[index]).len();
        stages.push(y);
    }

    let (loss, mut g) = textbook::cross_entropy(&stages[stages.len() - 1], labels);
    let mut gradients: Parameters = parameters.iter().map(|p| vec![0.0; p.len()]).collect();
    for (index, layer) in architecture.layers().iter().enumerate().rev() {
        let (x, first) = (&stages[index], firsts[index]);
        g = match layer {
            Layer::Convolution { .. } => {
                let windows = windows_of(layer);
                let (to_x, to_weight, to_bias) =
                    textbook::conv2d_backward(x, &own(first), &g, windows);
                gradients[first] = to_weight.values;
                gradients[first + 1] = to_bias;
                to_x
            }
            Layer::Linear { .. } => {
                let (to_x, to_weight, to_bias) = textbook::linear_backward(x, &own(first), &g);
                gradients[first] = to_weight.values;
                gradients[first + 1] = to_bias;
                to_x
            }
            Layer::MaxPool { kernel, stride } => {
                textbook::max_pool2d_backward(x, &g, *kernel, *stride)
            }
            Layer::AveragePool { kernel, stride } => {
                textbook::avg_pool2d_backward(x.dims, &g, *kernel, *stride)
            }
            Layer::BatchNorm { .. } => {
                let (to_x, to_weight, to_bias) =
                    textbook::batch_norm_backward(x, &parameters[first], &g);
                gradients[first] = to_weight;
                gradients[first + 1] = to_bias;
                to_x
            }
            Layer::Dropout { .. } => textbook::dropout(&g, &masks[index]),
            Layer::Flatten => Maps::new(x.dims, g.values),
            layer => textbook::activation_backward(x, &g, activation_of(layer)),
        };
    }
    (loss, gradients)
}

/// Random small architectures of every kind of layer.
pub fn random_architecture(rng: &mut ChaCha8Rng) -> Architecture {
    loop {
        let mut layers = Vec::new();
        let mut rows = rng.random_range(0..4);
        while rows > 0 {
            rows -= 1;
            random_block(rng, &mut layers);
        }
        layers.push(Layer::Flatten);
        if rng.random_bool(0.2) {
            layers.push(Layer::Dropout { probability: 0.4 });
        }
        let name = |layers: &[Layer]| format!("l{}", layers.len());
        let shapes = convscope::network::architecture::shapes_of(
            convscope::network::architecture::INPUT,
            &layers,
        );
        let Ok(shapes) = shapes else { continue };
        let mut inputs = shapes[shapes.len() - 1].cells();
        if inputs > 3_000 {
            continue;
        }
        if rng.random_bool(0.4) {
            let outputs = rng.random_range(1..30);
            layers.push(Layer::Linear {
                name: name(&layers),
                inputs,
                outputs,
            });
            layers.push(random_activation(rng));
            if rng.random_bool(0.3) {
                layers.push(Layer::BatchNorm {
                    name: name(&layers),
                });
            }
            inputs = outputs;
        }
        layers.push(Layer::Linear {
            name: name(&layers),
            inputs,
            outputs: 10,
        });
        if let Ok(architecture) = Architecture::new(layers) {
            return architecture;
        }
    }
}

fn random_activation(rng: &mut ChaCha8Rng) -> Layer {
    match rng.random_range(0..6) {
        0 => Layer::LeakyRelu { slope: 0.25 },
        1 => Layer::Tanh,
        2 => Layer::Sigmoid,
        _ => Layer::Relu,
    }
}

fn random_block(rng: &mut ChaCha8Rng, layers: &mut Vec<Layer>) {
    let name = |layers: &[Layer]| format!("l{}", layers.len());
    let mut pair = |most: usize| (rng.random_range(1..=most), rng.random_range(1..=most));
    let (kernel, stride, dilation, padding, pool) = (pair(5), pair(3), pair(2), pair(3), pair(3));
    let overlap = pair(2);
    let plain = rng.random_bool(0.7);
    layers.push(Layer::Convolution {
        name: name(layers),
        channels: rng.random_range(1..9),
        kernel,
        stride: if plain { (1, 1) } else { stride },
        padding: (padding.0 - 1, padding.1 - 1),
        dilation: if plain { (1, 1) } else { dilation },
    });
    if rng.random_bool(0.3) {
        layers.push(Layer::BatchNorm { name: name(layers) });
    }
    if rng.random_bool(0.85) {
        layers.push(random_activation(rng));
    }
    match rng.random_range(0..5) {
        0 => layers.push(Layer::AveragePool {
            kernel: pool,
            stride: pool,
        }),
        1 => layers.push(Layer::MaxPool {
            kernel: pool,
            stride: overlap,
        }),
        2 | 3 => layers.push(Layer::MaxPool {
            kernel: pool,
            stride: pool,
        }),
        _ => {}
    }
    if rng.random_bool(0.15) {
        layers.push(Layer::Dropout { probability: 0.25 });
    }
}
