//! The weights that a run begins with.

use serde::{Deserialize, Serialize};

use crate::network::layer::Initial;
use crate::network::model::Parameter;
use crate::network::{Architecture, Model};

/// How the weights of convolutions and linear layers are filled before the first step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Initialization {
    /// PyTorch's default: uniform in ±1/√fan_in, weights and biases.
    #[default]
    Pytorch,
    /// Uniform in ±√(6/fan_in), biases 0 (He, Zhang, Ren, Sun 2015): for ReLU.
    He,
    /// Uniform in ±√(6/(fan_in + fan_out)), biases 0 (Glorot and Bengio 2010): for tanh.
    Xavier,
    /// All weights 0: every kernel of a layer then gets the same gradient, and none ever learns
    /// anything of its own.
    Zero,
}

impl Initialization {
    pub const ALL: [Self; 4] = [Self::Pytorch, Self::He, Self::Xavier, Self::Zero];

    /// A network that has learned nothing yet. The same random numbers are drawn for each of
    /// them, and scaled.
    pub fn model(self, architecture: &Architecture, seed: u64) -> Model {
        let model = Model::seeded(architecture, seed);
        if self == Self::Pytorch {
            return model;
        }
        model.with_changed(|parameters| {
            for parameter in parameters {
                let factor = self.factor(parameter);
                parameter.values.iter_mut().for_each(|v| *v *= factor);
            }
        })
    }

    /// What PyTorch's numbers are multiplied with.
    fn factor(self, parameter: &Parameter) -> f32 {
        let Initial::Uniform { bound } = parameter.spec.initial else {
            return 1.0;
        };
        // O×I×h×w or O×I; a bias has one size.
        let [outputs, inputs, kernel @ ..] = parameter.spec.dims.as_slice() else {
            return 0.0;
        };
        let kernel = kernel.iter().product::<usize>() as f32;
        let (fan_in, fan_out) = (*inputs as f32 * kernel, *outputs as f32 * kernel);
        let wanted = match self {
            Self::Pytorch => bound,
            Self::He => (6.0 / fan_in).sqrt(),
            Self::Xavier => (6.0 / (fan_in + fan_out)).sqrt(),
            Self::Zero => 0.0,
        };
        wanted / bound
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn largest(model: &Model, name: &str) -> f32 {
        let values = &model.parameter(name).unwrap().values;
        values.iter().fold(0.0, |most, v| most.max(v.abs()))
    }

    #[test]
    fn weights_fill_the_range_that_the_papers_give() {
        let lesson = Architecture::lesson();
        // conv2.weight is 16×6×5×5, fc1.weight 120×400.
        let bounds = [
            (Initialization::Pytorch, [1.0 / 150_f32.sqrt(), 1.0 / 20.0]),
            (Initialization::He, [0.2, (6.0 / 400_f32).sqrt()]),
            (
                Initialization::Xavier,
                [(6.0 / 550_f32).sqrt(), (6.0 / 520_f32).sqrt()],
            ),
        ];
        for (initialization, [conv2, fc1]) in bounds {
            let model = initialization.model(&lesson, 7);
            for (name, bound) in [("conv2.weight", conv2), ("fc1.weight", fc1)] {
                let most = largest(&model, name);
                assert!(most <= bound * 1.0001, "{name}: {most} > {bound}");
                assert!(most > bound * 0.99, "{name}: {most} is far below {bound}");
            }
        }
        for name in ["conv1.weight", "conv1.bias", "fc3.weight"] {
            assert_eq!(largest(&Initialization::Zero.model(&lesson, 7), name), 0.0);
        }
        assert_eq!(
            largest(&Initialization::He.model(&lesson, 7), "fc1.bias"),
            0.0
        );
    }
}
