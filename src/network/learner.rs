//! A model that learns: one optimiser step at a time, on a batch of labelled pictures.

use candle_core::{Device, Result, Tensor};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::architecture::INPUT;
use super::forward::Mode;
use super::model::Model;
use super::trainable::Trainable;

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

/// A model in training.
pub struct Learner {
    trainable: Trainable,
    optimizer: Optimizer,
    moments: Vec<[Vec<f32>; 2]>,
    steps: u64,
    /// Draws dropout's masks.
    rng: ChaCha8Rng,
}

impl Learner {
    /// Starts from the model's weights. `seed` is that of dropout; `threads` (at least 1) may be
    /// used at once, and never change a bit of the result.
    pub fn new(model: &Model, optimizer: Optimizer, seed: u64, threads: usize) -> Result<Self> {
        let _ = threads;
        Ok(Self {
            trainable: model.trainable()?,
            optimizer,
            moments: Vec::new(),
            steps: 0,
            rng: ChaCha8Rng::seed_from_u64(seed),
        })
    }

    /// One optimiser step. `pixels` are N×1×28×28 in −1..1, `labels` N digits of 0..9.
    pub fn step(&mut self, pixels: &[f32], labels: &[u8], rate: f32) -> Result<StepOutcome> {
        let (channels, height, width) = INPUT.dims();
        let batch = Tensor::from_slice(
            pixels,
            (labels.len(), channels, height, width),
            &Device::Cpu,
        )?;
        let mut mode = Mode::Train { rng: &mut self.rng };
        let logits = self.trainable.forward(&batch, &mut mode)?;
        let targets: Vec<u32> = labels.iter().map(|label| u32::from(*label)).collect();
        let targets = Tensor::from_vec(targets, labels.len(), &Device::Cpu)?;
        let loss = candle_nn::loss::cross_entropy(&logits, &targets)?;
        let said = logits.argmax(1)?.to_vec1::<u32>()?;
        let correct = said
            .iter()
            .zip(labels)
            .filter(|(said, label)| **said == u32::from(**label))
            .count();
        let gradients = loss.backward()?;
        self.steps += 1;
        for (index, (_, var)) in self.trainable.vars().enumerate() {
            let Some(gradient) = gradients.get(var) else {
                continue;
            };
            let gradient: Vec<f32> = gradient.flatten_all()?.to_vec1()?;
            let mut values: Vec<f32> = var.flatten_all()?.to_vec1()?;
            if self.moments.len() <= index {
                let zeros = vec![0.0; values.len()];
                self.moments.push([zeros.clone(), zeros]);
            }
            let [first, second] = &mut self.moments[index];
            update(
                self.optimizer,
                self.steps,
                rate,
                &mut values,
                &gradient,
                first,
                second,
            );
            var.set(&Tensor::from_vec(values, var.dims(), &Device::Cpu)?)?;
        }
        Ok(StepOutcome {
            loss: loss.to_scalar()?,
            correct,
        })
    }

    /// What later steps depend on besides the weights.
    pub fn state(&self) -> LearnerState {
        LearnerState {
            steps: self.steps,
            moments: self.moments.clone(),
            dropout_words: self.rng.get_word_pos(),
        }
    }

    /// Goes on from a state that a learner of the same architecture, optimiser and seed gave
    /// together with the weights that this one was made from.
    pub fn restore(&mut self, state: LearnerState) -> std::result::Result<(), ForeignState> {
        let expected = self.trainable.vars().map(|(_, var)| [var.elem_count(); 2]);
        let found = state
            .moments
            .iter()
            .map(|pair| pair.each_ref().map(Vec::len));
        let untouched = state.steps == 0 && state.moments.is_empty();
        if !untouched && !expected.eq(found) {
            return Err(ForeignState);
        }
        self.steps = state.steps;
        self.moments = state.moments;
        self.rng.set_word_pos(state.dropout_words);
        Ok(())
    }

    /// The weights of this moment, copied.
    pub fn model(&self) -> Result<Model> {
        self.trainable.snapshot()
    }
}

fn update(
    optimizer: Optimizer,
    step: u64,
    rate: f32,
    values: &mut [f32],
    gradient: &[f32],
    first: &mut [f32],
    second: &mut [f32],
) {
    let (beta1, beta2, epsilon, decay) = match optimizer {
        Optimizer::Adam {
            beta1,
            beta2,
            epsilon,
        } => (beta1, beta2, epsilon, 0.0),
        Optimizer::AdamW {
            beta1,
            beta2,
            epsilon,
            weight_decay,
        } => (beta1, beta2, epsilon, weight_decay),
        Optimizer::Sgd { momentum } => {
            for ((value, g), v) in values.iter_mut().zip(gradient).zip(first) {
                *v = momentum * *v + g;
                *value -= rate * *v;
            }
            return;
        }
    };
    let step = i32::try_from(step).unwrap_or(i32::MAX);
    let (correct1, correct2) = (1.0 - beta1.powi(step), 1.0 - beta2.powi(step));
    for (((value, g), m), v) in values.iter_mut().zip(gradient).zip(first).zip(second) {
        *value -= rate * decay * *value;
        *m = beta1 * *m + (1.0 - beta1) * g;
        *v = beta2 * *v + (1.0 - beta2) * g * g;
        *value -= rate * (*m / correct1) / ((*v / correct2).sqrt() + epsilon);
    }
}
