//! A list of layers whose shapes have been checked: it reads a digit and ends in ten logits.

use std::collections::HashSet;
use std::fmt;
use std::iter::Sum;

use serde::{Deserialize, Serialize};

use super::layer::{Layer, Misfit, ParameterSpec, Shape};

/// What every network reads: one 28×28 picture of a digit.
pub const INPUT: Shape = Shape::Maps {
    channels: 1,
    height: 28,
    width: 28,
};

/// Classes, one a digit.
pub const CLASSES: usize = 10;

/// Most parameters that a network may have: 200 MB of weights, and three times that in training.
pub const MAX_PARAMETERS: usize = 50_000_000;

/// Most cells that all layers together may put out for one picture.
pub const MAX_CELLS: usize = 10_000_000;

/// Most layers.
pub const MAX_LAYERS: usize = 200;

/// A list of layers that does not fit together.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("layer {}{}: {misfit}", layer + 1, Named(name))]
pub struct ArchitectureError {
    /// Index of the layer at fault.
    pub layer: usize,
    /// Its name, if it has one.
    pub name: Option<String>,
    /// What is wrong there.
    pub misfit: Misfit,
    /// The shapes up to the layer at fault: its input comes last.
    pub shapes: Vec<Shape>,
}

struct Named<'a>(&'a Option<String>);

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(name) => write!(f, " ({name})"),
            None => Ok(()),
        }
    }
}

/// What a layer, or a whole network, costs for one picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Learned numbers.
    pub parameters: usize,
    /// Multiplications with an addition.
    pub multiply_adds: usize,
    /// Bytes of all tensors and of what the layer puts out, in 32-bit floats.
    pub bytes: usize,
}

/// A network's layers in order, from a 28×28 picture to ten logits. Always valid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Layer>", into = "Vec<Layer>")]
pub struct Architecture {
    layers: Vec<Layer>,
    shapes: Vec<Shape>,
}

impl Architecture {
    /// Checks that the layers fit together, read a digit and end in ten logits.
    pub fn new(layers: Vec<Layer>) -> Result<Self, ArchitectureError> {
        let shapes = shapes_of(INPUT, &layers)?;
        let given = shapes[layers.len()];
        if given != Shape::Flat(CLASSES) {
            let last = layers.len().saturating_sub(1);
            return Err(error_at(last, &layers, Misfit::NotTen { given }, shapes));
        }
        Ok(Self { layers, shapes })
    }

    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// The input's shape, then each layer's output: one more than there are layers.
    pub fn shapes(&self) -> &[Shape] {
        &self.shapes
    }

    /// Numbers that the input and all layers put out for one picture.
    pub fn cells(&self) -> usize {
        self.shapes.iter().map(|shape| shape.cells()).sum()
    }

    /// The tensors of every layer, in order.
    pub fn parameters(&self) -> Vec<ParameterSpec> {
        self.layers
            .iter()
            .zip(&self.shapes)
            .flat_map(|(layer, input)| layer.parameters(*input))
            .collect()
    }

    /// How many numbers it learns.
    pub fn parameter_count(&self) -> usize {
        self.total_cost().parameters
    }

    /// What the layer of this index costs.
    pub fn cost(&self, layer: usize) -> Cost {
        cost_of(
            &self.layers[layer],
            self.shapes[layer],
            self.shapes[layer + 1],
        )
    }

    /// What all layers cost together.
    pub fn total_cost(&self) -> Cost {
        (0..self.layers.len()).map(|layer| self.cost(layer)).sum()
    }
}

impl Sum for Cost {
    fn sum<I: Iterator<Item = Self>>(costs: I) -> Self {
        costs.fold(Self::default(), |sum, cost| Self {
            parameters: sum.parameters + cost.parameters,
            multiply_adds: sum.multiply_adds + cost.multiply_adds,
            bytes: sum.bytes + cost.bytes,
        })
    }
}

impl TryFrom<Vec<Layer>> for Architecture {
    type Error = ArchitectureError;

    fn try_from(layers: Vec<Layer>) -> Result<Self, ArchitectureError> {
        Self::new(layers)
    }
}

impl From<Architecture> for Vec<Layer> {
    fn from(architecture: Architecture) -> Self {
        architecture.layers
    }
}

