//! The operations inside candle's autograd, as custom operations: for tensors on the processor,
//! 32-bit floats, channels first as candle has them. Elsewhere candle's own operations are used,
//! where those are right (see [`candle_ops`]).
//!
//! A batch is computed in parts of a fixed size whose gradients are added in order, so results do
//! not depend on the number of threads.

use std::sync::{Arc, OnceLock};

use candle_core::{
    CpuStorage, CustomOp1, CustomOp2, CustomOp3, DType, Layout, Result, Shape, Tensor, bail,
};
use rayon::prelude::*;

use super::activation::Activation;
use super::batch_norm::{self, Affine, Statistics};
use super::conv_pool::ConvPool;
use super::convolution::Convolution;
use super::cross_entropy::cross_entropy as score;
use super::layout::transposed;
use super::linear::Linear;
use super::pooling::Pooling;
use super::simd::InstructionSet;
use crate::network::candle_ops;
use crate::network::layer::{Layer, Misfit, Pair, Shape as LayerShape};

/// Pictures that one thread takes at a time.
const PART: usize = 16;

/// How a convolution's windows lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Windows {
    pub stride: Pair,
    pub padding: Pair,
    pub dilation: Pair,
}

impl Default for Windows {
    fn default() -> Self {
        Self {
            stride: (1, 1),
            padding: (0, 0),
            dilation: (1, 1),
        }
    }
}

/// Whether the kernels here can take a tensor.
pub(super) fn is_ours(x: &Tensor) -> bool {
    x.device().is_cpu() && x.dtype() == DType::F32
}

/// Convolution of x, N×C×H×W, with weight O×C×kh×kw and bias O.
pub fn conv2d(x: &Tensor, weight: &Tensor, bias: &Tensor, windows: Windows) -> Result<Tensor> {
    let convolution = convolution_of(x, weight, windows)?;
    if bias.dims1()? != weight.dim(0)? {
        bail!("{:?} biases for kernels {:?}", bias.dims(), weight.dims());
    }
    if !is_ours(x) {
        let Convolution {
            stride,
            padding,
            dilation,
            ..
        } = convolution;
        return candle_ops::conv2d(x, weight, bias, stride, padding, dilation);
    }
    let op = Conv(convolution);
    x.contiguous()?
        .apply_op3(&weight.contiguous()?, &bias.contiguous()?, op)
}

/// The same through ReLU and a max pooling whose windows do not overlap, faster than one after
/// another.
pub fn conv2d_relu_max_pool2d(
    x: &Tensor,
    weight: &Tensor,
    bias: &Tensor,
    windows: Windows,
    kernel: Pair,
) -> Result<Tensor> {
    if is_ours(x) && bias.dims1()? == weight.dim(0)? {
        let convolution = convolution_of(x, weight, windows)?;
        let pooling = pooling_of(convolution.output, kernel, kernel)?;
        if ConvPool::joins(&convolution, &pooling) {
            let op = ConvReluPool {
                both: ConvPool {
                    convolution,
                    pooling,
                },
                from: OnceLock::new(),
            };
            return x
                .contiguous()?
                .apply_op3(&weight.contiguous()?, &bias.contiguous()?, op);
        }
    }
    let y = conv2d(x, weight, bias, windows)?;
    max_pool2d(&activation(&y, Activation::Relu)?, kernel, kernel)
}

/// Max pooling of x, N×C×H×W.
pub fn max_pool2d(x: &Tensor, kernel: Pair, stride: Pair) -> Result<Tensor> {
    let pooling = pooling_of(maps_of(x)?, kernel, stride)?;
    if !is_ours(x) {
        return candle_ops::max_pool2d(x, pooling.kernel, pooling.stride);
    }
    let op = MaxPool {
        pooling,
        from: OnceLock::new(),
    };
    x.contiguous()?.apply_op1(op)
}

/// Average pooling of x, N×C×H×W.
pub fn avg_pool2d(x: &Tensor, kernel: Pair, stride: Pair) -> Result<Tensor> {
    let pooling = pooling_of(maps_of(x)?, kernel, stride)?;
    if !is_ours(x) {
        return candle_ops::avg_pool2d(x, pooling.kernel, pooling.stride);
    }
    x.contiguous()?.apply_op1(AveragePool(pooling))
}

