//! A model that learns: one optimiser step at a time, on a batch of labelled pictures.

use std::ops::Range;
use std::sync::Arc;

use candle_core::{Result, bail};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use serde::{Deserialize, Serialize};

use super::architecture::{Architecture, CLASSES, INPUT};
use super::layer::ParameterSpec;
use super::model::{Model, Parameter};
use super::ops::batch_norm::Statistics;
use super::ops::optimizer::Step;
use super::ops::part::{Part, Pass, Weights};
use super::ops::plan::{Op, Plan};
use super::ops::simd::InstructionSet;

/// How gradients change the weights.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Optimizer {
    /// Kingma and Ba 2015; PyTorch's defaults are β₁ = 0.9, β₂ = 0.999, ε = 1e-8.
    Adam {
        beta1: f32,
        beta2: f32,
        epsilon: f32,
    },
    /// Adam with decoupled weight decay (Loshchilov and Hutter 2019).
    AdamW {
        beta1: f32,
        beta2: f32,
        epsilon: f32,
        weight_decay: f32,
    },
    /// v ← momentum · v + g, w ← w − rate · v, as PyTorch has it.
    Sgd { momentum: f32 },
}

impl Optimizer {
    /// Adam with PyTorch's defaults: the lesson's.
    pub const ADAM: Self = Self::Adam {
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
    };
}

/// What one step saw, before it changed the weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StepOutcome {
    /// Mean cross-entropy of the batch, natural logarithm.
    pub loss: f32,
    /// How many of the batch's pictures were read right.
    pub correct: usize,
}

/// What later steps depend on besides the weights: with it a learner goes on where another
/// stopped, bit for bit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LearnerState {
    /// Optimiser steps taken.
    pub steps: u64,
    /// The optimiser's two running means for each learned tensor, in the tensors' order and each
    /// as long as its tensor: Adam's means of gradients and of their squares; SGD's velocity and
    /// zeros. Empty before the first step.
    pub moments: Vec<[Vec<f32>; 2]>,
    /// 32-bit words that dropout has drawn from its generator.
    pub dropout_words: u128,
}

/// A [`LearnerState`] that belongs to another architecture.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the optimiser's state belongs to another architecture")]
pub struct ForeignState;

/// Pictures in a part of a batch: fewer are not worth a thread.
const PART: usize = 16;

/// In a large network fewer are, and more would not stay in the cache between two steps.
const SMALL_PART: usize = 4;

/// Numbers that all steps of a part should give at most, if that leaves a small part.
const PART_CELLS: usize = 1 << 18;

/// Most parts of a batch.
const MOST_PARTS: usize = 32;

/// Most numbers in the gradients of all parts together.
const MOST_GRADIENTS: usize = 1 << 25;

/// Weights that one thread changes at a time.
const BLOCK: usize = 1 << 14;

/// A model in training.
///
/// A batch is split into parts by its size alone, and what the parts come to is added in their
/// order: so the number of threads decides which part is computed where, and nothing else.
pub struct Learner {
    architecture: Architecture,
    specs: Vec<ParameterSpec>,
    optimizer: Optimizer,
    set: InstructionSet,
    /// None for one thread.
    pool: Option<Arc<ThreadPool>>,
    plan: Plan,
    weights: Weights,
    /// The optimiser's running numbers, in the order of the learned weights.
    moments: [Vec<f32>; 2],
    steps: u64,
    /// Draws dropout's seeds.
    rng: ChaCha8Rng,
    parts: Vec<Part>,
    /// For each step: the batch's statistics, for a batch normalisation.
    statistics: Vec<Vec<Statistics>>,
}

/// A batch of labelled pictures.
#[derive(Clone, Copy)]
struct Batch<'a> {
    pixels: &'a [f32],
    labels: &'a [u8],
}

impl<'a> Batch<'a> {
    /// The pictures of one part of several.
    fn part(self, index: usize, parts: usize) -> (Range<usize>, Self) {
        let bound = |index| index * self.labels.len() / parts;
        let range: Range<usize> = bound(index)..bound(index + 1);
        let cells = INPUT.cells();
        let part = Self {
            pixels: &self.pixels[range.start * cells..range.end * cells],
            labels: &self.labels[range.clone()],
        };
        (range, part)
    }
}