/// The shapes that `layers` make of `input`, which comes first: one more than there are layers.
pub fn shapes_of(input: Shape, layers: &[Layer]) -> Result<Vec<Shape>, ArchitectureError> {
    let mut shapes = vec![input];
    let mut names = HashSet::new();
    let mut sizes = Sizes::default();
    for (index, layer) in layers.iter().enumerate() {
        let checked = check_name(layer, &mut names)
            .and_then(|()| layer.output_shape(shapes[index]))
            .and_then(|output| {
                sizes.add(layer, shapes[index], output)?;
                Ok(output)
            });
        match checked {
            Ok(output) => shapes.push(output),
            Err(misfit) => {
                let misfit = with_origin(misfit, &shapes);
                return Err(error_at(index, layers, misfit, shapes));
            }
        }
    }
    Ok(shapes)
}

/// What `layer` costs between these two shapes.
pub fn cost_of(layer: &Layer, input: Shape, output: Shape) -> Cost {
    let tensors = layer.parameters(input);
    let count = |learned_only: bool| -> usize {
        tensors
            .iter()
            .filter(|t| t.learned || !learned_only)
            .map(ParameterSpec::len)
            .sum()
    };
    Cost {
        parameters: count(true),
        multiply_adds: layer.multiply_adds(input, output),
        bytes: size_of::<f32>() * (count(false) + output.cells()),
    }
}

fn error_at(
    layer: usize,
    layers: &[Layer],
    misfit: Misfit,
    shapes: Vec<Shape>,
) -> ArchitectureError {
    ArchitectureError {
        layer,
        name: layers.get(layer).and_then(|l| l.name().map(str::to_owned)),
        misfit,
        shapes,
    }
}

/// A linear layer sees only how many numbers come; the sentence also says from which maps.
fn with_origin(misfit: Misfit, shapes: &[Shape]) -> Misfit {
    let last_maps = shapes.iter().rev().find(|s| !s.is_flat());
    match misfit {
        Misfit::WrongInputs {
            expected, given, ..
        } => Misfit::WrongInputs {
            expected,
            given,
            from: last_maps.copied().filter(|s| s.cells() == given),
        },
        other => other,
    }
}

fn check_name<'a>(layer: &'a Layer, names: &mut HashSet<&'a str>) -> Result<(), Misfit> {
    let Some(name) = layer.name() else {
        return Ok(());
    };
    let starts_well = name.starts_with(|c: char| c.is_ascii_alphabetic());
    if !starts_well || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return Err(Misfit::BadName);
    }
    if !names.insert(name) {
        return Err(Misfit::DuplicateName { name: name.into() });
    }
    Ok(())
}

/// Cells of a convolution's input with its padding, which is copied into zeros to be read.
fn padded_cells(layer: &Layer, input: Shape) -> usize {
    let (channels, height, width) = input.dims();
    match layer {
        Layer::Convolution { padding, .. } => {
            let side = |size: usize, padding: usize| size.saturating_add(padding.saturating_mul(2));
            let cells = side(height, padding.0).saturating_mul(side(width, padding.1));
            cells.saturating_mul(channels)
        }
        _ => 0,
    }
}

/// What the layers so far come to.
#[derive(Default)]
struct Sizes {
    layers: usize,
    cells: usize,
    parameters: usize,
}

impl Sizes {
    fn add(&mut self, layer: &Layer, input: Shape, output: Shape) -> Result<(), Misfit> {
        self.layers += 1;
        if self.layers > MAX_LAYERS {
            return Err(Misfit::TooLarge {
                limit: MAX_LAYERS,
                what: "layers",
            });
        }
        self.cells = self.cells.saturating_add(output.cells());
        if self.cells > MAX_CELLS || padded_cells(layer, input) > MAX_CELLS {
            return Err(Misfit::TooLarge {
                limit: MAX_CELLS,
                what: "cells",
            });
        }
        // In u128, so that sizes typed by hand cannot wrap around.
        let added: u128 = layer
            .parameters(input)
            .iter()
            .map(|p| p.dims.iter().map(|d| *d as u128).product::<u128>())
            .sum();
        let total = self.parameters as u128 + added;
        if total > MAX_PARAMETERS as u128 {
            return Err(Misfit::TooLarge {
                limit: MAX_PARAMETERS,
                what: "parameters",
            });
        }
        self.parameters = total as usize;
        Ok(())
    }
}
