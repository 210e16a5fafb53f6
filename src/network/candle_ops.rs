//! The layers' operations in terms of candle's own, for devices that `ops` has no kernels for:
//! right in both passes, but slow. candle's pooling has a wrong gradient, its ReLU one of 1 at 0,
//! and its maximum shares the gradient of equal numbers out: where one number is chosen over
//! another, it is done here with `where_cond`.

use candle_core::{Result, Tensor};

use super::layer::Pair;
use super::ops::activation::Activation;
use super::ops::batch_norm::{EPSILON, MOMENTUM};

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
    every(&every(&dense, 2, stride.0)?, 3, stride.1)?.broadcast_add(&bias.reshape((1, (), 1, 1))?)
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

/// The maps under each cell of a pooling window, moved on top of each other.
fn shifted(x: &Tensor, kernel: Pair, stride: Pair) -> Result<Vec<Tensor>> {
    let (_, _, height, width) = x.dims4()?;
    let (rows, columns) = (height - kernel.0 + 1, width - kernel.1 + 1);
    let mut maps = Vec::new();
    for row in 0..kernel.0 {
        for column in 0..kernel.1 {
            let map = x.narrow(2, row, rows)?.narrow(3, column, columns)?;
            maps.push(every(&every(&map, 2, stride.0)?, 3, stride.1)?);
        }
    }
    Ok(maps)
}

pub fn max_pool2d(x: &Tensor, kernel: Pair, stride: Pair) -> Result<Tensor> {
    let maps = shifted(x, kernel, stride)?;
    maps[1..].iter().try_fold(maps[0].clone(), |most, map| {
        map.gt(&most)?.where_cond(map, &most)
    })
}

pub fn avg_pool2d(x: &Tensor, kernel: Pair, stride: Pair) -> Result<Tensor> {
    let maps = shifted(x, kernel, stride)?;
    let sum = maps[1..]
        .iter()
        .try_fold(maps[0].clone(), |sum, map| sum + map)?;
    sum / maps.len() as f64
}

pub fn linear(x: &Tensor, weight: &Tensor, bias: &Tensor) -> Result<Tensor> {
    x.matmul(&weight.t()?)?.broadcast_add(bias)
}

pub fn activation(x: &Tensor, activation: Activation) -> Result<Tensor> {
    let positive = || x.gt(&x.zeros_like()?);
    match activation {
        Activation::Relu => positive()?.where_cond(x, &x.zeros_like()?),
        Activation::LeakyRelu { slope } => positive()?.where_cond(x, &(x * f64::from(slope))?),
        Activation::Tanh => x.tanh(),
        Activation::Sigmoid => (x.neg()?.exp()? + 1.0)?.recip(),
    }
}

/// (x − mean) / √(variance + ε) · weight + bias, channel by channel.
pub fn normalise(
    x: &Tensor,
    mean: &Tensor,
    variance: &Tensor,
    weight: &Tensor,
    bias: &Tensor,
) -> Result<Tensor> {
    let mut dims = vec![1; x.rank()];
    dims[1] = x.dim(1)?;
    let part = |tensor: &Tensor| tensor.reshape(dims.as_slice());
    let scale = (part(weight)? / (part(variance)? + EPSILON)?.sqrt()?)?;
    x.broadcast_sub(&part(mean)?)?
        .broadcast_mul(&scale)?
        .broadcast_add(&part(bias)?)
}

/// The same by the batch's own statistics, which the running mean and variance follow in place,
/// the variance with Bessel's correction, as PyTorch does.
pub fn batch_norm(
    x: &Tensor,
    running: [&Tensor; 2],
    weight: &Tensor,
    bias: &Tensor,
) -> Result<Tensor> {
    let by_channel = x.transpose(0, 1)?.flatten_from(1)?;
    let count = by_channel.dim(1)? as f64;
    let mean = by_channel.mean(1)?;
    let variance = by_channel
        .broadcast_sub(&mean.unsqueeze(1)?)?
        .sqr()?
        .mean(1)?;
    let unbiased = (variance.detach() * (count / (count - 1.0).max(1.0)))?;
    for (running, new) in running.into_iter().zip([mean.detach(), unbiased]) {
        let updated = ((running.detach() * (1.0 - MOMENTUM))? + (new * MOMENTUM)?)?;
        running.slice_set(&updated, 0, 0)?;
    }
    normalise(x, &mean, &variance, weight, bias)
}
