//! Weights in files: one interface over safetensors and PyTorch's `state_dict`.
//!
//! A file is read whole before anything is believed of it; every later allocation is bounded by
//! a size that was checked against the file's length or against the architecture.

mod pickle;
mod pickled;
mod pytorch;
mod safetensors;

use std::io;
use std::path::{Path, PathBuf};

use super::architecture::{Architecture, ArchitectureError, MAX_LAYERS};
use super::layer::{Layer, ParameterSpec};
use super::model::{Model, Parameter};
use crate::files::{self, ReadError, write_file};

/// Largest weights file that is opened: MAX_PARAMETERS in f32 and some room for names.
const MAX_BYTES: u64 = 256 << 20;

/// What to do about a file of PyTorch's that holds something else.
const SAVE: &str = "save it with torch.save(net.state_dict(), PATH)";

/// Most names in a message.
const LISTED: usize = 3;

/// A weights file that cannot be opened or written.
#[derive(Debug, thiserror::Error)]
#[error("{}: {problem}", path.display())]
pub struct WeightsError {
    pub path: PathBuf,
    pub problem: Problem,
}

/// What is wrong with a weights file.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    #[error(transparent)]
    File(#[from] ReadError),
    #[error("the file is empty")]
    Empty,
    #[error("cannot be written: {0}")]
    Unwritable(io::Error),
    #[error("neither safetensors nor a PyTorch state_dict: {SAVE}")]
    Foreign,
    #[error("written as PyTorch did before version 1.6: {SAVE}")]
    OldPyTorch,
    #[error("not a sound safetensors file: {0}")]
    BadSafetensors(String),
    #[error("not a sound PyTorch state_dict: {0}; {SAVE}")]
    BadPyTorch(String),
    #[error("the layers in it cannot be read: {0}")]
    BadLayers(String),
    #[error("the layers in it do not fit together: {0}")]
    Misfit(Box<ArchitectureError>),
    #[error("the tensor {name} is missing")]
    MissingTensor { name: String },
    #[error(
        "the tensor {name} is missing; instead there are {}: save it under this architecture's \
         names (of DataParallel, net.module.state_dict())",
        listed(instead)
    )]
    OtherTensors {
        name: String,
        /// The names that do not belong to this architecture, sorted.
        instead: Vec<String>,
    },
    #[error("the tensor {name} does not belong to this architecture")]
    UnexpectedTensor { name: String },
    #[error(
        "the tensor {name} has shape {}, not {}",
        sizes(found),
        sizes(expected)
    )]
    WrongShape {
        name: String,
        expected: Vec<usize>,
        found: Vec<usize>,
    },
    #[error("the tensor {name} is of type {found}: save it as 32-bit floats")]
    WrongType { name: String, found: String },
    #[error("the tensor {name} holds NaN or infinity: was its training run broken off?")]
    NotFinite { name: String },
}

/// The first of some names, as part of a line.
pub fn listed(names: &[String]) -> String {
    let mut words = names[..names.len().min(LISTED)].join(", ");
    if names.len() > LISTED {
        words += ", …";
    }
    words
}

fn sizes(dims: &[usize]) -> String {
    let dims: Vec<_> = dims.iter().map(usize::to_string).collect();
    format!("[{}]", dims.join(", "))
}

/// An opened file of named tensors, whatever its format.
trait TensorFile {
    /// The architecture that the file names, as JSON.
    fn architecture(&self) -> Option<&str>;

    fn names(&self) -> Vec<&str>;

    fn dims(&self, name: &str) -> Option<&[usize]>;

    /// The tensor's numbers, row-major. Called only once its sizes are those expected.
    fn read(&self, name: &str) -> Result<Vec<f32>, Problem>;
}

/// Opens a file of layers alone, which need not fit together.
pub fn open_layers(path: &Path) -> Result<Vec<Layer>, WeightsError> {
    read_file(path)
        .and_then(|bytes| layers_of(&bytes))
        .map_err(|problem| WeightsError {
            path: path.to_owned(),
            problem,
        })
}

/// Layers as the text of a file, and as they stand in a weights file's header.
pub fn layers_text(layers: &[Layer]) -> String {
    serde_json::to_string_pretty(layers).expect("layers are plain data")
}

fn layers_of(json: &[u8]) -> Result<Vec<Layer>, Problem> {
    let layers: Vec<Layer> =
        serde_json::from_slice(json).map_err(|error| Problem::BadLayers(error.to_string()))?;
    if layers.len() > MAX_LAYERS {
        let words = format!("{} layers, at most {MAX_LAYERS} are opened", layers.len());
        return Err(Problem::BadLayers(words));
    }
    Ok(layers)
}

