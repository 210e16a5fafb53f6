//! What the tests share: the fixture files, and what they are made of.

use std::io::Read;
use std::path::PathBuf;

use convscope::convolution::{Convolution, Kernel, Padding, PaddingMode};
use convscope::grid::Grid;
use flate2::read::GzDecoder;
use serde::Deserialize;

/// A grid as the fixtures keep it.
#[derive(Deserialize)]
pub struct Numbers {
    pub height: usize,
    pub width: usize,
    pub values: Vec<f64>,
}

impl Numbers {
    /// Each number is kept as a whole number of this part of one.
    pub fn grid(&self, parts: f64) -> Grid {
        let values = self.values.iter().map(|v| (v / parts) as f32).collect();
        Grid::from_values(self.height, self.width, values).unwrap()
    }
}

pub fn json<T: serde::de::DeserializeOwned>(name: &str) -> T {
    let path: PathBuf = [
        env!("CARGO_MANIFEST_DIR"),
        "tests/fixtures/convolution",
        name,
    ]
    .iter()
    .collect();
    let mut bytes = Vec::new();
    GzDecoder::new(std::fs::File::open(path).unwrap())
        .read_to_end(&mut bytes)
        .unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

/// Top, bottom, left, right.
pub fn padding(mode: &str, [top, bottom, left, right]: [usize; 4]) -> Padding {
    Padding {
        mode: mode.parse().unwrap(),
        top,
        bottom,
        left,
        right,
    }
}

pub fn kernel(text: &str) -> Kernel {
    text.parse().unwrap()
}

/// With `padding` cells of zeros on each side.
pub fn convolution(text: &str, stride: usize, padding: usize, dilation: usize) -> Convolution {
    Convolution {
        stride: (stride, stride),
        padding: Padding::all(PaddingMode::Zero, padding),
        dilation: (dilation, dilation),
        ..Convolution::new(kernel(text))
    }
}

/// Numbers that look random.
pub fn picture(height: usize, width: usize) -> Grid {
    Grid::from_fn(height, width, |row, column| {
        ((row * width + column) * 7919 % 10007) as f32 / 10007.0
    })
}
