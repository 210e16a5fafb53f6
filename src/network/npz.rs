//! A trace as NumPy's `.npz`: a zip archive with one `.npy` array for each stage.
//!
//! Format: <https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>

use std::io::{Cursor, Write};

use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, result::ZipResult};

use super::layer::{Layer, Shape};
use super::trace::{Activations, Trace};

/// Header and data of an `.npy` file start at multiples of this.
const ALIGNMENT: usize = 64;

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
        } => format!("({channels}, {height}, {width})"),
        Shape::Flat(n) => format!("({n},)"),
    };
    let mut header = format!("{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}");
    let magic = b"\x93NUMPY\x01\x00";
    let before = magic.len() + size_of::<u16>();
    let padded = (before + header.len() + 1).next_multiple_of(ALIGNMENT) - before;
    header.push_str(&" ".repeat(padded - header.len() - 1));
    header.push('\n');
    let mut bytes = magic.to_vec();
    bytes.extend((header.len() as u16).to_le_bytes());
    bytes.extend(header.as_bytes());
    bytes.extend(stage.values.iter().flat_map(|value| value.to_le_bytes()));
    bytes
}