/// x · Wᵀ + b of x, N×inputs, with weight outputs×inputs and bias outputs.
pub fn linear(x: &Tensor, weight: &Tensor, bias: &Tensor) -> Result<Tensor> {
    if !is_ours(x) {
        return candle_ops::linear(x, weight, bias);
    }
    let (outputs, inputs) = weight.dims2()?;
    if x.dims2()?.1 != inputs || bias.dims1()? != outputs {
        bail!(
            "a linear layer {outputs}×{inputs} cannot take {:?}",
            x.dims()
        );
    }
    let op = LinearOp(Linear { inputs, outputs });
    x.contiguous()?
        .apply_op3(&weight.contiguous()?, &bias.contiguous()?, op)
}

/// An activation function of x, of any shape.
pub fn activation(x: &Tensor, activation: Activation) -> Result<Tensor> {
    if !is_ours(x) {
        return candle_ops::activation(x, activation);
    }
    x.contiguous()?.apply_op1(ActivationOp(activation))
}

/// Batch normalisation of x, N×C×H×W or N×C, by the batch's own statistics, which come back too,
/// one for each channel.
pub fn batch_norm(x: &Tensor, weight: &Tensor, bias: &Tensor) -> Result<(Tensor, Vec<Statistics>)> {
    let channels = x.dim(1)?;
    if weight.dims1()? != channels || bias.dims1()? != channels || x.elem_count() == 0 {
        bail!(
            "a batch normalisation of {:?} cannot take {:?}",
            weight.dims(),
            x.dims()
        );
    }
    let statistics = Arc::new(OnceLock::new());
    let op = BatchNorm {
        channels,
        statistics: statistics.clone(),
    };
    let y = x
        .contiguous()?
        .apply_op3(&weight.contiguous()?, &bias.contiguous()?, op)?;
    let statistics = statistics.get().cloned().unwrap_or_default();
    Ok((y, statistics))
}

/// Mean softmax cross-entropy of logits N×K with the labels, each below K.
pub fn cross_entropy(logits: &Tensor, labels: &[u8]) -> Result<Tensor> {
    let (pictures, classes) = logits.dims2()?;
    if pictures != labels.len() || pictures == 0 {
        bail!("{} labels for {pictures} rows of logits", labels.len());
    }
    if let Some(label) = labels.iter().find(|label| usize::from(**label) >= classes) {
        bail!("the label {label} is none of {classes} classes");
    }
    if !is_ours(logits) {
        let labels: Vec<u32> = labels.iter().map(|label| u32::from(*label)).collect();
        let labels = Tensor::new(labels, logits.device())?;
        return candle_nn::loss::cross_entropy(logits, &labels);
    }
    let op = CrossEntropy {
        classes,
        labels: labels.to_vec(),
    };
    logits.contiguous()?.apply_op1(op)
}

/// One picture's shape.
fn maps_of(x: &Tensor) -> Result<LayerShape> {
    let (_, channels, height, width) = x.dims4()?;
    Ok(LayerShape::maps(channels, height, width))
}

fn convolution_of(x: &Tensor, weight: &Tensor, windows: Windows) -> Result<Convolution> {
    let input = maps_of(x)?;
    let (channels, inputs, height, width) = weight.dims4()?;
    if inputs != input.dims().0 {
        bail!("kernels for {inputs} channels cannot take {:?}", x.dims());
    }
    let Windows {
        stride,
        padding,
        dilation,
    } = windows;
    let layer = Layer::Convolution {
        name: String::new(),
        channels,
        kernel: (height, width),
        stride,
        padding,
        dilation,
    };
    let convolution = Convolution {
        input,
        output: layer.output_shape(input).map_err(misfit)?,
        kernel: (height, width),
        stride,
        padding,
        dilation,
    };
    Ok(convolution.reduced())
}

fn pooling_of(input: LayerShape, kernel: Pair, stride: Pair) -> Result<Pooling> {
    let output = Layer::MaxPool { kernel, stride }
        .output_shape(input)
        .map_err(misfit)?;
    let pooling = Pooling {
        input,
        output,
        kernel,
        stride,
    };
    Ok(pooling.reduced())
}

fn misfit(misfit: Misfit) -> candle_core::Error {
    candle_core::Error::Msg(misfit.to_string())
}

