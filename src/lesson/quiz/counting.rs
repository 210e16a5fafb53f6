//! Questions on parameters and receptive fields.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::choices::{Choice, numbers};
use super::question::{Given, Level, Phrase};
use crate::convolution::Axis;
use crate::lesson::figure::field;
use crate::network::{Layer, Shape};

type Drawn = Option<(Given, (Vec<Choice>, usize))>;

fn convolution(channels: usize, kernel: usize) -> Layer {
    Layer::Convolution {
        name: "conv".into(),
        channels,
        kernel: (kernel, kernel),
        stride: (1, 1),
        padding: (0, 0),
        dilation: (1, 1),
    }
}

fn linear(inputs: usize, outputs: usize) -> Layer {
    Layer::Linear {
        name: "fc".into(),
        inputs,
        outputs,
    }
}

/// Numbers that a layer learns.
fn learned(layer: &Layer, input: Shape) -> usize {
    let tensors = layer.parameters(input);
    tensors.iter().filter(|t| t.learned).map(|t| t.len()).sum()
}

pub fn parameters(level: Level, rng: &mut ChaCha8Rng) -> Drawn {
    const CHANNELS: [usize; 7] = [1, 3, 4, 6, 8, 16, 32];
    let channels = |rng: &mut ChaCha8Rng| CHANNELS[rng.random_range(0..CHANNELS.len())];
    let kernel = 2 * rng.random_range(1..=3) + 1;
    let (input, layers) = match level {
        Level::First if rng.random_bool(0.5) => {
            let inputs = rng.random_range(5..=120);
            let layer = linear(inputs, rng.random_range(2..=84));
            (Shape::Flat(inputs), vec![layer])
        }
        Level::First => {
            let layer = convolution(rng.random_range(2..=16), kernel);
            (Shape::maps(1, 28, 28), vec![layer])
        }
        Level::Second => {
            let layer = convolution(channels(rng).max(2) * 2, kernel);
            let input = Shape::maps(channels(rng).max(2), 28, 28);
            (input, vec![layer])
        }
        Level::Third => {
            let pool = Layer::MaxPool {
                kernel: (2, 2),
                stride: (2, 2),
            };
            let layers = vec![
                convolution(channels(rng), kernel),
                Layer::Relu,
                pool,
                convolution(channels(rng) * 2, 3),
            ];
            (Shape::maps(channels(rng), 28, 28), layers)
        }
    };
    let right = total(input, &layers);
    let slips = parameter_slips(input, &layers);
    let choices = numbers(right as i64, slips, 1, rng)?;
    Some((Given::Parameters { input, layers }, choices))
}

/// The layers with weights, and the channels or numbers that each reads.
fn weighted(input: Shape, layers: &[Layer]) -> Vec<(&Layer, usize)> {
    let (mut channels, _, _) = input.dims();
    let mut weighted = Vec::new();
    for layer in layers {
        match layer {
            Layer::Convolution {
                channels: outputs, ..
            }
            | Layer::Linear { outputs, .. } => {
                weighted.push((layer, channels));
                channels = *outputs;
            }
            _ => {}
        }
    }
    weighted
}

fn total(input: Shape, layers: &[Layer]) -> usize {
    weighted(input, layers)
        .into_iter()
        .map(|(layer, channels)| learned(layer, Shape::maps(channels, 28, 28)))
        .sum()
}

fn parameter_slips(input: Shape, layers: &[Layer]) -> Vec<(i64, &'static str)> {
    let mut slips = [0; 4];
    for (layer, inputs) in weighted(input, layers) {
        let (cells, inputs, outputs) = match layer {
            Layer::Convolution {
                channels, kernel, ..
            } => (kernel.0 * kernel.1, inputs, *channels),
            Layer::Linear { outputs, .. } => (1, inputs, *outputs),
            _ => continue,
        };
        slips[0] += cells * inputs * outputs;
        slips[1] += cells * outputs + outputs;
        slips[2] += cells * inputs * outputs + 1;
        slips[3] += (cells * outputs + 1) * inputs;
    }
    let keys = [
        "quiz-slip-no-bias",
        "quiz-slip-no-channels",
        "quiz-slip-one-bias",
        "quiz-slip-mixed-up",
    ];
    // A dense layer has no channels to forget.
    let is_dense = |(layer, _): &(&Layer, usize)| matches!(layer, Layer::Linear { .. });
    let has_channels = !weighted(input, layers).iter().all(is_dense);
    let slips = slips.into_iter().map(|value| value as i64).zip(keys);
    slips
        .filter(|(_, key)| has_channels || *key != "quiz-slip-no-channels")
        .collect()
}