impl Learner {
    /// Starts from the model's weights. `seed` is that of dropout; `threads` (at least 1) may be
    /// used at once, and never change a bit of the result.
    pub fn new(model: &Model, optimizer: Optimizer, seed: u64, threads: usize) -> Result<Self> {
        let pool = match threads {
            0 | 1 => None,
            _ => Some(Arc::new(
                ThreadPoolBuilder::new()
                    .num_threads(threads)
                    .thread_name(|index| format!("learner-{index}"))
                    .build()
                    .map_err(candle_core::Error::wrap)?,
            )),
        };
        let plan = Plan::new(model.architecture());
        let parameters = model.parameters().iter();
        Ok(Self {
            architecture: model.architecture().clone(),
            specs: parameters.clone().map(|p| p.spec.clone()).collect(),
            optimizer,
            set: InstructionSet::best(),
            pool,
            weights: Weights::new(&plan, parameters.map(|p| p.values.as_slice())),
            moments: [vec![0.0; plan.learned], vec![0.0; plan.learned]],
            steps: 0,
            rng: ChaCha8Rng::seed_from_u64(seed),
            parts: Vec::new(),
            statistics: vec![Vec::new(); plan.steps.len()],
            plan,
        })
    }

    /// The same with another instruction set than the fastest: to measure and to test.
    pub fn with_instructions(mut self, set: InstructionSet) -> Self {
        self.set = set;
        self.parts.clear();
        self
    }

    /// One optimiser step. `pixels` are N×1×28×28 in −1..1, `labels` N digits of 0..9.
    ///
    /// A loss that is not finite comes back with the weights left as they were; so does NaN,
    /// where the loss is finite but a gradient, or a batch's variance, is beyond all measure.
    ///
    /// # Errors
    /// If the numbers of pixels and labels do not fit, or a label is no digit.
    pub fn step(&mut self, pixels: &[f32], labels: &[u8], rate: f32) -> Result<StepOutcome> {
        check(pixels, labels)?;
        let batch = Batch { pixels, labels };
        let seeds = self.draw_seeds();
        let pool = self.pool.clone();
        let parts = part_count(labels.len(), &self.plan);
        Ok(match pool {
            Some(pool) if parts > 1 => pool.install(|| self.run(batch, parts, &seeds, rate, true)),
            _ => self.run(batch, parts, &seeds, rate, false),
        })
    }

    fn draw_seeds(&mut self) -> Vec<u64> {
        let (plan, rng) = (&self.plan, &mut self.rng);
        let draw = |op: &Op| match op {
            Op::Dropout { .. } => rng.random(),
            _ => 0,
        };
        plan.steps.iter().map(|step| &step.op).map(draw).collect()
    }

    fn run(
        &mut self,
        batch: Batch,
        parts: usize,
        seeds: &[u64],
        rate: f32,
        share: bool,
    ) -> StepOutcome {
        let new = || Part::new(&self.plan, self.set);
        self.parts.resize_with(parts, new);
        self.pass(batch, seeds, share);
        let loss: f64 = self.parts.iter().map(|part| part.score.loss).sum();
        let mut loss = (loss / batch.labels.len() as f64) as f32;
        let mut counted = self.statistics.iter().flatten();
        let sound = self.parts.iter().all(|part| part.sound) && counted.all(Statistics::is_finite);
        if loss.is_finite() && !sound {
            loss = f32::NAN;
        }
        if loss.is_finite() {
            self.update(rate, share);
        }
        StepOutcome {
            loss,
            correct: self.parts.iter().map(|part| part.score.correct).sum(),
        }
    }

