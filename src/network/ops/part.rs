//! The explicit pass: forward and backward over part of a batch, in buffers that are kept.
//!
//! It does what candle's autograd does with [`autograd`](super::autograd), without the cost of
//! new tensors for every result and every gradient: see the benchmarks for what that saves.

use std::ops::Range;

use super::batch_norm::{self, Affine, Statistics};
use super::convolution::Convolution;
use super::cross_entropy::{Score, cross_entropy};
use super::dropout;
use super::layout::transposed;
use super::optimizer::is_sound;
use super::plan::{Op, Plan, Step};
use super::simd::InstructionSet;

/// All weights of a plan, with what is made of them once for all pictures.
#[derive(Clone, Debug)]
pub struct Weights {
    /// In the order of [`Plan::places`]' ranges.
    pub values: Vec<f32>,
    /// For each step that is a convolution: its weight as [`Convolution::pack`] has it.
    ///
    /// [`Convolution::pack`]: super::convolution::Convolution::pack
    packed: Vec<Vec<f32>>,
}

impl Weights {
    /// Takes parameters in a model's order.
    pub fn new<'a>(plan: &Plan, parameters: impl Iterator<Item = &'a [f32]>) -> Self {
        let mut values = vec![0.0; plan.weights];
        for (index, parameter) in parameters.enumerate() {
            plan.write(index, parameter, &mut values);
        }
        let mut weights = Self {
            values,
            packed: vec![Vec::new(); plan.steps.len()],
        };
        weights.pack(plan);
        weights
    }

    /// To be called whenever the values have changed.
    pub fn pack(&mut self, plan: &Plan) {
        for (step, packed) in plan.steps.iter().zip(&mut self.packed) {
            let convolution = match &step.op {
                Op::Convolution(convolution) => convolution,
                Op::ConvPool(both) => &both.convolution,
                _ => continue,
            };
            let weight = &self.values[plan.places[step.parameters.start].range.clone()];
            packed.resize(weight.len(), 0.0);
            convolution.pack(weight, packed);
        }
    }

    /// A step's own parameter.
    fn of(&self, plan: &Plan, step: &Step, index: usize) -> &[f32] {
        &self.values[plan.places[step.parameters.start + index].range.clone()]
    }
}

/// What a pass is for.
#[derive(Clone, Copy, Debug)]
pub enum Pass<'a> {
    /// Dropout does nothing, batch normalisation uses its running statistics.
    Eval,
    Train {
        /// For each step: the seed of its dropout.
        seeds: &'a [u64],
        /// For each step: the whole batch's statistics, for a batch normalisation.
        statistics: &'a [Vec<Statistics>],
    },
}

/// What one step holds for the part's pictures.
#[derive(Clone, Debug, Default)]
struct Buffers {
    output: Vec<f32>,
    /// The padded input, or dropout's factors.
    kept: Vec<f32>,
    /// Where a pooling found its maxima.
    from: Vec<u32>,
    /// The gradient of the output.
    gradient: Vec<f32>,
}

/// Part of a batch on its way through the network.
#[derive(Clone, Debug)]
pub struct Part {
    set: InstructionSet,
    pictures: usize,
    /// Index of its first picture in the batch.
    first: usize,
    buffers: Vec<Buffers>,
    /// Working space of one step at a time.
    space: Vec<f32>,
    /// For each step: the part's own statistics, for a batch normalisation.
    pub statistics: Vec<Vec<Statistics>>,
    /// Of the learned weights, in their order.
    pub gradient: Vec<f32>,
    /// Whether all of the gradient is within all measure: false once a run has diverged.
    pub sound: bool,
    pub score: Score,
}

impl Part {
    pub fn new(plan: &Plan, set: InstructionSet) -> Self {
        Self {
            set,
            pictures: 0,
            first: 0,
            buffers: vec![Buffers::default(); plan.steps.len()],
            space: Vec::new(),
            statistics: vec![Vec::new(); plan.steps.len()],
            gradient: Vec::new(),
            sound: true,
            score: Score::default(),
        }
    }

    /// Makes room for these pictures of a batch.
    pub fn take(&mut self, pictures: Range<usize>) {
        self.pictures = pictures.len();
        self.first = pictures.start;
    }

    /// What a step gave: pictures × cells × channels.
    pub fn output(&self, step: usize) -> &[f32] {
        &self.buffers[step].output
    }

    /// The last step's output: pictures × classes.
    pub fn logits(&self) -> &[f32] {
        &self.buffers[self.buffers.len() - 1].output
    }

    /// Runs some steps. `pixels` are the part's pictures.
    pub fn forward(
        &mut self,
        plan: &Plan,
        weights: &Weights,
        pixels: &[f32],
        steps: Range<usize>,
        pass: Pass,
    ) {
        for index in steps {
            self.forward_step(plan, weights, pixels, index, pass);
        }
    }

