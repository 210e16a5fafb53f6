//! A trace as NumPy's `.npz`: a zip archive with one `.npy` array for each stage.

use std::io::{Cursor, Write};

use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, result::ZipResult};

use super::layer::{Layer, Shape};
use super::trace::{Activations, Trace};
use crate::convolution::formats::npy;

impl Trace {
    /// The bytes of an `.npz` with the arrays `00_input`, `01_conv1`, `02_relu` and so on, C×H×W
    /// or flat, in 32-bit floats.
    pub fn to_npz(&self) -> ZipResult<Vec<u8>> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        let layers = self.model.architecture().layers().iter();
        let names = std::iter::once("input").chain(layers.map(name));
        for (index, (name, stage)) in names.zip(&self.stages).enumerate() {
            archive.start_file(format!("{index:02}_{name}.npy"), options)?;
            archive.write_all(&npy(stage))?;
        }
        Ok(archive.finish()?.into_inner())
    }
}

/// The name of a layer's tensors, or its kind.
fn name(layer: &Layer) -> &str {
    layer.name().unwrap_or(match layer {
        Layer::Relu => "relu",
        Layer::LeakyRelu { .. } => "leaky_relu",
        Layer::Tanh => "tanh",
        Layer::Sigmoid => "sigmoid",
        Layer::MaxPool { .. } => "max_pool",
        Layer::AveragePool { .. } => "average_pool",
        Layer::Dropout { .. } => "dropout",
        Layer::Flatten => "flatten",
        Layer::Convolution { .. } | Layer::BatchNorm { .. } | Layer::Linear { .. } => "layer",
    })
}

fn npy(stage: &Activations) -> Vec<u8> {
    let shape = match stage.shape {
        Shape::Maps {
            channels,
            height,
            width,
        } => vec![channels, height, width],
        Shape::Flat(n) => vec![n],
    };
    npy::bytes(&shape, &stage.values)
}
