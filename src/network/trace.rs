//! A forward pass that keeps every activation, as plain numbers: before and after each
//! activation function, since each is a layer of its own.

use super::layer::Shape;
use super::model::{Classification, Model, pixels_of};
use crate::grid::Grid;

/// What one stage holds for one picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Activations {
    pub shape: Shape,
    /// Channel after channel, row after row.
    pub values: Vec<f32>,
}

impl Activations {
    /// One feature map, row after row; one number of a row of numbers.
    pub fn map(&self, channel: usize) -> &[f32] {
        let (_, height, width) = self.shape.dims();
        let cells = height * width;
        &self.values[channel * cells..(channel + 1) * cells]
    }

    /// The value of one cell; 0 for row and column of a row of numbers.
    pub fn at(&self, channel: usize, row: usize, column: usize) -> f32 {
        let (_, _, width) = self.shape.dims();
        self.map(channel)[row * width + column]
    }

    /// The largest absolute value.
    pub fn max_abs(&self) -> f32 {
        max_abs(&self.values)
    }

    /// Whether any value is below 0.
    pub fn has_negative(&self) -> bool {
        // Whole chunks, which compare side by side.
        let below = |values: &[f32]| values.iter().fold(false, |any, v| any | (*v < 0.0));
        self.values.chunks(CHUNK).any(below)
    }
}

/// Numbers that are looked at side by side.
const CHUNK: usize = 64;

/// The largest absolute value, NaN aside; 0 for no numbers.
pub fn max_abs(values: &[f32]) -> f32 {
    // Many maxima side by side, since one alone would wait for itself at every number.
    let mut most = [0.0_f32; CHUNK];
    for chunk in values.chunks(CHUNK) {
        for (most, value) in most.iter_mut().zip(chunk) {
            let size = value.abs();
            *most = if size > *most { size } else { *most };
        }
    }
    most.into_iter().fold(0.0, f32::max)
}

/// Every activation of a model for one picture.
#[derive(Clone, Debug)]
pub struct Trace {
    /// The model that was traced.
    pub model: Model,
    /// Stage 0 is the input in −1..1, stage `i + 1` the output of layer `i`.
    pub stages: Vec<Activations>,
    /// The last stage and its softmax.
    pub classification: Classification,
}

/// Runs a model on a 28×28 picture, ink = 1 and paper = 0, and keeps everything.
pub fn trace(model: &Model, picture: &Grid) -> Trace {
    let pixels = pixels_of(std::slice::from_ref(picture));
    let outputs = model.stages(&pixels);
    let shapes = model.architecture().shapes().iter();
    let stages: Vec<Activations> = std::iter::once(pixels)
        .chain(outputs)
        .zip(shapes)
        .map(|(values, shape)| Activations {
            shape: *shape,
            values,
        })
        .collect();
    let logits = &stages[stages.len() - 1].values;
    let classification = Classification::from_logits(std::array::from_fn(|digit| logits[digit]));
    Trace {
        model: model.clone(),
        stages,
        classification,
    }
}