/// The numbers of a tensor's storage.
fn numbers<'a>(storage: &'a CpuStorage, layout: &Layout) -> Result<&'a [f32]> {
    match layout.contiguous_offsets() {
        Some((start, end)) => Ok(&storage.as_slice::<f32>()?[start..end]),
        None => bail!("the numbers must lie side by side"),
    }
}

/// The numbers of a tensor.
fn values(tensor: &Tensor) -> Result<Vec<f32>> {
    tensor.flatten_all()?.to_vec1()
}

/// Pictures, or kernels, of channels×cells with their channels last.
fn channels_last(x: &[f32], channels: usize, cells: usize) -> Vec<f32> {
    let mut last = vec![0.0; x.len()];
    transposed(x, channels, cells, &mut last);
    last
}

/// The opposite.
fn channels_first(x: &[f32], channels: usize, cells: usize) -> Vec<f32> {
    channels_last(x, cells, channels)
}

fn maps_last(x: &[f32], shape: LayerShape) -> Vec<f32> {
    let channels = shape.dims().0;
    channels_last(x, channels, shape.cells() / channels)
}

fn maps_first(x: &[f32], shape: LayerShape) -> Vec<f32> {
    let channels = shape.dims().0;
    channels_first(x, channels, shape.cells() / channels)
}

/// A batch of maps as a tensor's storage and shape, from their channels-last form.
fn stored(y: &[f32], shape: LayerShape) -> (CpuStorage, Shape) {
    let (channels, height, width) = shape.dims();
    let pictures = y.len() / shape.cells();
    let shape_of_batch = Shape::from((pictures, channels, height, width));
    (CpuStorage::F32(maps_first(y, shape)), shape_of_batch)
}

/// Pictures with the padding of a convolution.
fn padded(convolution: &Convolution, x: Vec<f32>) -> Vec<f32> {
    if convolution.padding == (0, 0) {
        return x;
    }
    let pictures = x.len() / convolution.input.cells();
    let mut padded = vec![0.0; pictures * convolution.padded().cells()];
    convolution.pad(&x, &mut padded);
    padded
}

/// Pictures without the padding of a convolution.
fn cropped(convolution: &Convolution, padded: Vec<f32>) -> Vec<f32> {
    if convolution.padding == (0, 0) {
        return padded;
    }
    let pictures = padded.len() / convolution.padded().cells();
    let mut x = vec![0.0; pictures * convolution.input.cells()];
    convolution.crop(&padded, &mut x);
    x
}

/// A convolution's weights, or their gradient, with the channels last.
fn kernels_last(convolution: &Convolution, weight: &[f32]) -> Vec<f32> {
    let cells = convolution.kernel.0 * convolution.kernel.1;
    channels_last(weight, convolution.input.dims().0, cells)
}

fn packed(convolution: &Convolution, weight: &[f32]) -> Vec<f32> {
    let mut packed = vec![0.0; weight.len()];
    convolution.pack(&kernels_last(convolution, weight), &mut packed);
    packed
}

/// The gradients of a convolution's three arguments, from those of all parts: the weight's, the
/// bias's and the padded pictures'. The last are left out where nothing asks for them.
fn convolution_gradients(
    convolution: &Convolution,
    arguments: [&Tensor; 3],
    parts: Vec<[Vec<f32>; 3]>,
) -> Result<(Option<Tensor>, Option<Tensor>, Option<Tensor>)> {
    let [x, weight, bias] = arguments;
    // No pictures make no parts.
    let sum = |which: usize, numbers: usize| {
        let mut sum = vec![0.0; numbers];
        for part in &parts {
            sum.iter_mut().zip(&part[which]).for_each(|(s, g)| *s += g);
        }
        sum
    };
    let cells = convolution.kernel.0 * convolution.kernel.1;
    let kernels = channels_first(
        &sum(0, weight.elem_count()),
        convolution.input.dims().0,
        cells,
    );
    let weight = Tensor::from_vec(kernels, weight.shape(), weight.device())?;
    let bias = Tensor::from_vec(sum(1, bias.elem_count()), bias.shape(), bias.device())?;
    let x = match x.track_op() {
        true => {
            let padded = parts.into_iter().flat_map(|[_, _, x]| x).collect();
            let maps = maps_first(&cropped(convolution, padded), convolution.input);
            Some(Tensor::from_vec(maps, x.shape(), x.device())?)
        }
        false => None,
    };
    Ok((x, Some(weight), Some(bias)))
}

