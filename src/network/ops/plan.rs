//! An architecture as the fast pass runs it: steps over maps that have their channels last, and
//! the place of each weight.

use std::ops::Range;

use super::activation::Activation;
use super::conv_pool::ConvPool;
use super::convolution::Convolution;
use super::layout::transposed;
use super::linear::Linear;
use super::pooling::Pooling;
use crate::network::architecture::{Architecture, INPUT};
use crate::network::layer::{Layer, Shape};

/// One step's operation.
#[derive(Clone, Debug, PartialEq)]
pub enum Op {
    Convolution(Convolution),
    ConvPool(ConvPool),
    MaxPool(Pooling),
    AveragePool(Pooling),
    Activation(Activation),
    Linear(Linear),
    BatchNorm,
    Dropout {
        probability: f32,
    },
    /// Puts channels first again, for logits that come straight from maps.
    ChannelsFirst,
}

/// How a stage's numbers for one picture lie: cell after cell, each with its channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stage {
    pub channels: usize,
    pub cells: usize,
}

impl Stage {
    pub fn len(self) -> usize {
        self.channels * self.cells
    }

    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
}

/// One operation, from the stage before it to its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub op: Op,
    pub input: Stage,
    pub output: Stage,
    /// Index of the last layer that it stands for.
    pub layer: usize,
    /// Where its own parameters are among [`Plan::places`].
    pub parameters: Range<usize>,
}

/// Where a parameter lies among all weights, and in which order.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub range: Range<usize>,
    pub learned: bool,
    /// Along these the parameter is read: rows of channels×cells in a model, of cells×channels
    /// here.
    order: Stage,
}

/// The steps of an architecture.
#[derive(Clone, Debug)]
pub struct Plan {
    pub steps: Vec<Step>,
    /// In the order of [`Architecture::parameters`].
    pub places: Vec<Place>,
    /// How many weights are learned: they come first.
    pub learned: usize,
    /// All weights, running statistics included.
    pub weights: usize,
}

impl Plan {
    /// The fewest steps: layers that pay off together become one.
    pub fn new(architecture: &Architecture) -> Self {
        Self::with(architecture, true)
    }

    /// A step for each layer that computes, so that every stage can be seen.
    pub fn of_every_layer(architecture: &Architecture) -> Self {
        Self::with(architecture, false)
    }

    fn with(architecture: &Architecture, join: bool) -> Self {
        let (layers, shapes) = (architecture.layers(), architecture.shapes());
        let mut plan = Self {
            steps: Vec::new(),
            places: Vec::new(),
            learned: 0,
            weights: 0,
        };
        let mut stage = stage_of(INPUT);
        let mut layer = 0;
        while layer < layers.len() {
            let input = shapes[layer];
            let parameters = plan.add_parameters(&layers[layer], input, stage);
            let joined = if join {
                joined(&shapes[layer..], &layers[layer..])
            } else {
                None
            };
            let (op, count) = match joined {
                Some(op) => (Some(Op::ConvPool(op)), 3),
                None => (op_of(&layers[layer], input, shapes[layer + 1]), 1),
            };
            layer += count;
            if let Some(op) = op {
                let output = match shapes[layer] {
                    // A row keeps the order that it got from maps, until a linear layer.
                    Shape::Flat(_) if !matches!(op, Op::Linear(_)) => stage,
                    shape => stage_of(shape),
                };
                plan.steps.push(Step {
                    op,
                    input: stage,
                    output,
                    layer: layer - 1,
                    parameters,
                });
                stage = output;
            }
        }
        if stage.channels > 1 && stage.cells > 1 {
            plan.steps.push(Step {
                op: Op::ChannelsFirst,
                input: stage,
                output: Stage {
                    channels: stage.len(),
                    cells: 1,
                },
                layer: layers.len() - 1,
                parameters: 0..0,
            });
        }
        plan.place();
        plan
    }

    fn add_parameters(&mut self, layer: &Layer, input: Shape, stage: Stage) -> Range<usize> {
        let first = self.places.len();
        for spec in layer.parameters(input) {
            let order = match (layer, spec.dims.as_slice()) {
                (Layer::Convolution { .. }, [_, channels, height, width]) => Stage {
                    channels: *channels,
                    cells: height * width,
                },
                (Layer::Linear { .. }, [_, _]) => stage,
                (Layer::BatchNorm { .. }, _) if input.is_flat() => stage,
                _ => Stage {
                    channels: spec.len(),
                    cells: 1,
                },
            };
            self.places.push(Place {
                range: 0..spec.len(),
                learned: spec.learned,
                order,
            });
        }
        first..self.places.len()
    }

