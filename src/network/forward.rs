//! Runs the layers of an architecture over tensors, one after another.

use candle_core::{Result, Tensor};
use rand_chacha::ChaCha8Rng;

use super::architecture::Architecture;
use super::candle_ops as ops;
use super::layer::{Layer, Shape};

/// Whether the pass is one of training.
pub enum Mode<'a> {
    /// Dropout does nothing, batch normalisation uses its running statistics.
    Eval,
    /// Dropout draws from this generator, batch normalisation uses the batch's statistics and
    /// updates the running ones.
    Train { rng: &'a mut ChaCha8Rng },
}

/// Logits N×10 of a batch N×1×28×28. `tensors` are those of [`Architecture::parameters`].
pub fn forward(
    architecture: &Architecture,
    tensors: &[Tensor],
    batch: &Tensor,
    mode: &mut Mode,
) -> Result<Tensor> {
    let mut rest = tensors;
    let mut x = batch.clone();
    for (layer, input) in architecture.layers().iter().zip(architecture.shapes()) {
        x = apply(layer, *input, &mut rest, &x, mode)?;
    }
    Ok(x)
}

/// Takes the layer's own tensors from the front of `rest` and runs it.
fn apply(
    layer: &Layer,
    input: Shape,
    rest: &mut &[Tensor],
    x: &Tensor,
    mode: &mut Mode,
) -> Result<Tensor> {
    let (own, others) = rest.split_at(layer.parameters(input).len());
    *rest = others;
    match layer {
        Layer::Convolution {
            stride,
            padding,
            dilation,
            ..
        } => ops::conv2d(x, &own[0], &own[1], *stride, *padding, *dilation),
        Layer::Relu => ops::relu(x),
        Layer::LeakyRelu { slope } => ops::leaky_relu(x, *slope),
        Layer::Tanh => ops::tanh(x),
        Layer::Sigmoid => ops::sigmoid(x),
        Layer::MaxPool { kernel, stride } => ops::max_pool2d(x, *kernel, *stride, mode),
        Layer::AveragePool { kernel, stride } => ops::avg_pool2d(x, *kernel, *stride),
        Layer::Flatten => x.flatten_from(1),
        Layer::Linear { .. } => ops::linear(x, &own[0], &own[1]),
        Layer::BatchNorm { .. } => ops::batch_norm(x, own, mode),
        Layer::Dropout { probability } => ops::dropout(x, *probability, mode),
    }
}