struct Conv(Convolution);

impl CustomOp3 for Conv {
    fn name(&self) -> &'static str {
        "conv2d"
    }

    fn cpu_fwd(
        &self,
        x: &CpuStorage,
        x_layout: &Layout,
        weight: &CpuStorage,
        weight_layout: &Layout,
        bias: &CpuStorage,
        bias_layout: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        let (convolution, set) = (&self.0, InstructionSet::best());
        let x = padded(
            convolution,
            maps_last(numbers(x, x_layout)?, convolution.input),
        );
        let packed = packed(convolution, numbers(weight, weight_layout)?);
        let bias = numbers(bias, bias_layout)?;
        let pictures = x.len() / convolution.padded().cells();
        let mut y = vec![0.0; pictures * convolution.output.cells()];
        let parts = x.par_chunks(PART * convolution.padded().cells());
        parts
            .zip(y.par_chunks_mut(PART * convolution.output.cells()))
            .for_each(|(x, y)| convolution.forward(set, x, &packed, bias, y));
        Ok(stored(&y, convolution.output))
    }

    fn bwd(
        &self,
        x: &Tensor,
        weight: &Tensor,
        bias: &Tensor,
        _: &Tensor,
        gradient: &Tensor,
    ) -> Result<(Option<Tensor>, Option<Tensor>, Option<Tensor>)> {
        let (convolution, set) = (&self.0, InstructionSet::best());
        let wanted = x.track_op();
        let pictures = padded(convolution, maps_last(&values(x)?, convolution.input));
        let kernels = kernels_last(convolution, &values(weight)?);
        let gradient = maps_last(&values(gradient)?, convolution.output);
        let parts = pictures.par_chunks(PART * convolution.padded().cells());
        let parts = parts
            .zip(gradient.par_chunks(PART * convolution.output.cells()))
            .map(|(x, gradient)| {
                let mut weight_gradient = vec![0.0; kernels.len()];
                let mut bias_gradient = vec![0.0; bias.elem_count()];
                let (weight, bias) = (&mut weight_gradient, &mut bias_gradient);
                convolution.backward_weight(set, x, gradient, weight, bias);
                let mut x_gradient = vec![0.0; if wanted { x.len() } else { 0 }];
                if wanted {
                    convolution.backward_input(set, &kernels, gradient, &mut x_gradient);
                }
                [weight_gradient, bias_gradient, x_gradient]
            });
        convolution_gradients(convolution, [x, weight, bias], parts.collect())
    }
}

struct ConvReluPool {
    both: ConvPool,
    /// Where the window of each number starts, as the forward pass found it.
    from: OnceLock<Vec<u32>>,
}

impl CustomOp3 for ConvReluPool {
    fn name(&self) -> &'static str {
        "conv2d-relu-max-pool2d"
    }

    fn cpu_fwd(
        &self,
        x: &CpuStorage,
        x_layout: &Layout,
        weight: &CpuStorage,
        weight_layout: &Layout,
        bias: &CpuStorage,
        bias_layout: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        let (both, set) = (&self.both, InstructionSet::best());
        let (convolution, output) = (&both.convolution, both.pooling.output);
        let x = padded(
            convolution,
            maps_last(numbers(x, x_layout)?, convolution.input),
        );
        let weight = numbers(weight, weight_layout)?;
        let (kernels, packed) = (
            kernels_last(convolution, weight),
            packed(convolution, weight),
        );
        let bias = numbers(bias, bias_layout)?;
        let mut y = vec![0.0; x.len() / convolution.padded().cells() * output.cells()];
        let mut from = vec![0; y.len()];
        let parts = x.par_chunks(PART * convolution.padded().cells());
        let results = y.par_chunks_mut(PART * output.cells());
        parts
            .zip(results.zip(from.par_chunks_mut(PART * output.cells())))
            .for_each(|(x, (y, from))| {
                let mut space = vec![0.0; both.working_space()];
                both.forward(set, x, &kernels, &packed, bias, &mut space, y, Some(from));
            });
        let _ = self.from.set(from);
        Ok(stored(&y, output))
    }

    fn bwd(
        &self,
        x: &Tensor,
        weight: &Tensor,
        bias: &Tensor,
        y: &Tensor,
        gradient: &Tensor,
    ) -> Result<(Option<Tensor>, Option<Tensor>, Option<Tensor>)> {
        let (both, set) = (&self.both, InstructionSet::best());
        let (convolution, output) = (&both.convolution, both.pooling.output);
        let from = found(&self.from)?;
        let wanted = x.track_op();
        let pictures = padded(convolution, maps_last(&values(x)?, convolution.input));
        let kernels = kernels_last(convolution, &values(weight)?);
        let y = maps_last(&values(y)?, output);
        let gradient = maps_last(&values(gradient)?, output);
        let parts = pictures.par_chunks(PART * convolution.padded().cells());
        let results = y.par_chunks(PART * output.cells());
        let results = results.zip(from.par_chunks(PART * output.cells()));
        let parts = parts
            .zip(results.zip(gradient.par_chunks(PART * output.cells())))
            .map(|(x, ((y, from), gradient))| {
                let mut weight_gradient = vec![0.0; kernels.len()];
                let mut bias_gradient = vec![0.0; bias.elem_count()];
                let mut x_gradient = vec![0.0; if wanted { x.len() } else { 0 }];
                both.backward(
                    set,
                    x,
                    &kernels,
                    y,
                    from,
                    gradient,
                    &mut weight_gradient,
                    &mut bias_gradient,
                    wanted.then_some(&mut x_gradient),
                );
                [weight_gradient, bias_gradient, x_gradient]
            });
        convolution_gradients(convolution, [x, weight, bias], parts.collect())
    }
}