    fn forward_step(
        &mut self,
        plan: &Plan,
        weights: &Weights,
        pixels: &[f32],
        index: usize,
        pass: Pass,
    ) {
        let (set, pictures) = (self.set, self.pictures);
        let step = &plan.steps[index];
        let (before, rest) = self.buffers.split_at_mut(index);
        let x = before.last().map_or(pixels, |buffers| &buffers.output);
        let Buffers {
            output: y,
            kept,
            from,
            ..
        } = &mut rest[0];
        y.resize(pictures * step.output.len(), 0.0);
        let own = |parameter| weights.of(plan, step, parameter);
        match &step.op {
            Op::Convolution(convolution) => {
                let x = padded(convolution, x, kept);
                convolution.forward(set, x, &weights.packed[index], own(1), y);
            }
            Op::ConvPool(both) => {
                // Only the way back asks where the maxima were.
                let from = match pass {
                    Pass::Eval => None,
                    Pass::Train { .. } => {
                        from.resize(y.len(), 0);
                        Some(from.as_mut_slice())
                    }
                };
                self.space.resize(both.working_space(), 0.0);
                let x = padded(&both.convolution, x, kept);
                let (packed, space) = (&weights.packed[index], &mut self.space);
                both.forward(set, x, own(0), packed, own(1), space, y, from);
            }
            Op::MaxPool(pooling) => {
                from.resize(y.len(), 0);
                pooling.max(set, x, y, from);
            }
            Op::AveragePool(pooling) => pooling.average(x, y),
            Op::Activation(activation) => activation.forward(set, x, y),
            Op::Linear(linear) => linear.forward(set, x, own(0), own(1), y),
            Op::BatchNorm => {
                let affine = match pass {
                    Pass::Eval => Affine::of_running(own(2), own(3), own(0), own(1)),
                    Pass::Train { statistics, .. } => {
                        Affine::of_batch(&statistics[index], own(0), own(1))
                    }
                };
                batch_norm::normalise(set, x, &affine, y);
            }
            Op::Dropout { probability } => match pass {
                Pass::Eval => y.copy_from_slice(x),
                Pass::Train { seeds, .. } => {
                    kept.resize(y.len(), 0.0);
                    self.space.resize(step.output.len(), 0.0);
                    let masks = kept.chunks_exact_mut(step.output.len());
                    for (picture, mask) in (self.first..).zip(masks) {
                        dropout::mask(*probability, seeds[index], picture, &mut self.space);
                        transposed(&self.space, step.output.channels, step.output.cells, mask);
                    }
                    dropout::masked(x, kept, y);
                }
            },
            Op::ChannelsFirst => transposed(x, step.input.cells, step.input.channels, y),
        }
    }

    /// Counts the input of a batch normalisation.
    pub fn count(&mut self, plan: &Plan, pixels: &[f32], index: usize) {
        let x = match index {
            0 => pixels,
            _ => &self.buffers[index - 1].output,
        };
        let statistics = &mut self.statistics[index];
        let channels = plan.places[plan.steps[index].parameters.start].range.len();
        statistics.resize(channels, Statistics::default());
        batch_norm::count(self.set, x, statistics);
    }

    /// Scores the logits and starts the backward pass; `batch` is how many pictures the whole
    /// batch has, over which the loss is a mean.
    pub fn score(&mut self, plan: &Plan, labels: &[u8], batch: usize) {
        let last = self.buffers.len() - 1;
        let Buffers {
            output, gradient, ..
        } = &mut self.buffers[last];
        gradient.resize(output.len(), 0.0);
        let classes = plan.steps[last].output.len();
        let scale = 1.0 / batch as f32;
        self.score = cross_entropy(output, labels, classes, scale, gradient);
    }

    /// Runs some steps backward, the last one first. A batch normalisation among them must be the
    /// first; it stops after its own weights' gradients, and [`Self::backward_batch_norm`] goes on.
    pub fn backward(
        &mut self,
        plan: &Plan,
        weights: &Weights,
        pixels: &[f32],
        steps: Range<usize>,
        statistics: &[Vec<Statistics>],
    ) {
        self.gradient.resize(plan.learned, 0.0);
        for index in steps.clone().rev() {
            self.backward_step(plan, weights, pixels, index, statistics);
        }
        if steps.start == 0 {
            self.sound = is_sound(self.set, &self.gradient);
        }
    }

