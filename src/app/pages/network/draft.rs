//! An architecture while it is edited: layers that may not fit together yet, what is wrong, and
//! how it can be mended.

use crate::network::Preset;
use crate::network::architecture::{Architecture, ArchitectureError, INPUT, shapes_of};
use crate::network::layer::{Layer, Misfit, Shape};

/// Paddings that are tried to mend a shape.
const MOST_PADDING: usize = 5;

/// The kinds of layer that can be added, by a layer of each.
pub fn kinds() -> Vec<Layer> {
    vec![
        Layer::Convolution {
            name: "conv".into(),
            channels: 8,
            kernel: (3, 3),
            stride: (1, 1),
            padding: (1, 1),
            dilation: (1, 1),
        },
        Layer::Relu,
        Layer::LeakyRelu { slope: 0.01 },
        Layer::Tanh,
        Layer::Sigmoid,
        Layer::MaxPool {
            kernel: (2, 2),
            stride: (2, 2),
        },
        Layer::AveragePool {
            kernel: (2, 2),
            stride: (2, 2),
        },
        Layer::Dropout { probability: 0.5 },
        Layer::BatchNorm { name: "bn".into() },
        Layer::Flatten,
        Layer::Linear {
            name: "fc".into(),
            inputs: 1,
            outputs: 10,
        },
    ]
}

/// A way to mend what is wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum Mend {
    Padding { layer: usize, padding: usize },
    Inputs { layer: usize, inputs: usize },
    Flatten { before: usize },
    TenOutputs { layer: usize },
}

/// The layers that are edited.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub layers: Vec<Layer>,
}

impl Draft {
    pub fn of(architecture: &Architecture) -> Self {
        Self {
            layers: architecture.layers().to_vec(),
        }
    }

    /// The lesson's net as the lesson prints it: conv1 without padding.
    pub fn lessons_mistake() -> Self {
        let mut draft = Self {
            layers: Preset::Lesson.layers(),
        };
        draft.mend(&Mend::Padding {
            layer: 0,
            padding: 0,
        });
        draft
    }

    pub fn check(&self) -> Result<Architecture, ArchitectureError> {
        Architecture::new(self.layers.clone())
    }

    /// The input's shape and each layer's output, as far as the layers fit together.
    pub fn shapes(&self) -> Vec<Shape> {
        shapes_of(INPUT, &self.layers).unwrap_or_else(|error| error.shapes)
    }

    /// Puts a layer of the same kind as `layer` at `index`, under a name that is free and with
    /// the number of inputs that it gets there.
    pub fn add(&mut self, index: usize, layer: &Layer) {
        let mut layer = layer.clone();
        let shapes = self.shapes();
        let given = shapes[index.min(shapes.len() - 1)].cells();
        match &mut layer {
            Layer::Linear { name, inputs, .. } => {
                *inputs = given;
                *name = self.free_name("fc");
            }
            Layer::Convolution { name, .. } => *name = self.free_name("conv"),
            Layer::BatchNorm { name } => *name = self.free_name("bn"),
            _ => {}
        }
        self.layers.insert(index.min(self.layers.len()), layer);
    }

    /// Takes the layer at `from` out and puts it before the one that is now at `to`; one beyond the
    /// last puts it at the end.
    pub fn move_layer(&mut self, from: usize, to: usize) {
        let to = if to > from { to - 1 } else { to };
        if from < self.layers.len() && to < self.layers.len() {
            let layer = self.layers.remove(from);
            self.layers.insert(to, layer);
        }
    }

    fn free_name(&self, stem: &str) -> String {
        let taken = |name: &str| self.layers.iter().any(|layer| layer.name() == Some(name));
        (1..)
            .map(|number| format!("{stem}{number}"))
            .find(|name| !taken(name))
            .unwrap_or_default()
    }

    /// What would help against this error.
    pub fn mends(&self, error: &ArchitectureError) -> Vec<Mend> {
        let layer = error.layer;
        match &error.misfit {
            Misfit::WrongInputs { given, .. } => {
                let inputs = Mend::Inputs {
                    layer,
                    inputs: *given,
                };
                self.padding_mend(error)
                    .into_iter()
                    .chain([inputs])
                    .collect()
            }
            Misfit::NeedsFlat { .. } => vec![Mend::Flatten { before: layer }],
            Misfit::KernelTooLarge { .. } => self.padding_mend(error).into_iter().collect(),
            Misfit::NotTen { .. }
                if matches!(self.layers.get(layer), Some(Layer::Linear { .. })) =>
            {
                vec![Mend::TenOutputs { layer }]
            }
            _ => Vec::new(),
        }
    }

    /// A padding of one convolution with which the layer at fault fits.
    fn padding_mend(&self, error: &ArchitectureError) -> Option<Mend> {
        (0..error.layer)
            .flat_map(|layer| {
                (1..=MOST_PADDING).map(move |padding| Mend::Padding { layer, padding })
            })
            .find(|mend| {
                let mut mended = self.clone();
                mended.mend(mend);
                mended != *self && mended.shapes().len() > error.layer + 1
            })
    }

    pub fn mend(&mut self, mend: &Mend) {
        match *mend {
            Mend::Padding { layer, padding } => {
                if let Some(Layer::Convolution { padding: old, .. }) = self.layers.get_mut(layer) {
                    *old = (padding, padding);
                }
            }
            Mend::Inputs { layer, inputs } => {
                if let Some(Layer::Linear { inputs: old, .. }) = self.layers.get_mut(layer) {
                    *old = inputs;
                }
            }
            Mend::Flatten { before } => self.layers.insert(before, Layer::Flatten),
            Mend::TenOutputs { layer } => {
                if let Some(Layer::Linear { outputs, .. }) = self.layers.get_mut(layer) {
                    *outputs = 10;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lessons_mistake_can_be_mended_in_two_ways() {
        let draft = Draft::lessons_mistake();
        let error = draft.check().unwrap_err();
        let mends = draft.mends(&error);
        assert_eq!(
            mends,
            [
                Mend::Padding {
                    layer: 0,
                    padding: 2,
                },
                Mend::Inputs {
                    layer: 7,
                    inputs: 256,
                },
            ]
        );
        for mend in mends {
            let mut mended = draft.clone();
            mended.mend(&mend);
            assert!(mended.check().is_ok(), "{mend:?}");
        }
    }

    #[test]
    fn added_layers_fit_where_they_are_put() {
        for kind in kinds() {
            let mut draft = Draft::of(&Architecture::lesson());
            let at = if matches!(kind, Layer::Linear { .. }) {
                7
            } else {
                1
            };
            draft.add(at, &kind);
            let shapes = draft.shapes();
            assert!(shapes.len() > at + 1, "{kind:?}");
        }
    }

    #[test]
    fn layers_move_up_and_down() {
        let lesson = Draft::of(&Architecture::lesson());
        for (from, to, at) in [(2, 0, 0), (0, 3, 2), (0, 12, 11), (4, 4, 4), (4, 5, 4)] {
            let mut draft = lesson.clone();
            draft.move_layer(from, to);
            assert_eq!(draft.layers[at], lesson.layers[from], "{from} to {to}");
            assert_eq!(draft.layers.len(), lesson.layers.len());
        }
        let mut draft = lesson.clone();
        draft.move_layer(3, 13);
        assert_eq!(draft, lesson);
    }

    #[test]
    fn names_stay_apart() {
        let mut draft = Draft::of(&Architecture::lesson());
        draft.add(1, &kinds()[0]);
        assert_eq!(draft.layers[1].name(), Some("conv3"));
    }
}
