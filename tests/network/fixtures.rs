//! What the tests share: the fixture files and pictures in them.

use std::io::Read;
use std::path::PathBuf;

use convscope::grid::Grid;
use flate2::read::GzDecoder;

pub fn path(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests/fixtures/network", name]
        .iter()
        .collect()
}

pub fn json<T: serde::de::DeserializeOwned>(name: &str) -> T {
    serde_json::from_slice(&std::fs::read(path(name)).unwrap()).unwrap()
}

pub fn gunzipped(name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path(name)).unwrap();
    GzDecoder::new(file).read_to_end(&mut bytes).unwrap();
    bytes
}

/// A 28×28 picture, ink = 1, from bytes.
pub fn picture(bytes: &[u8]) -> Grid {
    let ink = bytes.iter().map(|b| f32::from(*b) / 255.0).collect();
    Grid::from_values(28, 28, ink).unwrap()
}
