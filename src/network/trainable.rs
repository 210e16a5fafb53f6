//! A model on its way through training: the same layers, the weights as candle variables.

use candle_core::{Device, Result, Tensor, Var};

use super::architecture::Architecture;
use super::forward::{self, Mode};
use super::layer::ParameterSpec;
use super::model::{Model, Parameter};

/// Weights that an optimiser changes in place. A [`Model`] is taken of it by copying.
pub struct Trainable {
    architecture: Architecture,
    specs: Vec<ParameterSpec>,
    vars: Vec<Var>,
    /// The variables seen as tensors; they share the variables' memory.
    tensors: Vec<Tensor>,
}

impl Trainable {
    pub(super) fn new(model: &Model) -> Result<Self> {
        let vars = model
            .parameters()
            .iter()
            .map(|p| {
                let values = p.values.clone();
                Var::from_vec(values, p.spec.dims.as_slice(), &Device::Cpu)
            })
            .collect::<Result<Vec<_>>>()?;
        Ok(Self {
            architecture: model.architecture().clone(),
            specs: model.parameters().iter().map(|p| p.spec.clone()).collect(),
            tensors: vars.iter().map(|var| var.as_tensor().clone()).collect(),
            vars,
        })
    }

    pub fn architecture(&self) -> &Architecture {
        &self.architecture
    }

    /// What is learned, with its names, in the order of [`Architecture::parameters`]. The
    /// running statistics of a batch normalisation are not among them.
    pub fn vars(&self) -> impl Iterator<Item = (&str, &Var)> {
        self.specs
            .iter()
            .zip(&self.vars)
            .filter(|(spec, _)| spec.learned)
            .map(|(spec, var)| (spec.name.as_str(), var))
    }

    /// Logits N×10 of a batch N×1×28×28 of pixels in −1..1, recorded for gradients.
    pub fn forward(&self, batch: &Tensor, mode: &mut Mode) -> Result<Tensor> {
        forward::forward(&self.architecture, &self.tensors, batch, mode)
    }

    /// The weights of this moment, copied.
    pub fn snapshot(&self) -> Result<Model> {
        let parameters = self
            .specs
            .iter()
            .zip(&self.vars)
            .map(|(spec, var)| {
                Ok(Parameter {
                    spec: spec.clone(),
                    values: var.flatten_all()?.to_vec1()?,
                })
            })
            .collect::<Result<Vec<_>>>()?;
        Ok(Model::assemble(self.architecture.clone(), parameters))
    }
}
