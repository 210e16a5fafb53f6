//! Runs the layers of an architecture over tensors, one after another.

use candle_core::{Result, Tensor};
use rand_chacha::ChaCha8Rng;

use super::architecture::Architecture;
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

/// The same for one picture and without training, showing `keep` every layer's output.
pub fn forward_keeping(
    architecture: &Architecture,
    tensors: &[Tensor],
    picture: &Tensor,
    mut keep: impl FnMut(usize, &Tensor),
) -> Result<()> {
    let mut rest = tensors;
    let mut x = picture.clone();
    for (index, layer) in architecture.layers().iter().enumerate() {
        let input = architecture.shapes()[index];
        x = apply(layer, input, &mut rest, &x, &mut Mode::Eval)?;
        keep(index, &x);
    }
    Ok(())
}

/// Takes the layer's own tensors from the front of `rest` and runs it.
fn apply(
    layer: &Layer,
    input: Shape,
    rest: &mut &[Tensor],
    x: &Tensor,
    _mode: &mut Mode,
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
        Layer::MaxPool { kernel, stride } => ops::max_pool2d(x, *kernel, *stride),
        Layer::AveragePool { kernel, stride } => ops::avg_pool2d(x, *kernel, *stride),
        Layer::Flatten => x.flatten_from(1),
        Layer::Linear { .. } => ops::linear(x, &own[0], &own[1]),
        Layer::BatchNorm { .. } => ops::batch_norm(x, own),
        Layer::Dropout { .. } => Ok(x.clone()),
    }
}

/// Candle's own operations, forward only, until `network/ops` has its own.
mod ops {
    use candle_core::{Result, Tensor};

    use crate::network::layer::Pair;

    pub fn conv2d(
        x: &Tensor,
        weight: &Tensor,
        bias: &Tensor,
        stride: Pair,
        padding: Pair,
        dilation: Pair,
    ) -> Result<Tensor> {
        let dense = x
            .pad_with_zeros(2, padding.0, padding.0)?
            .pad_with_zeros(3, padding.1, padding.1)?
            .conv2d(&dilated(weight, dilation)?, 0, 1, 1, 1)?;
        every(&every(&dense, 2, stride.0)?, 3, stride.1)?.broadcast_add(&bias.reshape((
            1,
            (),
            1,
            1,
        ))?)
    }

    /// The kernel with zeros between its cells, since candle dilates both axes alike.
    fn dilated(weight: &Tensor, dilation: Pair) -> Result<Tensor> {
        if dilation == (1, 1) {
            return Ok(weight.clone());
        }
        let (_, _, height, width) = weight.dims4()?;
        let mut rows = Vec::new();
        for row in 0..height {
            let mut cells = Vec::new();
            for column in 0..width {
                let cell = weight.narrow(2, row, 1)?.narrow(3, column, 1)?;
                let gap = if column + 1 < width {
                    dilation.1 - 1
                } else {
                    0
                };
                cells.push(cell.pad_with_zeros(3, 0, gap)?);
            }
            let gap = if row + 1 < height { dilation.0 - 1 } else { 0 };
            rows.push(Tensor::cat(&cells, 3)?.pad_with_zeros(2, 0, gap)?);
        }
        Tensor::cat(&rows, 2)
    }

    /// Every `stride`-th index of an axis.
    fn every(x: &Tensor, axis: usize, stride: usize) -> Result<Tensor> {
        if stride == 1 {
            return Ok(x.clone());
        }
        let kept: Vec<u32> = (0..x.dim(axis)? as u32).step_by(stride).collect();
        x.contiguous()?
            .index_select(&Tensor::new(kept, x.device())?, axis)
    }

    pub fn max_pool2d(x: &Tensor, kernel: Pair, stride: Pair) -> Result<Tensor> {
        x.max_pool2d_with_stride(kernel, stride)
    }

    pub fn avg_pool2d(x: &Tensor, kernel: Pair, stride: Pair) -> Result<Tensor> {
        x.avg_pool2d_with_stride(kernel, stride)
    }

    pub fn linear(x: &Tensor, weight: &Tensor, bias: &Tensor) -> Result<Tensor> {
        x.matmul(&weight.t()?)?.broadcast_add(bias)
    }

    pub fn relu(x: &Tensor) -> Result<Tensor> {
        x.relu()
    }

    pub fn leaky_relu(x: &Tensor, slope: f32) -> Result<Tensor> {
        x.maximum(&(x * f64::from(slope))?)
    }

    pub fn tanh(x: &Tensor) -> Result<Tensor> {
        x.tanh()
    }

    pub fn sigmoid(x: &Tensor) -> Result<Tensor> {
        (x.neg()?.exp()? + 1.0)?.recip()
    }

    pub fn batch_norm(x: &Tensor, own: &[Tensor]) -> Result<Tensor> {
        let shape = if x.rank() == 4 {
            vec![1, x.dim(1)?, 1, 1]
        } else {
            vec![1, x.dim(1)?]
        };
        let part = |index: usize| own[index].reshape(shape.as_slice());
        let scale = (part(0)? / (part(3)? + 1e-5)?.sqrt()?)?;
        x.broadcast_sub(&part(2)?)?
            .broadcast_mul(&scale)?
            .broadcast_add(&part(1)?)
    }
}
