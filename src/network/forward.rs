//! Runs the layers of an architecture over candle tensors, recorded for gradients.

use candle_core::{Module, ModuleT, Result, Tensor, bail};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::architecture::Architecture;
use super::layer::{Layer, Shape};
use super::ops::activation::Activation;
use super::ops::autograd::{Windows, activation, avg_pool2d, max_pool2d};
use super::ops::dropout::mask;
use super::ops::modules::{BatchNorm, Conv2d, Linear};

/// Whether the pass is one of training.
pub enum Mode<'a> {
    /// Dropout does nothing, batch normalisation uses its running statistics.
    Eval,
    /// Dropout draws from this generator, batch normalisation uses the batch's statistics and
    /// updates the running ones.
    Train { rng: &'a mut ChaCha8Rng },
}

impl Mode<'_> {
    fn is_training(&self) -> bool {
        matches!(self, Self::Train { .. })
    }
}

/// Logits N×10 of a batch N×1×28×28. `tensors` are those of [`Architecture::parameters`].
pub fn forward(
    architecture: &Architecture,
    tensors: &[Tensor],
    batch: &Tensor,
    mode: &mut Mode,
) -> Result<Tensor> {
    let (layers, shapes) = (architecture.layers(), architecture.shapes());
    let mut rest = tensors;
    let mut x = batch.clone();
    let mut index = 0;
    while index < layers.len() {
        (x, index) = match &layers[index..] {
            [
                layer @ Layer::Convolution { .. },
                Layer::Relu,
                Layer::MaxPool { kernel, stride },
                ..,
            ] if kernel == stride => {
                let (own, others) = rest.split_at(layer.parameters(shapes[index]).len());
                rest = others;
                let convolution = convolution(layer, own)?;
                (convolution.forward_relu_max_pool(&x, *kernel)?, index + 3)
            }
            _ => {
                let y = apply(&layers[index], shapes[index], &mut rest, &x, mode)?;
                (y, index + 1)
            }
        };
    }
    Ok(x)
}

/// The module of a convolution with these tensors.
fn convolution(layer: &Layer, own: &[Tensor]) -> Result<Conv2d> {
    let Layer::Convolution {
        stride,
        padding,
        dilation,
        ..
    } = layer
    else {
        bail!("{layer:?} is no convolution");
    };
    let windows = Windows {
        stride: *stride,
        padding: *padding,
        dilation: *dilation,
    };
    Ok(Conv2d::new(own[0].clone(), own[1].clone(), windows))
}

/// In training zeroes each number with this probability and divides the others by what is left
/// of 1. One seed is drawn for the whole batch.
fn dropout(x: &Tensor, probability: f32, mode: &mut Mode) -> Result<Tensor> {
    let Mode::Train { rng } = mode else {
        return Ok(x.clone());
    };
    let seed = rng.random();
    let mut factors = vec![0.0; x.elem_count()];
    let pictures = factors.chunks_exact_mut(x.elem_count() / x.dim(0)?);
    for (picture, factors) in pictures.enumerate() {
        mask(probability, seed, picture, factors);
    }
    x.mul(&Tensor::from_vec(factors, x.shape(), x.device())?)
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
        Layer::Convolution { .. } => convolution(layer, own)?.forward(x),
        Layer::Relu => activation(x, Activation::Relu),
        Layer::LeakyRelu { slope } => activation(x, Activation::LeakyRelu { slope: *slope }),
        Layer::Tanh => activation(x, Activation::Tanh),
        Layer::Sigmoid => activation(x, Activation::Sigmoid),
        Layer::MaxPool { kernel, stride } => max_pool2d(x, *kernel, *stride),
        Layer::AveragePool { kernel, stride } => avg_pool2d(x, *kernel, *stride),
        Layer::Flatten => x.flatten_from(1),
        Layer::Linear { .. } => Linear::new(own[0].clone(), own[1].clone()).forward(x),
        Layer::BatchNorm { .. } => {
            let [weight, bias, mean, variance] =
                [0, 1, 2, 3].map(|index: usize| own[index].clone());
            BatchNorm::new(weight, bias, mean, variance).forward_t(x, mode.is_training())
        }
        Layer::Dropout { probability } => dropout(x, *probability, mode),
    }
}
