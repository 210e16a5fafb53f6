//! One layer: what it is, the shape that it makes of its input, and the tensors that it learns.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::convolution::geometry::{Axis, AxisError, Setting};
use crate::convolution::kernel::MAX_SIDE;

/// Rows, then columns.
pub type Pair = (usize, usize);

/// Largest kernel of a convolution along one axis.
pub const MAX_KERNEL: usize = MAX_SIDE;

/// What flows between two layers, for one picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Feature maps, C×H×W.
    Maps {
        channels: usize,
        height: usize,
        width: usize,
    },
    /// A row of numbers.
    Flat(usize),
}

impl Shape {
    pub fn maps(channels: usize, height: usize, width: usize) -> Self {
        Self::Maps {
            channels,
            height,
            width,
        }
    }

    /// (channels, height, width); a row of `n` numbers counts as `n` channels of one cell each.
    pub fn dims(self) -> (usize, usize, usize) {
        match self {
            Self::Maps {
                channels,
                height,
                width,
            } => (channels, height, width),
            Self::Flat(n) => (n, 1, 1),
        }
    }

    /// How many numbers it holds.
    pub fn cells(self) -> usize {
        let (channels, height, width) = self.dims();
        channels.saturating_mul(height).saturating_mul(width)
    }

    pub fn is_flat(self) -> bool {
        matches!(self, Self::Flat(_))
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Maps {
                channels,
                height,
                width,
            } => write!(f, "{channels}×{height}×{width}"),
            Self::Flat(n) => write!(f, "{n}"),
        }
    }
}

/// One layer. Sizes mean what they mean in PyTorch's module of the same name; the number of
/// input channels is not said, it follows from the layer before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Layer {
    /// `Conv2d` with zero padding and a bias.
    Convolution {
        name: String,
        channels: usize,
        kernel: Pair,
        stride: Pair,
        padding: Pair,
        dilation: Pair,
    },
    /// `ReLU`: max(0, x).
    Relu,
    /// `LeakyReLU`: x where x > 0, else slope · x.
    LeakyRelu { slope: f32 },
    /// `Tanh`.
    Tanh,
    /// `Sigmoid`: 1 / (1 + e^−x).
    Sigmoid,
    /// `MaxPool2d` without padding.
    MaxPool { kernel: Pair, stride: Pair },
    /// `AvgPool2d` without padding.
    AveragePool { kernel: Pair, stride: Pair },
    /// `Dropout`: while training, each value is zeroed with this probability and the others are
    /// divided by 1 − probability; otherwise nothing happens.
    Dropout { probability: f32 },
    /// `BatchNorm2d` over maps, `BatchNorm1d` over a row of numbers; ε = 1e-5, momentum 0.1.
    BatchNorm { name: String },
    /// `Flatten`: channel after channel, row after row.
    Flatten,
    /// `Linear` with a bias.
    Linear {
        name: String,
        inputs: usize,
        outputs: usize,
    },
}

