//! Runs a model over pictures, as fast as the operations go.

use std::borrow::Cow;
use std::cell::RefCell;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::architecture::{Architecture, CLASSES, INPUT};
use super::model::{Model, pixels_of};
use super::ops::layout::transposed;
use super::ops::part::{Part, Pass, Weights};
use super::ops::plan::Plan;
use super::ops::simd::InstructionSet;
use crate::grid::Grid;

/// Pictures that one thread takes at a time.
const PART: usize = 16;

/// A model's weights as the operations read them, made when the model first runs, so that a long
/// history of models holds its numbers only once.
#[derive(Default)]
pub(super) struct Prepared {
    joined: OnceLock<(Plan, Weights)>,
    of_every_layer: OnceLock<(Plan, Weights)>,
}

impl Prepared {
    fn joined(&self, model: &Model) -> &(Plan, Weights) {
        let new = || with_weights(Plan::new(model.architecture()), model);
        self.joined.get_or_init(new)
    }

    fn of_every_layer(&self, model: &Model) -> &(Plan, Weights) {
        let new = || with_weights(Plan::of_every_layer(model.architecture()), model);
        self.of_every_layer.get_or_init(new)
    }
}

fn with_weights(plan: Plan, model: &Model) -> (Plan, Weights) {
    let parameters = model.parameters().iter().map(|p| p.values.as_slice());
    let weights = Weights::new(&plan, parameters);
    (plan, weights)
}

/// Logits of pictures of 28×28 pixels in −1..1, ten for each.
///
/// # Panics
/// If the pixels are not those of whole pictures.
pub(super) fn logits(model: &Model, prepared: &Prepared, pixels: &[f32]) -> Vec<f32> {
    in_parts(model, prepared, pixels, INPUT.cells(), |part| part.into())
}

/// Logits of pictures of 28×28, ink = 1 and paper = 0, ten for each.
///
/// # Panics
/// If a picture has another size.
pub(super) fn logits_of(model: &Model, prepared: &Prepared, pictures: &[Grid]) -> Vec<f32> {
    in_parts(model, prepared, pictures, 1, |part| pixels_of(part).into())
}

/// Runs pictures that are `each` items in the list, which `pixels` makes pixels of. Every thread
/// makes its own, since for a small network that is a part of the work worth sharing.
fn in_parts<T: Sync>(
    model: &Model,
    prepared: &Prepared,
    items: &[T],
    each: usize,
    pixels: impl Fn(&[T]) -> Cow<[f32]> + Sync,
) -> Vec<f32> {
    assert!(items.len().is_multiple_of(each));
    let (plan, weights) = prepared.joined(model);
    let mut logits = vec![0.0; items.len() / each * CLASSES];
    let run = |items: &[T], logits: &mut [f32]| {
        with_part(model.architecture(), plan, |part| {
            part.take(0..items.len() / each);
            let steps = 0..plan.steps.len();
            part.forward(plan, weights, &pixels(items), steps, Pass::Eval);
            logits.copy_from_slice(part.logits());
        });
    };
    if logits.len() <= PART * CLASSES {
        run(items, &mut logits);
        return logits;
    }
    let parts = items.par_chunks(PART * each);
    let parts = parts.zip(logits.par_chunks_mut(PART * CLASSES));
    parts.for_each(|(items, logits)| run(items, logits));
    logits
}

thread_local! {
    /// The buffers of this thread's last pictures: the next ones mostly go through the same
    /// architecture, and new memory costs more than a small network's arithmetic.
    static KEPT: RefCell<Option<(Architecture, Part)>> = const { RefCell::new(None) };
}

/// The buffers of a network with more numbers than this a picture are not kept: they may be large,
/// and then its arithmetic costs more than they do.
const KEPT_CELLS: usize = 1 << 18;

/// Runs with this thread's buffers.
fn with_part(architecture: &Architecture, plan: &Plan, run: impl FnOnce(&mut Part)) {
    KEPT.with_borrow_mut(|kept| {
        if kept.as_ref().is_none_or(|(of, _)| of != architecture) {
            let part = Part::new(plan, InstructionSet::best());
            *kept = Some((architecture.clone(), part));
        }
        if let Some((_, part)) = kept {
            run(part);
        }
        if architecture.cells() > KEPT_CELLS {
            *kept = None;
        }
    });
}

/// Every layer's output for one picture, channel after channel.
pub(super) fn stages(model: &Model, prepared: &Prepared, pixels: &[f32]) -> Vec<Vec<f32>> {
    let (plan, weights) = prepared.of_every_layer(model);
    let mut part = Part::new(plan, InstructionSet::best());
    part.take(0..1);
    part.forward(plan, weights, pixels, 0..plan.steps.len(), Pass::Eval);
    let mut stages: Vec<Vec<f32>> = Vec::new();
    for (index, step) in plan.steps.iter().enumerate() {
        // A flatten has no step: it gives what the layer before it gives.
        while stages.len() < step.layer {
            stages.push(stages.last().map_or(pixels, Vec::as_slice).to_vec());
        }
        let output = part.output(index);
        let mut stage = vec![0.0; output.len()];
        transposed(output, step.output.cells, step.output.channels, &mut stage);
        stages.push(stage);
    }
    let layers = model.architecture().layers().len();
    while stages.len() < layers {
        stages.push(stages.last().map_or(pixels, Vec::as_slice).to_vec());
    }
    // The step that puts channels first again stands for no layer of its own.
    stages.truncate(layers);
    stages
}
