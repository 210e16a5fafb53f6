//! An architecture as the PyTorch class that the lesson would write.

use super::architecture::Architecture;
use super::layer::{Layer, Pair, Shape};

impl Architecture {
    /// Python source of a `torch.nn.Module` called `Net`, whose `state_dict` has the names of
    /// this architecture's tensors. A line of `forward` begins with each layer that has weights.
    pub fn pytorch_class(&self) -> String {
        let modules: Vec<String> = self
            .layers()
            .iter()
            .zip(self.shapes())
            .filter_map(|(layer, input)| {
                let module = module(layer, *input)?;
                Some(format!("        self.{} = {module}\n", layer.name()?))
            })
            .collect();
        let steps: Vec<String> = steps(self.layers())
            .iter()
            .map(|step| format!("        x = {step}\n"))
            .collect();
        format!(
            "import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n\n\n\
             class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n{}\n    \
             def forward(self, x):\n{}        return x\n",
            modules.concat(),
            steps.concat(),
        )
    }
}

/// What `__init__` makes of a layer with weights.
fn module(layer: &Layer, input: Shape) -> Option<String> {
    let (channels, _, _) = input.dims();
    Some(match layer {
        Layer::Convolution {
            channels: outputs,
            kernel,
            stride,
            padding,
            dilation,
            ..
        } => format!(
            "nn.Conv2d({channels}, {outputs}, {}{}{}{})",
            pair(*kernel),
            option("stride", *stride, (1, 1)),
            option("padding", *padding, (0, 0)),
            option("dilation", *dilation, (1, 1)),
        ),
        Layer::Linear {
            inputs, outputs, ..
        } => format!("nn.Linear({inputs}, {outputs})"),
        Layer::BatchNorm { .. } if input.is_flat() => format!("nn.BatchNorm1d({channels})"),
        Layer::BatchNorm { .. } => format!("nn.BatchNorm2d({channels})"),
        _ => return None,
    })
}

/// The lines of `forward`, each an expression in `x`.
fn steps(layers: &[Layer]) -> Vec<String> {
    let mut steps: Vec<String> = Vec::new();
    for layer in layers {
        let begins = matches!(
            layer,
            Layer::Convolution { .. } | Layer::Linear { .. } | Layer::Flatten
        );
        let inner = if begins { None } else { steps.pop() };
        steps.push(call(layer, inner.as_deref().unwrap_or("x")));
    }
    steps
}

fn call(layer: &Layer, x: &str) -> String {
    match layer {
        Layer::Convolution { name, .. }
        | Layer::Linear { name, .. }
        | Layer::BatchNorm { name } => format!("self.{name}({x})"),
        Layer::Relu => format!("F.relu({x})"),
        Layer::LeakyRelu { slope } => format!("F.leaky_relu({x}, {slope})"),
        Layer::Tanh => format!("torch.tanh({x})"),
        Layer::Sigmoid => format!("torch.sigmoid({x})"),
        Layer::MaxPool { kernel, stride } => pool("max_pool2d", x, *kernel, *stride),
        Layer::AveragePool { kernel, stride } => pool("avg_pool2d", x, *kernel, *stride),
        Layer::Dropout { probability } => format!("F.dropout({x}, {probability}, self.training)"),
        Layer::Flatten => format!("torch.flatten({x}, 1)"),
    }
}

fn pool(function: &str, x: &str, kernel: Pair, stride: Pair) -> String {
    format!("F.{function}({x}, {}, {})", pair(kernel), pair(stride))
}

fn pair((rows, columns): Pair) -> String {
    if rows == columns {
        rows.to_string()
    } else {
        format!("({rows}, {columns})")
    }
}

fn option(name: &str, value: Pair, default: Pair) -> String {
    if value == default {
        return String::new();
    }
    format!(", {name}={}", pair(value))
}