    /// Forward and backward over all parts: leaves each its score and its gradient.
    fn pass(&mut self, batch: Batch, seeds: &[u64], share: bool) {
        let Self {
            plan,
            weights,
            parts,
            statistics,
            ..
        } = self;
        let (count, size) = (parts.len(), batch.labels.len());
        let segments = plan.segments();
        let last = segments.len() - 1;
        for (index, segment) in segments.iter().enumerate() {
            let known = &*statistics;
            each(parts, share, |place, part| {
                let (range, batch) = batch.part(place, count);
                part.take(range);
                let pass = Pass::Train {
                    seeds,
                    statistics: known,
                };
                part.forward(plan, weights, batch.pixels, segment.clone(), pass);
                if index < last {
                    part.count(plan, batch.pixels, segment.end);
                } else {
                    part.score(plan, batch.labels, size);
                    part.backward(plan, weights, batch.pixels, segment.clone(), known);
                }
            });
            if index < last {
                statistics[segment.end] = joined(parts, segment.end);
            }
        }
        for segment in segments[..last].iter().rev() {
            let norm = segment.end;
            let sums = norm_gradients(plan, parts, norm);
            let known = &*statistics;
            each(parts, share, |place, part| {
                let (_, batch) = batch.part(place, count);
                let sums = (sums.0.as_slice(), sums.1.as_slice());
                part.backward_batch_norm(plan, weights, norm, &known[norm], sums);
                part.backward(plan, weights, batch.pixels, segment.clone(), known);
            });
        }
    }

    /// Adds the parts' gradients and lets the optimiser change the weights.
    fn update(&mut self, rate: f32, share: bool) {
        self.steps += 1;
        let (set, step) = (self.set, Step::new(self.optimizer, self.steps, rate));
        let Some((first, others)) = self.parts.split_first_mut() else {
            return;
        };
        let [means, squares] = &mut self.moments;
        let weights = &mut self.weights.values[..self.plan.learned];
        let change =
            |start: usize, gradient: &mut [f32], weights: &mut [f32], moments: [&mut [f32]; 2]| {
                for other in others.iter() {
                    let other = &other.gradient[start..start + gradient.len()];
                    gradient.iter_mut().zip(other).for_each(|(g, o)| *g += o);
                }
                let [means, squares] = moments;
                step.apply(set, weights, gradient, means, squares);
            };
        if share {
            let blocks = (
                first.gradient.par_chunks_mut(BLOCK),
                weights.par_chunks_mut(BLOCK),
                means.par_chunks_mut(BLOCK),
                squares.par_chunks_mut(BLOCK),
            );
            let blocks = blocks.into_par_iter().enumerate();
            blocks.for_each(|(index, (gradient, weights, means, squares))| {
                change(index * BLOCK, gradient, weights, [means, squares]);
            });
        } else {
            change(0, &mut first.gradient, weights, [means, squares]);
        }
        self.update_statistics();
        self.weights.pack(&self.plan);
    }

    /// Lets the running statistics of each batch normalisation follow the batch's.
    fn update_statistics(&mut self) {
        let steps = self.plan.steps.iter().zip(&self.statistics);
        for (step, statistics) in steps.filter(|(step, _)| step.op == Op::BatchNorm) {
            let range = |own: usize| self.plan.places[step.parameters.start + own].range.clone();
            let (means, variances) = (range(2), range(3));
            for (channel, statistics) in statistics.iter().enumerate() {
                let [mut mean, mut variance] =
                    [&means, &variances].map(|range| self.weights.values[range.start + channel]);
                statistics.update(&mut mean, &mut variance);
                self.weights.values[means.start + channel] = mean;
                self.weights.values[variances.start + channel] = variance;
            }
        }
    }

    /// The gradient of the last step's loss with respect to each learned tensor, in their order
    /// and each as long as its tensor; none before the first step.
    pub fn gradients(&self) -> Vec<Vec<f32>> {
        let Some(part) = self.parts.first().filter(|_| self.steps > 0) else {
            return Vec::new();
        };
        let read = |index| self.plan.read(index, &part.gradient);
        self.learned().map(read).collect()
    }

    /// What later steps depend on besides the weights.
    pub fn state(&self) -> LearnerState {
        let read = |index: usize| {
            let moments = self.moments.each_ref();
            moments.map(|moments| self.plan.read(index, moments))
        };
        let moments = match self.steps {
            0 => Vec::new(),
            _ => self.learned().map(read).collect(),
        };
        LearnerState {
            steps: self.steps,
            moments,
            dropout_words: self.rng.get_word_pos(),
        }
    }