/// What the forward pass found.
fn found<T>(cell: &OnceLock<T>) -> Result<&T> {
    match cell.get() {
        Some(found) => Ok(found),
        None => bail!("a backward pass needs a forward pass before it"),
    }
}

struct MaxPool {
    pooling: Pooling,
    from: OnceLock<Vec<u32>>,
}

impl CustomOp1 for MaxPool {
    fn name(&self) -> &'static str {
        "max-pool2d"
    }

    fn cpu_fwd(&self, x: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let pooling = &self.pooling;
        let x = maps_last(numbers(x, layout)?, pooling.input);
        let mut y = vec![0.0; x.len() / pooling.input.cells() * pooling.output.cells()];
        let mut from = vec![0; y.len()];
        pooling.max(InstructionSet::best(), &x, &mut y, &mut from);
        let _ = self.from.set(from);
        Ok(stored(&y, pooling.output))
    }

    fn bwd(&self, x: &Tensor, _: &Tensor, gradient: &Tensor) -> Result<Option<Tensor>> {
        let pooling = &self.pooling;
        let gradient = maps_last(&values(gradient)?, pooling.output);
        let mut sums = vec![0.0; x.elem_count()];
        pooling.max_backward(found(&self.from)?, &gradient, &mut sums);
        let maps = maps_first(&sums, pooling.input);
        Tensor::from_vec(maps, x.shape(), x.device()).map(Some)
    }
}

struct AveragePool(Pooling);

impl CustomOp1 for AveragePool {
    fn name(&self) -> &'static str {
        "avg-pool2d"
    }

    fn cpu_fwd(&self, x: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let pooling = &self.0;
        let x = maps_last(numbers(x, layout)?, pooling.input);
        let mut y = vec![0.0; x.len() / pooling.input.cells() * pooling.output.cells()];
        pooling.average(&x, &mut y);
        Ok(stored(&y, pooling.output))
    }

    fn bwd(&self, x: &Tensor, _: &Tensor, gradient: &Tensor) -> Result<Option<Tensor>> {
        let pooling = &self.0;
        let gradient = maps_last(&values(gradient)?, pooling.output);
        let mut sums = vec![0.0; x.elem_count()];
        pooling.average_backward(&gradient, &mut sums);
        let maps = maps_first(&sums, pooling.input);
        Tensor::from_vec(maps, x.shape(), x.device()).map(Some)
    }
}

struct LinearOp(Linear);

