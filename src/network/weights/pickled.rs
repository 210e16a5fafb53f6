//! Writes the `state_dict` that [`super::pytorch`] reads, as `torch.save` does: `torch.load` opens it.

use std::io::{Cursor, Write};

use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, result::ZipResult};

use crate::network::model::{Model, Parameter};

/// The folder inside the archive.
const FOLDER: &str = "archive";

/// The archive's bytes.
pub fn serialise(model: &Model) -> ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut add = |name: &str, bytes: &[u8]| -> ZipResult<()> {
        archive.start_file(format!("{FOLDER}/{name}"), options)?;
        archive.write_all(bytes)?;
        Ok(())
    };
    add("data.pkl", &dictionary(model.parameters()))?;
    add("byteorder", b"little")?;
    for (index, parameter) in model.parameters().iter().enumerate() {
        let numbers = parameter.values.iter().flat_map(|v| v.to_le_bytes());
        add(&format!("data/{index}"), &numbers.collect::<Vec<u8>>())?;
    }
    add("version", b"3\n")?;
    Ok(archive.finish()?.into_inner())
}

/// The pickle of an `OrderedDict` of tensors, each with a storage of its own.
fn dictionary(parameters: &[Parameter]) -> Vec<u8> {
    let mut pickle = vec![0x80, 2]; // PROTO 2
    empty_dictionary(&mut pickle);
    pickle.push(b'('); // MARK
    for (index, parameter) in parameters.iter().enumerate() {
        text(&mut pickle, &parameter.spec.name);
        tensor(&mut pickle, index, &parameter.spec.dims);
    }
    pickle.extend(b"u."); // SETITEMS, STOP
    pickle
}

/// `_rebuild_tensor_v2(storage, 0, dims, strides, False, OrderedDict())`
fn tensor(pickle: &mut Vec<u8>, index: usize, dims: &[usize]) {
    global(pickle, "torch._utils", "_rebuild_tensor_v2");
    pickle.extend(b"(("); // MARK, MARK
    text(pickle, "storage");
    global(pickle, "torch", "FloatStorage");
    text(pickle, &index.to_string());
    text(pickle, "cpu");
    int(pickle, dims.iter().product());
    pickle.extend(b"tQ"); // TUPLE, BINPERSID
    int(pickle, 0);
    let strides = (0..dims.len()).map(|axis| dims[axis + 1..].iter().product());
    for numbers in [dims.to_vec(), strides.collect()] {
        pickle.push(b'('); // MARK
        numbers.into_iter().for_each(|number| int(pickle, number));
        pickle.push(b't'); // TUPLE
    }
    pickle.push(0x89); // False
    empty_dictionary(pickle);
    pickle.extend(b"tR"); // TUPLE, REDUCE
}

fn empty_dictionary(pickle: &mut Vec<u8>) {
    global(pickle, "collections", "OrderedDict");
    pickle.extend(b")R"); // an empty tuple, REDUCE
}

fn global(pickle: &mut Vec<u8>, module: &str, name: &str) {
    pickle.extend(format!("c{module}\n{name}\n").into_bytes());
}

fn text(pickle: &mut Vec<u8>, text: &str) {
    pickle.push(b'X'); // BINUNICODE
    pickle.extend((text.len() as u32).to_le_bytes());
    pickle.extend(text.as_bytes());
}

/// Numbers here are far below 2³¹: a network has at most 50 million parameters.
fn int(pickle: &mut Vec<u8>, number: usize) {
    pickle.push(b'J'); // BININT
    pickle.extend((number as i32).to_le_bytes());
}
