//! The operations as candle modules, with the parameters and the names of candle-nn's and
//! PyTorch's: `weight`, `bias`, `running_mean`, `running_var`.

use candle_core::{Module, ModuleT, Result, Tensor};
use candle_nn::{Init, VarBuilder};

use super::autograd::{self, Windows};
use crate::network::candle_ops;
use crate::network::layer::Pair;

/// Convolution of N×C×H×W with zero padding and a bias.
#[derive(Clone, Debug)]
pub struct Conv2d {
    weight: Tensor,
    bias: Tensor,
    windows: Windows,
}

impl Conv2d {
    /// From a weight O×C×kh×kw and a bias O.
    pub fn new(weight: Tensor, bias: Tensor, windows: Windows) -> Self {
        Self {
            weight,
            bias,
            windows,
        }
    }

    /// Convolution, ReLU and a max pooling without overlap in one.
    pub fn forward_relu_max_pool(&self, x: &Tensor, kernel: Pair) -> Result<Tensor> {
        autograd::conv2d_relu_max_pool2d(x, &self.weight, &self.bias, self.windows, kernel)
    }
}

impl Module for Conv2d {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        autograd::conv2d(x, &self.weight, &self.bias, self.windows)
    }
}

/// A convolution whose parameters come from `vb`, new ones filled as PyTorch fills them.
pub fn conv2d(
    in_channels: usize,
    out_channels: usize,
    kernel: Pair,
    windows: Windows,
    vb: VarBuilder,
) -> Result<Conv2d> {
    let init = uniform(in_channels * kernel.0 * kernel.1);
    let dims = (out_channels, in_channels, kernel.0, kernel.1);
    Ok(Conv2d::new(
        vb.get_with_hints(dims, "weight", init)?,
        vb.get_with_hints(out_channels, "bias", init)?,
        windows,
    ))
}

/// x · Wᵀ + b of N×inputs.
#[derive(Clone, Debug)]
pub struct Linear {
    weight: Tensor,
    bias: Tensor,
}

impl Linear {
    /// From a weight outputs×inputs and a bias outputs.
    pub fn new(weight: Tensor, bias: Tensor) -> Self {
        Self { weight, bias }
    }
}

impl Module for Linear {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        autograd::linear(x, &self.weight, &self.bias)
    }
}

/// A linear layer whose parameters come from `vb`, new ones filled as PyTorch fills them.
pub fn linear(inputs: usize, outputs: usize, vb: VarBuilder) -> Result<Linear> {
    let init = uniform(inputs);
    Ok(Linear::new(
        vb.get_with_hints((outputs, inputs), "weight", init)?,
        vb.get_with_hints(outputs, "bias", init)?,
    ))
}

/// Uniform in ±1/√fan_in.
fn uniform(fan_in: usize) -> Init {
    let bound = 1.0 / (fan_in as f64).sqrt();
    Init::Uniform {
        lo: -bound,
        up: bound,
    }
}

/// Batch normalisation of N×C×H×W or N×C; ε = 1e-5, momentum 0.1.
#[derive(Clone, Debug)]
pub struct BatchNorm {
    weight: Tensor,
    bias: Tensor,
    running_mean: Tensor,
    running_var: Tensor,
}

impl BatchNorm {
    /// From four tensors of C numbers. The last two are changed in place by training.
    pub fn new(weight: Tensor, bias: Tensor, running_mean: Tensor, running_var: Tensor) -> Self {
        Self {
            weight,
            bias,
            running_mean,
            running_var,
        }
    }
}

impl ModuleT for BatchNorm {
    /// In training by the batch's statistics, which the running ones follow, else by those.
    fn forward_t(&self, x: &Tensor, train: bool) -> Result<Tensor> {
        let (weight, bias) = (&self.weight, &self.bias);
        let running = [&self.running_mean, &self.running_var];
        if !train {
            return candle_ops::normalise(x, running[0], running[1], weight, bias);
        }
        if !autograd::is_ours(x) {
            return candle_ops::batch_norm(x, running, weight, bias);
        }
        let (y, statistics) = autograd::batch_norm(x, weight, bias)?;
        let [mut means, mut variances] = [running[0].to_vec1()?, running[1].to_vec1()?];
        let channels = statistics.iter().zip(means.iter_mut().zip(&mut variances));
        channels.for_each(|(batch, (mean, variance))| batch.update(mean, variance));
        for (running, values) in running.into_iter().zip([means, variances]) {
            let values = Tensor::from_vec(values, running.shape(), running.device())?;
            running.detach().slice_set(&values, 0, 0)?;
        }
        Ok(y)
    }
}

/// A batch normalisation whose parameters come from `vb`, new ones as PyTorch has them.
pub fn batch_norm(channels: usize, vb: VarBuilder) -> Result<BatchNorm> {
    let part = |name, value| vb.get_with_hints(channels, name, Init::Const(value));
    Ok(BatchNorm::new(
        part("weight", 1.0)?,
        part("bias", 0.0)?,
        part("running_mean", 0.0)?,
        part("running_var", 1.0)?,
    ))
}