    /// Gives every parameter its place, the learned ones first.
    fn place(&mut self) {
        for learned in [true, false] {
            for place in self.places.iter_mut().filter(|p| p.learned == learned) {
                let start = self.weights;
                self.weights += place.range.len();
                place.range = start..self.weights;
            }
            if learned {
                self.learned = self.weights;
            }
        }
    }

    /// One parameter's numbers out of `weights`, in a model's order.
    pub fn read(&self, parameter: usize, weights: &[f32]) -> Vec<f32> {
        let place = &self.places[parameter];
        let mut values = vec![0.0; place.range.len()];
        let from = &weights[place.range.clone()];
        transposed(from, place.order.cells, place.order.channels, &mut values);
        values
    }

    /// Writes one parameter's numbers, in a model's order, to their place in `weights`.
    pub fn write(&self, parameter: usize, values: &[f32], weights: &mut [f32]) {
        let place = &self.places[parameter];
        let to = &mut weights[place.range.clone()];
        transposed(values, place.order.channels, place.order.cells, to);
    }

    /// The steps between batch normalisations, each of which starts a range of its own: it needs
    /// the whole batch's statistics.
    pub fn segments(&self) -> Vec<Range<usize>> {
        let starts = self.steps.iter().enumerate();
        let starts = starts.filter(|(_, step)| step.op == Op::BatchNorm);
        let mut bounds: Vec<usize> = starts.map(|(index, _)| index).collect();
        bounds.insert(0, 0);
        bounds.push(self.steps.len());
        bounds
            .windows(2)
            .map(|bounds| bounds[0]..bounds[1])
            .collect()
    }
}

fn stage_of(shape: Shape) -> Stage {
    let (channels, height, width) = shape.dims();
    Stage {
        channels,
        cells: height * width,
    }
}

/// The operation of one layer; a flatten needs none.
fn op_of(layer: &Layer, input: Shape, output: Shape) -> Option<Op> {
    let pooling = |kernel, stride| {
        let pooling = Pooling {
            input,
            output,
            kernel,
            stride,
        };
        pooling.reduced()
    };
    Some(match layer {
        Layer::Convolution {
            kernel,
            stride,
            padding,
            dilation,
            ..
        } => {
            let convolution = Convolution {
                input,
                output,
                kernel: *kernel,
                stride: *stride,
                padding: *padding,
                dilation: *dilation,
            };
            Op::Convolution(convolution.reduced())
        }
        Layer::Relu => Op::Activation(Activation::Relu),
        Layer::LeakyRelu { slope } => Op::Activation(Activation::LeakyRelu { slope: *slope }),
        Layer::Tanh => Op::Activation(Activation::Tanh),
        Layer::Sigmoid => Op::Activation(Activation::Sigmoid),
        Layer::MaxPool { kernel, stride } => Op::MaxPool(pooling(*kernel, *stride)),
        Layer::AveragePool { kernel, stride } => Op::AveragePool(pooling(*kernel, *stride)),
        Layer::Flatten => return None,
        Layer::Linear {
            inputs, outputs, ..
        } => Op::Linear(Linear {
            inputs: *inputs,
            outputs: *outputs,
        }),
        Layer::BatchNorm { .. } => Op::BatchNorm,
        Layer::Dropout { probability } => Op::Dropout {
            probability: *probability,
        },
    })
}

/// A convolution, ReLU and max pooling at the front, if they pay off together.
fn joined(shapes: &[Shape], layers: &[Layer]) -> Option<ConvPool> {
    let [convolution, Layer::Relu, pooling, ..] = layers else {
        return None;
    };
    let convolution = op_of(convolution, shapes[0], shapes[1])?;
    let pooling = op_of(pooling, shapes[2], shapes[3])?;
    match (convolution, pooling) {
        (Op::Convolution(convolution), Op::MaxPool(pooling))
            if ConvPool::joins(&convolution, &pooling) =>
        {
            Some(ConvPool {
                convolution,
                pooling,
            })
        }
        _ => None,
    }
}
