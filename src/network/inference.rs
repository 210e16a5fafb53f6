//! Runs a model over pictures, as fast as the operations go.

use std::sync::OnceLock;

use rayon::prelude::*;

use super::architecture::{CLASSES, INPUT};
use super::model::Model;
use super::ops::layout::transposed;
use super::ops::part::{Part, Pass, Weights};
use super::ops::plan::Plan;
use super::ops::simd::InstructionSet;

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
    let cells = INPUT.cells();
    assert!(pixels.len().is_multiple_of(cells));
    let (plan, weights) = prepared.joined(model);
    let mut logits = vec![0.0; pixels.len() / cells * CLASSES];
    let run = |part: &mut Part, pixels: &[f32], logits: &mut [f32]| {
        part.take(0..pixels.len() / cells);
        part.forward(plan, weights, pixels, 0..plan.steps.len(), Pass::Eval);
        logits.copy_from_slice(part.logits());
    };
    let new = || Part::new(plan, InstructionSet::best());
    if logits.len() <= PART * CLASSES {
        run(&mut new(), pixels, &mut logits);
        return logits;
    }
    let parts = pixels.par_chunks(PART * cells);
    let parts = parts.zip(logits.par_chunks_mut(PART * CLASSES));
    parts.for_each_init(new, |part, (pixels, logits)| run(part, pixels, logits));
    logits
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