/// Why a layer cannot take the shape that it is given. The sentences use the words and the
/// numbers of the size formula, floor((n + 2p − d(k − 1) − 1) / s) + 1.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Misfit {
    #[error(
        "the kernel spans {span}, the padded input only {padded}: \
         {size} + 2·{padding} − {span} = {room}, which is below 0",
        padded = size + 2 * padding,
        room = *size as i128 + 2 * *padding as i128 - *span as i128
    )]
    KernelTooLarge {
        /// Cells that the kernel spans along the axis, dilation included.
        span: usize,
        /// Cells of the input along the axis.
        size: usize,
        /// Cells of padding on each side.
        padding: usize,
    },
    #[error("expects {expected} inputs, but gets {given}{}", from.map(|s| format!(" ({s})")).unwrap_or_default())]
    WrongInputs {
        expected: usize,
        given: usize,
        /// The maps that were flattened into these inputs.
        from: Option<Shape>,
    },
    #[error("needs a row of numbers, but gets {given}: put a flatten before it")]
    NeedsFlat { given: Shape },
    #[error("needs maps, but gets a row of {given} numbers: it must stand before the flatten")]
    NeedsMaps { given: usize },
    #[error("its {what} must be at least 1")]
    Zero { what: &'static str },
    #[error("its kernel may be at most {MAX_KERNEL} along each side")]
    KernelLimit,
    #[error("its probability must lie between 0 and 1, 1 excluded")]
    Probability,
    #[error("its slope must be a number")]
    Slope,
    #[error("the name “{name}” is used twice")]
    DuplicateName { name: String },
    #[error("a name needs letters, digits or _ and no space, and starts with a letter")]
    BadName,
    #[error("it is too large: more than {limit} {what}")]
    TooLarge { limit: usize, what: &'static str },
    #[error("the last layer must give 10 numbers, one a digit; it gives {given}")]
    NotTen { given: Shape },
}

/// How a tensor is filled before training.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Initial {
    /// Uniform in ±bound: PyTorch's default for `Conv2d` and `Linear`, where
    /// `kaiming_uniform_(a=√5)` comes to a bound of 1/√fan_in, for weight and bias alike.
    Uniform {
        bound: f32,
    },
    Constant(f32),
}

/// One of a layer's tensors.
#[derive(Clone, Debug, PartialEq)]
pub struct ParameterSpec {
    /// Named as in a PyTorch `state_dict`: `conv1.weight`.
    pub name: String,
    pub dims: Vec<usize>,
    pub initial: Initial,
    /// False for the running statistics of a batch normalisation, which are kept, not learned.
    pub learned: bool,
}

impl ParameterSpec {
    /// How many numbers it holds.
    pub fn len(&self) -> usize {
        self.dims.iter().product()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Layer {
    /// The name that its tensors carry, for the layers that have some.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Convolution { name, .. }
            | Self::BatchNorm { name }
            | Self::Linear { name, .. } => Some(name),
            _ => None,
        }
    }

    /// The same, to be changed.
    pub fn name_mut(&mut self) -> Option<&mut String> {
        match self {
            Self::Convolution { name, .. }
            | Self::BatchNorm { name }
            | Self::Linear { name, .. } => Some(name),
            _ => None,
        }
    }

    /// Whether it is an activation function.
    pub fn is_activation(&self) -> bool {
        matches!(
            self,
            Self::Relu | Self::LeakyRelu { .. } | Self::Tanh | Self::Sigmoid
        )
    }

    /// The shape that it makes of `input`.
    pub fn output_shape(&self, input: Shape) -> Result<Shape, Misfit> {
        match self {
            Self::Convolution {
                channels,
                kernel,
                stride,
                padding,
                dilation,
                ..
            } => {
                at_least_one(*channels, "number of channels")?;
                if kernel.0.max(kernel.1) > MAX_KERNEL {
                    return Err(Misfit::KernelLimit);
                }
                slide(
                    input,
                    Some(*channels),
                    *kernel,
                    *stride,
                    *padding,
                    *dilation,
                )
            }
            Self::MaxPool { kernel, stride } | Self::AveragePool { kernel, stride } => {
                slide(input, None, *kernel, *stride, (0, 0), (1, 1))
            }
            Self::Flatten => Ok(Shape::Flat(input.cells())),
            Self::Linear {
                inputs, outputs, ..
            } => linear_shape(input, *inputs, *outputs),
            Self::Dropout { probability } if !(0.0..1.0).contains(probability) => {
                Err(Misfit::Probability)
            }
            Self::LeakyRelu { slope } if !slope.is_finite() => Err(Misfit::Slope),
            _ => Ok(input),
        }
    }