pub fn parameters_prompt(input: Shape, layers: &[Layer]) -> Phrase {
    match weighted(input, layers)[..] {
        [(Layer::Linear { outputs, .. }, inputs)] => Phrase::new("quiz-parameters-linear")
            .with("inputs", inputs)
            .with("outputs", outputs),
        [(layer, inputs)] => Phrase::new("quiz-parameters-convolution")
            .with("inputs", inputs)
            .with("outputs", outputs_of(layer))
            .with("kernel", kernel_of(layer)),
        [(first, inputs), (second, middle), ..] => Phrase::new("quiz-parameters-two")
            .with("inputs", inputs)
            .with("middle", middle)
            .with("outputs", outputs_of(second))
            .with("kernel", kernel_of(first))
            .with("second", kernel_of(second)),
        [] => Phrase::new("quiz-parameters-none"),
    }
}

fn outputs_of(layer: &Layer) -> usize {
    match layer {
        Layer::Convolution { channels, .. } => *channels,
        Layer::Linear { outputs, .. } => *outputs,
        _ => 0,
    }
}

fn kernel_of(layer: &Layer) -> usize {
    match layer {
        Layer::Convolution { kernel, .. } => kernel.0,
        _ => 1,
    }
}

/// `(5·5·1 + 1)·6 = 156`
pub fn parameters_explanation(input: Shape, layers: &[Layer]) -> Phrase {
    let weighted = weighted(input, layers);
    let terms: Vec<String> = weighted
        .iter()
        .map(|(layer, inputs)| match layer {
            Layer::Linear { outputs, .. } => format!("({inputs} + 1)·{outputs}"),
            _ => {
                let kernel = kernel_of(layer);
                let outputs = outputs_of(layer);
                format!("({kernel}·{kernel}·{inputs} + 1)·{outputs}")
            }
        })
        .collect();
    let sum = format!("{} = {}", terms.join(" + "), total(input, layers));
    Phrase::new("quiz-parameters-why").with("sum", sum)
}

/// Largest receptive field to choose.
const MOST_FIELD: usize = 999;

pub fn receptive_field(level: Level, rng: &mut ChaCha8Rng) -> Drawn {
    let axis = |kernel, stride| Axis {
        kernel,
        stride,
        padding: (0, 0),
        dilation: 1,
    };
    let odd = |rng: &mut ChaCha8Rng| 2 * rng.random_range(1..=3) + 1;
    let layers = match level {
        Level::First => {
            let count = rng.random_range(2..=4);
            (0..count).map(|_| axis(odd(rng), 1)).collect()
        }
        Level::Second => vec![axis(odd(rng), 1), axis(2, 2), axis(odd(rng), 1)],
        Level::Third => {
            let mut layers = Vec::new();
            for _ in 0..2 {
                let kernel = odd(rng);
                layers.push(axis(kernel, rng.random_range(1..=2)));
                layers.push(axis(2, 2));
            }
            if rng.random_bool(0.5) {
                layers.push(axis(odd(rng), 1));
            }
            layers
        }
    };
    let right = field(&layers) as i64;
    let sum: usize = layers.iter().map(|layer| layer.kernel).sum();
    let unstrided: Vec<Axis> = layers.iter().map(|layer| axis(layer.kernel, 1)).collect();
    let last = layers.last()?.kernel as i64;
    let product: usize = layers.iter().map(|layer| layer.kernel).product();
    // A number that gives itself away as too large is no choice.
    let product = (product <= MOST_FIELD).then_some((product as i64, "quiz-slip-kernel-product"));
    let slips = [
        (sum as i64, "quiz-slip-kernel-sum"),
        (field(&unstrided) as i64, "quiz-slip-field-stride"),
        (last, "quiz-slip-last-kernel"),
    ];
    let slips = slips.into_iter().chain(product);
    let choices = numbers(right, slips, 1, rng)?;
    Some((Given::Field { layers }, choices))
}

pub fn field_prompt(layers: &[Axis]) -> Phrase {
    Phrase::new("quiz-field").with("layers", stack(layers))
}

/// `5 → 2/2 → 3`: kernels, and strides where they are not 1.
fn stack(layers: &[Axis]) -> String {
    let parts: Vec<String> = layers
        .iter()
        .map(|layer| match layer.stride {
            1 => format!("{0} × {0}", layer.kernel),
            stride => format!("{0} × {0} (s = {stride})", layer.kernel),
        })
        .collect();
    parts.join(" → ")
}

/// From the last layer back to the input.
pub fn field_explanation(layers: &[Axis]) -> Phrase {
    let mut fields = vec![1];
    for layer in layers.iter().rev() {
        let before = fields[fields.len() - 1];
        fields.push((before - 1) * layer.stride + layer.kernel);
    }
    let steps: Vec<String> = fields.iter().map(usize::to_string).collect();
    Phrase::new("quiz-field-why").with("steps", steps.join(" → "))
}
