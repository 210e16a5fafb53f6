//! Weights in the safetensors format, with the architecture in the header's metadata.

use std::collections::HashMap;

use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};

use super::{Problem, TensorFile};
use crate::network::model::Model;

/// Key of the metadata under which the list of layers stands, as JSON.
const ARCHITECTURE: &str = "architecture";

/// Bytes of the number at the start that says how long the header is.
const LENGTH_BYTES: usize = 8;

/// A parsed safetensors file; the numbers stay in the file's bytes.
pub struct SafetensorsFile<'data> {
    architecture: Option<String>,
    tensors: HashMap<String, TensorView<'data>>,
}

impl<'data> SafetensorsFile<'data> {
    pub fn parse(bytes: &'data [u8]) -> Result<Self, Problem> {
        check_header_length(bytes)?;
        let bad = |error: safetensors::SafeTensorError| Problem::BadSafetensors(error.to_string());
        let (_, metadata) = SafeTensors::read_metadata(bytes).map_err(bad)?;
        let tensors = SafeTensors::deserialize(bytes).map_err(bad)?.tensors();
        Ok(Self {
            architecture: metadata
                .metadata()
                .as_ref()
                .and_then(|entries| entries.get(ARCHITECTURE).cloned()),
            tensors: tensors.into_iter().collect(),
        })
    }
}

impl TensorFile for SafetensorsFile<'_> {
    fn architecture(&self) -> Option<&str> {
        self.architecture.as_deref()
    }

    fn names(&self) -> Vec<&str> {
        self.tensors.keys().map(String::as_str).collect()
    }

    fn dims(&self, name: &str) -> Option<&[usize]> {
        self.tensors.get(name).map(TensorView::shape)
    }

    fn read(&self, name: &str) -> Result<Vec<f32>, Problem> {
        let tensor = &self.tensors[name];
        if tensor.dtype() != Dtype::F32 {
            return Err(Problem::WrongType {
                name: name.into(),
                found: tensor.dtype().to_string(),
            });
        }
        let numbers = tensor.data().as_chunks::<4>().0;
        Ok(numbers.iter().map(|b| f32::from_le_bytes(*b)).collect())
    }
}

/// A file that is no safetensors file at all mostly shows by an absurd header length.
fn check_header_length(bytes: &[u8]) -> Result<(), Problem> {
    match bytes.split_first_chunk::<LENGTH_BYTES>() {
        Some((length, rest)) if u64::from_le_bytes(*length) <= rest.len() as u64 => Ok(()),
        _ => Err(Problem::Foreign),
    }
}

/// The file's bytes: the same for the same model, since tensors are sorted by name and the
/// metadata has one entry.
pub fn serialise(model: &Model) -> Vec<u8> {
    let layers = model.architecture().layers();
    let json = serde_json::to_string(layers).expect("layers are plain data");
    let bytes: Vec<(&str, &[usize], Vec<u8>)> = model
        .parameters()
        .iter()
        .map(|p| {
            let bytes = p.values.iter().flat_map(|v| v.to_le_bytes()).collect();
            (p.spec.name.as_str(), p.spec.dims.as_slice(), bytes)
        })
        .collect();
    let views = bytes.iter().map(|(name, dims, bytes)| {
        let view = TensorView::new(Dtype::F32, dims.to_vec(), bytes);
        (*name, view.expect("as many bytes as the sizes say"))
    });
    let metadata = HashMap::from([(ARCHITECTURE.to_owned(), json)]);
    safetensors::serialize(views, Some(metadata)).expect("sizes were checked by the architecture")
}