    fn backward_step(
        &mut self,
        plan: &Plan,
        weights: &Weights,
        pixels: &[f32],
        index: usize,
        statistics: &[Vec<Statistics>],
    ) {
        let set = self.set;
        let step = &plan.steps[index];
        let (before, rest) = self.buffers.split_at_mut(index);
        let Buffers {
            output: y,
            kept,
            from,
            gradient,
        } = &mut rest[0];
        let (x, mut out) = match before.last_mut() {
            Some(before) => (before.output.as_slice(), Some(&mut before.gradient)),
            None => (pixels, None),
        };
        if let Some(out) = &mut out {
            out.resize(x.len(), 0.0);
        }
        let own = |parameter| weights.of(plan, step, parameter);
        match &step.op {
            Op::Convolution(convolution) => {
                let (weight, bias) = two(plan, step, &mut self.gradient);
                weight.fill(0.0);
                bias.fill(0.0);
                let x = padded_again(convolution, x, kept);
                convolution.backward_weight(set, x, gradient, weight, bias);
                if let Some(out) = out {
                    unpadded(convolution, out, &mut self.space, |padded| {
                        convolution.backward_input(set, own(0), gradient, padded);
                    });
                }
            }
            Op::ConvPool(both) => {
                let convolution = &both.convolution;
                let (weight, bias) = two(plan, step, &mut self.gradient);
                weight.fill(0.0);
                bias.fill(0.0);
                let x = padded_again(convolution, x, kept);
                let mut run = |padded: Option<&mut [f32]>| {
                    both.backward(set, x, own(0), y, from, gradient, weight, bias, padded);
                };
                match out {
                    Some(out) => {
                        unpadded(convolution, out, &mut self.space, |padded| {
                            run(Some(padded));
                        });
                    }
                    None => run(None),
                }
            }
            Op::Linear(linear) => {
                let (weight, bias) = two(plan, step, &mut self.gradient);
                linear.backward_weight(set, x, gradient, weight, bias);
                if let Some(out) = out {
                    linear.backward_input(set, own(0), gradient, out);
                }
            }
            Op::BatchNorm => {
                let (weight, bias) = two(plan, step, &mut self.gradient);
                batch_norm::backward_weight(set, x, &statistics[index], gradient, weight, bias);
            }
            op => {
                let Some(out) = out else { return };
                match op {
                    Op::MaxPool(pooling) => {
                        out.fill(0.0);
                        pooling.max_backward(from, gradient, out);
                    }
                    Op::AveragePool(pooling) => {
                        out.fill(0.0);
                        pooling.average_backward(gradient, out);
                    }
                    Op::Activation(activation) => activation.backward(set, x, y, gradient, out),
                    Op::Dropout { .. } => dropout::masked(gradient, kept, out),
                    _ => transposed(gradient, step.input.channels, step.input.cells, out),
                }
            }
        }
    }

    /// The rest of a batch normalisation's backward pass; `sums` are its weight's and its bias's
    /// gradients over the whole batch.
    pub fn backward_batch_norm(
        &mut self,
        plan: &Plan,
        weights: &Weights,
        index: usize,
        statistics: &[Statistics],
        sums: (&[f32], &[f32]),
    ) {
        let step = &plan.steps[index];
        let (before, rest) = self.buffers.split_at_mut(index);
        let Some(Buffers {
            output: x,
            gradient: out,
            ..
        }) = before.last_mut()
        else {
            return;
        };
        let weight = weights.of(plan, step, 0);
        let gradient = &rest[0].gradient;
        batch_norm::backward_input(self.set, x, statistics, weight, sums, gradient, out);
    }
}

/// The gradients of a step's weight and bias, which lie side by side.
fn two<'a>(plan: &Plan, step: &Step, gradient: &'a mut [f32]) -> (&'a mut [f32], &'a mut [f32]) {
    let [weight, bias] = [0, 1].map(|own| plan.places[step.parameters.start + own].range.clone());
    gradient[weight.start..bias.end].split_at_mut(weight.len())
}

/// The pictures with their padding, for which `kept` has room.
fn padded<'a>(convolution: &Convolution, x: &'a [f32], kept: &'a mut Vec<f32>) -> &'a [f32] {
    if convolution.padding == (0, 0) {
        return x;
    }
    let pictures = x.len() / convolution.input.cells();
    kept.resize(pictures * convolution.padded().cells(), 0.0);
    convolution.pad(x, kept);
    kept
}

/// The pictures as [`padded`] gave them.
fn padded_again<'a>(convolution: &Convolution, x: &'a [f32], kept: &'a [f32]) -> &'a [f32] {
    if convolution.padding == (0, 0) {
        x
    } else {
        kept
    }
}

/// Lets `add` add to the gradient of padded pictures, and keeps that of the pictures.
fn unpadded(
    convolution: &Convolution,
    out: &mut [f32],
    space: &mut Vec<f32>,
    add: impl FnOnce(&mut [f32]),
) {
    if convolution.padding == (0, 0) {
        out.fill(0.0);
        return add(out);
    }
    let pictures = out.len() / convolution.input.cells();
    space.clear();
    space.resize(pictures * convolution.padded().cells(), 0.0);
    add(space);
    convolution.crop(space, out);
}
