//! Changes to try on a trained network: the original stays, each list of changes makes a model.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::layer::Layer;
use super::model::{Model, Parameter};
use crate::convolution::{Kernel, Preset};

/// One change to a model's weights.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// The kernels, or the weights, that make this map or unit, and its bias, become 0; so do
    /// its scale and shift in a batch normalisation that follows. What it puts out is then what
    /// the activation function makes of 0.
    Silence { layer: usize, channel: usize },
    /// The kernel by which output map `output` reads input map `input` becomes another one, cut
    /// off or filled with zeros to its size: middle on middle.
    ReplaceKernel {
        layer: usize,
        output: usize,
        input: usize,
        kernel: Kernel,
    },
    /// Weights and biases of a layer are multiplied.
    Scale { layer: usize, factor: f32 },
    /// Noise is added to a layer's weights: uniform, its standard deviation `amount` times
    /// theirs.
    Noise {
        layer: usize,
        amount: f32,
        seed: u64,
    },
}

impl Change {
    /// Index of the layer that it changes.
    pub fn layer(&self) -> usize {
        match self {
            Self::Silence { layer, .. }
            | Self::ReplaceKernel { layer, .. }
            | Self::Scale { layer, .. }
            | Self::Noise { layer, .. } => *layer,
        }
    }
}

/// `model` with all changes made, one after another. A change to a layer that has no weights, or
/// to a map that it does not have, does nothing.
pub fn changed(model: &Model, changes: &[Change]) -> Model {
    if changes.is_empty() {
        return model.clone();
    }
    let layers = model.architecture().layers();
    model.with_changed(|parameters| {
        for change in changes {
            make(change, layers, parameters);
        }
    })
}

fn make(change: &Change, layers: &[Layer], parameters: &mut [Parameter]) {
    let Some(name) = layers.get(change.layer()).and_then(Layer::name) else {
        return;
    };
    match change {
        Change::Silence { layer, channel } => {
            silence(name, *channel, parameters);
            if let Some(Layer::BatchNorm { name }) = layers.get(layer + 1) {
                silence(name, *channel, parameters);
            }
        }
        Change::ReplaceKernel {
            output,
            input,
            kernel,
            ..
        } => {
            if let Some(weight) = find(name, "weight", parameters) {
                replace_kernel(weight, *output, *input, kernel);
            }
        }
        Change::Scale { factor, .. } => {
            for part in ["weight", "bias"] {
                if let Some(parameter) = find(name, part, parameters) {
                    parameter.values.iter_mut().for_each(|v| *v *= factor);
                }
            }
        }
        Change::Noise { amount, seed, .. } => {
            if let Some(weight) = find(name, "weight", parameters) {
                add_noise(&mut weight.values, *amount, *seed);
            }
        }
    }
}

fn find<'a>(layer: &str, part: &str, parameters: &'a mut [Parameter]) -> Option<&'a mut Parameter> {
    let name = format!("{layer}.{part}");
    parameters.iter_mut().find(|p| p.spec.name == name)
}

fn silence(name: &str, channel: usize, parameters: &mut [Parameter]) {
    for part in ["weight", "bias"] {
        let Some(parameter) = find(name, part, parameters) else {
            continue;
        };
        let each = parameter.values.len() / parameter.spec.dims[0];
        if let Some(values) = parameter.values.chunks_mut(each).nth(channel) {
            values.fill(0.0);
        }
    }
}

fn replace_kernel(weight: &mut Parameter, output: usize, input: usize, kernel: &Kernel) {
    let [outputs, inputs, height, width] = weight.spec.dims[..] else {
        return;
    };
    if output >= outputs || input >= inputs {
        return;
    }
    let Ok(kernel) = kernel.resized(height, width) else {
        return;
    };
    let start = (output * inputs + input) * height * width;
    weight.values[start..start + height * width].copy_from_slice(kernel.grid().values());
}

/// A named kernel of `height` × `width` cells, 1 to [`MAX_SIDE`](crate::convolution::kernel::MAX_SIDE) each: as it is made for that
/// size, or at its usual one with its middle on the middle.
pub fn named_kernel(preset: Preset, height: usize, width: usize) -> Kernel {
    let sized = preset.sized(height).filter(|_| height == width);
    sized
        .or_else(|| preset.kernel().resized(height, width).ok())
        .unwrap_or_else(|| preset.kernel())
}

fn add_noise(values: &mut [f32], amount: f32, seed: u64) {
    let count = values.len() as f32;
    let mean = values.iter().sum::<f32>() / count;
    let variance = values.iter().map(|v| (v - mean).powi(2)).sum::<f32>() / count;
    // A uniform number in ±r has a standard deviation of r / √3.
    let range = amount * (3.0 * variance).sqrt();
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    for value in values {
        let unit = (rng.random::<u32>() >> 8) as f32 / (1 << 24) as f32;
        *value += range * (2.0 * unit - 1.0);
    }
}
