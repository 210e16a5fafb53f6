//! Weights in files: one interface over safetensors and PyTorch's `state_dict`.
//!
//! A file is read whole before anything is believed of it; every later allocation is bounded by
//! a size that was checked against the file's length or against the architecture.

mod pickle;
mod pickled;
mod pytorch;
mod safetensors;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::architecture::Architecture;
use super::layer::ParameterSpec;
use super::model::{Model, Parameter};
use crate::files::write_file;

/// Largest weights file that is opened: MAX_PARAMETERS in f32 and some room for names.
const MAX_BYTES: u64 = 256 << 20;

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
    #[error("there is no such file")]
    NotFound,
    #[error("this is a folder: choose the weights file inside it")]
    Folder,
    #[error("the file is empty")]
    Empty,
    #[error("{size} bytes are too many for weights: at most {MAX_BYTES} are opened")]
    TooLarge { size: u64 },
    #[error("cannot be read: {0}")]
    Unreadable(io::Error),
    #[error("cannot be written: {0}")]
    Unwritable(io::Error),
    #[error(
        "neither safetensors nor a PyTorch state_dict: \
         its header would take {header} of {size} bytes"
    )]
    HeaderTooLong { header: u64, size: u64 },
    #[error("not a sound safetensors file: {0}")]
    BadSafetensors(String),
    #[error("not a sound PyTorch state_dict: {0}")]
    BadPyTorch(String),
    #[error("the architecture in its header cannot be used: {0}")]
    BadArchitecture(String),
    #[error("the tensor {name} is missing")]
    MissingTensor { name: String },
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
    from_safetensors(bytes, architecture)
}

fn read_file(path: &Path) -> Result<Vec<u8>, Problem> {
    let unreadable = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => Problem::NotFound,
        _ => Problem::Unreadable(error),
    };
    let metadata = path.metadata().map_err(unreadable)?;
    if metadata.is_dir() {
        return Err(Problem::Folder);
    }
    if metadata.len() > MAX_BYTES {
        return Err(Problem::TooLarge {
            size: metadata.len(),
        });
    }
    let mut bytes = Vec::new();
    File::open(path)
        .map_err(unreadable)?
        .take(MAX_BYTES)
        .read_to_end(&mut bytes)
        .map_err(Problem::Unreadable)?;
    if bytes.is_empty() {
        return Err(Problem::Empty);
    }
    Ok(bytes)
}

/// Takes each tensor that the architecture needs out of the file, by name.
fn model_of(file: &impl TensorFile, architecture: Option<&Architecture>) -> Result<Model, Problem> {
    let architecture = match (architecture, file.architecture()) {
        (Some(known), _) => known.clone(),
        (None, Some(json)) => {
            serde_json::from_str(json).map_err(|e| Problem::BadArchitecture(e.to_string()))?
        }
        (None, None) => Architecture::lesson(),
    };
    let specs = architecture.parameters();
    refuse_unexpected(file, &specs)?;
    let parameters = specs
        .into_iter()
        .map(|spec| parameter_of(file, spec))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Model::assemble(architecture, parameters))
}

/// As `load_state_dict` does by default. The counter of batches that PyTorch keeps in a batch
/// normalisation says nothing about the network and is passed over.
fn refuse_unexpected(file: &impl TensorFile, specs: &[ParameterSpec]) -> Result<(), Problem> {
    let unexpected = file
        .names()
        .into_iter()
        .filter(|name| !name.ends_with(".num_batches_tracked"))
        .filter(|name| specs.iter().all(|spec| spec.name != *name))
        .min();
    match unexpected {
        // A missing tensor says more about a file with foreign names than what it has instead.
        Some(name) if specs.iter().all(|spec| file.dims(&spec.name).is_some()) => {
            Err(Problem::UnexpectedTensor { name: name.into() })
        }
        _ => Ok(()),
    }
}

fn parameter_of(file: &impl TensorFile, spec: ParameterSpec) -> Result<Parameter, Problem> {
    let name = || spec.name.clone();
    let Some(found) = file.dims(&spec.name) else {
        return Err(Problem::MissingTensor { name: name() });
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