impl CustomOp3 for LinearOp {
    fn name(&self) -> &'static str {
        "linear"
    }

    fn cpu_fwd(
        &self,
        x: &CpuStorage,
        x_layout: &Layout,
        weight: &CpuStorage,
        weight_layout: &Layout,
        bias: &CpuStorage,
        bias_layout: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        let (linear, set) = (&self.0, InstructionSet::best());
        let x = numbers(x, x_layout)?;
        let weight = numbers(weight, weight_layout)?;
        let bias = numbers(bias, bias_layout)?;
        let rows = x.len() / linear.inputs;
        let mut y = vec![0.0; rows * linear.outputs];
        x.par_chunks(PART * linear.inputs)
            .zip(y.par_chunks_mut(PART * linear.outputs))
            .for_each(|(x, y)| linear.forward(set, x, weight, bias, y));
        Ok((CpuStorage::F32(y), Shape::from((rows, linear.outputs))))
    }

    fn bwd(
        &self,
        x: &Tensor,
        weight: &Tensor,
        bias: &Tensor,
        _: &Tensor,
        gradient: &Tensor,
    ) -> Result<(Option<Tensor>, Option<Tensor>, Option<Tensor>)> {
        let (linear, set) = (&self.0, InstructionSet::best());
        let (rows, gradient, kernels) = (values(x)?, values(gradient)?, values(weight)?);
        let mut weight_gradient = vec![0.0; kernels.len()];
        let mut bias_gradient = vec![0.0; linear.outputs];
        let sums = (&mut weight_gradient, &mut bias_gradient);
        linear.backward_weight(set, &rows, &gradient, sums.0, sums.1);
        let x = match x.track_op() {
            true => {
                let mut x_gradient = vec![0.0; rows.len()];
                linear.backward_input(set, &kernels, &gradient, &mut x_gradient);
                Some(Tensor::from_vec(x_gradient, x.shape(), x.device())?)
            }
            false => None,
        };
        let weight = Tensor::from_vec(weight_gradient, weight.shape(), weight.device())?;
        let bias = Tensor::from_vec(bias_gradient, bias.shape(), bias.device())?;
        Ok((x, Some(weight), Some(bias)))
    }
}

struct ActivationOp(Activation);

impl CustomOp1 for ActivationOp {
    fn name(&self) -> &'static str {
        "activation"
    }

    fn cpu_fwd(&self, x: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let x = numbers(x, layout)?;
        let mut y = vec![0.0; x.len()];
        self.0.forward(InstructionSet::best(), x, &mut y);
        Ok((CpuStorage::F32(y), layout.shape().clone()))
    }

    /// Through a custom operation of its own, which reads the three tensors without a copy.
    fn bwd(&self, x: &Tensor, y: &Tensor, gradient: &Tensor) -> Result<Option<Tensor>> {
        let known = match self.0 {
            Activation::Relu | Activation::LeakyRelu { .. } => x,
            Activation::Tanh | Activation::Sigmoid => y,
        };
        let gradient = gradient.contiguous()?;
        gradient
            .apply_op2_no_bwd(&known.contiguous()?, &ActivationGradient(self.0))
            .map(Some)
    }
}

struct ActivationGradient(Activation);

impl CustomOp2 for ActivationGradient {
    fn name(&self) -> &'static str {
        "activation-gradient"
    }

    fn cpu_fwd(
        &self,
        gradient: &CpuStorage,
        gradient_layout: &Layout,
        known: &CpuStorage,
        known_layout: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        let known = numbers(known, known_layout)?;
        let gradient = numbers(gradient, gradient_layout)?;
        let mut out = vec![0.0; gradient.len()];
        let set = InstructionSet::best();
        self.0.backward(set, known, known, gradient, &mut out);
        Ok((CpuStorage::F32(out), gradient_layout.shape().clone()))
    }
}

struct BatchNorm {
    channels: usize,
    statistics: Arc<OnceLock<Vec<Statistics>>>,
}

impl BatchNorm {
    /// Cells of each channel in one picture.
    fn cells(&self, dims: &[usize]) -> usize {
        dims[2..].iter().product()
    }
}

