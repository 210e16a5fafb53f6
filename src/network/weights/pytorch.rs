//! Weights in the file that PyTorch's `torch.save(net.state_dict(), …)` writes since version
//! 1.6: a zip archive with `data.pkl`, which says which tensor is where, and one entry of raw
//! numbers for each storage.

use std::io::{Cursor, Read};

use zip::{CompressionMethod, ZipArchive};

use super::pickle::{self, StoredTensor, Tensors};
use super::{Problem, TensorFile};

/// Largest `data.pkl` that is read: room for tens of thousands of tensors.
const MAX_PICKLE_BYTES: u64 = 4 << 20;

/// The one storage whose numbers are 32-bit floats.
const FLOAT_STORAGE: &str = "FloatStorage";

/// A parsed `state_dict`; the numbers stay in the archive.
pub struct PyTorchFile<'data> {
    bytes: &'data [u8],
    /// The folder inside the archive, with its slash: `model/`.
    folder: String,
    tensors: Tensors,
}

/// Whether the bytes start like a zip archive.
pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Whether the bytes start as PyTorch's files did before they were archives: with a pickle of the
/// number 0x1950a86a20f9469cfc6c.
pub fn is_old(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19")
}

impl<'data> PyTorchFile<'data> {
    pub fn parse(bytes: &'data [u8]) -> Result<Self, Problem> {
        let archive = open_archive(bytes)?;
        let folder = archive
            .file_names()
            .filter_map(Result::ok)
            .find_map(|name| name.strip_suffix("data.pkl").map(str::to_owned))
            .ok_or_else(|| bad("the archive holds no data.pkl"))?;
        let mut file = Self {
            bytes,
            folder,
            tensors: Tensors::new(),
        };
        if file
            .entry("byteorder", 16)
            .is_ok_and(|order| order == b"big")
        {
            return Err(bad("its numbers are big-endian"));
        }
        let pickled = file.entry("data.pkl", MAX_PICKLE_BYTES)?;
        file.tensors = pickle::read_state_dict(&pickled).map_err(|e| bad(&e.to_string()))?;
        Ok(file)
    }

    /// The bytes of an entry in the archive's folder, which may not be compressed: then they
    /// cannot be more than the file has.
    fn entry(&self, name: &str, most: u64) -> Result<Vec<u8>, Problem> {
        let path = format!("{}{name}", self.folder);
        let mut archive = open_archive(self.bytes)?;
        let entry = archive
            .by_name(&path)
            .map_err(|e| bad(&format!("{path}: {e}")))?;
        if entry.compression() != CompressionMethod::Stored {
            return Err(bad(&format!("{path} is compressed")));
        }
        let mut bytes = Vec::new();
        entry
            .take(most + 1)
            .read_to_end(&mut bytes)
            .map_err(|e| bad(&format!("{path}: {e}")))?;
        if bytes.len() as u64 > most {
            return Err(bad(&format!("{path} has more than {most} bytes")));
        }
        Ok(bytes)
    }
}

impl TensorFile for PyTorchFile<'_> {
    fn architecture(&self) -> Option<&str> {
        None
    }

    fn names(&self) -> Vec<&str> {
        self.tensors.keys().map(AsRef::as_ref).collect()
    }

    fn dims(&self, name: &str) -> Option<&[usize]> {
        self.tensors.get(name).map(|t| t.dims.as_slice())
    }

    fn read(&self, name: &str) -> Result<Vec<f32>, Problem> {
        let tensor = &self.tensors[name];
        if &*tensor.storage_type != FLOAT_STORAGE {
            return Err(Problem::WrongType {
                name: name.into(),
                found: tensor.storage_type.to_string(),
            });
        }
        let entry = format!("data/{}", tensor.storage);
        let bytes = self.entry(&entry, self.bytes.len() as u64)?;
        gather(tensor, bytes.as_chunks::<4>().0)
            .ok_or_else(|| bad(&format!("{name} reaches beyond the end of {entry}")))
    }
}

/// The tensor's numbers in row-major order out of its storage, whatever its strides; `None`
/// where they point outside.
fn gather(tensor: &StoredTensor, storage: &[[u8; 4]]) -> Option<Vec<f32>> {
    let count: usize = tensor.dims.iter().product();
    let mut values = Vec::with_capacity(count);
    for flat in 0..count {
        let mut rest = flat;
        let mut position = tensor.offset;
        for (dim, stride) in tensor.dims.iter().zip(&tensor.strides).rev() {
            position = position.checked_add((rest % dim).checked_mul(*stride)?)?;
            rest /= dim;
        }
        values.push(f32::from_le_bytes(*storage.get(position)?));
    }
    Some(values)
}

fn open_archive(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, Problem> {
    ZipArchive::new(Cursor::new(bytes)).map_err(|e| bad(&e.to_string()))
}

fn bad(what: &str) -> Problem {
    Problem::BadPyTorch(what.to_owned())
}