    /// Goes on from a state that a learner of the same architecture, optimiser and seed gave
    /// together with the weights that this one was made from.
    ///
    /// # Errors
    /// If the state belongs to another architecture.
    pub fn restore(&mut self, state: LearnerState) -> std::result::Result<(), ForeignState> {
        let learned: Vec<usize> = self.learned().collect();
        let expected = learned.iter().map(|index| [self.specs[*index].len(); 2]);
        let found = state
            .moments
            .iter()
            .map(|pair| pair.each_ref().map(Vec::len));
        let untouched = state.steps == 0 && state.moments.is_empty();
        if !untouched && !expected.eq(found) {
            return Err(ForeignState);
        }
        let mut moments = [(); 2].map(|()| vec![0.0; self.plan.learned]);
        for (index, pair) in learned.into_iter().zip(&state.moments) {
            for (moments, values) in moments.iter_mut().zip(pair) {
                self.plan.write(index, values, moments);
            }
        }
        self.steps = state.steps;
        self.moments = moments;
        self.rng.set_word_pos(state.dropout_words);
        Ok(())
    }

    /// Indices of the parameters that are learned.
    fn learned(&self) -> impl Iterator<Item = usize> {
        let specs = self.specs.iter().enumerate();
        specs
            .filter(|(_, spec)| spec.learned)
            .map(|(index, _)| index)
    }

    /// The weights of this moment, copied.
    pub fn model(&self) -> Result<Model> {
        let parameters = self.specs.iter().enumerate();
        let parameters = parameters.map(|(index, spec)| Parameter {
            spec: spec.clone(),
            values: self.plan.read(index, &self.weights.values),
        });
        Ok(Model::assemble(
            self.architecture.clone(),
            parameters.collect(),
        ))
    }
}

/// How many parts a batch has: never a question of threads.
fn part_count(pictures: usize, plan: &Plan) -> usize {
    let cells = plan.steps.iter().map(|step| step.output.len()).sum();
    let part = PART_CELLS
        .checked_div(cells)
        .unwrap_or(PART)
        .clamp(SMALL_PART, PART);
    let most = (MOST_GRADIENTS / plan.learned.max(1)).clamp(1, MOST_PARTS);
    pictures.div_ceil(part).clamp(1, most)
}

/// Does the same to every part, at once where `share` allows it.
fn each(parts: &mut [Part], share: bool, run: impl Fn(usize, &mut Part) + Sync) {
    if share {
        let parts = parts.par_iter_mut().enumerate();
        parts.for_each(|(place, part)| run(place, part));
    } else {
        let parts = parts.iter_mut().enumerate();
        parts.for_each(|(place, part)| run(place, part));
    }
}

/// The whole batch's statistics for one batch normalisation.
fn joined(parts: &[Part], step: usize) -> Vec<Statistics> {
    let mut all = parts[0].statistics[step].clone();
    for part in &parts[1..] {
        for (all, part) in all.iter_mut().zip(&part.statistics[step]) {
            *all = all.join(*part);
        }
    }
    all
}

/// The gradients of a batch normalisation's weight and bias over the whole batch.
fn norm_gradients(plan: &Plan, parts: &[Part], step: usize) -> (Vec<f32>, Vec<f32>) {
    let sum = |own: usize| {
        let range = &plan.places[plan.steps[step].parameters.start + own].range;
        let mut sum = vec![0.0; range.len()];
        for part in parts {
            let gradient = &part.gradient[range.clone()];
            sum.iter_mut().zip(gradient).for_each(|(sum, g)| *sum += g);
        }
        sum
    };
    (sum(0), sum(1))
}

fn check(pixels: &[f32], labels: &[u8]) -> Result<()> {
    let (pictures, cells) = (labels.len(), INPUT.cells());
    if pictures == 0 {
        bail!("a batch needs at least one picture");
    }
    if pixels.len() != pictures * cells {
        bail!(
            "{pictures} pictures have {cells} pixels each, not {} together",
            pixels.len()
        );
    }
    if let Some(label) = labels.iter().find(|label| usize::from(**label) >= CLASSES) {
        bail!("the label {label} is no digit");
    }
    Ok(())
}