impl CustomOp3 for BatchNorm {
    fn name(&self) -> &'static str {
        "batch-norm"
    }

    fn cpu_fwd(
        &self,
        x: &CpuStorage,
        x_layout: &Layout,
        weight: &CpuStorage,
        weight_layout: &Layout,
        bias: &CpuStorage,
        bias_layout: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        let set = InstructionSet::best();
        let cells = self.cells(x_layout.dims());
        let x = channels_last(numbers(x, x_layout)?, self.channels, cells);
        let picture = self.channels * cells;
        let counts: Vec<Vec<Statistics>> = x
            .par_chunks(PART * picture)
            .map(|x| {
                let mut statistics = vec![Statistics::default(); self.channels];
                batch_norm::count(set, x, &mut statistics);
                statistics
            })
            .collect();
        let joined = (0..self.channels).map(|channel| {
            let parts = counts[1..].iter().map(|part| part[channel]);
            parts.fold(counts[0][channel], Statistics::join)
        });
        let joined: Vec<Statistics> = joined.collect();
        let (weight, bias) = (numbers(weight, weight_layout)?, numbers(bias, bias_layout)?);
        let affine = Affine::of_batch(&joined, weight, bias);
        let mut y = vec![0.0; x.len()];
        x.par_chunks(PART * picture)
            .zip(y.par_chunks_mut(PART * picture))
            .for_each(|(x, y)| batch_norm::normalise(set, x, &affine, y));
        let _ = self.statistics.set(joined);
        let y = channels_first(&y, self.channels, cells);
        Ok((CpuStorage::F32(y), x_layout.shape().clone()))
    }

    fn bwd(
        &self,
        x: &Tensor,
        weight: &Tensor,
        bias: &Tensor,
        _: &Tensor,
        gradient: &Tensor,
    ) -> Result<(Option<Tensor>, Option<Tensor>, Option<Tensor>)> {
        let set = InstructionSet::best();
        let statistics = found(&self.statistics)?;
        let cells = self.cells(x.dims());
        let maps = channels_last(&values(x)?, self.channels, cells);
        let gradient = channels_last(&values(gradient)?, self.channels, cells);
        let picture = PART * self.channels * cells;
        let (mut weight_sums, mut bias_sums) = (vec![0.0; self.channels], vec![0.0; self.channels]);
        let parts: Vec<_> = maps
            .par_chunks(picture)
            .zip(gradient.par_chunks(picture))
            .map(|(x, gradient)| {
                let (mut weight, mut bias) = (vec![0.0; self.channels], vec![0.0; self.channels]);
                let sums = (&mut weight, &mut bias);
                batch_norm::backward_weight(set, x, statistics, gradient, sums.0, sums.1);
                (weight, bias)
            })
            .collect();
        for (weight, bias) in parts {
            weight_sums
                .iter_mut()
                .zip(weight)
                .for_each(|(s, g)| *s += g);
            bias_sums.iter_mut().zip(bias).for_each(|(s, g)| *s += g);
        }
        let mut x_gradient = vec![0.0; maps.len()];
        let sums = (weight_sums.as_slice(), bias_sums.as_slice());
        let scale = values(weight)?;
        let parts = maps.par_chunks(picture).zip(gradient.par_chunks(picture));
        parts
            .zip(x_gradient.par_chunks_mut(picture))
            .for_each(|((x, gradient), out)| {
                batch_norm::backward_input(set, x, statistics, &scale, sums, gradient, out);
            });
        let x_gradient = channels_first(&x_gradient, self.channels, cells);
        let x = Tensor::from_vec(x_gradient, x.shape(), x.device())?;
        let weight = Tensor::from_vec(weight_sums, weight.shape(), weight.device())?;
        let bias = Tensor::from_vec(bias_sums, bias.shape(), bias.device())?;
        Ok((Some(x), Some(weight), Some(bias)))
    }
}

struct CrossEntropy {
    classes: usize,
    labels: Vec<u8>,
}

impl CrossEntropy {
    /// The mean loss, and the gradient of the logits.
    fn score(&self, logits: &[f32]) -> (f32, Vec<f32>) {
        let pictures = self.labels.len();
        let mut gradient = vec![0.0; logits.len()];
        let scale = 1.0 / pictures as f32;
        let score = score(logits, &self.labels, self.classes, scale, &mut gradient);
        ((score.loss / pictures as f64) as f32, gradient)
    }
}

impl CustomOp1 for CrossEntropy {
    fn name(&self) -> &'static str {
        "cross-entropy"
    }

    fn cpu_fwd(&self, logits: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let (loss, _) = self.score(numbers(logits, layout)?);
        Ok((CpuStorage::F32(vec![loss]), Shape::from(())))
    }

    fn bwd(&self, logits: &Tensor, _: &Tensor, gradient: &Tensor) -> Result<Option<Tensor>> {
        let (_, scores) = self.score(&values(logits)?);
        let scores = Tensor::from_vec(scores, logits.shape(), logits.device())?;
        scores.broadcast_mul(gradient).map(Some)
    }
}
