//! Architectures to start from.

use super::architecture::Architecture;
use super::layer::Layer;

/// A known architecture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// The lesson's net, with `conv1` padded by 2 so that it fits a 28×28 picture.
    Lesson,
    /// LeNet-5 (LeCun, Bottou, Bengio, Haffner 1998): average pooling and tanh. The paper's
    /// partly connected C3, its trained subsampling and its radial output units are replaced by
    /// today's plain layers, and its 32×32 input by padding.
    LeNet5,
    /// A net of a few thousand parameters.
    Tiny,
    /// Four 3×3 convolutions with batch normalisation, and dropout.
    Deeper,
    /// One linear layer on the pixels.
    LinearClassifier,
    /// Two linear layers on the pixels.
    Perceptron,
}

impl Preset {
    pub const ALL: [Self; 6] = [
        Self::Lesson,
        Self::LeNet5,
        Self::Tiny,
        Self::Deeper,
        Self::LinearClassifier,
        Self::Perceptron,
    ];

    /// Its layers.
    pub fn layers(self) -> Vec<Layer> {
        match self {
            Self::Lesson => lesson(),
            Self::LeNet5 => lenet5(),
            Self::Tiny => tiny(),
            Self::Deeper => deeper(),
            Self::LinearClassifier => vec![Layer::Flatten, linear("fc1", 784, 10)],
            Self::Perceptron => vec![
                Layer::Flatten,
                linear("fc1", 784, 128),
                Layer::Relu,
                linear("fc2", 128, 10),
            ],
        }
    }

    pub fn architecture(self) -> Architecture {
        Architecture::new(self.layers()).expect("every preset fits together: a test builds them")
    }
}

impl Architecture {
    /// The lesson's net: 61,706 parameters.
    pub fn lesson() -> Self {
        Preset::Lesson.architecture()
    }
}

fn lesson() -> Vec<Layer> {
    vec![
        convolution("conv1", 6, 5, 2),
        Layer::Relu,
        max_pool(2),
        convolution("conv2", 16, 5, 0),
        Layer::Relu,
        max_pool(2),
        Layer::Flatten,
        linear("fc1", 400, 120),
        Layer::Relu,
        linear("fc2", 120, 84),
        Layer::Relu,
        linear("fc3", 84, 10),
    ]
}

fn lenet5() -> Vec<Layer> {
    vec![
        convolution("conv1", 6, 5, 2),
        Layer::Tanh,
        average_pool(2),
        convolution("conv2", 16, 5, 0),
        Layer::Tanh,
        average_pool(2),
        convolution("conv3", 120, 5, 0),
        Layer::Tanh,
        Layer::Flatten,
        linear("fc1", 120, 84),
        Layer::Tanh,
        linear("fc2", 84, 10),
    ]
}

fn tiny() -> Vec<Layer> {
    vec![
        convolution("conv1", 4, 3, 1),
        Layer::Relu,
        max_pool(2),
        convolution("conv2", 8, 3, 0),
        Layer::Relu,
        max_pool(2),
        Layer::Flatten,
        linear("fc1", 288, 10),
    ]
}

fn deeper() -> Vec<Layer> {
    let mut layers = Vec::new();
    for (index, channels) in [(1, 16), (2, 16), (3, 32), (4, 32)] {
        layers.extend([
            convolution(&format!("conv{index}"), channels, 3, 1),
            Layer::BatchNorm {
                name: format!("bn{index}"),
            },
            Layer::Relu,
        ]);
        if index % 2 == 0 {
            layers.push(max_pool(2));
        }
    }
    layers.extend([
        Layer::Flatten,
        linear("fc1", 1568, 128),
        Layer::Relu,
        Layer::Dropout { probability: 0.5 },
        linear("fc2", 128, 10),
    ]);
    layers
}

fn convolution(name: &str, channels: usize, kernel: usize, padding: usize) -> Layer {
    Layer::Convolution {
        name: name.into(),
        channels,
        kernel: (kernel, kernel),
        stride: (1, 1),
        padding: (padding, padding),
        dilation: (1, 1),
    }
}

fn max_pool(size: usize) -> Layer {
    Layer::MaxPool {
        kernel: (size, size),
        stride: (size, size),
    }
}

fn average_pool(size: usize) -> Layer {
    Layer::AveragePool {
        kernel: (size, size),
        stride: (size, size),
    }
}

fn linear(name: &str, inputs: usize, outputs: usize) -> Layer {
    Layer::Linear {
        name: name.into(),
        inputs,
        outputs,
    }
}