/// Opens a weights file of either format.
pub(super) fn open(
    path: &Path,
    architecture: Option<&Architecture>,
) -> Result<Model, WeightsError> {
    read_file(path)
        .and_then(|bytes| parse(&bytes, architecture))
        .map_err(|problem| WeightsError {
            path: path.to_owned(),
            problem,
        })
}

/// Writes a safetensors file, or PyTorch's where the path ends in `.pt` or `.pth`: a temporary one
/// in the same folder first, then renamed.
pub(super) fn save(model: &Model, path: &Path) -> Result<(), WeightsError> {
    let ending = path.extension().map(|ending| ending.to_ascii_lowercase());
    let bytes = match ending {
        Some(ending) if ending == "pt" || ending == "pth" => pickled::serialise(model),
        _ => Ok(safetensors::serialise(model)),
    };
    let written = bytes.map_err(io::Error::from);
    let written = written.and_then(|bytes| write_file(path, &bytes));
    written.map_err(|error| WeightsError {
        path: path.to_owned(),
        problem: Problem::Unwritable(error),
    })
}

/// The model that safetensors bytes hold.
pub(super) fn from_safetensors(
    bytes: &[u8],
    architecture: Option<&Architecture>,
) -> Result<Model, Problem> {
    model_of(&safetensors::SafetensorsFile::parse(bytes)?, architecture)
}

fn parse(bytes: &[u8], architecture: Option<&Architecture>) -> Result<Model, Problem> {
    if pytorch::is_zip(bytes) {
        return model_of(&pytorch::PyTorchFile::parse(bytes)?, architecture);
    }
    if pytorch::is_old(bytes) {
        return Err(Problem::OldPyTorch);
    }
    from_safetensors(bytes, architecture)
}

fn read_file(path: &Path) -> Result<Vec<u8>, Problem> {
    let bytes = files::read_file(path, MAX_BYTES)?;
    if bytes.is_empty() {
        return Err(Problem::Empty);
    }
    Ok(bytes)
}

/// Takes each tensor that the architecture needs out of the file, by name.
fn model_of(file: &impl TensorFile, architecture: Option<&Architecture>) -> Result<Model, Problem> {
    let architecture = match (architecture, file.architecture()) {
        (Some(known), _) => known.clone(),
        (None, Some(json)) => Architecture::new(layers_of(json.as_bytes())?)
            .map_err(|error| Problem::Misfit(error.into()))?,
        (None, None) => Architecture::lesson(),
    };
    let specs = architecture.parameters();
    let foreign = foreign_names(file, &specs);
    refuse_unexpected(file, &specs, &foreign)?;
    let parameters = specs
        .into_iter()
        .map(|spec| parameter_of(file, spec, &foreign))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Model::assemble(architecture, parameters))
}

/// The tensors that do not belong to the architecture. The counter of batches that PyTorch keeps in
/// a batch normalisation says nothing about the network and is passed over.
fn foreign_names(file: &impl TensorFile, specs: &[ParameterSpec]) -> Vec<String> {
    let mut names: Vec<String> = file
        .names()
        .into_iter()
        .filter(|name| !name.ends_with(".num_batches_tracked"))
        .filter(|name| specs.iter().all(|spec| spec.name != *name))
        .map(str::to_owned)
        .collect();
    names.sort();
    names
}

/// As `load_state_dict` does by default.
fn refuse_unexpected(
    file: &impl TensorFile,
    specs: &[ParameterSpec],
    foreign: &[String],
) -> Result<(), Problem> {
    match foreign.first() {
        // Where a tensor is missing, that is said first, and what there is instead.
        Some(name) if specs.iter().all(|spec| file.dims(&spec.name).is_some()) => {
            Err(Problem::UnexpectedTensor { name: name.clone() })
        }
        _ => Ok(()),
    }
}

fn parameter_of(
    file: &impl TensorFile,
    spec: ParameterSpec,
    foreign: &[String],
) -> Result<Parameter, Problem> {
    let name = || spec.name.clone();
    let Some(found) = file.dims(&spec.name) else {
        return Err(missing(name(), foreign));
    };
    if found != spec.dims {
        return Err(Problem::WrongShape {
            name: name(),
            expected: spec.dims.clone(),
            found: found.to_vec(),
        });
    }
    let values = file.read(&spec.name)?;
    if !values.iter().all(|value| value.is_finite()) {
        return Err(Problem::NotFinite { name: name() });
    }
    Ok(Parameter { spec, values })
}

fn missing(name: String, foreign: &[String]) -> Problem {
    if foreign.is_empty() {
        return Problem::MissingTensor { name };
    }
    let instead = foreign.to_vec();
    Problem::OtherTensors { name, instead }
}
