//! How large a step is in each layer: its gradient, its update, and the weights themselves.

use crate::network::model::Parameter;
use crate::network::{Architecture, Model};

/// Root mean squares over one layer's learned numbers, weights and biases together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LayerSize {
    pub weights: f32,
    /// Of the gradient of the batch's mean loss.
    pub gradient: f32,
    /// Of what the optimiser added to the weights.
    pub update: f32,
}

/// The names of the layers that learn, in order: what stands before the dot in their tensors'
/// names.
pub fn layer_names(architecture: &Architecture) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for spec in architecture.parameters().iter().filter(|s| s.learned) {
        let name = layer_of(&spec.name);
        if names.last().is_none_or(|last| last != name) {
            names.push(name.to_owned());
        }
    }
    names
}

fn layer_of(tensor: &str) -> &str {
    tensor.split_once('.').map_or(tensor, |(layer, _)| layer)
}

/// The sizes of one step, in the order of [`layer_names`]; `gradients` are those of the learned
/// tensors.
pub fn layer_sizes(before: &Model, after: &Model, gradients: &[Vec<f32>]) -> Vec<LayerSize> {
    let mut sizes: Vec<(String, Squares)> = Vec::new();
    for ((before, after), gradient) in learned(before).zip(learned(after)).zip(gradients) {
        let name = layer_of(&after.spec.name);
        if sizes.last().is_none_or(|(last, _)| last != name) {
            sizes.push((name.to_owned(), Squares::default()));
        }
        if let Some((_, squares)) = sizes.last_mut() {
            squares.add(&before.values, &after.values, gradient);
        }
    }
    sizes.iter().map(|(_, squares)| squares.roots()).collect()
}

fn learned(model: &Model) -> impl Iterator<Item = &Parameter> {
    model.parameters().iter().filter(|p| p.spec.learned)
}

/// Sums of squares.
#[derive(Default)]
struct Squares {
    count: usize,
    weights: f64,
    gradient: f64,
    update: f64,
}

impl Squares {
    fn add(&mut self, before: &[f32], after: &[f32], gradient: &[f32]) {
        let square = |value: f32| f64::from(value) * f64::from(value);
        self.count += after.len();
        self.weights += after.iter().map(|v| square(*v)).sum::<f64>();
        self.gradient += gradient.iter().map(|v| square(*v)).sum::<f64>();
        let changes = before.iter().zip(after).map(|(b, a)| square(a - b));
        self.update += changes.sum::<f64>();
    }

    fn roots(&self) -> LayerSize {
        let root = |sum: f64| (sum / self.count.max(1) as f64).sqrt() as f32;
        LayerSize {
            weights: root(self.weights),
            gradient: root(self.gradient),
            update: root(self.update),
        }
    }
}