    /// Its tensors, for an input of this shape, in PyTorch's order.
    pub fn parameters(&self, input: Shape) -> Vec<ParameterSpec> {
        let (input_channels, _, _) = input.dims();
        match self {
            Self::Convolution {
                name,
                channels,
                kernel,
                ..
            } => weight_and_bias(name, vec![*channels, input_channels, kernel.0, kernel.1]),
            Self::Linear {
                name,
                inputs,
                outputs,
            } => weight_and_bias(name, vec![*outputs, *inputs]),
            Self::BatchNorm { name } => [
                ("weight", 1.0, true),
                ("bias", 0.0, true),
                ("running_mean", 0.0, false),
                ("running_var", 1.0, false),
            ]
            .map(|(part, value, learned)| ParameterSpec {
                name: format!("{name}.{part}"),
                dims: vec![input_channels],
                initial: Initial::Constant(value),
                learned,
            })
            .into(),
            _ => Vec::new(),
        }
    }

    /// Multiplications with an addition for one picture: of convolutions and linear layers.
    /// Pooling, normalisation and activation functions count as none.
    pub fn multiply_adds(&self, input: Shape, output: Shape) -> usize {
        match self {
            Self::Convolution { kernel, .. } => {
                output.cells() * input.dims().0 * kernel.0 * kernel.1
            }
            Self::Linear {
                inputs, outputs, ..
            } => inputs * outputs,
            _ => 0,
        }
    }
}

fn weight_and_bias(name: &str, dims: Vec<usize>) -> Vec<ParameterSpec> {
    let fan_in: usize = dims[1..].iter().product();
    let initial = Initial::Uniform {
        bound: 1.0 / (fan_in as f32).sqrt(),
    };
    let bias = vec![dims[0]];
    [("weight", dims), ("bias", bias)]
        .map(|(part, dims)| ParameterSpec {
            name: format!("{name}.{part}"),
            dims,
            initial,
            learned: true,
        })
        .into()
}

fn at_least_one(size: usize, what: &'static str) -> Result<(), Misfit> {
    if size == 0 {
        return Err(Misfit::Zero { what });
    }
    Ok(())
}

fn linear_shape(input: Shape, inputs: usize, outputs: usize) -> Result<Shape, Misfit> {
    at_least_one(inputs, "number of inputs")?;
    at_least_one(outputs, "number of outputs")?;
    match input {
        Shape::Maps { .. } => Err(Misfit::NeedsFlat { given: input }),
        Shape::Flat(given) if given != inputs => Err(Misfit::WrongInputs {
            expected: inputs,
            given,
            from: None,
        }),
        Shape::Flat(_) => Ok(Shape::Flat(outputs)),
    }
}

/// The shape after a window has slid over maps; `channels` of them, or as many as before.
fn slide(
    input: Shape,
    channels: Option<usize>,
    kernel: Pair,
    stride: Pair,
    padding: Pair,
    dilation: Pair,
) -> Result<Shape, Misfit> {
    let (input_channels, height, width) = match input {
        Shape::Maps {
            channels,
            height,
            width,
        } => (channels, height, width),
        Shape::Flat(given) => return Err(Misfit::NeedsMaps { given }),
    };
    Ok(Shape::maps(
        channels.unwrap_or(input_channels),
        extent(height, kernel.0, stride.0, padding.0, dilation.0)?,
        extent(width, kernel.1, stride.1, padding.1, dilation.1)?,
    ))
}

/// Cells along one axis after a window has slid over `size` of them.
fn extent(
    size: usize,
    kernel: usize,
    stride: usize,
    padding: usize,
    dilation: usize,
) -> Result<usize, Misfit> {
    let axis = Axis {
        kernel,
        stride,
        padding: (padding, padding),
        dilation,
    };
    axis.output(size).map_err(|error| match error {
        AxisError::Zero { setting } => Misfit::Zero {
            what: match setting {
                Setting::Stride => "stride",
                Setting::Dilation => "dilation",
                _ => "kernel",
            },
        },
        AxisError::KernelTooLarge { axis, size } => Misfit::KernelTooLarge {
            span: axis.span(),
            size,
            padding,
        },
    })
}
